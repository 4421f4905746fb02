"""What a spreadsheet does to a gradebook that is opened and saved in it, so that its system does not know it again."""

import re

from grader.exports.into.system import Rows, System
from grader.roster.headings import kind_of

_CHANGED = re.compile(r"\d(?:[.,]\d+)?E\+\d+|\d+\.0")
"""A long number as a spreadsheet shows it, and saves what it shows: `9.00E+09`; or as a program has calculated it."""


def changed_ids(rows: Rows, head: int, system: System) -> str:
    """That ids are not as they were exported, with the first of them; empty where all are."""
    columns = [column for column, text in enumerate(rows[head]) if kind_of(text) in ("id", "login")]
    cells = [row[column].strip() for row in rows[head + 1 :] for column in columns if column < len(row)]
    found = [text for text in cells if _CHANGED.fullmatch(text)]
    if not found:
        return ""
    ids = "an id is" if len(found) == 1 else f"{len(found):,} ids are"
    said = f"{ids} changed by a spreadsheet ('{found[0]}'), by which {system.name} may not know whose row that is"
    return f"{said}: export it again, and change nothing in a spreadsheet"
