"""Classes of marks, made of verdicts and values."""

from dataclasses import replace
from fractions import Fraction

import numpy as np

from grader.analysis.agreement import agreements
from grader.analysis.sheet import sheets
from grader.marking import Column, Marks

SHARES = (Fraction(1), Fraction(1, 2), Fraction(0))


WORTH = {"correct": 0, "carried": 0, "implied": 0, "slip": 1, "wrong": 2, "missing": 2}


def marks(rows, causes=(), values=None, rubric="hw", problem=""):
    """Marks from verdicts: one row a student, a point each."""
    verdict = np.array(rows, dtype=object)
    students, columns = verdict.shape
    blank = np.full(verdict.shape, "", dtype=object)
    cause = blank.copy()
    for (n, c), word in dict(causes).items():
        cause[n, c] = word
    return Marks(
        rubric=rubric,
        title="",
        students=tuple(f"s{n:02d}" for n in range(students)),
        columns=tuple(Column(problem, f"q{c}", Fraction(1)) for c in range(columns)),
        answer=blank,
        value=np.zeros(verdict.shape) if values is None else np.array(values, dtype=float),
        expected=blank,
        followed=blank,
        verdict=verdict,
        cause=cause,
        share=np.array([[WORTH[word] for word in row] for row in rows]),
        shares=SHARES,
        note=np.where(cause == "", "said", "said of the slip"),
        again=np.zeros(verdict.shape, dtype=bool),
    )


KINDS = tuple(Column("", name, Fraction(1)) for name in "abcdefghijklmnopqrst")
"""Twenty quantities, no two of one kind."""


def a_class(size, seed, copies=(), columns=KINDS):
    """A class where one answer in six is a number from nowhere; some pairs copy from one another."""
    rng = np.random.default_rng(seed)
    wrong = rng.uniform(size=(size, 20)) < 1 / 6
    values = np.where(wrong, rng.normal(size=wrong.shape), 1.0)
    for one, other in copies:
        wrong[other], values[other] = wrong[one], values[one]
    return replace(marks(np.where(wrong, "wrong", "correct").tolist(), values=values), columns=columns)


def in_formulas(table, rng):
    """The same of formulas, each known by its value at a point; what is expected is 1 there."""
    at = np.where(table.verdict == "correct", 1.0, table.value)
    answer = np.array([[f"x + {number!r}" for number in row] for row in at.tolist()], dtype=object)
    return replace(
        table,
        answer=answer,
        value=np.full(at.shape, np.nan),
        formula=np.stack([at * (1 + rng.uniform(-1e-13, 1e-13, at.shape)), np.ones(at.shape)], axis=2),
    )


def agreeing(table):
    """The pairs that are told of one table."""
    return agreements([*sheets([table])])
