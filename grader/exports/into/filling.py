"""Fills points into a gradebook as a learning management system exported it.

Who has handed in nothing keeps the cell as it is: blank is not zero.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from grader.answers import Person
from grader.errors import Attention, Fault, GradeError, Weight
from grader.exports.into.choosing import column_of, refuse_two_in_one
from grader.exports.into.comments import added, fingerprint, is_free
from grader.exports.into.damage import blank_ends, changed_ids, uneven
from grader.exports.into.moodle import YES
from grader.exports.into.opening import Opened, opened
from grader.exports.into.points import fits, has_commas, value, written
from grader.exports.into.scores import SCORE, Scores
from grader.exports.into.system import Item
from grader.exports.into.table import Spot
from grader.exports.into.telling import renewed, rounded, shared, staying
from grader.exports.into.whose import DOUBT, MEMBERS, Whose
from grader.numbers import points_text

_EXCUSED = frozenset({"ex", "excused", "n/a"})
_CLOSE = 1e-9
_ANONYMOUS = "is the download anonymous? make it again when the system shows names"
_NAMELESS = "it tells no names, and the download nothing else: export it again with names"
_CHANGED = (
    "the comment there says other points, and was changed by hand or is of a run elsewhere; left as it is"
    " (empty it, and it is said anew)"
)
_OF_ANOTHER = "nobody has the number there that the download gives them: is it the worksheet of another assignment?"


class Change(NamedTuple):
    """One cell that is filled."""

    student: str
    row: int
    """The line of the table, from 1."""
    old: str
    new: str


@dataclass(frozen=True)
class Filled:
    """A gradebook with points filled in."""

    path: Path
    system: str
    columns: tuple[str, ...]
    """The titles of the columns that were filled."""
    data: bytes
    changes: tuple[Change, ...]
    same: int
    """Students who had these points already."""
    attention: tuple[Attention, ...]
    said: tuple[str, ...] = ()
    """What whoever imports it should know of the points."""
    written: tuple[str, ...] = ()
    """The fingerprints of the comments, by which a later run knows them."""


def fill(path: Path, scores: Sequence[Scores], column: str = "", scale: bool = False) -> Filled:
    """The gradebook at `path` with each score in its column.

    `column` names the column, where a rubric's title does not; `scale` allows a column out of other points. GradeError,
    with all that is wrong, where the file is no gradebook known here, no column or several fit, its points differ, or
    nobody of the class is in it.
    """
    gradebook = opened(path)
    system, rows, head = gradebook.system, gradebook.rows, gradebook.head
    items = system.items(rows, head)
    filling = _Filling(gradebook, len(scores) > 1)
    alone = system.alone and len(scores) == 1
    columns = [column_of(path, items, rows[head], score, column, alone) for score in scores]
    refuse_two_in_one(path, scores, columns)
    for score, item in zip(scores, columns, strict=True):
        filling.enter(score, item, scale)
    return filling.filled()


class _Filling:
    """A gradebook while it is filled."""

    def __init__(self, gradebook: Opened, several: bool) -> None:
        self.path, self.table, self.rows, self.system, self.head = gradebook
        self.cells: dict[Spot, str] = {}
        self.several = several
        """Whether more columns than one are filled."""
        self.changes: list[Change] = []
        self.titles: list[str] = []
        self.attention: dict[Attention, None] = {}
        damage = (changed_ids, uneven)
        self.said = list(filter(None, (found(self.rows, self.head, self.system) for found in damage)))
        self.widest = len(self.rows[self.head]) + blank_ends(self.rows, self.head)
        self.rounded: dict[str, list[Fraction]] = {}
        """By column, the points that were entered with fewer decimals than they have."""
        self.same = 0
        self.renewed = 0
        """Comments of an earlier run that are written over, unknown whether somebody has added to them."""
        self.written: dict[str, None] = {}
        self._whose: dict[frozenset[int] | None, Whose] = {}
        self.changeable = self.system.locked(self.rows, self.head)
        self.comma = self.system.locale and has_commas(self.rows, self.table.separator)

    def enter(self, score: Scores, item: Item, scale: bool) -> None:
        """Enters the points of everybody who is in the gradebook."""
        full = self._full(score, item, scale)
        self.titles.append(item.title)
        if item.warning:
            self.said.append(f"'{item.title}' {item.warning}")
        listed = self._listed(item)
        whose = self._rows(score, listed)
        if not whose:
            raise GradeError([self._of_nobody(score, listed)])
        if self.system.participants and score.download == self.system.participants:
            self._compare_numbers(score, listed, whose)
        for row, (student, *others) in whose.items():
            if others and not (listed.of_groups and score.are_alike((student, *others))):
                names = " and ".join(f"'{name}'" for name in (student, *others))
                said = f"{names} are both in row {row + 1}: whose points count? none were entered"
                self._tell(student, said, Weight.LOST)
            else:
                self._give(student, row, item, score, full)
        unread = {student: listed.row(student, score).row for student in score.unread}
        for student, found in unread.items():
            if found is not None and found not in whose:
                self._leave(student, found, item, score)
        known = {*whose, *unread.values()}
        without = [row for row in listed.names if row not in known]
        kept = [(old, listed.names[row]) for row in without if value(old := self._old(row, item))]
        self.said += [staying(item, kept)] if kept else []

    def _leave(self, student: str, row: int, item: Item, score: Scores) -> None:
        """Leaves the points of somebody in whose work nothing could be read, and says so."""
        self._say_unread(row, item, [score.nothing_read, *score.unread[student]])
        if value(old := self._old(row, item)) is not None:
            said = f"has {old} there, and nothing could be read in the work; left as it is"
            self._tell(student, said, Weight.LOOK)

    def _old(self, row: int, item: Item) -> str:
        """What stands in a column as it was exported."""
        return self.table.cell(row, item.column).strip()

    def _listed(self, item: Item) -> Whose:
        """The rows that a column is of, by the students they are of."""
        if item.rows not in self._whose:
            self._whose[item.rows] = Whose(self.system, self.head, self.rows, item.rows)
        return self._whose[item.rows]

    def _rows(self, score: Scores, listed: Whose) -> dict[int, list[str]]:
        """By row of the gradebook, who of the class it is of; of whom there is none, that is told."""
        whose: dict[int, list[str]] = {}
        for student in score.points:
            row, issue, weight = listed.row(student, score)
            if row is None:
                self._tell(student, issue, weight, of_column=False)
            else:
                whose.setdefault(row, []).append(student)
        return whose

    def _compare_numbers(self, score: Scores, listed: Whose, whose: Mapping[int, Sequence[str]]) -> None:
        """Tells of whom the download has another number than their row, which is one's for this assignment alone."""
        pairs = [(student, listed.number(row)) for row, students in whose.items() for student in students]
        known = [(student, number) for student, number in pairs if number and score.numbers.get(student)]
        others = [(student, number) for student, number in known if number not in score.numbers[student]]
        if len(others) == len(known) > 0:
            self.said.append(_OF_ANOTHER)
            return
        for student, number in others:
            theirs = " and ".join(sorted(score.numbers[student]))
            self._tell(student, f"has the number {number} there and {theirs} in the download: is it one?", Weight.LOOK)

    def _of_nobody(self, score: Scores, listed: Whose) -> Fault:
        what = f"not one of the {len(score.points):,} students with work is in it"
        if any(listed.is_group(student, score) for student in score.points):
            return Fault(str(self.path), what, f"they are groups: {MEMBERS}")
        if self.system.numbered and score.download == self.system.numbered and not any(score.numbers.values()):
            return Fault(str(self.path), what, _ANONYMOUS)
        if doubt := next((row for row in self.attention if DOUBT in row.issue), None):
            return Fault(str(self.path), what + " without doubt", f"{doubt.place}: {doubt.issue}")
        if listed.is_nameless and all(person == Person(person.name) for p in score.people.values() for person in p):
            return Fault(str(self.path), what, _NAMELESS)
        return Fault(str(self.path), what, "is it the gradebook of another course?")

    def _give(self, student: str, row: int, item: Item, score: Scores, full: Fraction | None) -> None:
        """Enters one student's points, and says to them what they are."""
        points, out_of = score.points[student], score.out_of[student]
        entered = points if full is None else _share(points, out_of) * full
        if not self._enter(student, row, item, self._written(entered)):
            return
        if not fits(entered):
            self.rounded.setdefault(item.title, []).append(entered)
        if self.system.bounded and item.points is not None and entered > Fraction(str(item.points)):
            what = f"{points_text(entered)} points are more than the {points_text(Fraction(str(item.points)))} there"
            self._tell(
                student, f"{what}, and would be left out (raise the maximum, or enter them by hand)", Weight.LOST
            )
        if student not in score.comments:
            return
        said = (points, out_of) if full is None or self.system.percent else (entered, full)
        issue = self._comment(row, item, score, said, score.comments[student](_share(said[1], out_of)))
        if issue:
            self._tell(student, issue, Weight.LOOK)

    def _full(self, score: Scores, item: Item, scale: bool) -> Fraction | None:
        """What a whole share is worth in a column; None where the points go in as they are."""
        if self.system.percent:
            return Fraction(100)
        most = max(score.out_of.values(), default=Fraction(0))
        points = None if item.points is None else Fraction(Decimal(str(item.points)))
        if score.uneven:
            full = most if points is None else points
            self.said.append(shared(item, sorted(set(score.out_of.values())), full))
            return full
        if points is None or abs(points - most) < _CLOSE:
            return None
        if scale:
            return points
        out_of, rubric = points_text(points), points_text(most)
        what = f"the column '{item.title}' is out of {out_of} points, the rubric out of {rubric}"
        raise GradeError([Fault(str(self.path), what, "set one to the other, or let --scale convert the points")])

    def _tell(self, student: str, issue: str, weight: Weight, of_column: bool = True) -> None:
        """Tells something of a student: of several columns in which, or once, where it is of none of them."""
        named = f"'{self.titles[-1]}': {issue}" if of_column and self.several else issue
        self.attention.setdefault(Attention(self.path.name, student, named, weight))

    def _written(self, points: Fraction) -> str:
        return written(points, self.comma)

    def _enter(self, student: str, row: int, item: Item, new: str) -> bool:
        """Whether the cell holds these points now."""
        if self._slipped(row):
            wrong = "is longer than the headings (is a quotation mark missing?)"
        elif item.column >= len(self.rows[row]):
            wrong = "is shorter than the headings"
        else:
            wrong = ""
        if wrong:
            self._tell(student, f"row {row + 1} {wrong}; no points were entered", Weight.LOST)
            return False
        old = self.rows[row][item.column].strip()
        if old.casefold() in _EXCUSED:
            self._tell(student, f"is '{old}' there; left as it is", Weight.SETTLED)
            return False
        if self._locked(row):
            self._tell(student, "the grade is locked there; left as it is", Weight.SETTLED)
            return False
        if value(old) is not None and value(old) == value(new):
            self.same += 1
        else:
            self.cells[row, item.column] = new
            self.changes.append(Change(student, row + 1, old, new))
        return True

    def _comment(self, row: int, item: Item, score: Scores, had: tuple[Fraction, Fraction], more: Sequence[str]) -> str:
        """Tells a student the points, and what else there is to say, where the comment may be written over.

        What somebody has added to an earlier one stays behind it. Returns what there is to look at.
        """
        points, out_of = map(self._written, had)
        place, said = item.comments, score.score.format(points=points, out_of=out_of)
        if place is None or place >= len(self.rows[row]):
            return ""
        ours = (score.score, SCORE, score.nothing_read, *score.earlier)
        old = self.rows[row][place].strip()
        if not is_free(old, self._spelt(said), map(self._spelt, ours)):
            return ""
        rest = added(old, score.written) if old and score.written else ""
        if rest is None:
            return _CHANGED
        self.renewed += bool(old and not score.written)
        self._write(row, place, [said, *more], rest)
        return ""

    def _write(self, row: int, place: int, lines: Sequence[str], rest: str = "") -> None:
        """Puts a comment into its cell, before the `rest` that is somebody's own, and remembers it."""
        remark = self._remark(lines)
        self.written[fingerprint(remark)] = None
        self.cells[row, place] = remark + rest

    def _say_unread(self, row: int, item: Item, lines: Sequence[str]) -> None:
        """Tells a student why there are no points, where there are none and nothing else has been said."""
        cells, place = self.rows[row], item.comments
        if place is None or max(place, item.column) >= len(cells) or self._slipped(row) or self._locked(row):
            return
        if not cells[place].strip() and value(cells[item.column]) is None:
            self._write(row, place, lines)

    def _remark(self, lines: Sequence[str]) -> str:
        """What is said to a student, as it can stand in this file."""
        return self._spelt(self.system.remark(lines))

    def _spelt(self, text: str) -> str:
        return self.table.spelt(text, self.system.otherwise)

    def _slipped(self, row: int) -> bool:
        """Whether a row has more cells than there are headings, so that nobody knows which heading each is under."""
        return len(self.rows[row]) > self.widest

    def _locked(self, row: int) -> bool:
        said = "" if self.changeable is None else self.table.cell(row, self.changeable).strip().casefold()
        return bool(said) and said not in YES

    def filled(self) -> Filled:
        """The gradebook as it is now."""
        return Filled(
            self.path,
            self.system.name,
            tuple(self.titles),
            self.table.with_cells(self.cells),
            tuple(self.changes),
            self.same,
            tuple(self.attention),
            (*self.said, *(rounded(*each, self.comma) for each in self.rounded.items()), *renewed(self.renewed)),
            tuple(self.written),
        )


def _share(points: Fraction, out_of: Fraction) -> Fraction:
    return points / out_of if out_of else Fraction(0)
