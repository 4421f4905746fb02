"""What students are told in a cell beside their points: what policies give or take, and what was lost."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import TypeAlias

from grader.marking import Marks
from grader.overrides import ruling_on_all
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
    lost: dict[tuple[str, str], list[str]] = {}
    blank: dict[str, list[str]] = {}
    for table, row in marks:
        if ruling := ruling_on_all(table, row):
            named = say("problem", name=table.columns[0].problem) if len(problems) > 1 else ""
            lost[named, say.note("", "", ruling)] = []
            continue
        for c, column in enumerate(table.columns):
            verdict, share = str(table.verdict[row, c]), table.shares[table.share[row, c]]
            if share >= 1:  # by a ruling, or where a course forgives it
                continue
            problem = say("problem", name=column.problem) if len(problems) > 1 and column.problem else ""
            if verdict == "missing" and not share:
                blank.setdefault(problem, []).append(column.quantity)
            elif verdict in ("slip", "wrong", "imprecise", "unreadable"):
                note = say.note(verdict, str(table.cause[row, c]), table.note[row, c]) or say.meaning(verdict)
                lost.setdefault((problem, note), []).append(column.quantity)
    told = [": ".join(filter(None, (_together(problem, names, say), note))) for (problem, note), names in lost.items()]
    missing = ", ".join(_together(problem, names, say) for problem, names in blank.items())
    return [
        *say.policies(total, problems, worth),
        *few(told, say),
        *([f"{say('missing')}: {missing}"] if missing else []),
    ]


def _together(problem: str, quantities: Sequence[str], say: Wording) -> str:
    """Quantities of one problem of which the same is said."""
    return " ".join(filter(None, (problem, ", ".join(few(quantities, say)))))
