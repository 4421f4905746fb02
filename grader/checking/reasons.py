"""Why a slip cannot be seen with these numbers: what it changes in a step, and why that makes no difference."""

from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple, cast

import numpy as np

from grader.checking.listing import listed
from grader.engine import LEAD, ONE, Apply, Array, Expr, Name, Variants, is_apply, pretty, show
from grader.engine.primitives.primitive import aligned
from grader.reference import Reference

_SAME = 1e-9


class Reason(NamedTuple):
    """What the numbers have in common that hides a slip, as a clause; empty where only rounding hides it."""

    says: str = ""
    alike: bool = False
    """Whether it is that two numbers are equal, of which one may stand for the other."""


_LONGEST = 120
"""Longer formulas nobody reads to the end."""


def _both(right: str, wrong: str) -> str:
    """That two formulas have the same value; of long ones, only how the right one begins."""
    if len(right) + len(wrong) <= _LONGEST:
        return f"{right} and {wrong} are equal"
    return f"{right[: _LONGEST // 3].rstrip()} … is the same number with the slip as without"


class Comparison:
    """Compares a step with the same step after a slip, at a problem's own numbers."""

    def __init__(self, step: str, reference: Reference) -> None:
        self.graph, self.values = reference.graph, reference.values
        formula = self.graph[step].formula
        assert formula is not None
        self._formula, self._variants = formula, Variants(formula, self.values)

    def reason(self, slipped: Expr) -> Reason:
        """What makes the step with a slip come out like the right one."""
        return self._between(self._formula, slipped)

    def _between(self, formula: Expr, slipped: Expr) -> Reason:
        """Why the two are equal: told of the smallest part that is, if anything is to be told of it."""
        parts = [pair for pair in _changed(formula, slipped) if self.equal(*pair)]
        for rules, (right, wrong) in product((_RULES, _ELSE), reversed(parts)):
            for rule in rules:
                if found := rule(self, right, wrong):
                    return Reason(found, alike=rule in _ALIKE)
        if not parts:
            return Reason()
        return Reason(_both(*map(show, parts[-1])), alike=True)

    def equal(self, right: Expr, wrong: Expr) -> bool:
        """Whether two expressions have the same value."""
        try:
            return same(self.value(right), self.value(wrong))
        except ValueError:  # they do not even fit together
            return False

    def value(self, expr: Expr) -> Array:
        """An expression's value."""
        return self._variants.evaluate(expr)

    def rank(self, expr: Expr) -> int:
        """How many axes it has."""
        return self.value(expr).ndim - LEAD

    def everywhere(self, expr: Expr) -> str:
        """` everywhere`, said of what is more than one number."""
        return " everywhere" if self.rank(expr) else ""

    # ---- what may be alike ------------------------------------------------------------------------------------------

    def slices(self, right: Expr, wrong: Expr) -> str:
        """One row, column or element of an array stood for all the others: they are equal."""
        if not (is_apply(wrong, "sibling", "put_for", "swapped") and wrong.args[0] == right):
            return ""
        axis, *places = cast(tuple[int, ...], wrong.params)
        rank = self.rank(right)
        if is_apply(right, "transpose"):
            right, axis = right.args[0], rank - 1 - axis
        count = self.value(right).shape[LEAD + axis]
        if wrong.primitive == "swapped" and count > 2:
            return f"some {_along(axis, rank)}s of {show(right)} are equal"
        if wrong.primitive == "put_for":
            first, second = sorted(place + 1 for place in places)
            return f"{_along(axis, rank)}s {first} and {second} of {show(right)} are equal"
        return f"the {_COUNTED.get(count, count)} {_along(axis, rank)}s of {show(right)} are equal"

    def exchanged(self, right: Expr, wrong: Expr) -> str:
        """Two elements of one operand of a product may change places where the other has the same for both."""
        if not (is_apply(right, "matmul") and is_apply(wrong, "matmul")):
            return ""
        for side, kept in ((0, right.args[1]), (1, right.args[0])):
            other = wrong.args[side]
            if kept in wrong.args and is_apply(other, "swapped") and other.args[0] == right.args[side]:
                rank = self.rank(kept)
                axis = rank - 1 if side else max(rank - 2, 0)
                first, second = sorted(int(str(place)) + 1 for place in other.params[1:])
                return f"{_along(axis, rank)}s {first} and {second} of {show(kept)} are equal"
        return ""

    def names(self, right: Expr, wrong: Expr) -> str:
        """Two quantities that are equal, of which neither is computed from the other."""
        if not (isinstance(right, Name) and isinstance(wrong, Name)) or self._idle_step(right, wrong):
            return ""
        first, second = self._in_order(right, wrong)
        value = self.values[first]
        both = f": both are {float(value.flat[0]):.6g}" if value.ndim == LEAD else ""
        return f"{pretty(first)} and {pretty(second)} are equal{both}"

    def idle(self, right: Expr, wrong: Expr) -> str:
        """Two quantities that are equal because the step from one to the other does nothing."""
        if isinstance(right, Name) and isinstance(wrong, Name) and (step := self._idle_step(right, wrong)):
            return self._between(*step).says
        return ""

    def _idle_step(self, right: Name, wrong: Name) -> tuple[Expr, Expr] | None:
        first, second = self._in_order(right, wrong)
        formula = self.graph[second].formula
        return (formula, Name(first)) if formula is not None and first in self.graph[second].parents else None

    def _in_order(self, *names: Name) -> list[str]:
        wanted = {name.name for name in names}
        return [name for name in self.graph if name in wanted]

    def symmetric(self, right: Expr, wrong: Expr) -> str:
        """A matrix that is its own transpose."""
        for one, other in ((right, wrong), (wrong, right)):
            if is_apply(one, "transpose") and one.args[0] == other:
                return f"{show(other)} is symmetric"
        return ""

    # ---- what may do nothing ----------------------------------------------------------------------------------------

    def activation(self, right: Expr, wrong: Expr) -> str:
        """An activation that does nothing, so that none or another such one may stand for it, or its derivative."""
        if not isinstance(right, Apply):
            return ""
        if right.primitive == "local" and same(self.value(right), np.ones((1, 1))):
            _, inner, name, *_ = cast(tuple[Any, ...], right.params)
        else:
            inner, name = right.args[0], right.primitive
            if inner != wrong and not (is_apply(wrong, *_CUTTING) and wrong.args[0] == inner):
                return ""
        if name not in _CUTTING:
            return ""
        return f"{show(inner)} is positive{self.everywhere(inner)}, so that {_CUTTING[name]} does nothing"

    def factor(self, right: Expr, wrong: Expr) -> str:
        """A factor that is 1, a local derivative for one."""
        lost = right if wrong == ONE else _lost(right, wrong, "mul")
        if lost is None or not same(self.value(lost), np.ones((1, 1))):
            return ""
        return self.activation(lost, ONE) or f"{show(lost)} is 1{self.everywhere(lost)}"

    def square(self, right: Expr, wrong: Expr) -> str:
        """A number that is its own square."""
        if is_apply(right, "pow") and right.args[0] == wrong:
            return f"{show(wrong)} is its own square"
        return ""

    # ---- what may be nothing ----------------------------------------------------------------------------------------

    def nothing(self, right: Expr, wrong: Expr) -> str:
        """A term that is 0, or a whole step."""
        lost = _lost(right, wrong, "add") or right
        return "" if self.value(lost).any() else f"{show(self._source(lost))} is 0{self.everywhere(lost)}"

    def left_out(self, right: Expr, wrong: Expr) -> str:
        """An element or a row was left out of a sum, taken alone or with the wrong sign: there is nothing in it."""
        if is_apply(wrong, "without", "only", "negated") and wrong.args[0] == right:
            return self._empty(right, cast(int, wrong.params[0]))
        return ""

    def decided(self, right: Expr, wrong: Expr) -> str:
        """What is chosen or compared is the same whatever the one that loses is."""
        if not (isinstance(right, Apply) and isinstance(wrong, Apply) and right.primitive == wrong.primitive):
            return ""
        if right.primitive in ("max", "min"):
            kept = [arg for arg in right.args if arg in wrong.args and self.equal(right, arg)]
            return f"{show(right)} is {show(kept[0])}{self.everywhere(right)}" if kept else ""
        value = self.value(right)
        if right.primitive in _COMPARING and (value == value.flat[0]).all():
            return f"{show(right)} is {value.flat[0]:g}{self.everywhere(right)}"
        return ""

    def masked(self, right: Expr, wrong: Expr) -> str:
        """A factor is another, but only where it is multiplied by 0."""
        if not (isinstance(right, Apply) and isinstance(wrong, Apply) and right.primitive == wrong.primitive):
            return ""
        if right.primitive == "matmul":
            first = right.args[0] == wrong.args[0]
            kept, axis = (right.args[0], self.rank(right.args[0]) - 1) if first else (right.args[1], 0)
            return self._empty(kept, axis)
        if right.primitive != "mul":
            return ""
        common = [arg for arg in right.args if arg in wrong.args and self.rank(arg) and not self.value(arg).all()]
        found = (self._empty(arg, axis) for arg in common for axis in range(self.rank(arg)))
        return next(filter(None, found), "")

    def _empty(self, expr: Expr, axis: int) -> str:
        """`t is 0 in elements 1 and 3`; empty where it is 0 nowhere along the axis."""
        source = self._source(expr)
        value = self.value(source)
        others = tuple(i for i in range(value.ndim) if i != LEAD + axis)
        full = np.asarray(value.any(axis=others))
        empty = [str(k) for k in (np.flatnonzero(~full) + 1).tolist()]
        word = _along(axis, value.ndim - LEAD) + ("s" if len(empty) > 1 else "")
        return f"{show(source)} is 0 in {word} {listed(empty)}" if empty else ""

    def _source(self, expr: Expr) -> Expr:
        """What an expression owes its zeros to: a factor of it, or of what it is computed from."""
        zeros = self.value(expr) == 0
        for part in self._factors(expr):
            value = self.value(part)
            if value.shape == zeros.shape and ((value == 0) == zeros).all():
                return self._source(part)
        return expr

    def _factors(self, expr: Expr) -> tuple[Expr, ...]:
        if isinstance(expr, Name):
            formula = self.graph[expr.name].formula
            return () if formula is None or isinstance(formula, Name) else self._factors(formula)
        if not isinstance(expr, Apply):
            return ()
        return {"mul": expr.args, "neg": expr.args, "div": expr.args[:1]}.get(expr.primitive, ())


