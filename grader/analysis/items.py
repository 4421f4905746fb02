"""Classical statistics of questions and of a test, as Moodle reports them.

The formulas are those of Moodle's "Quiz statistics calculations" (docs.moodle.org/dev/Quiz_statistics_calculations);
variances and covariances are of a sample (n − 1). Cronbach, L. J. (1951), Psychometrika 16, 297, for alpha.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from grader.analysis.sheet import Floats, Sheet

QUESTIONS = (
    "rubric", "problem", "quantity", "out of", "students", "answered", "mean", "facility", "discrimination",
    "efficiency", "net facility", "net discrimination", "errors start", "commonest cause", "with that cause",
)  # fmt: skip
"""Shares are in percent. `net`: of the steps taken, given what the student had before."""
ARRAYS = (*QUESTIONS, "first", "elements")
TESTS = ("rubric", "students", "out of", "mean", "standard deviation", "alpha", "standard error")


def questions(sheets: Sequence[Sheet]) -> pd.DataFrame:
    """One row an element asked, with the columns of `QUESTIONS`."""
    rows = [row for sheet in sheets for row in _rows(sheet, [(c.quantity, [i]) for i, c in enumerate(sheet.columns)])]
    return pd.DataFrame(rows, columns=list(QUESTIONS))


def arrays(sheets: Sequence[Sheet]) -> pd.DataFrame:
    """One row for what is asked in one and has several elements, as the one question that it is.

    `first` is the place of its first element among the questions of its rubric, `elements` how many it has.
    """
    rows: list[tuple[object, ...]] = []
    for sheet in sheets:
        names = [(column.problem, column.of) for column in sheet.columns]
        runs = groupby(range(len(names)), names.__getitem__)
        asked = [(of, list(places)) for (_, of), places in runs if of]
        told = _rows(sheet, asked)
        rows += [(*row, places[0], len(places)) for row, (_, places) in zip(told, asked, strict=True)]
    return pd.DataFrame(rows, columns=list(ARRAYS))


def _rows(sheet: Sheet, asked: Sequence[tuple[str, list[int]]]) -> Iterator[tuple[object, ...]]:
    """The figures of each of some questions: what it is called, and its columns."""
    starts, right = sheet.starts(), sheet.step_right
    totals, taken = sheet.points.sum(axis=1), np.isfinite(right)
    done, steps = np.nansum(right, axis=1), taken.sum(axis=1)
    for quantity, where in asked:
        points, out_of = sheet.points[:, where].sum(axis=1), float(sheet.out_of[where].sum())
        rest = totals - points
        own, own_steps = np.nansum(right[:, where], axis=1), taken[:, where].sum(axis=1)
        both = (own_steps > 0) & (steps > own_steps)
        share, others = (own / own_steps.clip(1))[both], ((done - own) / (steps - own_steps).clip(1))[both]
        causes = Counter(str(cause) for cause in sheet.cause[:, where].flat if cause)
        [(cause, often)] = causes.most_common(1) or [("", 0)]
        yield (
            sheet.rubric,
            sheet.columns[where[0]].problem,
            quantity,
            out_of,
            len(points),
            int(sheet.answered[:, where].any(axis=1).sum()),
            float(points.mean()),
            facility(points, out_of),
            discrimination(points, rest),
            efficiency(points, rest),
            100 * float(own.sum() / own_steps.sum()) if own_steps.any() else np.nan,
            discrimination(share, others),
            int(starts[where].sum()),
            cause,
            often,
        )


def facility(points: Floats, out_of: float) -> float:
    """The facility index: the mean as a percentage of the most that can be had; nan where nothing can.

    >>> facility(np.array([1.0, 0.5, 0.0]), 1.0)
    50.0
    """
    return 100 * float(points.mean()) / out_of if out_of and len(points) else np.nan


def discrimination(points: Floats, rest: Floats) -> float:
    """The discrimination index: the correlation of a question with the rest of the test, in percent (item-rest).

    nan for fewer than two students, or where all have the same.

    >>> round(discrimination(np.array([1.0, 1.0, 0.0]), np.array([5.0, 6.0, 1.0])), 1)
    98.2
    """
    spread = _spread(points) * _spread(rest)
    return 100 * _covariance(points, rest) / spread if spread > 0 else np.nan


def efficiency(points: Floats, rest: Floats) -> float:
    """The discriminative efficiency: the covariance with the rest, as a percentage of the most that these marks allow.

    The most is had when both are sorted alike.
    """
    most = _covariance(np.sort(points), np.sort(rest))
    return 100 * _covariance(points, rest) / most if most > _DUST else np.nan


_DUST = 1e-12


def _covariance(one: Floats, other: Floats) -> float:
    if len(one) < _FEWEST:
        return 0.0
    return float(((one - one.mean()) * (other - other.mean())).sum() / (len(one) - 1))


def _spread(points: Floats) -> float:
    spread = float(np.sqrt(_covariance(points, points)))
    return spread if spread > _DUST * max(1.0, float(np.abs(points).max(initial=0.0))) else 0.0


_FEWEST = 2


def tests(sheets: Sequence[Sheet]) -> pd.DataFrame:
    """One row a rubric, with the columns of `TESTS`: mean and deviation of the gradebook's totals; alpha from 0 to 1.

    Below 0 it is none: then the questions measure nothing in common, or the students are too few to tell.

    Alpha and the standard error are of the answers' own points: what policies take says nothing of the questions. What
    is worth nothing is no question of the test, and not counted among them.
    """
    rows = []
    for sheet in sheets:
        own = sheet.points.sum(axis=1)
        known, reliable = len(own) >= _FEWEST, alpha(sheet.points[:, sheet.out_of > 0])
        reliable = reliable if reliable >= 0 else np.nan
        error = _spread(own) * np.sqrt(max(0.0, 1 - reliable)) if np.isfinite(reliable) else np.nan
        deviation = _spread(sheet.totals) if known else np.nan
        out_of, mean = float(sheet.possible.max()), float(sheet.totals.mean())
        rows.append((sheet.rubric, len(own), out_of, mean, deviation, reliable, float(error)))
    return pd.DataFrame(rows, columns=list(TESTS))


def alpha(points: NDArray[np.float64]) -> float:
    """Cronbach's alpha of (students, questions); nan for one question, or where all totals are the same.

    >>> alpha(np.array([[1.0, 1.0], [0.0, 0.0], [1.0, 1.0]])), alpha(np.array([[1.0], [0.0]]))
    (1.0, nan)
    """
    count = points.shape[1]
    whole = _spread(points.sum(axis=1)) ** 2
    if count < _FEWEST or not whole:
        return np.nan
    parts = sum(_spread(points[:, c]) ** 2 for c in range(count))
    return float(count / (count - 1) * (1 - parts / whole))
