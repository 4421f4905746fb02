"""What only later answers can tell: a blank that they imply, a number written wrongly but used rightly."""

import math
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from grader.engine import ONE, Array, Mutation
from grader.marking.closeness import Mask, Written
from grader.marking.judgement import Judgement, Place, Why
from grader.marking.ledger import Ledger
from grader.marking.mistyped import mistyped_slips
from grader.marking.needed import needed_by
from grader.marking.pen import COPIED
from grader.marking.slips import LIKELIEST_FIRST
from grader.marking.suspicions import SLIPPED
from grader.marking.verdicts import Verdict
from grader.reference import Reference, Role

_PROVES = (Verdict.CORRECT, Verdict.IMPRECISE, Verdict.CARRIED)
_RIGHT = (Verdict.CORRECT, Verdict.IMPRECISE)
_EXACT = 1e-9
_FROM_NOWHERE = 4
"""Whoever has so many unexplained numbers for each that is explained, and more, has invented them."""
_COPY = Mutation("copy", ONE, COPIED)


def settle_blanks(
    reference: Reference, judged: Mapping[str, Judgement], ledger: Ledger, shown: Mapping[str, Mask]
) -> None:
    """Turns `missing` into `implied` where a right or carried answer further on could not have come without it.

    A single figure that is right as a rounding is no such answer: too many numbers are. Nor is a number near the right
    one that only rounding of all that is blank before it explains; nor one that a slip has led to past the blank, but
    that is one for what went into it. Nor is a formula, but for those students in whose formulas the step is `shown`.
    """
    graph = reference.graph
    proven: dict[str, Mask] = {}
    for quantity in reversed(graph.computed):
        name, judgement = quantity.name, judged[quantity.name]
        verdict = judgement.verdict
        missing = verdict == Verdict.MISSING
        telling = _telling(ledger.written[name], judgement.behind)
        needed = missing | np.isin(verdict, _RIGHT) & ~telling  # what proves a blank proves what is right there, too
        if needed.any():
            known = {child: _with(name, judged[child], proven[child]) for child in graph.children[name]}
            worked_out = {child: mask & ~_passed_over(name, child, judged, ledger) for child, mask in known.items()}
            needed &= needed_by(name, graph, reference.values, known)
            if reference.points > 1:
                needed &= _whose_formulas_show(name, shown, needed)
            verdict[missing & needed & needed_by(name, graph, reference.values, worked_out)] = Verdict.IMPLIED
        proves = np.isin(verdict, _PROVES) & ~judgement.unfounded & telling
        proven[name] = proves | needed


def _whose_formulas_show(name: str, shown: Mapping[str, Mask], beside: Mask) -> Mask:
    """The students in whose formulas for others a step stands written out, as an array to go `beside` another."""
    theirs = shown.get(name, np.zeros(len(beside), dtype=bool))
    return theirs.reshape(-1, *(1,) * (beside.ndim - 1))


def _with(name: str, judgement: Judgement, proven: Mask) -> Mask:
    """Those of the answers that prove something which have not come about by a slip that leaves `name` out."""
    found = proven
    for place, why in judgement.why.items():
        if name in why.without:
            found = found.copy() if found is proven else found
            found[place] = False
    return found


def _passed_over(name: str, child: str, judged: Mapping[str, Judgement], ledger: Ledger) -> Mask:
    """Which answers come out just as well with an operand of a blank `name` in its place: w′ = w − η·g.

    That is, of those carried by a slip in the blank or in the step itself.
    """
    graph, written, judgement = ledger.graph, ledger.written[child], judged[child]
    slipped = np.zeros_like(judgement.unfounded)
    for place, why in judgement.why.items():
        past = why.same == child or (name, SLIPPED) in why.route
        slipped[place] = past and judgement.verdict[place] == Verdict.CARRIED
    found = np.zeros_like(slipped)
    for operand in graph[name].parents if slipped.any() else ():
        if graph[operand].shape == graph[name].shape:
            values = {parent: ledger.carry[parent] for parent in graph[child].parents}
            value = graph.step(child, {**values, name: ledger.carry[operand]})
            with np.errstate(invalid="ignore"):
                found |= (np.abs(written.value - value) <= written.unit).all(axis=1)
    return np.asarray(slipped & found)


def _telling(written: Written, behind: Array) -> Mask:
    """Which answers show more than one figure, or are the very number behind them."""
    with np.errstate(invalid="ignore"):
        exact = np.abs(written.value - behind) <= _EXACT * np.abs(behind)
        return np.asarray((exact | (written.figures > 1)).all(axis=1))


