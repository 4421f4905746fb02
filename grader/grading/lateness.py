"""Who is late: extensions are given to students as the marks call them, and a person is told where it is not clear."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from grader.answers import Submission
from grader.errors import Attention, Weight
from grader.grading.course import Course
from grader.marking import Receipt
from grader.roster import Directory
from grader.rubric import Late
from grader.totals import lateness


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
    place, known = f"{course.name}.toml", [s for s in marked if s.when is not None or s.late is not None]
    unknown = len(marked) - len(known)
    if not known:
        said = f"nobody knows when anything was handed in: nothing is late ({_TIMES})"
        yield Attention(place, "late", said, Weight.LOST)
        return
    if unknown > _FEW:
        what = f"of {unknown:,} of {len(marked):,} it is not known when they handed in, nor are they marked late"
        yield Attention(place, "late", f"{what}: no penalty for them ({_TIMES})", Weight.LOST)
    yield from (*_of_one_kind(late, marked, place), *_of_no_zone(late, marked, place))
    for submission in known if unknown > _FEW else marked:
        receipt = Receipt(submission.when, submission.late)
        if doubt := lateness(late, submission.student, receipt).doubt:
            weight = Weight.LOST if receipt == Receipt() else Weight.LOOK
            yield Attention(submission.paths[0], "late", doubt, weight)
    for student in sorted(late.extensions.keys() - {s.student for s in submissions}):
        yield Attention(place, "late", _of_nobody(student, directory))


def _of_one_kind(late: Late, marked: Sequence[Submission], place: str) -> Iterator[Attention]:
    """That a rubric tells the due time and nothing tells any other, or the other way round."""
    weight = Weight.LOOK if any(s.late for s in marked) else Weight.SETTLED
    if late.due is not None and all(s.when is None for s in marked):
        what = "it is known who is late, but not when anything was handed in: the due time has no effect"
        yield Attention(place, "late", f"{what} ({_TIMES})", weight)
    if late.due is None and any(s.when is not None for s in marked):
        what = "it is known when everything was handed in, but not when it was due, only who is late"
        yield Attention(place, "late", f"{what} (say it in [late], as due = 2026-03-01T23:59:00+01:00)", weight)


def _of_no_zone(late: Late, marked: Sequence[Submission], place: str) -> Iterator[Attention]:
    """That nobody knows by which clock work was handed in, where the due time is by none that people live by."""
    without = any(s.when is not None and s.when.tzinfo is None for s in marked)
    if late.due is not None and late.zone is None and without and not late.due.utcoffset():
        what = "the times of handing in name no time zone, and are taken to be in the due time's own, UTC"
        yield Attention(place, "late", f'{what} (if they are not: zone = "America/Bogota" in [late])')


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
