"""One slip, one charge: where it first shows in an answer that is asked for, and nowhere else.

A slip that a student makes again wherever the same step comes up is one slip (see `recurring`). An operand is mixed up
again if the same one is taken for the same other. Who does not know that a derivative belongs there misses it in every
layer, however different the steps are. Slips of the pen are no habits.
"""

from collections import Counter
from collections.abc import Collection, Iterator

import numpy as np

from grader.engine import Expr, Mutation, Name, evaluate, names_in, rename, taken_apart
from grader.marking.case import Judgement, Place, Why
from grader.marking.closeness import Rows, of_rows
from grader.marking.consistency import Consistency
from grader.marking.habits import Habits
from grader.marking.ledger import LOOSE, MADE_AGAIN, Consistent, Ledger
from grader.marking.recurring import ACCIDENTS, OF_THE_PEN, Habit, Recurring
from grader.marking.slips import REDUCED
from grader.marking.verdicts import Verdict
from grader.reference import fitted

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

_MOST_ALIKE = 32
"""Of so many steps that are the same the gradients are derived anew."""


class Charges:
    """What each student has been charged so far, by what the steps look like without their names."""

    def __init__(self, ledger: Ledger, recurring: Recurring, consistency: Consistency, asked: Collection[str]) -> None:
        self.ledger, self.recurring, self.consistency, self.asked = ledger, recurring, consistency, asked
        self.slips = recurring.slips
        self._charged: dict[tuple[int, Habit], tuple[str, Place]] = {}
        """By student and habit (or misconception), the answer that it was charged at."""
        self._made: dict[Habit, dict[str, list[int]]] = {}
        """By habit (or misconception) and the answer that it was charged at, the students."""
        self._left: dict[tuple[str, Expr], list[int]] = {}
        """By step and what a slip has left of it, those who are charged with that in the quantity being settled."""
        self._scales: dict[tuple[str, Expr], float | None] = {}
        self._losses = {q.of for q in ledger.graph.computed if q.wrt}
        self._met: set[tuple[int, Habit]] = set()
        self._students: dict[Habit, list[int]] = {}
        self._where: dict[int, set[str]] = {}
        """By student, the answers at which slips were charged that may be made again, or differentiated."""
        self._told: set[tuple[int, str]] = set()
        """By student and blank, of which slips made again it is said where they are charged."""
        self.habits = Habits(ledger, self._made_again)

    def settle(self, name: str, judgement: Judgement) -> None:
        """After a quantity is judged: what was charged before is carried, and blanks of the same step are suspected."""
        self.habits.enter(name)
        for habit, students in self._students.items():
            self._suspect(name, habit, students)
        for consistent in self.ledger.consistent.get(name, ()):
            self._suspect_step(name, consistent.step, consistent.students)
        self._tell_again(judgement)
        if name not in self.asked:
            return
        slips = [p for p, why in judgement.why.items() if why.mutation and judgement.verdict[p] == Verdict.SLIP]
        charged: dict[tuple[int, int], str] = {}
        """By student and slip, where it is charged."""
        news: dict[tuple[int, Habit], list[int]] = {}
        """By how many a student had before it here, and the habit, who has it: of one student the habits in turn."""
        had: Counter[int] = Counter()
        for place in sorted(slips):
            why = judgement.why[place]
            if (place[0], id(why)) in charged:  # one slip that shows in several elements
                self._carry(charged[place[0], id(why)], place, judgement)
                continue
            found, charged[place[0], id(why)] = self._charge(name, place, judgement)
            if found:
                news.setdefault((had[place[0]], found), []).append(place[0])
                had[place[0]] += 1
        for (at, step), students in self._left.items():
            self._differentiate(at, step, np.unique(np.array(students, dtype=np.intp)), name)
        self._left.clear()
        for (_, habit), students in sorted(news.items(), key=lambda new: new[0][0]):
            self._expect(name, habit, np.unique(np.array(students, dtype=np.intp)))

    def _tell_again(self, judgement: Judgement) -> None:
        """Says where a slip is charged that was made again in a blank, of the first answer in which it shows."""
        for place, why in sorted(judgement.why.items()):
            at = next((name for name, source in why.route if source == MADE_AGAIN), None)
            if at is None or judgement.verdict[place] != Verdict.CARRIED or (place[0], at) in self._told:
                continue
            self._told.add((place[0], at))
            charged = self._where[place[0]]
            if len(charged) == 1:
                judgement.why[place] = why._replace(same=next(iter(charged)))

    def again(self, name: str) -> Iterator[Consistent]:
        """How a quantity follows for those who slip in it as they have done before; of whom less has to be proved."""
        for mutation in self.slips.singles(name) if self._made else ():
            habit = self.recurring.habit(name, mutation)
            for kind in self._kinds(mutation, habit) if habit else ():
                for charged, students in self._made.get(kind, {}).items():
                    yield Consistent(np.array(students, dtype=np.intp), mutation.expr, charged)

    def _expect(self, charged: str, habit: Habit, students: Rows) -> None:
        """Enters that a slip may be made again, in the gradients of its step, too."""
        self._note(charged, students)
        self._students.setdefault(habit, []).extend(students.tolist())
        alike = self.recurring.alike(habit[1])
        for other in alike:
            self._suspect(other, habit, students.tolist())
        for other in alike[:_MOST_ALIKE]:
            if (step := self.recurring.step(other, habit)) is not None:
                self._differentiate(other, step, students, charged)
        self.habits.again(students)

    def _note(self, charged: str, students: Rows) -> None:
        """Keeps where a slip is charged of which something is expected further on."""
        for student in students.tolist():
            self._where.setdefault(student, set()).add(charged)

    def _differentiate(self, at: str, step: Expr, students: Rows, charged: str) -> None:
        """Enters how gradients follow for those who differentiate what a slip has left of a step."""
        self._note(charged, students)
        for gradient, derived in self.consistency.steps(at, step).items():
            self.ledger.consistent.setdefault(gradient, []).append(Consistent(students, derived, charged))

    def _charge(self, name: str, place: Place, judgement: Judgement) -> tuple[Habit | None, str]:
        """Charges a slip, unless that was done before; gives a habit that is met for the first time, and where."""
        why = judgement.why[place]
        assert why.mutation is not None
        habit, scale = self.recurring.habit(why.at, why.mutation), self._scale(why.at, why.mutation, place[0])
        if habit is None and scale is None and why.mutation.cause == "wrong-operand" and why.mutation.also is None:
            habit = (why.mutation.cause, why.mutation.parts)  # the same one taken for the same other
        kinds = [scale] if scale else self._kinds(why.mutation, habit) if habit else []
        kinds += self._elsewhere(why.at, why.mutation)
        before = (self._charged.get((place[0], kind)) for kind in kinds)
        first = next(filter(None, before), (name, place))
        for kind in kinds:
            if (place[0], kind) not in self._charged:
                self._charged[place[0], kind] = first
                self._made.setdefault(kind, {}).setdefault(first[0], []).append(place[0])
        if first != (name, place):
            self._carry(first[0], place, judgement)
        if first == (name, place):
            self._left.setdefault((why.at, why.mutation.expr), []).append(place[0])
        if habit is None or why.mutation.cause in ACCIDENTS or (place[0], habit) in self._met:
            return None, first[0]
        self._met.add((place[0], habit))
        return habit, first[0]

    def _elsewhere(self, at: str, mutation: Mutation) -> list[Habit]:
        """What a slip is one with besides: the same said of the same step of a later pass; δ taken before its σ′."""
        found: list[Habit] = []
        if mutation.cause not in OF_THE_PEN and mutation.also is None:
            parts = mutation.parts if mutation.cause in ACCIDENTS else ()
            passes = tuple(rename(part, {name: _unprimed(name) for name in names_in(part)}) for part in parts)
            found.append(("again", mutation.cause, mutation.says, _unprimed(at), passes))
        if mutation.cause == "wrong-operand" and len(mutation.parts) == 2 and self._skips(*mutation.parts):
            found.append(("before the derivative",))
        graph = self.ledger.graph
        if mutation.cause == "sign" and not mutation.parts and graph[at].wrt and graph[graph[at].wrt].role.begins:
            found.append(("sign of the gradients",))
        return found

    def _skips(self, belongs: Expr, used: Expr) -> bool:
        """Whether the gradient of an activation's output is used where that of its input belongs."""
        graph = self.ledger.graph
        if not (isinstance(belongs, Name) and isinstance(used, Name) and belongs.name in graph and used.name in graph):
            return False
        before, after = graph[belongs.name].wrt, graph[used.name].wrt
        return bool(before and after) and graph[after].parents == (before,)

    def _scale(self, at: str, mutation: Mutation, student: int) -> Habit | None:
        """How many times too large a slip makes a loss or a gradient, if that is all it does.

        The factor of a loss is in every gradient of it and in the loss after the step: that is one slip. But not where
        the gradient before it is written: then the factor came in behind that.
        """
        graph = self.ledger.graph
        causes = {mutation.cause} | ({mutation.also.cause} if mutation.also else set())
        if not causes <= _SCALING or (taken_apart(at)[0] not in self._losses and not graph[at].wrt):
            return None
        upstream = [p for p in graph[at].parents if graph[p].wrt and graph[p].formula is not None]
        if any(not self.ledger.blank(parent, np.array([student])).any() for parent in upstream):
            return None
        if (at, mutation.expr) not in self._scales:
            self._scales[at, mutation.expr] = self.slips.times(at, mutation.expr)
        times = self._scales[at, mutation.expr]
        return ("scaled", f"{abs(times):.6g}") if times is not None and abs(times) != 1 else None

    def _carry(self, first: str, place: Place, judgement: Judgement) -> None:
        """Carries an answer whose slip is charged elsewhere."""
        why = judgement.why[place]
        judgement.verdict[place], judgement.cause[place] = Verdict.CARRIED, -1
        assert why.mutation is not None
        without = set(self.ledger.graph[why.at].parents).difference(names_in(why.mutation.expr))
        judgement.why[place] = Why(why.route, at=why.at, same=first, without=frozenset(without))

    def _kinds(self, mutation: Mutation, habit: Habit) -> list[Habit]:
        """What a slip is charged once as."""
        if mutation.cause in _MISCONCEPTIONS:
            return [(mutation.cause,)]
        if mutation.cause == "reduction" and mutation.says in REDUCED:
            return [(mutation.cause, REDUCED[mutation.says])]
        if mutation.cause in _SAID_ALIKE:
            return [(mutation.cause, mutation.says, *(mutation.parts if mutation.cause == "dropped-sample" else ()))]
        if mutation.cause in _LEFT_OUT and mutation.parts and not any(isinstance(p, Name) for p in mutation.parts):
            return [habit, (mutation.cause, mutation.says, mutation.parts)]
        if mutation.cause == "dropped-term" and (paths := self._gradients(mutation.parts)):
            return [habit, (mutation.cause, mutation.says, paths)]
        return [habit]

    def _gradients(self, parts: tuple[Expr, ...]) -> frozenset[str]:
        """The gradients in what is said of a slip: the paths that are left out of every sum over time, or taken."""
        graph = self.ledger.graph
        return frozenset(name for part in parts for name in names_in(part) if name in graph and graph[name].wrt)

    def _suspect(self, name: str, habit: Habit, students: list[int]) -> None:
        """Enters what the habit would make of a step that some students left blank."""
        step = self.recurring.step(name, habit) if name in self.ledger.carry else None
        if step is not None:
            self._suspect_step(name, step, np.array(students, dtype=np.intp))

    def _made_again(self, name: str) -> Iterator[tuple[Rows, Expr]]:
        for habit, students in self._students.items():
            if (step := self.recurring.step(name, habit)) is not None:
                yield np.array(students, dtype=np.intp), step
        for consistent in self.ledger.consistent.get(name, ()):
            yield consistent.students, consistent.step

    def _suspect_step(self, name: str, step: Expr, rows: Rows) -> None:
        """Enters what another step would make of a quantity that some students left blank."""
        rows = rows[self.ledger.blank(name, rows).reshape(len(rows), -1).any(axis=1)]
        if rows.size:
            values = {n: self.ledger.value_of(n, rows) for n in names_in(step)}
            value = fitted(evaluate(step, values), self.ledger.graph[name].shape)
            value = np.where(self.ledger.blank(name, rows), of_rows(value, np.arange(len(rows))), np.nan)
            self.ledger.suspect(name, rows, value, LOOSE * np.abs(value))


def _unprimed(name: str) -> str:
    """A name before any step: of ∂E′/∂w′ it is ∂E/∂w."""
    return name.replace("'", "")
