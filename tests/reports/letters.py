"""Letters to students, as a run over files makes them."""

from pathlib import Path

from grader.grading import grade
from grader.reports.feedback import Assignment, Problem, letters
from grader.totals import totals
from grader.wording import Wording

ROOT = Path(__file__).parent.parent.parent


def assignments(outcome):
    for course in outcome.courses:
        marks = [table for table in outcome.marks if table.rubric == course.name]
        yield Assignment(course.title, tuple(map(Problem, marks, course.problems)), totals(marks))


def written(folder, rubrics=(), say=None, names=None):
    outcome = grade([folder], rubrics)
    return {letter.student: letter for letter in letters(list(assignments(outcome)), names or {}, say or Wording())}


def rows(letter):
    return {row.label: row for sheet in letter.sheets for part in sheet.parts for row in part.rows}
