"""Headings of units without their layer, `l1 | l2` for l_1^1 and l_2^1, where only one layer can be meant."""

import re
from collections.abc import Mapping, Sequence

from grader.answers.record import Cell, Kind
from grader.notation import Column, Vocabulary

_UNIT = re.compile(r"\s*(?P<stem>[^\W\d_]{1,3})_?(?P<number>\d)\s*('?)\s*")
_LAYERS = range(1, 10)
_FEWEST = 2


def unlayered(
    row: Sequence[Cell], vocabulary: Vocabulary, problem: str | None, updated: bool, known: Mapping[int, Column]
) -> dict[int, Column]:
    """By column of the sheet what such headings mean: all the units of one array that is computed, beside each other.

    Nothing where the table has headings of that array already.
    """
    runs: list[list[tuple[int, str]]] = []
    for c, cell in enumerate(row):
        found = _UNIT.fullmatch(cell.text) if cell.kind is Kind.TEXT and c not in known else None
        if found and int(found["number"]) == 1:
            runs.append([(c, found["stem"])])
        elif found and runs and runs[-1][-1] == (c - 1, found["stem"]) and int(found["number"]) == len(runs[-1]) + 1:
            runs[-1].append((c, found["stem"]))
    taken = {column.symbol.quantity for column in known.values()}
    meant = [each for run in runs if len(run) >= _FEWEST for each in [_meant(run, vocabulary, problem, updated)]]
    return {c: column for each in meant for c, column in each.items() if column.symbol.quantity not in taken}


def _meant(run: list[tuple[int, str]], vocabulary: Vocabulary, problem: str | None, updated: bool) -> dict[int, Column]:
    """The columns of the one array of as many units as a run of headings has; nothing where there are several."""
    every = []
    for layer in _LAYERS:
        named = [vocabulary.column(f"{stem}_{n}^{layer}", problem, updated) for n, (_, stem) in enumerate(run, 1)]
        columns = [found[0] for found in named if len(found) == 1 and not found[0].symbol.given]
        shapes = {(column.symbol.quantity, column.symbol.shape[-1]) for column in columns}
        if len(columns) == len(run) and len(shapes) == 1 and next(iter(shapes))[1] == len(run):
            every.append({c: column for (c, _), column in zip(run, columns, strict=True)})
    return every[0] if len(every) == 1 else {}
