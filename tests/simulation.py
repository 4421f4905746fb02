"""Simulated classes whose every slip is known: students who compute step by step, round, leave gaps and slip.

A student works through the quantities in order, each step from their own earlier numbers. At most two steps are worked
out with a slip. What is written is rounded or cut off; the student goes on with what was written, or with all digits.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from itertools import product

import numpy as np

from grader.engine import Mutation, evaluate, names_in
from grader.marking.closeness import Written
from grader.marking.sheet import Sheet
from grader.marking.shortening import SHORTENED
from grader.marking.slips import Slips
from grader.reference import Reference, Role, fitted


@dataclass(frozen=True)
class Habits:
    """How a class works: figures written, the share of blanks, how many slip, guess, miscopy and misread."""

    figures: tuple[int, int] = (4, 6)
    cut_off: float = 0.1
    blank: float = 0.05
    slips: tuple[float, ...] = (0.4, 0.4, 0.2)
    """Probabilities of no, one and two slips."""
    guesses: float = 0.01
    miscopies: float = 0.01
    misreads: float = 0.05
    """The share of students who read one number of what is given wrongly, and use it so."""
    rounds_as_they_go: float = 0.5


USUAL = Habits()
HARD = Habits(figures=(3, 5), cut_off=1 / 3, blank=0.35)


Key = tuple[int, str, tuple[int, ...]]
"""Student, quantity, index from 0."""


@dataclass
class Slip:
    """A step worked out wrongly in a known way."""

    student: int
    origin: str
    """The quantity whose step it is, or the given that is misread."""
    cause: str
    shows: list[Key] = field(default_factory=list)
    """The answers in which it first shows: those of its own quantity or, where that is blank, of a later one."""
    doubtful: list[Key] = field(default_factory=list)
    """Those before them that it has touched, but that could be innocent."""
    miscopied: list[Key] = field(default_factory=list)
    """Those that it has made wrong and that are copied wrongly besides."""
    nameable: bool = True
    """Whether no other known slip there gives the same numbers, to the digits written, and no other shows there."""


@dataclass
class Truth:
    """What really happened."""

    slips: list[Slip] = field(default_factory=list)
    """Those that the numbers can reveal."""
    hidden: int = 0
    """How many others there were: never shown; or within the tolerance or the written digits of what is right, of what
    would have followed, or of what follows if one earlier answer is taken to be the right one, or all are rounded."""
    touched: set[Key] = field(default_factory=set)
    """Answers that are not innocent: a slip, a guess or a wrong copy shows in them, or is lost in their digits."""
    guesses: set[Key] = field(default_factory=set)
    copies: set[Key] = field(default_factory=set)


def written_as(value: float, figures: int, cut_off: bool) -> str:
    """A number as a student writes it, with so many significant figures."""
    if value == 0 or not np.isfinite(value):
        return "0"
    exact = Decimal(f"{value:.13g}")  # a person's 1.9 is not 1.8999999999999999
    unit = Decimal(1).scaleb(exact.adjusted() - figures + 1)
    return format(exact.quantize(unit, rounding=ROUND_DOWN if cut_off else ROUND_HALF_UP), "f")


class ClassRoom:
    """Simulates a class on one problem."""

    def __init__(self, reference: Reference, habits: Habits, students: int, seed: int) -> None:
        self.reference, self.habits, self.students = reference, habits, students
        self.graph = reference.graph
        self.rng = np.random.default_rng(seed)
        rate = reference.problem.training.rate if reference.problem.training else ""
        self.slips = Slips(self.graph, rate, reference.values)
        self.truth = Truth()
        self.texts = {q.name: np.full((students, *q.shape), "", dtype=object) for q in self.graph.computed}

    def work(self) -> tuple[Sheet, Truth]:
        """Every student's answers, and the truth about them."""
        for student in range(self.students):
            _Student(self, student).work()
        written = {name: as_written(texts) for name, texts in self.texts.items()}
        unreadable = {name: np.zeros(texts.shape, dtype=bool) for name, texts in self.texts.items()}
        names = tuple(f"s{n:05d}" for n in range(self.students))
        return Sheet(names, written, self.texts, unreadable), self.truth


