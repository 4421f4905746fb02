"""Texts that are dates: in a sheet of numbers a spreadsheet has made them of numbers, `1.10` became `01. Okt`."""

import re

A_DATE = "the spreadsheet made a date of it (format the cell as text or number, and type it again)"
"""Why a date is not read."""

_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_NAMED = (
    r"(?:jan(?:uary|uar|vier|v)?|ene(?:ro)?|gen|feb(?:ruary|ruar|rero)?|f[eé]v(?:rier|r)?|mar(?:ch|s|zo|zec)?|m[äa]rz|mär|"
    r"mrz|mrt|apr(?:ile?)?|avr(?:il)?|abr(?:il)?|may(?:o)?|mai|mei|mag|june?|jun[io]?|junio|juin|giu|july?|jul[io]?|"
    r"julio|juil(?:let)?|lug|aug(?:ust)?|ao[uû]t?|ago(?:sto)?|sept?(?:ember|embre)?|septiembre|o[ck]t(?:ober|obre|ubre)?|"
    r"ott|nov(?:ember|embre|iembre)?|de[cz](?:ember|embre)?|déc(?:embre)?|dic(?:iembre)?|"
    r"янв|фев|мар|апр|май|мая|июн|июл|авг|сен|окт|ноя|дек)\.?"
)
_TIME = r"(?:[ T]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?:\s?[ap]m)?)?"
_SHAPES = re.compile(
    rf"(?:{_YEAR}([-/.]){_MONTH}\1{_DAY}"
    rf"|(?:{_DAY}([-/.]){_MONTH}\2|{_MONTH}([-/.]){_DAY}\3)(?:{_YEAR}|\d\d)"
    rf"|{_DAY}(?:\.?[- /]|\. ?){_NAMED}(?:[- /,.]{{1,2}}(?:{_YEAR}|\d\d))?"
    rf"|{_NAMED}[- /](?:{_DAY}(?:[- /,]{{1,2}}(?:{_YEAR}|\d\d))?|{_YEAR}|\d\d)){_TIME}",
    re.IGNORECASE,
)
"""With a year, or the name of a month. `10/12` and `3-2` are not among them: they may be arithmetic."""


def is_date(text: str) -> bool:
    """Whether a text in plain characters is a date and nothing else.

    >>> [is_date(text) for text in ("2026-10-05", "5/10/26", "01. Okt", "Mar-04", "10/12", "3-2", "1.5")]
    [True, True, True, True, False, False, False]
    """
    return bool(_SHAPES.fullmatch(text))
