"""Marking: the answers of a whole class to marks."""

from grader.marking.marks import Column, Marks
from grader.marking.slips import LIKELIEST_FIRST as CAUSES
from grader.marking.verdicts import VERDICTS, Verdict

__all__ = ["CAUSES", "VERDICTS", "Column", "Marks", "Verdict"]
