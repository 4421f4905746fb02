"""What a run gave: the marks, who handed in what, and what became of every file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from grader.answers import Person, Submission
from grader.errors import Attention
from grader.grading.course import Course
from grader.marking import Marks, without
from grader.roster import Enrolled, is_test_student
from grader.totals import totals

_WITH_TESTS = frozenset({"Canvas", "Blackboard"})
"""The systems as whose test student a teacher may hand something in."""


class Handed(NamedTuple):
    """What one student handed in, and for which rubric (the stem of its file)."""

    rubric: str
    submission: Submission


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run gave. Every file found is counted once: graded, listed (in `attention`) or ignored."""

    marks: tuple[Marks, ...]
    """One for each problem that was graded."""
    courses: tuple[Course, ...]
    """The rubrics that served, in the order of their first use."""
    handed: tuple[Handed, ...]
    """The submissions that count, readable or not: who, when, how late. Marks call students by `submission.student`.

    Whoever a person has marked who handed in no file is one of them."""
    attention: tuple[Attention, ...]
    graded: int
    listed: int
    ignored: tuple[str, ...]
    unreadable: int
    """Submissions that could not be read at all, which have no marks, and downloads of which a part is lost."""
    layouts: tuple[str, ...]
    """For each download, the conventions it was taken to follow."""
    known: Mapping[str, Enrolled]
    """By what they are called here, the students on the class list; empty where there is none."""
    absent: tuple[str, ...]
    """Those of them who handed in nothing, and those whose folder is empty."""
    parts: tuple[tuple[str, Path], ...]
    """(rubric, what it graded) as they were found."""
    listed_with: frozenset[tuple[str, str]] = frozenset()
    """By rubric, whoever has another student's work because the class list says that they handed in together."""
    doubtful: frozenset[str] = frozenset()
    """Those of the absent who may have handed something in: whose it is, is not clear."""
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What else each student may be called who has handed something in: by a class list, or by the download."""
    by_hand: Mapping[str, str] = field(default_factory=dict)
    """By rubric, the digest of the rulings on what it asks for; empty where there are none."""

    @property
    def students(self) -> tuple[str, ...]:
        """Everybody who has a row in the gradebook, with marks or without."""
        return tuple(sorted({*self.absent, *(handed.submission.student for handed in self.handed)}))

    @property
    def tests(self) -> frozenset[str]:
        """The system's own test student, who is nobody; nobody, where there is nobody else."""
        handed = [h.submission for h in self.handed] if _WITH_TESTS.intersection(self.layouts) else []
        found = {s.student for s in handed if _is_test(s.person)}
        return frozenset(found if found < {s.student for s in handed} else ())

    @property
    def together(self) -> dict[tuple[str, str], str]:
        """By rubric and student, for whoever handed a work in with others, the first of them."""
        found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for rubric, s in self.handed:
            if s.members and s.paths:
                found.setdefault((rubric, s.paths), []).append(s.student)
        return {(rubric, student): min(who) for (rubric, _), who in found.items() for student in who}

    @property
    def nothing(self) -> tuple[str, ...]:
        """The absent of whom nothing that is there can be."""
        return tuple(student for student in self.absent if student not in self.doubtful)

    @property
    def perhaps(self) -> tuple[str, ...]:
        """The absent who may have handed something in."""
        return tuple(student for student in self.absent if student in self.doubtful)

    @property
    def without_file(self) -> tuple[str, ...]:
        """Those with points by rulings alone, of whom no file was found for any rubric."""
        files = {h.submission.student for h in self.handed if h.submission.paths}
        return tuple(sorted({h.submission.student for h in self.handed if h.submission.by_hand} - files))

    @property
    def of_class(self) -> "Outcome":
        """The same with the marks of the class alone, for its figures."""
        return replace(self, marks=tuple(without(m, self.tests) for m in self.marks)) if self.tests else self

    @property
    def as_read(self) -> tuple[Marks, ...]:
        """The marks without those of a person for what could not be read, whose answers nobody knows here."""
        by_hand = {(rubric, s.student) for rubric, s in self.handed if s.by_hand}
        return tuple(
            without(m, [s for rubric, s in by_hand if rubric == m.rubric]) if by_hand else m for m in self.marks
        )

    def lost(self, rows: Iterable[Attention]) -> dict[str, Fraction]:
        """By what these rows call a submission, its student or its rubric, the points it lacks; of many, the most."""
        named = {row.submission for row in rows}
        found: dict[str, Fraction] = {}
        for course in self.courses:
            had = totals([table for table in self.marks if table.rubric == course.name])
            for submission in (s for rubric, s in self.handed if rubric == course.name and s.student in had):
                lacks = had[submission.student].lacks
                told = (row.submission for row in submission.attention)
                for name in named.intersection((f"{course.name}.toml", submission.student, *submission.paths, *told)):
                    found[name] = max(lacks, found.get(name, lacks))
        return found


def _is_test(person: Person) -> bool:
    return is_test_student({"login": [person.login]} if person.login else {"name": [person.name] if person.id else []})
