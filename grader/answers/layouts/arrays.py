"""Vectors and matrices: as a list in one cell, as a block of numbers under their name or beside it."""

import re
from collections.abc import Collection, Mapping

from grader.answers.layouts.blocks import (
    apart,
    around,
    beginnings,
    corner,
    extent,
    in_a_row,
    is_filled,
    over_a_blank_row,
)
from grader.answers.layouts.cells import Spot
from grader.answers.layouts.givens import Numbers, instead
from grader.answers.layouts.introduced import is_symbol, spellings
from grader.answers.layouts.labels import Block, labelled
from grader.answers.layouts.near import unasked_array
from grader.answers.layouts.owners import are_anothers, says_itself
from grader.answers.layouts.page import Page
from grader.answers.layouts.short import before_the_next_name, size
from grader.answers.layouts.statements import Listed, listed, statements
from grader.answers.layouts.telling import begun
from grader.answers.layouts.updates import renewed
from grader.answers.layouts.worth import readable, worth
from grader.answers.record import Formula, Kind
from grader.notation import Symbol, Target, described, formulas, plain, without_item
from grader.numbers import Nested, Number, Unreadable, read_numbers

Index = tuple[int, ...]
_TRANSPOSED = re.compile(r"(?P<base>.*?\S)\s*(?:\^\s*\{?\s*(?:T|\\top|\\intercal)\s*\}?|\.T|ᵀ)", re.DOTALL)
_REACH = 3
_MATRIX = 2
"""So many columns to the right of a name a list may stand."""
_TURNED = "read as the transpose of what was asked for"
_BY_ROWS = "they were read row by row"


def read(page: Page) -> None:
    """Reads every array whose name stands in a cell, or is that of a sheet that holds nothing but its numbers."""
    _of_sheet(page)
    for spot, cell in list(page.cells()):
        if spot in page.claimed or cell.kind is not Kind.TEXT:
            continue
        said = without_item(page.said(spot))
        named = [(each, targets) for each in listed(said) if (targets := _meant(page, each, spot))]
        for each, targets in named:
            numbers = dict(_flat(each.numbers, ()))
            _list(page, _instead(page, targets, each.name, spot, numbers, each.assigned), each, spot)
        read_already = spot in page.claimed
        for each in listed(said):
            if found := _TRANSPOSED.fullmatch(each.name):
                _transposed(page, each, found["base"], spot)
            elif not named and each.numbers and not read_already and _unknown(page, each, spot):
                if singles := _singles(page, each, spot):
                    for (name, targets), (_, item) in zip(singles, _flat(each.numbers, ()), strict=True):
                        page.enter_of_list(targets, name, item, spot)
                else:
                    unasked_array(page, each.name, spot)
        if named and len(statements(said)) > len(named):
            page.shared.add(spot)
        if not named and not says_itself(said) and (targets := _headed(page, cell.text, spot)):
            _beside(page, targets, cell.text, spot)
            if spot not in page.claimed and over_a_blank_row(page, spot):
                _beside(page, targets, cell.text, (spot[0] + 1, spot[1]))
                page.claimed |= {spot} if (spot[0] + 1, spot[1]) in page.claimed else set()


def _of_sheet(page: Page) -> None:
    filled = [spot for spot, _ in page.cells()] if page.sheet.name and page.sheet.lines is None else []
    if not filled or not all(page.cell(*spot).kind is Kind.NUMBER for spot in filled):
        return
    name, first = page.sheet.name, filled[0]
    targets = _whole(page, name, first)
    for _, block in _blocks(first, page.symbol(targets[0]).shape) if targets else ():
        if set(block.values()) == set(filled):
            _enter(page, targets, name, block)
            return
    page.remark(first, f"the numbers on the sheet '{begun(name)}' have no names: they were not read")


def _named(page: Page, name: str, spot: Spot) -> tuple[Target, ...]:
    names = (*spellings(name), *page.in_words(name, spot[0]))
    return next((found for each in names if (found := _whole(page, each, spot))), ())


def _instead(
    page: Page, targets: tuple[Target, ...], name: str, spot: Spot, numbers: Numbers, assigned: bool = False
) -> tuple[Target, ...]:
    """The arrays that a name means; of givens what it stands for beside other numbers than theirs."""
    given = all(page.symbol(target).given for target in targets)
    return (instead(page, name, spot, numbers, assigned) or targets) if given else targets


def _unknown(page: Page, each: Listed, spot: Spot) -> bool:
    """Whether a list has a name that no quantity of the rubric has, and is none of what is given."""
    if any(page.named(spelling, spot[0]) for spelling in spellings(each.name)) or not re.search(r"[^\W\d_]", each.name):
        return False
    numbers = {item.value for _, item in _flat(each.numbers, ()) if isinstance(item, Number)}
    return bool(numbers) and not page.given_numbers >= numbers


def _singles(page: Page, each: Listed, spot: Spot) -> list[tuple[str, tuple[Target, ...]]]:
    """Of a list under the letter that single quantities share, `h = [0.79, 0.95]` for h1 and h2, each of these."""
    numbers = _flat(each.numbers, ())
    names = [f"{each.name}_{n}" for n in range(1, len(numbers) + 1)] if is_symbol(each.name) else []
    meant = [tuple(t for t in page.meant(name, spot[0]) if not page.vocabulary.is_several(t)) for name in names]
    return list(zip(names, meant, strict=True)) if all(meant) and all(len(index) == 1 for index, _ in numbers) else []


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
    if found := _renewed(page, page.said(spot), spot, each.name):
        return found
    targets = _named(page, each.name, spot)
    if not page.sample_at(spot[0]):
        return targets
    found = page.vocabulary.find(each.name, page.problem_at(spot[0]), page.updated_at(spot[0]))
    shape = {index for index, _ in _flat(each.numbers, ())}
    whole = tuple(t for t in found if t.index is None and shape == set(page.symbol(t).elements))
    return whole or targets


