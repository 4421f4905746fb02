"""What is found out about a class's answers to one quantity: verdicts, and what explains them."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.engine import Array, Expr, Mutation
from grader.marking.closeness import Mask
from grader.marking.suspicions import MISREAD, OF_SLIPS
from grader.marking.verdicts import Verdict

Place = tuple[int, ...]


class Why(NamedTuple):
    """What explains an answer: the route it was reached by, and the slip, if any, at the quantity where it happened."""

    route: tuple[tuple[str, str], ...]
    mutation: Mutation | None = None
    at: str = ""
    same: str = ""
    """The quantity where the same slip was charged before."""
    without: frozenset[str] = frozenset()
    """What the step does not go on with by that slip."""
    again: tuple[tuple[str, Expr], ...] = ()
    """Blanks like the one that slipped, in which the same slip was made, and what it makes of them."""
    beside: Expr | None = None
    """What another slip, made in the step's other elements as well, leaves of the step."""
    undefined: bool = False
    """Whether the step has no value with the student's numbers, and the answer says so."""

    @property
    def elsewhere(self) -> bool:
        """Whether it is wrong by a slip that is charged at another answer: made again, or a number misread there."""
        return bool(self.same) or any(source == MISREAD for _, source in self.route)

    @property
    def of_a_slip(self) -> bool:
        """Whether it takes a slip to explain an answer that is carried."""
        return bool(self.same) or not OF_SLIPS.isdisjoint(source for _, source in self.route)

    @property
    def slips(self) -> dict[str, Expr]:
        """By step, what the slip makes of it."""
        return {self.at: self.mutation.expr, **dict(self.again)} if self.mutation else {}


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
    unfounded: Mask
    """Where an answer is carried though nothing is written that it follows from: so it proves nothing of the blanks."""
    figures: int = 0
    """So many are asked for; 0 where none are."""
    why: dict[Place, Why] = field(default_factory=dict)
    """By (student, *index), where the plain route does not explain the answer."""
    read: dict[Place, list[Why]] = field(default_factory=dict)
    """By a charged answer, the readings of a given that explain it, too."""

    @classmethod
    def begin(cls, answered: Mask, is_right: Mask, fine: Mask, follow: Array) -> "Judgement":
        """What is known before anything is searched for: right, or wrong until explained."""
        verdict = np.full(answered.shape, Verdict.MISSING, dtype=np.int8)
        verdict[answered] = Verdict.WRONG
        verdict[is_right] = Verdict.IMPRECISE
        verdict[is_right & fine] = Verdict.CORRECT
        cause = np.full(answered.shape, -1, dtype=np.int8)
        return cls(verdict, cause, follow, follow.copy(), np.zeros_like(answered), np.zeros_like(answered))
