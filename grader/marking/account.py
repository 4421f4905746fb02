"""The account of one answer: what it was held against, what went into that, and how wide the bands around it are.

It is made of what marking knows anyway (judgements, routes, notes), so that it cannot tell another story than the mark.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from grader.engine import Array, pretty, show
from grader.marking import bands
from grader.marking.as_known import as_known
from grader.marking.carrying import on_paper
from grader.marking.closeness import Mask, of_rows
from grader.marking.judgement import Judgement, Why
from grader.marking.ledger import Ledger
from grader.marking.mark import as_marked, judge_all, rule_taken
from grader.marking.other_rule import fitted_to
from grader.marking.rounding import reach
from grader.marking.sheet import Sheet
from grader.marking.shortening import SHORTENED
from grader.marking.suspicions import INFERRED, MADE_AGAIN, MISREAD, SLIPPED
from grader.marking.trail import Trail
from grader.marking.verdicts import Verdict
from grader.reference import Asked, Reference, Role, label

_MOST_ELEMENTS = 64
"""Of a larger operand only its name is told."""
_MOST_MEANINGS = 32
_ONE = np.array([0], dtype=np.intp)
_PLAIN = Why(())

GIVEN, WRITTEN, BLANK, ROUNDED = "given", "as written", "blank, as it follows", "rounded to"
_BY_ROUTE = {
    "reference": "the right value",
    "follow": "as it follows",
    SLIPPED: "with the slip made there",
    INFERRED: "as an earlier answer tells it",
    MISREAD: "as it was read",
    MADE_AGAIN: "with the slip made again",
}
TAKEN_AS = (WRITTEN, *_BY_ROUTE.values(), BLANK)
"""What an operand that was worked out may be taken as, by how near that is to what is written; or `ROUNDED`."""


class Operand(NamedTuple):
    """One number, or one array, that goes into a step."""

    name: str
    """With real symbols."""
    taken: str
    """One of the words above; of a rounded one with the digits."""
    value: float | None
    """None for an array that is too large to be told."""
    text: str
    """What the student wrote there; empty for a blank and for what is given."""


class Account(NamedTuple):
    """What an answer was held against. Bounds are (lowest, highest)."""

    element: Asked
    formula: str
    own: str
    """The step by the rule of training that the student took for the one that is asked; else empty."""
    text: str
    digits: tuple[float, float] | None
    """What the answer may be the rounding of, as it is written; None where there is no number."""
    figures: int
    expected: float
    right: tuple[float, float]
    """What counts as right, besides the digits."""
    stepped: bool
    """Whether the tolerance is a share of the step that makes of a parameter the one after it."""
    follow: float
    follows: tuple[float, float]
    """What counts as following, with the rounding of the earlier answers, besides the digits."""
    operands: tuple[Operand, ...]
    blanks: tuple[str, ...]
    """The steps before it that were left blank, and worked out."""
    same: str
    """Where the slip in it was charged already: `follow` is without it. Empty for any other answer."""


def accounts(reference: Reference, sheet: Sheet) -> tuple[Account | None, ...]:
    """The accounts of the answers of one student, in the rubric's order; None where answers are formulas."""
    if reference.points > 1:
        return (None,) * len(reference.asked)
    sheet = as_marked(reference, sheet)
    found = _accounts(reference, sheet)
    if (work := rule_taken(reference, sheet)) is not None:
        theirs = _accounts(work.rule.reference, fitted_to(sheet, work.rule.reference))
        for column, other in work.moved:
            found[column] = _by_their_rule(found[column], theirs[other])
    return tuple(found)


def _accounts(reference: Reference, sheet: Sheet) -> list[Account]:
    judged, ledger = judge_all(reference, sheet)
    return [_account(element, reference, sheet, judged[element.quantity], ledger) for element in reference.asked]


def _by_their_rule(asked: Account, theirs: Account) -> Account:
    """What is right by the rule that is asked, and what follows by the one that the student took."""
    return asked._replace(
        own=theirs.formula if theirs.formula != asked.formula else "",
        follow=theirs.follow,
        follows=theirs.follows,
        operands=theirs.operands,
        blanks=theirs.blanks,
        same=theirs.same,
    )


def _account(element: Asked, reference: Reference, sheet: Sheet, judgement: Judgement, ledger: Ledger) -> Account:
    name, index = element.quantity, tuple(i - 1 for i in element.index)
    at: tuple[Any, ...] = (0, 0, *index)
    why = judgement.why.get((0, *index), _PLAIN)
    carried = judgement.verdict[(0, *index)] == Verdict.CARRIED
    route = why.route if carried or (why.at, "follow") in why.route else ()
    trail = Trail(name, _ONE, ledger)
    held = {n: np.array([True]) for n, _ in route}
    follow, written = judgement.follow[:1], ledger.written[name].rows(_ONE)
    values = _taken(trail, route, ledger, follow, at)
    expected = reference.values[name]
    right = _band(name, expected, reference.values, reference, ledger)
    quantity = ledger.graph[name]
    formula = as_known(reference.graph[name], reference)
    value, unit = float(written.value[at]), float(written.unit[at])
    return Account(
        element=element,
        formula=show(formula) if formula is not None else "",
        own="",
        text=str(sheet.texts[name][(0, *index)]),
        digits=(value - unit / 2, value + unit / 2) if np.isfinite(value) else None,
        figures=int(written.figures[at]),
        expected=float(expected[at]),
        right=(float((expected - right)[at]), float((expected + right)[at])),
        stepped=quantity.role is Role.UPDATE and bool(reference.problem.tolerance.relative),
        follow=float(follow[at]),
        follows=_follows(trail, follow, _band(name, follow, values, reference, ledger), at),
        operands=tuple(_operands(trail, values, dict(route), held, at, reference, sheet)),
        blanks=tuple(pretty(step) for step in trail.steps[:-1] if step not in held),
        same=pretty(why.same) if why.same and MADE_AGAIN not in dict(route).values() else "",
    )


