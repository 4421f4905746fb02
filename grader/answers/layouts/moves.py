"""Statements by which a value goes over into another: `w8: 0.55 to 0.5614`, `L: 0.29 → 0.23`."""

import re
from collections.abc import Iterator
from itertools import pairwise, starmap

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.page import Page
from grader.answers.layouts.rivals import apart
from grader.answers.layouts.text.introduced import spellings
from grader.answers.layouts.text.signs import ARROW
from grader.answers.layouts.text.statements import LONGEST, Statement
from grader.answers.layouts.text.worth import worth
from grader.answers.record import BLANK, Cell, Kind
from grader.notation import Target
from grader.numbers import Number, read_number

_MOVES = re.compile(
    r"(?:(?:from|before|old|was|von|vorher|alt|de|avant|da|antes)\s+)?(?P<old>[-+−]?\.?\d(?:[\d.,]*\d)?)"
    r"(?:(?:\s*[,;])?\s+(?:to|after|new|now|auf|zu|bis|nach|nachher|neu|jetzt|à|a|en|vers|apr[eè]s|hasta|para|despu[eé]s)|(?P<comma>\s*[,;]))\s+"
    r"(?P<new>[-+−]?\.?\d.*)",
    re.IGNORECASE | re.DOTALL,
)
"""`0.55 to 0.5614`, `0.55, 0.5614`."""
_MAY_MOVE = re.compile(r"\s|\\|[→⇒⟶⟹➔➜↦>]")
_OLD = re.compile(r"(?P<name>[^\W\d].*?)\s+(?P<old>[-+−]?\d*[.,]\d+)", re.DOTALL)
"""`w8 0.55`, before a sign and 0.5614."""
_BOTH = re.compile(
    r"\s*[(\[]?\b(?:old|before|initial|alt|vorher|avant|antes)\W{1,5}(?:to|and|vs|und|et|y)?\W{0,3}"
    r"(?:new|after|updated|neu|nachher|apr[eè]s|despu[eé]s)\b[)\]]?$",
    re.IGNORECASE,
)
"""What says of a name that both values follow: `w5 (old → new)`."""
_PAIR = re.compile(
    r"(?P<old>[-+−]?\.?\d(?:[\d.,]*\d)?)(?:\s*[/|;]\s*|\s*,\s+|\s+)(?P<new>[-+−]?\.?\d(?:[\d.,]*\d)?)", re.ASCII
)
"""Both values: `0.6 / 0.5`, which is a quotient behind any other name."""
_LISTS = re.compile(
    r"(?P<name>[^:=]{1,80}?)\s*(?P<sign>[:=])\s*(?P<old>[\[(][^:=]*[\])])\s*[/|;,]?\s*(?P<new>[\[(][^:=]*[\])])\s*",
    re.DOTALL,
)
"""A name with two lists."""
_REACH = 40
"""So many rows above a cell its heading may stand."""
_TWO = 2


def moved(page: Page, statement: Statement, row: int) -> Statement:
    """A statement by which a value goes over into another, `w8: 0.55 to 0.56`, with each for a side."""
    name = _BOTH.sub("", statement.name) or statement.name
    if name != statement.name and (pair := _PAIR.fullmatch(statement.value)):
        return statement._replace(sides=(name, pair["old"], pair["new"]), arrows=1)
    statement = statement._replace(sides=(name, *statement.sides[1:]))
    if len(statement.sides) == _TWO and (old := _OLD.fullmatch(statement.name)):
        sides = (old["name"], old["old"], statement.value)
    elif found := _MOVES.fullmatch(statement.value):
        sides = (statement.name, found["old"], found["new"])
    else:
        return statement
    given = any(page.is_given(each, row) for each in spellings(sides[0]))
    both = given or bool(sides[0] == statement.name and found and not found["comma"])
    return statement._replace(sides=sides, arrows=1) if both else statement


def says_both(name: str) -> bool:
    """Whether a name says of itself that the values before and after the step follow: `w5 old/new`."""
    return _BOTH.search(name) is not None


def beside(page: Page) -> Iterator[tuple[Spot, Statement]]:
    """The cells of values that go over into one another beside a name: `w8 | 0.55 → 0.56`, with what they say of it."""
    for (r, c), cell in list(page.cells()):
        before = next((other for other in reversed(page.rows[r][:c]) if other.kind is not Kind.BLANK), BLANK)
        name = before.text.strip().rstrip(" :=")
        values = (going_over(cell) or _both(page, (r, c), name)) if before.kind is Kind.TEXT else ()
        if values:
            yield (r, c), Statement((_BOTH.sub("", name), *values), arrows=len(values) - 1)


