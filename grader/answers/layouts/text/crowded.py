"""Files with more lines of words than any homework has: what a program says in every round of training, above all."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from grader.answers.layouts.text.telling import begun
from grader.answers.record import Cell, Kind, Remark, Sheet

SAME = 500
"""So many of the first lines that differ in their numbers alone are read, and so many of the last, of any file."""
ALL = 4_000
"""So many lines with words in them are read of any file."""
_PER_ANSWER = 4
"""Lines more of either, by answer that is asked for."""
_DIGITS = re.compile(r"\d+")
_MOST = 20
"""So many remarks say which lines were not read."""

Line = tuple[int, int]
"""A sheet and a row of it."""


def uncrowded(sheets: Sequence[Sheet], asked: int) -> tuple[Sequence[Sheet], list[Remark]]:
    """The sheets without the lines of words that are too many, where they were, and what is to be told of these.

    Lines of numbers alone are none of them.
    """
    if sum(len(sheet.rows) for sheet in sheets) <= SAME + _PER_ANSWER * asked:
        return sheets, []
    forms: defaultdict[tuple[str, ...], list[Line]] = defaultdict(list)
    for s, sheet in enumerate(sheets):
        for r, row in enumerate(sheet.rows):
            if form := _form(row):
                forms[form].append((s, r))
    left_out, remarks = set[Line](), list[Remark]()
    for dropped in _too_many(list(forms.values()), SAME + _PER_ANSWER * asked, ALL + _PER_ANSWER * asked):
        left_out.update(dropped)
        remarks.append(_told(sheets, dropped))
    if not left_out:
        return sheets, []
    rows = [[[] if (s, r) in left_out else row for r, row in enumerate(sheet.rows)] for s, sheet in enumerate(sheets)]
    more = [Remark("", f"{len(remarks) - _MOST} more remarks like these")] if len(remarks) > _MOST else []
    return [replace(sheet, rows=kept, form=None) for sheet, kept in zip(sheets, rows, strict=True)], [
        *remarks[:_MOST],
        *more,
    ]


def _too_many(forms: Sequence[list[Line]], same: int, every: int) -> Iterator[list[Line]]:
    """The lines that are not read: the middle ones of a form, and of all together those in the middle."""
    kept: list[Line] = []
    for lines in forms:
        if len(lines) > 2 * same:
            yield lines[same:-same]
            lines = [*lines[:same], *lines[-same:]]
        kept += lines
    if len(kept) > every:
        yield sorted(kept)[every // 2 : -(every // 2)]


def _form(row: Sequence[Cell]) -> tuple[str, ...]:
    """The texts of a row without their digits; nothing of a row that has no letter."""
    texts = tuple(_DIGITS.sub("0", cell.text) for cell in row if cell.kind is Kind.TEXT)
    return texts if any(any(map(str.isalpha, text)) for text in texts) else ()


def _told(sheets: Sequence[Sheet], dropped: Sequence[Line]) -> Remark:
    (s, r), (last, at) = dropped[0], dropped[-1]
    first = next(cell.text for cell in sheets[s].rows[r] if cell.kind is Kind.TEXT)
    count = "1 line" if len(dropped) == 1 else f"{len(dropped):,} lines"
    until = f" up to {sheets[last].place(at)}" if len(dropped) > 1 else ""
    return Remark(
        sheets[s].place(r), f"{count} from here{until} were not read, as '{begun(first)}': no homework says as much"
    )
