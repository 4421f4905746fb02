"""Tables of what is said of each unit: `neuron | s | h` over 1, 2, 3, `node | net input | output` over h1, h2.

And of each problem: `part | p | L` over a, b, c.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.near import nobodys
from grader.answers.layouts.page import Page
from grader.answers.layouts.tables import inner
from grader.answers.layouts.tables.footing import heads_total
from grader.answers.layouts.text.words import heads_indices, heads_problems, heads_samples
from grader.answers.layouts.text.worth import readable
from grader.answers.record import Kind
from grader.notation import Target, heads_another, makes_another

_LONGEST = 30
"""Characters of a heading, or of what a row is about."""
_FEWEST = 2
"""So many rows at least."""
_NUMERIC = re.compile(r"\s*[-−+]?[.,]?\d")
_MOST = 40
"""So many units, or things said of each, are too many."""
_CELLS = 20_000
"""So many cells of a sheet are asked what they are in its tables, which may lie within one another."""
_DECIMAL = re.compile(r"\s*[-−+]?\d*\.\d*[1-9]\d*\s*")
"""A number that counts nothing: it is in a table, and does not begin one."""
_INDEXED = re.compile(r"(?:_\{?[ijkn]\}?|[ᵢⱼₖₙ])$")
"""`h_i`, over rows that say what i is."""
_SYMBOL = re.compile(r"(?:.*[\s(])?(?P<symbol>[^\W\d_]{1,3})\)?")
"""`Activation h`, `weighted sum (s)`."""
_LETTER = re.compile(r"(?<=\w)\s+\(?[^\W\d_]\)?$")
"""The letter behind the words of a heading, `Weighted sum s`."""
_LETTERED = re.compile(r"(?P<letter>[^\W\d_]{1,3})_?(?P<number>\d{1,2})")
_LETTERS = re.compile(r"[^\W\d_]")
"""What every name has: numbers over numbers are a matrix."""
_NUMBER = re.compile(r"(?:[^\W\d_]{2,12}[\s#]+|#\s*)?(?P<number>\d{1,2})(?:\.0)?")
"""`1`, `neuron 1`."""


class _Table(NamedTuple):
    """A table by its lines, which are rows, or columns where it lies on its side."""

    corner: Spot
    keys: list[str]
    heads: list[str]
    turned: bool
    from_zero: bool = False
    """Whether the sheet counts from 0 what the keys count from 1."""
    called: Mapping[tuple[str, str], str] = {}
    """By heading and key what an activation, or what goes into it, is called in full."""

    def spot(self, line: int, place: int) -> Spot:
        """The cell of a key and a head, both counted from 1, or with 0 the head or the key itself."""
        r, c = self.corner
        return (r + place, c + line) if self.turned else (r + line, c + place)

    def line(self, line: int) -> list[Spot]:
        """The cells under the heads of a key."""
        return [self.spot(line, place) for place in range(1, len(self.heads) + 1)]


Meant = dict[Spot, tuple[str, tuple[Target, ...]]]
"""By spot what stands there: as it would be called, and what that means."""


def read(page: Page) -> None:
    """Reads every such table in which two columns at least are of something that is asked for.

    Or one of which the heading says that its numbers are no values of what they stand beside, as errors are none.
    """
    cells = 0
    for table in [_called(page, _from_one(page, _by_number(table))) for table in _tables(page)]:
        cells += len(table.keys) * len(table.heads)
        if cells > _CELLS:
            page.remark(table.corner, "too many tables lie within one another here: from here on, none was looked for")
            return
        if _adds_up(table) or not (heads := _heads(page, table)):
            continue
        meant = {place: _meant(page, table, place, head) for place, head in heads.items()}
        fewest = 1 if heads_problems(page.cell(*table.corner).text) else _FEWEST
        told = {place: found for place, found in meant.items() if _fits(table, found, fewest)}
        remarked = {p: f for p, f in meant.items() if heads_another(heads[p]) and any(t for _, t in f.values())}
        needed = 1 if table.called else _FEWEST
        if len(told) >= needed or any(_all_known(told[place]) for place in remarked.keys() & told.keys()):
            _enter(page, table, told | remarked)


def _adds_up(table: _Table) -> bool:
    """Whether the rows are numbered and their sum or mean is among them: then they are no units."""
    rows = table.heads if table.turned else table.keys
    others = [row for row in rows if not heads_total(row)]
    return 0 < len(others) < len(rows) and all(_NUMBER.fullmatch(row) for row in others)


def _enter(page: Page, table: _Table, told: Mapping[int, Meant]) -> None:
    """Enters the numbers under some of the headings, and tells of those that nobody asked for."""
    said = {spot for found in told.values() for spot in found}
    lines = [line for line in range(1, len(table.keys) + 1) if not said.isdisjoint(table.line(line))]
    page.claimed |= {table.corner, *(table.spot(line, 0) for line in lines)}
    page.claimed |= {table.spot(0, place) for place in told}
    if table.from_zero:
        page.remark(table.spot(1, 0), f"the {'columns' if table.turned else 'rows'} of this table are counted from 0")
    for found in told.values():
        for spot, (name, targets) in found.items():
            if targets:
                page.answer(targets, name, spot)
            else:
                nobodys(page, name, page.cell(*spot), spot)


def _tables(page: Page) -> Iterator[_Table]:
    for r, c in list(_corners(page)):
        within = (page.cell(r + 1, c + 1), page.cell(r + 2, c + 1), page.cell(r + 1, c + 2))
        if not any(_NUMERIC.match(cell.text) for cell in within):
            continue
        along = _texts(page, (r, c), 0, 1)
        down = _texts(page, (r, c), 1, 0) if _FEWEST <= len(along) < _MOST else []
        if not _FEWEST <= len(down) < _MOST or any(map(_are_values, (along, down))):
            continue
        if any(map(_LETTERS.search, (*along, *down))):
            yield _Table((r, c), down, along, False)
            yield _Table((r, c), along, down, True)


def _are_values(texts: list[str]) -> bool:
    """Whether most of these are numbers that count nothing: values of a table, and neither units nor headings."""
    return 2 * sum(_DECIMAL.fullmatch(text) is not None for text in texts) > len(texts)


def _by_number(table: _Table) -> _Table:
    """The table with numbers for its keys where a heading is the letter of them all: `s` and `h`, said of h1 and h2."""
    found = [_LETTERED.fullmatch(key) for key in table.keys]
    letters = {each["letter"] for each in found if each}
    named = all(found) and len(letters) == 1 and not letters.isdisjoint(table.heads)
    return table._replace(keys=[each["number"] for each in found if each]) if named else table


def _from_one(page: Page, table: _Table) -> _Table:
    """The table with keys that count from 1, where they count from 0 what names count from 1, as a data frame's do."""
    numbers = [int(found["number"]) if (found := _NUMBER.fullmatch(key)) else -1 for key in table.keys]
    if 0 not in numbers or -1 in numbers:
        return table
    line, last = numbers.index(0) + 1, max(numbers)
    spots = {table.spot(line, place): _INDEXED.sub("", head) for place, head in enumerate(table.heads, 1)}
    known = [
        [bool(page.named(f"{head}_{n}", spot[0])) for n in (0, 1, last + 1, last + 2)]
        for spot, head in spots.items()
        if readable(page.cell(*spot))
    ]
    if last < _FEWEST or [False, True, True, False] not in known:
        return table  # of two rows the first may be of something else, an input
    return table._replace(keys=[str(n + 1) for n in numbers], from_zero=True)


