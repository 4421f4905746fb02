"""Marks as tidy tables: the only door to pandas. Exact credit becomes a number here, rounded once."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import chain, count

import numpy as np
import pandas as pd

from grader.errors import Attention
from grader.marking import Marks

DECIMALS = 4
"""Points are rounded to so many decimals."""
ANSWERS = (
    "student", "problem", "quantity", "answer", "value", "expected", "followed", "verdict", "cause", "points",
    "out_of", "note",
)  # fmt: skip
"""The columns of the table of answers."""
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
    """One row a student: a column a problem, then total, out of and percent; nan where nothing was handed in."""
    exact = {heading: _totals(m) for heading, m in zip(headings(marks), marks, strict=True)}
    out_of = {heading: sum((c.out_of for c in m.columns), Fraction(0)) for heading, m in zip(exact, marks, strict=True)}
    rows = []
    for student in sorted({student for m in marks for student in m.students}):
        had = {heading: totals[student] for heading, totals in exact.items() if student in totals}
        total, most = sum(had.values(), Fraction(0)), sum((out_of[heading] for heading in had), Fraction(0))
        share = number(100 * total / most) if most else np.nan
        points = [number(had[heading]) if heading in had else np.nan for heading in exact]
        rows.append([student, *points, number(total), number(most), share])
    return pd.DataFrame(rows, columns=["student", *exact, *TOTALS])


def _totals(marks: Marks) -> dict[str, Fraction]:
    """Each student's exact points, counted by how often each worth occurs rather than answer by answer."""
    worth = [[c.out_of * share for share in marks.shares] for c in marks.columns]
    kinds = sorted({value for row in worth for value in row})
    place = {value: i for i, value in enumerate(kinds)}
    index = np.array([[place[value] for value in row] for row in worth])[np.arange(len(marks.columns)), marks.share]
    counts = np.stack([(index == i).sum(axis=1) for i in range(len(kinds))], axis=1)
    return {
        student: sum((int(n) * value for n, value in zip(row, kinds, strict=True) if n), Fraction(0))
        for student, row in zip(marks.students, counts, strict=True)
    }


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
    taken, found = {"student", *TOTALS}, []
    for name in names:
        numbered = (f"{name} ({n})" for n in count(2))
        found.append(next(fresh for fresh in chain([name], numbered) if fresh not in taken))
        taken.add(found[-1])
    return found


def attention(rows: Iterable[Attention]) -> pd.DataFrame:
    """What a person should look at, by submission, each from its beginning to its end."""
    ordered = sorted(rows, key=lambda row: row.submission)
    return pd.DataFrame([(a.submission, a.place, a.issue) for a in ordered], columns=["submission", "place", "issue"])
