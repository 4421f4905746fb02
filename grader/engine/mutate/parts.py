"""Slips in which part of an array is taken: all of it, or the part beside the right one."""

from collections.abc import Iterator, Sequence

from grader.engine.evaluate import shape_of
from grader.engine.expr import Apply, Expr, is_apply, rewrite, walk
from grader.engine.mutate.edit import Edit, Setting

_ALL = "all of {0} is taken, and not {1} alone"
_INSTEAD = "{1} is used where {0} belongs"
_EVERYTHING = ("slice", None, None)


def parts(formula: Expr, setting: Setting) -> Iterator[Edit]:
    """The bias taken along where weights alone belong, in a penalty; a 1 before the outputs, not left out again."""
    cut = [*dict.fromkeys(n for n in walk(formula) if is_apply(n, "index") and any(map(_cut, n.params)))]
    for chosen in [*([part] for part in cut), *([cut] if len(cut) > 1 else [])]:
        yield Edit("extra-term", _whole(formula, chosen), _ALL, (chosen[0].args[0], chosen[0]))
    for part in cut:
        for other in _beside(part, setting):
            beside: dict[Expr, Expr] = {part: other}
            yield Edit("wrong-operand", rewrite(formula, beside.get), _INSTEAD, (part, other))


def _cut(place: object) -> bool:
    return isinstance(place, tuple) and place != _EVERYTHING


def _whole(formula: Expr, chosen: Sequence[Apply]) -> Expr:
    """Whole arrays for parts of them; what stood at the place of one in an array of noughts is that array then."""

    def whole(node: Expr) -> Expr | None:
        if is_apply(node, "put") and any(part.params == node.params[1:] for part in chosen):
            return rewrite(node.args[0], whole)
        return node.args[0] if node in chosen else None  # type: ignore[union-attr]

    return rewrite(formula, whole)


def _beside(part: Apply, setting: Setting) -> Iterator[Apply]:
    """The same part one further down, or up, along each axis that is cut."""
    base = part.args[0]
    shape = shape_of(base, setting.shapes)
    for axis, place in enumerate(part.params):
        if isinstance(place, tuple) and _cut(place):
            start, stop = place[1] or 1, place[2] or shape[axis]
            for first, last in ((start - 1, stop - 1), (start + 1, stop + 1)):
                if first >= 1 and last <= shape[axis]:
                    moved = (*part.params[:axis], ("slice", first, last), *part.params[axis + 1 :])
                    yield Apply("index", (base,), moved)