def _called(page: Page, table: _Table) -> _Table:
    """The table with what its headings say of each key by the letter of an activation or of what goes into it."""
    row = table.corner[0]
    named = inner.of_keys(page, row, table.keys, table.heads)
    numbers = {key: found["number"] for key in table.keys if (found := _NUMBER.fullmatch(key))}
    if not named and len(numbers) >= _FEWEST:
        full = inner.of_heads(page, row, table.heads)
        named = {(head, key): f"{name}_{number}" for head, name in full.items() for key, number in numbers.items()}
    return table._replace(called=named)


def _corners(page: Page) -> Iterator[Spot]:
    """Where a table may begin: at a text that is the name of nothing, or where there is none."""
    for (r, c), cell in page.cells():
        text = cell.kind is Kind.TEXT and len(cell.text) <= _LONGEST and not _DECIMAL.fullmatch(cell.text)
        if text and not heads_samples(cell.text) and (heads_indices(cell.text) or not page.names((r, c))):
            yield r, c
        below = page.cell(r + 1, c - 1).kind if c and page.cell(r, c - 1).kind is Kind.BLANK else Kind.BLANK
        if below is not Kind.BLANK and (text or (below is Kind.TEXT and _NUMBER.fullmatch(cell.text))):
            yield r, c - 1