def _whole(page: Page, text: str, spot: Spot) -> tuple[Target, ...]:
    """The arrays that a text names."""
    named = page.named(text, spot[0])  # givens, too: their numbers are no answers
    turned = page.meant(text, spot[0]) if page.headed_at(spot[0]).slopes else ()
    return tuple(t for t in turned or named if _is_array(page, t))


def _is_array(page: Page, target: Target) -> bool:
    return bool(page.symbol(target).shape and (target.index is None or page.symbol(target).at))


def _renewed(page: Page, text: str, spot: Spot, name: str = "") -> tuple[Target, ...]:
    """The arrays after the step that a text names by working them out from their old values."""
    found = (renewed(page, each, spot[0]) for each in statements(text.rstrip("=: ")) if name in ("", each.name))
    return next((arrays for every in found if (arrays := tuple(t for t in every if _is_array(page, t)))), ())


def _headed(page: Page, text: str, spot: Spot) -> tuple[Target, ...]:
    """The arrays that a text names, or that are named among words with a number beside them: `forget gate f | 0.5`."""
    if found := _renewed(page, text, spot) or _whole(page, text, spot):
        return found
    words: tuple[str, ...] = ()
    if " " in text and not page.named(text, spot[0]):
        words = described(text) if readable(page.cell(spot[0], spot[1] + 1)) else ()
        words = (*words, *page.in_words(text, spot[0]))
    return next((found for symbol in words if (found := _whole(page, symbol, spot))), ())


def _beside(page: Page, targets: tuple[Target, ...], name: str, spot: Spot) -> None:
    r, c = spot
    for at in (_behind_working(page, spot), (r + 1, c)):
        text = page.cell(*at).text if page.cell(*at).kind is Kind.TEXT and at not in page.claimed else ""
        numbers = read_numbers(text) if text else None
        if numbers is not None or (page.symbol(targets[0]).formula and formulas(text)):
            page.claimed.add(spot)
            if len(page.symbol(targets[0]).shape) == _MATRIX and len(rows := _rows_from(page, at)) > 1:
                page.claimed |= rows.keys()
                numbers = [*rows.values()]
            targets = _instead(page, targets, name, spot, dict(_flat(numbers, ())))
            _list(page, targets, Listed(name, text, numbers), at)
            return
    shape = page.symbol(targets[0]).shape
    if block := around(page, spot, shape):
        _enter(page, targets, name, block)
        page.claimed.add(spot)
        return
    behind = _blocks(at, shape) if (at := _behind_words(page, spot)) != (r, c + 1) else []
    filled = [each for each in beginnings(spot, shape) if is_filled(page, each[1]) and not labelled(page, spot, *each)]
    filled += [each for each in behind if is_filled(page, each[1])]
    filled = [each for each in filled if not are_anothers(page, spot, each[1])]
    filled += apart(page, spot, shape)
    if not filled and (flat := in_a_row(page, (r, c + 1), shape)):
        page.remark(spot, f"'{name}' should have {_times(shape)} numbers, and has {len(flat)} in a row: {_BY_ROWS}")
        _enter(page, targets, name, flat)
        page.claimed.add(spot)
        return
    short = [] if filled else before_the_next_name(page, spot, shape)
    if (
        filled := filled or short
    ):  # the fullest, and of those the first: rows that begin with a tab stand one column to the right
        start, block = max(filled, key=lambda each: sum(readable(page.cell(*at)) > 0 for at in each[1].values()))
        other = _as_it_stands(page, targets, name, spot, start, block)
        if short and other is None:
            turned = f": {_TURNED}" if size(block) == shape[::-1] else ""
            page.remark(spot, f"'{name}' should have {_times(shape)} numbers, and has {_times(size(block))}{turned}")
        _enter(page, targets, name, block if other is None else other)
        page.claimed.add(spot)


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
        items = _flat(read_numbers(cell.text), ()) if cell.kind is Kind.TEXT else []
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
    if len(shape) == _MATRIX:
        return [(start, {(i + 1, j + 1): (y + i, x + j) for i in range(shape[0]) for j in range(shape[1])})]
    return []


def _enter(page: Page, targets: tuple[Target, ...], name: str, block: Block) -> None:
    numbers = {index: worth(page.cell(*at)) for index, at in block.items()}
    targets = _instead(page, targets, name, next(iter(block.values())), numbers) if block else targets
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
        page.remark(spot, f"'{begun(listed.text)}' for '{listed.name}' could not be read: no list of numbers")
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
    if len(symbol.shape) == _MATRIX and len(flat) == len(meant) and all(len(index) == 1 for index in flat):
        page.remark(spot, f"{should} {len(flat)} in a row: {_BY_ROWS}")
        return dict(zip(sorted(meant), (flat[index] for index in sorted(flat)), strict=True))
    page.remark(spot, f"{should} {len(flat)}")
    return flat if set(flat) < meant else dict.fromkeys(meant, Unreadable(listed.text, "a list of another shape"))


def _formulas(page: Page, listed: Listed, symbol: Symbol, spot: Spot) -> Mapping[Index, object]:
    """What a list of formulas has for the elements of a symbol, in their order; nothing readable in one too long."""
    parts, meant = formulas(listed.text), sorted(symbol.elements)
    if len(parts) == len(meant):
        return {index: Formula(plain(part)) for index, part in zip(meant, parts, strict=True)}
    said = f"{len(parts)} formulas, and should be {len(meant)}" if parts else "no list of formulas"
    page.remark(spot, f"'{begun(listed.text)}' for '{listed.name}' could not be read: {said}")
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
