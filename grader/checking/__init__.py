"""Checking: what is wrong or weak in a rubric, before a class gets the sheet."""

from grader.checking.blindness import Looking, Sight, Slip
from grader.checking.check import Checked, check
from grader.checking.finding import Finding, Section
from grader.checking.gradients import Verified
from grader.checking.suggesting import Suggestion
from grader.checking.variants import with_variants

__all__ = [
    "Checked",
    "Finding",
    "Looking",
    "Section",
    "Sight",
    "Slip",
    "Suggestion",
    "Verified",
    "check",
    "with_variants",
]
