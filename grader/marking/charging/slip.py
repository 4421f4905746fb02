"""A slip in a step, and what has to be known to say which others are one with it."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from grader.engine import Expr, Mutation, names_in
from grader.marking.slips import Habit, Recurring
from grader.reference import Graph, Quantity

NUMBERED = re.compile(r"(.*\D)(\d+)")
"""What has a number at its end: a quantity at a time, or of a layer."""


def _of_anybody(_: Iterable[str]) -> bool:
    raise AssertionError("what is blank is known of one student's slip alone")


class Slip(NamedTuple):
    """What a student did in the step of a quantity."""

    at: str
    mutation: Mutation
    recurring: Recurring
    graph: Graph
    blank: Callable[[Iterable[str]], bool] = _of_anybody
    """Whether the student has left something of each of some quantities blank; not to be asked of anybody's slip."""

    @property
    def quantity(self) -> Quantity:
        """What the step is of."""
        return self.graph[self.at]

    @property
    def alone(self) -> bool:
        """Whether it is not two slips at once."""
        return self.mutation.also is None

    @property
    def owner(self) -> str:
        """The parameter that the step belongs to; empty where there is none."""
        return self.recurring.slips.parameter_of(self.at)

    def exchanged(self) -> tuple[Expr, Expr] | None:
        """What belongs there and what is taken for it, if the slip is that."""
        if self.mutation.cause != "wrong-operand" or len(self.mutation.parts) != 2:
            return None
        belongs, taken = self.mutation.parts
        return belongs, taken

    def times(self) -> float | None:
        """How many times the right value it makes of the quantity, whatever the numbers; None if that depends."""
        return self.recurring.slips.times(self.at, self.mutation.expr)

    def gradients(self, exprs: Iterable[Expr]) -> frozenset[str]:
        """The gradients that are named in expressions."""
        names = {name for expr in exprs for name in names_in(expr) if name in self.graph}
        return frozenset(name for name in names if self.graph[name].wrt)


Rule = Callable[[Slip], Iterable[Habit]]
"""What a slip is one with; nothing where the rule does not speak of it."""
