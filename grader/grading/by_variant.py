"""A class whose givens differ: each student's work is read and marked by their own, as if nobody had others."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from grader.answers import Answer, Intake, Person, Reading, Submission, Work, open_download, read_works
from grader.answers.layouts import lay_out_sheets
from grader.beside import beside, cores
from grader.errors import Attention, Weight
from grader.grading.course import Course
from grader.grading.folders import Folders, told_in
from grader.grading.parts import Part
from grader.grading.variants import owners
from grader.marking import Marks, joined, of_rows
from grader.roster import Directory

T = TypeVar("T")
Marking = Callable[[Course, Sequence[str], Sequence[Collection[Answer]]], list[Marks]]
"""The marks of some students who have the same givens, one for each problem."""
_Paths = tuple[str, ...]


# ---- whose givens are which -----------------------------------------------------------------------------------------


def with_owners(parts: Sequence[Part], readings: Sequence[Reading], directory: Directory) -> list[Part]:
    """Parts whose courses know the variant of each student.

    Who has no row and handed in with others has theirs, where these have but one.
    """
    found: dict[str, Course] = {}
    for course in {part.course.name: part.course for part in parts}.values():
        handed = [s for p, read in zip(parts, readings, strict=True) if p.course is course for s in read.submissions]
        of = dict(owners(course.variants, directory).of)
        for members in _groups(handed).values():
            if len(numbers := {of[m] for m in members if m in of}) == 1:
                of |= dict.fromkeys(members, *numbers)
        found[course.name] = replace(course, variant_of=of)
    return [part._replace(course=found[part.course.name]) for part in parts]


def _groups(submissions: Iterable[Submission]) -> dict[_Paths, list[str]]:
    """By the files of a work that several handed in together, who they are."""
    found: dict[_Paths, list[str]] = {}
    for submission in submissions:
        if submission.members:
            found.setdefault(submission.paths, []).append(submission.student)
    return found


# ---- reading --------------------------------------------------------------------------------------------------------


def read_by_variant(part: Part, found: Reading, path: Path, intake: Intake, given: Collection[Path]) -> Reading:
    """What was handed in, each student's read by the givens that are theirs; of whom these are not known, nothing.

    Which numbers are answers, and which the given ones said again, depends on what is given.
    """
    course = part.course
    if not course.variants:
        return found
    wanted: dict[int, set[tuple[_Paths, Person | None]]] = {}
    for s in found.submissions:
        if (number := course.variant_of.get(s.student)) is not None and _differs(course, number):
            wanted.setdefault(number, set()).add((s.paths, None if s.members else s.person))
    works = open_download(path, intake.layout, intake.attempt, given).works if wanted else ()
    tasks = [partial(_read, course, number, _of(works, theirs)) for number, theirs in wanted.items()]
    anew = dict(zip(wanted, shared_out(tasks), strict=True))
    submissions = tuple(_own(s, course, anew, part.inside) for s in found.submissions)
    read = {path for s in submissions if s.readable for path in s.paths}
    return found._replace(
        submissions=submissions,
        graded=tuple(path for path in found.graded if path in read),
        unreadable=(*found.unreadable, *(path for path in found.graded if path not in read)),
    )


def _differs(course: Course, number: int) -> bool:
    return any(own is not first for own, first in zip(course.variants[number].problems, course.problems, strict=True))


def _of(works: Sequence[Work], wanted: Set[tuple[_Paths, Person | None]]) -> list[Work]:
    """Those of some files, and of a person where a file has the works of many."""
    return [work for work in works if not wanted.isdisjoint({(_paths(work), work.person), (_paths(work), None)})]


def _paths(work: Work) -> _Paths:
    return tuple(source.path for source in work.sources)


def _read(course: Course, number: int, works: Sequence[Work]) -> list[Submission]:
    """Some works as they are by the givens of a variant."""
    read = read_works(works, course.variant(number).vocabulary, lay_out_sheets, 1)
    return [members[0] for members in read]


def _own(
    submission: Submission, course: Course, anew: Mapping[int, Sequence[Submission]], inside: Folders
) -> Submission:
    """A submission as it is by the student's own givens, called as it is called."""
    number = course.variant_of.get(submission.student)
    if number is None:
        return _nobodys(submission, course) if submission.readable else submission
    same = [own for own in anew.get(number, ()) if own.paths == submission.paths]
    own = next((own for own in same if own.sha256 == submission.sha256), same[0] if len(same) == 1 else None)
    if own is None:
        return submission
    attention = tuple(told_in(own.attention, inside)) if submission.attention or not submission.members else ()
    return replace(submission, answers=own.answers, attention=attention, readable=own.readable, opened=own.opened)


