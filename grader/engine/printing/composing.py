"""How a formula is put together, in a line and on paper alike: which pieces it has, and where parentheses must go.

What a piece looks like is a printer's own affair: `show` prints text, `paper` sets mathematics.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeAlias, TypeGuard, TypeVar

from grader.engine.expr import Apply, Constant, Expr, Name, is_apply
from grader.engine.language.tokens import gradient_parts

SUM, TERM, BIG, MATRIX, PRODUCT, POWER, ATOM = range(7)
"""How tightly something holds together: a sum, what begins with a minus, a Σ, a product of arrays, a product, a power,
a single word."""

OTHER = ""
"""In a table of forms, that of all primitives which are not in it."""

Node = TypeVar("Node")


class Printer(ABC, Generic[Node]):
    """Puts the pieces of a formula together."""

    plain = False
    """Whether all that is written must be read back, in the rubric's own language."""
    forms: "Mapping[str, Form]"
    """How each primitive is printed."""

    def at(self, level: int, expr: Expr) -> Node:
        """A part, in parentheses where it holds together less than `level`."""
        node, holds = self.made(expr)
        return node if holds >= level else self.fenced("(", node, ")")

    def made(self, expr: Expr) -> tuple[Node, int]:
        """A part, and how tightly it holds together."""
        if isinstance(expr, Name):
            return self.name(expr.name)
        if isinstance(expr, Constant):
            return self.number(expr.text or f"{expr.value:.12g}")
        found: tuple[Node, int] = self.forms.get(expr.primitive, self.forms[OTHER])(self, expr)
        return found

    def first(self, expr: Expr) -> tuple[Node, int]:
        """The first factor: a negative number needs no parentheses there, and makes a term of the product."""
        node, holds = self.made(expr)
        return (node, TERM) if holds == TERM and not isinstance(expr, Apply) else (self.at(PRODUCT, expr), PRODUCT)

    def factor(self, expr: Expr) -> Node:
        """A later factor. A gradient, or a derivative that is a product, needs no parentheses."""
        product = is_apply(expr, "local") and is_apply(expr.args[0], "mul")
        return self.at(PRODUCT if not self.plain and (product or is_gradient(expr)) else POWER, expr)

    def listed(self, exprs: Iterable[Expr]) -> Node:
        """Several, with commas between."""
        return self.with_commas([self.at(SUM, expr) for expr in exprs])

    @abstractmethod
    def name(self, name: str) -> tuple[Node, int]:
        """A quantity's name, or what is put in its place."""

    @abstractmethod
    def gives(self, name: str) -> bool:
        """Whether something is put in a name's place."""

    @abstractmethod
    def number(self, text: str) -> tuple[Node, int]:
        """A number as it is written in a formula."""

    @abstractmethod
    def fenced(self, left: str, node: Node, right: str) -> Node:
        """Something between parentheses, brackets or strokes."""

    @abstractmethod
    def with_commas(self, nodes: Sequence[Node]) -> Node:
        """Several, with commas between."""

    @abstractmethod
    def summed(self, first: Node, rest: Sequence[tuple[str, Node | None]]) -> Node:
        """A sum: each later term with its sign; None stands for terms that are not written."""

    @abstractmethod
    def minus(self, node: Node) -> Node:
        """The negative."""

    @abstractmethod
    def product(self, factors: Sequence[Node], stepped: bool) -> Node:
        """A product; `stepped` where it is a step of the chain rule."""

    @abstractmethod
    def between(self, left: Node, sign: str, right: Node) -> Node:
        """A product of arrays: @ or ⊗."""

    @abstractmethod
    def indexed(self, base: Node, place: str) -> Node:
        """An element, or several, of something without a name of its own: `[1,2]`."""

    @abstractmethod
    def called(self, name: str, args: Sequence[Node], settings: Sequence[tuple[str, object]]) -> Node:
        """A function's call."""

    @abstractmethod
    def phrase(self, *parts: Node | str) -> Node:
        """Parts with words and signs between them."""


Form: TypeAlias = Callable[[Any, Apply], tuple[Any, int]]
"""(printer, application) to what is printed, and how tightly it holds together."""


def is_gradient(expr: Expr) -> TypeGuard[Name]:
    """Whether an expression is a gradient's name."""
    return isinstance(expr, Name) and gradient_parts(expr.name) is not None
