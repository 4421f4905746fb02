"""What a slip is one with: by which slips that were charged before another need not be charged.

A slip that a student makes again wherever the same step comes up is one slip (see `recurring`). An operand is mixed up
again if the same one is taken for the same other. Who does not know that a derivative belongs there misses it in every
layer, however different the steps are. Slips of the pen are no habits.
"""

from collections.abc import Iterable, Iterator

import numpy as np

from grader.engine import Mutation, Name, names_in, rename
from grader.marking.carrying.misread import CAUSE as MISREAD
from grader.marking.charging.left_out import of_derivatives, of_moments, of_paths, of_squares, of_uses
from grader.marking.charging.scaled import of_its_own, of_parameters, scale
from grader.marking.charging.slip import Rule, Slip
from grader.marking.charging.taken import of_elements, of_operands, of_owners, of_samples, of_states
from grader.marking.ledger import Ledger
from grader.marking.slips import OF_THE_PEN, REDUCED, Habit, Recurring

_MISCONCEPTIONS = frozenset(
    {"missing-derivative", "half-derivative", "derivative-at-preactivation", "derivative-at-activation"}
    | {"extra-derivative", "missing-activation", "log-base", "missing-bias"}
    | {"ascent", "rate", "old-weight", "updated-weight"}
)
"""Slips of understanding, which are one however different the steps are."""
_SAID_ALIKE = frozenset({"dropped-sample", "wrong-activation", "wrong-branch", "transposed"})
"""Those that are one where the same is said of them: the same sample left out, the same function taken, W for Wᵀ."""
_LEFT_OUT = frozenset({"wrong-factor", "missing-factor"})
"""Those that are one where the very same is left out: the √2 of a quotient, wherever it belongs."""


def _of_passes(slip: Slip) -> Iterator[Habit]:
    """What a slip has in common with the same said of the same step of another pass."""
    mutation = slip.mutation
    if mutation.cause not in OF_THE_PEN and slip.alone:
        parts = tuple(rename(part, {name: _unprimed(name) for name in names_in(part)}) for part in mutation.parts)
        yield ("in every pass", mutation.cause, mutation.says, _unprimed(slip.at), parts)


ONE_WITH: tuple[Rule, ...] = (
    _of_passes,
    of_samples,
    of_derivatives,
    of_operands,
    of_parameters,
    of_squares,
    of_elements,
    of_uses,
    of_states,
    of_owners,
    of_paths,
    of_moments,
)
"""By what a slip is one with others in steps that are not alike; where several are met, the first says where to."""


class Kinds:
    """Of which kinds a slip is; two slips of a student that share a kind are one."""

    def __init__(self, ledger: Ledger, recurring: Recurring) -> None:
        self.ledger, self.recurring = ledger, recurring

    def of(self, at: str, mutation: Mutation, student: int) -> list[Habit]:
        """The kinds of a student's slip in a step."""

        def blank(names: Iterable[str]) -> bool:
            return all(self.ledger.blank(name, np.array([student])).any() for name in names)

        slip = Slip(at, mutation, self.recurring, self.ledger.graph, blank)
        found = [habit for rule in ONE_WITH for habit in rule(slip)]
        if scaled := scale(slip):
            return [scaled, *_of_habit(slip), *found]
        if mutation.cause in ("wrong-operand", MISREAD) and slip.alone:
            return [(mutation.cause, mutation.parts), *found]  # the same one taken for the same other
        return [*_of_habit(slip), *found]

    def made_again(self, at: str, mutation: Mutation) -> list[Habit]:
        """The kinds by which anybody's slip is made again in other steps."""
        slip = Slip(at, mutation, self.recurring, self.ledger.graph)
        return [*_of_habit(slip), *of_samples(slip)]

    def of_each(self, at: str, mutation: Mutation) -> list[Habit]:
        """Of two slips at once, which are charged together, the kinds by which one alone has been charged with them."""
        if mutation.also is None:
            return []
        found: list[Habit] = []
        for one in (mutation, mutation.also):
            found += of_derivatives(Slip(at, one, self.recurring, self.ledger.graph))
            if one.cause in _MISCONCEPTIONS:
                found.append((one.cause,))
            found += of_its_own(self.recurring.slips.parameter_of(at), one)
        return found


def _of_habit(slip: Slip) -> list[Habit]:
    """The kinds of a slip that is made wherever its step comes up; none of one that nobody makes again."""
    mutation, habit = slip.mutation, slip.recurring.habit(slip.at, slip.mutation)
    if habit is None:
        return []
    if mutation.cause in _MISCONCEPTIONS:
        return [(mutation.cause,)]
    if mutation.cause == "reduction" and mutation.says in REDUCED:
        return [(mutation.cause, REDUCED[mutation.says])]
    if mutation.cause in _SAID_ALIKE:
        functions = all(isinstance(part, Name) and part.name not in slip.graph for part in mutation.parts)
        said = mutation.parts if mutation.cause == "dropped-sample" or functions else ()
        return [(mutation.cause, mutation.says, *said)]
    if mutation.cause in _LEFT_OUT and mutation.parts and not any(isinstance(p, Name) for p in mutation.parts):
        return [habit, (mutation.cause, mutation.says, mutation.parts)]
    if mutation.cause == "dropped-term" and (paths := slip.gradients(mutation.parts)):
        return [habit, (mutation.cause, mutation.says, paths)]
    return [habit]


def _unprimed(name: str) -> str:
    """A name before any step, and of no point ahead: of ∂E′/∂w′ it is ∂E/∂w, and of w_ahead w."""
    return name.replace("'", "").replace("_ahead", "")
