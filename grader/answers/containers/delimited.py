"""Text with a row a line: CSV, TSV and plain text. Every cell stays text, with the digits as they were written."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from itertools import groupby

from grader.answers.containers.bounds import BEYOND, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_TEXT, both_ends
from grader.answers.containers.continued import continued
from grader.answers.containers.dictionaries import spread
from grader.answers.containers.encoding import decoded
from grader.answers.containers.ending import ends_midway
from grader.answers.containers.equations import apart, shortened
from grader.answers.containers.forms import Forms
from grader.answers.containers.frames import plain_frames
from grader.answers.containers.halves import Half, Row, joined
from grader.answers.containers.knitted import knitted
from grader.answers.containers.mail import own, without_head
from grader.answers.containers.marks import unmarked
from grader.answers.containers.separator import BORDER, GAP, SPACE, bordered_row, is_drawn, separator, spaced_row
from grader.answers.containers.sessions import is_session, spoken
from grader.answers.containers.stacked import unstacked
from grader.answers.parallel import begins, parallel, shares
from grader.answers.record import BLANK, Cell, Kind, Remark, Sheet

DECLARED = re.compile(r"sep=(.)\s*$", re.IGNORECASE)
"""Excel's own first line."""
NUMERIC = re.compile(r"\s*[-+−]?[\d.,]+\s*")
LAST_NUMBER = re.compile(r"(\S+) ([-−]?\d*\.\d+(?:[eE][-+]\d+)?)", re.ASCII)


_CURLY = re.compile(r"[“„]([^“„”\"\n]{0,400})[”“]")
"""Quotation marks as Word and phones make them."""
_LONG = 2_000
_RUN = re.compile(r"[^\S\t\r\n]{400,}|\t{1000,}")
"""Blanks without end, over which patterns would go again and again; homework has none."""


_THIN = re.compile(r"(?<=(?<!\\)\\)[,;]")
"""Of a space of LaTeX's, `\\,`: it parts no fields."""
_HIDDEN = {",": "\ue000", ";": "\ue001"}
"""What stands for it while fields are told apart, and is in no text."""
_SHOWN = str.maketrans({hidden: sign for sign, hidden in _HIDDEN.items()})


def _hidden(line: str) -> str:
    return _THIN.sub(lambda sign: _HIDDEN[sign[0]], line)


def _shorter(run: re.Match[str]) -> str:
    return run[0][:1000] if run[0][0] == "\t" else run[0][:400]


def read_delimited(data: bytes) -> list[Sheet]:
    r"""The one sheet of a text file.

    >>> [[cell.text for cell in row] for row in read_delimited(b"h1;0,79\nw_{1,2};[1, 2]")[0].rows]
    [['h1', '0,79'], ['w_{1,2}', '[1, 2]']]
    """
    text, remarks = decoded(data)
    sheet = sheet_of(text)
    sheet.remarks[:0] = remarks
    if ends_midway(text) and sheet.lines:
        sheet.remarks.append(Remark(f"line {sheet.lines[-1]}", "the file ends here, in the middle of something"))
    return [sheet]


def sheet_of(text: str, name: str = "") -> Sheet:
    """A sheet of a text, whose separator is found from the text itself."""
    return _FORMS.read(text, name, partial(_sheet, name))


def _all_quoted(lines: list[str]) -> bool:
    """Whether every field stands in quotation marks: then no comma between two of them is a decimal one."""
    ends = (line.strip() for line in lines if line.strip())
    return all(line[0] == line[-1] == '"' and '","' in line for line in ends)


def _sheet(name: str, text: str) -> Sheet:
    text = _CURLY.sub(r'"\1"', text) if "“" in text or "„" in text else text
    lines, place, remarks = both_ends(io.StringIO(text.removeprefix("\ufeff"), newline=""), name)
    sheet = Sheet(name, [], lines=[], remarks=remarks)
    declared = DECLARED.match(lines[0].strip('"\r\n ') if lines else "")
    first = 1 if declared else 0
    lines = [_RUN.sub(_shorter, line) if len(line) > _LONG else line for line in lines]
    lines = knitted(lines)
    lines, others = (lines, []) if is_session(lines) else own(without_head(lines))
    if others:
        said = f"{len(others)} lines with answers" if len(others) > 1 else "a line with an answer"
        sheet.remarks.append(Remark(f"line {others[0]}", f"{said} in what is quoted from another mail: not read"))
    lines, apart_from = apart(plain_frames(lines))
    lines, numbers = spread(unmarked(lines))
    numbers = [place[apart_from[number - 1] - 1] for number in numbers]
    lines = [_hidden(shortened(line)) if "\\" in line else line for line in continued(unstacked(spoken(lines)))]
    whole = _of_several(lines)
    mark = declared[1] if declared else separator([line for number, line in enumerate(lines, 1) if number not in whole])
    parted = _unparted(_rows(lines, first, mark, sheet.remarks), whole)
    shown = ((numbers[number - 1], [field.translate(_SHOWN) for field in fields]) for number, fields in parted)
    rows = list(_bounded(shown, sheet))
    if mark == "," and not _all_quoted(lines[first:]):
        rows = joined(rows, sheet.remarks)
    rows = _beside_numbers(rows)
    sheet.lines = [line for line, _ in rows]
    sheet.rows = [_cells(fields) for _, fields in rows]
    for (_, fields), cells in zip(rows, sheet.rows, strict=True) if mark == "," else ():
        for column, field in enumerate(fields):
            if type(field) is Half:
                cells[column] = Cell(Kind.SPLIT, field)
    return sheet


