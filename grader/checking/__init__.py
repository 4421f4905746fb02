"""Checking: what is wrong or weak in a rubric, before a class gets the sheet."""

from grader.checking.blindness import Looking, Sight, Slip
from grader.checking.check import Checked, check
from grader.checking.finding import Finding, Section
from grader.checking.gradients import Verified
from grader.checking.suggesting import Suggestion
from grader.reference import Reference

__all__ = ["Checked", "Finding", "Section", "Sight", "Slip", "Suggestion", "Verified", "blind_spots", "check"]


def blind_spots(reference: Reference) -> Sight:
    """Which known slips the numbers of a problem reveal, and which they cannot."""
    return Looking(reference).sight()
