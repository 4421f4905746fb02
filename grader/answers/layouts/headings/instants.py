"""Work done one point of time, unit or layer after the other: which of them each row of a sheet speaks of.

Under `t = 2` or `Hidden unit 1` names leave out the number, `h`, or say it by a letter, `h_t`, for h1, h2, h3.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from grader.answers.layouts.headings.numbering import Heads, heads_layer, is_whole_array, numbering
from grader.answers.layouts.headings.slopes import titles_backward, titles_gradients
from grader.answers.layouts.text.statements import statements
from grader.answers.record import Cell, Kind
from grader.notation import (
    InstantHeading,
    Target,
    Vocabulary,
    after_update,
    at_instant,
    instant_heading,
    names_part_of_cell,
    problem_heading,
)

_FEWEST = 2
"""So many headings at least, where they may count anything."""

_LETTERED = re.compile(r"[^\W\d_][\s)][^\W\d_]_\d+$")
"""Words and a letter with a number, `hidden state h_2`."""


_WITH_SYMBOL = re.compile(r"(?P<words>[^\W\d_].{2,40}\S)\s*\((?P<symbol>[^\W\d_]{1,2})(?:_t|ₜ)?\)", re.DOTALL)
"""Words with their symbol in brackets, `forget gate (f)`."""


class Instant(NamedTuple):
    """What the headings say of a row."""

    number: int
    """As names say it."""
    column: int = -1
    """Where the row itself has such a heading; -1 where it has none."""
    rest: str = ""
    """What the heading's cell says behind it: `t = 1: h = 0.5`."""
    of: str = "time"
    """What the heading speaks of, as of `InstantHeading`."""


class Instants(NamedTuple):
    """The rows of a sheet that speak of a point of time each."""

    rows: dict[int, Instant]
    from_zero: bool
    """Whether the headings count from 0 what names count from 1."""
    of: str = "time"
    """What they speak of, as of `InstantHeading`."""


_NONE = Instants({}, False)


def instants(name: str, rows: Sequence[Sequence[Cell]], vocabulary: Vocabulary) -> Instants:
    """The instant of each row of a sheet of that name that speaks of one.

    Only where there are names under such headings, or on a sheet that is called so, that mean something only with the
    number of an instant. Where the headings may count anything, there are several, with the same names under each.
    """
    heads = numbering(rows, vocabulary)
    called = instant_heading(name) if name else None
    called = called if called and called.sure and not called.rest else None
    every = [heading for _, heading in heads.values()]
    called = None if called and every and every[0].of != called.of else called  # a sheet a layer, of several units
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
    of = every[0].of if every else called.of if called else "time"
    first, second = Instant(0, of=of), Instant(1, of=of)
    zero = any(not numbered(each, first, vocabulary) and numbered(each, second, vocabulary) for each in said.get(0, ()))
    known = [
        {each for each in names if numbered(each, Instant(n + zero, of=of), vocabulary)} for n, names in said.items()
    ]
    if not any(known) or not (sure or all(names == known[0] for names in known)):
        return _NONE
    if of != "time" and _count_anew(found, rows, vocabulary):
        return _NONE
    return Instants({r: at._replace(number=at.number + zero) for r, at in found.items()}, zero, of)


def _count_anew(found: Mapping[int, Instant], rows: Sequence[Sequence[Cell]], vocabulary: Vocabulary) -> bool:
    """Whether two headings give one name the same number, as where each layer counts its units from 1.

    They may where one stands before the step and the other after it.
    """
    said: dict[tuple[str, int, int], int] = {}
    updates, head = 0, -1
    for r, row in enumerate(rows):
        texts = [cell.text for cell in row if cell.kind is not Kind.BLANK]
        updates += len(texts) == 1 and after_update(texts[0]) is True
        if at := found.get(r):
            head = r if at.column >= 0 else head
            names = (name for name in _names(row, at) if numbered(name, at, vocabulary))
            if any(said.setdefault((name, at.number, updates), head) != head for name in names):
                return True
    return False


def _means(letter: str, numbers: set[int], vocabulary: Vocabulary) -> bool:
    """Whether a letter is the name of something that may be said to be one of these: of no given of another value.

    In its very case: the targets T say nothing of `t = 1`.
    """
    found = [t for t in vocabulary.find(letter) if letter in vocabulary.symbol(t).spellings]
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
    if (both := _WITH_SYMBOL.fullmatch(text.strip())) and names_part_of_cell(both["words"]):
        text = both["symbol"]
    said = f"{text.strip()}_{number}"
    found = vocabulary.find(said, problem, updated)
    if names_part_of_cell(text):
        said = f"{text.strip(' :')} {number}"
    elif found or not _LETTERED.search(said):
        return found
    return next((t for name in vocabulary.in_words(said) if (t := vocabulary.find(name, problem, updated))), ())


def numbered(
    text: str, at: Instant, vocabulary: Vocabulary, problem: str | None = None, updated: bool = False
) -> tuple[Target, ...]:
    """What a text names by the number of the heading above it: under that of a layer an array, of a unit none."""
    if at.of == "layer" and vocabulary.find(text, problem, updated):
        return ()
    found = named_at(text, at.number, vocabulary, problem, updated)
    return tuple(t for t in found if at.of == "time" or (at.of == "layer") == is_whole_array(t, vocabulary))


def _spoken_of(
    rows: Sequence[Sequence[Cell]], heads: Heads, called: InstantHeading | None
) -> Iterator[tuple[int, Instant]]:
    """The rows that speak of an instant: those under a heading, down to another; one beside others is its row's."""
    now = Instant(called.instant, of=called.of) if called else None
    for r, row in enumerate(rows):
        filled = [cell.text for cell in row if cell.kind is not Kind.BLANK]
        if r in heads:
            column, heading = heads[r]
            at = Instant(heading.instant, column, heading.rest, heading.of)
            now = Instant(heading.instant, of=heading.of) if len(filled) == 1 else None
            yield r, at
            continue
        if len(filled) == 1 and _heads_others(filled[0]):
            now = None
        if now:
            yield r, now


def _heads_others(text: str) -> bool:
    heads = problem_heading(text) or after_update(text) is not None or titles_gradients(text) or titles_backward(text)
    return heads_layer(text) or (bool(heads) and not statements(text))


def _names(row: Sequence[Cell], at: Instant) -> Iterator[str]:
    """The names in a row, as far as a number is said of them in the same cell, or they are texts by themselves."""
    for c, cell in enumerate(row):
        text = at.rest if c == at.column else cell.text
        if cell.kind is Kind.TEXT and text:
            said = [each.name for each in statements(text)]
            yield from said or [text.strip().rstrip(":= ")]
