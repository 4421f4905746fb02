"""What a slip is one with: by which slips that were charged before another need not be charged.

A slip that a student makes again wherever the same step comes up is one slip (see `recurring`). An operand is mixed up
again if the same one is taken for the same other. Who does not know that a derivative belongs there misses it in every
layer, however different the steps are. Slips of the pen are no habits.
"""

from collections.abc import Iterable

import numpy as np

from grader.engine import ONE, Expr, Mutation, Name, names_in, number, rename, sub, taken_apart, walk
from grader.engine.expr import apply, is_apply
from grader.marking.carrying.misread import CAUSE as MISREAD
from grader.marking.charging.again import of_elements, of_moments, of_owners, of_paths, of_states, of_uses
from grader.marking.ledger import Ledger
from grader.marking.searching.turns import turn_of
from grader.marking.slips import ACCIDENTS, OF_THE_PEN, REDUCED, Habit, Recurring, outline

_MISCONCEPTIONS = frozenset(
    {"missing-derivative", "half-derivative", "derivative-at-preactivation", "derivative-at-activation"}
    | {"extra-derivative", "missing-activation", "log-base", "missing-bias"}
    | {"ascent", "rate", "old-weight", "updated-weight"}
)
"""Slips of understanding, which are one however different the steps are."""
_SCALING = frozenset({"wrong-factor", "reduction", "sign"})
"""Slips that may be made in a loss, and so in all that is derived from it."""
_SAID_ALIKE = frozenset({"dropped-sample", "wrong-activation", "wrong-branch", "transposed"})
"""Those that are one where the same is said of them: the same sample left out, the same function taken, W for Wᵀ."""
_LEFT_OUT = frozenset({"wrong-factor", "missing-factor"})
"""Those that are one where the very same is left out: the √2 of a quotient, wherever it belongs."""


