"""Tables with a row or a column a parameter, `weight | old | gradient | new`; parameters headed 'Gradients'."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.headings.slopes import heads_gradients, titles_gradients
from grader.answers.layouts.page import Page
from grader.answers.layouts.text.worth import readable, worth
from grader.answers.record import Cell, Kind
from grader.notation import Target, after_update, key
from grader.numbers import Number

_FEWEST = 2
"""So many parameters make a table, and so many headings over the numbers of one."""
_REACH = 12
"""So far from a parameter its numbers may stand, where no other name stands between."""
_LONGEST = 40
"""Characters of a heading; a longer one is a sentence."""

_CHANGE = re.compile(
    r"Δ|∆|\\?\bdelta\b|\b(?:change|amount|increment|änderung|cambio|variaci[oó]n|variation|variazione|variação)\b",
    re.IGNORECASE,
)
"""What heads how far the parameters go, `Update (Δw)`, and not where they come to."""
_SLOPE = re.compile(r"d(?P<of>[^/]+)/d(?P<by>[^/]+)")
_NUMBER = re.compile(r"_\d.*$")


class _Table(NamedTuple):
    """Names along a line, and beside them a line of gradients or of updated values."""

    names: list[Spot]
    values: list[Spot]
    said: str
    """`gradient` or `updated`."""
    heads: list[Spot]
    """The headings that say so: where there are several, it is not clear which counts."""


def read(page: Page) -> None:
    """Reads every such table: the parameters are given, so that what stands beside them needs a heading to be told."""
    told: set[Target] = set()
    for turned in (False, True):
        for table in list(_tables(page, turned)):
            targets = [_meant(page, name, table.said == "updated") for name in table.names]
            page.claimed |= {*(name for name in table.names if _is_given(page, name)), *table.heads}
            if len(table.heads) > 1 or told.intersection(*targets[:1]):
                said = f"several {table.said} numbers stand beside each parameter: these were not read"
                page.remark(table.names[0], said)
                continue
            told.update(*targets)
            for name, at, meant in zip(table.names, table.values, targets, strict=True):
                if at not in page.claimed and page.cell(*at).kind is not Kind.BLANK:
                    page.answer(meant, page.cell(*name).text, at)


def _tables(page: Page, turned: bool) -> Iterator[_Table]:
    """The tables; `turned` ones have a column a parameter."""
    runs = _runs(page, turned)
    ends = _ends(page, runs, turned)
    for names, end in zip(runs, ends, strict=True):
        (y, x) = names[0]
        start = (y if turned else x) + 1
        heads = {c: (c, x - 1) if turned else (y - 1, c) for c in range(start, end)}
        said = {c: _head(page, at) for c, at in heads.items()}
        if len(names) < _FEWEST and len({text for text in said.values() if text}) < _FEWEST:
            continue
        if not any(said.values()) and not turned and _titled(page, names):
            said = {x + 1: "gradient"}
        for what in ("gradient", "updated"):
            if what == "updated" and not all(_is_given(page, name) for name in names):
                continue
            columns = [c for c, text in said.items() if text == what]
            columns = _of_the_loss(page, names, {c: heads[c] for c in columns}) if len(columns) > 1 else columns
            values = [[(c, n[1]) if turned else (n[0], c) for n in names] for c in columns]
            telling = [(c, along) for c, along in zip(columns, values, strict=True) if _tells(page, names, along)]
            if telling:
                yield _Table(names, telling[0][1], what, [heads[c] for c, _ in telling])


def _ends(page: Page, runs: list[list[Spot]], turned: bool) -> list[int]:
    """For each run where its numbers end: as far as they may stand, or where in its first line another name does."""
    across = len(page.rows) if turned else max((len(row) for row in page.rows), default=0)
    along: dict[int, list[int]] = {}
    for y, x in (spot for run in runs for spot in run):
        along.setdefault(x if turned else y, []).append(y if turned else x)
    ends = []
    for (y, x), *_ in runs:
        line, at = (x, y) if turned else (y, x)
        ends.append(min([across, at + 1 + _REACH, *(other for other in along[line] if other > at)]))
    return ends


def _of_the_loss(page: Page, names: list[Spot], heads: Mapping[int, Spot]) -> list[int]:
    """Of the factors of a chain rule and their product, which are all gradients, that of the loss by what is named.

    None of gradients by several other things; all where the headings do not say by what.

    `∂E/∂out | ∂out/∂net | ∂net/∂w | ∂E/∂w`, beside w5.
    """
    stems = {_NUMBER.sub("", key(page.cell(*name).text)) for name in names}
    slopes = {c: _SLOPE.fullmatch(key(page.cell(*at).text)) for c, at in heads.items()}
    by_these = {c: slope["of"] for c, slope in slopes.items() if slope and stems == {slope["by"]}}
    losses = {c: page.vocabulary.find(of, page.problem_at(heads[c][0])) for c, of in by_these.items()}
    whole = [c for c, found in losses.items() if found and all(page.symbol(target).loss for target in found)]
    apart = len({slope["by"] for slope in slopes.values() if slope}) == len(heads) > 1
    return whole or ([] if apart else [*heads])  # `∂E/∂h | ∂E/∂s`, beside a neuron


def _runs(page: Page, turned: bool) -> list[list[Spot]]:
    """The parameters that follow one another down a column, or along a row, each once."""
    runs: dict[Spot, list[Spot]] = {}
    known: dict[tuple[str, str | None], bool] = {}
    for spot, cell in page.cells():
        if cell.kind is not Kind.TEXT:
            continue
        asked = cell.text, page.problem_at(spot[0])
        if asked not in known:
            known[asked] = _is_parameter(page, spot)
        if known[asked]:
            before = (spot[0], spot[1] - 1) if turned else (spot[0] - 1, spot[1])
            run = runs[spot] = runs.pop(before, [])
            run.append(spot)
    return [run for run in runs.values() if len({page.cell(*at).text for at in run}) == len(run)]


def _is_parameter(page: Page, spot: Spot) -> bool:
    """Whether a text names what has a gradient that is asked for, or what is given and is updated."""
    if not page.vocabulary.find(page.cell(*spot).text.strip(), page.problem_at(spot[0])):
        return False
    return bool(_meant(page, spot, False) or (_is_given(page, spot) and _meant(page, spot, True)))


def _is_given(page: Page, spot: Spot) -> bool:
    """Whether a text names what is given; the value of anything else may stand in the table, too."""
    found = page.vocabulary.find(page.cell(*spot).text.strip(), page.problem_at(spot[0]))
    return bool(found) and all(page.symbol(target).given for target in found)


def _meant(page: Page, spot: Spot, updated: bool) -> tuple[Target, ...]:
    """The gradient of a parameter, or the parameter after the update: a single number of each."""
    text = page.cell(*spot).text.strip()
    found = page.meant(f"new {text}" if updated else f"gradient of {text}", spot[0])
    return tuple(target for target in found if target.index or not page.symbol(target).shape)


def _head(page: Page, spot: Spot) -> str:
    """What a heading says that stands under or beside it: `gradient`, `updated` or nothing of the two."""
    cell = page.cell(*spot)
    return _said(cell.text) if cell.kind is Kind.TEXT and len(cell.text) <= _LONGEST else ""


@lru_cache(maxsize=10_000)
def _said(heading: str) -> str:
    """What a heading says, of one with an equals sign the left side; it is asked for every parameter near it."""
    heading = heading.partition("=")[0] or heading
    if heads_gradients(heading) or titles_gradients(heading):
        return "gradient"
    changed = _CHANGE.search(heading) is not None
    return "updated" if not changed and (after_update(heading) or key(heading).endswith("'")) else ""


def _titled(page: Page, names: list[Spot]) -> bool:
    """Whether gradients, and nothing else, head the column of the names, or are the title alone above it.

    Not where the title is the whole sheet's, or the sheet gives a gradient of these by its own name.
    """
    y, x = names[0][0] - 1, names[0][1]
    row = page.rows[y] if y >= 0 else []
    spots = [(y, c) for c, cell in enumerate(row) if cell.kind is not Kind.BLANK]
    alone = len(spots) == 1
    cell = page.cell(*(spots[0] if alone else (y, x)))
    if cell.kind is not Kind.TEXT or not titles_gradients(cell.text) or (alone and not page.headed_at(y).slopes):
        return False
    return page.spelled_out.isdisjoint(target for name in names for target in _meant(page, name, False))


def _tells(page: Page, names: list[Spot], values: list[Spot]) -> bool:
    """Whether answers stand there, numbers or formulas as are asked for, and others than those that are given."""
    cells = [page.cell(*at) for at in values]
    answers = sum(map(bool, (_is_answer(page, name, cell) for name, cell in zip(names, cells, strict=True))))
    if answers * 2 <= len(cells) or any(at in page.claimed for at in values):
        return False
    numbers = [found.value if isinstance(found := worth(cell), Number) else None for cell in cells]
    return all(number is None for number in numbers) or numbers != [_given(page, name) for name in names]


def _is_answer(page: Page, name: Spot, cell: Cell) -> bool:
    """Whether a cell beside a parameter looks like what is asked for: a number, or of formulas any text."""
    if readable(cell):
        return True
    return cell.kind is Kind.TEXT and any(page.symbol(target).formula for target in _meant(page, name, False))


def _given(page: Page, name: Spot) -> object:
    found = page.vocabulary.find(page.cell(*name).text, page.problem_at(name[0]))
    return page.symbol(found[0]).values if found else None
