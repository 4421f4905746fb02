"""What a primitive of the formula language is: how it is evaluated, what shape it has, and its derivative rule.

Values carry two leading axes, students and points (a numeric problem has one point; a symbolic one, many), and then
the axes of the quantity itself. Shapes here are those of the quantity alone. A derivative rule is a row: given the
upstream gradient `g`, the output `y` and the arguments, it gives the gradient for one argument *as an expression*
(a vector-Jacobian product), so that what is derived can be printed, evaluated and mutated like what was written.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.engine.expr import Expr
from grader.errors import FormulaError

Array = NDArray[np.float64]
Shape = tuple[int, ...]

LEAD = 2
"""Leading axes of every value: students, points."""


class Rule(NamedTuple):
    """What a derivative rule may use: the arguments, their shapes, the output and the static settings."""

    primitive: str
    args: tuple[Expr, ...]
    shapes: tuple[Shape, ...]
    y: Expr
    shape: Shape
    params: tuple[object, ...]
    upstream: Shape
    """The shape of the upstream gradient: the output's, or a smaller one that stands for a whole one."""


class Primitive(NamedTuple):
    """One row of the catalogue."""

    evaluate: Callable[..., Array]
    shape: Callable[..., Shape]
    vjp: Callable[[int, Expr, Rule], Expr | None]
    """(argument's position, upstream gradient, what the rule may use) to that argument's gradient; None: constant."""
    activation: bool = False


def shape_said(shape: Shape) -> str:
    """A shape in words.

    >>> shape_said((2, 3)), shape_said(())
    ('2×3', 'a number')
    """
    return "×".join(map(str, shape)) or "a number"


def axes_said(rank: int) -> str:
    """So many axes, in words.

    >>> axes_said(1), axes_said(0)
    ('1 axis', 'no axes')
    """
    return "1 axis" if rank == 1 else f"{rank or 'no'} axes"


def aligned(*values: Array) -> list[Array]:
    """The values with item axes added on the left, so that leading axes never meet item axes in broadcasting."""
    ranks = {value.ndim for value in values}
    if len(ranks) == 1:
        return list(values)
    rank = max(ranks)
    return [value.reshape(value.shape[:LEAD] + (1,) * (rank - value.ndim) + value.shape[LEAD:]) for value in values]


class MisfitError(FormulaError):
    """Operands whose shapes do not fit; `sign` stands between them."""

    def __init__(self, shapes: Sequence[Shape], sign: str = " and ", todo: str = "") -> None:
        super().__init__(f"shapes do not fit: {sign.join(map(shape_said, shapes))}", todo=todo)
        self.sign = sign


def broadcast(*shapes: Shape) -> Shape:
    """The common shape of an elementwise operation. MisfitError where there is none."""
    if len(set(shapes)) == 1:
        return shapes[0]
    try:
        return np.broadcast_shapes(*shapes)
    except ValueError:
        raise MisfitError(shapes) from None


TIE = 1e-12
"""Numbers that differ by less of themselves are equal, but for the rounding of floating point: 0.1·3 is 0.3."""


def setting(params: Sequence[object], name: str) -> object:
    """A static setting such as `("axis", 1)` among a node's parameters; None where it is not there.

    >>> setting((("axis", 2),), "axis")
    2
    """
    return next((pair[1] for pair in params if isinstance(pair, tuple) and pair[:1] == (name,)), None)
