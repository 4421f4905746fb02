"""Marking: the answers of a whole class to marks."""

from grader.marking.acceptance import Acceptance
from grader.marking.account import TAKEN_AS, Account, Operand, accounts
from grader.marking.closeness import ONE_FIGURE
from grader.marking.convention import best_of, chosen
from grader.marking.credit import AGAIN, worth_of
from grader.marking.laying_out import elsewhere, lay_out
from grader.marking.mark import mark
from grader.marking.marks import Column, Marks, Receipt, joined, of_rows, without
from grader.marking.notes import FROM_WRONG, SENTENCES, went_wrong
from grader.marking.said import Said
from grader.marking.sheet import Sheet
from grader.marking.slips import LIKELIEST_FIRST as CAUSES
from grader.marking.slips import Slips
from grader.marking.verdicts import VERDICTS, Verdict

__all__ = [
    "AGAIN",
    "CAUSES",
    "FROM_WRONG",
    "ONE_FIGURE",
    "SENTENCES",
    "TAKEN_AS",
    "VERDICTS",
    "Acceptance",
    "Account",
    "Column",
    "Marks",
    "Operand",
    "Receipt",
    "Said",
    "Sheet",
    "Slips",
    "Verdict",
    "accounts",
    "best_of",
    "chosen",
    "elsewhere",
    "joined",
    "lay_out",
    "mark",
    "of_rows",
    "went_wrong",
    "without",
    "worth_of",
]
