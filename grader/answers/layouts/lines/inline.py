"""`name = value` and `name : value` in one cell: a line of a program's output, a line of a note, of working."""

from collections.abc import Iterator, Mapping
from itertools import chain

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.givens import instead
from grader.answers.layouts.lines.factors import with_factors
from grader.answers.layouts.lines.subjects import with_subjects
from grader.answers.layouts.moves import beside, enter_each, moved, moved_to, moves
from grader.answers.layouts.near import unasked
from grader.answers.layouts.page import Page
from grader.answers.layouts.text.introduced import is_symbol, spellings, told
from grader.answers.layouts.text.statements import Statement, statements, states
from grader.answers.layouts.text.telling import begun
from grader.answers.layouts.text.worth import Worth, is_rounded, worth
from grader.answers.layouts.updates import renewed, written_out
from grader.answers.parallel import parallel
from grader.answers.record import Cell, Kind
from grader.notation import Symbol, Target, described, formulas, without_item
from grader.numbers import Number, read_number

_TWO = 2
MOST = 500_000
"""Characters of all such cells of a sheet that are read; a homework has a hundredth."""


def read(page: Page) -> None:
    """Reads every cell that holds names, signs and values."""
    for spot, text in list(_texts(page)):
        _tell_counts(page, spot, text)
        found = with_subjects(page, spot[0], statements(text))
        for statement in with_factors(page, spot[0], text, list(found)):
            _enter(page, spot, statement)
    for spot, statement in beside(page):
        _enter(page, spot, statement)


def _texts(page: Page) -> Iterator[tuple[Spot, str]]:
    left = MOST
    shared = ((spot, page.cell(*spot)) for spot in sorted(page.shared))
    for spot, cell in chain(page.cells(), shared):
        if cell.kind is Kind.TEXT and states(text := page.said(spot)):
            left -= len(text)
            if left < 0:
                page.remark(spot, "no line from here on was read: no homework says as much")
                return
            yield spot, without_item(text)


def _enter(page: Page, spot: Spot, statement: Statement) -> None:
    statement = written_out(page, moved(page, statement, spot[0]), spot[0])
    if page.restates(statement.name, spot[0], Cell(Kind.TEXT, statement.value)):
        page.claimed.add(spot)
        return
    named = {side: _meant(page, spot[0], side, side == statement.name) for side in statement.sides[:-1]}
    if enter_each(page, statement, named[statement.name], spot):
        return
    named[statement.name] = renewed(page, statement, spot[0]) or named[statement.name]
    if _speaks_of_a_later(statement.name, named):
        named[statement.name] = ()
    if not any(named.values()) and (turned := _turned(page, spot[0], statement)):
        _enter(page, spot, turned)
        return
    if not any(named.values()) and moves(page, statement, spot[0]):
        named[statement.name] = moved_to(page, statement, spot[0])
    if not any(named.values()):
        number = worth(Cell(Kind.TEXT, statement.value))
        assigned = statement.assigned or statement.changes_itself or moves(page, statement, spot[0])
        named[statement.name] = instead(page, statement.name, spot, {(): number}, assigned)
    for name, targets in named.items():
        for target in page.fitting(targets, Cell(Kind.TEXT, statement.value)):
            symbol = page.symbol(target)
            if target.index or not symbol.shape or (symbol.formula and not formulas(statement.value)):
                page.claimed.add(spot)
                text, number = _value(statement, symbol)
                page.enter_all(target, name, text, number, spot)
    if any(named.values()):
        _tell_array(page, spot, named, statement.value)
    elif not any(page.is_given(name, spot[0]) for name in _names_of(page, statement.name, spot[0])):
        _tell(page, spot, statement)


def _speaks_of_a_later(name: str, named: Mapping[str, tuple[Target, ...]]) -> bool:
    """Whether words name what a symbol behind them names as it is after a step: `The loss is now L' = 0.53`."""
    first, *others = named.values()
    own, *later = ({(t.problem, t.quantity.rstrip("'"), t.index) for t in targets} for targets in named.values())
    return bool(own) and own in later and not is_symbol(name) and set(first).isdisjoint(chain(*others))


