"""What is expected of those who have slipped: that they do it again, and differentiate what the slip has left.

So blanks are suspected of it, and gradients may follow in a second way; of whom that is true, it is no news.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from operator import itemgetter

import numpy as np

from grader.engine import Apply, Expr, Mutation, Name, evaluate, names_in
from grader.marking.carrying.otherwise import whose
from grader.marking.charging.habits import Habits
from grader.marking.closeness import Rows, by_student, of_rows
from grader.marking.judgement import Judgement
from grader.marking.ledger import Consistent, Ledger
from grader.marking.searching.turns import turn_of
from grader.marking.slips import Consistency, Habit, Recurring
from grader.marking.suspicions import LOOSE, MADE_AGAIN
from grader.marking.verdicts import Verdict
from grader.reference import fitted

_MOST_ALIKE = 32
"""Of so many steps that are the same the gradients are derived anew."""


class Expectations:
    """By student, the slips that may be made again; enters into the ledger what would follow from them."""

    def __init__(self, ledger: Ledger, recurring: Recurring, consistency: Consistency) -> None:
        self.ledger, self.recurring, self.consistency = ledger, recurring, consistency
        self.habits = Habits(ledger, self._steps)
        self._students: dict[tuple[int, Habit], list[int]] = {}
        """By habit, and how many a student had before it, who has it."""
        self._had: Counter[int] = Counter()
        self._charged: dict[int, set[str]] = {}
        """By student, the answers at which slips were charged that may be made again, or differentiated."""
        self._told: set[tuple[int, str]] = set()
        """By student and blank, of which slips made again it is said where they are charged."""

    def settle(self, name: str, judgement: Judgement) -> None:
        """After a quantity is judged: its blanks are suspected of the slips made before in the same step."""
        self.habits.enter(name)
        for habit, students in self._in_turn():
            self._suspect_habit(name, habit, students)
        for consistent in self.ledger.consistent.get(name, ()):
            self._suspect(name, consistent.step, whose(self.ledger, consistent))
        self._tell(judgement)

    def expect(self, habit: Habit, students: Rows, charged: str) -> None:
        """Enters that a slip, charged at an answer, may be made again, and differentiated wherever it is made."""
        self._note(students, charged)
        for student in students.tolist():
            self._students.setdefault((self._had[student], habit), []).append(student)
            self._had[student] += 1
        alike = self.recurring.alike(habit[1])
        for name in alike:
            self._suspect_habit(name, habit, students)
        made = {name: step for name in alike[:_MOST_ALIKE] if (step := self.recurring.step(name, habit)) is not None}
        for name, step in made.items():
            self.differentiate({name: step}, students, charged)
        together = {name: step for name, step in made.items() if name in self.consistency.problem.forward}
        if len(together) > 1:
            self.differentiate(together, students, charged)
        self.habits.learn(students)

    def differentiate(self, made: Mapping[str, Expr], students: Rows, charged: str) -> None:
        """Enters how gradients follow for those who differentiate what a slip has left of some steps."""
        self._note(students, charged)
        for gradient, derived in self.consistency.steps(made).items():
            consistent = Consistent(students, derived, charged, left=tuple(made.items()))
            self.ledger.consistent.setdefault(gradient, []).append(consistent)

    def take(self, mutation: Mutation, students: Rows) -> None:
        """Enters that who takes one number of another sample takes all of them."""
        graph = self.ledger.graph
        taken = [turn_of(part.name, graph) for part in mutation.parts if isinstance(part, Name) and part.name in graph]
        if len(taken) != 2 or not all(taken):
            return
        for quantity in graph.computed:
            if turn_of(quantity.name, graph) == taken[0] and isinstance(quantity.formula, Apply):
                other = Apply("index", quantity.formula.args, taken[1])
                self.ledger.suspect(quantity.name, students, evaluate(other, self.ledger.reference), np.zeros(1))

    def _note(self, students: Rows, charged: str) -> None:
        for student in students.tolist():
            self._charged.setdefault(student, set()).add(charged)

    def _tell(self, judgement: Judgement) -> None:
        """Says where a slip is charged that was made again in a blank, of the first answer in which it shows."""
        for place, why in sorted(judgement.why.items()):
            at = next((name for name, source in why.route if source == MADE_AGAIN), None)
            if at is None or judgement.verdict[place] != Verdict.CARRIED or (place[0], at) in self._told:
                continue
            self._told.add((place[0], at))
            charged = self._charged[place[0]]
            if len(charged) == 1:
                judgement.why[place] = why._replace(same=next(iter(charged)))

    def _steps(self, name: str) -> Iterator[tuple[Rows, Expr]]:
        """What students make of a step by habit, or by differentiating what a slip has left."""
        for habit, students in self._in_turn():
            if (step := self.recurring.step(name, habit)) is not None:
                yield students, step
        for consistent in self.ledger.consistent.get(name, ()):
            yield whose(self.ledger, consistent), consistent.step

    def _in_turn(self) -> Iterator[tuple[Habit, Rows]]:
        """The habits with those who have them, of each student in the order in which they have become known."""
        for turn, habit in sorted(self._students, key=itemgetter(0)):
            yield habit, np.array(self._students[turn, habit], dtype=np.intp)

    def _suspect_habit(self, name: str, habit: Habit, students: Rows) -> None:
        """Enters what the habit would make of a step that some students left blank."""
        step = self.recurring.step(name, habit) if name in self.ledger.carry else None
        if step is not None:
            self._suspect(name, step, students)

    def _suspect(self, name: str, step: Expr, rows: Rows) -> None:
        """Enters what another step would make of a quantity that some students left blank."""
        rows = rows[by_student(self.ledger.blank(name, rows))] if rows.size else rows
        if rows.size:
            values = {n: self.ledger.value_of(n, rows) for n in names_in(step)}
            value = fitted(evaluate(step, values), self.ledger.graph[name].shape)
            value = np.where(self.ledger.blank(name, rows), of_rows(value, np.arange(len(rows))), np.nan)
            self.ledger.suspect(name, rows, value, LOOSE * np.abs(value))
