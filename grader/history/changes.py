"""Results held against those that lay there before: whose points differ, by how much, and why."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple, TypeVar

from grader.defusing import undefused
from grader.errors import GradeError
from grader.history.reasons import Differing, due_to
from grader.history.relabelling import Place, relabelled
from grader.history.renaming import renamed, replaced
from grader.history.run import Run, read_run

MARKS, GRADEBOOK = "marks.csv", "gradebook.csv"
_MARKS = ("student", "problem", "quantity", "verdict", "points")

_T = TypeVar("_T")


class Mark(NamedTuple):
    """What a row of `marks.csv` says of an answer."""

    verdict: str
    points: Decimal


@dataclass(frozen=True)
class Results:
    """The tables of a run as they are written, and what they were made from (None where that is not known)."""

    answers: Mapping[str, Mapping[Place, Mark]]
    """By student."""
    totals: Mapping[str, Decimal | None]
    """By student; None where the student has none."""
    out_of: Decimal | None = None
    """What most of the totals are out of."""
    run: Run | None = None
    edited: frozenset[str] = frozenset()
    """Of the two files, those that somebody has changed after they were written."""

    @classmethod
    def of(cls, marks: bytes, gradebook: bytes, run: Run | None) -> "Results":
        """The results in the bytes of the two files. ValueError where they are not what grade writes."""
        answers: dict[str, dict[Place, Mark]] = {}
        places: dict[Place, Place] = {}
        found: dict[tuple[str, str], Mark] = {}
        for student, *named, verdict, points in _rows(marks, _MARKS):
            theirs, count = answers.setdefault(undefused(student), {}), 0
            while (place := (named[0], named[1], count)) in theirs:
                count += 1
            read = (verdict, points)
            if read not in found:  # of the many rows of a class few differ
                found[read] = Mark(verdict, _decimal(points) or Decimal(0))
            theirs[places.setdefault(place, place)] = found[read]
        rows = list(_rows(gradebook, ("student", "total", "out of")))
        totals = {undefused(student): _decimal(total) for student, total, _ in rows}
        [(out_of, _)] = Counter(out_of for *_, out_of in rows if out_of).most_common(1) or [("", 0)]
        edited = run.edited({MARKS: marks, GRADEBOOK: gradebook}) if run else frozenset()
        return cls(answers, totals, _decimal(out_of), run, edited)

    def called(self, names: Mapping[str, str]) -> "Results":
        """The same with other names for some students."""
        if not names or self.run is None:
            return self
        answers, totals = _called(self.answers, names), _called(self.totals, names)
        return replace(self, answers=answers, totals=totals, run=self.run.with_students(names))

    def places(self) -> list[Place]:
        """Everything that was asked of anybody, in order."""
        return list(dict.fromkeys(place for theirs in self.answers.values() for place in theirs))

    def labelled(self, labels: Mapping[Place, Place]) -> "Results":
        """The same with other names for some answers."""
        if not labels:
            return self
        answers = {
            student: {labels.get(place, place): mark for place, mark in theirs.items()}
            for student, theirs in self.answers.items()
        }
        named = {_named(old): _named(new) for old, new in labels.items()}
        return replace(self, answers=answers, run=self.run and _ruled_as(self.run, named))


def _named(place: Place) -> str:
    """An answer as a person is told of it."""
    return " ".join(filter(None, place[:2]))


def _ruled_as(run: Run, named: Mapping[str, str]) -> Run:
    """A run whose answers ruled on by hand have other names."""
    works = {
        rubric: {s: work._replace(ruled=tuple(named.get(name, name) for name in work.ruled)) for s, work in of.items()}
        for rubric, of in run.works.items()
    }
    return replace(run, works=works)


def _called(of_students: Mapping[str, _T], names: Mapping[str, str]) -> dict[str, _T]:
    return {names.get(student, student): value for student, value in of_students.items()}


class Change(NamedTuple):
    """What has become of one student."""

    student: str
    before: Decimal | None
    """The total; None where the student had none."""
    after: Decimal | None
    answers: tuple[tuple[str, Decimal], ...]
    """The answers whose points differ (`problem quantity`), and by how much."""
    why: tuple[str, ...]
    """What it may be due to (see `due_to`)."""

    @property
    def by(self) -> Decimal:
        """How many points more, or less."""
        return (self.after or Decimal(0)) - (self.before or Decimal(0))


class Changes(NamedTuple):
    """What differs from the results before."""

    students: tuple[Change, ...]
    """Whose total or whose points for an answer differ."""
    of: int
    """How many students there are, now or before."""
    verdicts: int
    """Answers with another verdict for the same points."""
    renamed: int
    """Students who are called otherwise than before, and are held against what they had under the other name."""
    relabelled: int = 0
    """Answers of which that is so."""
    out_of: tuple[Decimal, Decimal] | None = None
    """What totals were out of before, and are now, where that differs."""


def read_results(folder: Path) -> Results | None:
    """The results that lie in a folder, None where there are none; ValueError where they are not what grade writes."""
    try:
        marks, gradebook = (folder / MARKS).read_bytes(), (folder / GRADEBOOK).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ValueError(error.strerror) from None
    try:
        run = read_run(folder)
    except GradeError:
        run = None
    return Results.of(marks, gradebook, run)


def as_before(folder: Path, marks: bytes, gradebook: bytes) -> bool:
    """Whether a folder has these very tables already: then nothing differs, and they need not be read."""
    tables = {MARKS: marks, GRADEBOOK: gradebook}
    try:
        return all((folder / name).read_bytes() == table for name, table in tables.items())
    except OSError:
        return False


def _rows(data: bytes, columns: tuple[str, ...]) -> Iterator[list[str]]:
    """These columns of a table. ValueError where there is one too few."""
    csv.field_size_limit(2**31 - 1)
    reader = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    try:
        header = next(reader, [])
        if not set(columns) <= set(header):
            raise ValueError("columns are missing")
        places = [header.index(name) for name in columns]
        for row in reader:
            if len(row) < len(header):
                raise ValueError("a row is cut off")
            yield [row[i] for i in places]
    except csv.Error as error:
        raise ValueError(str(error)) from None


def compare(before: Results, after: Results) -> Changes:
    """Who has other points than before, and why. Both are held against each other as they are written, exactly."""
    names: Mapping[str, str] = {}
    if before.run and after.run:
        before = replace(before, run=before.run.with_rubrics(replaced(before.run, after.run)))
        names = renamed(before.run, after.run) if before.run else {}
        before = before.called(names)
    labels = relabelled(before.places(), after.places()) if _same_rubric(before.run, after.run) else {}
    before = before.labelled(labels)
    students = sorted({*before.totals, *after.totals})
    changes = [_change(student, before, after) for student in students]
    verdicts = sum(_reworded(before.answers.get(s, {}), after.answers.get(s, {})) for s in students)
    worths = (before.out_of, after.out_of) if before.out_of and after.out_of else None
    out_of = worths if worths and worths[0] != worths[1] else None
    return Changes(tuple(c for c in changes if c), len(students), verdicts, len(names), len(labels), out_of)


def _same_rubric(before: Run | None, after: Run | None) -> bool:
    """Whether a rubric was used in both runs, be it a changed one: answers to another have no other names."""
    return before is not None and after is not None and not before.rubrics.keys().isdisjoint(after.rubrics)


def _change(student: str, before: Results, after: Results) -> Change | None:
    old, new = before.answers.get(student, {}), after.answers.get(student, {})
    places = [p for p in dict.fromkeys((*old, *new)) if _points(old.get(p)) != _points(new.get(p))]
    total = [results.totals.get(student) for results in (before, after)]
    if not places and total[0] == total[1]:
        return None
    answers = tuple((_named(p), _points(new.get(p)) - _points(old.get(p))) for p in places)
    change = Change(student, total[0], total[1], answers, ())
    return change._replace(why=due_to(student, before.run, after.run, _differing(change, before.edited)))


def _differing(change: Change, edited: frozenset[str]) -> Differing:
    by_answers = sum((by for _, by in change.answers), Decimal(0))
    beyond = abs(change.by - by_answers) > _ROUNDING * (len(change.answers) + 1)
    tells = {MARKS: bool(change.answers), GRADEBOOK: beyond}
    return Differing(
        frozenset(name for name, _ in change.answers),
        beyond,
        [name for name, differs in tells.items() if differs and name in edited],
    )


_ROUNDING = Decimal("0.0001")
"""By so much points may differ twice, written to four decimals, that are the same."""


def _points(mark: Mark | None) -> Decimal:
    return mark.points if mark else Decimal(0)


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text or "nan")
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _reworded(old: Mapping[Place, Mark], new: Mapping[Place, Mark]) -> int:
    """How many answers have another verdict for the same points."""
    both = old.keys() & new.keys()
    return sum(old[p].points == new[p].points and old[p].verdict != new[p].verdict for p in both)
