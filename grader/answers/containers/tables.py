"""Tables that a system gave out, such as class lists: their cells say all sorts of things, which make nothing of them.

A comment with `<br>` makes no web page of a worksheet, and one with line breaks and `h1 = 0.79` no homework.
"""

from collections.abc import Iterator
from contextlib import suppress

from grader.answers.containers import open_container
from grader.answers.containers.encoding import decoded
from grader.answers.containers.separated import TableError, by_width, separated
from grader.answers.record import BLANK, Cell, ContainerError, Kind, Remark, Sheet, Source


def open_tables(source: Source) -> Iterator[list[Sheet]]:
    """The sheets of a file in each way in which it may be meant, for whoever knows the headings to choose.

    First as separated values, a sheet for each separator, the widest first; then as a file of any other kind is read.
    Raises `ContainerError`, at last, when it cannot be read.
    """
    with suppress(ContainerError):
        yield list(_separated(source.read()))
    yield open_container(source)


def _separated(data: bytes) -> Iterator[Sheet]:
    text, remarks = decoded(data)
    for separator in by_width(text):
        with suppress(TableError):
            yield _sheet(text, separator, remarks)


def _sheet(text: str, separator: str, remarks: list[Remark]) -> Sheet:
    rows: list[list[Cell]] = []
    lines: list[int] = []
    line, position = 1, 0
    for fields in separated(text, separator):
        start = fields[0].start
        line += len(text[position:start].splitlines())
        position = start
        lines.append(line)
        rows.append([Cell(Kind.TEXT, field.text) if field.text.strip() else BLANK for field in fields])
    return Sheet("", rows, lines=lines, remarks=[*remarks])
