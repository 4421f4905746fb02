"""Texts that no spreadsheet runs, in the tables that we write and read again.

The rule is OWASP's (CSV injection, ASVS 5.0, 1.2.10).
"""

import re

_RUNS = re.compile(r"[\s\u200b\ufeff]*[=+\-@\t\r\n＝＋－＠|%]")
_DEFUSED = re.compile(f"'{_RUNS.pattern}")
_NUMBER = re.compile(r"[-+]?[\d.,'\u00a0\u202f ]*(?:(?<=\d)[eE][-+]?\d+)?\s?%?|-*", re.ASCII)
"""A number as people write it, or the dash of a blank: nothing that a spreadsheet works out."""
_FIRST = frozenset("=+-@＝＋－＠|%\u200b\ufeff")
"""What a text that runs begins with, or else a space."""


def defused(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before what could run; numbers as they are.

    >>> defused("=cmd|'/c calc'!A1"), defused("-0.0077"), defused(" -0.0077"), defused("h1")
    ("'=cmd|'/c calc'!A1", '-0.0077', ' -0.0077', 'h1')
    """
    if text[:1] not in _FIRST and not text[:1].isspace():
        return text
    return text if _NUMBER.fullmatch(text.strip(" ")) or not _RUNS.match(text) else f"'{text}"


def undefused(text: str) -> str:
    """The text before it was defused.

    >>> undefused("'=1+1"), undefused("'+43 Joe"), undefused("'t Hooft")
    ('=1+1', '+43 Joe', "'t Hooft")
    """
    return text[1:] if _DEFUSED.match(text) else text
