"""Markdown and notebooks: their pipe tables as sheets, and their other lines as text."""

import json
import re
from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any

from grader.answers.containers.bounds import MAX_COLUMNS, both_ends
from grader.answers.containers.delimited import sheet_of
from grader.answers.containers.encoding import decoded
from grader.answers.containers.marks import STRUCK
from grader.answers.containers.parts import text_cell
from grader.answers.containers.titles import title_above
from grader.answers.record import ContainerError, Remark, Sheet

MOST = 1_000
"""Tables and texts of a notebook that are read; one that was worked in for a term has a few hundred."""
HEAD = 1 << 16
"""Bytes in which a kind of text shows."""
LINE_END = re.compile(r"\r\n?|\n")
"""A vertical tab, or Unicode's line separator, pasted into a line does not end it."""
RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?|\|[ \t]*:?-+:?[ \t]*\|")
"""The line under the header of a pipe table."""
BORDER = re.compile(r"(?<!\\)\|")
LISTING = re.compile(r"^[ \t]*(?:#{1,6}|[-*+](?=[ \t]+\S+[ \t]*[=:≈]))[ \t]+|^[ \t]*>[ \t]?")
"""Headings, bullets before an assignment, and quotations."""

LAST_NAME = re.compile(r"(?:^|[\n;])[ \t]*([A-Za-z_]\w*(?:\.grad)?(?:, ?[A-Za-z_]\w*(?:\.grad)?)*)$")
"""The last line of a notebook's cell, where it is a variable, or several: what the cell puts out are their values."""
ONLY_PRINT = re.compile(r"(?:^|[\n;])print\(([A-Za-z_]\w*(?:\.grad)?)\)(?=$|[\n;])")

_PRINTS = re.compile(r"^[ \t]*print\((.*)\)", re.MULTILINE)
_QUOTED = re.compile(r"\s*|[\"'][^\"'{}]*[\"'](?:\s*\*\s*\d+)?")
"""What is printed and has no number of a variable's: an empty line, a title."""
SPEAKS = re.compile(r"(?!Parameter containing:)[^\W\d][^\n(\[]*\n\s*\S")
"""The beginning of an output that is no value: words, `Problem 2`, and more lines."""


def is_markdown(data: bytes) -> bool:
    r"""Whether a text has a pipe table, with the rule under its header.

    >>> is_markdown(b"| q | v |\n|---|---|\n| h1 | 0.79 |"), is_markdown(b"q,v\nh1,|x|")
    (True, False)
    """
    head = data[:HEAD]
    if b"|" not in head or b"-" not in head:
        return False
    return any(map(_is_rule, head.decode("utf-8", "ignore").splitlines()))


def _is_rule(line: str) -> bool:
    return "|" in line and len(line) < 2_000 and bool(RULE.fullmatch(line.strip()))


def read_markdown(data: bytes) -> list[Sheet]:
    """The tables of a Markdown text, and the lines around them, in order."""
    text, remarks = decoded(data)
    sheets = list(markdown_sheets(text, ""))
    for sheet in sheets[1:]:
        sheet.follows = True
    if sheets:
        sheets[0].remarks[:0] = remarks
    return sheets


def markdown_sheets(text: str, name: str) -> Iterator[Sheet]:
    r"""The tables and the text of a Markdown source, as sheets whose places are lines.

    >>> for sheet in markdown_sheets("# Task 2\n| q | v |\n|---|--:|\n| $h_1$ | `0.79` |", ""):
    ...     print(sheet.lines, [[cell.text for cell in row] for row in sheet.rows])
    [1] [['Task 2']]
    [2, 4] [['q', 'v'], ['h_1', '0.79']]
    """
    lines, place, remarks = both_ends(LINE_END.split(text), name)
    for sheet in _sheets(name, lines):
        sheet.lines = [place[line - 1] for line in sheet.lines or []]
        sheet.remarks[:0], remarks = remarks, []
        yield sheet


def _sheets(name: str, lines: list[str]) -> Iterator[Sheet]:
    tabular = _tabular(lines)
    first, above = 0, list[str]()
    for is_table, numbers in groupby(range(len(lines)), key=tabular.__contains__):
        block = list(numbers)
        if not is_table:
            first, above = block[0], [LISTING.sub("", lines[number]) for number in block]
            continue
        table = _table(name, lines, block)
        if found := title_above(above, table.rows):
            above[found[0]] = ""
            table.rows.insert(0, [text_cell(_bare(found[1]))])
            table.lines = [first + found[0] + 1, *(table.lines or [])]
        yield from _text(name, above, first)
        yield table
        above = []
    yield from _text(name, above, first)


