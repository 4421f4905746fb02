"""A process of its own that reads workbooks with calamine, and may die of them. Run as a script; imports no room.

It takes frames of eight bytes of length and that many bytes of a workbook on its standard input, and answers each with
a frame of JSON: `{"sheets": [...]}` or `{"error": "..."}`. JSON, so that what it says is data whatever befell it.
"""

import io
import json
import sys
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

MEMORY = 500_000_000
"""Bytes of address space; more makes it abort, which its parent sees."""
SECONDS = 8
"""Of computing, for one workbook; its parent waits as long."""

CELLS = 800_000


def limited() -> None:
    """Bound this process, where the system can."""
    try:
        import resource
    except ImportError:
        return
    for limit, soft in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(limit, (soft, resource.getrlimit(limit)[1]))


def sheets(data: bytes, rows: int, columns: int) -> list[dict[str, Any]]:
    """The sheets of a workbook as plain data: cells as [kind, text, value]."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found = []
    cells = CELLS
    for about in book.sheets_metadata:
        if not str(about.typ).endswith("WorkSheet"):
            continue
        sheet = book.get_sheet_by_name(about.name)
        table = [trimmed(row[:columns]) for row in sheet.to_python(skip_empty_area=False, nrows=rows)]
        cells -= sum(map(len, table))
        if cells < 0:
            raise ValueError("too many cells")
        found.append(
            {
                "name": about.name,
                "hidden": "Hidden" in str(about.visible),
                "rows": [[cell(value) for value in row] for row in table],
                "cut": sheet.total_height > rows or sheet.total_width > columns,
                "merged": [[*first, *last] for first, last in (sheet.merged_cell_ranges or [])[:1000]],
            }
        )
    return found


def trimmed(row: list[Any]) -> list[Any]:
    """A row without the blanks at its end."""
    while row and row[-1] == "":
        row.pop()
    return row


def cell(value: object) -> list[Any]:
    """A value as [kind, text, value], kinds as in the record of answers."""
    if value == "" or value is None:
        return []
    if isinstance(value, bool):
        return ["boolean", str(value).upper(), float(value)]
    if isinstance(value, int | float):
        return ["number", repr(value).removesuffix(".0"), float(value)]
    if isinstance(value, date | datetime | time | timedelta):
        return ["date", str(value), None]
    return ["text", str(value), None]


def answer(data: bytes, rows: int, columns: int) -> dict[str, Any]:
    """What is said of a workbook."""
    try:
        return {"sheets": sheets(data, rows, columns)}
    except BaseException as error:
        # calamine raises a BaseException (a panic of its language) on a bad cell reference.
        name = type(error).__name__
        return {"error": "password" if "Password" in name or "password" in str(error) else f"{name}: {error}"[:200]}


def main(requests: BinaryIO, replies: BinaryIO, rows: int, columns: int) -> None:
    """Answer frame after frame until the input ends."""
    while len(header := requests.read(8)) == 8:
        said = json.dumps(answer(requests.read(int.from_bytes(header, "big")), rows, columns)).encode()
        replies.write(len(said).to_bytes(8, "big") + said)
        replies.flush()


if __name__ == "__main__":
    limited()
    main(sys.stdin.buffer, sys.stdout.buffer, int(sys.argv[1]), int(sys.argv[2]))
