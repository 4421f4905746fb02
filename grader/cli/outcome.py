"""What a run gave, as the reports and exports take it that are made of it."""

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
        told = [(PurePosixPath(row.submission).name, say.fault(row.issue)) for row in submission.attention]
        lines = [f"{name}: {why}" for name, why in told]
        found.setdefault(submission.student, []).extend(dict.fromkeys(lines))
    return found


def unused(outcome: "Outcome", say: "Wording") -> dict[tuple[str, str], list[str]]:
    """By rubric and student with answers that were read, what else of the work was of no use, and why, a line each.

    What the answer sheet itself has is nobody's own, and left out.
    """
    from grader.grading import of_the_sheet

    theirs: dict[str, list[Submission]] = {}
    for rubric, submission in outcome.handed:
        theirs.setdefault(rubric, []).append(submission)
    of_all = {rubric: of_the_sheet(submissions) for rubric, submissions in theirs.items()}
    found: dict[tuple[str, str], list[str]] = {}
    of_groups = {(rubric, s.paths, s.members): s.attention for rubric, s in outcome.handed if s.members and s.attention}
    for rubric, submission in (handed for handed in outcome.handed if handed.submission.readable):
        own = of_groups.get((rubric, submission.paths, submission.members), submission.attention)
        rows = [row for row in own if row.weight is not Weight.SETTLED and row.issue not in of_all[rubric]]
        named = [(" ".join(filter(None, (PurePosixPath(row.submission).name, row.place))), row.issue) for row in rows]
        found[rubric, submission.student] = [f"{where}: {say.fault(why)}" for where, why in named]
    return found


def unmarked(outcome: "Outcome") -> dict[str, dict[str, list[str]]]:
    """By rubric and reason, who of the class has no marks but those that a person gave."""
    found: dict[str, dict[str, list[str]]] = {}
    for course in outcome.courses:
        by_hand = {h.submission.student for h in outcome.handed if h.rubric == course.name and h.submission.by_hand}
        lost = [h.submission for h in outcome.handed if h.rubric == course.name and _is_lost(h.submission)]
        found[course.name] = {
            "marked by hand, without a part in these figures": sorted(by_hand),
            "handed in what could not be read": sorted({s.student for s in lost}),
            "handed in nothing": sorted(outcome.absent),
        }
    return found