def _table(name: str, lines: list[str], block: list[int]) -> Sheet:
    kept = [number for number in block if not _is_rule(lines[number])]
    return Sheet(name, [_fields(lines[n]) for n in kept], lines=[n + 1 for n in kept])


def _text(name: str, lines: list[str], first: int) -> Iterator[Sheet]:
    """The lines between two tables, of which `first` are before them; nothing where they are blank."""
    if any(map(str.strip, lines)):
        sheet = sheet_of("\n".join(lines), name)
        sheet.lines = [line + first for line in sheet.lines or []]
        yield sheet


def _tabular(lines: list[str]) -> set[int]:
    """The lines that belong to a pipe table: one above its rule, and all below with a pipe in them."""
    found: set[int] = set()
    for number, line in enumerate(lines):
        if "|" in line and (number - 1 in found or _is_rule(line)):
            found.add(number)
            if number - 1 not in found and number and "|" in lines[number - 1]:
                found.add(number - 1)
    return found


def _fields(line: str) -> list[Any]:
    fields = BORDER.split(STRUCK.sub("", line).strip().removeprefix("|").removesuffix("|"))[:MAX_COLUMNS]
    return [text_cell(_bare(field.replace("\\|", "|").strip())) for field in fields]


def _bare(text: str) -> str:
    """A cell without the marks of mathematics, code or bold type around it."""
    bare = text.strip("$` ")
    while len(bare) > 4 and bare.startswith("**") and bare.endswith("**"):
        bare = bare[2:-2].strip("$` ")
    return bare


def is_notebook(data: bytes) -> bool:
    """Whether these are a Jupyter notebook's bytes."""
    start = data[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"{") and b'"cells"' in data and b'"nbformat"' in data


def read_notebook(data: bytes) -> list[Sheet]:
    """The Markdown cells of a notebook, and what its programs printed; no program is run."""
    text, remarks = decoded(data)
    try:
        cells = json.loads(text)["cells"]
        found = (sheet for number, cell in enumerate(cells, 1) for sheet in _cell_sheets(cell, f"cell {number}"))
        sheets = list(islice(found, MOST + 1))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ContainerError("is damaged: it cannot be opened as a notebook", "save it again") from error
    if len(sheets) > MOST:
        remarks.append(Remark("", f"only the first {MOST:,} tables and texts were read"))
    for sheet in sheets[1:]:
        sheet.follows = True
    if sheets:
        sheets[0].remarks[:0] = remarks
    return sheets[:MOST]


def _cell_sheets(cell: dict[str, Any], name: str) -> Iterator[Sheet]:
    if cell.get("cell_type") == "markdown":
        yield from markdown_sheets(_joined(cell.get("source", "")), name)
    for output in cell.get("outputs", ()):
        printed = _joined(output.get("text") or output.get("data", {}).get("text/plain", ""))
        if printed:
            shown = "" if SPEAKS.match(printed) else _shown(cell, output)
            yield _headed(sheet_of(shown + printed, f"output of {name}"), _title(cell))


def _shown(cell: dict[str, Any], output: dict[str, Any]) -> str:
    """`Z = ` in front of an output that shows nothing but the value of the variable Z."""
    source = _joined(cell.get("source", "")).rstrip()
    if output.get("output_type") == "execute_result":
        found = LAST_NAME.search(source)
    else:
        found = ONLY_PRINT.search(source) if source.count("print") == 1 and len(cell["outputs"]) == 1 else None
    return f"{found[1]} = " if found else ""


def _title(cell: dict[str, Any]) -> str:
    """What heads all that a cell prints, where that is nothing but gradients that PyTorch keeps: `print(n, p.grad)`."""
    calls = _PRINTS.findall(_joined(cell.get("source", "")))
    kept = [call for call in calls if ".grad" in call]
    return "Gradients:" if kept and all(call in kept or _QUOTED.fullmatch(call) for call in calls) else ""


def _headed(sheet: Sheet, title: str) -> Sheet:
    if title and sheet.lines:
        sheet.rows.insert(0, [text_cell(title)])
        sheet.lines.insert(0, sheet.lines[0])
    return sheet


def _joined(text: object) -> str:
    return text if isinstance(text, str) else "".join(str(line) for line in text)  # type: ignore[attr-defined]
