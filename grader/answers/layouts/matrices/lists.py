"""Arrays written as a list, `[[0.1, 0.2], [0.3, 0.4]]`: which element each of its items is."""

from collections.abc import Collection, Mapping

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.matrices.blocks import MATRIX
from grader.answers.layouts.page import Page
from grader.answers.layouts.text.statements import Listed
from grader.answers.layouts.text.telling import begun
from grader.answers.record import Formula
from grader.notation import Symbol, Target, formulas, plain
from grader.numbers import Unreadable

Index = tuple[int, ...]
TURNED = "read as the transpose of what was asked for"
BY_ROWS = "they were read row by row"


def enter_list(page: Page, targets: tuple[Target, ...], listed: Listed, spot: Spot) -> None:
    """Enters a list in one cell, element by element."""
    page.claimed.add(spot)
    for target in targets:
        symbol = page.symbol(target)
        if not symbol.given:
            items = (_formulas if symbol.formula else _items)(page, listed, symbol, spot)
            for index in symbol.elements:
                enter_element(page, symbol, index, listed.name, items.get(index), spot)


def _items(page: Page, listed: Listed, symbol: Symbol, spot: Spot) -> Mapping[Index, object]:
    """What a list has for the elements of a symbol; all of them cannot be read where it is too long, or no list."""
    meant = set(symbol.elements)
    if listed.numbers is None:
        page.remark(spot, f"'{begun(listed.text)}' for '{listed.name}' could not be read: no list of numbers")
        return dict.fromkeys(meant, Unreadable(listed.text, "no list of numbers"))
    flat = dict(flattened(listed.numbers))
    items = fitted(flat, symbol)
    if set(items) == meant:
        return items
    should = f"'{listed.name}' should have {times(symbol.shape)} numbers, and has"
    turned = {index[::-1]: item for index, item in flat.items()}
    if set(turned) == meant:
        page.remark(spot, f"{should} {times(symbol.shape[::-1])}: {TURNED}")
        return turned
    if len(symbol.shape) == MATRIX and len(flat) == len(meant) and all(len(index) == 1 for index in flat):
        page.remark(spot, f"{should} {len(flat)} in a row: {BY_ROWS}")
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


def times(shape: tuple[int, ...]) -> str:
    """How large an array is, as a person says it: 3×2."""
    return "×".join(map(str, shape))


def fitted(flat: dict[Index, object], symbol: Symbol) -> dict[Index, object]:
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


def enter_element(page: Page, symbol: Symbol, index: tuple[int, ...], name: str, item: object, spot: Spot) -> None:
    """Enters an element of an array: a number, a formula, None for none, or why it cannot be read."""
    text = str(getattr(item, "text", ""))
    page.enter(symbol.element(index), name, text, item, spot)  # type: ignore[arg-type]


def flattened(values: object, index: Index = ()) -> list[tuple[Index, object]]:
    """Every item of a list of lists with its index, from 1; one that is no list has what was given."""
    if isinstance(values, list):
        return [pair for i, value in enumerate(values, 1) for pair in flattened(value, (*index, i))]
    return [(index, values)]
