"""Marking: the answers of a whole class to marks."""

from grader.marking.convention import best_of
from grader.marking.credit import worth_of
from grader.marking.mark import mark
from grader.marking.marks import Column, Marks, Receipt
from grader.marking.sheet import Sheet, lay_out
from grader.marking.slips import LIKELIEST_FIRST as CAUSES
from grader.marking.verdicts import VERDICTS, Verdict

__all__ = [
    "CAUSES",
    "VERDICTS",
    "Column",
    "Marks",
    "Receipt",
    "Sheet",
    "Verdict",
    "best_of",
    "lay_out",
    "mark",
    "worth_of",
]
