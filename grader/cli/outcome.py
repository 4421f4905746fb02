"""What a run gave, as the reports and exports take it that are made of it."""

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

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
        problems = tuple(Problem(*pair) for pair in zip(marks, course.problems, strict=bool(marks)))
        found.append(Assignment(course.title, problems, totals(marks) if marks else {}))
    return found


def _is_lost(submission: "Submission") -> bool:
    """Whether something was handed in and has no marks."""
    return bool(submission.paths) and not submission.marked


def unread(outcome: "Outcome", rubric: str, say: "Wording") -> dict[str, list[str]]:
    """Whose work for a rubric could not be read at all, with the reasons, a line a file."""
    found: dict[str, list[str]] = {}
    for _, submission in (h for h in outcome.handed if h.rubric == rubric and _is_lost(h.submission)):
        told = [(PurePosixPath(row.submission).name, say.reason(row.issue)) for row in submission.attention]
        lines = [f"{name}: {why}" for name, why in told]
        found.setdefault(submission.student, []).extend(dict.fromkeys(lines))
    return found


def unmarked(outcome: "Outcome") -> dict[str, dict[str, list[str]]]:
    """By rubric and reason, who of the class has no marks."""
    found: dict[str, dict[str, list[str]]] = {}
    for course in outcome.courses:
        lost = [h.submission for h in outcome.handed if h.rubric == course.name and _is_lost(h.submission)]
        found[course.name] = {
            "handed in what could not be read": sorted({s.student for s in lost}),
            "handed in nothing": sorted(outcome.absent),
        }
    return found
