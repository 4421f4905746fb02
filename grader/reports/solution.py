"""The worked solution as steps: each quantity with its formula, the numbers that go into it, its value, its chain rule.

It is told in words by `key`, as a page by `pages.key`, and as a document by `latex_key`.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

import numpy as np

from grader.engine import ONE, Array, Expr, Name, add, evaluate, mul, names_in, neg, rewrite, show, steps_in, walk
from grader.engine import value as as_value
from grader.engine.elements.written_out import MOST, element
from grader.engine.expr import is_apply
from grader.engine.printing.composing import is_gradient
from grader.marking.slips import short_form
from grader.reference import Quantity, Reference, Role
from grader.reference.shortest import shortest_form
from grader.reports.worth import Worth, worth

_FIGURES = 6
_MOST_TERMS = 400
_LONGEST = 100
"""An element with more numbers than fit into so many characters is written with the sums in it worked out."""


class Link(NamedTuple):
    """One path of the chain rule through which a gradient comes back: upstream times local."""

    upstream: str
    """The gradient that comes in, by name."""
    through: str
    """The quantity it comes from."""
    local: Expr | None
    """What it is multiplied by: 1 where it is passed on as it is, or only summed; None where it is no plain product."""
    value: Array | None
    """The value of `local`."""


class Step(NamedTuple):
    """One quantity worked out."""

    quantity: Quantity
    formula: Expr
    """Of a gradient, without numbers that cancel."""
    written: Expr | None
    """Of a single number, the shortest form over single numbers, its sums written out; None where that is too long."""
    numbers: Mapping[str, str]
    """The numbers that go into it, by name."""
    value: Array | None
    """None in a problem whose answers are formulas."""
    closed: Expr | None
    """A shorter form of it: p − y. In a problem of formulas, a number in terms of what the sheet names."""
    chain: tuple[Link, ...]
    """For a gradient, the paths it comes by."""
    example: "Example | None"
    """Of an array, one element."""


class Example(NamedTuple):
    """One element of an array worked out: its first that is not 0."""

    name: str
    """Such as `W1[1,2]`."""
    formula: Expr
    """Over elements of the operands."""
    numbers: Mapping[str, str]
    value: float | None
    """None in a problem whose answers are formulas."""


class Section(NamedTuple):
    """Steps under one heading."""

    title: str
    steps: tuple[Step, ...]


class Alternative(NamedTuple):
    """A convention that is accepted as well, and what changes with it."""

    name: str
    givens: Mapping[str, Array]
    steps: tuple[Step, ...]
    """The quantities with another formula."""
    values: tuple[Step, ...]
    """The others that are asked and have another value."""


class Solution(NamedTuple):
    """One problem worked out."""

    name: str
    title: str
    worth: Worth
    givens: Mapping[str, Array]
    sections: tuple[Section, ...]
    alternatives: tuple[Alternative, ...]

    @property
    def heading(self) -> str:
        """The problem's name and title, as far as it has them."""
        return " ".join(filter(None, (f"Problem {self.name}." if self.name else "", self.title)))


def solve(references: Mapping[str, Reference]) -> Solution:
    """The solution of one problem from its references, by convention (the rubric's own is called "")."""
    reference = references[""]
    problem = reference.problem
    steps = list(_steps(reference))
    back = _of_gradients(reference)
    sections = groupby(steps, lambda step: _section(step.quantity, reference, back))
    return Solution(
        problem.name,
        problem.title,
        worth(problem),
        problem.givens,
        tuple(Section(title, tuple(found)) for title, found in sections),
        tuple(_alternative(name, other, reference, steps) for name, other in references.items() if name),
    )


def number(value: float) -> str:
    """A value to six figures, as a sheet shows it.

    >>> number(0.7875134), number(-1e-7), number(-0.0)
    ('0.787513', '-1e-7', '0')
    """
    return re.sub(r"e([-+])0*", lambda found: "e" + found[1].replace("+", ""), f"{value + 0.0:.{_FIGURES}g}")


