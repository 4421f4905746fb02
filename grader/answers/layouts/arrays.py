"""Vectors and matrices: as a list in one cell, as a block of numbers under their name or beside it."""

import re
from collections.abc import Collection, Mapping

from grader.answers.layouts.labels import Block, labelled
from grader.answers.layouts.page import Page, Spot, shortened
from grader.answers.layouts.statements import Listed, is_symbol, listed, spellings, statements
from grader.answers.layouts.worth import readable, worth
from grader.answers.record import Cell, Formula, Kind
from grader.notation import Symbol, Target, described, formulas, plain
from grader.numbers import Number, Unreadable, read_numbers

Index = tuple[int, ...]
_TRANSPOSED = re.compile(r"(?P<base>.*?\S)\s*(?:\^\s*\{?\s*(?:T|\\top|\\intercal)\s*\}?|\.T|ᵀ)", re.DOTALL)
_MIDDLE = 3
"""So many rows have a middle."""
_TURNED = "read as the transpose of what was asked for"


def read(page: Page) -> None:
    """Reads every array whose name stands in a cell."""
    for spot, cell in list(page.cells()):
        if spot in page.claimed or cell.kind is not Kind.TEXT:
            continue
        said = page.said(spot)
        named = [(each, targets) for each in listed(said) if (targets := _meant(page, each, spot))]
        for each, targets in named:
            _list(page, targets, each, spot)
        for each in listed(said):
            if found := _TRANSPOSED.fullmatch(each.name):
                _transposed(page, each, found["base"], spot)
            elif not named and each.numbers and spot not in page.claimed and _unknown(page, each.name, spot):
                page.unasked_array(each.name, spot)
        if named and len(statements(said)) > len(named):
            page.shared.add(spot)
        if not named and not _says(page, spot) and (targets := _headed(page, cell.text, spot)):
            _beside(page, targets, cell.text, spot)
            if spot not in page.claimed and _over_a_blank_row(page, spot):
                _beside(page, targets, cell.text, (spot[0] + 1, spot[1]))
                page.claimed |= {spot} if (spot[0] + 1, spot[1]) in page.claimed else set()


def _named(page: Page, name: str, spot: Spot) -> tuple[Target, ...]:
    return next((found for spelling in spellings(name) if (found := _whole(page, spelling, spot))), ())


def _unknown(page: Page, name: str, spot: Spot) -> bool:
    """Whether a name is like that of a quantity, and of none that a rubric has; nothing else stands in its row."""
    alone = sum(cell.kind is not Kind.BLANK for cell in page.rows[spot[0]]) == 1
    return alone and is_symbol(name) and not any(page.named(spelling, spot[0]) for spelling in spellings(name))


def _transposed(page: Page, each: Listed, base: str, spot: Spot) -> None:
    """Enters a matrix that says itself that it is transposed, where it has that shape."""
    targets = [t for t in page.named(base, spot[0]) if t.index is None and len(page.symbol(t).shape) == 2]
    flat = {index[::-1]: item for index, item in _flat(each.numbers, ())}
    for target in targets:
        symbol = page.symbol(target)
        if symbol.given or symbol.formula:
            continue
        page.claimed.add(spot)
        fits = set(flat) == set(symbol.elements)
        if not fits:
            page.remark(spot, f"'{each.name}' should have {_times(symbol.shape[::-1])} numbers: it could not be read")
        for index in symbol.elements:
            item = flat[index] if fits else Unreadable(each.text, "a matrix of another shape")
            _element(page, symbol, index, each.name, item, spot)


def _meant(page: Page, each: Listed, spot: Spot) -> tuple[Target, ...]:
    """The arrays that a list is: where a sample is spoken of its rows, or the whole where it has the whole's shape."""
    targets = _named(page, each.name, spot)
    if not page.sample_at(spot[0]):
        return targets
    found = page.vocabulary.find(each.name, page.problem_at(spot[0]), page.updated_at(spot[0]))
    shape = {index for index, _ in _flat(each.numbers, ())}
    whole = tuple(t for t in found if t.index is None and shape == set(page.symbol(t).elements))
    return whole or targets


def _says(page: Page, spot: Spot) -> bool:
    """Whether a cell gives a number to a name, and so is neither the name of what stands under it nor a part of it."""
    text = page.said(spot)
    return any(
        is_symbol(each.name) and isinstance(worth(Cell(Kind.TEXT, each.value)), Number) for each in statements(text)
    )


def _whole(page: Page, text: str, spot: Spot) -> tuple[Target, ...]:
    """The arrays that a text names."""
    found = page.named(text, spot[0])
    return tuple(
        t for t in found if page.symbol(t).shape and (t.index is None or page.symbol(t).at)
    )  # givens too: their numbers are no answers


def _headed(page: Page, text: str, spot: Spot) -> tuple[Target, ...]:
    """The arrays that a text names, or that are named among words with a number beside them: `forget gate f | 0.5`."""
    if found := _whole(page, text, spot):
        return found
    words = (
        described(text)
        if " " in text and readable(page.cell(spot[0], spot[1] + 1)) and not page.named(text, spot[0])
        else ()
    )
    return next((found for symbol in words if (found := _whole(page, symbol, spot))), ())


