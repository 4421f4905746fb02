"""Vectors and matrices: as a list in one cell, as a block of numbers under their name or beside it."""

from collections.abc import Collection

from grader.answers.layouts.page import Page, Spot, shortened
from grader.answers.layouts.statements import Listed, listed, spellings, statements
from grader.answers.layouts.worth import readable
from grader.answers.record import Kind
from grader.notation import Symbol, Target
from grader.numbers import Unreadable, read_numbers

Index = tuple[int, ...]
Block = dict[Index, Spot]
"""Where each element of an array stands, by its index from 1."""


def read(page: Page) -> None:
    """Reads every array whose name stands in a cell."""
    for spot, cell in list(page.cells()):
        if spot in page.claimed or cell.kind is not Kind.TEXT:
            continue
        named = [(each, targets) for each in listed(cell.text) if (targets := _named(page, each.name, spot))]
        for each, targets in named:
            _list(page, targets, each, spot)
        if named and len(statements(cell.text)) > len(named):
            page.shared.add(spot)
        if not named and (targets := _whole(page, cell.text, spot)):
            _beside(page, targets, cell.text, spot)


def _named(page: Page, name: str, spot: Spot) -> tuple[Target, ...]:
    return next((found for spelling in spellings(name) if (found := _whole(page, spelling, spot))), ())


def _whole(page: Page, text: str, spot: Spot) -> tuple[Target, ...]:
    """The arrays that a text names."""
    found = page.vocabulary.find(text, page.problem_at(spot[0]), page.updated_at(spot[0]))
    return tuple(
        t for t in found if t.index is None and page.symbol(t).shape
    )  # givens too: their numbers are no answers


def _beside(page: Page, targets: tuple[Target, ...], name: str, spot: Spot) -> None:
    r, c = spot
    for at in ((r, c + 1), (r + 1, c)):
        text = page.cell(*at).text if page.cell(*at).kind is Kind.TEXT and at not in page.claimed else ""
        if text and (numbers := read_numbers(text)) is not None:
            page.claimed.add(spot)
            _list(page, targets, Listed(name, text, numbers), at)
            return
    shape = page.symbol(targets[0]).shape
    for block in _blocks(spot, shape):
        if _filled(page, block):
            page.claimed.add(spot)
            for index, at in block.items():
                page.answer(targets, name, at, index)
            return


def _blocks(spot: Spot, shape: tuple[int, ...]) -> list[Block]:
    """Where an array's elements may stand: to the right of its name or under it, a vector along or down."""
    r, c = spot
    starts = [(r, c + 1), (r + 1, c), (r + 1, c + 1)]
    if len(shape) == 1:
        along: list[Block] = [{(i + 1,): (y, x + i) for i in range(shape[0])} for y, x in starts]
        down: list[Block] = [{(i + 1,): (y + i, x) for i in range(shape[0])} for y, x in starts[:2]]
        return along + down
    if len(shape) == 2:
        m, n = shape
        return [{(i + 1, j + 1): (y + i, x + j) for i in range(m) for j in range(n)} for y, x in starts]
    return []


def _filled(page: Page, block: Block) -> bool:
    """Whether a block holds numbers: most cells do, none is a name, and at least one row or column is not blank."""
    cells = [page.cell(*at) for at in block.values()]
    if any(at in page.claimed for at in block.values()):
        return False
    numbers = sum(readable(cell) > 0 for cell in cells)
    names = any(cell.kind is Kind.TEXT and not readable(cell) and page.vocabulary.find(cell.text) for cell in cells)
    return numbers * 2 > len(cells) and not names


def _list(page: Page, targets: tuple[Target, ...], listed: Listed, spot: Spot) -> None:
    """Enters a list in one cell, element by element."""
    page.claimed.add(spot)
    for target in targets:
        symbol = page.symbol(target)
        if symbol.given:
            continue
        if listed.numbers is None:
            page.remark(spot, f"'{shortened(listed.text)}' for '{listed.name}' could not be read: no list of numbers")
        flat = dict(_flat(listed.numbers or [], ()))
        if set(flat) != set(symbol.elements):
            flat = _fitted(flat, symbol)
        if listed.numbers is not None and set(flat) != set(symbol.elements):
            should = "×".join(map(str, symbol.shape))
            page.remark(spot, f"'{listed.name}' should have {should} numbers, and has {len(flat)}")
        for index in symbol.elements:
            item = flat.get(index) if listed.numbers is not None else Unreadable(listed.text, "no list of numbers")
            _element(page, symbol, index, listed.name, item, spot)


def _fitted(flat: dict[Index, object], symbol: Symbol) -> dict[Index, object]:
    """A list whose axes differ from the symbol's by some of length 1: [1, 2] for one row, [[1, 2]]."""
    meant, found = _without_single(symbol.elements), _without_single(flat)
    if len({len(index) for index in flat}) != 1 or set(meant.values()) != set(found.values()):
        return flat
    items = {found[index]: item for index, item in flat.items()}
    return {index: items[short] for index, short in meant.items()}


def _without_single(indices: Collection[Index]) -> dict[Index, Index]:
    """By index, what is left of it without axes of length 1."""
    long = [axis for axis, along in enumerate(zip(*indices, strict=False)) if max(along) > 1]
    return {index: tuple(index[axis] for axis in long) for index in indices}


def _element(page: Page, symbol: Symbol, index: tuple[int, ...], name: str, item: object, spot: Spot) -> None:
    text = str(getattr(item, "text", ""))
    page.enter(symbol.element(index), name, text, item, spot)  # type: ignore[arg-type]


def _flat(values: object, index: tuple[int, ...]) -> list[tuple[tuple[int, ...], object]]:
    if isinstance(values, list):
        return [pair for i, value in enumerate(values, 1) for pair in _flat(value, (*index, i))]
    return [(index, values)]
