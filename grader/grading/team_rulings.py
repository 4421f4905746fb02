"""Rulings by hand on one member of a team alone, whose work is that of the others, too."""

from collections.abc import Iterator, Mapping, Sequence

from grader.answers import Submission
from grader.errors import Attention
from grader.grading.course import Course
from grader.grading.shared import named
from grader.overrides import FILE

_FEW = 4


def of_one_member(
    classes: Sequence[tuple[Course, Sequence[Submission]]], ruled: Mapping[tuple[str, str], Sequence[str]]
) -> Iterator[Attention]:
    """For each team, the answers that are ruled on for some of its members and not for others.

    `ruled` are by rubric and student the answers ruled on by hand.
    """
    for course, submissions in classes:
        teams: dict[tuple[str, ...], list[str]] = {}
        for submission in submissions:
            if submission.members and submission.paths:
                teams.setdefault(submission.paths, []).append(submission.student)
        for members in teams.values():
            answers = {student: ruled.get((course.name, student), ()) for student in members}
            yield from _told(answers, course.name if len(classes) > 1 else "")


def _told(answers: Mapping[str, Sequence[str]], rubric: str) -> Iterator[Attention]:
    """The answers of one team that are ruled on for some alone; those that the same members lack are told together.

    `rubric` is what they are answers to, where that is to be said.
    """
    lacking: dict[tuple[str, ...], list[str]] = {}
    for answer in dict.fromkeys(answer for theirs in answers.values() for answer in theirs):
        without = tuple(student for student, theirs in answers.items() if answer not in theirs)
        lacking.setdefault(without, []).append(answer)
    for without, which in lacking.items():
        if without:
            theirs = ", ".join(which[:_FEW]) + (f" … ({len(which):,} answers)" if len(which) > _FEW else "")
            have = named([student for student in answers if student not in without])
            of = f" in {rubric}" if rubric else ""
            what = f"rules on {theirs}{of} of {have}, and not of {named(without)}, who handed in the same work"
            yield Attention(FILE, "", f"{what}: is it of all of them? (a ruling is of one student; say it of each)")