def _of_gradients(reference: Reference) -> set[str]:
    """The rubric's own quantities that are made of gradients, within a pass: δ = −∂E/∂net."""
    found: set[str] = set()
    for quantity in reference.graph.computed:
        parents = map(reference.graph.__getitem__, quantity.parents)
        if quantity.role is Role.FORWARD and any(p.role is Role.GRADIENT or p.name in found for p in parents):
            found.add(quantity.name)
    return found


def _section(quantity: Quantity, reference: Reference, back: Container[str]) -> str:
    """The heading a quantity stands under: by its role and, where there are several steps of training, by the step."""
    steps = reference.problem.training.steps if reference.problem.training else 0
    done = steps_in(quantity.of if quantity.role is Role.GRADIENT else quantity.name) - (
        quantity.role in (Role.UPDATE, Role.MOMENT)
    )
    role = Role.GRADIENT if quantity.name in back else quantity.role
    title = _TITLES.get(role, "Update")
    if role is Role.FORWARD and done and done >= steps:
        return "Forward again"
    return f"Step {done + 1}: {title.lower()}" if steps > 1 else title


_TITLES = {Role.FORWARD: "Forward", Role.GRADIENT: "Backward"}


def _steps(reference: Reference) -> Iterator[Step]:
    """The quantities that are asked, and those they are computed from."""
    graph, symbolic = reference.graph, bool(reference.problem.symbols)
    wanted = reference.needed
    for quantity in graph.computed:
        if quantity.name in wanted and (formula := quantity.on_paper) is not None:
            yield (_of_formulas if symbolic else _of_numbers)(quantity, formula, reference)


def _of_formulas(quantity: Quantity, formula: Expr, reference: Reference) -> Step:
    closed = None if quantity.shape else shortest_form(quantity.name, (), reference)
    return Step(quantity, formula, None, {}, None, closed, (), _short_example(quantity, reference))


def _of_numbers(quantity: Quantity, formula: Expr, reference: Reference) -> Step:
    closed = short_form(quantity, reference.graph)
    closed = None if closed == formula else closed
    written = None if quantity.shape else _element(closed or formula, (), reference)
    value = reference.values[quantity.name][0, 0]
    chain = tuple(_chain(quantity, formula, reference))
    example = _example(quantity, closed or formula, reference)
    return Step(quantity, formula, written, _numbers(written, reference), value, closed, chain, example)


def _element(formula: Expr, index: tuple[int, ...], reference: Reference) -> Expr | None:
    """The formula of one element over elements of its operands; None where nobody would write it out.

    Where it would be long, what is summed up within it stands there as a number; of a sum with more terms than one
    writes out, those that are 0 are left out.
    """
    shapes = {name: reference.graph[name].shape for name in names_in(formula)}

    def worth(part: Expr, place: tuple[int, ...]) -> Expr:
        value = evaluate(part, reference.values)[0, 0]
        return Name(number(float(value[tuple(i - 1 for i in place)])))  # a name that is its own number

    whole = element(formula, index, shapes)
    if whole is not None and (not index or len(show(whole, _numbers(whole, reference))) <= _LONGEST):
        return whole
    short = element(formula, index, shapes, worth) or whole
    if short is not None:
        return short
    long = element(formula, index, shapes, worth, _MOST_TERMS)
    return _without_zeros(long, reference) if long is not None else None


def _without_zeros(formula: Expr, reference: Reference) -> Expr:
    """Without the terms of long sums that are 0, as most are behind a pooling or a ReLU."""

    def shorter(node: Expr) -> Expr | None:
        if not is_apply(node, "add") or len(node.args) <= MOST:
            return None
        return add(*(term for term in node.args if evaluate(term, _values(term, reference)).any()))

    return rewrite(formula, shorter)


def _values(term: Expr, reference: Reference) -> dict[str, Array]:
    return {name: as_value(_at(name, reference)) for name in names_in(term)}


def _numbers(formula: Expr | None, reference: Reference) -> dict[str, str]:
    return {name: number(_at(name, reference)) for name in names_in(formula)} if formula is not None else {}


