"""The rulings by hand beside a rubric: which are of it, and the marks after them."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from grader.errors import Attention, GradeError
from grader.grading.course import Course, prepare
from grader.marking import Marks
from grader.overrides import FILE, Marked, Others, Override, apply, digest, read_overrides, ruled_columns
from grader.roster import Directory

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