def _over_a_blank_row(page: Page, spot: Spot) -> bool:
    """Whether nothing else stands in the row of a name, and nothing in the one below it."""
    row, below = (page.rows[r] if r < len(page.rows) else [] for r in (spot[0], spot[0] + 1))
    blank = all(cell.kind is Kind.BLANK for cell in below)
    return blank and sum(cell.kind is not Kind.BLANK for cell in row) == 1


def _beside(page: Page, targets: tuple[Target, ...], name: str, spot: Spot) -> None:
    r, c = spot
    for at in ((r, c + 1), (r + 1, c)):
        text = page.cell(*at).text if page.cell(*at).kind is Kind.TEXT and at not in page.claimed else ""
        numbers = read_numbers(text) if text else None
        if numbers is not None or (page.symbol(targets[0]).formula and formulas(text)):
            page.claimed.add(spot)
            _list(page, targets, Listed(name, text, numbers), at)
            return
    shape = page.symbol(targets[0]).shape
    if block := _around(page, spot, shape):
        _enter(page, targets, name, block)
        page.claimed.add(spot)
        return
    filled = [
        (start, block)
        for start, block in _blocks(spot, shape)
        if _filled(page, block)
        and _its_own(page, spot, block)
        and not _others(page, spot, block)
        and not labelled(page, spot, start, block)
    ]
    if filled:  # the fullest, and of those the first: rows that begin with a tab stand one column to the right
        start, block = max(filled, key=lambda each: sum(readable(page.cell(*at)) > 0 for at in each[1].values()))
        other = _as_it_stands(page, targets, name, spot, start)
        _enter(page, targets, name, block if other is None else other)
        page.claimed.add(spot)


