"""Totals: what each student has for a rubric, with what its policies give or take, exactly."""

from grader.totals.lateness import Lateness, counted, lateness, off
from grader.totals.total import NOTHING, Score, Total, totals, uneven

__all__ = ["NOTHING", "Lateness", "Score", "Total", "counted", "lateness", "off", "totals", "uneven"]
