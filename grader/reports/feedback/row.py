"""One answer as its student is told of it: what was written, the verdict, the points, what it should have been."""

from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from grader.marking import Marks, Verdict
from grader.numbers import points_on_page
from grader.reports.solution import number
from grader.wording import SIGNS, Wording

_HELPED = ("slip", "wrong", "imprecise", "unreadable")
"""Verdicts beside which the right value is shown. Where there is no answer it is not: the student may try once more."""


class Row(NamedTuple):
    """One answer."""

    label: str
    answer: str
    """As written; empty where there is none."""
    verdict: str
    points: str
    out_of: str
    note: str
    right: str
    """What follows from the student's own earlier answers, or the expected formula; empty where it is not shown."""
    symbolic: bool
    bonus: bool
    own: bool
    """Whether `right` is by the student's own earlier numbers, and another than is expected."""
    look: str
    """The verdict that it looks like: one that earns less than it mostly does looks no better than what it earns."""

    @property
    def sign(self) -> str:
        """By which that is seen without its colour."""
        return SIGNS[self.look]


def row_of(marks: Marks, n: int, c: int, symbolic: bool, say: Wording) -> Row:
    """What student `n` is told of the answer in column `c`; in a `symbolic` problem answers are formulas."""
    column, verdict = marks.columns[c], str(marks.verdict[n, c])
    share = marks.shares[marks.share[n, c]]
    note = say.note(verdict, str(marks.cause[n, c]), marks.note[n, c])
    if marks.ruled is not None and marks.ruled[n, c] and share >= 1:
        verdict = Verdict.CORRECT.word  # a person has said that it is
    helped = verdict in _HELPED
    expected, followed = str(marks.expected[n, c]), str(marks.followed[n, c])
    right = (expected if symbolic else _short(followed)) if helped else ""
    look = _look(verdict, share)
    if look != verdict and not note:
        note = say.worth(verdict, share)
    return Row(
        column.quantity,
        str(marks.answer[n, c]).strip(),
        verdict,
        _points(column.out_of * share),
        _points(column.out_of),
        note,
        right,
        symbolic,
        column.bonus,
        not symbolic and right != (_short(expected) if helped else ""),
        look,
    )


def _look(verdict: str, share: Fraction) -> str:
    if verdict not in _RIGHT or share >= 1:
        return verdict
    return "imprecise" if share else "missing"


_RIGHT = ("correct", "carried", "implied", "imprecise")
"""Verdicts that look as if they earned something."""


def _short(value: str) -> str:
    """A value to as many figures as a key shows."""
    return number(float(value)) if value else ""


_points = lru_cache(maxsize=4096)(points_on_page)