_FORMS = Forms(
    re.compile(r"(?<![\w.+−-])(-?\d{1,6}\.(?=\d*[1-9])\d{1,12})(?![\w.])", re.ASCII),
    lru_cache(65_536)(partial(Cell, Kind.TEXT)),
    ("{}.5".format, lambda n: f"-{100_000 + n}.123456789"),
)
"""Numbers that are not whole and have nothing else to be understood, however many digits they have."""


def _cells(fields: list[str]) -> list[Cell]:
    text = Kind.TEXT
    row = [Cell(text, field) if field and not field.isspace() else BLANK for field in fields]
    while row and row[-1] is BLANK:
        row.pop()
    return row


def _rows(lines: list[str], first: int, mark: str, remarks: list[Remark]) -> Iterator[Row]:
    if mark in ("", GAP, SPACE, BORDER):
        texts = [line.strip("\r\n") for line in lines[first:]]
        parted = {"": _whole, GAP: _lined_up, SPACE: _spaced, BORDER: _bordered}[mark]
        yield from enumerate(parted(texts), first + 1)
        return
    quoted = any(f'{mark} "' in line for line in lines)
    number = first
    try:
        reader = csv.reader(lines[first:], delimiter=mark, strict=True, skipinitialspace=quoted)
        for fields in reader:
            start, number = number, first + reader.line_num
            one_line = number == start + 1
            yield start + 1, _bracketed(lines[start], mark) or fields if one_line else fields
    except csv.Error:
        yield from _mended(lines, number, mark, remarks)


def _of_several(lines: list[str]) -> dict[int, str]:
    """By their numbers the lines with several names before one sign; where most have one value, they are rows."""
    found = {number: line for number, line in enumerate(lines, 1) if parallel(line) or begins(line)}
    single = {number: line for number, line in enumerate(lines, 1) if number not in found and shares(line)}
    rows = len(single) > 1 and 2 * len(single) > sum(not line.isspace() for line in lines)
    return found if rows else found | single


def _unparted(rows: Iterator[Row], whole: Mapping[int, str]) -> Iterator[Row]:
    """The rows, but each line in one field whose commas part names, and values; but for one as wide as all others are.

    One with a value too few is in one field anyhow. `whole`: such lines, by their number.
    """
    found = list(rows) if whole else rows
    widths = {len(fields) for number, fields in found if number not in whole and len(fields) > 1} if whole else set()
    for number, fields in found:
        apart = number in whole and ({len(fields)} != widths or shares(whole[number]))
        yield number, [whole[number].strip("\r\n")] if apart else fields


def _whole(lines: list[str]) -> Iterator[list[str]]:
    r"""Each line in one field; but lines below each other with as many tabs between what they say are rows of a table.

    >>> list(_whole(["The table:", "h1\th2", "0.79\t0.95", "", "so\th1 = 0.79"]))
    [['The table:'], ['h1', 'h2'], ['0.79', '0.95'], [''], ['so\th1 = 0.79']]
    """
    for tabs, run in groupby(lines, lambda line: bool(line.strip()) and line.count("\t")):
        table = list(run)
        yield from (line.split("\t") if tabs and len(table) > 1 else [line] for line in table)


def _spaced(lines: list[str]) -> Iterator[list[str]]:
    """The fields of lines of which most are a name and numbers; a line of as many words over such a one is a header.

    One that begins with spaces, or stands over a count, may have nothing over the names.
    """
    rows = [spaced_row(line) for line in lines]
    below = [*rows[1:], []]
    for line, row, next_row in zip(lines, rows, below, strict=True):
        words = line.split()
        missing = len(next_row) - len(words) if next_row else -1
        heads = (
            not row
            and not any(map(str.isdecimal, words))
            and (missing == 0 or (missing == 1 and (next_row[0].isdecimal() or line[:1].isspace())))
        )
        yield row or ([""] * missing + words if heads else [line])


def _bordered(lines: list[str]) -> Iterator[list[str]]:
    """The fields of a table that is drawn with lines; a line that only draws has none."""
    for line in lines:
        row = bordered_row(line)
        yield row or ([] if is_drawn(line) else [line])