def _both(page: Page, spot: Spot, name: str) -> tuple[str, ...]:
    """The numbers before and after the step in a cell whose name, or whose heading, says that it has both."""
    (r, c), pair = spot, _PAIR.fullmatch(page.cell(*spot).text.strip())
    above = (page.cell(y, c) for y in range(r - 1, max(-1, r - _REACH), -1)) if pair else ()
    head = next((cell.text for cell in above if cell.kind is Kind.TEXT and not _PAIR.fullmatch(cell.text.strip())), "")
    return pair.groups() if pair and (says_both(name) or says_both(head)) else ()


def with_arrow(text: str) -> str:
    """A text that gives two lists to a name that says both follow, with an arrow between them; any other as it is.

    >>> with_arrow("b1 old/new: [0.1, -0.2] / [0.09, -0.18]"), with_arrow("b1: [0.1] / [0.2]")
    ('b1: [0.1, -0.2] → [0.09, -0.18]', 'b1: [0.1] / [0.2]')
    """
    found = _LISTS.fullmatch(text) if len(text) <= LONGEST else None
    name = _BOTH.sub("", found["name"]) if found else ""
    return f"{name}{found['sign']} {found['old']} → {found['new']}" if found and name != found["name"] else text


def going_over(cell: Cell) -> tuple[str, ...]:
    """The numbers in a cell of which each goes over into the next; none in any other cell.

    >>> going_over(Cell(Kind.TEXT, "0.55 → 0.56")), going_over(Cell(Kind.TEXT, "from 0.5 to 0.6"))
    (('0.55', '0.56'), ('0.5', '0.6'))
    """
    if cell.kind is not Kind.TEXT or len(cell.text) > LONGEST or not _MAY_MOVE.search(cell.text):
        return ()
    found = _MOVES.fullmatch(cell.text.strip())
    values = (found["old"], found["new"]) if found and not found["comma"] else ARROW.split(cell.text.strip(" $"))
    return tuple(values) if len(values) > 1 and all(isinstance(read_number(v), Number) for v in values) else ()


def enter_each(page: Page, statement: Statement, targets: tuple[Target, ...], spot: Spot) -> bool:
    """Enters the values that go over into one another as those before and after the step; whether there are several.

    Where not all of them are asked for the last one counts, and that is told.
    """
    values = statement.sides[-1 - statement.arrows :]
    numbers = [number for value in values if isinstance(number := read_number(value), Number)]
    if not statement.arrows or not len(numbers) == len(values) < len(statement.sides):
        return False
    if not all(starmap(apart, pairwise(numbers))):
        return False  # 0.7875 → 0.79
    single = [t for t in targets if not page.symbol(t).formula and not page.vocabulary.is_several(t)]
    for target in single:
        steps = [page.vocabulary.steps_on(_before(page, target), step) for step in range(len(values))]
        known = [step for step in steps if step and (page.symbol(step).asked or page.symbol(step).given)]
        if len(known) < len(steps) or _comes_of(page, target, numbers[0]):
            steps = [None] * (len(steps) - 1) + [target]
        for step, value, number in zip(steps, values, numbers, strict=True):
            if step and not page.symbol(step).given:
                page.enter(step, statement.name, value, number, spot)
        if None in steps and page.symbol(target).asked and not _comes_of(page, target, numbers[0]):
            page.remark(spot, f"'{statement.name}' is {' and then '.join(values)} here: the last counts")
    page.claimed |= {spot} if single else set()
    return bool(single)


def _comes_of(page: Page, target: Target, number: Number) -> bool:
    """Whether a number is that from which an activation is worked out: `h1: 1.31 → 0.79`."""
    inner = page.told.get(target._replace(quantity=page.symbol(target).inner))
    return inner is not None and not apart(inner, number)


def _before(page: Page, target: Target) -> Target:
    """What a target is a step earlier; itself where it is nothing after a step."""
    earlier = target._replace(quantity=target.quantity.removesuffix("'"))
    return earlier if (earlier.problem, earlier.quantity) in page.vocabulary.symbols else target


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
