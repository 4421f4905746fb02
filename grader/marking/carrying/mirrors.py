"""Quantities that are another one times a number: δ = −∂E/∂net, or m·∂J/∂z; an output that has a second name.

Who writes one of the two has written the other. So a blank whose mirror is answered is gone on with as that answer
says it, with its digits.
"""

from functools import cached_property

import numpy as np

from grader.engine import Array, names_in
from grader.marking.ledger import Ledger
from grader.reference import Quantity, Role

_PROBES = (0.71, -1.37)
_SAME = 1e-9


class Mirrors:
    """The mirrors of a graph."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def base(self, name: str) -> str:
        """What a quantity mirrors; empty if it is no mirror."""
        return self._of[name][0] if name in self._of else ""

    def settle(self, name: str) -> None:
        """After a quantity is judged: who answered it, but not what it mirrors, goes on with that answer.

        So does, before that, who will write in a mirror, rounded or cut off, just what follows for a blank.
        """
        for mirror in self._mirrors.get(name, ()):
            self._look_ahead(name, mirror)
        if name not in self._of:
            return
        ledger, (base, times) = self.ledger, self._of[name]
        value = ledger.written[name].value
        told = ledger.blank(base, np.arange(len(value))) & ~np.isnan(value)
        if told.any():
            ends = ledger.below[name] / times, ledger.above[name] / times
            ledger.tell(base, told, ledger.carry[name] / times, ledger.clean[name] / times, ends)

    def _look_ahead(self, base: str, mirror: str) -> None:
        """Within one unit of the last place, or two of a longer number: what it comes from may be cut off, too."""
        times, (value, unit, figures) = self._of[mirror][1], self.ledger.written[mirror]
        value, unit = value / times, unit / np.abs(times)
        with np.errstate(invalid="ignore"):
            near = np.abs(value - self.ledger.follow[base]) <= np.where(figures > 2, 2, 1) * unit
        told = self.ledger.blank(base, np.arange(len(value))) & near & (figures > 1)
        if told.any():
            self.ledger.tell(base, told, value, value, (-unit / 2, unit / 2))

    @cached_property
    def _mirrors(self) -> dict[str, list[str]]:
        """By quantity, those that mirror it."""
        found: dict[str, list[str]] = {}
        for mirror, (base, _) in self._of.items():
            found.setdefault(base, []).append(mirror)
        return found

    @cached_property
    def _of(self) -> dict[str, tuple[str, Array]]:
        """By mirror, the quantity and how many times it the mirror is."""
        found = {}
        for quantity in self.ledger.graph.computed:
            base = self._base(quantity)
            if base and self.ledger.graph[base].shape == quantity.shape:
                one, other = (self._times(quantity.name, base, probe) for probe in _PROBES)
                same = np.allclose(one, one.flat[0], rtol=_SAME, atol=0) and np.allclose(one, other, rtol=_SAME, atol=0)
                if np.isfinite(one).all() and one.all() and same:
                    found[quantity.name] = base, one
        return found

    def _base(self, quantity: Quantity) -> str:
        """What a quantity may mirror: all that it is computed from, but for a number that the loss is divided by."""
        graph = self.ledger.graph
        computed = [parent for parent in quantity.parents if graph[parent].formula is not None]
        if len(computed) != 1:
            return ""
        counts = self._numbers_in(graph[computed[0]].of) if quantity.role is Role.FORWARD else ()
        return computed[0] if {*quantity.parents} <= {*computed, *counts} else ""

    def _numbers_in(self, loss: str) -> list[str]:
        """The numbers in the formula of a loss, by name."""
        graph = self.ledger.graph
        formula = graph[loss].formula if loss in graph else None
        return [name for name in names_in(formula) if not graph[name].shape] if formula is not None else []

    def _times(self, name: str, base: str, probe: float) -> Array:
        graph = self.ledger.graph
        value = probe * np.random.default_rng(0).uniform(0.5, 1.5, (1, 1, *graph[base].shape))
        given = {parent: self.ledger.reference[parent] for parent in graph[name].parents if parent != base}
        return graph.step(name, {base: value} | given) / value
