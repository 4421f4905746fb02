"""Totals: what each student has for a rubric, with what its policies give or take, exactly."""

from grader.totals.lateness import Lateness, lateness, off
from grader.totals.total import NOTHING, Score, Total, totals, uneven

__all__ = ["NOTHING", "Lateness", "Score", "Total", "lateness", "off", "totals", "uneven"]
