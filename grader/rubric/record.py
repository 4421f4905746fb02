"""What a rubric says, as records: immutable, checked, with every name resolved that does not need a value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from grader.engine import Apply, Array, Expr, Name
from grader.rubric.place import Place


class Tolerance(NamedTuple):
    """How far from the reference still counts as right: the wider of a share of it and a fixed amount."""

    relative: Fraction
    absolute: Fraction


class Samples(NamedTuple):
    """The samples of a training step, by the names that formulas have for them."""

    data: Mapping[str, str]
    """The given whose rows a name takes one after another."""
    batch: int
    """So many rows at once, as an array of rows; 0 for a row by itself."""
    rounds: int
    """How many steps see all of them once."""

    def drawn(self, name: str, step: int) -> Expr:
        """What a name stands for in a step, from 0."""
        number = step % self.rounds
        rows = ("slice", number * self.batch + 1, (number + 1) * self.batch) if self.batch else number + 1
        return Apply("index", (Name(self.data[name]),), (rows,))


NO_SAMPLES = Samples({}, 0, 0)


class Label(NamedTuple):
    """How the sheet writes the elements of a quantity: `W1[j,i]` as `w_{j,i}^1`."""

    quantity: str
    indices: tuple[str, ...]
    """The letters of the pattern, one an axis; none for a single number."""
    template: str


@dataclass(frozen=True, slots=True)
class Training:
    """How the parameters move."""

    loss: str
    """The quantity that goes down; "" where every update has a formula of its own."""
    parameters: tuple[str, ...]
    rule: str
    rate: str
    """The name of the learning rate (a given called `rate` where the rubric has a plain number)."""
    steps: int = 1
    settings: Mapping[str, str] = field(default_factory=dict)
    """What else the rule needs (momentum, betas …), and the given that it is."""
    update: Mapping[str, Expr] = field(default_factory=dict)
    """A parameter's own formula for its next value, in place of the rule's."""
    gradients: Mapping[str, Expr] = field(default_factory=dict)
    """A parameter's own formula for what the rule takes as its gradient."""
    moments: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """What the rule computes beside the parameter, and for which one: its name in the problem."""
    bent: tuple[str, ...] = ()
    """Settings by which the gradient is another before the rule sees it."""
    eps_inside: bool = False
    """Whether eps stands under the root."""
    samples: Samples = NO_SAMPLES
    """What stands for the samples of a step."""
    ahead: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Vectors ahead of the parameters that are moved by their elements, with these."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of an assignment."""

    name: str
    """"" where the rubric has only one."""
    title: str
    tolerance: Tolerance
    figures: int
    """An answer of fewer significant figures is imprecise."""
    givens: Mapping[str, Array]
    symbols: tuple[str, ...]
    """Names without a value; where there are any, answers are formulas."""
    forward: Mapping[str, Expr]
    training: Training | None
    labels: tuple[Label, ...]
    names: Mapping[str, tuple[str, ...]]
    """What else a quantity may be called."""
    marks: Mapping[str, Fraction]
    """Points by quantity, in the order of the answer sheet."""
    credit: Mapping[str, Fraction]
    """The share of the points for each verdict, and for those causes that have one of their own."""
    accept: "tuple[Alternative, ...]"
    places: Mapping[str, Place]
    """Where things stand in the file: `forward.h1`, `given.x`, `marks.dDiv/dw`, `training.loss` …"""
    credit_of: tuple[tuple[str, Mapping[str, Fraction]], ...] = ()
    """Shares that some quantities have of their own, laid over `credit` one after another."""
    most_lost: Fraction | None = None
    """At most so many points are lost to slips; None where there is no limit."""
    bonus: frozenset[str] = frozenset()
    """Of `marks`, those that count in a total but not in what it is out of."""


class Alternative(NamedTuple):
    """A declared convention under which a student's whole work may be marked instead."""

    name: str
    problem: Problem


class Amount(NamedTuple):
    """A share of some points, or a number of them."""

    share: Fraction = Fraction(0)
    points: Fraction = Fraction(0)

    def of(self, points: Fraction) -> Fraction:
        """How much it is, of so many points.

        >>> Amount(share=Fraction(1, 10)).of(Fraction(23)), Amount(points=Fraction(2)).of(Fraction(23))
        (Fraction(23, 10), Fraction(2, 1))
        """
        return self.share * points + self.points


@dataclass(frozen=True, slots=True)
class Late:
    """What being late costs."""

    penalty: Amount
    """For each `unit` begun."""
    unit: timedelta
    due: datetime | None
    """With its zone; None where only the learning management system says who is late."""
    of_possible: bool = False
    """Whether shares are of the points that could be had, and not of those that the student has."""
    grace: timedelta = timedelta(0)
    """Nobody is late before it is over, and the clock starts only then."""
    most: Amount | None = None
    """It costs no more."""
    least: Amount | None = None
    """It leaves no less, of what the student has."""
    extensions: Mapping[str, datetime] = field(default_factory=dict)
    """By student, when their work is due instead."""
    zone: tzinfo | None = None
    """Of times of handing in that say none; None where that is the due time's own."""


class Policy(NamedTuple):
    """What a rubric says of the whole of a student's work."""

    late: Late | None = None
    drop: int = 0
    """So many problems, the worst, do not count."""


NO_POLICY = Policy()


@dataclass(frozen=True, slots=True)
class Rubric:
    """A rubric file: its problems in order."""

    path: Path
    title: str
    problems: tuple[Problem, ...]
    policy: Policy = NO_POLICY
    variants: Path | None = None
    """The table of the givens that students have of their own."""
