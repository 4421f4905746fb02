"""Numbers that are no values but factors of the name after them: `dE/dv = 0.7162 h3 = 0.6762`, where h3 is 0.9442."""

from collections.abc import Iterator, Sequence

from grader.answers.layouts.page import Page
from grader.answers.layouts.text.introduced import spellings
from grader.answers.layouts.text.statements import Statement
from grader.answers.layouts.text.worth import worth
from grader.answers.record import Cell, Kind
from grader.numbers import EXACT, Number

_ROUNDING = 1e-12
_SURE = 0.1
"""By what part of a product its factors may leave it open; numbers with fewer digits fit by chance."""


def with_factors(page: Page, row: int, text: str, found: Sequence[Statement]) -> Iterator[Statement]:
    """The statements of a text, two of them as one where the value of the first is a factor of the second's name."""
    last: Statement | None = None
    for each in found:
        if last and f"{last.value} {each.name}" in text and _is_product(page, row, last, each):
            last = last._replace(sides=(*last.sides[:-1], f"{last.value} {each.name}", *each.sides[1:]))
            continue
        if last:
            yield last
        last = each
    if last:
        yield last


def _is_product(page: Page, row: int, one: Statement, other: Statement) -> bool:
    """Whether one's value times what the other's name is known to be is the other's value, as far as it is written."""
    factor, product = (worth(Cell(Kind.TEXT, each.value)) for each in (one, other))
    if not isinstance(factor, Number) or not isinstance(product, Number):
        return False
    for known in (known for name in spellings(other.name) for known in _known(page, row, name)):
        unit = abs(factor.value) * known.unit + abs(known.value) * factor.unit + product.unit
        near = abs(factor.value * known.value - product.value) <= unit / 2 + _ROUNDING
        if near and known.value != product.value and unit <= _SURE * abs(product.value):
            return True
    return False


def _known(page: Page, row: int, name: str) -> Iterator[Number]:
    """The numbers that a name is known to be: given, or answered before."""
    for target in page.named(name, row):
        given = page.symbol(target).values
        if isinstance(given, float):
            yield Number(given, str(given), 0.0, EXACT)
        elif target in page.told:
            yield page.told[target]
