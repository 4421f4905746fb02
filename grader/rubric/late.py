"""What a rubric says of the whole of a student's work: what being late costs, how many problems are dropped."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta, timezone, tzinfo
from fractions import Fraction
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from grader.engine import suggestion
from grader.rubric.document import Node
from grader.rubric.place import Faults
from grader.rubric.policy import exact
from grader.rubric.record import Amount, Late, Policy

_KEYS = ("due", "penalty", "per", "of", "grace", "most", "least", "extensions", "zone")
_PER = {"day": timedelta(days=1), "hour": timedelta(hours=1)}
_OF = ("earned", "possible")
_UNITS = {"s": 1, "sec": 1, "second": 1, "m": 60, "min": 60, "minute": 60, "h": 3600, "hour": 3600, "d": 86400,
          "day": 86400, "week": 604800}  # fmt: skip
_PART = re.compile(r"(\d{1,6})\s*([a-z]+)")
_PERCENT = re.compile(r"(\d{1,6}(?:\.\d{1,12})?)\s*%")
_OFFSET = re.compile(r"([-−+])([01]\d):([0-5]\d)")
_DUE = "as in due = 2026-03-01T23:59:00+01:00"
_SPAN = 'as in "15 min", "1 day", "1 h 30 min"'


def policy(late: Node | None, drop: Node | None, problems: int, faults: Faults) -> Policy:
    """The `[late]` table and the setting `drop` of a rubric with so many problems."""
    return Policy(_late(late, faults) if late else None, _drop(drop, problems, faults) if drop else 0)


def _drop(node: Node, problems: int, faults: Faults) -> int:
    if type(node.value) is not int or node.value < 0:
        faults.add(node.place, "not a number of problems", "drop = 1: the worst one does not count")
    elif node.value >= problems:
        faults.add(node.place, f"of {problems} problem{'s' * (problems > 1)} at least one counts", "drop fewer")
    else:
        return node.value
    return 0


def _late(node: Node, faults: Faults) -> Late | None:
    if not isinstance(node.value, dict):
        faults.add(node.key, "'late' is not a table", "it begins with [late]")
        return None
    entries = node.table
    for key, entry in entries.items():
        if key not in _KEYS:
            faults.add(entry.key, f"unknown key '{key}' in [late]", suggestion(key, _KEYS))
    if "penalty" not in entries:
        faults.add(node.key, "[late] names no penalty", 'as in penalty = "10 %", or a number of points')
    due = _due(entries["due"], faults) if "due" in entries else None
    if "due" not in entries and (extra := next((k for k in ("grace", "extensions", "zone") if k in entries), None)):
        faults.add(entries[extra].key, f"'{extra}' without a due time", _DUE)
    return Late(
        penalty=_amount(entries.get("penalty"), faults) or Amount(),
        unit=_PER[_choice(entries.get("per"), tuple(_PER), faults)],
        due=due,
        of_possible=_choice(entries.get("of"), _OF, faults) == "possible",
        grace=_span(entries["grace"], due, faults) if "grace" in entries else timedelta(0),
        most=_amount(entries.get("most"), faults),
        least=_amount(entries.get("least"), faults),
        extensions=_extensions(entries.get("extensions"), due, faults),
        zone=_zone(entries["zone"], faults) if "zone" in entries else None,
    )


def _zone(node: Node, faults: Faults) -> tzinfo | None:
    """`"Europe/Madrid"`, or `"-05:00"`."""
    text = node.value.strip() if isinstance(node.value, str) else ""
    if found := _OFFSET.fullmatch(text):
        sign = -1 if found[1] in "-−" else 1
        return timezone(sign * timedelta(hours=int(found[2]), minutes=int(found[3])))
    with suppress(ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(text)
    faults.add(node.place, "not a time zone that is known here", 'as in "America/Bogota" or "-05:00"')
    return None


def _due(node: Node, faults: Faults) -> datetime | None:
    """A time with its zone: without one, nobody can say who is late."""
    if isinstance(node.value, datetime) and node.value.tzinfo is not None:
        return node.value
    what = "the due time says no zone" if isinstance(node.value, datetime) else "not a time with its date and zone"
    faults.add(node.place, what, _DUE)
    return None


def _choice(node: Node | None, words: tuple[str, ...], faults: Faults) -> str:
    """One of the words; the first where nothing is said."""
    if node is None or node.value in words:
        return words[0] if node is None else str(node.value)
    faults.add(node.place, f"not one of {', '.join(map(repr, words))}")
    return words[0]


def _amount(node: Node | None, faults: Faults) -> Amount | None:
    """`"10 %"`, or a number of points."""
    if node is None:
        return None
    if isinstance(node.value, str) and (found := _PERCENT.fullmatch(node.value.strip())):
        return Amount(share=Fraction(found[1]) / 100)
    points = exact(node.value)
    if points is None or points < 0:
        faults.add(node.place, "not an amount", 'as in "10 %", or a number of points')
        return None
    return Amount(points=points)


def _span(node: Node, due: datetime | None, faults: Faults) -> timedelta:
    """`"15 min"`, `"1 h 30 min"`, `"2 days"`: what ends, counted from the due time, before the calendar does."""
    text = node.value.strip().lower() if isinstance(node.value, str) else ""
    parts = [(int(n), _UNITS.get(unit) or _UNITS.get(unit.removesuffix("s"))) for n, unit in _PART.findall(text)]
    if parts and not _PART.sub("", text).strip(" ,") and all(unit for _, unit in parts):
        with suppress(OverflowError):
            span = timedelta(seconds=sum(n * unit for n, unit in parts if unit))
            if due is None or due + span:  # which is no time after the year 9999
                return span
    faults.add(node.place, "not a stretch of time", _SPAN)
    return timedelta(0)


def _extensions(node: Node | None, due: datetime | None, faults: Faults) -> Mapping[str, datetime]:
    """By student, when their work is due: `ada = "2 days"` later, or a time of its own."""
    found = {}
    for student, entry in node.table.items() if node else ():
        if isinstance(entry.value, str):
            later = _span(entry, due, faults)
            found[student] = due + later if due else None
        else:
            found[student] = _due(entry, faults)
    return {student: time for student, time in found.items() if time is not None}
