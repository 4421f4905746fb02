"""What a run gave, as the reports and exports take it that are made of it."""

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grader.errors import Weight

if TYPE_CHECKING:
    from grader.answers import Submission
    from grader.grading import Outcome
    from grader.reports.feedback import Assignment
    from grader.wording import Wording


def assignments(outcome: "Outcome") -> "list[Assignment]":
    """What a run gave, as reports take it: one a rubric."""
    from grader.reports.feedback import Assignment, Problem
    from grader.totals import totals

    found = []
    for course in outcome.courses:
        marks = [table for table in outcome.marks if table.rubric == course.name]
        own = [{v.name: v.problems[number] for v in course.variants} for number in range(len(course.problems))]
        problems = tuple(Problem(*each) for each in zip(marks, course.problems, own, strict=bool(marks)))
        found.append(Assignment(course.title, problems, totals(marks) if marks else {}))
    return found


def _is_lost(submission: "Submission") -> bool:
    """Whether something was handed in and has no marks."""
    return bool(submission.paths) and not submission.marked


def unread(outcome: "Outcome", rubric: str, say: "Wording") -> dict[str, list[str]]:
    """Whose work for a rubric could not be read at all, with the reasons, a line a file."""
    found: dict[str, list[str]] = {}
    for submission in _as_told(outcome, rubric):
        if not _is_lost(submission):
            continue
        told = [(PurePosixPath(row.submission).name, say.fault(row.issue)) for row in submission.attention]
        lines = [f"{name}: {why}" for name, why in told]
        found.setdefault(submission.student, []).extend(dict.fromkeys(lines))
    return found


def unused(outcome: "Outcome", say: "Wording") -> dict[tuple[str, str], list[str]]:
    """By rubric and student with answers that were read, what else of the work was of no use, and why, a line each.

    What the answer sheet itself has is nobody's own, and left out.
    """
    from grader.grading import of_the_sheet

    found: dict[tuple[str, str], list[str]] = {}
    for rubric in dict.fromkeys(handed.rubric for handed in outcome.handed):
        submissions = _as_told(outcome, rubric)
        of_all = of_the_sheet(submissions)
        for submission in (s for s in submissions if s.readable):
            own = [r for r in submission.attention if r.weight is not Weight.SETTLED and r.issue not in of_all]
            named = [(" ".join(filter(None, (PurePosixPath(r.submission).name, r.place))), r.issue) for r in own]
            found[rubric, submission.student] = [f"{where}: {say.fault(why)}" for where, why in named]
    return found


def _as_told(outcome: "Outcome", rubric: str) -> "list[Submission]":
    """What was handed in for a rubric, each with what is told of it: a group's stands with one of its members."""
    theirs = [submission for name, submission in outcome.handed if name == rubric]
    of_groups = {(s.paths, s.members): s.attention for s in theirs if s.members and s.attention}
    return [replace(s, attention=of_groups.get((s.paths, s.members), s.attention)) for s in theirs]


def unmarked(outcome: "Outcome") -> dict[str, dict[str, list[str]]]:
    """By rubric and reason, who of the class has no marks but those that a person gave."""
    found: dict[str, dict[str, list[str]]] = {}
    for course in outcome.courses:
        by_hand = {h.submission.student for h in outcome.handed if h.rubric == course.name and h.submission.by_hand}
        lost = [h.submission for h in outcome.handed if h.rubric == course.name and _is_lost(h.submission)]
        found[course.name] = {
            "marked by hand, without a part in these figures": sorted(by_hand),
            "handed in what could not be read": sorted({s.student for s in lost}),
            "may have handed in what could be another’s": sorted(outcome.perhaps),
            "handed in nothing": sorted(outcome.nothing),
        }
    return found
