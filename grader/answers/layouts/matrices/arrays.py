"""Vectors and matrices: as a block of numbers or a list under their name or beside it; behind a sign, as stated."""

import re

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.labels import Block, labelled
from grader.answers.layouts.matrices.blocks import (
    MATRIX,
    apart,
    around,
    beginnings,
    beyond,
    by_labels,
    corner,
    extent,
    in_a_row,
    is_filled,
    over_a_blank_row,
)
from grader.answers.layouts.matrices.lists import BY_ROWS, TURNED, enter_element, enter_list, fitted, flattened, times
from grader.answers.layouts.matrices.named_arrays import arrays, arrays_after_step, stands_for, worked_out
from grader.answers.layouts.matrices.short import before_the_next_name, size
from grader.answers.layouts.matrices.singles import enter_formulas
from grader.answers.layouts.matrices.stated import enter_stated
from grader.answers.layouts.owners import are_anothers, says_itself
from grader.answers.layouts.page import Page
from grader.answers.layouts.text.introduced import spellings
from grader.answers.layouts.text.signs import IS
from grader.answers.layouts.text.statements import Listed, Statement, statements
from grader.answers.layouts.text.telling import begun
from grader.answers.layouts.text.worth import readable, worth
from grader.answers.record import Kind
from grader.notation import Target, described, formulas, remark_among, without_item
from grader.numbers import Nested, Number, Unreadable, read_numbers

_LEADS = re.compile(rf"\s*(?:[:=≈]|\b(?:{IS})\b)\s*$", re.IGNORECASE)
"""What leads from a name to the numbers below it."""
_REMARK = re.compile(r"(?<=\S)\s*\(([^()]*)\)$")
_REACH = 3
"""So many columns to the right of a name a list may stand."""


def read(page: Page) -> None:
    """Reads every array whose name stands in a cell, or is that of a sheet that holds nothing but its numbers."""
    _of_sheet(page)
    for spot, cell in list(page.cells()):
        if spot in page.claimed or spot in page.references or cell.kind is not Kind.TEXT:
            continue
        said = without_item(page.said(spot))
        if page.vocabulary.symbolic and _of_formulas(page, said, spot):
            continue
        if not enter_stated(page, said, spot) and not says_itself(said) and (targets := _headed(page, cell.text, spot)):
            _beside(page, targets, cell.text, spot)
            if spot not in page.claimed and over_a_blank_row(page, spot):
                _beside(page, targets, cell.text, (spot[0] + 1, spot[1]))
                page.claimed |= {spot} if (spot[0] + 1, spot[1]) in page.claimed else set()


def _of_formulas(page: Page, said: str, spot: Spot) -> bool:
    """Enters the vectors of formulas that a text states, or that stand beside it; whether there were any."""
    beside = page.cell(spot[0], spot[1] + 1)
    stated = statements(said) or ([Statement((said, beside.text))] if beside.kind is Kind.TEXT else [])
    found = [each for each in stated if enter_formulas(page, each, spot)]
    if found and beside.kind is Kind.TEXT and not statements(said):
        page.claimed.add((spot[0], spot[1] + 1))
    page.shared |= {spot} if found and len(found) < len(stated) else set()
    return bool(found)


def _of_sheet(page: Page) -> None:
    filled = [spot for spot, _ in page.cells()] if page.sheet.name and page.sheet.lines is None else []
    if not filled or not all(page.cell(*spot).kind is Kind.NUMBER for spot in filled):
        return
    name, first = page.sheet.name, filled[0]
    if len(filled) == 1 and (single := [t for t in page.meant(name, first[0]) if not page.vocabulary.is_several(t)]):
        page.answer(single, name, first)
        return
    targets = arrays(page, name, first)
    for _, block in _blocks(first, page.symbol(targets[0]).shape) if targets else ():
        if set(block.values()) == set(filled):
            _enter(page, targets, name, block)
            return
    page.remark(first, f"the numbers on the sheet '{begun(name)}' have no names: they were not read")


