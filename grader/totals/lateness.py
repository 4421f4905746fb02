"""How late a student's work is, and what that costs."""

from datetime import datetime, timedelta, tzinfo
from fractions import Fraction
from typing import NamedTuple

from grader.marking import Receipt
from grader.rubric import Late

_UNITS = {"days": timedelta(days=1), "hours": timedelta(hours=1), "minutes": timedelta(minutes=1)}
_WORDS = {"days": "d", "hours": "h", "minutes": "min"}


class Lateness(NamedTuple):
    """How late a student's work is."""

    by: timedelta | None
    """After it was due; None where that is not known."""
    units: int
    """How many days or hours count."""
    doubt: str = ""
    """What a person should know of it; empty where it is clear."""

    def __str__(self) -> str:
        """As a table shows it: nothing where it is not late.

        >>> str(Lateness(timedelta(days=1, hours=2, minutes=5), 2)), str(Lateness(timedelta(seconds=30), 1))
        ('1 d 2 h 5 min', '1 min')
        >>> str(Lateness(None, 1)), str(Lateness(None, 0)), str(Lateness(timedelta(0), 0))
        ('late', '', '')
        """
        if self.by is None:
            return "late" if self.units else ""
        return spelt(self.by)


def spelt(span: timedelta) -> str:
    """A stretch of time to the minute, rounded up.

    >>> spelt(timedelta(hours=23, minutes=59, seconds=59)), spelt(timedelta(minutes=90)), spelt(timedelta(0))
    ('1 d', '1 h 30 min', '')
    """
    return " ".join(f"{count} {_WORDS[unit]}" for unit, count in counted(span).items())


def counted(span: timedelta) -> dict[str, int]:
    """The same by unit: `days`, `hours`, `minutes`, those that there are."""
    minute = _UNITS["minutes"]
    span, found = -(-span // minute) * minute, {}
    for unit, length in _UNITS.items():
        if count := span // length:
            found[unit] = count
            span -= count * length
    return found


def lateness(late: Late, student: str, receipt: Receipt) -> Lateness:
    """How late a student is: by the due time, or where that cannot be told by what the learning system says."""
    due = late.extensions.get(student, late.due)
    if due is None or receipt.when is None:
        return _as_marked(late, receipt, due - late.due if due and late.due else timedelta(0))
    by = max(_since(due, receipt.when, late.zone), timedelta(0))
    units = max(0, -(-(by - late.grace) // late.unit))
    return Lateness(by, units, _doubt(by, units, receipt) if student not in late.extensions else "")


def _doubt(by: timedelta, units: int, receipt: Receipt) -> str:
    """Where the due time and the learning system do not agree."""
    if units and receipt.late is False:
        return f"{spelt(by)} late by the rubric's due time, but not in the learning system (an extension?)"
    if not by and receipt.late:
        return "late in the learning system, but not by the rubric's due time: no penalty"
    return ""


def _as_marked(late: Late, receipt: Receipt, extension: timedelta) -> Lateness:
    """By what the learning system says; who is late there, nobody knows how much, is one day (or hour) late."""
    unit = "day" if late.unit == timedelta(days=1) else "hour"
    if receipt.late and extension >= late.unit:
        return Lateness(
            None, 0, f"late, nobody knows how late: the extension of {spelt(extension)} is taken to cover it"
        )
    if receipt.late:
        return Lateness(None, 1, f"late, nobody knows how late: counted as one {unit}")
    if receipt.late is None:
        return Lateness(None, 0, "when it was handed in is not known: no penalty for being late")
    return Lateness(timedelta(0), 0)


def _since(due: datetime, when: datetime, zone: tzinfo | None) -> timedelta:
    """A time without a zone is by the clock that the rubric names, or the one that the due time is told by."""
    return (when if when.tzinfo else when.replace(tzinfo=zone or due.tzinfo)) - due


def off(late: Late, units: int, earned: Fraction, out_of: Fraction) -> Fraction:
    """How many points being late by so many days or hours costs a student who has earned so many."""
    whole = out_of if late.of_possible else earned
    cost = units * late.penalty.of(whole)
    if late.most is not None:
        cost = min(cost, late.most.of(whole))
    left = max(earned - cost, min(earned, late.least.of(whole) if late.least else Fraction(0)))
    return earned - left
