"""What a slip makes of a node, and what a step's surroundings say about its names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from grader.engine.evaluate import shape_of
from grader.engine.expr import ONE, Apply, Expr, Name, is_apply
from grader.engine.primitives.primitive import Shape
from grader.errors import FormulaError


@dataclass(frozen=True, slots=True)
class Setting:
    """What a step's surroundings say about its names. `kind` is forward, gradient or update."""

    shapes: Mapping[str, Shape]
    kind: str = "forward"
    siblings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    samples: frozenset[str] = frozenset()
    """Names whose first axis runs over the samples of a batch."""
    counts: tuple[int, ...] = ()
    """By how many a sum may be divided, or a mean multiplied, that should not be: samples, or outputs."""
    rate: str = ""
    given: frozenset[str] = frozenset()
    """Names of what is given, and of parameters before any step."""
    negative: frozenset[str] = frozenset()
    """Names of what has minus signs."""
    raw: Mapping[str, str] = field(default_factory=dict)
    """The name of a moment that is corrected for its bias to that of the moment itself."""
    biases: frozenset[str] = frozenset()
    """Names that are given, and do nothing but be added."""
    shares: frozenset[str] = frozenset()
    """Names of what the forward pass has 1 minus of, too: gates, and what a model takes for likely."""
    roots: Mapping[Expr, Name] = field(default_factory=dict)
    """By an expression, the name of its root: by exp(log σ²), that of the standard deviation."""
    updated: Mapping[str, str] = field(default_factory=dict)
    """A parameter's name to its name after the step."""
    moment: bool = False
    """Whether the step keeps a share of what it was before, and adds a gradient."""
    symbolic: bool = False
    """Whether answers are formulas: then there are no digits for a decimal point to slip among."""


class Edit(NamedTuple):
    """What a slip makes of a node: its cause, the new node, and how to say it (`{0}`, `{1}` are the parts)."""

    cause: str
    expr: Expr
    says: str
    parts: tuple[Expr, ...] = ()
    axis: int | None = None
    """For a wrong element of an array: the axis of the result (from the end) whose own index belongs there: `{2}`.

    `says` then begins with what an element along it is called: a row, a column, an element."""
    also: "Edit | None" = None
    """A second slip in the same step; `expr` then has both."""


NO_AXIS = 0
"""For an axis that the rest of the step sums over or moves about: no index of the result belongs there."""


_LONGEST = 64
"""Of a sum or product of more parts (a weight shared over many steps) only those at the ends are gone through."""


_ENDS = 4


def places(node: Apply) -> Sequence[int]:
    """The arguments in which slips are looked for."""
    count = len(node.args)
    return range(count) if count <= _LONGEST else (*range(_ENDS), *range(count - _ENDS, count))


def rank(expr: Expr, setting: Setting) -> int:
    """How many axes the value has."""
    return len(shape_of(expr, setting.shapes))


def share_of(node: Expr) -> Expr | None:
    """The share p of which a node is what is left, 1 − p."""
    if is_apply(node, "add") and len(node.args) == 2 and node.args[0] == ONE and is_apply(node.args[1], "neg"):
        return node.args[1].args[0]
    return None


def fits(mutant: Expr, node: Expr, setting: Setting) -> bool:
    """Whether the mutant has a value of the node's own shape."""
    try:
        return shape_of(mutant, setting.shapes) == shape_of(node, setting.shapes)
    except FormulaError:
        return False
