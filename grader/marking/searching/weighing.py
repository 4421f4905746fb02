"""What a slip that was found explains of what is still open, beside others, and whether chance would do as well."""

from collections.abc import Sequence

import numpy as np

from grader.engine import OF_A_PRODUCT, ZERO, Name
from grader.marking import updating
from grader.marking.carrying.misread import CAUSE as MISREAD
from grader.marking.carrying.misread import READ
from grader.marking.case import Case
from grader.marking.closeness import Mask, Written, by_student
from grader.marking.evidence import beats_chance, chance_of_noughts, likely_worked_out, together
from grader.marking.searching.match import Found, Match, at_one_place
from grader.marking.searching.witnesses import Evidence, witnesses
from grader.marking.slips import ACCIDENTS
from grader.reference import Role

_POINT = "decimal-point"
_ACCIDENT = 10.0
"""How many times more such a pair has to prove."""


class Weighed:
    """What a match explains of what is still open, and whether that beats chance."""

    def __init__(self, case: Case, match: Match) -> None:
        self.case, self.match = case, match
        self.covers = match.covers & case.open[match.rows]
        flat = self.covers.reshape(len(self.covers), -1)
        self.counts: list[int] = flat.sum(axis=1).tolist()
        self.share = np.where(flat, match.shares.reshape(flat.shape), 0.0).sum(axis=1)
        """Of those that it explains one answer of."""
        written = case.written.rows(match.rows)
        with np.errstate(invalid="ignore"):
            near = (np.abs(written.value - match.value) <= written.unit).all(axis=1) | ~self.covers
        self.loose: Mask = by_student(~near) & (match.why.mutation is not None and match.why.mutation.cause != "digits")
        """Whether it takes the rounding of earlier answers to explain them."""
        self.against: list[int] = self._against(written)
        """How many of a student's other answers of the quantity a slip throughout it would have made another number."""

    def _against(self, written: Written) -> list[int]:
        if self.covers.ndim < 2:
            return [0] * len(self.covers)
        case, match = self.case, self.match
        off = match.off if match.made is None else np.maximum(case.up, -case.down)[match.rows]
        bare = (written.value == 0) & (written.unit >= 1)  # a mere 0 is rounded from nothing
        unit = np.where(bare, 0.0, written.unit)
        with np.errstate(invalid="ignore"):
            others = np.abs(written.value - match.value) > unit + off
        found: list[int] = (others.any(axis=1) & ~match.covers).reshape(len(others), -1).sum(axis=1).tolist()
        return found

    def rank(self, k: int) -> tuple[bool, bool, int, bool, bool, bool]:
        """Of those that explain as much of its k-th row the least goes first."""
        in_part = self.match.made is not None or self._of_a_product  # a slip in a blank may be one in part of it
        against = 0 if in_part else self.against[k]
        doubtful = self._of_a_blank(k) or self._of_a_known_rate(k)
        return bool(self.loose[k]), self._of_a_nought, against, doubtful, self._of_an_element, self._of_a_digit

    @property
    def _of_a_digit(self) -> bool:
        """Whether something that goes into the step is misread, or its point has slipped.

        That is one reading of many: rather two digits of the answer itself are exchanged.
        """
        mutation = self.match.why.mutation
        return mutation is not None and (
            mutation.cause == MISREAD or (mutation.cause == _POINT and bool(mutation.parts))
        )

    @property
    def _of_a_product(self) -> bool:
        """Whether it is in one of the products that a filter adds up at each place, as happens at a single one."""
        mutation = self.match.why.mutation
        return mutation is not None and mutation.says in OF_A_PRODUCT

    @property
    def _of_a_nought(self) -> bool:
        """Whether a given is read as 0: rather a term was left out, if only in one element."""
        mutation = self.match.why.mutation
        return mutation is not None and mutation.says == READ and mutation.parts[1] == ZERO

    @property
    def _of_an_element(self) -> bool:
        """Whether it is one of the many by which in a blank one element is taken for another."""
        mutation = self.match.why.mutation
        return self.match.made is not None and mutation is not None and at_one_place(mutation)

    def _of_a_known_rate(self, k: int) -> bool:
        """Whether another learning rate is taken by one who has stepped rightly: rather the gradient is another."""
        mutation, ledger = self.match.why.mutation, self.case.ledger
        if mutation is None or mutation.cause != "rate":
            return False
        student = self.case.rows[self.match.rows[k]]
        return any(updating.stepped(ledger, name, student) for name in ledger.carry if name != self.case.name)

    def _of_a_blank(self, k: int) -> bool:
        """Whether a gradient or moment is taken for one that was never written: rather that was worked out wrongly."""
        mutation, ledger = self.match.why.mutation, self.case.ledger
        if mutation is None or mutation.cause != "wrong-operand" or not isinstance(mutation.parts[0], Name):
            return False
        student, name = self.case.rows[self.match.rows[k]], mutation.parts[0].name
        derived = name in ledger.graph and ledger.graph[name].role in (Role.GRADIENT, Role.MOMENT)
        return derived and bool(np.isnan(ledger.written[name].value[student]).all())

    def _of_noughts(self, k: int) -> float:
        """The share for noughts alone: one says nothing, but where they stand among the other elements does.

        The slip has to leave all of these as they are written.
        """
        answered = int((~np.isnan(self.case.written.value[self.match.rows[k], 0])).sum())
        return chance_of_noughts(answered, self.counts[k]) if 1 < self.counts[k] < answered else 1.0

    def beats_chance(self, k: int) -> bool:
        """Whether it does for the k-th of its rows."""
        share = float(self.share[k])
        if self.counts[k] > 1:
            share = together(*self._evidence(k))
        if not self.against[k] and not self.case.written.value[self.match.rows[k], 0][self.covers[k]].any():
            share = min(share, self._of_noughts(k))
        return self._likely(share, k) or (bool(self.match.why.again) and self._likely(self._borne_out(k), k))

    def _evidence(self, k: int) -> Evidence:
        """Of each answer that it explains the share, what is written, what would follow, and the last place."""
        row, covers = self.match.rows[k], self.covers[k]
        written, unit = self.case.written.value[row, 0], self.case.written.unit[row, 0]
        unit = np.broadcast_to(unit, covers.shape)
        found = Evidence(self.match.shares[k], written, self.case.follow[row, 0], unit)
        return found.of(covers)

    def _likely(self, share: float, k: int) -> bool:
        """Whether it beats chance with such a share of random numbers explained as well."""
        match = self.match
        assert match.why.mutation is not None
        cause = "" if match.why.mutation.also else match.why.mutation.cause
        share *= self._far_fetched(k)
        blanks = int(self.case.left_blank[match.rows[k]])
        return beats_chance(share, int(match.tried[k]), cause) and likely_worked_out(
            share, int(match.in_all[k]), blanks
        )

    def _far_fetched(self, k: int) -> float:
        """How much more two slips at once have to prove where one is an accident, or other elements are against them.

        There are a great many such pairs, and givens are so round that 0.5·0.7 is 0.35 without anybody's doing.
        """
        slip = self.match.why.mutation
        if slip is None or slip.also is None:
            return 1.0
        accident = not ACCIDENTS.isdisjoint((slip.cause, slip.also.cause))
        return _ACCIDENT ** (int(accident) + int(self.against[k] > 0))

    def _borne_out(self, k: int) -> float:
        """The share with later answers that it explains, too; 1 if there are none."""
        if not self.counts[k]:
            return 1.0
        later, ways = witnesses(self.case, self.match.why, int(self.case.rows[self.match.rows[k]]))
        return together(*self._evidence(k).and_of(later)) * ways if later.shares.size else 1.0


def best_of(open_: Sequence[Weighed], found: Sequence[Found]) -> Found | None:
    """The match that explains most of what a student has open, if it beats chance."""
    counted = [(-open_[m].counts[k], open_[m].rank(k), m, k) for m, k in found]
    for count, _, m, k in sorted(counted):
        if not count:
            return None
        if open_[m].beats_chance(k):
            return m, k
    return None
