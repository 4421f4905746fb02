"""A number of what is given, read wrongly: −2.5 for 2.5, 0.53 for 0.35, and gone on with.

Whoever copies a number wrongly from the sheet uses it wherever it comes up, so that this is one slip. It is looked for
among what people misread a number as: with another sign, decimal point or digit.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil, prod
from typing import NamedTuple

import numpy as np

from grader.engine import LEAD, Expr, Mutation, Name, evaluate, names_in, rewrite
from grader.engine.expr import Apply, Constant, is_apply, number
from grader.marking.carrying.routes import Route
from grader.marking.case import Case
from grader.marking.closeness import Mask, Rows, by_student, of_rows
from grader.marking.evidence import Tries
from grader.marking.judgement import Why
from grader.marking.rounding import AT_ONCE
from grader.reference import Graph, Role, fitted

CAUSE = "misread"
READ, SIGN, POINT = "the given {0} is read as {1}", "{0} has the wrong sign", "the decimal point of {0} has slipped"
_MOST_ELEMENTS = 48
"""So many given numbers may go into an answer for each of them to be thought of."""
_LONGEST = 6
"""Of longer numbers no digit is thought to be misread."""
_BESIDE = 3
"""So many of the likeliest readings of a rate are slips of their own: uphill, and its decimal point."""
_ELSEWHERE = "#read"
"""What stands for a given in the steps in which it is misread; no name of a graph has this form."""
_READINGS = ("abs", "neg", "negated", "read_as")
"""What is done to a given by which it is read otherwise than it stands."""


def readings(value: float) -> tuple[float, ...]:
    """What a number may be misread as, likeliest first: its sign, its decimal point, its digits.

    >>> readings(0.35)[:6], len(readings(0.35)), readings(-2.0)[:3]
    ((-0.35, 3.5, 0.035, 0.53, 0.05, 0.15), 22, (2.0, -20.0, -0.2))

    A nought has no sign.
    """
    text = f"{abs(value):.15g}"
    size = [10 * abs(value), abs(value) / 10]
    digits = [i for i, c in enumerate(text) if c.isdigit() and text[:i].strip("0.") + c != "0"]
    if "e" not in text and len(digits) <= _LONGEST:
        size += [float(text[:i] + text[k] + text[i + 1 : k] + text[i] + text[k + 1 :]) for i, k in pairwise(digits)]
        size += [float(text[:i] + other + text[i + 1 :]) for i in digits for other in "0123456789"]
    found = (-value, *(s if value >= 0 else -s for s in size))
    return tuple(dict.fromkeys(float(f"{read:.15g}") + 0.0 for read in found if read != value))


def misread(
    case: Case, route: Route, rate: str, tries: Tries, among: Mask, beside: Expr | None = None
) -> Iterator[tuple[Why, Rows]]:
    """The slips of this kind that come near an open answer by a route, and for which rows of a case it is one.

    `among`: the rows to look at; `tries` counts what is thought of. `beside`: what another slip,
    which these have made throughout, leaves of the step.
    """
    ledger, trail = case.ledger, case.trail
    givens = [n for n in trail.operands if ledger.graph[n].formula is None]
    if beside is not None:
        used = set(names_in(beside))
        givens = [n for n in givens if n in used] if used <= set(trail.operands) else []
    if case.written.value.shape[1] > 1:
        return
    elements = np.zeros(len(case.rows), dtype=np.intp)
    for name in givens:
        elements += ledger.reference[name].size * trail.uses(name, case.rows)
    for name in givens:
        steps = [step for step in trail.steps if name in ledger.graph[step].parents]
        reached = np.stack([trail.reaches(step, case.rows) for step in steps])
        first = np.where(reached.any(axis=0), reached.argmax(axis=0), len(steps))
        for k in range(len(steps)):
            rows = np.flatnonzero((first == k) & among & case.pending & (elements <= _MOST_ELEMENTS))
            for index in np.ndindex(ledger.reference[name].shape[LEAD:]) if rows.size else ():
                given = _Given(name, index, steps[k:], name == rate, {} if beside is None else {case.name: beside})
                yield from _of_element(case, route, given, rows, tries)


class _Given(NamedTuple):
    """A given number, and the steps that it goes into, in the order of computation."""

    name: str
    at: tuple[int, ...]
    steps: list[str]
    rate: bool
    """Whether it is the learning rate; one of the wrong sign is no misreading but `ascent`."""
    beside: dict[str, Expr]
    """What another slip leaves of steps."""

    def label(self) -> Name:
        """What it is called."""
        return Name(f"{self.name}[{','.join(str(i + 1) for i in self.at)}]" if self.at else self.name)

    def readings(self, known: float, graph: Graph) -> tuple[float, ...]:
        """What it may be read as; a number by itself that is a factor is not read as 0: that is left out."""
        found = readings(known)[_BESIDE if self.rate else 0 :]
        added = self.at or all(_is_term(graph[step].formula, self.name) for step in self.steps)
        return found if added else tuple(filter(None, found))

    def read_as(self, other: Expr, graph: Graph) -> dict[str, Expr]:
        """The steps with something else in the place of the given."""
        return {step: _with(self.beside.get(step, graph[step].formula), self.name, other) for step in self.steps}


def _is_term(node: Expr | None, name: str) -> bool:
    """Whether a name is added or taken away in a formula, as a bias is."""
    if is_apply(node, "add", "neg"):
        return any(_is_term(part, name) for part in node.args)
    return node == Name(name)


def _with(formula: Expr | None, name: str, other: Expr) -> Expr:
    """A step with something else in a given's place."""
    assert formula is not None
    return rewrite(formula, lambda node: other if node == Name(name) else None)


