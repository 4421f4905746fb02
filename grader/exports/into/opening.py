"""A gradebook's file, opened: its cells, and the system that exported it."""

from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from grader.answers import MAX_FILE, ContainerError, TableError, read_file
from grader.errors import Fault, GradeError
from grader.exports.into.system import Heading, Rows, System
from grader.exports.into.systems import SYSTEMS, nearly, system_of
from grader.exports.into.table import Table


class Opened(NamedTuple):
    """A gradebook that is known here."""

    path: Path
    table: Table
    rows: Rows
    """What its cells say."""
    system: System
    head: int
    """The place of the heading row, from 0."""


def opened(path: Path) -> Opened:
    """The gradebook at `path`. GradeError where it cannot be read, is none, or would not be taken back as it is."""
    first = _table(path)
    for table in chain([first], first.otherwise()):
        rows = _texts(table)
        if found := system_of(rows):
            break
    else:
        raise GradeError([_unknown(path, _texts(first))])
    system, head = found
    if table.separator not in system.separators:
        what = f"has tabs between its cells, and {system.name} takes none back"
        raise GradeError([Fault(str(path), what, _AGAIN)])
    return Opened(path, table, rows, system, head)


_AGAIN = "export it again, and give it here as it comes"


def _texts(table: Table) -> Rows:
    return [table.texts(row) for row in range(len(table.rows))]


def _table(path: Path) -> Table:
    try:
        data = read_file(str(path.resolve()))
        if len(data) > MAX_FILE:
            raise ContainerError(f"is larger than {MAX_FILE:,} bytes", "is it a gradebook?")
        return Table(data)
    except ContainerError as error:
        raise GradeError([Fault(str(path), error.what, error.todo)]) from None
    except TableError as error:
        raise GradeError([Fault(str(path), str(error), "export it as CSV")]) from None


def _unknown(path: Path, rows: Rows) -> Fault:
    if not any(map(any, rows)):
        return Fault(str(path), "is empty", _AGAIN)
    if any(text.endswith("Lateness (H:M:S)") for text in rows[0]):
        what = "is Gradescope's own gradebook, which takes no points back from a file"
        todo = "run --gradescope as its autograder, or give the gradebook of the system that Gradescope sends grades to"
        return Fault(str(path), what, todo)
    if found := nearly(rows):
        system, row, lacking = found
        what = f"looks like {system.name}, but {' and '.join(_lacks(asked, row) for asked in lacking)}"
        return Fault(str(path), what, _AGAIN)
    known = ", ".join(system.name for system in SYSTEMS)
    return Fault(str(path), "is no gradebook that is known here", f"known are {known}, as CSV or TSV")


def _lacks(asked: Heading, row: Sequence[str]) -> str:
    if any(map(asked.fits, row)):
        return f"the column {asked.called} is not the first"
    return f"has no column {asked.called}"
