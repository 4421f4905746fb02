"""The graph of named quantities: what each is, what it is computed from, and its value for a class."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np

from grader.engine import LEAD, Array, Expr, Shape, evaluate, names_in
from grader.engine.dust import without_dust
from grader.engine.printing.cancelling import cancelled


class Role(StrEnum):
    """What a quantity is in the computation."""

    GIVEN = "given"
    PARAMETER = "parameter"
    FORWARD = "forward"
    GRADIENT = "gradient"
    UPDATE = "update"
    MOMENT = "moment"
    """What a rule of training computes beside the parameter."""

    @property
    def begins(self) -> bool:
        """Whether a pass begins with it: what is given, and parameters before and after a step."""
        return self in (Role.GIVEN, Role.PARAMETER, Role.UPDATE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A named quantity with one small expression over its direct parents (none for a given)."""

    name: str
    role: Role
    shape: Shape
    formula: Expr | None = None
    of: str = ""
    """For a gradient dA/dB: A. For a parameter after a step, or a value of a later pass: the one before it."""
    wrt: str = ""
    """For a gradient dA/dB: B."""
    samples: bool = False
    """Whether the first axis runs over the samples of a batch."""
    parents: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parents", names_in(self.formula) if self.formula is not None else ())

    @property
    def on_paper(self) -> Expr | None:
        """The formula as it is printed: a derived gradient without the numbers that cancel, λ·w for λ/2·2·w."""
        if self.formula is None or self.role is not Role.GRADIENT:
            return self.formula
        return cancelled(self.formula)


class Graph(Mapping[str, Quantity]):
    """Quantities by name, each after its parents.

    `bundles` are vectors whose elements are quantities themselves; `elements` are names of elements of the other
    vectors: `w1` is (`w`, 1).
    """

    def __init__(
        self,
        quantities: Mapping[str, Quantity],
        bundles: Mapping[str, tuple[str, ...]],
        elements: Mapping[str, tuple[str, int]] | None = None,
    ) -> None:
        self._quantities = dict(quantities)
        self.bundles = dict(bundles)
        self.elements = dict(elements or {})

    def __getitem__(self, name: str) -> Quantity:
        """The quantity of that name."""
        return self._quantities[name]

    def __iter__(self) -> Iterator[str]:
        """The names, parents before children."""
        return iter(self._quantities)

    def __len__(self) -> int:
        """How many quantities there are."""
        return len(self._quantities)

    @cached_property
    def computed(self) -> tuple[Quantity, ...]:
        """The quantities that have a formula, in the order of computation."""
        return tuple(q for q in self._quantities.values() if q.formula is not None)

    @cached_property
    def place(self) -> dict[str, int]:
        """For each name, its place in the order of computation."""
        return {name: place for place, name in enumerate(self._quantities)}

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """For each name, the quantities computed directly from it."""
        found: dict[str, list[str]] = {name: [] for name in self._quantities}
        for quantity in self.computed:
            for parent in quantity.parents:
                found[parent].append(quantity.name)
        return {name: tuple(names) for name, names in found.items()}

    def ends(self, of: str) -> dict[str, str]:
        """Where the gradients of a quantity begin, each with the gradient given there: "" at the quantity itself.

        A gradient that is given stands for a loss that need not be there.
        """
        given = {q.wrt: q.name for q in self._quantities.values() if q.of == of and q.wrt and q.formula is None}
        return {**given, of: ""} if of in self else given

    def up_to(self, names: Iterable[str]) -> set[str]:
        """These quantities, and all that they are computed from."""
        return _reached(names, lambda name: self._quantities[name].parents)

    def down_from(self, names: Iterable[str]) -> set[str]:
        """These quantities, and all that are computed from them."""
        return _reached(names, self.children.__getitem__)

    def behind(self, names: Iterable[str]) -> set[str]:
        """These quantities, where those that are gradients begin, and all that they are computed from."""
        found = self.up_to(names)
        given = [q for q in self._quantities.values() if q.wrt and q.formula is None]
        while True:
            outputs = {self[name].of for name in found if self[name].role is Role.GRADIENT}
            begin = {of for of in outputs if of in self} | {q.wrt for q in given if q.of in outputs}
            if begin <= found:
                return found
            found |= self.up_to(begin)

    def step(self, name: str, values: Mapping[str, Array]) -> Array:
        """One quantity from its parents' values, in its full shape (students, points, *shape)."""
        quantity = self._quantities[name]
        assert quantity.formula is not None
        return fitted(evaluate(quantity.formula, values), quantity.shape)

    def evaluate(self, givens: Mapping[str, Array]) -> dict[str, Array]:
        """Every quantity from the givens: the reference. Where all terms of a sum cancel, the value is 0 exactly."""
        values = dict(givens)
        for quantity in self.computed:
            assert quantity.formula is not None
            value = without_dust(quantity.formula, values, evaluate(quantity.formula, values))
            values[quantity.name] = fitted(value, quantity.shape)
        return values


def _reached(names: Iterable[str], beside: Callable[[str], Iterable[str]]) -> set[str]:
    found = set(names)
    pending = list(found)
    while pending:
        new = [name for name in beside(pending.pop()) if name not in found]
        found.update(new)
        pending += new
    return found


def fitted(value: Array, shape: Shape) -> Array:
    """A value broadcast to its quantity's shape: a gradient may be one number standing for a whole array."""
    if value.shape[LEAD:] == shape:
        return value
    missing = (1,) * (len(shape) - (value.ndim - LEAD))
    return np.broadcast_to(value.reshape(value.shape[:LEAD] + missing + value.shape[LEAD:]), value.shape[:LEAD] + shape)