def _of_element(case: Case, route: Route, given: _Given, rows: Rows, tries: Tries) -> Iterator[tuple[Why, Rows]]:
    """What one number may have been read as, and by whom."""
    known = float(case.ledger.reference[given.name][(0, 0, *given.at)])
    others = given.readings(known, case.ledger.graph)
    parts = ceil(rows.size * len(others) * prod(case.open.shape[1:]) / AT_ONCE)
    near = np.concatenate([_near(case, route, given, some, others) for some in np.array_split(rows, max(1, parts))])
    for k, other in enumerate(others):
        tries.add(CAUSE, rows)
        if not near[:, k].any():
            continue
        some = rows[near[:, k]]
        as_other = Apply("read_as", (Name(given.name),), (other, *given.at)) if given.at else number(other)
        (at, expr), *again = given.read_as(as_other, case.ledger.graph).items()
        slip, other_slip = _called(given, known, other)._replace(expr=expr), given.beside.get(at)
        why = Why(route.switched, slip, at, again=tuple(again), beside=other_slip)
        agreeing = some[_contradicts_nothing(case, route, why, some) & ~read_rightly(case, given.name, as_other, some)]
        if agreeing.size:
            yield why, agreeing


def _near(case: Case, route: Route, given: _Given, rows: Rows, others: Sequence[float]) -> Mask:
    """Which readings come near to anything that is open: (rows, readings), worked out on the axis of points."""
    array = np.repeat(case.ledger.reference[given.name], len(others), axis=1)
    at: tuple[slice | int, ...] = (0, slice(None), *given.at)
    array[at] = others
    slips = given.read_as(Name(_ELSEWHERE), case.ledger.graph)
    operands = {n: of_rows(v, rows) for n, v in route.values.items()}
    with np.errstate(all="ignore"):
        value = case.trail.run({**operands, _ELSEWHERE: array}, case.rows[rows], slips=slips)
    value = np.broadcast_to(value, (len(rows), len(others), *case.open.shape[1:]))
    near = case.near(value, rows) & case.open[rows][:, None]
    return np.asarray(near.any(axis=tuple(range(2, near.ndim))))


