"""What a name can mean: a quantity, with everything that a sheet may call it, or one element of it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from grader.notation.key import key


class Target(NamedTuple):
    """What a name means: a quantity or, with an index from 1, one element of it."""

    problem: str
    quantity: str
    index: tuple[int, ...] | None = None  # type: ignore[assignment]  # hides tuple.index, which nobody needs here


@dataclass(frozen=True)
class Symbol:
    """A quantity with everything that a sheet may call it."""

    problem: str
    quantity: str
    """The rubric's own name: `h1`, `dDiv/dw`, `W1'`."""
    shape: tuple[int, ...]
    spellings: tuple[str, ...]
    elements: Mapping[tuple[int, ...], tuple[str, ...]] = field(default_factory=dict)
    """By index from 1, the names of an element."""
    columns: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """For a quantity with a row a sample: the headings of its columns from 1; of a vector over samples, under 0."""
    samples: bool = False
    asked: bool = True
    formula: bool = False
    """Whether answers are formulas."""
    given: bool = False
    """Whether it is given, and so never an answer."""
    stepped: bool = False
    """Whether steps of training are numbered in its problem, so that w⁽⁸⁾ is w with eight primes."""
    members: tuple[str, ...] = ()
    """For a vector whose elements are quantities themselves: their names, in order."""
    values: object = None
    """Nested tuples of floats, of a given; None for what is computed."""
    at: tuple[int, ...] = ()
    """Of a part of a quantity, such as the row of a sample: its index there, from 1."""
    loss: bool = False
    """Whether it is what all gradients are of, now or after the step."""
    inner: str = ""
    """Of the output of an activation: the quantity that it is the activation of; h1 = sigmoid(s1) has s1."""
    traits: frozenset[str] = frozenset()
    """What else it may be called by: of a loss `entropy` or `squares`, and `mean`; of such an output the activation's
    name, and `hidden` or `output`, the layer."""
    declared: tuple[str, ...] = ()
    """Of its spellings those that the rubric gives it beside its own: no given is called so."""

    def element(self, index: tuple[int, ...]) -> Target:
        """What stands at an index: an element of this quantity, or the quantity that is its member."""
        if self.members:
            return Target(self.problem, self.members[index[0] - 1])
        return Target(self.problem, self.quantity, (*self.at, *index))

    def from_zero(self) -> "Symbol":
        """The same with elements whose names count from 0; of a single one, h2, by the number in its names: `h1`."""
        if not self.shape:
            return replace(self, spellings=tuple(map(_one_lower, self.spellings)))
        named = {
            index: [text for base in self.spellings for text in _with_index(base, tuple(i - 1 for i in index))]
            for index in self.elements
        }
        taken = {key(text) for texts in named.values() for text in texts}
        elements = {
            index: (*texts, *(text for text in self.elements[index] if key(text) not in taken))
            for index, texts in named.items()
        }
        return replace(self, elements=elements)

    def answered(self, target: Target) -> tuple[Target, ...]:
        """What one answer to a target of this symbol answers: one formula may say all the elements of an array."""
        whole = self.formula and self.shape and target.index is None
        return tuple(self.element(index) for index in self.elements) if whole else (target,)

    def part(self, at: tuple[int, ...]) -> "Symbol":
        """What stands at the first axes: the row of a sample."""
        within = {index[len(at) :]: names for index, names in self.elements.items() if index[: len(at)] == at}
        return replace(self, shape=self.shape[len(at) :], elements=within, samples=False, columns={}, at=at)


def symbol_of(symbols: Mapping[tuple[str, str], Symbol], target: Target) -> Symbol:
    """The symbol that a target belongs to; of the row of a sample, that of the row."""
    symbol = symbols[target.problem, target.quantity]
    return symbol.part(target.index) if target.index and len(target.index) < len(symbol.shape) else symbol


def clear(meanings: Mapping[str, set[Target]]) -> list[Target]:
    """What a name means, by problem, where it can mean but one thing there."""
    return [target for targets in meanings.values() if len(targets) == 1 for target in targets]


def _one_lower(name: str) -> str:
    found = _NUMBERED.fullmatch(key(name))
    return f"{found[1]}_{int(found[2]) - 1}{found[3]}" if found else name


_NUMBERED = re.compile(r"(.+)_(\d+)('*)")


def _with_index(name: str, index: tuple[int, ...]) -> Iterable[str]:
    base = name.rstrip("'")
    primes, low = name[len(base) :], ",".join(map(str, index))
    yield from (f"{name}[{low}]", f"{base}_{{{low}}}{primes}", f"{base}_{low.replace(',', '')}{primes}")
    if not base[-1].isdigit() or len(index) > 1:  # W211 is of W2, but b11 need not be of b1
        yield f"{base}{low.replace(',', '')}{primes}"


class Column(NamedTuple):
    """What a heading means in a table with a row a sample: a column from 1, or 0 for a vector over samples."""

    symbol: Symbol
    column: int
