"""What stands in one row of a student's table: an answer, or a whole array as the array that it is."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from grader.marking import VERDICTS, Marks
from grader.numbers import points_on_page
from grader.reference import Asked
from grader.reports.feedback.row import Row

_WIDEST = 5
"""So many numbers stand side by side; a longer line goes on below, with the name of each."""


_IN_SIGHT = 3
"""So many are seen at once on any screen."""


class Tally(NamedTuple):
    """A verdict, and how many answers of an array have it."""

    verdict: str
    look: str
    times: int


class Remark(NamedTuple):
    """What is said of some elements of an array alike."""

    rows: tuple[Row, ...]
    of_all: bool

    @property
    def row(self) -> Row:
        """One of them."""
        return self.rows[0]


class Entry(NamedTuple):
    """One row of the table."""

    label: str
    rows: tuple[Row, ...]
    lines: tuple[tuple[Row, ...], ...]
    """The elements of an array as they stand on paper; of a single answer, it alone."""
    named: bool
    """Whether its place does not say what an element is called."""
    tallies: tuple[Tally, ...]
    remarks: tuple[Remark, ...]
    points: str
    out_of: str
    flows: bool = False
    """Whether it is one line of many numbers, which may go on below wherever there is no more room."""

    @property
    def width(self) -> int:
        """Of the longest line."""
        return max(map(len, self.lines))


def entries(marks: Marks, n: int, asked: Sequence[Asked], rows: Sequence[Row]) -> Iterator[Entry]:
    """The rows of student `n` as the table has them; formulas are too long to stand side by side."""
    places = groupby(range(len(rows)), lambda c: (asked[c].of, c if rows[c].symbolic or not asked[c].of else -1))
    for (of, _), found in places:
        columns = list(found)
        earned = sum((marks.columns[c].out_of * marks.shares[marks.share[n, c]] for c in columns), Fraction(0))
        out_of = sum((marks.columns[c].out_of for c in columns), Fraction(0))
        theirs, points = tuple(rows[c] for c in columns), (points_on_page(earned), points_on_page(out_of))
        if len(columns) == 1:
            yield Entry(theirs[0].label, theirs, (theirs,), False, (), (), *points)
            continue
        lines = tuple(tuple(rows[c] for c in line) for line in _lines(columns, asked))
        named = [rows[c].label != _placed(of, asked[c]) for c in columns]
        on_paper = len({asked[c].index[:-1] for c in columns})
        flows = on_paper == 1 and len(columns) > _IN_SIGHT
        told = any(named) or on_paper not in (1, len(lines))
        yield Entry(of, theirs, lines, told, _tallies(theirs), tuple(_remarks(theirs)), *points, flows)


def _lines(columns: Sequence[int], asked: Sequence[Asked]) -> Iterator[Sequence[int]]:
    """The elements row by row; a long row in several lines."""
    for _, found in groupby(columns, lambda c: asked[c].index[:-1]):
        line = list(found)
        yield from (line[i : i + _WIDEST] for i in range(0, len(line), _WIDEST))


def _placed(of: str, element: Asked) -> str:
    return f"{of}[{','.join(map(str, element.index))}]"


def _tallies(rows: Sequence[Row]) -> tuple[Tally, ...]:
    kinds = sorted({(VERDICTS.index(row.verdict), row.look) for row in rows})
    return tuple(Tally(VERDICTS[v], look, sum(_kind(row) == (VERDICTS[v], look) for row in rows)) for v, look in kinds)


def _kind(row: Row) -> tuple[str, str]:
    return row.verdict, row.look


def _remarks(rows: Sequence[Row]) -> Iterator[Remark]:
    """What is to be said of the elements beside their signs, once of all of which the same is."""
    alike: dict[tuple[str | bool, ...], list[Row]] = {}
    for row in rows:
        if row.note or row.right or row.points != row.out_of:
            alike.setdefault((*_kind(row), row.note, row.right, row.own, row.points), []).append(row)
    for group in alike.values():
        of_all = len(group) == len(rows)
        if not of_all or group[0].note or group[0].right:
            yield Remark(tuple(group), of_all)
