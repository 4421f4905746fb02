"""Formulas that students answer with: what the names in them mean, and what they are worth."""

import re
from collections.abc import Collection, Mapping
from functools import cached_property, partial
from typing import Any

import numpy as np

from grader.answers.record import Formula
from grader.engine import (
    LEAD,
    Array,
    Constant,
    Expr,
    evaluate,
    gradient_parts,
    is_apply,
    names_in,
    parse_answer,
    rename,
    walk,
)
from grader.errors import FormulaError
from grader.marking.contained import contained
from grader.marking.one_step import has_other_paths, one_step
from grader.marking.own_names import OwnNames
from grader.notation import Target, Vocabulary, plain, stepped
from grader.reference import Graph, Reference, Role, symbols

_FEWEST = 4
"""At so many points at least a formula has to have a value, so that one can say that it is the right one."""


class Formulas:
    """The formulas of a class for one problem, each for a quantity, or for an element of one."""

    def __init__(self, reference: Reference) -> None:
        self.reference, self.graph = reference, reference.graph
        self._later: dict[str, frozenset[str]] = {}
        self._elements: dict[str, Array] = {}
        """Elements of quantities that formulas mention, by a name of their own."""
        self._several: set[str] = set()
        """Of them the derivatives of one step, of what depends on the other by more than this step."""

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        """What names mean; where all answer with numbers, nobody asks."""
        return Vocabulary(symbols(self.reference))

    def parsed(self, name: str, formula: Formula, bare: bool) -> Expr:
        """A formula for a quantity. FormulaError where it is none, or where nobody can say what it means.

        `bare`: it is for the value after a step, and was called without a prime, as names in it are then.
        """
        resolve = partial(self._resolve, name)
        own = {each: self._in_time(text) for each, text in formula.defined}
        try:
            expr = OwnNames(own, resolve).parsed(self._in_time(formula.text))
        except FormulaError as error:  # in the words of whoever wrote it
            raise FormulaError(error.what.replace(_BEFORE, "_{t-1}"), error.start, error.end, error.todo) from error
        if _has_bare_e(expr):
            raise FormulaError("unknown name 'e'")
        if _BY_SIGN.search(formula.text) and any(_sums_a_matrix(node, self._known) for node in walk(expr)):
            raise FormulaError("over which index of a matrix a sum goes, nobody can say")
        return rename(expr, {each: self._in_force(each, name) for each in names_in(expr)}) if bare else expr

    def _in_force(self, spelling: str, answered: str) -> str:
        """What a name without a prime means where one without is answered, `w ← w − η·v`: the latest that there is.

        That is what the step works with: the moment v′ of the same step, and of the parameters those before it.
        """
        before = self.graph.up_to([answered]).difference([answered])
        later = (each for steps in range(1, answered.count("'") + 1) for each in stepped(spelling, steps))
        return next((each for each in reversed([*later]) if each in before), spelling)

    def worth(self, name: str, place: tuple[int, ...], formula: Formula, expr: Expr) -> Array:
        """What a formula for an element, counted from 0, is worth at each point, (points or 1,): nan where nothing.

        FormulaError where it cannot be worked out.
        """
        values = evaluate(expr, self._known)
        if formula.whole and values.shape[LEAD:] == self.graph[name].shape:
            element: tuple[Any, ...] = (..., *place)
            values = values[element]
        values = values[0] if values.ndim <= LEAD else np.full(1, np.nan)
        values = values if np.isfinite(values).all() else self._where_defined(name, place, values)
        several = sorted(self._several.intersection(names_in(expr)))
        if several and not self._is_right(name, place, values):
            raise FormulaError(f"whether '{several[0]}' is of one step, or along every path, nobody can say")
        return values

    def _is_right(self, name: str, place: tuple[int, ...], values: Array) -> bool:
        at: tuple[Any, ...] = (0, slice(None), *place)
        return np.allclose(values, self.reference.values[name][at], rtol=1e-9, atol=0)

    def is_its_own(self, name: str, place: tuple[int, ...], text: str) -> bool:
        """Whether, where a number is asked, the sheet's own formula for it stands: that is still to be worked out."""
        try:
            expr = parse_answer(plain(text), partial(self._resolve, name))
            with np.errstate(all="ignore"):
                values = evaluate(expr, self._known)
        except FormulaError:
            return False
        at: tuple[Any, ...] = (slice(None), slice(None), *place)
        expected = self.reference.values[name][at]
        same = values.shape == expected.shape and np.allclose(values, expected, rtol=1e-9, atol=0)
        return same and not self.reference.problem.symbols and bool(names_in(expr))

    def steps_in(self, name: str, expr: Expr, among: Collection[str]) -> set[str]:
        """Which of some quantities before the one that a formula is for stand in it, worked out (see `contained`)."""
        before = self.graph.up_to([name]).difference([name]).intersection(among)
        return contained(expr, {other: self.reference.values[other] for other in before}, self._known)

    @property
    def _known(self) -> Mapping[str, Array]:
        return {**self.reference.values, **self._elements}

    def _where_defined(self, name: str, place: tuple[int, ...], values: Array) -> Array:
        """What is right wherever it has a value, log(x) where x may be below 0, is right everywhere."""
        at: tuple[Any, ...] = (0, slice(None), *place)
        expected = self.reference.values[name][at]
        values = np.broadcast_to(values, expected.shape)
        fine = np.isfinite(values)
        same = fine.sum() >= _FEWEST and np.allclose(values[fine], expected[fine], rtol=1e-9, atol=0)
        return np.where(fine, values, expected) if same else values

    def _from(self, name: str) -> frozenset[str]:
        """A quantity, and all that is worked out from it."""
        if name not in self._later:
            found, pending = {name}, [name]
            while pending:
                more = [child for child in self.graph.children[pending.pop()] if child not in found]
                found.update(more)
                pending += more
            self._later[name] = frozenset(found)
        return self._later[name]

    def _resolve(self, answered: str, spelling: str) -> str | None:
        """The quantity, or the element of one, that a name in a formula means, if it is a single one.

        What is answered is not told by itself, nor by what is worked out from it.
        """
        if timed := self._timed(answered, spelling) or self._slope(spelling):
            return timed
        if spelling == "e" and not self._vocabulary.spells(spelling):
            return None  # the number e, or the student's own error, and not the loss E
        spelling = self._beginning(spelling)
        # what there is after the step only, the corrected moment m̂′, needs no prime
        found = self._vocabulary.find(spelling) or self._vocabulary.find(spelling, None, True)
        if not found and (old := _OLD.fullmatch(spelling)):
            found = self._before(answered, old["of"])
        if not found:
            return self._family(answered, spelling)
        name, index = placed(found[0].quantity, found[0].index or (), self.graph)
        if name not in self.graph or len(index) not in (0, len(self.graph[name].shape)):
            return None
        if name in self._from(answered):
            return None
        if not index:
            return name
        element = f"{name}[{','.join(map(str, index))}]"
        at: tuple[Any, ...] = (..., *(i - 1 for i in index))
        self._elements[element] = self.reference.values[name][at]
        return element

    def _before(self, answered: str, spelling: str) -> tuple[Target, ...]:
        """What a name means that says that it is the old value: in the second step, the value after the first."""
        steps = max(0, answered.count("'") - 1)
        names = ((target, stepped(target.quantity, steps)) for target in self._vocabulary.find(spelling))
        return tuple(target._replace(quantity=name) for target, each in names for name in each if name in self.graph)

    def _in_time(self, text: str) -> str:
        """A formula with the time in brackets behind a name, h(3) and h^((3)), as an index, where nothing else is h."""
        return _AT.sub(self._indexed, _EARLIER.sub(_BEFORE, _OLD_BEHIND.sub("_old", text)))

    def _indexed(self, found: re.Match[str]) -> str:
        of, at = found["of"], found["at"]
        counted = any(self._vocabulary.find(f"{of}_{each}") for each in (at, 1))
        return f"{of}_{at}" if counted and not self._vocabulary.find(of) else found[0]

    def _slope(self, spelling: str) -> str | None:
        """The derivative of a quantity by one that it is computed from in one step; None of what is none, or is named.

        FormulaError where it is the derivative of a quantity by another, and cannot be told.
        """
        parts = gradient_parts(spelling)
        if parts is None or self._vocabulary.find(spelling):
            return None
        (of, at), (wrt, by) = (self._plain(part) for part in parts)
        if not of or not wrt:
            return None
        if at != by:
            raise FormulaError(f"the derivative '{spelling}' is not one number")
        values = evaluate(one_step(self.graph, of, wrt), self.reference.values)
        full = np.broadcast_to(values, (*values.shape[:LEAD], *self.graph[of].shape))
        place: tuple[Any, ...] = (..., *(i - 1 for i in at))
        self._elements[spelling] = full[place]
        if has_other_paths(self.graph, of, wrt):
            self._several.add(spelling)
        return spelling

    def _plain(self, spelling: str) -> tuple[str, tuple[int, ...]]:
        """A quantity that is no gradient, and its index; "" where a name means none."""
        for found in self._vocabulary.find(spelling):
            name, index = placed(found.quantity, found.index or (), self.graph)
            if name in self.graph and self.graph[name].role is not Role.GRADIENT:
                return name, index
        return "", ()

    def _timed(self, answered: str, spelling: str) -> str | None:
        """What is written with the number of the step: m_t and m_1 for m', m_{t−1} and θ_0 for m and θ; t itself, 1.

        What a step begins with is meant by what cannot be known yet: θ_t, where θ' is asked for.
        """
        training = self.reference.problem.training
        if training is None or training.steps != 1 or not self.reference.problem.symbols:
            return None
        if spelling == "t" and not self._vocabulary.find(spelling):
            self._elements[spelling] = np.ones((1, 1))
            return spelling
        found = _TIMED.fullmatch(spelling)
        if not found or (found["at"] in "01" and self._vocabulary.find(spelling)):
            return None
        names = {each.quantity for each in self._vocabulary.find(found["of"]) if not each.index}
        names |= {each.quantity for each in self._vocabulary.find(found["of"], None, True) if not each.index}
        now = next((name for name in names if name.endswith("'")), "")
        early = found["at"] in ("0", _BEFORE[1:]) or (found["at"] == "t" and now in self._from(answered))
        meant = names - {now} if early else {now} if now in self.graph else names
        return next((name for name in meant if name in self.graph and name not in self._from(answered)), None)

    def _beginning(self, spelling: str) -> str:
        """The state at first, c₀, by its name where there is one step in time and it is written c_{t−1}."""
        of = spelling.removesuffix(_BEFORE)
        if of == spelling or self._vocabulary.find(f"{of}_2"):
            return spelling
        names = (f"{of}{behind}" for behind in _AT_FIRST)
        return next((name for name in names if self._vocabulary.find(name)), spelling)

    def _family(self, answered: str, spelling: str) -> str | None:
        """A vector that the rubric has only by its elements: y, or y_i, of y1, y2 and y3."""
        stem = _ANY_ELEMENT.sub("", spelling)
        members: list[str] = []
        while found := self._vocabulary.find(f"{stem}{len(members) + 1}"):
            name = found[0].quantity
            if found[0].index or name not in self.graph or self.graph[name].shape or name in self._from(answered):
                return None
            members.append(name)
        if len(members) < 2 or not stem.isalpha():
            return None
        values = np.broadcast_arrays(*(self.reference.values[name] for name in members))
        self._elements[spelling] = np.stack(values, axis=LEAD)
        return spelling