class _Student:
    """One student, who works through the quantities in order."""

    def __init__(self, room: ClassRoom, number: int) -> None:
        self.room, self.number, self.graph, self.rng = room, number, room.graph, room.rng
        habits = room.habits
        self.figures = int(self.rng.integers(habits.figures[0], habits.figures[1] + 1))
        self.cuts = self.rng.random() < habits.cut_off
        self.rounds = self.rng.random() < habits.rounds_as_they_go
        count = int(self.rng.choice(len(habits.slips), p=habits.slips))
        steps = [q.name for q in self.graph.computed]
        self.slipping = set(self.rng.choice(steps, size=min(count, len(steps)), replace=False).tolist())
        self.values = {n: v[:, :1] for n, v in room.reference.values.items() if self.graph[n].formula is None}
        self.pending: list[tuple[Slip, dict[str, np.ndarray]]] = []
        """Slips that have not shown yet, each with the quantities as they would be without it."""
        self.copied: dict[str, dict[tuple[int, ...], float]] = {}
        """What has been written wrongly, by quantity and index: whoever reads the paper sees this and nothing else."""
        if self.rng.random() < habits.misreads:
            self._misread()

    def work(self) -> None:
        for quantity in self.graph.computed:
            self._step(quantity.name)
        for slip, _ in self.pending:
            self._close(slip)

    def _close(self, slip: Slip) -> None:
        """Of a slip that nothing shows by itself: under a wrong copy it is located, but the digits cannot name it."""
        if not slip.miscopied:
            self.room.truth.hidden += 1
            return
        slip.shows, slip.nameable = slip.miscopied, False
        self.room.truth.slips.append(slip)

    def _misread(self) -> None:
        """Takes a number of what is given for another."""
        used = dict.fromkeys(p for q in self.graph.computed for p in q.parents if p in self.values)
        name = str(self.rng.choice(list(used)))
        right = self.values[name]
        at = (0, 0, *(int(self.rng.integers(length)) for length in right.shape[2:]))
        self.values[name] = right.copy()
        self.values[name][at] = float(_miscopied(f"{right[at]:g}", self.rng))
        if self.values[name][at] != right[at]:
            self.pending.append((Slip(self.number, name, "misread"), {name: right}))

    def _step(self, name: str) -> None:
        right = self.graph.step(name, self.values)
        value, mutation = right, None
        if name in self.slipping:
            value, mutation = self._slipped(name, right)
        if mutation is not None:
            self.pending.append((Slip(self.number, name, mutation.cause), {name: right}))
        for slip, without in self.pending:
            if slip.origin != name and any(p in without for p in self.graph[name].parents):
                without[name] = self.graph.step(name, {**self.values, **without})
        kept = np.array(value, dtype=float)
        for index in np.ndindex(self.graph[name].shape):
            kept[(0, 0, *index)] = self._write(name, index, float(value[(0, 0, *index)]))
        self.values[name] = kept
        for _, without in self.pending:
            if name in without:
                self._at_rest(name, without)
        self._reveal(name, value)

    def _at_rest(self, name: str, without: dict[str, np.ndarray]) -> None:
        """A number from nowhere was gone on with: what comes after it is none of the slip's."""
        without[name] = without[name].copy()
        for index in np.ndindex(self.graph[name].shape):
            if (self.number, name, index) in self.room.truth.guesses:
                without[name][(0, 0, *index)] = self.values[name][(0, 0, *index)]

    def _slipped(self, name: str, right: np.ndarray) -> tuple[np.ndarray, Mutation | None]:
        """The step with a slip of a kind drawn at random from those possible here."""
        found = self.room.slips.singles(name)
        cause = str(self.rng.choice(sorted({m.cause for m in found})))
        chosen = [m for m in found if m.cause == cause]
        mutation = chosen[int(self.rng.integers(len(chosen)))]
        value = self._mutated(name, mutation)
        if not np.isfinite(value).all() or (value == 0).any() or np.array_equal(value, right):
            return right, None
        return value, mutation

    def _mutated(self, name: str, mutation: Mutation) -> np.ndarray:
        known = {n: self._known(n) for n in names_in(mutation.expr)}
        value = fitted(evaluate(mutation.expr, known), self.graph[name].shape)
        return np.broadcast_to(value, (1, 1, *self.graph[name].shape))

    def _known(self, name: str) -> np.ndarray:
        """A number of the student's own; one that comes later is worked out beforehand."""
        if name in self.values:
            return self.values[name]
        return self.graph.step(name, {p: self._known(p) for p in self.graph[name].parents})

    def _write(self, name: str, index: tuple[int, ...], number: float) -> float:
        """Writes an answer, or leaves it blank; what the student goes on with."""
        rng, habits, truth = self.rng, self.room.habits, self.room.truth
        key = (self.number, name, index)
        guess, miscopy = rng.random() < habits.guesses, rng.random() < habits.miscopies
        if rng.random() < habits.blank or not np.isfinite(number):
            return number
        if guess and name not in self.slipping:
            number = float(rng.normal() * 10 ** rng.uniform(-2, 1))
            truth.guesses.add(key)
            truth.touched.add(key)
        text = written_as(number, self.figures, self.cuts)
        kept = float(text) if self.rounds or key in truth.guesses else number
        if miscopy and key not in truth.guesses and name not in self.slipping:
            copied = _miscopied(text, rng)
            if float(copied) != float(text):
                text = copied
                truth.copies.add(key)
                self.copied.setdefault(name, {})[(0, 0, *index)] = float(copied)
                truth.touched.add(key)
        self.room.texts[name][(self.number, *index)] = text
        return kept

    def _reveal(self, name: str, value: np.ndarray) -> None:
        """Which slips show in what has just been written; one that has shown is at rest."""
        still = []
        for slip, without in self.pending:
            if name in without:
                for index in np.ndindex(self.graph[name].shape):
                    self._reveal_in(slip, name, index, value[(0, 0, *index)], without)
            if not slip.shows:
                still.append((slip, without))
                continue
            slip.nameable = self._nameable(slip, name, without)
            for other in self.room.truth.slips:
                if not set(other.shows).isdisjoint(slip.shows):
                    other.nameable = slip.nameable = False
            self.room.truth.slips.append(slip)
        self.pending = still

    def _reveal_in(
        self, slip: Slip, name: str, index: tuple[int, ...], value: float, without: dict[str, np.ndarray]
    ) -> None:
        text, key, at = self._text(name, index), (self.number, name, index), (0, 0, *index)
        truth = self.room.truth
        if not text or key in truth.guesses:
            return
        if value == without[name][at]:
            without[name][at] = self.values[name][at]  # rounded alike
            return
        truth.touched.add(key)
        innocent = any(self._passes(text, other, name, index) for other in self._innocent(name, index, without))
        if key in truth.copies:
            slip.miscopied += [] if innocent else [key]  # a later answer may show it by itself
        elif innocent:
            without[name][at] = self.values[name][at]  # on paper, the rest follows from it
            slip.doubtful.append(key)
        else:
            slip.shows.append(key)

    def _passes(self, text: str, innocent: float, name: str, index: tuple[int, ...]) -> bool:
        """Whether an answer could be an innocent one, by its digits or by the rubric's tolerance."""
        quantity, tolerance = self.graph[name], self.room.reference.problem.tolerance
        before = float(self.values[quantity.of][(0, 0, *index)]) if quantity.role is Role.UPDATE else 0.0
        band = max(float(tolerance.relative) * abs(innocent - before), float(tolerance.absolute))
        return _within(text, innocent) or abs(float(text) - innocent) <= band

    def _innocent(self, name: str, index: tuple[int, ...], without: Mapping[str, np.ndarray]) -> Iterator[float]:
        """What the answer might be without a slip: right, or what follows.

        That is, from what the student went on with, or from what stands on the paper, where some of it is copied
        wrongly: of 0.29 written as 0.291 a reader cannot tell whether it was right before and is rounded after.
        """
        yield float(self.room.reference.values[name][(0, 0, *index)])
        known = {**self.values, **without}
        yield from self._following(name, index, known)
        paper = {p: _with(known[p], self.copied[p]) for p in self.graph[name].parents if p in self.copied}
        if paper:
            yield from self._following(name, index, {**known, **paper})

    def _following(self, name: str, index: tuple[int, ...], known: Mapping[str, np.ndarray]) -> Iterator[float]:
        """What follows from some earlier numbers.

        Also from one value that is right or worked out again from those before it, or from ones rounded or cut off.
        """
        right, at = self.room.reference.values, (0, 0, *index)
        yield float(self.graph.step(name, known)[at])
        for parent in self.graph[name].parents:
            yield float(self.graph.step(name, {**known, parent: right[parent][:, :1]})[at])
            if self.graph[parent].formula is not None:
                yield float(self.graph.step(name, {**known, parent: self.graph.step(parent, known)})[at])
        for digits, rounded in product((4, 3, 2), SHORTENED.values()):
            short = {
                p: rounded(known[p], digits) for p in self.graph[name].parents if self.graph[p].formula is not None
            }
            yield float(self.graph.step(name, {**known, **short})[at])

    def _text(self, name: str, index: tuple[int, ...]) -> str:
        return str(self.room.texts[name][(self.number, *index)])

    def _nameable(self, slip: Slip, name: str, without: Mapping[str, np.ndarray]) -> bool:
        """Whether only a slip of this cause gives what is written: at its own step, or where it first shows."""
        for at in dict.fromkeys((slip.origin, name)) if self.graph[slip.origin].formula else (name,):
            for other in self.room.slips.singles(at):
                if other.cause != slip.cause and self._gives(other, at, slip, name, without):
                    return False
        return True

    def _gives(self, other: Mutation, at: str, slip: Slip, name: str, without: Mapping[str, np.ndarray]) -> bool:
        mine, self.values = self.values, {**self.values, **without}
        try:
            self.values[at] = self._mutated(at, other)
            for later in without:
                if later not in (at, slip.origin) and at == slip.origin:
                    self.values[later] = self.graph.step(later, self.values)
            value = self.values[name]
        finally:
            self.values = mine
        return all(_within(self._text(name, key[2]), float(value[(0, 0, *key[2])])) for key in slip.shows)


def _with(values: np.ndarray, others: Mapping[tuple[int, ...], float]) -> np.ndarray:
    """A copy of some values with others in places."""
    found = np.array(values)
    for at, value in others.items():
        found[at] = value
    return found


def _within(text: str, value: float) -> bool:
    """Whether a number could have been written so, rounded or cut off."""
    if not np.isfinite(value):
        return False
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
