"""The bytes of one file to sheets of cells; the bytes decide what it is, whatever its name says."""

import posixpath
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from grader.answers.containers.bounds import MAX_FILE
from grader.answers.containers.delimited import read_delimited
from grader.answers.containers.forms import Forms
from grader.answers.containers.latex import is_latex, read_latex
from grader.answers.containers.markdown import is_markdown, is_notebook, read_markdown, read_notebook
from grader.answers.containers.office import is_office, is_old_office, read_office, read_old_office
from grader.answers.containers.records import is_json, read_json
from grader.answers.containers.richtext import read_richtext
from grader.answers.containers.strangers import read_stranger, stranger
from grader.answers.containers.webpage import is_webpage, read_webpage
from grader.answers.record import Cell, ContainerError, Kind, Remark, Sheet, Source

__all__ = ["CONTAINERS", "Container", "open_container"]

MAX_REMARKS = 20
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


class Container(NamedTuple):
    """A kind of file."""

    name: str
    claims: Callable[[bytes], object]
    """Whether these bytes are of this kind; the first of `CONTAINERS` to say so reads them."""
    read: Callable[[bytes], list[Sheet]]
    """Its sheets; raises `ContainerError`."""


TEXT = Container("text", lambda _: True, read_delimited)
CONTAINERS = (
    Container("workbook", is_office, read_office),
    Container("old workbook", is_old_office, read_old_office),
    Container("no table", stranger, read_stranger),
    Container("rich text", lambda data: data.startswith(b"{\\rtf"), read_richtext),
    Container("notebook", is_notebook, read_notebook),
    Container("JSON", is_json, read_json),
    Container("web page", is_webpage, read_webpage),
    Container("LaTeX", is_latex, read_latex),
    Container("Markdown", is_markdown, read_markdown),
    TEXT,
)
"""The kinds of file, in the order in which they are asked."""

_TEXTS = Forms(
    re.compile(rb"(?<![\w.+\x80-\xff-])(-?\d{1,6}\.(?=\d*[1-9])\d{1,12})(?![\w.\x80-\xff])"),
    lru_cache(65_536)(lambda number: Cell(Kind.TEXT, number.decode("ascii"))),
    (b"%d.5".__mod__, lambda n: b"-%d.123456789" % (100_000 + n)),
)
"""Texts that differ in their numbers alone, byte for byte: what container and encoding they are in is known, too."""
_CONTROL = re.compile(rb"[\0-\x08\x0e-\x19\x1c-\x1f\x7f]")
"""Bytes of which a text may have a few: how many of all, and so how long its numbers are, decides (see `decoded`)."""


def open_container(source: Source) -> list[Sheet]:
    """The sheets of a file, in its order. Raises `ContainerError` when it cannot be read.

    >>> [sheet] = open_container(Source("ada.xlsx", lambda: b"h1;0,79"))
    >>> sheet.rows[0][1].text, sheet.remarks[0].issue
    ('0,79', 'is called .xlsx but is text')
    """
    data = source.read()
    if len(data) > MAX_FILE:
        raise ContainerError(f"is larger than {MAX_FILE:,} bytes", "hand in the answers alone")
    if source.path.lower().endswith(WORKBOOKS):
        return _opened(data, posixpath.splitext(source.path)[1].lower())
    if known := _TEXTS.known(data, ""):
        return [known]
    if _container(data) is TEXT and not _CONTROL.search(data):
        return [_TEXTS.read(data, "", lambda text: _opened(text)[0])]
    return _opened(data)


def _container(data: bytes) -> Container:
    return next(container for container in CONTAINERS if container.claims(data))


def _opened(data: bytes, extension: str = "") -> list[Sheet]:
    """The sheets of a file by its bytes; `extension` is that of a workbook, if it is called one."""
    container = _container(data)
    misnamed = bool(extension) and "workbook" not in container.name
    try:
        sheets = container.read(data)
    except ContainerError as error:
        if misnamed and container.name != "no table":
            raise ContainerError(f"is called {extension} but is no workbook: {error.what}", error.todo) from error
        raise
    if not any(any(sheet.rows) for sheet in sheets):
        raise _nothing(sheets)
    if misnamed:
        sheets[0].remarks.insert(0, Remark("", f"is called {extension} but is {_article(container.name)}"))
    _bound_remarks(sheets)
    return sheets


def _bound_remarks(sheets: list[Sheet]) -> None:
    """Leave the first remarks on a file, and say how many more there were."""
    left = MAX_REMARKS
    for sheet in sheets:
        more = len(sheet.remarks) - left
        if more > 0:
            sheet.remarks[left:] = [Remark(sheet.name, f"{more} more remarks like these")] if left else []
        left = max(0, left - len(sheet.remarks))


def _nothing(sheets: list[Sheet]) -> ContainerError:
    """What to say of a file without a filled cell: what befell its sheets, if anything did."""
    issue = next((remark.issue for sheet in sheets for remark in sheet.remarks), "")
    return ContainerError(issue) if issue else ContainerError("is empty", "hand in the answers")


def _article(name: str) -> str:
    return name if name in ("text", "rich text", "Markdown", "LaTeX", "JSON") else f"a {name}"
