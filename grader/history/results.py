"""The tables of a run as it has written them, read again."""

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
from grader.history.places import Place, Places
from grader.history.run import Run, read_run

MARKS, GRADEBOOK = "marks.csv", "gradebook.csv"
_MARKS = ("student", "problem", "quantity", "verdict", "points")

_UNKNOWN = Run("")
"""Of which nothing is known."""

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
        names: dict[str, list[tuple[str, str]]] = {}
        had: dict[str, list[Mark]] = {}
        found: dict[tuple[str, str], Mark] = {}
        for student, problem, quantity, verdict, points in _rows(marks, _MARKS):
            read = (verdict, points)
            if read not in found:  # of the many rows of a class few differ
                found[read] = Mark(verdict, _decimal(points) or Decimal(0))
            had.setdefault(student, []).append(found[read])
            names.setdefault(student, []).append((problem, quantity))
        places = Places(run or _UNKNOWN)
        answers = {
            (name := undefused(student)): dict(zip(places.of(name, names[student]), theirs, strict=True))
            for student, theirs in had.items()
        }
        rows = list(_rows(gradebook, ("student", "total", "out of")))
        totals = {undefused(student): _decimal(total) for student, total, _ in rows}
        [(out_of, _)] = Counter(out_of for *_, out_of in rows if out_of).most_common(1) or [("", 0)]
        edited = run.edited({MARKS: marks, GRADEBOOK: gradebook}) if run else frozenset()
        return cls(answers, totals, _decimal(out_of), run, edited)

    def called(self, students: Mapping[str, str], rubrics: Mapping[str, str]) -> "Results":
        """The same with other names for some students and rubrics."""
        if self.run is None:
            return self
        run = self.run.with_rubrics(rubrics).with_students(students)
        answers, totals = _called(self.answers, students), _called(self.totals, students)
        places = {p: p._replace(rubric=rubrics[p.rubric]) for p in self.places() if p.rubric in rubrics}
        return replace(self, answers=answers, totals=totals, run=run).labelled(places)

    def told_apart(self) -> bool:
        """Whether it is known of every answer which rubric it is to."""
        return all(place.rubric for place in self.places())

    def by_order(self) -> "Results":
        """The same as if nobody knew which rubric an answer is to, but how many of its name stand before it."""
        places = Places(_UNKNOWN)
        answers = {
            s: dict(zip(places.of(s, [(p.problem, p.quantity) for p in had]), had.values(), strict=True))
            for s, had in self.answers.items()
        }
        return replace(self, answers=answers)

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
        return replace(self, answers=answers, run=self.run and _ruled_as(self.run, labels))


def _ruled_as(run: Run, labels: Mapping[Place, Place]) -> Run:
    """A run whose answers ruled on by hand have other names."""
    works = {}
    for rubric, of in run.works.items():
        named = {old.name: new.name for old, new in labels.items() if new.rubric in ("", rubric)}
        works[rubric] = {
            s: work._replace(ruled=tuple(named.get(name, name) for name in work.ruled)) for s, work in of.items()
        }
    return replace(run, works=works)


def _called(of_students: Mapping[str, _T], names: Mapping[str, str]) -> dict[str, _T]:
    return {names.get(student, student): value for student, value in of_students.items()}


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


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text or "nan")
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
