"""Numbers under names that nobody asked for, in matrices, lists and columns: no answers, and a person should know."""

import re
from collections.abc import Iterator
from functools import lru_cache

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.page import Page
from grader.answers.layouts.text.introduced import is_symbol
from grader.answers.layouts.text.telling import begun
from grader.answers.layouts.text.words import heads_answers, heads_final, heads_names, heads_others
from grader.answers.layouts.text.worth import readable, worth
from grader.answers.record import Cell, Kind
from grader.numbers import Number, read_numbers

_DECIMAL = re.compile(r"\s*[-+−]?\d*[.,]\d+(?:[eE][-+−]?\d+)?\s*")
_LONGEST = 40
"""Characters of a name; a longer text is a sentence."""
_FEWEST = 2
_MOST = 3
"""So many names are told."""


def read(page: Page) -> None:
    """Tells, once a sheet, of the names with numbers under or beside them that no layout has read."""
    for spot, cell in list(page.cells()):
        if cell.kind is Kind.SPLIT:
            page.remark(spot, f"is '{begun(cell.text)}' one number with a decimal comma, or two?")
    told: list[Spot] = []
    beside: dict[int, bool] = {}
    for spot, cell in list(page.cells()):
        if len(told) > _MOST:
            break
        if cell.kind is not Kind.TEXT or spot in page.claimed or not _may_name(page, spot):
            continue
        if spot[0] not in beside:
            beside[spot[0]] = _beside_answers(page, spot[0])
        if block := _numbers(page, spot) or (_column(page, spot) if beside[spot[0]] else _alone(page, spot)):
            page.claimed |= set(block)
            if not _counts(page, block) and not page.given_numbers.issuperset(
                value for at in block for value in _values(page, at)
            ):
                told.append(spot)
                beside[spot[0]] |= block[0] == (spot[0] + 1, spot[1])  # the row heads columns of nobody
    _tell_known(page)
    if told:
        names = ", ".join(f"'{begun(page.cell(*spot).text)}'" for spot in told[:_MOST])
        page.remark(
            told[0], f"nobody asked for the numbers of {names}{' …' if len(told) > _MOST else ''}: they were not read"
        )


def _tell_known(page: Page) -> None:
    """Tells of names that are asked for and stand over a number of their own that no layout has read."""
    for spot, cell in list(page.cells()):
        below = (spot[0] + 1, spot[1])
        if cell.kind is Kind.TEXT and below not in page.claimed and _DECIMAL.fullmatch(page.cell(*below).text):
            asked = [t for t in page.names(spot) if page.symbol(t).asked and t not in page.told]
            if asked and not any(page.vocabulary.is_several(t) for t in asked):
                page.claimed |= {spot, below}
                page.remark(below, f"it is not clear whether '{begun(page.cell(*below).text)}' is '{begun(cell.text)}'")


def _may_name(page: Page, spot: Spot) -> bool:
    text = page.cell(*spot).text.strip()
    return len(text) <= _LONGEST and _is_words(text) and not page.vocabulary.find(text, page.problem_at(spot[0]))


@lru_cache(maxsize=10_000)
def _is_words(text: str) -> bool:
    """Whether a text is neither a number nor a list of numbers nor the head of a column."""
    heads = (heads_answers, heads_final, heads_names, heads_others)
    return not (_is_number(Cell(Kind.TEXT, text)) or _is_list(text) or any(says(text) for says in heads))


@lru_cache(maxsize=10_000)
def _is_number(cell: Cell) -> bool:
    return readable(cell) > 0


@lru_cache(maxsize=10_000)
def _is_list(text: str) -> bool:
    return len(list(_flat(read_numbers(text)))) >= _FEWEST  # `(problem 2)` has one


def _numbers(page: Page, spot: Spot) -> list[Spot]:
    """The cells of a matrix, two by two or larger, or of a list in one cell, just under a name or beside it."""
    r, c = spot
    for y, x in (_beside(page, spot), (r + 1, c)):
        cell = page.cell(y, x)
        if cell.kind is Kind.TEXT and (y, x) not in page.claimed and _is_list(cell.text):
            return [(y, x)]
        block = [(y + i, x + j) for i in range(_FEWEST) for j in range(_FEWEST)]
        if all(at not in page.claimed and _is_number(page.cell(*at)) for at in block):
            return block
    return []


def _beside(page: Page, spot: Spot) -> Spot:
    """The cell beside a name, or the one behind that where a long name leaves its own column blank."""
    r, c = spot
    return (r, c + 1) if page.cell(r, c + 1).kind is not Kind.BLANK else (r, c + 2)


def _column(page: Page, spot: Spot) -> list[Spot]:
    """The numbers under a symbol that is alone, or beside one that was read: not all of them whole, as counts are."""
    (r, c), found = spot, list[Spot]()
    while (at := (r + 1 + len(found), c)) not in page.claimed and _is_number(page.cell(*at)):
        found.append(at)
    whole = all(page.cell(*at).text.removesuffix(".0").strip("-+ ").isdecimal() for at in found)
    return [] if whole or not is_symbol(page.cell(*spot).text.strip()) else found


def _alone(page: Page, spot: Spot) -> list[Spot]:
    """The number beside a name where nothing else stands in the row, on a sheet with answers."""
    r, c = spot
    others = [(r, x) for x, cell in enumerate(page.rows[r]) if cell.kind is not Kind.BLANK and x != c]
    at = _beside(page, spot)
    fine = others == [at] and at not in page.claimed and _DECIMAL.fullmatch(page.cell(*at).text)
    return [at] if fine and page.answers else []


def _beside_answers(page: Page, row: int) -> bool:
    """Whether a row has a heading over numbers that were read, or nothing else at all, as the next one.

    Or symbols over as many numbers with decimals, and no others.
    """
    if _heads_one_row(page, row) or all(
        sum(cell.kind is not Kind.BLANK for cell in each) == 1 for each in page.rows[row : row + 2]
    ):
        return True
    heads = [(row, c) for c, cell in enumerate(page.rows[row]) if cell.kind is Kind.TEXT and (row, c) in page.claimed]
    return any((row + 1, c) in page.claimed and _is_number(page.cell(row + 1, c)) for _, c in heads)


def _heads_one_row(page: Page, row: int) -> bool:
    """Whether a row has symbols, two at least, and each stands over a number with decimals that was not read."""
    heads = [(row, c) for c, cell in enumerate(page.rows[row]) if cell.kind is not Kind.BLANK]
    below = ((row + 1, c) for _, c in heads)
    fine = all(at not in page.claimed and _DECIMAL.fullmatch(page.cell(*at).text) for at in below)
    return len(heads) > 1 and fine and all(is_symbol(page.cell(*spot).text.strip()) for spot in heads)


def _counts(page: Page, block: list[Spot]) -> bool:
    """Whether the first column of a block numbers its rows: `#`, `No.`."""
    texts = [page.cell(*at).text.removesuffix(".0") for at in block if at[1] == block[0][1]]
    return texts in (["1", "2"], ["0", "1"])


def _values(page: Page, spot: Spot) -> Iterator[float]:
    cell = page.cell(*spot)
    found = worth(cell)
    yield from [found.value] if isinstance(found, Number) else _flat(read_numbers(cell.text))


def _flat(values: object) -> Iterator[float]:
    if isinstance(values, list):
        for value in values:
            yield from _flat(value)
    elif isinstance(values, Number):
        yield values.value
