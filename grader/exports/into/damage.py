"""What a spreadsheet does to a gradebook that is opened and saved in it, so that its system does not know it again."""

import re

from grader.exports.into.system import Rows, System
from grader.roster.headings import kind_of

_CHANGED = re.compile(r"\d(?:[.,]\d+)?E\+\d+|\d+\.0")
"""A long number as a spreadsheet shows it, and saves what it shows: `9.00E+09`; or as a program has calculated it."""


def blank_ends(rows: Rows, head: int) -> int:
    """How many cells all rows have beside those under the headings, all blank: commas that a script has left there."""
    width = len(rows[head])
    return max(0, min((len(row) - width for row in rows[head + 1 :] if any(row) and not any(row[width:])), default=0))


def uneven(rows: Rows, head: int, system: System) -> str:
    """That rows have more cells than there are headings, or fewer, where a system takes no such file; else empty."""
    width = len(rows[head])
    found = [place for place, row in enumerate(rows) if place > head and row not in ([], [""]) and len(row) != width]
    if not system.even or not found:
        return ""
    first, has = found[0], "more" if len(rows[found[0]]) > width else "fewer"
    which = f"row {first + 1} has" if len(found) == 1 else f"{len(found):,} rows, as row {first + 1}, have"
    return f"{which} {has} cells than the headings, and {system.name} takes no such file back: export it again"


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
