"""The parts of what is graded, each read for its rubric: what was found there, and in which folders."""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from grader.answers import ATTEMPTS, LAYOUTS, PLAIN, Intake, Reading, read_submissions
from grader.errors import Fault, GradeError
from grader.grading.assigning import Assignment
from grader.grading.course import Course
from grader.grading.folders import Folders, folders, with_folders
from grader.grading.strays import without_class_lists

Progress = Callable[[int, int], None]
"""Called with the number of submissions read so far, and of all; with 0 when reading has begun."""


def check_intake(intake: Intake) -> None:
    """GradeError where there is no layout, or no such choice among attempts, as is asked for."""
    layout = {name.casefold(): name for name in LAYOUTS}.get(intake.layout.casefold(), intake.layout)
    given = [("--layout", layout or PLAIN, LAYOUTS), ("--attempt", intake.attempt, tuple(ATTEMPTS))]
    faults = [
        Fault(option, f"there is no '{name}'", f"there are {', '.join(names)}")
        for option, name, names in given
        if name not in names
    ]
    if faults:
        raise GradeError(faults)


class Part(NamedTuple):
    """A part of what is graded, and what was read there."""

    course: Course
    found: Reading
    inside: Folders
    """The folders of its files."""


def read_parts(
    assignment: Assignment,
    courses: Mapping[Path, Course],
    intake: Intake,
    given: Collection[Path],
    progress: Progress,
) -> list[Part]:
    """Every part, read; what is told of files says their folder where several parts have files of one name."""
    read = [_read(path, courses[rubric], intake, given, progress) for rubric, path in assignment.parts]
    inside = folders([(path, found) for (_, path), found in zip(assignment.parts, read, strict=True)])
    each = zip(assignment.parts, read, inside, strict=True)
    return [Part(courses[rubric], with_folders(found, theirs), theirs) for (rubric, _), found, theirs in each]


def check_found(submissions: Sequence[Path], assignment: Assignment, parts: Sequence[Part]) -> None:
    """GradeError where nothing was handed in, or nothing could be read because downloads are damaged."""
    found = [part.found for part in parts]
    if not any(reading.submissions or reading.attention for reading in found) and not assignment.attention:
        todo = "put each student's file, or folder, in it"
        raise GradeError(Fault(str(path), "nothing to grade is in it", todo) for path in submissions)
    if any(reading.damaged for reading in found) and not any(reading.submissions for reading in found):
        raise GradeError(Fault(told.submission, told.issue) for reading in found for told in reading.attention)


def _read(path: Path, course: Course, intake: Intake, given: Collection[Path], progress: Progress) -> Reading:
    layout, attempt, workers, _ = intake
    reading = read_submissions(path, course.vocabulary, layout, workers, progress, attempt, given)
    return without_class_lists(reading, path)
