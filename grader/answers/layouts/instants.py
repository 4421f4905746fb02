"""Work done one point of time after the other: which of them each row of a sheet speaks of, under `t = 2`.

Names then leave out the number, `h`, or say it by a letter, `h_t`, where h1, h2, h3 are asked for.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from grader.answers.layouts.slopes import titles_backward, titles_gradients
from grader.answers.layouts.statements import statements
from grader.answers.record import BLANK, Cell, Kind
from grader.notation import (
    InstantHeading,
    Target,
    Vocabulary,
    after_update,
    at_instant,
    instant_heading,
    problem_heading,
)

_FEWEST = 2
"""So many headings at least, where they may count anything."""


class Instant(NamedTuple):
    """What the headings say of a row."""

    number: int
    """As names say it."""
    column: int = -1
    """Where the row itself has such a heading; -1 where it has none."""
    rest: str = ""
    """What the heading's cell says behind it: `t = 1: h = 0.5`."""


class Instants(NamedTuple):
    """The rows of a sheet that speak of a point of time each."""

    rows: dict[int, Instant]
    from_zero: bool
    """Whether the headings count from 0 what names count from 1."""


_NONE = Instants({}, False)


def instants(name: str, rows: Sequence[Sequence[Cell]], vocabulary: Vocabulary) -> Instants:
    """The instant of each row of a sheet of that name that speaks of one.

    Only where there are names under such headings, or on a sheet that is called so, that mean something only with the
    number of an instant. Where the headings may count anything, there are several, with the same names under each.
    """
    heads = {r: (c, heading) for r, row in enumerate(rows) for c, heading in _headings(row)}
    called = instant_heading(name) if name else None
    called = called if called and called.sure and not called.rest else None
    every = [heading for _, heading in heads.values()]
    numbers = {heading.instant for heading in every}
    if not (called or every) or (any(h.lettered for h in every) and _means("t", numbers, vocabulary)):
        return _NONE
    sure = all(heading.sure for heading in every)
    if not sure and (len(numbers) < _FEWEST or vocabulary.steps):
        return _NONE
    found = dict(_spoken_of(rows, heads, called))
    said: dict[int, set[str]] = {}
    for r, at in found.items():
        said.setdefault(at.number, set()).update(_names(rows[r], at))
    zero = any(not named_at(each, 0, vocabulary) and named_at(each, 1, vocabulary) for each in said.get(0, ()))
    known = [{each for each in names if named_at(each, n + zero, vocabulary)} for n, names in said.items()]
    if not any(known) or not (sure or all(names == known[0] for names in known)):
        return _NONE
    return Instants({r: at._replace(number=at.number + zero) for r, at in found.items()}, zero)


def _means(letter: str, numbers: set[int], vocabulary: Vocabulary) -> bool:
    """Whether a letter is the name of something that may be said to be one of these: of no given of another value."""
    found = vocabulary.find(letter)
    return any(not vocabulary.symbol(each).given or vocabulary.value(each) in (None, *numbers) for each in found)


def named_at(
    text: str, number: int, vocabulary: Vocabulary, problem: str | None = None, updated: bool = False
) -> tuple[Target, ...]:
    """What a text names by what it is at an instant, `h_t` or `h` at 2; nothing where it says as much without."""
    said = at_instant(text, number)
    if said != text:
        return vocabulary.find(said, problem, updated)
    plain = vocabulary.find(text, problem, updated)
    if plain and not all(map(vocabulary.is_several, plain)):
        return ()
    return vocabulary.find(f"{text.strip()}_{number}", problem, updated)


def _headings(row: Sequence[Cell]) -> Iterator[tuple[int, InstantHeading]]:
    """The heading at the beginning of a row, and its column; nothing where the row has several."""
    filled = ((c, cell) for c, cell in enumerate(row) if cell.kind is not Kind.BLANK)
    column, first = next(filled, (0, BLANK))
    heading = instant_heading(first.text) if first.kind is Kind.TEXT else None
    if heading and not any(cell.kind is Kind.TEXT and instant_heading(cell.text) for _, cell in filled):
        yield column, heading


def _spoken_of(
    rows: Sequence[Sequence[Cell]], heads: dict[int, tuple[int, InstantHeading]], called: InstantHeading | None
) -> Iterator[tuple[int, Instant]]:
    """The rows that speak of an instant: those under a heading, down to another; one beside others is its row's."""
    now = Instant(called.instant) if called else None
    for r, row in enumerate(rows):
        filled = [cell.text for cell in row if cell.kind is not Kind.BLANK]
        if r in heads:
            column, heading = heads[r]
            at = Instant(heading.instant, column, heading.rest)
            now = Instant(heading.instant) if len(filled) == 1 else None
            yield r, at
            continue
        if len(filled) == 1 and _heads_others(filled[0]):
            now = None
        if now:
            yield r, now


def _heads_others(text: str) -> bool:
    heads = problem_heading(text) or after_update(text) is not None or titles_gradients(text) or titles_backward(text)
    return bool(heads) and not statements(text)


def _names(row: Sequence[Cell], at: Instant) -> Iterator[str]:
    """The names in a row, as far as a number is said of them in the same cell, or they are texts by themselves."""
    for c, cell in enumerate(row):
        text = at.rest if c == at.column else cell.text
        if cell.kind is Kind.TEXT and text:
            said = [each.name for each in statements(text)]
            yield from said or [text.strip().rstrip(":= ")]