def _called(given: _Given, known: float, other: float) -> Mutation:
    """What it is called: by the word for a lost sign or a decimal point, where it is one, and for another rate."""
    if other == -known:
        return Mutation("sign", Name(given.name), SIGN, (given.label(),))
    if not given.rate and (np.isclose(other, 10 * known) or np.isclose(other, known / 10)):
        return Mutation("decimal-point", Name(given.name), POINT, (given.label(),))
    return Mutation("rate" if given.rate else CAUSE, Name(given.name), READ, (given.label(), number(other)))


def is_another_rate(mutation: Mutation | None) -> bool:
    """Whether it takes the learning rate for another number: by some such number any step is right."""
    return mutation is not None and mutation.says == READ and mutation.cause == "rate"


def _contradicts_nothing(case: Case, route: Route, why: Why, rows: Rows) -> Mask:
    """For whom no answer of the quantity that is explained already would be another number."""
    operands, written = {n: of_rows(v, rows) for n, v in route.values.items()}, case.written.rows(rows)
    value = np.broadcast_to(case.trail.run(operands, case.rows[rows], slips=why.slips), written.value.shape)
    follow = case.follow[rows] if route.values is case.plain else case.trail.run(operands, case.rows[rows])
    with np.errstate(invalid="ignore"):
        off = written.unit + (case.up - case.down)[rows]
        changed = (np.abs(value - follow) > off) & (np.abs(value - written.value) > off)
    closed = ~np.isnan(written.value) & ~case.open[rows][:, None]
    return ~by_student(changed & closed)


def read_rightly(case: Case, name: str, other: Expr, rows: Rows) -> Mask:
    """Who has anything right that would be another number, were a given misread there, too.

    `other`: what the given is read as.
    """
    ledger, found = case.ledger, np.zeros(len(rows), dtype=bool)
    for child in ledger.graph.children[name]:
        if ledger.graph[child].role is not Role.FORWARD:
            continue
        right, written = ledger.reference[child], ledger.written[child].rows(case.rows[rows])
        expr = _with(ledger.graph[child].formula, name, other)
        misread = fitted(evaluate(expr, ledger.reference), ledger.graph[child].shape)
        with np.errstate(invalid="ignore"):
            told = (np.abs(written.value - right) <= written.unit) & (np.abs(misread - right) > 2 * written.unit)
        found |= told.reshape(len(rows), -1).any(axis=1)
    return found


def as_read(why: Why, graph: Graph) -> tuple[str, Expr] | None:
    """What a slip reads a given as, and which, if it is nothing but that; usual slips of the rate are habits."""
    mutation, formula = why.mutation, why.beside or (graph[why.at].formula if why.mutation else None)
    if mutation is None or formula is None or mutation.also is not None:
        return None
    if mutation.cause == "rate" and mutation.says != READ:
        return None
    found = set(_differences(formula, mutation.expr))
    if len(found) != 1:
        return None
    [(name, read)] = found
    given = name in graph and graph[name].formula is None and set(names_in(read)) <= {name}
    another = is_apply(read, *_READINGS) or isinstance(read, Constant)
    in_turn = is_apply(formula, "index") and is_apply(read, "swapped")  # samples taken in another order
    return (name, read) if given and (another or in_turn) else None


def _differences(formula: Expr, other: Expr) -> Iterator[tuple[str, Expr]]:
    """What stands for a name in another expression of the same form; for no name, if the form is another."""
    if formula == other:
        return
    if isinstance(formula, Name):
        yield formula.name, other
    elif (
        isinstance(formula, Apply)
        and isinstance(other, Apply)
        and len(formula.args) == len(other.args)
        and (formula.primitive, formula.params) == (other.primitive, other.params)
    ):
        for one, two in zip(formula.args, other.args, strict=True):
            yield from _differences(one, two)
    else:
        yield "", other
