"""Names that answer the name in front of them, and ask for nothing: `dL/db | dL/dz`, below `dL/dz | y - t`."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from grader.answers.layouts.cells import Cells, Spot
from grader.answers.layouts.words import is_answer
from grader.answers.layouts.worth import readable
from grader.answers.record import Kind
from grader.notation import Target

Named = Mapping[Spot, tuple[Target, ...]]
"""By spot what the text there names; given quantities are no names."""
_HEADS = 2
"""So many names in a row with answers below them are headings."""
_MOST = 50
"""So many other places of a name are looked at."""


def references(page: Cells, named: Named) -> frozenset[Spot]:
    """The spots of such names.

    A name answers the one in front of it in a column that is headed as that of answers; or where it is asked for, too,
    with another answer as far behind it; or where most of what stands in the rows of that column's names is none.
    """
    asking = {spot: targets for spot, targets in named.items() if any(page.symbol(t).asked for t in targets)}
    places, shares = _places(asking), dict[tuple[int, int], bool]()
    found: set[Spot] = set()
    for spot in sorted(named):
        row, column = spot
        front = next((c for c in range(column - 1, -1, -1) if (row, c) in asking), None)
        if front is None or not set(asking[row, front]).isdisjoint(named[spot]):
            continue
        if (front, column) not in shares:
            shares[front, column] = _are_answers(page, front, column, asking)
        others = (at for target in named[spot] for at in places[target][:_MOST] if at[0] != row and at in asking)
        again = any(_is_answer(page, (r, c + column - front), asking) for r, c in others)
        beside = all((row, c) in found or page.cell(row, c).kind is Kind.BLANK for c in range(front + 1, column))
        says = beside and (again or shares[front, column]) and not _heads(page, row, asking)
        if says or _is_headed(page, front, spot):
            found.add(spot)
            asking.pop(spot, None)
    return frozenset(found)


def _places(asking: Named) -> Mapping[Target, list[Spot]]:
    places = defaultdict[Target, list[Spot]](list)
    for spot, targets in asking.items():
        for target in targets:
            places[target].append(spot)
    return places


def _is_answer(page: Cells, spot: Spot, asking: Named) -> bool:
    return spot not in asking and page.cell(*spot).kind is not Kind.BLANK


def _are_answers(page: Cells, names: int, column: int, asking: Named) -> bool:
    """Whether most of what stands in a column, in the rows of the names of another, are no names."""
    rows = (r for r, c in asking if c == names)
    kinds = Counter((r, column) in asking for r in rows if page.cell(r, column).kind is not Kind.BLANK)
    return kinds[False] > kinds[True]


def _is_headed(page: Cells, names: int, spot: Spot) -> bool:
    """Whether the word over a column is that for answers, down to a spot without a break in the names."""
    row, column = spot
    while row > 0 and page.cell(row, names).kind is not Kind.BLANK:
        row -= 1
        if is_answer(page.cell(row, column).text):
            return True
    return False


def _heads(page: Cells, row: int, asking: Named) -> bool:
    """Whether names in a row have answers below them: numbers or, where some are asked for, formulas."""
    below = [(row + 1, c) for c in range(len(page.rows[row])) if (row, c) in asking]
    formulas = any(symbol.formula for symbol in page.vocabulary.symbols.values())
    answers = (
        readable(page.cell(*at)) or (formulas and any(_known(page, page.cell(*at).text)))
        for at in below
        if at not in asking
    )
    return sum(map(bool, answers)) >= _HEADS


def _known(page: Cells, text: str) -> Iterator[bool]:
    return (bool(page.vocabulary.find(word)) for word in re.findall(r"[^\W\d]\w*", text))