def _around(page: Page, spot: Spot, shape: tuple[int, ...]) -> Block:
    """Where the elements of an array stand that has its name beside its middle; nothing where it begins there.

    Another array's rows may follow or go before: its own are as many as it should have, with its name in the very
    middle; or the last without a name, where too few are left from its name on.
    """
    (r, c), (m, *n) = spot, shape
    width, top, end = n[0] if n else 1, r, r + 1
    while _nameless(page, (top - 1, c), width):
        top -= 1
    while _nameless(page, (end, c), width):
        end += 1
    others = (top - 1, c + 1) not in page.claimed and readable(page.cell(top - 1, c + 1))
    if others or end - top < m or len(n) > 1 or not readable(page.cell(r, c + 1)):
        return {}
    if m < _MIDDLE or r - top not in ((m - 1) // 2, m // 2):
        if end - r >= m:
            return {}
        top = end - m
    return {(i + 1, *((j + 1,) if n else ())): (top + i, c + 1 + j) for i in range(m) for j in range(width)}


def _nameless(page: Page, spot: Spot, width: int) -> bool:
    """Whether so many numbers that nobody has read stand right of a blank cell."""
    beside = [(spot[0], spot[1] + 1 + j) for j in range(width)]
    blank = spot[0] >= 0 and page.cell(*spot).kind is Kind.BLANK
    return blank and page.claimed.isdisjoint(beside) and all(readable(page.cell(*at)) for at in beside)


def _its_own(page: Page, spot: Spot, block: Block) -> bool:
    """Whether no other name stands below an array's in front of numbers that would be its own."""
    r, c = spot
    beside = [page.cell(y, c).text.strip() for y in {y for y, x in block.values() if y > r and x > c}]
    same = "" if c and page.cell(r, c - 1).kind is not Kind.BLANK else page.cell(r, c).text.strip()
    flat = len(next(iter(block))) == 1  # beside the rows of a matrix stand labels, too
    return not flat or not any(
        text and text != same and (is_symbol(text) or page.vocabulary.find(text)) for text in beside
    )


def _enter(page: Page, targets: tuple[Target, ...], name: str, block: Block) -> None:
    for index, at in block.items():
        page.answer(targets, name, at, index)


def _as_it_stands(page: Page, targets: tuple[Target, ...], name: str, spot: Spot, start: Spot) -> Block | None:
    """Where the elements are of a matrix that was handed in with more rows or columns than it should have.

    Of one that is transposed each is known; of any other none, and all are unreadable. None where the matrix is as
    large as it should be, or smaller.
    """
    shape, found = page.symbol(targets[0]).shape, _extent(page, spot, start)
    (y, x), stand = start, [(start[0] + i, start[1] + j) for i in range(found[0]) for j in range(found[1])]
    larger = len(shape) == 2 and (found[0] > shape[0] or found[1] > shape[1])
    if not larger or not all(readable(page.cell(*at)) for at in stand):
        return None
    should = f"'{name}' should have {_times(shape)} numbers, and has {_times(found)}"
    page.claimed |= set(stand)
    if found == shape[::-1]:
        page.remark(spot, f"{should}: {_TURNED}")
        return {(j + 1, i + 1): (y + i, x + j) for i in range(found[0]) for j in range(found[1])}
    page.remark(spot, f"{should}: it could not be read")
    for symbol in map(page.symbol, targets):
        for index in symbol.elements:
            _element(page, symbol, index, name, Unreadable(page.cell(*start).text, "a matrix of another shape"), spot)
    return {}


def _extent(page: Page, spot: Spot, start: Spot) -> tuple[int, int]:
    """How many rows and columns of numbers begin at a start, as far as no other name stands over or beside them."""
    (r, c), (y, x) = spot, start
    rows = columns = 1
    while readable(page.cell(y + rows, x)) and (x == c or page.cell(y + rows, c).kind is Kind.BLANK):
        rows += 1
    while readable(page.cell(y, x + columns)) and (y == r or page.cell(r, x + columns).kind is Kind.BLANK):
        columns += 1
    return rows, columns


def _blocks(spot: Spot, shape: tuple[int, ...]) -> list[tuple[Spot, Block]]:
    """Where an array's elements may stand: right of its name or under it (and labels), a vector along or down."""
    r, c = spot
    starts = [(r, c + 1), (r + 1, c), (r + 1, c + 1), (r + 2, c), (r + 2, c + 1)]
    if len(shape) == 1:
        along: list[Block] = [{(i + 1,): (y, x + i) for i in range(shape[0])} for y, x in starts]
        below = [*starts[:3], (r, c + 2)]
        down: list[Block] = [{(i + 1,): (y + i, x) for i in range(shape[0])} for y, x in below]
        return list(zip([*starts, *below], along + down, strict=True))
    if len(shape) == 2:
        m, n = shape
        return [((y, x), {(i + 1, j + 1): (y + i, x + j) for i in range(m) for j in range(n)}) for y, x in starts]
    return []


def _filled(page: Page, block: Block) -> bool:
    """Whether a block holds numbers: most cells do, none is a name, and at least one row or column is not blank."""
    cells = [page.cell(*at) for at in block.values()]
    if any(at in page.claimed for at in block.values()):
        return False
    numbers = sum(readable(cell) > 0 for cell in cells)
    names = any(cell.kind is Kind.TEXT and not readable(cell) and page.vocabulary.find(cell.text) for cell in cells)
    said = any(cell.kind is Kind.TEXT and _says(page, at) for at, cell in zip(block.values(), cells, strict=True))
    return numbers * 2 > len(cells) and not names and not said


def _others(page: Page, spot: Spot, block: Block) -> bool:
    """Whether numbers of a block stand under, or beside, names of their own."""
    r, c = spot
    under = min(block.values())[0] > r
    heads = [page.cell(*at) for at in {(r, x) if under else (y, c) for y, x in block.values()} - {spot}]
    same = page.cell(*spot).text
    return bool(heads) and all(h.kind is Kind.TEXT and h.text != same and page.vocabulary.find(h.text) for h in heads)


def _list(page: Page, targets: tuple[Target, ...], listed: Listed, spot: Spot) -> None:
    """Enters a list in one cell, element by element."""
    page.claimed.add(spot)
    for target in targets:
        symbol = page.symbol(target)
        if not symbol.given:
            items = (_formulas if symbol.formula else _items)(page, listed, symbol, spot)
            for index in symbol.elements:
                _element(page, symbol, index, listed.name, items.get(index), spot)


def _items(page: Page, listed: Listed, symbol: Symbol, spot: Spot) -> Mapping[Index, object]:
    """What a list has for the elements of a symbol; all of them cannot be read where it is too long, or no list."""
    meant = set(symbol.elements)
    if listed.numbers is None:
        page.remark(spot, f"'{shortened(listed.text)}' for '{listed.name}' could not be read: no list of numbers")
        return dict.fromkeys(meant, Unreadable(listed.text, "no list of numbers"))
    flat = dict(_flat(listed.numbers, ()))
    fitted = flat if set(flat) == meant else _fitted(flat, symbol)
    if set(fitted) == meant:
        return fitted
    should = f"'{listed.name}' should have {_times(symbol.shape)} numbers, and has"
    turned = {index[::-1]: item for index, item in flat.items()}
    if set(turned) == meant:
        page.remark(spot, f"{should} {_times(symbol.shape[::-1])}: {_TURNED}")
        return turned
    page.remark(spot, f"{should} {len(flat)}")
    return flat if set(flat) < meant else dict.fromkeys(meant, Unreadable(listed.text, "a list of another shape"))


def _formulas(page: Page, listed: Listed, symbol: Symbol, spot: Spot) -> Mapping[Index, object]:
    """What a list of formulas has for the elements of a symbol, in their order; nothing readable in one too long."""
    parts, meant = formulas(listed.text), sorted(symbol.elements)
    if len(parts) == len(meant):
        return {index: Formula(plain(part)) for index, part in zip(meant, parts, strict=True)}
    said = f"{len(parts)} formulas, and should be {len(meant)}" if parts else "no list of formulas"
    page.remark(spot, f"'{shortened(listed.text)}' for '{listed.name}' could not be read: {said}")
    return dict.fromkeys(meant, Unreadable(listed.text, said))


def _times(shape: tuple[int, ...]) -> str:
    return "×".join(map(str, shape))


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