def _follows(trail: Trail, follow: Array, near: Array, at: tuple[Any, ...]) -> tuple[float, float]:
    """What counts as following: what the rounding of earlier answers allows, and of blanks on paper, or the band."""
    plain = trail.plain(_ONE)
    down, up = reach(trail.run, np.broadcast_to(trail.run(plain, _ONE), follow.shape), plain, trail.ledger, _ONE)
    lower, higher = on_paper(trail, plain, _ONE)
    return (
        float((follow + down + np.minimum(-near, lower))[at]),
        float((follow + up + np.maximum(near, higher))[at]),
    )


def _band(name: str, value: Array, operands: Mapping[str, Array], reference: Reference, ledger: Ledger) -> Array:
    parents = {p: operands.get(p, reference.values[p]) for p in ledger.graph[name].parents}
    return bands.band(ledger, name, value, parents, reference.problem.tolerance)


def _taken(
    trail: Trail, route: tuple[tuple[str, str], ...], ledger: Ledger, follow: Array, at: tuple[Any, ...]
) -> dict[str, Array]:
    """The values of a step's operands by a route; of several that it may mean, those from which the value follows."""
    found = [trail.plain(_ONE)]
    held = {name: np.array([True]) for name, _ in route}
    for name, source in route:
        if name in found[0]:
            plain = found[0][name]
            options = [np.where(np.isnan(other), plain, other) for other in _sources(name, source, plain, ledger)]
            found = [{**values, name: option} for values in found for option in options][:_MOST_MEANINGS] or found
    misses = [abs(float(np.broadcast_to(trail.run(v, _ONE, held), follow.shape)[at] - follow[at])) for v in found]
    return found[int(np.argmin(np.nan_to_num(misses, nan=np.inf)))]


def _sources(name: str, source: str, plain: Array, ledger: Ledger) -> list[Array]:
    """The values that a route's word for the source of an operand may mean."""
    if source == "reference":
        return [of_rows(ledger.reference[name], _ONE)]
    if source == "follow":
        return [of_rows(value, _ONE) for value in ledger.follows(name)]
    if source == MADE_AGAIN:
        return [of_rows(ledger.habitual.get(name, plain), _ONE)]
    if source in (SLIPPED, INFERRED, MISREAD):
        told = (INFERRED, SLIPPED) if source == INFERRED else (source,)
        return [of_rows(value, _ONE) for of in told for value, _ in ledger.suspected.get((name, of), ())]
    digits, _, kind = source.partition(" ")
    return [SHORTENED[kind](plain, int(digits))]


def _operands(
    trail: Trail, values: Mapping[str, Array], route: Mapping[str, str], held: Mapping[str, Mask], at: tuple[Any, ...],
    reference: Reference, sheet: Sheet,
) -> Iterator[Operand]:  # fmt: skip
    """Every element of an operand that the answer depends on, in the formulas' order: set to nan, it makes that nan."""
    plain = trail.plain(_ONE)
    for name in dict.fromkeys(parent for step in trail.steps for parent in trail.ledger.graph[step].parents):
        value = values[name]
        if value[0, 0].size > _MOST_ELEMENTS:
            yield Operand(pretty(name), GIVEN if trail.ledger.graph[name].formula is None else WRITTEN, None, "")
            continue
        for index in np.ndindex(value.shape[2:]):
            place: tuple[Any, ...] = (0, 0, *index)
            without = value.copy()
            without[place] = np.nan
            if np.isnan(trail.run({**values, name: without}, _ONE, held)[at]):
                text = str(sheet.texts[name][(0, *index)]).strip() if name in sheet.texts else ""
                source = route.get(name, "") if value[place] != plain[name][place] else ""
                said = label(name, tuple(i + 1 for i in index), reference.problem) if index else pretty(name)
                yield Operand(said, _word(name, place, source, trail.ledger), float(value[place]), text)


def _word(name: str, place: tuple[Any, ...], source: str, ledger: Ledger) -> str:
    """What an element of an operand was taken as."""
    if source:
        return _BY_ROUTE.get(source, f"{ROUNDED} {source}")
    if ledger.graph[name].formula is None:
        return GIVEN
    return BLANK if np.isnan(ledger.written[name].value[place]) else WRITTEN
