"""One slip, one charge: where it first shows in an answer that is asked for, and nowhere else."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

import numpy as np

from grader.engine import Expr, Mutation, names_in
from grader.marking.carrying.misread import CAUSE as MISREAD
from grader.marking.charging.expectations import Expectations
from grader.marking.charging.kinds import Kinds
from grader.marking.closeness import Rows
from grader.marking.judgement import Judgement, Place, Why
from grader.marking.ledger import Consistent, Ledger
from grader.marking.slips import Consistency, Habit, Recurring
from grader.marking.verdicts import Verdict


class _Made(NamedTuple):
    """The slips made in one quantity, by what they are, who made them.

    All by how many slips a student made here before, too: what one is expected to do depends on nobody else.
    """

    left: dict[tuple[int, str, Expr, str], list[int]]
    """By step, what a slip has left of it, and where that is charged."""
    taken: dict[tuple[int, Mutation], list[int]]
    """By a slip in what is taken."""
    habits: dict[tuple[int, Habit, str], list[int]]
    """By a habit that was not known yet, and where it is charged."""


_SLIPPED = (Verdict.SLIP, Verdict.CARRIED)
"""The latter where the judge has seen that a slip was made as one before."""


class Charges:
    """What each student has been charged so far, by the kinds of slip (see `kinds`)."""

    def __init__(self, ledger: Ledger, recurring: Recurring, consistency: Consistency, asked: Collection[str]) -> None:
        self.ledger, self.recurring, self.asked = ledger, recurring, asked
        self.kinds = Kinds(ledger, recurring)
        self.expectations = Expectations(ledger, recurring, consistency)
        self._first: dict[tuple[int, Habit], tuple[str, Place]] = {}
        """By student and kind, the answer that it was charged at."""
        self._made: dict[Habit, dict[str, list[int]]] = {}
        """By kind and the answer that it was charged at, the students."""
        self._met: set[tuple[int, Habit]] = set()

    def settle(self, name: str, judgement: Judgement) -> None:
        """After a quantity is judged: what was charged before is carried, and what is charged here expected again."""
        self.expectations.settle(name, judgement)
        if name in self.asked:
            self._expect(self._charge_all(name, judgement))

    def made_before(self, name: str) -> Iterator[Consistent]:
        """How a quantity follows for those who slip in it as they have done before; of whom less has to be proved."""
        for mutation in self.recurring.slips.singles(name) if self._made else ():
            for kind in self.kinds.made_again(name, mutation):
                for charged, students in self._made.get(kind, {}).items():
                    yield Consistent(np.array(students, dtype=np.intp), mutation.expr, charged, mutation)

    def charge(self, name: str, place: Place, why: Why) -> tuple[str, Place]:
        """Where a slip is charged: here, unless one of its kind was before."""
        assert why.mutation is not None
        kinds = [(place[0], kind) for kind in self.kinds.of(why.at, why.mutation, place[0])]
        before = (self._first[kind] for kind in kinds if kind in self._first)
        first = (why.same, place) if why.same else next(before, (name, place))
        if first == (name, place):
            kinds += [(place[0], kind) for kind in self.kinds.of_each(why.at, why.mutation)]
        for student, kind in kinds:
            if (student, kind) not in self._first:
                self._first[student, kind] = first
                self._made.setdefault(kind, {}).setdefault(first[0], []).append(student)
        return first

    def _charge_all(self, name: str, judgement: Judgement) -> _Made:
        """Charges the slips of a quantity, each student's in the order of the elements."""
        new = _Made({}, {}, {})
        at: dict[tuple[int, int], str] = {}
        """By student and slip, where it is charged."""
        had: Counter[int] = Counter()
        slips = [p for p, why in judgement.why.items() if why.mutation and judgement.verdict[p] in _SLIPPED]
        for place in sorted(slips):
            student, why = place[0], judgement.why[place]
            assert why.mutation is not None
            if (student, id(why)) not in at:
                first = self.charge(name, place, why)
                at[student, id(why)] = charged = first[0]
                turn = had[student]
                had[student] += 1
                self._note(new, turn, student, why, charged)
                if first == (name, place):
                    continue
            self._carry(at[student, id(why)], place, judgement)  # charged before, or in another element
        return new

    def _note(self, new: _Made, turn: int, student: int, why: Why, charged: str) -> None:
        """Enters among what is new of a student a slip that is charged at some answer."""
        assert why.mutation is not None
        if why.mutation.cause != MISREAD:
            new.left.setdefault((turn, why.at, why.mutation.expr, charged), []).append(student)
        if why.mutation.cause == "wrong-operand":
            new.taken.setdefault((turn, why.mutation), []).append(student)
        habit = self.recurring.habit(why.at, why.mutation)
        if habit is not None and (student, habit) not in self._met:
            self._met.add((student, habit))
            new.habits.setdefault((turn, habit, charged), []).append(student)

    def _expect(self, new: _Made) -> None:
        for (_, at, step, charged), students in _in_turn(new.left):
            self.expectations.differentiate({at: step}, students, charged)
        for (_, mutation), students in _in_turn(new.taken):
            self.expectations.take(mutation, students)
        for (_, habit, charged), students in _in_turn(new.habits):
            self.expectations.expect(habit, students, charged)

    def _carry(self, first: str, place: Place, judgement: Judgement) -> None:
        """Carries an answer whose slip is charged elsewhere."""
        why = judgement.why[place]
        judgement.verdict[place], judgement.cause[place] = Verdict.CARRIED, -1
        assert why.mutation is not None
        without = set(self.ledger.graph[why.at].parents).difference(names_in(why.mutation.expr))
        judgement.why[place] = Why(why.route, at=why.at, same=first, without=frozenset(without))


_Key = TypeVar("_Key", bound=tuple[Any, ...])


def _in_turn(found: Mapping[_Key, list[int]]) -> Iterator[tuple[_Key, Rows]]:
    """What some students did, the first of each before the second."""
    for key in sorted(found, key=itemgetter(0)):
        yield key, np.array(found[key], dtype=np.intp)
