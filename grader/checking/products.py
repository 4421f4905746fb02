"""Products that are taken element by element although the operands fit as a matrix and a vector."""

from collections.abc import Iterator

from grader.checking.finding import Finding, Section, section
from grader.engine import matrix_times_vector, pretty
from grader.reference import Reference, Role


def products(reference: Reference) -> Section:
    """Formulas of the rubric that say `W*x` where `W @ x` is likely to be meant."""
    return section("Products", list(_doubtful(reference)))


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
