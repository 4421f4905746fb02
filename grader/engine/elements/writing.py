"""What is known while an element is written out, and how its parts are."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from grader.engine.evaluate import shape_of
from grader.engine.expr import Apply, Constant, Expr, Name
from grader.engine.primitives.primitive import Shape

Index = tuple[int, ...]

Worth = Callable[[Expr, Index], Expr]
"""What stands for the value of a part of a formula at an index."""

Row = Callable[[Apply, Index, "Writing"], Expr]
"""(application, index, what is known) to the element."""


class UnwritableError(Exception):
    """The element is no short formula of elements."""


class Writing(NamedTuple):
    """What is known of the operands, and what is wanted."""

    rows: Mapping[str, Row]
    """How an element of each primitive's result is written."""
    shapes: Mapping[str, Shape]
    worth: Worth | None
    most: int

    def element(self, node: Expr, index: Index) -> Expr:
        """An element over elements of the operands. UnwritableError where that is no short formula."""
        if isinstance(node, Constant):
            return node
        if isinstance(node, Name):
            place = own_place(index, self.shapes[node.name])
            return Name(f"{node.name}[{','.join(map(str, place))}]") if place else node
        if node.primitive not in self.rows:
            raise UnwritableError
        return self.rows[node.primitive](node, index, self)

    def part(self, node: Expr, index: Index) -> Expr:
        """An operand's element; what is summed up in it, or cannot be written out, as a number where there is one."""
        if self.worth and isinstance(node, Apply) and node.primitive in _AT_ONCE:
            return self.number(node, index)
        try:
            return self.element(node, index)
        except UnwritableError:
            return self.number(node, index)

    def number(self, expr: Expr, index: Index) -> Expr:
        """A part as the number that it is."""
        if self.worth is None:
            raise UnwritableError
        return self.worth(expr, index)

    def shape(self, expr: Expr) -> Shape:
        """The shape of a part."""
        return shape_of(expr, self.shapes)

    def bear(self, terms: int) -> None:
        """Refuses so many terms."""
        if not 0 < terms <= self.most:
            raise UnwritableError


_AT_ONCE = ("sum", "mean", "var", "amax", "softmax", "matmul")


def own_place(index: Index, shape: Shape) -> Index:
    """The place in an operand of that shape that broadcasting takes for an index of the result."""
    return tuple(1 if n == 1 else i for i, n in zip(index[len(index) - len(shape) :], shape, strict=True))
