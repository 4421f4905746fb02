"""Products that are doubtful: element by element where a matrix and a vector fit, or by a matrix on its side."""

from collections.abc import Iterator

from grader.checking.finding import Finding, Section, section
from grader.engine import Name, is_apply, matrix_times_vector, pretty, show, walk
from grader.reference import Reference, Role


def products(reference: Reference) -> Section:
    """Formulas of the rubric that say `W*x` where `W @ x` is likely to be meant, or `x @ W` where `x @ W.T` is."""
    return section("Products", [*_doubtful(reference), *_on_its_side(reference)])


def _doubtful(reference: Reference) -> Iterator[Finding]:
    graph = reference.graph
    shapes = {name: quantity.shape for name, quantity in graph.items()}
    for name in reference.problem.forward:
        formula = graph[name].formula
        for matrix, vector in matrix_times_vector(formula, shapes) if formula is not None else ():
            if graph[matrix].role is Role.FORWARD:
                continue  # what is computed is scaled column by column, as in a normalisation
            column, (rows, columns) = len(shapes[vector]) == 2, shapes[matrix]
            over, fits = ("column", matrix if rows == columns else f"{matrix}.T") if column else ("row", matrix)
            says = f"{pretty(name)} multiplies each {over} of {pretty(matrix)} by {pretty(vector)}, element by element"
            yield Finding(says, (f"the product of the matrix and the vector is {fits} @ {vector}",))


def _on_its_side(reference: Reference) -> Iterator[Finding]:
    """Square matrices, on the right of what they weigh, whose label has the index of the unit before that of the input.

    In `x @ W` the first index is the input's. Where the matrix is not square its shape tells; the letters of a label
    tell it here, `W[j,i]`: whoever counts a unit by j and an input by i writes them so because they mean to j, from i.
    """
    graph = reference.graph
    turned = {label.quantity for label in reference.problem.labels if _from_to(label.indices)}
    for name in reference.problem.forward:
        formula = graph[name].formula
        for node in walk(formula) if formula is not None else ():
            if not is_apply(node, "matmul") or not isinstance(weights := node.args[1], Name):
                continue
            quantity = graph[weights.name]
            if weights.name in turned and quantity.formula is None and len({*quantity.shape}) == 1:
                w, x = weights.name, show(node.args[0], ascii=True)
                says = f"{pretty(name)} takes {pretty(w)}[j,i] for the weight from j to i: {x} @ {w}"
                yield Finding(says, (f"where [labels] mean the weight to j, from i, it is {x} @ {w}.T",))


def _from_to(letters: tuple[str, ...]) -> bool:
    """Whether two letters of an index are neighbours of the alphabet the other way round: j, i."""
    return len(letters) == 2 and all(len(one) == 1 for one in letters) and ord(letters[0]) - ord(letters[1]) == 1
