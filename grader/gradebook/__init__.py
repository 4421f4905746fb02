"""Marks as tidy tables: the only door to pandas. Exact credit becomes a number here, rounded once."""

from grader.gradebook.answers import ANSWERS, answers, with_rubrics
from grader.gradebook.attention import attention
from grader.gradebook.exact import in_percent, number
from grader.gradebook.grades import ABOUT, ADJUSTMENTS, TOTALS, called, gradebook, problems

__all__ = [
    "ABOUT",
    "ADJUSTMENTS",
    "ANSWERS",
    "TOTALS",
    "answers",
    "attention",
    "called",
    "gradebook",
    "in_percent",
    "number",
    "problems",
    "with_rubrics",
]
