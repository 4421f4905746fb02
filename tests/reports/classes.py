"""The page of a class: made of any marks, and what is seen on it."""

from dataclasses import replace

import numpy as np

from grader.analysis import analyse
from grader.reports.classroom import class_page
from grader.reports.feedback import Assignment, Problem
from grader.totals import totals


def page_of(course, marks):
    """The page of one rubric with marks that are not from files."""
    told = Assignment(course.title, tuple(map(Problem, marks, course.problems)), totals(marks))
    return class_page([told], analyse(marks)).decode()


def of(outcome, rubric):
    [course] = [course for course in outcome.courses if course.name == rubric]
    return course, [marks for marks in outcome.marks if marks.rubric == rubric]


def repeated(marks, times, name="student {:04d}"):
    """A class as large as one likes."""
    tall = {k: np.tile(getattr(marks, k), (times, 1)) for k in (
        "answer", "value", "expected", "followed", "verdict", "cause", "share", "note", "again")}  # fmt: skip
    students = tuple(name.format(i) for i in range(times * len(marks.students)))
    return replace(marks, **tall, students=students, receipts={}, conventions=(), ruled=None)


def in_sight(page):
    return page.locator("[data-map='0'] tbody .who").all_inner_texts()


def panel(page, title):
    """The panel, once it is about this: a link's hash tells the page of it by an event, some time after the click."""
    page.locator("dialog[open] h2").get_by_text(title, exact=True).wait_for()
    return page.locator("dialog")
