"""What whoever imports a filled gradebook should know of the points in a column, a line each."""

from collections.abc import Sequence
from fractions import Fraction

from grader.exports.into.points import written
from grader.exports.into.system import Item
from grader.numbers import points_text


def shared(item: Item, counted: Sequence[Fraction], full: Fraction) -> str:
    """That each student has a share of the column's points, as not the same problems count for all."""
    *others, most = map(points_text, counted)
    differ = f"{', '.join(others)} or {most} points count" if others else f"{most} points count for all"
    of = f"the column's {points_text(full)}" if item.points is not None else f"{most} (the column does not say)"
    return f"'{item.title}': by student {differ}; each has that share of {of}"


def staying(item: Item, kept: Sequence[tuple[str, str]]) -> str:
    """That there are points, each with its student, of whom no work is there: taken back, it may be, or on paper."""
    who = _students(kept)
    first, more = "{} of '{}'".format(*kept[0]), " …" if len(kept) > 1 else ""
    has = "has" if len(kept) == 1 else "have"
    return f"'{item.title}': {who} of whom no work is known {has} points there, which stay: {first}{more}"


def rounded(title: str, points: Sequence[Fraction], comma: bool) -> str:
    """That what was entered is not to the last digit what was earned, with the first of those."""
    has = "has" if len(points) == 1 else "have"
    first = f"{points_text(points[0])} as {written(points[0], comma)}"
    return f"'{title}': {_students(points)} {has} points with more than two decimals, which are rounded to two: {first}"


def renewed(comments: int) -> list[str]:
    """That what an earlier run said is said anew: what somebody has added to it cannot be told from it."""
    if not comments:
        return []
    are = "1 comment of an earlier run is" if comments == 1 else f"{comments:,} comments of an earlier run are"
    return [f"{are} written over, with what somebody may have added to {'it' if comments == 1 else 'them'}"]


def _students(of_each: Sequence[object]) -> str:
    return "1 student" if len(of_each) == 1 else f"{len(of_each):,} students"