def _lined_up(lines: list[str]) -> Iterator[list[str]]:
    """The fields of lines that are lined up with spaces.

    A data frame's longest name has one space before its number, which ends where the others do. Its header has
    nothing over the numbers of the rows.
    """
    rows = [re.split(r" {2,}", line.strip()) for line in lines]
    counts = Counter(len(row) for row in rows if row != [""])
    width = max(counts, key=lambda fields: (counts[fields], fields), default=0)
    ends = {len(line.rstrip()) for line, row in zip(lines, rows, strict=True) if len(row) == width}
    numbered = _numbered([row for row in rows if len(row) == width])
    for line, row, below in zip(lines, rows, [*rows[1:], []], strict=True):
        found = LAST_NUMBER.fullmatch(row[-1]) if len(row) == width - 1 else None
        if found and (len(row) > 1 or len(line.rstrip()) in ends):
            yield [*row[:-1], found[1], found[2]]
        else:
            yield ["", *row] if len(row) == width - 1 and (numbered or _heads(row, below)) else row


def _heads(row: list[str], below: list[str]) -> bool:
    """Whether words stand over as many numbers, with a name before these that has nothing over it."""
    return (
        len(below) == len(row) + 1 > 2
        and not any(map(NUMERIC.fullmatch, (*row, below[0])))
        and all(map(NUMERIC.fullmatch, below[1:]))
    )


def _numbered(rows: list[list[str]]) -> bool:
    """Whether these rows begin with their numbers from 0, as a data frame's do."""
    return len(rows) > 1 and all(row[0] == str(n) for n, row in enumerate(rows))


def _beside_numbers(rows: list[Row]) -> list[Row]:
    """The rows, with a blank before a header that has nothing over the rows' numbers, as pandas and R leave it out."""
    filled = [(at, fields) for at, (_, fields) in enumerate(rows) if len(fields) > 1]
    if len(filled) < 2 or len(filled[1][1]) - len(filled[0][1]) != 1 or filled[1][1][0] not in ("0", "1"):
        return rows
    (at, header), *below = filled
    first = int(below[0][1][0])
    counted = all(row[0] == str(n) and len(row) == len(header) + 1 for n, (_, row) in enumerate(below, first))
    sure = counted and all(not field.strip().isdecimal() for _, row in below for field in row[1:])
    if not sure or any(map(NUMERIC.fullmatch, header)):
        return rows
    return [*rows[:at], (rows[at][0], ["", *header]), *rows[at + 1 :]]


def _mended(lines: list[str], first: int, mark: str, remarks: list[Remark]) -> Iterator[Row]:
    """The rest of a file with a quote that is not closed, or closed too early: each line is read for itself."""
    for number, line in enumerate(lines[first:], first + 1):
        try:
            fields = next(csv.reader([line], delimiter=mark, strict=True), [])
            yield number, _bracketed(line, mark) or fields
        except csv.Error:
            remarks.append(Remark(f"line {number}", "has a quotation mark without its partner; it was left out"))
            yield number, [field.strip('" ') for field in line.strip("\r\n").split(mark)]


def _bracketed(line: str, mark: str) -> list[str] | None:
    """The fields of a line in which a separator stands in brackets and separates nothing; None of any other line.

    >>> _bracketed("W1[1,2],0.3", ","), _bracketed("Div(y, t),(1, 2)", ","), _bracketed("(0, 1],2", ",")
    (['W1[1,2]', '0.3'], ['Div(y, t)', '(1, 2)'], None)
    """
    if mark == "\t" or '"' in line or not ("(" in line or "[" in line or "{" in line):
        return None
    fields, depth, start, hidden = [], [], 0, False
    line = line.strip("\r\n")
    for position, character in enumerate(line):
        if character in "([{":
            depth.append(")]}"["([{".index(character)])
        elif character in ")]}":
            if not depth or depth.pop() != character:
                return None
        elif character == mark:
            hidden = hidden or bool(depth)
            if not depth:
                fields.append(line[start:position])
                start = position + 1
    return [*fields, line[start:]] if hidden and not depth else None


def _bounded(rows: Iterator[Row], sheet: Sheet) -> Iterator[Row]:
    """The rows that are read, and a remark on the first that is not."""
    cells = 0
    for index, (line, fields) in enumerate(rows):
        cells += len(fields)
        if index >= MAX_ROWS or cells > MAX_CELLS:
            sheet.remarks.append(Remark(f"line {line}", f"this line and all after it were not read ({index:,} were)"))
            return
        if len(fields) > MAX_COLUMNS:
            beyond = any(field.strip() for field in fields[MAX_COLUMNS:])
            fields = fields[:MAX_COLUMNS]
            if beyond:
                sheet.remarks.append(Remark(f"line {line}", BEYOND))
        if max(map(len, fields), default=0) > MAX_TEXT:
            fields = [field[:MAX_TEXT] for field in fields]
            sheet.remarks.append(Remark(f"line {line}", f"only the first {MAX_TEXT:,} characters of a cell were read"))
        yield line, fields