def _headed(page: Page, text: str, spot: Spot) -> tuple[Target, ...]:
    """The arrays that a text names, or that are named among words with a number beside them: `forget gate f | 0.5`."""
    if found := arrays_after_step(page, text, spot) or arrays(page, text, spot):
        return found
    words: tuple[str, ...] = ()
    if " " in text and not page.named(text, spot[0]):
        words = described(text) if readable(page.cell(spot[0], spot[1] + 1)) else ()
        words = (*words, *page.in_words(text, spot[0]))
    return next((found for symbol in words if (found := arrays(page, symbol, spot))), ()) or _introduced(
        page, text, spot
    )


def _introduced(page: Page, text: str, spot: Spot) -> tuple[Target, ...]:
    """The arrays named by words that lead to their numbers, `The new W2 is`, or behind which a remark stands."""
    if page.named(text, spot[0]):
        return ()
    bare = _LEADS.sub("", text.strip())
    remark = _REMARK.search(bare)
    short = bare[: remark.start()] if remark and not remark_among(remark[1]) else bare
    words = (*spellings(short), *page.in_words(short, spot[0])) if short != text else spellings(text)[1:]
    found = (targets for each in words if (targets := arrays(page, each, spot)))
    return next(found, ()) or worked_out(page, bare, spot)


def _beside(page: Page, targets: tuple[Target, ...], name: str, spot: Spot) -> None:
    """Enters what stands beside or below the name of an array: a list in a cell, or a block of numbers."""
    r, c = spot
    for at in (_behind_working(page, spot), (r + 1, c)):
        text = page.cell(*at).text if page.cell(*at).kind is Kind.TEXT and at not in page.claimed else ""
        numbers = read_numbers(text) if text else None
        if numbers is not None or (page.symbol(targets[0]).formula and formulas(text)):
            page.claimed.add(spot)
            if len(page.symbol(targets[0]).shape) == MATRIX and len(rows := _rows_from(page, at)) > 1:
                page.claimed |= rows.keys()
                numbers = [*rows.values()]
            targets = stands_for(page, targets, name, spot, fitted(dict(flattened(numbers)), page.symbol(targets[0])))
            enter_list(page, targets, Listed(name, text, numbers), at)
            return
    block = _block(page, targets, name, spot)
    if block is not None:
        _enter(page, targets, name, block)
        page.claimed.add(spot)


def _block(page: Page, targets: tuple[Target, ...], name: str, spot: Spot) -> Block | None:
    """Where the numbers of an array are whose name stands at a spot; None where there are none."""
    (r, c), shape = spot, page.symbol(targets[0]).shape
    if block := by_labels(page, spot, shape) or around(page, spot, shape):
        return block
    behind = _blocks(at, shape) if (at := _behind_words(page, spot)) != (r, c + 1) else []
    filled = [each for each in beginnings(spot, shape) if is_filled(page, each[1]) and not labelled(page, spot, *each)]
    filled += [each for each in behind if is_filled(page, each[1])]
    filled = [each for each in filled if not are_anothers(page, spot, each[1])]
    filled += apart(page, spot, shape)
    should = f"'{name}' should have {times(shape)} numbers, and has"
    if not filled and (row := in_a_row(page, (r, c + 1), shape)):
        page.remark(spot, f"{should} {len(row)} in a row: {BY_ROWS}")
        return row
    short = [] if filled else before_the_next_name(page, spot, shape)
    if not filled and not short:
        return None
    # the fullest, and of those the first: rows that begin with a tab stand one column to the right
    start, block = max(filled or short, key=lambda each: sum(readable(page.cell(*at)) > 0 for at in each[1].values()))
    other = _as_it_stands(page, targets, name, spot, start, block)
    if short and other is None:
        turned = f": {TURNED}" if size(block) == shape[::-1] else ""
        page.remark(spot, f"{should} {times(size(block))}{turned}")
    elif len(shape) == 1 and (more := beyond(page, spot, block)):
        page.remark(spot, f"{should} {len(block) + more}: the first {len(block)} were read")
    return block if other is None else other


