"""Conditions: a comparison is 1 where it holds and 0 elsewhere (Iverson's bracket), and decides what holds else."""

from itertools import pairwise

from grader.engine.expr import ONE, Apply, Expr, apply, is_apply, mul, sub


def compared(first: Expr, *others: tuple[str, Expr]) -> Expr:
    """Whether each part is less or more than the next: `-d < x <= d` is both. At equality a sum's rounding decides.

    >>> from grader.engine import parse
    >>> parse("a > 0") == parse("step(a)"), parse("a <= b") == parse("1 - step(a - b)")
    (True, True)
    """
    parts = [first, *(part for _, part in others)]
    signs = [sign for sign, _ in others]
    return mul(*(_holds(sign, *pair) for sign, pair in zip(signs, pairwise(parts), strict=True)))


def _holds(sign: str, left: Expr, right: Expr) -> Expr:
    larger, smaller = (left, right) if sign in (">", "<=", "≤") else (right, left)
    above = apply("step", sub(larger, smaller))
    return above if sign in ("<", ">") else sub(ONE, above)


def chosen(condition: Expr, one: Expr, other: Expr) -> Apply:
    """`where`: one where the condition is above 0, the other elsewhere; a comparison is asked for its difference.

    >>> from grader.engine import parse
    >>> parse("where(a > b, x, where(a <= b, y, 0))") == parse("where(a - b, x, y)")
    True
    """
    if is_apply(condition, "step"):
        condition = condition.args[0]
    elif (above := _refused(condition)) is not None:
        condition, one, other = above, other, one
    return apply("where", condition, _within(one, condition, 1), _within(other, condition, 2))


def _within(value: Expr, condition: Expr, branch: int) -> Expr:
    """What a value is in one branch of a condition that it asks for itself."""
    return value.args[branch] if is_apply(value, "where") and value.args[0] == condition else value


def _refused(condition: Expr) -> Expr | None:
    """What must not be above 0 for `1 - step(…)`."""
    if is_apply(condition, "add") and len(condition.args) == 2 and condition.args[0] == ONE:
        step = condition.args[1]
        if is_apply(step, "neg") and is_apply(step.args[0], "step"):
            return step.args[0].args[0]
    return None


def sides(difference: Expr) -> tuple[Expr, Expr] | None:
    """What is held against what where a difference of two is above 0: of a - b, a and b."""
    if not is_apply(difference, "add") or len(difference.args) != 2:
        return None
    more = [part for part in difference.args if not is_apply(part, "neg")]
    less = [part.args[0] for part in difference.args if is_apply(part, "neg")]
    return (more[0], less[0]) if len(more) == len(less) == 1 else None
