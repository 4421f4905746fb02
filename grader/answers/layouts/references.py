"""Names that answer the name in front of them, and ask for nothing: `dL/db | dL/dz`, below `dL/dz | y - t`."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from grader.answers.layouts.cells import Cells, Spot
from grader.answers.layouts.text.statements import statements
from grader.answers.layouts.text.words import is_answer
from grader.answers.layouts.text.worth import readable
from grader.answers.record import Kind
from grader.notation import Target

Named = Mapping[Spot, tuple[Target, ...]]
"""By spot what the text there names; given quantities are no names."""
_HEADS = 2
"""So many names in a row with answers below them are headings."""
_MOST = 50
"""So many other places of a name, and rows above it, are looked at."""


def references(page: Cells, named: Named) -> frozenset[Spot]:
    """The spots of such names.

    A name answers the one in front of it in a column that is headed as that of answers; or where it is asked for, too,
    with another answer as far behind it; or where most of what stands in the rows of that column's names is none. So
    does what says itself what the name in front of it is: `dL/dy | dL/dy = y - t`.
    """
    names, found = _Names(page, named), set[Spot]()
    for spot in sorted(named):
        front = names.in_front(spot)
        if front is None:
            continue
        if names.mean_alike(front, spot):
            answers = any(each.equated for each in statements(page.cell(*spot).text))
        else:
            between = ((spot[0], c) for c in range(front[1] + 1, spot[1]))
            beside = all(at in found or page.cell(*at).kind is Kind.BLANK for at in between)
            answers = _is_headed(page, front[1], spot) or (
                beside and names.are_answered(front, spot) and not names.head(spot[0])
            )
        if answers:
            found.add(spot)
            names.asking.pop(spot, None)
    return frozenset(found)


class _Names:
    """The names on a sheet, and which of them ask for something."""

    def __init__(self, page: Cells, named: Named) -> None:
        self.page, self.named = page, named
        self.asking = {spot: targets for spot, targets in named.items() if any(page.symbol(t).asked for t in targets)}
        self._places = defaultdict[Target, list[Spot]](list)
        for spot, targets in self.asking.items():
            for target in targets:
                self._places[target].append(spot)
        self._mostly: dict[tuple[int, int], bool] = {}

    def in_front(self, spot: Spot) -> Spot | None:
        """The nearest name before one in its row that asks for something."""
        row, column = spot
        return next(((row, c) for c in range(column - 1, -1, -1) if (row, c) in self.asking), None)

    def mean_alike(self, one: Spot, other: Spot) -> bool:
        """Whether two names may mean the same."""
        return not set(self.named[one]).isdisjoint(self.named[other])

    def are_answered(self, front: Spot, spot: Spot) -> bool:
        """Whether answers stand as far behind other names as a spot is behind the name in front of it."""
        columns = front[1], spot[1]
        if columns not in self._mostly:
            self._mostly[columns] = self._mostly_answered(*columns)
        return self._mostly[columns] or any(
            self._is_answer((row, column + spot[1] - front[1]))
            for target in self.named[spot]
            for row, column in self._places[target][:_MOST]
            if row != spot[0] and (row, column) in self.asking
        )

    def _mostly_answered(self, names: int, column: int) -> bool:
        rows = (r for r, c in self.asking if c == names and self.page.cell(r, column).kind is not Kind.BLANK)
        kinds = Counter((r, column) in self.asking for r in rows)
        return kinds[False] > kinds[True]

    def _is_answer(self, spot: Spot) -> bool:
        return spot not in self.asking and self.page.cell(*spot).kind is not Kind.BLANK

    def head(self, row: int) -> bool:
        """Whether names in a row have answers below them: numbers or, where some are asked for, formulas."""
        page, below = self.page, [(row + 1, c) for c in range(len(self.page.rows[row])) if (row, c) in self.asking]
        formulas = any(symbol.formula for symbol in page.vocabulary.symbols.values())
        answers = (
            readable(page.cell(*at)) or (formulas and any(_known(page, page.cell(*at).text)))
            for at in below
            if at not in self.asking
        )
        return sum(map(bool, answers)) >= _HEADS


def _is_headed(page: Cells, names: int, spot: Spot) -> bool:
    """Whether the word over a column is that for answers, down to a spot without a break in the names."""
    row, column = spot
    top = max(0, row - _MOST)
    while row > top and page.cell(row, names).kind is not Kind.BLANK:
        row -= 1
        if is_answer(page.cell(row, column).text):
            return True
    return False


def _known(page: Cells, text: str) -> Iterator[bool]:
    return (bool(page.vocabulary.find(word)) for word in re.findall(r"[^\W\d]\w*", text))
