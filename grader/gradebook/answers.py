"""The table of answers: a row for every student and quantity."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from grader.gradebook.exact import number
from grader.marking import Marks

ANSWERS = (
    "student", "problem", "quantity", "answer", "value", "expected", "followed", "verdict", "cause", "points",
    "out_of", "note",
)  # fmt: skip
"""The columns of the table of answers."""


def answers(marks: Sequence[Marks]) -> pd.DataFrame:
    """One row a student and asked quantity: students in order, then the rubric's order."""
    given = [m for m in marks if m.students]
    if not given:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in ANSWERS})
    order = _order(given)
    table = pd.concat(map(_answers, given), ignore_index=True)
    return table if (np.diff(order) == 1).all() else table.iloc[order].reset_index(drop=True)


def _order(given: Sequence[Marks]) -> NDArray[np.intp]:
    """The rows of some tables, one after another, in the order of the students."""
    rank = {name: i for i, name in enumerate(sorted({student for m in given for student in m.students}))}
    ranks = [np.repeat([rank[student] for student in m.students], len(m.columns)) for m in given]
    return np.argsort(np.concatenate(ranks), kind="stable")


def with_rubrics(answers: pd.DataFrame, marks: Sequence[Marks]) -> pd.DataFrame:
    """The table of answers with the rubric of each, which `marks.csv` has no column for, where there are several."""
    given = [m for m in marks if m.students]
    if len({m.rubric for m in given}) < _SEVERAL:
        return answers
    rows = [len(m.students) * len(m.columns) for m in given]
    rubrics = np.repeat(np.array([m.rubric for m in given], dtype=object), rows)[_order(given)]
    return answers.assign(rubric=rubrics)[["student", "rubric", *answers.columns[1:]]]


_SEVERAL = 2


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
