"""Marks as tidy tables: the only door to pandas. Exact credit becomes a number here, rounded once."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import chain, count

import numpy as np
import pandas as pd

from grader.errors import Attention
from grader.marking import Marks
from grader.totals import NOTHING, Total, totals

DECIMALS = 4
"""Points are rounded to so many decimals."""
ANSWERS = (
    "student", "problem", "quantity", "answer", "value", "expected", "followed", "verdict", "cause", "points",
    "out_of", "note",
)  # fmt: skip
"""The columns of the table of answers."""
ADJUSTMENTS = ("cap",)
"""The columns that a gradebook has only where a rubric needs them: `cap` is what a cap on lost points gives back."""
TOTALS = ("total", "out of", "percent")


def answers(marks: Sequence[Marks]) -> pd.DataFrame:
    """One row a student and asked quantity: students in order, then the rubric's order."""
    tables = [_answers(m) for m in marks if m.students]
    if not tables:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in ANSWERS})
    table = pd.concat(tables, ignore_index=True)
    order = table["student"].map({name: i for i, name in enumerate(sorted(set(table["student"])))})
    return table.iloc[np.argsort(order.to_numpy(), kind="stable")].reset_index(drop=True)


def _answers(marks: Marks) -> pd.DataFrame:
    students, columns = len(marks.students), len(marks.columns)
    points, out_of = _points(marks)
    return pd.DataFrame(
        {
            "student": np.repeat(np.array(marks.students, dtype=object), columns),
            "problem": np.tile(np.array([c.problem for c in marks.columns], dtype=object), students),
            "quantity": np.tile(np.array([c.quantity for c in marks.columns], dtype=object), students),
            "answer": marks.answer.ravel(),
            "value": marks.value.ravel(),
            "expected": marks.expected.ravel(),
            "followed": marks.followed.ravel(),
            "verdict": marks.verdict.ravel(),
            "cause": marks.cause.ravel(),
            "points": points.ravel(),
            "out_of": np.tile(out_of, students),
            "note": marks.note.ravel(),
        },
        columns=list(ANSWERS),
    )


def _points(marks: Marks) -> tuple[np.ndarray, np.ndarray]:
    """The points of every answer (students, columns), and what each column is out of, rounded."""
    worth = np.array([[number(c.out_of * share) for share in marks.shares] for c in marks.columns], dtype=float)
    points = worth[np.arange(len(marks.columns)), marks.share]
    return points, np.array([number(c.out_of) for c in marks.columns], dtype=float)


def number(points: Fraction) -> float:
    """Exact points as a number, rounded once.

    >>> number(Fraction(1, 3))
    0.3333
    """
    return float(round(points, DECIMALS))


def gradebook(marks: Sequence[Marks]) -> pd.DataFrame:
    """One row a student: a column a problem, then total, out of and percent; nan where nothing was handed in.

    Between them stand those of `ADJUSTMENTS` that some rubric makes use of: a row's total is the sum of all before it.
    """
    of_rubrics = [totals([m for m in marks if m.rubric == rubric]) for rubric in dict.fromkeys(m.rubric for m in marks)]
    students = sorted({student for m in marks for student in m.students})
    had = {student: [t[student] for t in of_rubrics if student in t] for student in students}
    columns: dict[str, list[object]] = {"student": list(students)}
    columns |= _by_problem(marks, of_rubrics, students)
    columns |= _adjustments(marks, had)
    total = [sum((t.total for t in had[student]), NOTHING) for student in students]
    out_of = [sum((t.out_of for t in had[student]), NOTHING) for student in students]
    columns["total"] = [number(points) for points in total]
    columns["out of"] = [number(most) for most in out_of]
    columns["percent"] = [number(100 * p / most) if most else np.nan for p, most in zip(total, out_of, strict=True)]
    return pd.DataFrame(columns, columns=list(columns))


def problems(grades: pd.DataFrame) -> list[str]:
    """The columns of a gradebook that are problems."""
    return [name for name in grades.columns if name not in ("student", *ADJUSTMENTS, *TOTALS)]


def _by_problem(
    marks: Sequence[Marks], of_rubrics: Sequence[Mapping[str, Total]], students: Sequence[str]
) -> dict[str, list[object]]:
    """The points of every problem, as its answers add up."""
    of_rubric = dict(zip(dict.fromkeys(m.rubric for m in marks), of_rubrics, strict=True))
    before: Counter[str] = Counter()
    found: dict[str, list[object]] = {}
    for heading, m in zip(headings(marks), marks, strict=True):
        place = before[m.rubric]
        scores = (of_rubric[m.rubric][s].scores[place] if s in of_rubric[m.rubric] else None for s in students)
        found[heading] = [np.nan if score is None else number(score.points) for score in scores]
        before[m.rubric] += 1
    return found


def _adjustments(marks: Sequence[Marks], had: Mapping[str, Sequence[Total]]) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    if any(m.most_lost is not None for m in marks):
        found["cap"] = [number(sum((t.returned for t in theirs), NOTHING)) for theirs in had.values()]
    return found


def headings(marks: Sequence[Marks]) -> list[str]:
    """How each problem's column is called: by the problem; by the rubric where it has one; by both among several."""
    rubrics = dict.fromkeys(m.rubric for m in marks)
    found = []
    for m in marks:
        problem = m.columns[0].problem if m.columns else ""
        parts = [m.rubric] if not problem else [problem] if len(rubrics) == 1 else [m.rubric, problem]
        found.append(" ".join(parts))
    return _apart(found)


def _apart(names: Iterable[str]) -> list[str]:
    """Names of columns that are all different, from one another and from the gradebook's own.

    >>> _apart(["1", "total", "1"])
    ['1', 'total (2)', '1 (2)']
    """
    taken, found = {"student", *ADJUSTMENTS, *TOTALS}, []
    for name in names:
        numbered = (f"{name} ({n})" for n in count(2))
        found.append(next(fresh for fresh in chain([name], numbered) if fresh not in taken))
        taken.add(found[-1])
    return found


def attention(rows: Iterable[Attention]) -> pd.DataFrame:
    """What a person should look at, by submission, each from its beginning to its end."""
    ordered = sorted(rows, key=lambda row: row.submission)
    return pd.DataFrame([(a.submission, a.place, a.issue) for a in ordered], columns=["submission", "place", "issue"])
