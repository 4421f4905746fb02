"""Statements by which a value goes over into another: `w8: 0.55 to 0.5614`."""

import re

from grader.answers.layouts.introduced import spellings
from grader.answers.layouts.page import Page
from grader.answers.layouts.statements import Statement
from grader.answers.layouts.worth import worth
from grader.answers.record import Cell, Kind
from grader.notation import Target
from grader.numbers import Number

_MOVES = re.compile(
    r"(?:(?:from|von|de|da)\s+)?(?P<old>[-+−]?\.?\d(?:[\d.,]*\d)?)"
    r"(?:\s+(?:to|auf|zu|bis|nach|à|a|en|vers|hasta|para)|\s*[,;])\s+"
    r"(?P<new>[-+−]?\.?\d.*)",
    re.IGNORECASE | re.DOTALL,
)
"""`0.55 to 0.5614`, `0.55, 0.5614`."""
_OLD = re.compile(r"(?P<name>[^\W\d].*?)\s+(?P<old>[-+−]?\d*[.,]\d+)", re.DOTALL)
"""`w8 0.55`, before a sign and 0.5614."""
_TWO = 2


def moved(page: Page, statement: Statement, row: int) -> Statement:
    """A statement by which a given value goes over into another, `w8: 0.55 to 0.56`, with that for its last side."""
    if len(statement.sides) == _TWO and (old := _OLD.fullmatch(statement.name)):
        sides = (old["name"], old["old"], statement.value)
    elif found := _MOVES.fullmatch(statement.value):
        sides = (statement.name, found["old"], found["new"])
    else:
        return statement
    given = any(page.is_given(each, row) for each in spellings(sides[0]))
    return statement._replace(sides=sides) if given else statement


def moves(page: Page, statement: Statement, row: int) -> bool:
    """Whether a statement says the given value and then another: `w5: 0.40 -> 0.3589`."""
    _, *values = statement.sides
    numbers = [worth(Cell(Kind.TEXT, value)) for value in values]
    found = next((found for each in spellings(statement.name) if (found := page.named(each, row))), ())
    given = {page.vocabulary.value(target) for target in found}
    return len(numbers) > 1 and isinstance(numbers[0], Number) and given == {numbers[0].value}


def moved_to(page: Page, statement: Statement, row: int) -> tuple[Target, ...]:
    """What such a statement tells the new value of, which need not be asked; nothing where there are several steps."""
    names = (page.meant(each, row, updated=True) for each in spellings(statement.name))
    found = next(filter(None, names), ())
    return () if any(page.symbol(target).stepped for target in found) else found
