"""What comes after the marking: rulings by hand, and whose lateness is not clear."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from grader.answers import Submission
from grader.errors import Attention
from grader.grading.course import Course
from grader.marking import Marks, Receipt
from grader.overrides import FILE, Marked, Override, apply, read_overrides
from grader.totals import lateness

Rulings = Mapping[Path, Sequence[Override]]
"""The rulings beside the rubrics of each folder."""


def rulings(courses: Iterable[Course]) -> Rulings:
    """The overrides beside some rubrics. GradeError with the faults of a file."""
    return {folder: read_overrides(folder / FILE) for folder in dict.fromkeys(c.path.parent for c in courses)}


def ruled(graded: Sequence[tuple[Course, Sequence[Marks]]], found: Rulings) -> tuple[list[Marks], list[Attention]]:
    """The marks of every course after the rulings beside its rubric, and the rulings that fit nothing."""
    tables = {course.name: list(marks) for course, marks in graded}
    attention: list[Attention] = []
    for folder, overrides in found.items():
        theirs = [(course, marks) for course, marks in graded if course.path.parent == folder]
        places = [(course, i) for course, marks in theirs for i in range(len(marks))]
        marked = [Marked(tables[c.name][i], c.problems[i][""], c.vocabulary) for c, i in places]
        after, misfits = (
            apply(overrides, marked, _elsewhere(folder, [c.name for c, _ in theirs])) if overrides else ([], [])
        )
        for (course, i), marks in zip(places, after, strict=False):
            tables[course.name][i] = marks
        attention += misfits
    return [marks for course, _ in graded for marks in tables[course.name]], attention


def _elsewhere(folder: Path, here: Sequence[str]) -> list[str]:
    """The rubrics of a folder that are not part of this run."""
    return [path.stem for path in sorted(folder.glob("*.toml")) if path.stem not in here]


def unclear(course: Course, submissions: Iterable[Submission]) -> Iterator[Attention]:
    """Whose lateness is not clear; if nobody's is known, that is said once."""
    late, submissions = course.policy.late, list(submissions)
    readable = [s for s in submissions if s.readable]
    if late is None or not readable:
        return
    if all(s.when is None and s.late is None for s in readable):
        yield Attention(f"{course.name}.toml", "late", "nobody knows when anything was handed in: nothing is late")
        return
    for submission in readable:
        found = lateness(late, submission.student, Receipt(submission.when, submission.late))
        if found.doubt:
            yield Attention(submission.paths[0] if submission.paths else submission.student, "late", found.doubt)
    for student in sorted(late.extensions.keys() - {s.student for s in submissions}):
        yield Attention(f"{course.name}.toml", "late", f"an extension for '{student}', who has handed in nothing")
