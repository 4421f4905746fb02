"""Number formats of a workbook: which of them show a number as a date, a time or a percentage."""

import re
from datetime import datetime, timedelta

DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
"""Built-in formats of dates and times (ECMA-376 part 1, 18.8.30, with the East Asian ones)."""
PERCENTAGES = frozenset([9, 10])

LONGEST = 255
"""Characters of a format that Excel takes."""
LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
"""Stretches of a format that are shown as they stand, and colours and conditions in brackets."""


def shows(number: int, code: str | None) -> str:
    """How a format shows a number: "date", "percentage" or "" (as a number), from its id and its code, if it has one.

    >>> shows(14, None), shows(164, "[Red]0.00%"), shows(165, "dd/mm/yyyy"), shows(166, '0.00E+00" days"')
    ('date', 'percentage', 'date', '')
    """
    if code is None:
        return "date" if number in DATES else "percentage" if number in PERCENTAGES else ""
    bare = LITERAL.sub("", code[:LONGEST]).split(";")[0].lower()
    if "general" in bare:
        return ""
    if "%" in bare:
        return "percentage"
    return "date" if re.search(r"[dmyhs]", bare) else ""


def date_text(serial: float, from_1904: bool) -> str:
    """What a serial number shows when it is shown as a date or a time of day; empty when it cannot be one.

    >>> date_text(46023.0, False), date_text(0.5, False), date_text(-1.0, False)
    ('2026-01-01', '12:00:00', '')
    """
    if not 0 <= serial < 2_958_466:
        return ""
    if serial < 1:
        return (datetime.min + timedelta(seconds=round(serial * 86400))).time().isoformat()
    # 1900 was no leap year, but the serials of January and February 1900 say it was.
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 31 if serial < 60 else 30)
    moment = start + timedelta(days=int(serial), seconds=round(serial % 1 * 86400))
    return moment.date().isoformat() if serial == int(serial) else moment.isoformat(sep=" ")
