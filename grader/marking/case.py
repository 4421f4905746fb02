"""One quantity's open answers, the explanations found for them, and what is left to explain."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.engine import Array, Mutation
from grader.marking.carrying import Route, own
from grader.marking.closeness import Mask, Written
from grader.marking.ledger import Ledger, Rows
from grader.marking.rounding import reach
from grader.marking.slips import LIKELIEST_FIRST
from grader.marking.verdicts import Verdict

Place = tuple[int, ...]


class Why(NamedTuple):
    """What explains an answer: the route it was reached by, and the slip, if any, at the quantity where it happened."""

    route: tuple[tuple[str, str], ...]
    mutation: Mutation | None = None
    at: str = ""


@dataclass
class Judgement:
    """The verdicts of a class on one quantity, each (students, *shape), and what explains them."""

    verdict: NDArray[np.int8]
    cause: NDArray[np.int8]
    """Index into LIKELIEST_FIRST; -1 where there is no cause."""
    follow: Array
    """What follows from earlier answers, by the route that explains the answer best: (students, points, *shape)."""
    behind: Array
    """The unrounded value that explains the answer; the answer itself where nothing does."""
    plain: Mask
    """Where the answer follows from the earlier ones exactly as they were written."""
    why: dict[Place, Why] = field(default_factory=dict)
    """By (student, *index), where the plain route does not explain the answer."""

    @classmethod
    def begin(cls, answered: Mask, is_right: Mask, fine: Mask, follow: Array) -> "Judgement":
        """What is known before anything is searched for: right, or wrong until explained."""
        verdict = np.full(answered.shape, Verdict.MISSING, dtype=np.int8)
        verdict[answered] = Verdict.WRONG
        verdict[is_right] = Verdict.IMPRECISE
        verdict[is_right & fine] = Verdict.CORRECT
        cause = np.full(answered.shape, -1, dtype=np.int8)
        return cls(verdict, cause, follow, follow, np.zeros(answered.shape, dtype=bool))


@dataclass
class Case:
    """The students `rows` for whom something of a quantity is open; `open` says which elements: (rows, *shape)."""

    ledger: Ledger
    name: str
    rows: Rows
    outcome: Judgement
    open: Mask
    written: Written
    plain: Route
    follow: Array
    down: Array
    """How far below `follow` the digits of the earlier answers allow, and (`up`) above: (rows, points, *shape)."""
    up: Array

    @classmethod
    def of(cls, ledger: Ledger, name: str, rows: Rows, outcome: Judgement, open_: Mask) -> "Case":
        """The case of the open answers of some students."""
        plain = own(ledger.graph[name].parents, ledger, rows)
        follow = outcome.follow[rows]
        step = lambda values, _: ledger.graph.step(name, values)  # noqa: E731
        down, up = reach(step, follow, plain.values, ledger, rows)
        return cls(ledger, name, rows, outcome, open_[rows], ledger.written[name].rows(rows), plain, follow, down, up)

    def step(self, values: Mapping[str, Array]) -> Array:
        """The quantity from these values of its parents, for every row."""
        value = self.ledger.graph.step(self.name, values)
        return np.broadcast_to(value, self.written.value.shape)

    def close(self, found: Mask, value: Array, verdict: Verdict, why: Why) -> None:
        """Enters an explanation for the answers where it was found: `value` is what they should then read."""
        if not found.any():
            return
        places = np.nonzero(found)
        at = (self.rows[places[0]], *places[1:])
        self.outcome.verdict[at] = verdict
        every = np.moveaxis(self.outcome.behind, 1, -1), np.moveaxis(self.outcome.follow, 1, -1)
        explained = np.moveaxis(value, 1, -1)[places]
        every[0][at] = explained
        if verdict is Verdict.CARRIED:
            every[1][at] = explained
        if why.mutation is not None:
            self.outcome.cause[at] = LIKELIEST_FIRST.index(why.mutation.cause)
        if why.route or why.mutation is not None:
            self.outcome.why.update((tuple(map(int, place)), why) for place in zip(*at, strict=True))
        self.open &= ~found
