"""What comes after the marking: rulings by hand, and whose lateness is not clear."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from grader.answers import Submission
from grader.errors import Attention, GradeError, Weight
from grader.grading.course import Course, prepare
from grader.marking import Marks, Receipt
from grader.overrides import FILE, Marked, Others, Override, apply, digest, read_overrides, ruled_columns
from grader.roster import Directory
from grader.totals import lateness

Rulings = Mapping[Path, Sequence[Override]]
"""The rulings beside the rubrics of each folder."""


def rulings(courses: Iterable[Course]) -> Rulings:
    """The overrides beside some rubrics. GradeError with the faults of a file."""
    return {folder: read_overrides(folder / FILE) for folder in dict.fromkeys(c.path.parent for c in courses)}


def digests(courses: Iterable[Course], found: Rulings) -> dict[str, str]:
    """By rubric, the digest of the rulings beside it that are of what it asks for."""
    return {course.name: digest(concerning(course, found.get(course.path.parent, ()))) for course in courses}


def concerning(course: Course, overrides: Iterable[Override]) -> list[Override]:
    """The rulings that may be of a rubric: those that name it, or no other, and are of what it asks for."""
    return [o for o in overrides if o.rubric in ("", course.name) and asks_for(course, o.quantity)]


def asks_for(course: Course, quantity: str, problem: str = "") -> bool:
    """Whether what a ruling is of, however it is written, is asked for in a rubric, or in a problem of it."""
    references = [by_convention[""] for by_convention in course.problems]
    of_problem = [found for found in references if problem in ("", found.problem.name)]
    return any(ruled_columns(quantity, found, course.vocabulary) for found in of_problem)


def ruled(
    graded: Sequence[tuple[Course, Sequence[Marks]]], found: Rulings, directory: Directory
) -> tuple[list[Marks], list[Attention]]:
    """The marks of every course after the rulings beside its rubric, and the rulings that fit nothing."""
    tables = {course.name: list(marks) for course, marks in graded}
    attention: list[Attention] = []
    for folder, overrides in found.items():
        if not overrides:
            continue
        theirs = [(course, marks) for course, marks in graded if course.path.parent == folder]
        places = [(course, i) for course, marks in theirs for i in range(len(marks))]
        marked = [Marked(tables[c.name][i], c.problems[i][""], c.vocabulary) for c, i in places]
        after, misfits = apply(overrides, marked, _beside(folder, [c for c, _ in theirs]), directory)
        for (course, i), marks in zip(places, after, strict=True):
            tables[course.name][i] = marks
        attention += misfits
    return [marks for course, _ in graded for marks in tables[course.name]], attention


def _beside(folder: Path, here: Sequence[Course]) -> Others:
    """The rubrics of a folder that are not part of this run; they are loaded only where they are asked.

    What another version of a rubric of this run asks for, such as a copy of it that was kept, is no other's.
    """
    paths = [path for path in sorted(folder.glob("*.toml")) if path.stem not in {course.name for course in here}]

    def asking(ruling: Override) -> list[str]:
        known = filter(None, map(_course, paths))
        others = (course for course in known if not any(map(course.is_version_of, here)))
        return [course.name for course in others if asks_for(course, ruling.quantity, ruling.problem)]

    return Others([path.stem for path in paths], asking)


@cache
def _course(path: Path) -> Course | None:
    """A rubric that this run is not about; None where it cannot be read."""
    try:
        return prepare(path)
    except GradeError:
        return None


def addressed(course: Course, directory: Directory) -> Course:
    """A course whose extensions are of students as the marks call them; one of nobody there stays as it is."""
    late = course.policy.late
    if late is None or not late.extensions:
        return course
    found = {student: directory.meant(student) for student in late.extensions}
    named = {meant[0] if len(meant) == 1 else s: late.extensions[s] for s, meant in found.items()}
    return replace(course, policy=course.policy._replace(late=replace(late, extensions=named)))


def unclear(course: Course, submissions: Iterable[Submission], directory: Directory) -> Iterator[Attention]:
    """Whose lateness is not clear; of many of whom nothing is known, and of all, it is said once."""
    late, submissions = course.policy.late, list(submissions)
    marked = [s for s in submissions if s.marked and s.paths]
    if late is None or not marked:
        return
    place, unknown = f"{course.name}.toml", [s for s in marked if s.when is None and s.late is None]
    if len(unknown) == len(marked):
        yield Attention(
            place, "late", f"nobody knows when anything was handed in: nothing is late ({_TIMES})", Weight.LOST
        )
        return
    told = marked
    if len(unknown) > _FEW:
        what = f"of {len(unknown):,} of {len(marked):,} it is not known when they handed in, nor are they marked late"
        yield Attention(place, "late", f"{what}: no penalty for them ({_TIMES})", Weight.LOST)
        told = [s for s in marked if s.when is not None or s.late is not None]
    weight = Weight.LOOK if any(s.late for s in marked) else Weight.SETTLED
    if late.due is not None and all(s.when is None for s in marked):
        what = "it is known who is late, but not when anything was handed in: the due time has no effect"
        yield Attention(place, "late", f"{what} ({_TIMES})", weight)
    if late.due is None and any(s.when is not None for s in marked):
        what = "it is known when everything was handed in, but not when it was due, only who is late"
        yield Attention(place, "late", f"{what} (say it in [late], as due = 2026-03-01T23:59:00+01:00)", weight)
    for submission in told:
        receipt = Receipt(submission.when, submission.late)
        if doubt := lateness(late, submission.student, receipt).doubt:
            weight = Weight.LOST if receipt == Receipt() else Weight.LOOK
            yield Attention(submission.paths[0], "late", doubt, weight)
    for student in sorted(late.extensions.keys() - {s.student for s in submissions}):
        yield Attention(place, "late", _of_nobody(student, directory))


_TIMES = (
    "a class list with a column 'Submission time' beside 'ID', 'Username' or 'Email' tells it: give it with --roster"
)
"""What to do where no system tells the times of handing in; its gradebook with that column is such a list."""
_FEW = 3
"""So many of whom something is not known are told by name; of more it would hide the rest."""


def _of_nobody(student: str, directory: Directory) -> str:
    meant = directory.meant(student)
    if len(meant) > 1:
        return f"an extension for '{student}', who may be {' or '.join(map(repr, meant))}: nobody has it"
    near = [name for name in directory.students if name not in meant and student.casefold() in name.casefold()]
    todo = f" (is it {' or '.join(map(repr, sorted(near)[:3]))}?)" if near else ""
    return f"an extension for '{student}', who has handed in nothing{todo}"
