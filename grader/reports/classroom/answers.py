"""Every answer of a class for the page's script: verdicts as one digit each, and each text that comes again once."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from grader.analysis import accepted
from grader.engine import pretty
from grader.gradebook import answers, in_percent, number
from grader.marking import VERDICTS, Marks
from grader.numbers import points_on_page
from grader.reports import solution
from grader.reports.feedback import Assignment, Problem
from grader.wording import SIGNS, Wording

VERDICT_SIGNS = {str(verdict): SIGNS[verdict] for verdict in VERDICTS}
"""A sign for each verdict, in the order of their numbers."""
MOST_TOLD = 200_000
"""Of more answers only the verdicts are in the page; the rest is in `marks.csv`."""
_LONGEST = 300


def class_data(assignment: Assignment, called: Mapping[str, str]) -> dict[str, Any]:
    """Students, columns and answers of one rubric, as plain as JSON; `called` are better names where they are known."""
    marks = [problem.marks for problem in assignment.problems]
    table = answers(marks)
    columns = [(column, i) for i, m in enumerate(marks) for column in m.columns]
    digits, width = {v: str(i) for i, v in enumerate(VERDICT_SIGNS)}, len(columns)
    students = table["student"].tolist()[::width]
    found, causes = table["verdict"].tolist(), table["cause"].tolist()
    for at in (width * i + c for i, theirs in _places(marks, students, accepted).items() for c in theirs):
        found[at], causes[at] = "correct", ""
    verdicts = [digits[verdict] for verdict in found]
    totals = [assignment.totals[student] for student in students]
    names, texts = [called.get(student, student) for student in students], _Texts()
    told = len(table) <= MOST_TOLD
    say, headings = Wording(), [heading(problem, True) for problem in assignment.problems]
    earned = cache(_earned)  # to add fractions takes longer than to find a score again
    policies = [list(say.policies(total, headings)) for total in totals]
    return {
        "title": assignment.title,
        "students": names,
        "ids": students if names != students else None,
        "totals": [number(t.total) for t in totals],
        "late": [number(-t.penalty) or None for t in totals] if any(t.penalty for t in totals) else None,
        "policies": {i: said for i, said in enumerate(policies) if said},
        "percents": [in_percent(t.total, t.out_of) if t.out_of else None for t in totals],
        "problems": [
            {"name": heading(p, len(marks) > 1), "short": _short(p, i), "points": [earned(t.scores[i]) for t in totals]}
            for i, p in enumerate(assignment.problems)
        ],
        "columns": [{"label": label(c.quantity), "problem": i, "out": number(c.out_of)} for c, i in columns],
        "verdicts": ["".join(verdicts[at : at + width]) for at in range(0, len(verdicts), width)],
        "ruled": _places(marks, students, _ruled),
        "told": _told(table, width, texts) if told else None,
        "texts": list(texts),
        "causes": Counter(filter(None, causes)).most_common(),
    }


def _ruled(marks: Marks) -> NDArray[np.bool_]:
    return marks.ruled if marks.ruled is not None else np.zeros(marks.verdict.shape, dtype=bool)


def _places(
    marks: Sequence[Marks], students: Sequence[str], where: Callable[[Marks], NDArray[np.bool_]]
) -> dict[int, list[int]]:
    """The columns where something holds, by the student's number."""
    place, first = {student: i for i, student in enumerate(students)}, 0
    found: dict[int, list[int]] = {}
    for m in marks:
        for n, c in np.argwhere(where(m)).tolist():
            found.setdefault(place[m.students[n]], []).append(first + c)
        first += len(m.columns)
    return found


def _earned(score: Any) -> float | None:
    return None if score is None else number(score.earned)


class _Texts(dict[str, int]):
    """Texts by number, in the order in which they are first asked for."""

    def __missing__(self, text: str) -> int:
        self[text] = len(self)
        return self[text]


def _told(table: pd.DataFrame, width: int, texts: _Texts) -> list[list[Any]]:
    """For each student, of each answer: as written, then the numbers of expected, followed and note, then points."""
    answer, expected, followed, note, points = (
        table[name].tolist() for name in ("answer", "expected", "followed", "note", "points")
    )
    shown = {text: texts[_shown(text)] for text in dict.fromkeys(chain(expected, followed))}
    flat = [
        *chain.from_iterable(
            zip(
                map(cut, answer) if max(map(len, answer), default=0) > _LONGEST else answer,
                map(shown.__getitem__, expected),
                map(shown.__getitem__, followed),
                map(texts.__getitem__, note),
                points,
                strict=True,
            )
        )
    ]
    step = 5 * width
    return [flat[at : at + step] for at in range(0, len(flat), step)]


def cut(text: str) -> str:
    """A text that is not too long for a table."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _shown(value: str) -> str:
    """A number to as many figures as a key shows; a formula as it is."""
    try:
        return solution.number(float(value))
    except ValueError:
        return cut(value)


def heading(problem: Problem, several: bool) -> str:
    """What a problem is called among several; nothing where it is alone."""
    marks = problem.marks
    name = marks.columns[0].problem if marks.columns else ""
    return ". ".join(filter(None, (f"Problem {name}" if name else "", marks.title))) if several else ""


def _short(problem: Problem, place: int) -> str:
    """What a problem is called where there is little room: its name, or else which it is."""
    columns = problem.marks.columns
    return (columns[0].problem if columns else "") or str(place + 1)


def label(quantity: str) -> str:
    """A quantity's name on a line; the sheet's own labels stay as they are.

    >>> label("dDiv/ds1"), label("w_{1,2}^1")
    ('∂Div/∂s₁', 'w_{1,2}^1')
    """
    return quantity if any(c in quantity for c in "^{ ") else pretty(quantity)


def points(value: float) -> str:
    """Points, or nothing where there are none.

    >>> points(37.0), points(1.63), points(float("nan"))
    ('37', '1.63', '')
    """
    return "" if pd.isna(value) else points_on_page(value)


def percent(value: float) -> str:
    """A share in percent, whole; nothing where there is none.

    >>> percent(64.28), percent(-0.2), percent(float("nan"))
    ('64', '0', '')
    """
    return "" if pd.isna(value) else f"{round(value)}"
