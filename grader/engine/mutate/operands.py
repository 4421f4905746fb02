"""Slips in what is taken: a sibling for another, another row or column, a matrix the wrong way round."""

from collections.abc import Iterator
from itertools import combinations

from grader.engine.evaluate import shape_of
from grader.engine.expr import (
    ONE,
    Apply,
    Constant,
    Expr,
    Name,
    add,
    apply,
    is_apply,
    names_in,
    neg,
    number,
    rename,
    rewrite,
    walk,
)
from grader.engine.mutate.branches import outside_masks
from grader.engine.mutate.edit import Edit, Setting, fits, places, rank
from grader.engine.mutate.functions import LOGARITHMS
from grader.engine.primitives.convolution import CONVOLUTION
from grader.engine.primitives.elementwise import ELEMENTWISE


def operands(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """A sibling taken for another, h2 for h1, ∂Div/∂s2 for ∂Div/∂s1; what is left of a share for the share, 1 − z."""
    if isinstance(node, Name):
        if node.name in setting.shares:
            rest = add(ONE, neg(node))
            yield Edit("wrong-operand", rest, "{1} is used where {0} belongs", (node, rest))
        for other in setting.siblings.get(node.name, ()):
            yield Edit("wrong-operand", Name(other), "{1} is used where {0} belongs", (node, Name(other)))


def places_taken(node: Expr, setting: Setting, top: bool) -> Iterator[Edit]:
    """Another element or row than the one that is picked: x₁ for x₂, the input of the step before. Next ones first.

    A step that does nothing but pick one of what is given takes a sample: see `swapped_elements` for these.
    """
    if not is_apply(node, "index") or (top and node.args[0] in {Name(name) for name in setting.given}):
        return
    shape = shape_of(node.args[0], setting.shapes)
    for axis, place in enumerate(node.params):
        if not isinstance(place, int):
            continue
        others = sorted({*range(1, shape[axis] + 1)} - {place}, key=lambda other: abs(other - place))
        for other in others if shape[axis] <= WIDEST else others[:2]:
            taken = Apply("index", node.args, (*node.params[:axis], other, *node.params[axis + 1 :]))
            yield Edit("wrong-operand", taken, "{1} is used where {0} belongs", (node, taken))


def roots(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """A standard deviation where a variance belongs, and the other way round."""
    if (root := setting.roots.get(node)) is not None:
        yield Edit("not-squared", root, "{1} is used where {0} belongs", (node, root))
    for square in (square for square, root in setting.roots.items() if root == node):
        yield Edit("wrong-operand", square, "{1} is used where {0} belongs", (node, square))


def exchanged_operands(node: Expr, setting: Setting, top: bool) -> Iterator[Edit]:
    """Two siblings in each other's place: i·c + f·g for f·c + i·g; or two distributions, Σp·ln q for Σq·ln p.

    Of an outer product that is the whole of it transposed, and told so.
    """
    if not top or is_apply(node, "outer"):
        return
    used = dict.fromkeys(part.name for part in outside_masks(node) if isinstance(part, Name))
    logged = _beside_logarithms(node)
    mentioned = [frozenset(names_in(arg)) for arg in node.args] if isinstance(node, Apply) else []
    for one, other in combinations(used, 2):
        alike = other in setting.siblings.get(one, ()) and one in setting.siblings.get(other, ())
        if isinstance(node, Apply) and (alike or {one, other} in logged):
            names = {one: other, other: one}
            parts = zip(node.args, mentioned, strict=True)  # of a long sum only the terms that have one of the two
            args = tuple(arg if within.isdisjoint(names) else rename(arg, names) for arg, within in parts)
            exchanged = Apply(node.primitive, args, node.params)
            yield Edit("wrong-operand", exchanged, "{0} and {1} stand in each other's place", (Name(one), Name(other)))


def differences(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """A difference taken the wrong way round beside what stays, a margin: s_y − s_j + 1."""
    if not is_apply(node, "add") or len(node.args) != _WITH_A_MARGIN:
        return
    sides = [term for term in node.args if not _stays(term, setting)]
    taken = [term for term in sides if is_apply(term, "neg")]
    if len(sides) == _WITH_A_MARGIN - 1 and len(taken) == 1:
        exchanged = Apply("add", tuple(neg(term) if term in sides else term for term in node.args))
        parts = tuple(term.args[0] if is_apply(term, "neg") else term for term in sides)
        yield Edit("sign", exchanged, "the difference of {0} and {1} is taken the wrong way round", parts)


_WITH_A_MARGIN = 3


def _stays(term: Expr, setting: Setting) -> bool:
    """Whether a term is a number that is given."""
    if isinstance(term, Name):
        return term.name in setting.given and not setting.shapes[term.name]
    return isinstance(term, Constant)


def _beside_logarithms(formula: Expr) -> list[set[str]]:
    """What is multiplied by the logarithm of what, as distributions are."""
    found = []
    for node in walk(formula):
        factors = node.args if is_apply(node, "mul") else ()
        names = [factor.name for factor in factors if isinstance(factor, Name)]
        inside = {name for factor in factors if is_apply(factor, *LOGARITHMS) for name in names_in(factor)}
        found += [{one, other} for one in names for other in inside - {one}]
    return found


def swapped_elements(formula: Expr, setting: Setting) -> Iterator[Edit]:
    """Two elements of what is given, in each other's place: the labels of two samples, the inputs of a sum."""
    filters = {arg for node in walk(formula) if is_apply(node, *_CONVOLUTIONS) for arg in node.args[1:]}
    given = [name for name in names_in(formula) if name in setting.given and Name(name) not in filters]
    for name in sorted(given, key=lambda name: len(setting.shapes[name])):
        shape = setting.shapes[name]
        if shape and name in setting.negative:
            positive = _put(formula, name, apply("abs", Name(name)))
            yield Edit("sign", positive, "the minus signs in {0} are lost", (Name(name),))
        for axis in range(len(shape)):
            word = "element" if len(shape) == 1 else "column" if axis else "row"
            for k, other in combinations(range(shape[axis] if shape[axis] <= _MOST_SWAPPED else 0), 2):
                changed = _put(formula, name, apply("swapped", Name(name), params=(axis, k, other)))
                yield Edit("wrong-operand", changed, _SWAPPED[word], (Name(name), number(k + 1), number(other + 1)))


def _put(formula: Expr, name: str, expr: Expr) -> Expr:
    return rewrite(formula, lambda node: expr if node == Name(name) else None)


_CONVOLUTIONS = tuple(name for name in CONVOLUTION if not name.endswith("weights"))
"""In these a filter is turned round as a whole."""
_MOST_SWAPPED = 6
_SWAPPED = {
    "element": "elements {1} and {2} of {0} stand in each other's place",
    "row": "rows {1} and {2} of {0} stand in each other's place",
    "column": "columns {1} and {2} of {0} stand in each other's place",
}

WIDEST = 12
"""Along longer axes an element is not taken for any of the others, only for its neighbours in a smaller example."""


def elements(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """Another row or column of an operand: the first input for the second."""
    if not isinstance(node, Apply):
        return
    for i, axis, belongs in _free_axes(node, setting):
        arg = node.args[i]
        shape = shape_of(arg, setting.shapes)
        word = "element" if len(shape) == 1 else "column" if axis == len(shape) - 1 else "row"
        for k in range(shape[axis] if 1 < shape[axis] <= WIDEST else 0):
            args = (*node.args[:i], apply("sibling", arg, params=(axis, k)), *node.args[i + 1 :])
            exchanged, parts = Apply(node.primitive, args, node.params), (arg, number(k + 1))
            yield Edit("wrong-operand", exchanged, _ANOTHER[word], parts, belongs)


_ANOTHER = {
    "element": "element {1} of {0} is used where {2} belongs",
    "row": "row {1} of {0} is used where {2} belongs",
    "column": "column {1} of {0} is used where {2} belongs",
}


def _free_axes(node: Apply, setting: Setting) -> list[tuple[int, int, int]]:
    """(operand, its axis, the axis of the result from the end) wherever an operand's axis is not summed over."""
    if node.primitive == "outer":
        return [(0, 0, -2), (1, 0, -1)]
    ranks = [rank(arg, setting) for arg in node.args]
    if node.primitive == "matmul":
        left = [(0, ranks[0] - 2, -2 if ranks[1] > 1 else -1)] if ranks[0] > 1 else []
        return left + ([(1, ranks[1] - 1, -1)] if ranks[1] > 1 else [])
    if node.primitive not in ELEMENTWISE:
        return []
    named = [i for i, arg in enumerate(node.args) if isinstance(arg, Name)]
    return [(i, axis, axis - ranks[i]) for i in named for axis in range(ranks[i])]


def transposes(node: Expr, setting: Setting, top: bool) -> Iterator[Edit]:
    """A matrix used the wrong way round in a product; or a term of a gradient, x·δᵀ + λ·W for δ·xᵀ + λ·W."""
    if top and is_apply(node, "add") and setting.kind == "gradient":
        yield from _turned_terms(node, setting)
    if not is_apply(node, "matmul"):
        return
    for i, arg in enumerate(node.args):
        mutant = Apply("matmul", (*node.args[:i], _flipped(arg), *node.args[i + 1 :]))
        if rank(arg, setting) == 2 and fits(mutant, node, setting):
            yield Edit("transposed", mutant, _TRANSPOSED, (arg,))


def _turned_terms(total: Apply, setting: Setting) -> Iterator[Edit]:
    for i in places(total):
        term = total.args[i]
        turned = Apply("add", (*total.args[:i], _flipped(term), *total.args[i + 1 :]))
        if rank(term, setting) == 2 and fits(turned, total, setting):
            yield Edit("transposed", turned, _TRANSPOSED, (term,))


def all_transposed(formula: Expr, setting: Setting) -> Iterator[Edit]:
    """Every matrix that is given, several of them, used the wrong way round: W·δ + U·ε for Wᵀ·δ + Uᵀ·ε."""
    factors = [
        arg for node in walk(formula) if is_apply(node, "matmul") for arg in node.args if rank(arg, setting) == 2
    ]
    matrices = [arg for arg in dict.fromkeys(factors) if set(names_in(arg)) <= setting.given]
    if len(matrices) > 1:

        def turned(node: Expr) -> Expr | None:
            return _flipped(node) if node in matrices else None

        if fits(mutant := rewrite(formula, turned), formula, setting):
            yield Edit("transposed", mutant, _TRANSPOSED, (matrices[0],))


def _flipped(arg: Expr) -> Expr:
    return arg.args[0] if is_apply(arg, "transpose") else apply("transpose", arg)


_TRANSPOSED = "{0} is used the wrong way round (transposed)"
