"""Times as learning management systems write them into names, receipts and worksheets, in the language of the site.

A time with its zone is told with it; without one it is by the system's own clock.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo

MONTHS = (
    ("jan", "jän", "ene", "gen", "sty", "oca"), ("feb", "fév", "fev", "lut", "şub"), ("mar", "mär", "maa", "mrz"),
    ("apr", "avr", "abr", "kwi", "nis"), ("may", "mai", "mag", "mei", "maj"), ("jun", "juin", "giu", "cze", "haz"),
    ("jul", "juil", "lug", "lip", "tem"), ("aug", "aoû", "aou", "ago", "sie", "ağu"), ("sep", "set", "wrz", "eyl"),
    ("oct", "okt", "out", "ott", "paź", "eki"), ("nov", "lis", "kas"), ("dec", "déc", "dic", "dez", "gru", "ara"),
)  # fmt: skip
"""How the months' names begin, in English, German, French, Spanish, Portuguese, Italian, Dutch, Polish and Turkish."""
DIGITS = re.compile(
    r"(?<!\d)(\d{4})[-/.](\d\d?)[-/.](\d\d?)[-T ,]+(\d\d?)[-:.](\d\d)(?:[-:.](\d\d))?(?: ?([AP])\.?M)?", re.IGNORECASE
)
STAMP = re.compile(r"\s*(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\d{0,3}\s*")
"""Sakai's `timestamp.txt`, which is always in UTC."""
ZONE = re.compile(r"(?:\.\d+)? ?(?:(Z|UTC|GMT)\b)? ?(?:([+-])(\d\d?)(?::?(\d\d))?(?!\d))?")
"""Behind a time; a letter or an offset is needed for it to say anything."""
MONTH_FIRST = re.compile(
    r"([^\W\d_]{3,12})\.? (\d{1,2}), (\d{4}),?(?: at)? (\d{1,2}):?(\d\d)(?::(\d\d))?(?: ?([AP])\.?M)?", re.IGNORECASE
)
DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})\.?(?: de)? ([^\W\d_]{3,12})\.?(?: de)? (\d{4}),?\D{0,6}"
    r"(\d{1,2}) ?[:h.]? ?(\d\d)(?::(\d\d))?(?: ?([AP])\.?M)?",
    re.IGNORECASE,
)
LOCAL = re.compile(
    r"(?<![\d/.])(\d\d?)([/.])(\d\d?)\2(\d{4}|\d\d),?[ T]+(\d\d?):(\d\d)(?::(\d\d))?(?: ?([AP])\.?M)?", re.IGNORECASE
)
"""As spreadsheets and forms show a time: `10/6/2026 15:05`, of which only the place can tell whether it is in June."""
UNCLEAR = "times such as '{}' were not read: it is not clear which is the day, and which the month"


def day_first(texts: Iterable[str]) -> bool | None:
    """Whether the days stand before the months in these times, which are written alike; None where none of them tells.

    >>> day_first(["10/6/2026 15:05", "13/6/2026 9:00"]), day_first(["10/6/2026 15:05"]), day_first(["6.10.2026 15:05"])
    (True, None, True)
    """
    found = [match.groups() for text in texts if (match := LOCAL.search(text))]
    told = {int(one) > 12 for one, sign, other, *_ in found if sign == "/" and (int(one) > 12) != (int(other) > 12)}
    told |= {True for _, sign, *_ in found if sign == "."}
    return told.pop() if len(told) == 1 else None


def is_unclear(text: str, days_first: bool | None) -> bool:
    """Whether a time is written so that its day may be its month."""
    match = LOCAL.search(text)
    return match is not None and days_first is None and time_of(text) is None


def time_of(text: str, days_first: bool | None = None) -> datetime | None:
    """The time in a text, or None; where its day may be its month, it is told by `days_first` alone.

    >>> for text in ("2026-10-05-14-05-11", "Sep 24, 2024 926 PM", "Nov 3, 2015 2359", "2026/10/05 2:05:11 PM", "?"):
    ...     print(time_of(text))
    2026-10-05 14:05:11
    2024-09-24 21:26:00
    2015-11-03 23:59:00
    2026-10-05 14:05:11
    None
    >>> for text in ("Monday, 5 October 2026, 2:05 PM", "Montag, 5. Oktober 2026, 14:05", "20261005140511000"):
    ...     print(time_of(text))
    2026-10-05 14:05:00
    2026-10-05 14:05:00
    2026-10-05 14:05:11+00:00
    >>> print(time_of("2024-10-03 14:05:06.123 -07:00"), time_of("2026-04-02T04:00:05Z"))
    2024-10-03 14:05:06-07:00 2026-04-02 04:00:05+00:00
    >>> print(time_of("10/6/2026 15:05"), time_of("10/6/26 3:05 PM", days_first=True), time_of("6.10.2026 15:05"))
    None 2026-06-10 15:05:00 2026-10-06 15:05:00
    """
    try:
        if match := STAMP.fullmatch(text):
            year, month, day, *clock = match.groups()
            return _time(year, int(month), day, (*clock, None)).replace(tzinfo=UTC)
        if match := DIGITS.search(text):
            year, month, day, *clock = match.groups()
            return _time(year, int(month), day, tuple(clock)).replace(tzinfo=_zone(text, match.end()))
        if match := MONTH_FIRST.search(text):
            name, day, year, *clock = match.groups()
            return _time(year, _month(name), day, tuple(clock))
        if match := DAY_FIRST.search(text):
            day, name, year, *clock = match.groups()
            return _time(year, _month(name), day, tuple(clock))
        if match := LOCAL.search(text):
            return _local(*match.groups(), days_first=days_first)
    except ValueError:
        pass
    return None


def _time(year: str, month: int, day: str, clock: tuple[str | None, ...]) -> datetime:
    hour, minute, second, half = clock
    return datetime(int(year), month, int(day), _hour(hour or "0", half), int(minute or 0), int(second or 0))


def _local(one: str, sign: str, other: str, year: str, *clock: str | None, days_first: bool | None) -> datetime | None:
    if sign == ".":
        days_first = True
    elif int(one) > 12 or int(other) > 12 or one == other:
        days_first = int(one) > 12
    if days_first is None:
        return None
    day, month = (one, other) if days_first else (other, one)
    return _time(year if len(year) == 4 else f"20{year}", int(month), day, clock)


def _zone(text: str, at: int) -> tzinfo | None:
    """The zone that is told behind a time, None where there is none."""
    match = ZONE.match(text, at)
    if match is None or not (match[1] or match[2]):
        return None
    offset = timedelta(hours=int(match[3] or 0), minutes=int(match[4] or 0))
    return timezone(-offset if match[2] == "-" else offset)


def _month(name: str) -> int:
    """The number of a month; ValueError where it is none."""
    for number, beginnings in enumerate(MONTHS, 1):
        if name.casefold().startswith(beginnings):
            return number
    raise ValueError(name)


def _hour(hour: str, half: str | None) -> int:
    return int(hour) % 12 + 12 * (half.upper() == "P") if half else int(hour)
