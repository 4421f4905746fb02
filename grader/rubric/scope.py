"""The quantities of one problem: their names, the shape of each, and which of them change with a step of training."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from itertools import chain

from grader.engine import (
    Array,
    Expr,
    Name,
    Shape,
    gradient_parts,
    names_in,
)
from grader.rubric.record import NO_SAMPLES, Samples

NAME = re.compile(r"[^\W\d]\w*")


class Names(Collection[str]):
    """The names that a formula may use; also the elements that a vector would have whose value could not be read."""

    def __init__(self, names: Collection[str], doubtful: Collection[str], unread: Collection[str]) -> None:
        self.names, self.doubtful, self.unread = names, doubtful, unread

    def doubts(self, name: str) -> bool:
        """Whether nothing is said of a name, because it, or what it is an element of, could not be read."""
        return name in self.doubtful or name.rstrip("0123456789") in self.unread

    def __contains__(self, name: object) -> bool:
        """Whether the name is known."""
        return name in self.names or (isinstance(name, str) and self.doubts(name))

    def __iter__(self) -> Iterator[str]:
        """Every name that can be listed."""
        return chain(self.names, sorted(self.doubtful))

    def __len__(self) -> int:
        """How many can be listed."""
        return len(self.names) + len(self.doubtful)


@dataclass
class Scope:
    """The names of a problem while it is read."""

    givens: Mapping[str, Array] = field(default_factory=dict)
    symbols: tuple[str, ...] = ()
    forward: dict[str, Expr] = field(default_factory=dict)
    """The formulas that could be read."""
    doubtful: frozenset[str] = frozenset()
    """Names whose value or formula could not be read: known, but nothing more is said of them."""
    unread: frozenset[str] = frozenset()
    """Those of them that may be vectors, with elements of their own names."""
    samples: Samples = NO_SAMPLES
    moments: tuple[str, ...] = ()
    """What the rule of training computes beside the parameters."""
    ahead: Mapping[str, Expr] = field(default_factory=dict)
    """What stands for a quantity at the point ahead of the parameters, where the rule looks there."""
    bundles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Vectors there that are moved by their elements, with these."""
    parameters: tuple[str, ...] = ()
    steps: int = 0
    shapes: dict[str, Shape] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()
    """What has another value after a step."""

    def __post_init__(self) -> None:
        self.upstream = {parts[0] for parts in map(gradient_parts, self.givens) if parts}
        """Outputs that are not computed, because their gradients are given."""
        self.elements = elements(
            with_samples(self.givens, self.samples), {*self.symbols, *self.forward, *self.doubtful}
        )
        self.fixed = {*self.givens, *self.symbols, *self.elements}
        names = [*self.givens, *self.elements, *self.symbols, *self.forward, *self.moments, *self.bundles]
        names += sorted(self.upstream)
        self.known = Names(dict.fromkeys(names), self.doubtful, self.unread)
        self.shapes = {
            **{name: data.shape for name, data in self.givens.items()},
            **dict.fromkeys([*self.elements, *self.symbols], ()),
            **{name: (len(members),) for name, members in self.bundles.items()},
        }

    def train(self, parameters: Iterable[str], steps: int) -> None:
        """Says which parameters move, and so what has another value after a step."""
        self.parameters, self.steps = tuple(parameters), steps
        moved = {*self.parameters, *(e for e, vector in self.elements.items() if vector in self.parameters)}
        moved |= {vector for e, vector in self.elements.items() if e in self.parameters}
        moved |= {*self.moments, *self.samples.data, *self.bundles}
        moved |= {element for element, vector in self.elements.items() if vector in moved}
        if self.steps:
            moved |= self.upstream
        for name in ordered(self.forward):
            if any(parent in moved for parent in parents(self.forward[name])):
                moved.add(name)
        self.changed = frozenset(moved)

    @property
    def sure(self) -> bool:
        """Whether it is known what changes with a step: every formula could be read, and every parameter."""
        return not self.doubtful and bool(self.parameters) and self.fixed.issuperset(self.parameters)

    def askable(self) -> list[str]:
        """What a mark may ask for, to find the nearest to a misspelt one."""
        primes = ["'" * step for step in range(self.steps + 1)]
        values = [name + prime for name in self.known for prime in primes if not prime or name in self.changed]
        there = [*self.ahead.values()]
        outputs = [name for name in self.forward if Name(name) not in there][-1:]
        return [*values, *(f"d{of}/d{wrt}" for of in outputs for wrt in self.known if wrt != of)]


def with_samples(givens: Mapping[str, Array], samples: Samples) -> dict[str, Array]:
    """The givens, and what a row of the data is that stands for a sample."""
    rows = {name: givens[data][0] for name, data in samples.data.items() if not samples.batch}
    return {**givens, **rows}


def parents(formula: Expr) -> list[str]:
    """What a formula is computed from; a gradient, from what it is a gradient of and from what it is by."""
    found: list[str] = []
    for name in names_in(formula):
        found += gradient_parts(name) or (name,)
    return found


def elements(givens: Mapping[str, Array], taken: Iterable[str] = ()) -> dict[str, str]:
    """The elements of the given vectors by the names that they have of themselves: x1 … x4 of x.

    Not where the vector's name ends in a digit, nor where one of these names is something else.

    >>> import numpy as np
    >>> elements({"x": np.zeros(2), "w": np.zeros(2), "b1": np.zeros(2)}, ["w2"])
    {'x1': 'x', 'x2': 'x'}
    """
    others = {*givens, *taken}
    found: dict[str, str] = {}
    for name, data in givens.items():
        if data.ndim == 1 and not name[-1].isdigit() and "/" not in name:
            names = [f"{name}{i}" for i in range(1, len(data) + 1)]
            if others.isdisjoint(names):
                found.update(dict.fromkeys(names, name))
    return found


def ordered(formulas: Mapping[str, Expr]) -> list[str]:
    """The names of formulas that go in no circle: as they are written, but each after those it uses."""
    done: dict[str, None] = {}
    pending = [*formulas][::-1]
    while pending:
        name = pending.pop()
        before = [] if name in done else [n for n in parents(formulas[name]) if n in formulas and n not in done]
        if before:
            pending += [name, *reversed(before)]
        else:
            done[name] = None
    return list(done)


def cycle(formulas: Mapping[str, Expr]) -> tuple[str, ...]:
    """The names of a circle of formulas, each computed from the one before, or () if there is none."""
    uses = {name: [n for n in parents(formula) if n in formulas] for name, formula in formulas.items()}
    try:
        TopologicalSorter(uses).prepare()
    except CycleError as error:
        return tuple(error.args[1][:-1])
    return ()
