"""One student's work by itself, as an autograder gets it: every file in a folder is theirs."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from grader.answers import Source, Submission, Work, read_file, read_works
from grader.answers.layouts import lay_out_sheets
from grader.errors import Attention, Fault, GradeError, Weight
from grader.grading.course import Course
from grader.marking import Marks

_MOST_FILES = 200


@dataclass(frozen=True, slots=True)
class Single:
    """What one student's work was found to be."""

    course: Course
    marks: tuple[Marks, ...]
    """One for each problem; none where nothing could be read."""
    attention: tuple[Attention, ...]


class Known(NamedTuple):
    """What the system that runs the autograder says of a submission."""

    names: tuple[str, ...] = ()
    """What the student may be called in a rubric or a ruling: of a group, all of its members."""
    when: datetime | None = None
    late: bool | None = None


def grade_single(
    folder: Path, course: Course, known: Known, student: str, marked: Callable[[Submission], tuple[Marks, ...]]
) -> Single:
    """Grades all files in a folder (or one file) as one student's; GradeError where there is no folder.

    What cannot be read is told in `attention`, unless a person has marked it; no content of a file makes it raise.
    """
    if not folder.exists():
        raise GradeError([Fault(str(folder), "there is no such folder", "give the folder of one submission")])
    files = _files(folder)
    sources = tuple(Source(name, partial(read_file, str(path))) for name, path in files[:_MOST_FILES])
    if not sources:
        return Single(course, (), (Attention(folder.name, "", "nothing was handed in"),))
    work = Work(student, sources, when=known.when, late=known.late)
    [(submission, *_)] = read_works([work], course.vocabulary, lay_out_sheets, 1)
    marks = marked(submission)
    by_hand = bool(marks) and not submission.readable
    told = (*submission.attention, *_left(folder, files[_MOST_FILES:]))
    return Single(course, marks, () if by_hand else told)


def _left(folder: Path, files: Sequence[tuple[str, Path]]) -> Iterator[Attention]:
    """What is told of files beyond all use, such as those of a library that was handed in, too."""
    if files:
        said = f"has more than {_MOST_FILES} files: the last {len(files):,}, from '{files[0][0]}' on, were not read"
        yield Attention(folder.name, "", said, Weight.LOST)


def _files(folder: Path) -> list[tuple[str, Path]]:
    """The files of a submission by name, but for hidden ones and links."""
    if folder.is_file():
        return [(folder.name, folder)]
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    named = [(path.relative_to(folder).as_posix(), path.resolve()) for path in found]
    return [(name, path) for name, path in named if not any(p.startswith((".", "__")) for p in name.split("/"))]