def _tell_counts(page: Page, spot: Spot, text: str) -> None:
    """Say of several names before one sign that there are not as many values behind it: none of them was read."""
    both = parallel(text)
    if both and len(both.names) != len(both.values) and any(page.named(name, spot[0]) for name in both.names):
        page.claimed.add(spot)
        page.remark(spot, f"'{begun(text)}' has {len(both.names)} names and {len(both.values)} values: none was read")


def _turned(page: Page, row: int, statement: Statement) -> Statement | None:
    """A statement that says the value first, `0.79 = h1`, the other way round; None of any other."""
    *values, name = statement.sides
    number = worth(Cell(Kind.TEXT, values[-1]))
    if not statement.equated or not isinstance(number, Number) or isinstance(worth(Cell(Kind.TEXT, name)), Number):
        return None
    meant = _meant(page, row, name, True)
    single = [target for target in meant if not page.symbol(target).formula]
    return statement._replace(sides=(name, *values)) if single else None


def _names_of(page: Page, text: str, row: int) -> tuple[str, ...]:
    return (*spellings(text), *page.in_words(text, row))


def _meant(page: Page, row: int, name: str, words: bool) -> tuple[Target, ...]:
    """What a side names; `words` may describe it where a statement begins: `eta dE/dv` further on is a product."""
    phrases = dict.fromkeys((name, told(name))) if words else ()
    names = (*spellings(name), *(each for text in phrases for each in _phrased(page, text, row)))
    found = next((targets for each in names if (targets := page.meant(each, row))), ())
    return () if found and _is_list_of_names(page, row, name, found) else found


def _phrased(page: Page, text: str, row: int) -> tuple[str, ...]:
    return (*described(text), *page.in_words(text, row))


def _is_list_of_names(page: Page, row: int, name: str, targets: tuple[Target, ...]) -> bool:
    """Whether other quantities are named before the one that was found: `s1, h1`, and not `Prediction, yhat`."""
    before = (page.named(each, row) for each in name.split(", ")[:-1])
    return any(others and set(others).isdisjoint(targets) for others in before)


def _value(statement: Statement, symbol: Symbol) -> tuple[str, Worth]:
    """The last side that is a number, or the one that it is rounded from; where none is, what the last one is worth."""
    last = worth(Cell(Kind.TEXT, statement.value), symbol)
    before = read_number(statement.sides[-2]) if len(statement.sides) > _TWO else None
    if isinstance(last, Number) and is_rounded(before, last):
        return statement.sides[-2], before
    for side in reversed(statement.sides[1:-1]) if not isinstance(last, Number) and not symbol.formula else ():
        if isinstance(found := worth(Cell(Kind.TEXT, side), symbol), Number):
            return side, found
    return statement.value, last


def _tell_array(page: Page, spot: Spot, named: dict[str, tuple[Target, ...]], value: str) -> None:
    """Say that something else than its numbers was said of an array."""
    if spot not in page.claimed and _alone(page, spot):
        name, targets = next((name, targets) for name, targets in named.items() if targets)
        page.claimed.add(spot)
        said = f"'{name}' stands for several numbers, which could not be read from this"
        page.not_numbers(targets, name, value, spot, said)


def _tell(page: Page, spot: Spot, statement: Statement) -> None:
    """List a number for a name that nobody asked for; where no name can be made out, the line counts as missed."""
    value = Cell(Kind.TEXT, statement.value)
    if not isinstance(worth(value), Number) or not _alone(page, spot):
        return
    if not statement.equated and statement.value.isdecimal():
        return  # `Student: 4711`
    if is_symbol(statement.name):
        page.claimed.add(spot)
        unasked(page, statement.name, value, spot)
    else:
        page.missed.append(spot)


def _alone(page: Page, spot: Spot) -> bool:
    """Whether a cell is a line of text, or one of several statements in its row, and no remark beside an answer."""
    others = (cell for c, cell in enumerate(page.rows[spot[0]]) if c != spot[1] and cell.kind is not Kind.BLANK)
    return all(cell.kind is Kind.TEXT and statements(cell.text) for cell in others)
