"""Marks a class on one problem: from the sheet of answers to verdicts, credit and notes."""

from contextlib import ExitStack
from dataclasses import replace
from functools import lru_cache, partial
from math import ceil
from typing import NamedTuple

import numpy as np

from grader.beside import beside, cores
from grader.marking.afterwards import settle_alike, settle_blanks, settle_cancelling, settle_copies
from grader.marking.benefit import with_benefit
from grader.marking.charging import Charges, settle_unasked
from grader.marking.hindsight import settle_readings
from grader.marking.judge import Judge
from grader.marking.judgement import Judgement
from grader.marking.ledger import Ledger
from grader.marking.marks import Marks, joined, of_rows
from grader.marking.misplaced import settle_exchanges, settle_misplaced
from grader.marking.one_answer import as_one_answer
from grader.marking.other_rule import Work, by_other_rules, rules_taken
from grader.marking.other_rules import other_rules
from grader.marking.repeated import settle_repeated
from grader.marking.sheet import Sheet
from grader.marking.slips import Consistency, Recurring, Slips
from grader.marking.straightening import can_be_turned, straightened
from grader.marking.table import Table
from grader.marking.transferred import settle_transferred
from grader.marking.undefined import settle_undefined
from grader.marking.unproved import settle_unproved
from grader.marking.verdicts import Verdict
from grader.reference import Reference

MOST_AT_ONCE = 300_000
"""So many answers are marked at once: what a large class needs in memory is then the marks, not the working."""
MANY = 20_000
"""Answers that are worth a process for each core."""


def mark(reference: Reference, sheet: Sheet, rubric: str) -> Marks:
    """The marks of every student for every element the problem asks; they depend on nobody else in the class.

    So those who wrote the very same, as most do who have all right, are marked once.
    """
    different, which = sheet.different()
    marks = _marks_of(reference, different, rubric)
    return marks if different is sheet else replace(of_rows(marks, which), students=sheet.students)


def _marks_of(reference: Reference, sheet: Sheet, rubric: str) -> Marks:
    """The marks of a class, a share of it worked out on each core."""
    count = len(sheet.students)
    large = count * sheet.width > MANY
    shares = list(sheet.parts(max(1, ceil(count / cores()) if large else count)))
    known = Known.of(reference)
    with ExitStack() as running:
        works = [partial(_share, reference, share, rubric, known) for share in shares]
        others = [running.enter_context(beside(work, large)) for work in works[1:]]
        return joined([works[0](), *(marked() for marked in others)])


def _share(reference: Reference, sheet: Sheet, rubric: str, known: "Known") -> Marks:
    """The marks of those of a class whom one process marks."""

    def as_it_stands(some: Sheet, told: bool) -> Marks:
        return joined([_marked(reference, part, rubric, known, told) for part in some.parts(most)])

    def in_full(part: Sheet) -> Marks:
        marks = as_it_stands(part, True)
        straight = straightened(reference, part, marks, partial(as_it_stands, told=False))
        if straight is not part:
            marks = as_it_stands(straight, True)
        return by_other_rules(reference, straight, with_benefit(reference, straight, marks, as_it_stands), _under)

    most = max(1, MOST_AT_ONCE // sheet.width)
    return joined([in_full(part) for part in sheet.parts(most)])


class Known(NamedTuple):
    """What can go wrong in a problem, worked out when first needed and kept for the whole class."""

    recurring: Recurring
    consistency: Consistency

    @staticmethod
    def of(reference: Reference) -> "Known":
        """What can go wrong in this one."""
        return _known(reference)


@lru_cache(maxsize=16)
def _known(reference: Reference) -> Known:
    """Kept for the problems marked last: a class is marked in parts, and of a student every mark is accounted for."""
    problem, graph = reference.problem, reference.graph
    rate = problem.training.rate if problem.training else ""
    slips = Slips(graph, rate, reference.values)
    return Known(Recurring(graph, slips), Consistency(problem, graph))


def _marked(reference: Reference, sheet: Sheet, rubric: str, known: Known, told: bool) -> Marks:
    judged, ledger = judge_all(reference, sheet, known)
    return as_one_answer(reference, sheet, judged, Table(reference, sheet, ledger, judged, told).marks(rubric))


def as_marked(reference: Reference, sheet: Sheet) -> Sheet:
    """A sheet as it is marked: see `straightening`."""
    if not can_be_turned(reference.graph):
        return sheet
    mark_one = partial(_marked, reference, rubric="", known=Known.of(reference), told=False)
    return straightened(reference, sheet, mark_one(sheet), mark_one)


def rule_taken(reference: Reference, sheet: Sheet) -> Work | None:
    """The work of a single student, as it is marked, under another rule of training; None where it is under none."""
    if not other_rules(reference):
        return None
    as_it_stands = partial(_marked, reference, rubric="", known=Known.of(reference))
    marks = with_benefit(
        reference, sheet, as_it_stands(sheet, told=True), lambda some, told: as_it_stands(some, told=told)
    )
    return rules_taken(reference, sheet, marks, _under).get(0)


def _under(reference: Reference, sheet: Sheet) -> Marks:
    """The marks of a sheet under another rule of training."""
    most = max(1, MOST_AT_ONCE // sheet.width)
    return joined([_marked(reference, part, "", Known.of(reference), True) for part in sheet.parts(most)])


def judge_all(reference: Reference, sheet: Sheet, known: Known | None = None) -> tuple[dict[str, Judgement], Ledger]:
    """The judgements of every quantity, and what was learnt on the way."""
    ledger = Ledger(reference.graph, sheet.written, dict(reference.values), sheet.aside, sheet.doubted)
    return _judge(reference, sheet, ledger, known or Known.of(reference)), ledger


def _judge(reference: Reference, sheet: Sheet, ledger: Ledger, known: Known) -> dict[str, Judgement]:
    problem = reference.problem
    charges = Charges(ledger, *known, {element.quantity for element in reference.asked})
    judge = Judge(ledger, known.recurring, problem.tolerance, problem.figures, charges.made_before)
    judged: dict[str, Judgement] = {}
    with np.errstate(all="ignore"):  # a student may write 1e300, and what follows is infinite
        for quantity in reference.graph.computed:
            judged[quantity.name] = judge.judge(quantity.name)
            charges.settle(quantity.name, judged[quantity.name])
    for name, judgement in judged.items():
        judgement.verdict[sheet.unreadable[name]] = Verdict.UNREADABLE
    settle_undefined(reference, judged, ledger, sheet)
    settle_readings(judged, ledger, known.recurring)
    settle_repeated(judged, ledger, charges.kinds)
    settle_transferred(judged, ledger)
    settle_exchanges(judged, ledger)
    settle_misplaced(judged, ledger)
    settle_copies(reference, judged, ledger, sheet.shown)
    settle_cancelling(reference, judged, ledger, sheet.shown)
    settle_blanks(reference, judged, ledger, sheet.shown)
    settle_alike(judged, ledger)
    settle_unasked(judged, ledger, charges, sheet.shared)
    settle_unproved(judged)
    return judged