def _nobodys(submission: Submission, course: Course) -> Submission:
    """Work that nobody can mark: held against others' givens, it would be wrong from the first line to the last."""
    place = submission.paths[0] if submission.paths else submission.student
    told = Attention(place, "", without_row(course, submission.student), Weight.LOST)
    return replace(submission, answers=(), attention=(*submission.attention, told), readable=False)


def without_row(course: Course, student: str) -> str:
    """What is told of whoever has no givens of their own."""
    file = course.variants_in.name if course.variants_in else ""
    return f"not graded: {file} has no row that is surely that of '{student}' (add one; --roster joins ids and names)"


# ---- marking --------------------------------------------------------------------------------------------------------


def marks_by_variant(
    course: Course, students: Sequence[str], answers: Sequence[Collection[Answer]], mark: Marking
) -> list[Marks]:
    """The marks of a class for each problem, each student's by their own givens."""
    groups: dict[int | None, list[int]] = {}
    for row, student in enumerate(students):
        groups.setdefault(course.variant_of.get(student), []).append(row)
    tasks = [partial(_marks, course, number, rows, students, answers, mark) for number, rows in groups.items()]
    tables = shared_out(tasks)
    if not tables:
        return mark(course, students, answers)
    rows = [row for theirs in groups.values() for row in theirs]
    order = sorted(range(len(rows)), key=rows.__getitem__)
    return [of_rows(joined(parts), order) for parts in zip(*tables, strict=True)]


def _marks(
    course: Course,
    number: int | None,
    rows: Sequence[int],
    students: Sequence[str],
    answers: Sequence[Collection[Answer]],
    mark: Marking,
) -> list[Marks]:
    """The marks of those with some givens; of whom these are not known, nothing is expected of them either."""
    problems, name = course.problems, ""
    if number is not None:
        problems, name = course.variants[number].problems, course.variants[number].name
    own = replace(course, problems=problems)
    tables = mark(own, [students[row] for row in rows], [answers[row] for row in rows])
    tables = [replace(table, variants=(name,) * len(rows)) for table in tables]
    for table in tables if number is None else ():
        table.expected[...] = ""
    return tables


def shared_out(tasks: Sequence[Callable[[], T]]) -> list[T]:
    """What some tasks give, a share of them worked out on each core."""
    count = min(cores(), len(tasks)) or 1
    shares = [tasks[first::count] for first in range(count)]
    with ExitStack() as running:
        others = [running.enter_context(beside(partial(_each, share))) for share in shares[1:]]
        done = [iter(_each(shares[0])), *(iter(other()) for other in others)]
    return [next(done[at % count]) for at in range(len(tasks))]


def _each(tasks: Sequence[Callable[[], T]]) -> list[T]:
    return [task() for task in tasks]


def told_of_variants(course: Course, submissions: Iterable[Submission], directory: Directory) -> Iterator[Attention]:
    """Rows of which it is not clear whose they are, who has one and handed in nothing, and groups with several."""
    if not course.variants or course.variants_in is None:
        return
    found, file = owners(course.variants, directory), course.variants_in.name
    for place, said in found.unclear:
        yield Attention(file, place.removeprefix(file).lstrip(":, "), said, Weight.LOST)
    for paths, members in _groups(submissions).items():
        if paths and len({course.variant_of[m] for m in members if m in course.variant_of}) > 1:
            said = f"was handed in together by {', '.join(map(repr, members))}, who have different givens"
            yield Attention(paths[0], "", f"{said}: it is graded by those of each (which were meant?)")
    if found.absent:
        named = ", ".join(map(repr, found.absent[:_MOST_NAMED])) + (" …" if len(found.absent) > _MOST_NAMED else "")
        count = len(found.absent)
        said = f"{count:,} row{' is' if count == 1 else 's are'} of nobody who has handed in anything: {named}"
        yield Attention(file, "", said, Weight.SETTLED)


_MOST_NAMED = 10
