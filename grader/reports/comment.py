"""What students are told in a cell beside their points: what policies give or take, and what was lost."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import TypeAlias

from grader.marking import Marks
from grader.overrides import ruling_alone, ruling_on_all
from grader.totals import Total
from grader.wording import Wording

_MOST = 6
"""So many things of a kind are said."""

Comment: TypeAlias = Callable[[Fraction], list[str]]
"""The lines, by what one of the rubric's points is worth where they are said."""


def comments(marks: Sequence[Marks], had: Mapping[str, Total], say: Wording) -> dict[str, Comment]:
    """By student who has a total for a rubric, what is said beside it; `marks` are those of the rubric's problems."""
    rows = [{student: row for row, student in enumerate(table.students)} for table in marks]
    problems = [table.columns[0].problem if table.columns else "" for table in marks]
    found: dict[str, Comment] = {}
    for student, total in had.items():
        own = [(table, at[student]) for table, at in zip(marks, rows, strict=True) if student in at]
        found[student] = partial(_comment, total, problems, own, say)
    return found


def few(said: Sequence[str], say: Wording) -> list[str]:
    """What there is room for, and how much more there is."""
    more = [say("more", count=len(said) - _MOST)] if len(said) > _MOST else []
    return [*said[:_MOST], *more]


def _comment(
    total: Total, problems: Sequence[str], marks: Sequence[tuple[Marks, int]], say: Wording, worth: Fraction
) -> list[str]:
    """The lines; `marks` are tables, each with the student's row."""
    told: list[str] = []
    blank: dict[str, list[str]] = {}
    for table, row in marks:
        several = len(problems) > 1 and bool(table.columns) and bool(table.columns[0].problem)
        problem = say("problem", name=table.columns[0].problem) if several else ""
        if ruling := ruling_on_all(table, row):
            told.append(": ".join(filter(None, (problem, say.note("", "", ruling)))))
            continue
        shares = [table.shares[share] for share in table.share[row]]
        lost = [c for c, share in enumerate(shares) if share < 1]  # not by a ruling, or where a course forgives it
        missing = [c for c in lost if _is_missing(table, row, c)]
        told += _reasons(table, row, [c for c in lost if c not in missing], problem, say)
        if missing:
            blank.setdefault(problem, []).extend(table.columns[c].quantity for c in missing)
    named = ", ".join(_together(problem, names, say) for problem, names in blank.items())
    return [
        *say.policies(total, problems, worth),
        *few(told, say),
        *([f"{say('missing')}: {named}"] if named else []),
    ]


def _reasons(table: Marks, row: int, lost: Sequence[int], problem: str, say: Wording) -> list[str]:
    """Why answers have less than all of their points; those for one reason are told together."""
    by_reason: dict[str, list[int]] = {}
    for c in lost:
        by_reason.setdefault(_reason(table, row, c, say), []).append(c)
    told = []
    for why, columns in by_reason.items():
        named = _together(problem, [table.columns[c].quantity for c in columns], say)
        if len(columns) == 1 and _is_ruled(table, row, columns[0]):
            why = say.note("", "", table.note[row, columns[0]])
        told.append(": ".join(filter(None, (named, why))))
    return told


def _reason(table: Marks, row: int, c: int, say: Wording) -> str:
    """Why an answer has less than all of its points; by a ruling, without what it was before."""
    verdict, share = str(table.verdict[row, c]), table.shares[table.share[row, c]]
    if _is_ruled(table, row, c):
        return say.note("", "", ruling_alone(table.note[row, c]))
    if verdict in ("slip", "wrong", "imprecise", "unreadable"):
        return say.note(verdict, str(table.cause[row, c]), table.note[row, c]) or say.meaning(verdict)
    return say.worth(verdict, share)


def _is_missing(table: Marks, row: int, c: int) -> bool:
    """Whether there is no more to say of an answer than that it is not there; of one that is ruled on, there is."""
    nothing = table.verdict[row, c] == "missing" and not table.shares[table.share[row, c]]
    return bool(nothing) and not _is_ruled(table, row, c)


def _is_ruled(table: Marks, row: int, c: int) -> bool:
    return table.ruled is not None and bool(table.ruled[row, c])


def _together(problem: str, quantities: Sequence[str], say: Wording) -> str:
    """Quantities of one problem of which the same is said."""
    return " ".join(filter(None, (problem, ", ".join(few(quantities, say)))))