def _texts(page: Page, spot: Spot, down: int, right: int) -> list[str]:
    """The texts and whole numbers that stand below a spot or right of it, one after the other."""
    found: list[str] = []
    while (
        len(found) < _MOST
        and (cell := page.cell(spot[0] + down * (len(found) + 1), spot[1] + right * (len(found) + 1))).text
    ):
        if len(cell.text) > _LONGEST or not (cell.kind is Kind.TEXT or _NUMBER.fullmatch(cell.text)):
            break
        found.append(cell.text.strip())
    return found


def _heads(page: Page, table: _Table) -> dict[int, str]:
    """By place the headings that may say something of each key.

    Over names that mean something by themselves it is names and values, unless a heading makes something else of them,
    or is the letter of what goes into them;
    over others a heading that is the name of something says that its numbers are that, unless that is one number and
    they are several: the loss E over the errors of two outputs.
    """
    heads = dict(enumerate(table.heads, 1))
    if heads_problems(page.cell(*table.corner).text):
        return heads if all(map(page.problems.called, table.keys)) else {}
    if any(page.named(key, table.corner[0]) for key in table.keys):
        return heads if table.called or any(map(makes_another, table.heads)) else {}
    return {place: head for place, head in heads.items() if _may_say(page, table, place, head)}


def _may_say(page: Page, table: _Table, place: int, head: str) -> bool:
    """Whether a heading is the name of nothing, or of one number where several stand under it."""
    named = page.named(head, table.corner[0])
    under = [spot for line in range(1, len(table.keys) + 1) if readable(page.cell(*(spot := table.spot(line, place))))]
    return not named or (len(under) >= _FEWEST and not any(map(page.vocabulary.is_several, named)))


def _meant(page: Page, table: _Table, place: int, head: str) -> Meant:
    """What the numbers under a heading are."""
    row = table.spot(0, place)[0]
    found: Meant = {}
    for line, key in enumerate(table.keys, 1):
        spot = table.spot(line, place)
        if readable(page.cell(*spot)) and spot not in page.claimed:
            problem = page.problems.called(key) if heads_problems(page.cell(*table.corner).text) else None
            called = [table.called[head, key]] if (head, key) in table.called else []
            names = [head] if problem else [*called, *_names(page, head, key)]
            known = ((n, t) for n in names if _LETTERS.search(n) and (t := _single(page, n, row, problem)))
            if meant := next(known, None):
                found[spot] = meant
            elif not page.is_given(names[0], row):
                found[spot] = names[0], ()
    return found


def _names(page: Page, head: str, key: str) -> Iterator[str]:
    """What the number that a heading says of a key may be called, the plainest first."""
    base = _INDEXED.sub("", head)
    if number := _NUMBER.fullmatch(key):
        yield f"{base}_{number['number']}"
        if symbol := _SYMBOL.fullmatch(base):
            yield f"{symbol['symbol']}_{number['number']}"
    else:
        yield from (f"{base}_{key}", f"{key}_{base}")
        base = _LETTER.sub("", base)  # `weighted sum s`, said of h1
        yield f"{key} ({base})"
        yield from chain.from_iterable(map(page.vocabulary.in_words, (f"{base} of {key}", f"{key} {base}")))


def _single(page: Page, name: str, row: int, problem: str | None) -> tuple[Target, ...]:
    return tuple(
        t for t in page.meant(name, row, problem) if not page.vocabulary.is_several(t) and not page.symbol(t).formula
    )


def _all_known(found: Meant) -> bool:
    return len(found) >= _FEWEST and all(targets for _, targets in found.values())


def _fits(table: _Table, found: Meant, fewest: int) -> bool:
    """Whether most numbers under a heading are known by a name each."""
    known = [targets for _, targets in found.values() if targets]
    if not known or len(known) < fewest:
        return False
    apart = len({target for targets in known for target in targets}) >= len(known)
    beside = [key for line, key in enumerate(table.keys, 1) if not found.keys().isdisjoint(table.line(line))]
    zero = any(re.fullmatch(r"0(?:\.0)?", n) for n in (*beside, *table.heads))  # names may count from 1
    return len(known) * 2 > len(found) and apart and not zero