def _rows_from(page: Page, at: Spot) -> dict[Spot, list[Nested]]:
    """The rows of a matrix of which each is a list in a cell of its own, from the first one down."""
    rows: dict[Spot, list[Nested]] = {}
    for y in range(at[0], len(page.rows)):
        cell = page.cell(y, at[1])
        row = read_numbers(cell.text) if cell.kind is Kind.TEXT and (y, at[1]) not in page.claimed else None
        begins = y == at[0] or page.begins_row((y, at[1]))
        if row is None or not begins or any(isinstance(each, list) for each in row):
            break
        rows[y, at[1]] = row
    return rows if len({len(row) for row in rows.values()}) == 1 else {}


def _behind_working(page: Page, spot: Spot) -> Spot:
    """Where a list in the row of a name stands: beside it, or behind its working, `dL/dz | (p-y)/2 | [0.1, 0.2]`."""
    r, c = spot
    for x in range(c + 1, c + 1 + _REACH):
        cell = page.cell(r, x)
        items = flattened(read_numbers(cell.text)) if cell.kind is Kind.TEXT else []
        if sum(isinstance(item, Number) for _, item in items) * 2 > len(items):  # `(see page 2)` is no list
            return r, x
        working = cell.kind is Kind.TEXT and readable(cell) < 1 and not says_itself(cell.text)
        if cell.kind is not Kind.BLANK and (not working or page.named(cell.text, r)):
            break
    return r, c + 1


def _behind_words(page: Page, spot: Spot) -> Spot:
    """Where numbers begin behind the working in the row of a name: `dL/dW | delta^T x | 1.2 | 1.3`."""
    r, c = spot
    for x in range(c + 1, c + 1 + _REACH):
        cell = page.cell(r, x)
        if readable(cell):
            return r, x
        if cell.kind is Kind.TEXT and (says_itself(cell.text) or page.named(cell.text, r)):
            break
    return r, c + 1


def _blocks(start: Spot, shape: tuple[int, ...]) -> list[tuple[Spot, Block]]:
    """The blocks of an array's elements that may begin at a spot: a vector's along the row or down."""
    y, x = start
    if len(shape) == 1:
        along: Block = {(i + 1,): (y, x + i) for i in range(shape[0])}
        return [(start, along), (start, {(i + 1,): (y + i, x) for i in range(shape[0])})]
    if len(shape) == MATRIX:
        return [(start, {(i + 1, j + 1): (y + i, x + j) for i in range(shape[0]) for j in range(shape[1])})]
    return []


def _enter(page: Page, targets: tuple[Target, ...], name: str, block: Block) -> None:
    numbers = {index: worth(page.cell(*at)) for index, at in block.items()}
    targets = stands_for(page, targets, name, next(iter(block.values())), numbers) if block else targets
    for index, at in block.items():
        page.answer(targets, name, at, index)


def _as_it_stands(
    page: Page, targets: tuple[Target, ...], name: str, spot: Spot, start: Spot, block: Block
) -> Block | None:
    """Where the elements are of a matrix that was handed in with more rows or columns than it should have.

    Of one that is transposed each is known; of any other none, and all are unreadable. None where the matrix is as
    large as it should be, or smaller.
    """
    shape, start = page.symbol(targets[0]).shape, corner(page, spot, start, block)
    found = extent(page, spot, start)
    (y, x), stand = start, [(start[0] + i, start[1] + j) for i in range(found[0]) for j in range(found[1])]
    larger = len(shape) == 2 and (found[0] > shape[0] or found[1] > shape[1])
    if not larger or not all(readable(page.cell(*at)) for at in stand):
        return None
    should = f"'{name}' should have {times(shape)} numbers, and has {times(found)}"
    page.claimed |= set(stand)
    if found == shape[::-1]:
        page.remark(spot, f"{should}: {TURNED}")
        return {(j + 1, i + 1): (y + i, x + j) for i in range(found[0]) for j in range(found[1])}
    page.remark(spot, f"{should}: it could not be read")
    for symbol in map(page.symbol, targets):
        for index in symbol.elements:
            enter_element(
                page, symbol, index, name, Unreadable(page.cell(*start).text, "a matrix of another shape"), spot
            )
    return {}