class Kinds:
    """Of which kinds a slip is; two slips of a student that share a kind are one."""

    def __init__(self, ledger: Ledger, recurring: Recurring) -> None:
        self.ledger, self.graph, self.recurring = ledger, ledger.graph, recurring
        self._scales: dict[tuple[str, Expr], float | None] = {}
        self._losses = {q.of for q in self.graph.computed if q.wrt}

    def of(self, at: str, mutation: Mutation, student: int) -> list[Habit]:
        """The kinds of a student's slip in a step."""
        found = [*self._of_the_passes(at, mutation), *self._of_another_sample(at, mutation)]
        if mutation.cause == "missing-derivative" or self._skips_an_activation(mutation):
            found.append(("before the derivative",))
        found += [*self._of_operands(at, mutation), *self._of_parameters(at, mutation, student)]
        found += [*self._of_squares(at, mutation), *of_elements(mutation, self.graph)]
        found += of_uses(at, mutation, self.graph, self.recurring)
        found += of_states(at, mutation, self.graph, self.recurring)
        found += of_owners(at, mutation, self.recurring)
        found += [*of_paths(at, mutation, self.graph), *of_moments(at, mutation, self.graph)]
        if scale := self._scale(at, mutation, student):
            return [scale, *self.of_habit(at, mutation), *found]
        if mutation.cause in ("wrong-operand", MISREAD) and mutation.also is None:
            return [(mutation.cause, mutation.parts), *found]  # the same one taken for the same other
        return [*self.of_habit(at, mutation), *found]

    def made_again(self, at: str, mutation: Mutation) -> list[Habit]:
        """The kinds by which a slip is made again in other steps."""
        return [*self.of_habit(at, mutation), *self._of_another_sample(at, mutation)]

    def of_habit(self, at: str, mutation: Mutation) -> list[Habit]:
        """The kinds of a slip that is made wherever its step comes up; none of one that nobody makes again."""
        habit = self.recurring.habit(at, mutation)
        if habit is None:
            return []
        if mutation.cause in _MISCONCEPTIONS:
            return [(mutation.cause,)]
        if mutation.cause == "reduction" and mutation.says in REDUCED:
            return [(mutation.cause, REDUCED[mutation.says])]
        if mutation.cause in _SAID_ALIKE:
            functions = all(isinstance(part, Name) and part.name not in self.graph for part in mutation.parts)
            said = mutation.parts if mutation.cause == "dropped-sample" or functions else ()
            return [(mutation.cause, mutation.says, *said)]
        if mutation.cause in _LEFT_OUT and mutation.parts and not any(isinstance(p, Name) for p in mutation.parts):
            return [habit, (mutation.cause, mutation.says, mutation.parts)]
        if mutation.cause == "dropped-term" and (paths := self._gradients(mutation.parts)):
            return [habit, (mutation.cause, mutation.says, paths)]
        return [habit]

    def _of_another_sample(self, at: str, mutation: Mutation) -> list[Habit]:
        """What a slip has in common with all others by which a step goes by a sample that was not its turn."""
        if mutation.cause != "wrong-operand":
            return []
        taken = [part.name for part in mutation.parts if isinstance(part, Name) and part.name in self.graph]
        both = len(taken) == len(mutation.parts) > 1 and all(turn_of(name, self.graph) for name in taken)
        return [("another sample",)] if both or turn_of(at, self.graph) else []

    def _gradients(self, parts: tuple[Expr, ...]) -> frozenset[str]:
        """The gradients in what is said of a slip: the paths that are left out of every sum over time, or taken."""
        return frozenset(
            name for part in parts for name in names_in(part) if name in self.graph and self.graph[name].wrt
        )

    def _of_the_passes(self, at: str, mutation: Mutation) -> list[Habit]:
        """What a slip has in common with the same said of the same step of another pass."""
        if mutation.cause in OF_THE_PEN or mutation.also is not None:
            return []
        unprimed = tuple(rename(part, {name: _unprimed(name) for name in names_in(part)}) for part in mutation.parts)
        return [("in every pass", mutation.cause, mutation.says, _unprimed(at), unprimed)]

    def _skips_an_activation(self, mutation: Mutation) -> bool:
        """Whether the gradient of an activation's output is used where that of its input belongs."""
        if mutation.cause != "wrong-operand" or len(mutation.parts) != 2:
            return False
        belongs, used = mutation.parts
        if not (isinstance(belongs, Name) and isinstance(used, Name)):
            return False
        if belongs.name not in self.graph or used.name not in self.graph:
            return False
        before, after = self.graph[belongs.name].wrt, self.graph[used.name].wrt
        return bool(before and after) and self.graph[after].parents == (before,)

    def _of_operands(self, at: str, mutation: Mutation) -> list[Habit]:
        """What a slip in an operand is one with: w1 for w2 with w2 for w1, ρ with 1 − ρ; δ·w for δ·x with any such.

        β₁ for 1 − β₁ is one with β₂ for 1 − β₂ where the steps are alike.

        Who takes one for another in a step of nothing else has its answer in the place of the other's.
        """
        if mutation.cause != "wrong-operand" or len(mutation.parts) != 2 or mutation.axis is not None:
            return []
        found: list[Habit] = [("mixed up", frozenset(mutation.parts))] if len(self.graph[at].parents) > 1 else []
        one, other = mutation.parts
        if sub(ONE, one) == other or sub(ONE, other) == one:
            found.append(("what is left of it", self.recurring.outlines[at]))
        itself = Name(self.graph[at].wrt) in mutation.parts[1:]
        return [*found, ("multiplied by itself",)] if itself else found

    def _of_squares(self, at: str, mutation: Mutation) -> list[Habit]:
        """What a square left out is one with: another one in a term of the same form, (1 − ρ)·g² in every ρ·s.

        Or in the derivative of the same activation, 1 − h for 1 − h².
        """
        formula = self.graph[at].formula
        if mutation.cause != "not-squared" or mutation.also is not None or formula is None or not mutation.parts:
            return []
        square = apply("pow", mutation.parts[0], number(2))
        products = [node for node in walk(formula) if is_apply(node, "mul") and square in node.args]
        slopes = [node.args[0] for node in walk(formula) if is_apply(node, "local") and square in walk(node.args[0])]
        return [("not squared", outline(term, term)) for term in [*products, *slopes]]

    def _of_parameters(self, at: str, mutation: Mutation, student: int) -> list[Habit]:
        """What a slip is one with in the steps of other parameters: the same factor, or what each has of its own.

        A step uphill, by a gradient that is not written, is one with the wrong sign of the gradients.
        """
        own = self.recurring.slips.parameter_of(at)
        found: list[Habit] = []
        gradients = [parent for parent in self.graph[at].parents if self.graph[parent].wrt]
        if mutation.cause == "ascent" and gradients and self._are_blank(gradients, student):
            found.append(("of the gradients", "-1"))
        if mutation.cause in _SCALING and own and self.graph[at].wrt:
            times = self._times(at, mutation)
            found += [("of the gradients", f"{times:.6g}")] if times is not None else []
        found += self._of_its_own(at, mutation)
        rate = self.recurring.slips.rate
        if own and mutation.cause == "sign" and any(rate in names_in(part) for part in mutation.parts):
            found.append(("uphill",))  # which is `ascent` where the step is by a rule
        return found

    def _of_its_own(self, at: str, mutation: Mutation) -> list[Habit]:
        """What a slip in what a parameter's step has of its own is one with."""
        own = self.recurring.slips.parameter_of(at)
        if not own or mutation.cause in ACCIDENTS or own not in {n for part in mutation.parts for n in names_in(part)}:
            return []
        parts = tuple(rename(part, {own: ""}) for part in mutation.parts)
        return [("of its own", mutation.cause, mutation.says, parts)]

    def of_each(self, at: str, mutation: Mutation) -> list[Habit]:
        """Of two slips at once, which are charged together, the kinds by which one alone has been charged with them."""
        if mutation.also is None:
            return []
        found: list[Habit] = []
        for one in (mutation, mutation.also):
            if one.cause == "missing-derivative" or self._skips_an_activation(one):
                found.append(("before the derivative",))
            if one.cause in _MISCONCEPTIONS:
                found.append((one.cause,))
            found += self._of_its_own(at, one)
        return found

    def _scale(self, at: str, mutation: Mutation, student: int) -> Habit | None:
        """How many times too large a slip makes a loss or a gradient, if that is all it does.

        The factor of a loss is in every gradient of it and in the loss after the step: that is one slip. But not where
        the gradient before it is written: then the factor came in behind that.
        """
        causes = {mutation.cause} | ({mutation.also.cause} if mutation.also else set())
        if not causes <= _SCALING or (taken_apart(at)[0] not in self._losses and not self.graph[at].wrt):
            return None
        upstream = [p for p in self.graph[at].parents if self.graph[p].wrt and self.graph[p].formula is not None]
        if not self._are_blank(upstream, student):
            return None
        times = self._times(at, mutation)
        return ("scaled", f"{abs(times):.6g}") if times is not None and abs(times) != 1 else None

    def _are_blank(self, names: Iterable[str], student: int) -> bool:
        """Whether a student has left something of each of some quantities blank."""
        return all(self.ledger.blank(name, np.array([student])).any() for name in names)

    def _times(self, at: str, mutation: Mutation) -> float | None:
        """How many times the right value a slip makes of a quantity, whatever the numbers."""
        if (at, mutation.expr) not in self._scales:
            self._scales[at, mutation.expr] = self.recurring.slips.times(at, mutation.expr)
        return self._scales[at, mutation.expr]


def _unprimed(name: str) -> str:
    """A name before any step, and of no point ahead: of ∂E′/∂w′ it is ∂E/∂w, and of w_ahead w."""
    return name.replace("'", "").replace("_ahead", "")
