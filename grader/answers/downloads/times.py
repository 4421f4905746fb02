"""Times as learning management systems write them into names and receipts. Without a zone: the system's own."""

import re
from datetime import datetime

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DIGITS = re.compile(r"(\d{4})[-/](\d\d?)[-/](\d\d?)[-T ](\d\d?)[-:](\d\d)[-:](\d\d)(?: ?([AP])M)?", re.IGNORECASE)
WORDS = re.compile(
    r"([A-Za-z]{3})[a-z]*\.? (\d{1,2}), (\d{4}) (\d{1,2}):?(\d\d)(?::(\d\d))?(?: ?([AP])M)?", re.IGNORECASE
)


def time_of(text: str) -> datetime | None:
    """The time in a text, or None.

    >>> for text in ("2026-10-05-14-05-11", "Sep 24, 2024 926 PM", "Nov 3, 2015 2359", "2026/10/05 2:05:11 PM", "?"):
    ...     print(time_of(text))
    2026-10-05 14:05:11
    2024-09-24 21:26:00
    2015-11-03 23:59:00
    2026-10-05 14:05:11
    None
    """
    try:
        if match := DIGITS.search(text):
            year, month, day, hour, minute, second, half = match.groups()
            return datetime(int(year), int(month), int(day), _hour(hour, half), int(minute), int(second))
        if match := WORDS.search(text):
            name, day, year, hour, minute, second, half = match.groups()
            month = MONTHS.index(name.lower()) + 1
            return datetime(int(year), month, int(day), _hour(hour, half), int(minute), int(second or 0))
    except ValueError:
        pass
    return None


def _hour(hour: str, half: str | None) -> int:
    return int(hour) % 12 + 12 * (half.upper() == "P") if half else int(hour)