def settle_copies(
    reference: Reference, judged: Mapping[str, Judgement], ledger: Ledger, shown: Mapping[str, Mask]
) -> None:
    """Names `copy` where later answers use the right value and not the unexplained one that was written.

    Nor one that a slip explains, and a keystroke as well: 1.3 for 1.03.

    Among numbers most of which nothing explains, one that is right is so by chance, and shows nothing. Nor does a
    formula that only names the quantity, as w − η·∂L/∂w does, but one in which the right step is `shown`.
    """
    graph, guessing = reference.graph, _guessing(judged.values())
    for quantity in graph.computed:
        judgement = judged[quantity.name]
        wrong = judgement.verdict == Verdict.WRONG
        if reference.points == 1:
            wrong |= mistyped_slips(judgement, ledger.written[quantity.name], reference.values[quantity.name])
        wrong &= ~guessing.reshape(-1, *(1,) * (wrong.ndim - 1))
        wrong &= ~ledger.hand.repeated(quantity.name, np.arange(len(wrong))).any(axis=1)
        if reference.points > 1:
            wrong &= _whose_formulas_show(quantity.name, shown, wrong)
        if not wrong.any():
            continue
        children = graph.children[quantity.name]
        rightly = {child: _without(quantity.name, judged[child]) for child in children}
        wrongly = {child: _as_written(judged[child]) for child in children}
        copied = wrong & needed_by(quantity.name, graph, reference.values, rightly)
        copied &= ~needed_by(quantity.name, graph, reference.values, wrongly)
        judgement.verdict[copied] = Verdict.SLIP
        judgement.cause[copied] = LIKELIEST_FIRST.index("copy")
        judgement.why.update((tuple(map(int, at)), Why((), _COPY, quantity.name)) for at in np.argwhere(copied))


def _guessing(judgements: Iterable[Judgement]) -> Mask:
    """By student, whether for each answer that is explained there are several that nothing explains."""
    verdicts = np.hstack([v.reshape(len(v), math.prod(v.shape[1:])) for v in (each.verdict for each in judgements)])
    explained = np.isin(verdicts, (*_PROVES, Verdict.SLIP)).sum(axis=1)
    return np.asarray((verdicts == Verdict.WRONG).sum(axis=1) > _FROM_NOWHERE * explained)


def _without(name: str, judgement: Judgement) -> Mask:
    """Which answers came about from another value of `name` than the one that is written."""
    found = np.isin(judgement.verdict, (Verdict.CORRECT, Verdict.IMPRECISE)) & ~judgement.plain
    for place, why in judgement.why.items():
        if dict(why.route).get(name) in ("reference", "follow") and judgement.verdict[place] == Verdict.CARRIED:
            found[place] = True
    return found


def _as_written(judgement: Judgement) -> Mask:
    """Which answers follow from the earlier ones just as they are written."""
    found: Mask = np.asarray(judgement.verdict == Verdict.CARRIED)
    for place, why in judgement.why.items():
        if why.route:
            found[place] = False
    return found


def settle_cancelling(
    reference: Reference, judged: Mapping[str, Judgement], ledger: Ledger, shown: Mapping[str, Mask]
) -> None:
    """Tells of right answers that they are minus what follows from a wrong one before them: two signs cancel.

    Of an updated parameter it is the step that has the other sign. A formula that names the wrong one has no sign of
    its own: it is one in which the right step is `shown` that has.
    """
    for quantity in reference.graph.computed:
        judgement, written = judged[quantity.name], ledger.written[quantity.name]
        right = (judgement.verdict == Verdict.CORRECT) & ~judgement.plain
        if not right.any():
            continue
        before = reference.values[quantity.of] if quantity.role is Role.UPDATE else 0.0
        step, own = written.value - before, judgement.follow - before
        with np.errstate(invalid="ignore"):
            mirrored = (np.abs(step + own) <= _MIRRORED * np.abs(step)) & (written.unit < _MIRRORED * np.abs(step))
        amiss = {parent: _amiss(judged[parent]) for parent in quantity.parents if parent in judged}
        if reference.points > 1:
            amiss = {parent: theirs & _whose_formulas_show(parent, shown, theirs) for parent, theirs in amiss.items()}
        for place in map(tuple, np.argwhere(right & mirrored.all(axis=1)).tolist()):
            wrong = (parent for parent, theirs in amiss.items() if theirs[place[0]])
            if (parent := next(wrong, None)) is not None:
                judgement.why[place] = Why((), at=parent)


def settle_alike(judged: Mapping[str, Judgement], ledger: Ledger) -> None:
    """Charges an unexplained number once in an array, wherever it is written where the same should come."""
    for name, judgement in judged.items():
        wrong = judgement.verdict == Verdict.WRONG
        if wrong.ndim > 1 and judgement.follow.shape[1] == 1:
            wrong &= ~ledger.hand.repeated(name, np.arange(len(wrong))).any(axis=1)  # that was never worked out
            for place in _written_before(wrong, ledger.written[name].value[:, 0], judgement.follow[:, 0]):
                judgement.verdict[place] = Verdict.CARRIED
                judgement.why[place] = Why((), at=name, same=name)


def _written_before(wrong: Mask, written: Array, follow: Array) -> Iterator[Place]:
    """Where a student has written the number that stands in an earlier element, of which the same should come."""
    known: set[tuple[int, float, str]] = set()
    for place in map(tuple, np.argwhere(wrong & np.isfinite(follow)).tolist()):
        key = place[0], float(written[place]), f"{follow[place]:.9g}"
        if key in known:
            yield place
        known.add(key)


def _amiss(judgement: Judgement) -> Mask:
    """Which students have gone wrong in a quantity, or carried on from where they had."""
    wrong = np.isin(judgement.verdict, _AMISS)
    return np.asarray(wrong.any(axis=tuple(range(1, wrong.ndim))))


_MIRRORED = 0.02
"""How near, relatively, an answer is to minus what follows."""
_AMISS = (Verdict.SLIP, Verdict.CARRIED)