def placed(quantity: str, index: tuple[int, ...], graph: Graph) -> tuple[str, tuple[int, ...]]:
    """The graph's quantity and index: an element of a bundle is a quantity of its own."""
    if quantity in graph.bundles and index:
        return graph.bundles[quantity][index[0] - 1], ()
    return quantity, index


_BEFORE = "_tbefore"
_AT_FIRST = ("_0", "_prev", "_old", "_previous")
_EARLIER = re.compile(r"_\(\s*t\s*-\s*1\s*\)")
_WORD_OLD = r"(?:old|prev|previous|current)"
_OLD = re.compile(rf"(?P<of>[^\W\d]\w*?)_{_WORD_OLD}")
_OLD_BEHIND = re.compile(
    rf"(?<=\w)\s*(?:[\^_]?\s*\(\s*(?P<twice>\()?{_WORD_OLD}(?(twice)\s*\))\s*\)|\^\s*{_WORD_OLD}\b)"
)
"""The old value, as it is written behind a name: `w(old)`, `w^old`."""
_TIMED = re.compile(r"(?P<of>[^\W\d]\w*?)_(?P<at>t|tbefore|0|1)")
_AT = re.compile(r"\b(?P<of>[^\W\d]\w*?)\s*(?:\^\s*)?\(\s*(?P<twice>\()?(?P<at>\d{1,2})(?(twice)\s*\))\s*\)")
_BY_SIGN = re.compile(r"(?<![^\W\d])(?:Sigma|(?:sum|mean)_)")


def _has_bare_e(expr: Expr) -> bool:
    """Whether a formula has an e in it that is raised to no power: rather an error, by the student's own name."""
    bases = {id(node.args[0]) for node in walk(expr) if is_apply(node, "pow")}
    return any(isinstance(node, Constant) and node.text == "e" and id(node) not in bases for node in walk(expr))


def _sums_a_matrix(node: Expr, values: Mapping[str, Array]) -> bool:
    return is_apply(node, "sum", "mean") and not node.params and evaluate(node.args[0], values).ndim > LEAD + 1


_ANY_ELEMENT = re.compile(r"_[ijkc]$")
