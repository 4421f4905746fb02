"""Gradients of named quantities: reverse mode over the graph, one chain-rule step per quantity."""

from collections.abc import Iterable, Iterator, Mapping

from grader.engine import (
    ONE,
    ZERO,
    Expr,
    Name,
    Shape,
    add,
    gradient_parts,
    is_apply,
    names_in,
    pullback,
    rewrite,
    shape_of,
)
from grader.reference.graph import Quantity, Role


def gradient_name(of: str, wrt: str) -> str:
    """The rubric's name of a partial derivative.

    >>> gradient_name("Div", "w1")
    'dDiv/dw1'
    """
    return f"d{of}/d{wrt}"


_SUMMED = ("sum", "mean", "var", "amax")


class Growing:
    """A graph while it is derived: quantities are added, each after its parents."""

    def __init__(self, sheet: Iterable[str]) -> None:
        self.quantities: dict[str, Quantity] = {}
        self.shapes: Mapping[str, Shape] = _Shapes(self.quantities)
        self._asked = {name: place for place, name in enumerate(sheet)}
        """Where the answer sheet asks for a quantity."""
        self._sums: dict[Expr, str] = {}
        """Forward quantities that are a mean, a variance or the like, by their formulas."""

    def __contains__(self, name: object) -> bool:
        """Whether there is such a quantity already."""
        return name in self.quantities

    def add(self, name: str, role: Role, formula: Expr, of: str = "", wrt: str = "") -> None:
        """A quantity with its formula; FormulaError where its operands do not fit."""
        shape = shape_of(formula, self.shapes)
        if role is Role.GRADIENT:
            shape = self.quantities[wrt].shape
            formula = rewrite(formula, self._named)
        elif role is Role.FORWARD and is_apply(formula, *_SUMMED):
            self._sums.setdefault(formula, name)
        self.quantities[name] = Quantity(name, role, shape, formula, of, wrt)

    def _named(self, node: Expr) -> Expr | None:
        """The name of what a derivative works out once more, such as the mean in that of a variance."""
        return Name(self._sums[node]) if is_apply(node, *_SUMMED) and node in self._sums else None

    def need(self, formula: Expr) -> None:
        """The gradients that a formula mentions, where they are not there yet."""
        for name in names_in(formula):
            parts = gradient_parts(name)
            if name not in self.quantities and parts:
                self.add_gradients(parts[0], [parts[1]])

    def add_gradients(self, of: str, wrts: Iterable[str]) -> None:
        """The gradient of `of` for each of `wrts` and for every quantity on the way, from the output back."""
        wrts = [name for name in wrts if name != of and gradient_name(of, name) not in self.quantities]
        route = self._route(of, set(wrts)) if wrts else []
        received: dict[str, list[Expr]] = {name: [] for name in route}
        leaves = [name for name in route if self.quantities[name].formula is None]
        last = len(self._asked)
        leaves.sort(key=lambda name: self._asked.get(gradient_name(of, name), last))
        behind = set(leaves)
        for name in [*(n for n in reversed(route) if n not in behind), *leaves]:
            self._add_gradient(of, name, received)
        for name in wrts:  # what the output does not depend on has the gradient 0
            if gradient_name(of, name) not in self.quantities:
                self.add(gradient_name(of, name), Role.GRADIENT, ZERO, of, name)

    def _add_gradient(self, of: str, name: str, received: dict[str, list[Expr]]) -> None:
        gradient, formula = gradient_name(of, name), self.quantities[name].formula
        if name != of and gradient not in self.quantities:
            self.add(gradient, Role.GRADIENT, add(*received[name]) if received[name] else ZERO, of, name)
        if formula is None:
            return
        upstream = ONE if name == of else Name(gradient)
        for parent, terms in pullback(formula, upstream, Name(name), self.shapes).items():
            if parent in received:
                received[parent].extend(terms)

    def _route(self, of: str, wrts: set[str]) -> list[str]:
        """The quantities on a path from any of `wrts` to `of`, in the order of computation."""
        reached: list[str] = []
        found = set(wrts)
        for name in reversed(self._ancestors(of, wrts)):
            if name in found or not found.isdisjoint(self.quantities[name].parents):
                found.add(name)
                reached.append(name)
        return reached

    def _ancestors(self, of: str, wrts: set[str]) -> list[str]:
        """What an output is computed from, back to the first of `wrts`: what stands before them is on no path.

        Of an output that only has its gradients given, the quantities where these come in, and what is before them.
        """
        given = [q.wrt for q in self.quantities.values() if q.of == of and q.wrt] if of not in self else [of]
        above, ahead = set(given), set(wrts)
        found: list[str] = []
        for name, quantity in reversed(self.quantities.items()):
            if name in above:
                above.update(quantity.parents)
                found.append(name)
            ahead.discard(name)
            if not ahead:
                break
        return found


class _Shapes(Mapping[str, Shape]):
    """The shapes of the quantities known so far."""

    def __init__(self, quantities: Mapping[str, Quantity]) -> None:
        self._quantities = quantities

    def __getitem__(self, name: str) -> Shape:
        return self._quantities[name].shape

    def __iter__(self) -> Iterator[str]:
        return iter(self._quantities)

    def __len__(self) -> int:
        return len(self._quantities)