_CUTTING = {"relu": "ReLU", "leaky_relu": "the leaky ReLU", "elu": "ELU"}
"""Activations that leave alone what is positive."""
_COMPARING = ("is_max", "is_min", "step", "sign")
_COUNTED = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}

_ALIKE = (Comparison.slices, Comparison.exchanged, Comparison.names, Comparison.symmetric)
_RULES = (
    Comparison.nothing,
    Comparison.left_out,
    *_ALIKE,
    Comparison.idle,
    Comparison.activation,
    Comparison.factor,
    Comparison.masked,
    Comparison.square,
)
"""What may hide a slip; the first that fits is told."""
_ELSE = (Comparison.decided,)
"""The same, where none of these fits any part of the step."""


def _changed(right: Expr, wrong: Expr) -> Iterator[tuple[Expr, Expr]]:
    """The parts of a step that a slip has changed, and what stands there instead, from the whole step inwards."""
    yield right, wrong
    while isinstance(right, Apply) and isinstance(wrong, Apply):
        if (right.primitive, len(right.args), right.params) != (wrong.primitive, len(wrong.args), wrong.params):
            return
        changed = [(a, b) for a, b in zip(right.args, wrong.args, strict=True) if a != b]
        if len(changed) != 1:
            return
        right, wrong = changed[0]
        yield right, wrong


def same(one: Array, other: Array) -> bool:
    """Whether two values are equal, as far as binary arithmetic tells."""
    one, other = aligned(one, other)
    size = max(float(np.abs(one).max(initial=0.0)), float(np.abs(other).max(initial=0.0)))
    if not np.isfinite(size):
        return bool((one == other).all())
    return bool((np.abs(one - other) <= _SAME * size).all())


def _lost(right: Expr, wrong: Expr, operation: str) -> Expr | None:
    """The one operand of a sum or product that is gone."""
    if not is_apply(right, operation):
        return None
    left = wrong.args if is_apply(wrong, operation) else (wrong,)
    if len(left) != len(right.args) - 1:
        return None
    at = next((i for i, (arg, kept) in enumerate(zip(right.args, left, strict=False)) if arg != kept), len(left))
    return right.args[at] if right.args[at + 1 :] == left[at:] else None


def _along(axis: int, rank: int) -> str:
    """What the places along an axis are called."""
    return "element" if rank == 1 else "column" if axis == rank - 1 else "row"
