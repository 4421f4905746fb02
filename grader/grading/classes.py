"""The works that count of a class: those of several downloads for one rubric put together."""

from collections.abc import Sequence
from typing import NamedTuple

from grader.answers import Reading, Submission
from grader.errors import Attention, Weight
from grader.grading.course import Course
from grader.grading.folders import told_in
from grader.grading.parts import Part


class Classes(NamedTuple):
    """The submissions that count, by rubric, and those of students who have another."""

    handed: list[tuple[Course, list[Submission]]]
    attention: list[Attention]
    listed: int
    """Files that belong to no submission that counts."""


def classes_of(parts: Sequence[Part], readings: Sequence[Reading]) -> Classes:
    """The submissions of several downloads for one rubric, put together: each student's first that can be read.

    `readings` are those of the parts, with the students called as the class list calls them.
    """
    together: dict[str, tuple[Course, dict[str, tuple[int, Submission]]]] = {}
    other: list[tuple[int, Submission]] = []
    for download, (part, found) in enumerate(zip(parts, readings, strict=True)):
        theirs = together.setdefault(part.course.name, (part.course, {}))[1]
        for submission in found.submissions:
            before = theirs.setdefault(submission.student, (download, submission))
            if before[1] is not submission:
                better = submission.readable and not before[1].readable
                other.append(before if better else (download, submission))
                theirs[submission.student] = (download, submission) if better else before
    used = {(k, path) for _, theirs in together.values() for k, kept in theirs.values() for path in kept.paths}
    lost = [(k, path, s) for k, s in other for path in s.paths if (k, path) not in used and s.readable]
    issue = "another submission of '{}'; the one found first counts"
    return Classes(
        [(course, [kept for _, kept in theirs.values()]) for course, theirs in together.values()],
        [
            row
            for k, s in other
            for row in told_in(
                (Attention(p, "", issue.format(s.student), Weight.SETTLED) for p in s.paths), parts[k].inside
            )
        ],
        len({(k, path) for k, path, _ in lost}),
    )
