"""Blind spots: the slips that leave every answer right with these very numbers.

A slip shows where an answer that is asked would not be marked right: in the step itself or, where that is not asked, in
the first answers that are. A slip counts if with some other numbers it would show.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.checking.deviation import Deviation, follow
from grader.checking.givens import other_numbers
from grader.engine import LEAD, Array, Mutation, Name, Variants, is_apply
from grader.marking import Acceptance, Slips
from grader.reference import Reference, fitted


class Slip(NamedTuple):
    """One known slip in one step."""

    step: str
    mutation: Mutation


_MOST_STEPS = 300
"""Of a longer computation, which repeats itself, slips are looked for in so many steps."""
_OF_NO_NUMBERS = ("rate",)
"""Another learning rate than the sheet's cannot be hidden by its numbers: if it is the same it is no slip."""


@dataclass(frozen=True)
class Sight:
    """Which slips the numbers of a problem reveal."""

    slips: tuple[Slip, ...]
    """All that some numbers would reveal."""
    hidden: tuple[Slip, ...]
    """Those of them that these numbers cannot reveal."""
    unseen: tuple[str, ...]
    """What is asked although no slip at all shows in it."""
    looked: int
    """In how many steps slips were looked for."""
    steps: int
    """How many there are: more, where there are too many to look at each."""

    @property
    def revealed(self) -> int:
        """How many slips these numbers can reveal."""
        return len(self.slips) - len(self.hidden)


class Looking:
    """Holds the slips of one problem against its numbers, or against many other numbers at once."""

    def __init__(self, reference: Reference) -> None:
        self.reference, self.graph = reference, reference.graph
        training = reference.problem.training
        self.slips = Slips(self.graph, training.rate if training else "")
        self.acceptance = Acceptance(reference)
        self.asked = _asked(reference)
        self.steps = frozenset(reference.needed)

    def sight(self) -> Sight:
        """What these numbers reveal, and what others would."""
        steps = [step for step in self.graph if step in self.steps and self._is_worked_out(step)]
        looked = self._some(steps)
        slips = [Slip(step, m) for step in looked for m in self._known(step)]
        shows = self.showing(slips, self.reference.values)[:, 0]
        lost = np.flatnonzero(shows == 0)
        others = other_numbers(self.reference)
        if others is not None:
            lost = lost[self.showing([slips[i] for i in lost], others).any(axis=1)]
        hidden = tuple(slips[i] for i in lost)
        counted = np.sort(np.concatenate([np.flatnonzero(shows), lost]))
        seen = {slips[i].step for i in np.flatnonzero(shows)}
        unseen = dict.fromkeys(slip.step for slip in slips if slip.step in self.asked and slip.step not in seen)
        return Sight(tuple(slips[i] for i in counted), hidden, tuple(unseen), len(looked), len(steps))

    def _is_worked_out(self, step: str) -> bool:
        """Whether anything is done in a step: the sample of it is only looked up."""
        formula = self.graph[step].formula
        looked_up = is_apply(formula, "index") and isinstance(formula.args[0], Name) if formula is not None else True
        return not looked_up or step in self.asked

    def _some(self, steps: list[str]) -> list[str]:
        """Of more steps than can all be looked at, what is asked first, and others from the first to the last."""
        if len(steps) <= _MOST_STEPS:
            return steps
        asked = _spread([step for step in steps if step in self.asked], _MOST_STEPS // 2)
        others = _spread([step for step in steps if step not in self.asked], _MOST_STEPS - len(asked))
        chosen = {*asked, *others}
        return [step for step in steps if step in chosen]

    def _known(self, step: str) -> tuple[Mutation, ...]:
        return tuple(m for m in self.slips.singles(step) if m.cause not in _OF_NO_NUMBERS or len(m.parts) < 2)

    def showing(self, slips: list[Slip], values: Mapping[str, Array]) -> NDArray[np.intp]:
        """In how many answers each slip shows, with each of some numbers: (slips, points)."""
        points = max(value.shape[1] for value in values.values())
        found = np.zeros((len(slips), points), dtype=np.intp)

        def arrives(name: str, value: Array, rows: slice) -> Array | None:
            if name not in self.asked:
                return None
            asked, right = self.asked[name], values[name]
            moved = np.flatnonzero((asked & (value != right)).reshape(len(value), -1).any(axis=1))  # of many a few
            if moved.size:
                accepted = self.acceptance.accepts(name, value[moved], right, values.get(self.graph[name].of))
                found[rows][moved] += (asked & ~accepted).reshape(len(moved), points, -1).sum(axis=2)
            return np.where(asked, right, value)

        follow(self.graph, values, self._deviations(slips, values), self.steps, arrives)
        return found

    def _deviations(self, slips: list[Slip], values: Mapping[str, Array]) -> Iterator[Deviation]:
        for step, of_step in groupby(slips, lambda slip: slip.step):
            quantity = self.graph[step]
            assert quantity.formula is not None
            variants = Variants(quantity.formula, values)
            for slip in of_step:
                value = fitted(variants.evaluate(slip.mutation.expr), quantity.shape)
                yield Deviation(step, np.broadcast_to(value, (1, values[step].shape[1], *quantity.shape)))


def _spread(names: list[str], most: int) -> list[str]:
    """At most so many, as far apart as they can be."""
    if len(names) <= most:
        return names
    return [names[i] for i in np.unique(np.linspace(0, len(names) - 1, most, dtype=int))]


def _asked(reference: Reference) -> dict[str, NDArray[np.bool_]]:
    """By quantity, which of its elements are asked: (1, 1, *shape)."""
    found: dict[str, NDArray[np.bool_]] = {}
    for element in reference.asked:
        shape = (1,) * LEAD + reference.graph[element.quantity].shape
        found.setdefault(element.quantity, np.zeros(shape, dtype=bool))[(0, 0, *(i - 1 for i in element.index))] = True
    return found
