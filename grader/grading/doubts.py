"""What a person should look at in marks, and in the work that they are of: each kind of doubt has its own module."""

from collections.abc import Iterator, Sequence

from grader.answers import Submission
from grader.errors import Attention
from grader.grading.by_variant import told_of_variants
from grader.grading.course import Course
from grader.grading.decimals import astray
from grader.grading.filler import filler
from grader.grading.folders import told_in
from grader.grading.identical import identical
from grader.grading.lateness import unclear
from grader.grading.parts import Part
from grader.grading.unanswered import unanswered
from grader.grading.unnamed import unnamed
from grader.grading.unparsed import unparsed
from grader.grading.unwritten import unwritten
from grader.grading.widespread import widespread
from grader.marking import Marks
from grader.roster import Directory


def doubts(
    graded: Sequence[tuple[Course, list[Marks]]],
    handed: Sequence[tuple[Course, list[Submission]]],
    parts: Sequence[Part],
    directory: Directory,
    of_class: bool,
) -> Iterator[Attention]:
    """What a person should look at in the marks of all rubrics; only of a class is it who is late, or alike."""
    for (course, marks), (_, theirs) in zip(graded, handed, strict=True):
        inside = {path: folder for p in parts if p.course.name == course.name for path, folder in p.inside.items()}
        yield from told_in(_of_rubric(course, marks, theirs, directory, of_class), inside)


def _of_rubric(
    course: Course, found: list[Marks], theirs: list[Submission], directory: Directory, of_class: bool
) -> Iterator[Attention]:
    """What a person should look at in the marks of a rubric, and in the work that they are of."""
    yield from (*astray(found, theirs), *unparsed(found, theirs), *unanswered(found, theirs))
    if of_class:
        yield from unclear(course, theirs, directory)
        yield from _of_variants(course, found, theirs, directory) if course.variants else ()
        yield from (*unwritten(found, theirs), *identical(found, theirs), *filler(found, theirs))
        yield from widespread(course.path.name, found, theirs)
        yield from unnamed(course.path.name, found, theirs)


def _of_variants(
    course: Course, found: list[Marks], theirs: list[Submission], directory: Directory
) -> Iterator[Attention]:
    """What a person should look at where students have givens of their own."""
    from grader.grading.anothers import anothers  # the statistics load pandas

    yield from (*told_of_variants(course, theirs, directory), *anothers(course, found, theirs))
