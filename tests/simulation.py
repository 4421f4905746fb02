"""Simulated classes whose every slip is known: students who compute step by step, round, leave gaps and slip.

A student works through the quantities in order, each step from their own earlier numbers. At most two steps are worked
out with a slip. What is written is rounded or cut off; the student goes on with what was written, or with all digits.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import numpy as np

from grader.engine import evaluate, names_in
from grader.marking.closeness import Written
from grader.marking.sheet import Sheet
from grader.marking.slips import Slips
from grader.reference import Reference, fitted


@dataclass(frozen=True)
class Habits:
    """How a class works: figures written, the share of answers left blank, and how many slip, guess and miscopy."""

    figures: tuple[int, int] = (4, 6)
    cut_off: float = 0.1
    blank: float = 0.05
    slips: tuple[float, ...] = (0.4, 0.4, 0.2)
    """Probabilities of no, one and two slips."""
    guesses: float = 0.01
    miscopies: float = 0.01
    rounds_as_they_go: float = 0.5


USUAL = Habits()
HARD = Habits(figures=(3, 5), cut_off=1 / 3, blank=0.35)


@dataclass
class Truth:
    """What really happened: by (student, quantity, index) the cause of a slip, `guess`, or `copy`."""

    happened: dict[tuple[int, str, tuple[int, ...]], str] = field(default_factory=dict)
    shown: dict[tuple[int, str, tuple[int, ...]], str] = field(default_factory=dict)
    """Where a slip in a blank first shows: by the answer it shows in, its cause."""
    hidden: set[tuple[int, str, tuple[int, ...]]] = field(default_factory=set)
    """Slips that the numbers cannot reveal: within the written digits of what would have been right."""


def written_as(value: float, figures: int, cut_off: bool) -> str:
    """A number as a student writes it, with so many significant figures."""
    if value == 0 or not np.isfinite(value):
        return "0"
    exact = Decimal(float(f"{value:.13g}"))  # a person's 1.9 is not 1.8999999999999999
    unit = Decimal(1).scaleb(exact.adjusted() - figures + 1)
    return format(exact.quantize(unit, rounding=ROUND_DOWN if cut_off else ROUND_HALF_UP), "f")


class ClassRoom:
    """Simulates a class on one problem."""

    def __init__(self, reference: Reference, habits: Habits, students: int, seed: int) -> None:
        self.reference, self.habits, self.students = reference, habits, students
        self.graph = reference.graph
        self.rng = np.random.default_rng(seed)
        rate = reference.problem.training.rate if reference.problem.training else ""
        self.slips = Slips(self.graph, rate)
        self.truth = Truth()
        self.texts = {q.name: np.full((students, *q.shape), "", dtype=object) for q in self.graph.computed}

    def work(self) -> tuple[Sheet, Truth]:
        """Every student's answers, and the truth about them."""
        for student in range(self.students):
            self._student(student)
        written = {name: as_written(texts) for name, texts in self.texts.items()}
        unreadable = {name: np.zeros(texts.shape, dtype=bool) for name, texts in self.texts.items()}
        names = tuple(f"s{n:05d}" for n in range(self.students))
        return Sheet(names, written, self.texts, unreadable), self.truth

    def _student(self, student: int) -> None:
        rng, habits = self.rng, self.habits
        figures = int(rng.integers(habits.figures[0], habits.figures[1] + 1))
        cuts, rounds = rng.random() < habits.cut_off, rng.random() < habits.rounds_as_they_go
        count = int(rng.choice(len(habits.slips), p=habits.slips))
        steps = [q.name for q in self.graph.computed]
        slipping = set(rng.choice(steps, size=min(count, len(steps)), replace=False).tolist())
        values = {name: v[:, :1] for name, v in self.reference.values.items() if self.graph[name].formula is None}
        pending: dict[str, np.ndarray] = {}
        for quantity in self.graph.computed:
            pending[quantity.name] = self._inherited(quantity.name, pending)
            values[quantity.name] = self._step(student, quantity.name, values, slipping, figures, cuts, rounds, pending)

    def _inherited(self, name: str, pending: dict[str, np.ndarray]) -> np.ndarray:
        """For each element the cause of a slip in a blank that it depends on, and that nothing has shown yet."""
        causes = np.full(self.graph[name].shape, "", dtype=object)
        for parent in self.graph[name].parents:
            for index, cause in np.ndenumerate(pending.get(parent, np.array("", dtype=object))):
                if not cause:
                    continue
                without = {p: self.reference.values[p][:, :1] for p in self.graph[name].parents}
                without[parent] = without[parent].copy()
                without[parent][(0, 0, *index)] = np.nan
                touched = np.isnan(self.graph.step(name, without))[0, 0]
                causes[touched] = cause
        return causes

    def _step(self, student, name, values, slipping, figures, cuts, rounds, pending):
        quantity, rng = self.graph[name], self.rng
        right = self.graph.step(name, values)
        value, cause = right, ""
        if name in slipping:
            value, cause = self._slipped(name, values, right)
        kept = np.array(value, dtype=float)
        for index in np.ndindex(quantity.shape):
            place = (0, 0, *index)
            number = float(value[place])
            text = written_as(number, figures, cuts)
            key = (student, name, index)
            if cause and value[place] != right[place]:
                self.truth.happened[key] = cause
                if _within(text, float(right[place])):
                    self.truth.hidden.add(key)
                pending[name][index] = cause
            if rng.random() < self.habits.blank or not np.isfinite(number):
                text = ""
            elif not cause and rng.random() < self.habits.guesses:
                text = written_as(rng.normal() * 10 ** rng.uniform(-2, 1), figures, cuts)
                number = float(text)
                self.truth.happened[key] = "guess"
            elif not cause and rng.random() < self.habits.miscopies:
                text = _miscopied(text, rng)
                if float(text) != float(written_as(number, figures, cuts)):
                    self.truth.happened[key] = "copy"
                    self.texts[name][(student, *index)] = text
                    text = ""
            if text or self.texts[name][(student, *index)]:
                if pending[name][index] and key not in self.truth.happened:
                    self.truth.shown[key] = pending[name][index]
                pending[name][index] = ""
            if text:
                self.texts[name][(student, *index)] = text
                number = float(text) if rounds or self.truth.happened.get(key) == "guess" else number
            kept[place] = number
        return kept

    def _slipped(self, name: str, values: Mapping[str, np.ndarray], right: np.ndarray) -> tuple[np.ndarray, str]:
        """The step with a slip of a kind drawn at random from those possible here."""
        found = self.slips.singles(name)
        causes = sorted({m.cause for m in found})
        cause = str(self.rng.choice(causes))
        chosen = [m for m in found if m.cause == cause]
        mutation = chosen[int(self.rng.integers(len(chosen)))]
        known = {n: values.get(n, self.reference.values[n]) for n in names_in(mutation.expr)}
        value = np.broadcast_to(fitted(evaluate(mutation.expr, known), self.graph[name].shape), right.shape)
        if not np.isfinite(value).all() or (value == 0).any():
            return right, ""
        return value, cause


def _within(text: str, value: float) -> bool:
    number = Decimal(text)
    unit = Decimal(1).scaleb(int(number.as_tuple().exponent))
    return abs(number - Decimal(value)) <= unit


def _miscopied(text: str, rng: np.random.Generator) -> str:
    """One digit written as another."""
    places = [i for i, c in enumerate(text) if c.isdigit() and text[: i + 1].strip("-0.")]
    if not places:
        return text
    i = int(rng.choice(places))
    return text[:i] + str((int(text[i]) + int(rng.integers(1, 10))) % 10) + text[i + 1 :]


def as_written(texts: np.ndarray) -> Written:
    """Plain decimals as `Written`, with one point."""
    value = np.full(texts.shape, np.nan)
    unit, figures = np.zeros(texts.shape), np.full(texts.shape, 17.0)
    for place, text in np.ndenumerate(texts):
        if text:
            number = Decimal(text)
            value[place], unit[place] = float(number), 10.0 ** int(number.as_tuple().exponent)
            figures[place] = len(number.as_tuple().digits)
    return Written(value[:, None], unit[:, None], figures[:, None])