def _example(quantity: Quantity, formula: Expr, reference: Reference) -> Example | None:
    """Nothing where the formula is one of the whole array, or of nothing but what one sees."""
    value = reference.values[quantity.name][0, 0]
    if not value.ndim or not value.size or isinstance(formula, Name):
        return None
    places = np.argwhere(value)
    place = tuple(places[0].tolist()) if len(places) else (0,) * value.ndim
    index = tuple(i + 1 for i in place)
    worked = _element(formula, index, reference)
    if worked is None:
        return None
    name = f"{quantity.name}[{','.join(map(str, index))}]"
    return Example(name, worked, _numbers(worked, reference), float(value[place]))


def _short_example(quantity: Quantity, reference: Reference) -> Example | None:
    """The first element of an array of formulas, where more is to be said of it than the formula of the array."""
    if not quantity.shape or quantity.formula is None or is_apply(quantity.formula, "stack"):
        return None
    index = (1,) * len(quantity.shape)
    name = f"{quantity.name}[{','.join(map(str, index))}]"
    return Example(name, shortest_form(quantity.name, index, reference), {}, None)


def _at(name: str, reference: Reference) -> float:
    """The value of a quantity, of an element `W1[1,2]` of one, or of what stands for itself, `0.25`."""
    if not name[0].isalpha():
        return float(name)
    base, _, place = name.partition("[")
    index = tuple(int(i) - 1 for i in place.rstrip("]").split(",")) if place else ()
    return float(reference.values[base][0, 0][index])


def _chain(quantity: Quantity, formula: Expr, reference: Reference) -> Iterator[Link]:
    """The terms of a gradient, each as what comes in and what it is multiplied by."""
    if quantity.role is not Role.GRADIENT:
        return
    told: set[str] = set()
    for term in formula.args if is_apply(formula, "add") else (formula,):
        upstream = [node.name for node in walk(term) if is_gradient(node)]
        if len(upstream) == 1:
            local = _without(term, upstream[0])
            if local is None and upstream[0] in told:
                continue  # of what is no plain product there is no more to tell
            told.add(upstream[0])
            value = evaluate(local, reference.values)[0, 0] if local is not None else None
            yield Link(upstream[0], reference.graph[upstream[0]].wrt, local, value)


def _without(term: Expr, upstream: str) -> Expr | None:
    """What a gradient is multiplied by in a term; None where it is not plainly multiplied."""
    if term == Name(upstream):
        return ONE
    if is_apply(term, "sum", "fold", "expand", "unsqueeze"):
        return ONE if _without(term.args[0], upstream) == ONE else None
    if is_apply(term, "neg"):
        inner = _without(term.args[0], upstream)
        return neg(inner) if inner is not None else None
    if not is_apply(term, "mul", "matmul", "outer"):
        return None
    mine = [upstream in names_in(arg) for arg in term.args]
    if sum(mine) != 1 or (is_apply(term, "mul") and Name(upstream) not in term.args):
        return None
    return mul(*(arg for arg, is_mine in zip(term.args, mine, strict=True) if not is_mine))


def _alternative(name: str, other: Reference, reference: Reference, steps: Iterable[Step]) -> Alternative:
    before = {step.quantity.name: step for step in steps}
    givens = {
        given: data
        for given, data in other.problem.givens.items()
        if given not in reference.problem.givens or not np.array_equal(data, reference.problem.givens[given])
    }
    theirs = list(_steps(other))
    changed = [step for step in theirs if _formula(step.quantity.name, before) != step.formula]
    asked = {element.quantity for element in other.asked} - {step.quantity.name for step in changed}
    values = [s for s in theirs if s.quantity.name in asked and not _same(s.value, before[s.quantity.name].value)]
    return Alternative(name, givens, tuple(changed), tuple(values))


def _formula(name: str, steps: Mapping[str, Step]) -> Expr | None:
    return steps[name].formula if name in steps else None


def _same(mine: Array | None, other: Array | None) -> bool:
    return mine is None or other is None or np.allclose(mine, other, rtol=1e-9, atol=0)
