"""Number formats of a workbook: which of them show a number as a date, a time or a percentage."""

import re
from datetime import datetime, timedelta

DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
"""Built-in formats of dates and times (ECMA-376 part 1, 18.8.30, with the East Asian ones)."""
PERCENTAGES = frozenset([9, 10])

DECIMALS = {2: "2", 4: "2", 39: "2", 40: "2"}
"""By built-in format, the decimals that every number has there."""
FIXED = re.compile(r"\s*[#,0? ]*\.(0{1,15})[#?]*\s*")
LONGEST = 255
"""Characters of a format that Excel takes."""
LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
"""Stretches of a format that are shown as they stand, and colours and conditions in brackets."""


def shows(number: int, code: str | None) -> str:
    """How a format shows a number, from its id and its code, if it has one.

    "date", "percentage", the decimals that it always has, or "" (as a number).

    >>> shows(14, None), shows(164, "[Red]0.00%"), shows(165, "dd/mm/yyyy"), shows(166, '0.00E+00" days"')
    ('date', 'percentage', 'date', '')
    >>> shows(2, None), shows(167, "#,##0.000"), shows(168, "0.0##"), shows(169, "0")
    ('2', '3', '1', '')
    """
    if code is None:
        return "date" if number in DATES else "percentage" if number in PERCENTAGES else DECIMALS.get(number, "")
    bare = LITERAL.sub("", code[:LONGEST]).split(";")[0].lower()
    if "general" in bare:
        return ""
    if "%" in bare:
        return "percentage"
    if decimals := FIXED.fullmatch(bare):
        return str(len(decimals[1]))
    return "date" if re.search(r"[dmyhs]", bare) else ""


def placed(text: str, decimals: int) -> str:
    """A number's text with zeros behind it, up to so many decimals; none of its own is taken away.

    >>> placed("0.5", 2), placed("3", 2), placed("0.12345", 2), placed("1e-07", 2)
    ('0.50', '3.00', '0.12345', '1e-07')
    """
    whole, _, own = text.partition(".")
    return text if "e" in text or len(own) >= decimals else f"{whole}.{own.ljust(decimals, '0')}"


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
