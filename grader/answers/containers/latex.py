"""LaTeX sources with tables: each table a sheet, and the lines around them as text. Nothing is typeset."""

import re
from collections.abc import Iterator

from grader.answers.containers.bounds import MAX_COLUMNS, MAX_ROWS, MAX_TEXT
from grader.answers.containers.delimited import sheet_of
from grader.answers.containers.encoding import decoded
from grader.answers.containers.parts import text_cell
from grader.answers.record import Cell, Sheet

_TABLES = r"(?:tabular[xy]?\*?|longtable|tabu|tabulary|tblr)"
_BEGIN = re.compile(rf"\\begin\{{{_TABLES}\}}(?:\s*(?:\[[^\]]*\]|\{{(?:[^{{}}]|\{{[^{{}}]*\}})*\}}))*")
_END = re.compile(rf"\\end\{{{_TABLES}\}}")
_RULES = re.compile(
    r"\\(?:hline|toprule|midrule|bottomrule|endhead|endfirsthead|endfoot|endlastfoot|(?:cline|cmidrule)(?:\([^)]*\))?\{[^}]*\}|"
    r"rowcolor\{[^}]*\}|addlinespace(?:\[[^\]]*\])?|noalign\{[^}]*\})"
)
_ROW = re.compile(r"\\\\(?:\[[^\]]*\])?|\\tabularnewline\b")
_FIELD = re.compile(r"(?<!\\)&")
_COMMENT = re.compile(r"(?<!\\)%.*")
_FONT = re.compile(r"\\(?:textbf|textit|emph|text|mathrm|mathbf|multicolumn\{\d+\}\{[^{}]*\})\s*\{([^{}]*)\}")
_HEAD = 1 << 16
_DEEPEST = 4


def is_latex(data: bytes) -> bool:
    r"""Whether a text has a table of LaTeX's.

    >>> is_latex(rb"\begin{tabular}{c|c} $h_1$ & 0.79 \end{tabular}"), is_latex(b"h1 = 0.79")
    (True, False)
    """
    return b"\\begin{tab" in data[:_HEAD] or b"\\begin{longtable" in data[:_HEAD] or b"\\begin{tblr" in data[:_HEAD]


def read_latex(data: bytes) -> list[Sheet]:
    """The tables of a LaTeX source, and the lines around them, in order."""
    text, remarks = decoded(data)
    sheets = list(_sheets(text.splitlines()[:MAX_ROWS]))
    for sheet in sheets[1:]:
        sheet.follows = True
    if sheets:
        sheets[0].remarks[:0] = remarks
    return sheets


def _sheets(lines: list[str]) -> Iterator[Sheet]:
    around: list[str] = []
    table: Sheet | None = None
    row: list[str] = []
    for number, line in enumerate(lines):
        said = _COMMENT.sub("", line)
        if table is None:
            if not (begins := _BEGIN.search(said)):
                around.append(line)
                continue
            yield from _text([*around, said[: begins.start()]], number - len(around))
            around, table, said = [], Sheet("", [], lines=[]), said[begins.end() :]
        ends = _END.search(said)
        *whole, begun = _ROW.split(_RULES.sub("", said[: ends.start()] if ends else said))
        for piece in whole:
            _add(table, [*row, piece], number)
            row = []
        row = [*row, begun] if begun.strip() else row
        if ends:
            _add(table, row, number)
            yield table
            table, row, around = None, [], [said[ends.end() :]]
    if table is not None:
        _add(table, row, len(lines) - 1)
        yield table
    yield from _text(around, len(lines) - len(around))


def _add(table: Sheet, pieces: list[str], number: int) -> None:
    fields = _FIELD.split(" ".join(pieces))[:MAX_COLUMNS]
    if any(map(str.strip, fields)) and table.lines is not None:
        table.rows.append([_cell(field) for field in fields])
        table.lines.append(number + 1)


def _cell(field: str) -> Cell:
    plain = field[:MAX_TEXT]
    for _ in range(_DEEPEST):
        plain = _FONT.sub(r"\1", plain)
    return text_cell(plain.replace("\\&", "&").strip().strip("$ "))


def _text(lines: list[str], first: int) -> Iterator[Sheet]:
    """The lines around a table, of which `first` are before them; nothing where they are blank."""
    if any(map(str.strip, lines)):
        sheet = sheet_of("\n".join(lines))
        sheet.lines = [line + first for line in sheet.lines or []]
        yield sheet
