"""Why a file could not be read, as its student is told: the room of answers says it in English, for a person at once.

Here are the patterns of what it says, so that a course can say it in its own words. What is told of single places in a
file, for a TA, stays as it is.
"""

import re
from collections.abc import Mapping
from functools import cache

REASONS = (
    "is empty",
    "nothing was handed in",
    "no answers were found in it",
    "nothing in it answers what was asked",
    "is a PDF document",
    "is a picture",
    "is a picture or a film",
    "is a picture or a recording",
    "is a document in rich text",
    "is a Word document of before 2007",
    "is a Word document with pictures and no text",
    "is an OpenDocument file but not a workbook",
    "is a presentation, not a workbook",
    "is an Apple document, which only Apple's programs read",
    "is a web page without a word",
    "is only a link to the answers",
    "is a packed file",
    "is an empty archive",
    "is an archive with no files in it",
    "is an archive of files, not a workbook",
    "is a database",
    "is a program",
    "is neither a spreadsheet nor text",
    "is called {0} but is no workbook: {1}",
    "is no workbook, though it is packed like one",
    "is a rubric, not answers: it was not read",
    "is protected by a password",
    "is damaged: it cannot be opened as a workbook",
    "is damaged: it cannot be opened as a notebook",
    "is damaged: its zip archive cannot be opened",
    "is damaged: its part '{0}' cannot be read",
    "is damaged in the archive",
    "is packed in an unusual way",
    "is missing from the file",
    "is no regular file",
    "is built as no document is; it was not read",
    "declares a document type, as no office program does; it was not read",
    "cannot be read safely: it is damaged or far too large",
    "cannot be opened: {0}",
    "is far longer than a homework",
    "is larger than {0} bytes",
    "{0} bytes of text are more than anyone writes",
    "has too many cells",
    "has more than {0} tables",
    "has more than {0} sheets",
    "has more than {0} parts",
    "its parts are larger than {0} bytes",
    "its part '{0}' is larger than {1} bytes",
    "its part '{0}' is overgrown",
)
"""What is wrong with a file."""

REMEDIES = (
    "hand in the answers",
    "hand in the answers alone",
    "hand in the answers as .xlsx or .csv",
    "hand in a workbook or a CSV file",
    "hand in the files themselves",
    "type the answers, or hand in a table",
    "copy the answers into a new workbook",
    "save it again",
    "save it as .xlsx",
    "save it as .docx",
    "save it without one",
    "download it again",
    "check the path",
    "look at its permissions",
)
"""What can be done about it, in brackets after what is wrong."""

_ASIDE = re.compile(r"(.*) \(([^()]*)\)", re.DOTALL)


def reason(said: str, own: Mapping[str, str]) -> str:
    """What is said of a file, by a course's `own` patterns, each found by the English one.

    >>> reason("is a picture (hand in the answers)", {"is a picture": "ist ein Bild"})
    'ist ein Bild (hand in the answers)'
    """
    aside = _ASIDE.fullmatch(said)
    if aside and aside[2] in REMEDIES:
        return f"{reason(aside[1], own)} ({own.get(aside[2], aside[2])})"
    for pattern, found in _patterns():
        if parts := found.fullmatch(said):
            return own.get(pattern, pattern).format(*(reason(part, own) for part in parts.groups()))
    return said


def without_remedy(said: str) -> str:
    """What is wrong with a file, and not what could be done about it.

    >>> without_remedy("is a picture (hand in the answers)"), without_remedy("cannot be opened: no (a)")
    ('is a picture', 'cannot be opened: no (a)')
    """
    aside = _ASIDE.fullmatch(said)
    return aside[1] if aside and aside[2] in REMEDIES else said


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The reasons as expressions, those without parts first."""
    ordered = sorted(REASONS, key=lambda reason: "{" in reason)
    return tuple((p, re.compile(re.sub(r"\\\{\d\\\}", "(.+)", re.escape(p)), re.DOTALL)) for p in ordered)
