"""The catalogue of primitives: what formulas may call, what derivatives are made of, and what only slips do."""

from grader.engine.primitives.arranging import ARRANGING
from grader.engine.primitives.convolution import CONVOLUTION
from grader.engine.primitives.elementwise import ELEMENTWISE
from grader.engine.primitives.primitive import Primitive
from grader.engine.primitives.products import PRODUCTS
from grader.engine.primitives.reductions import REDUCTIONS
from grader.engine.primitives.slips import SLIPS
from grader.engine.primitives.windows import WINDOWS

PRIMITIVES: dict[str, Primitive] = {
    **ELEMENTWISE,
    **REDUCTIONS,
    **PRODUCTS,
    **CONVOLUTION,
    **WINDOWS,
    **ARRANGING,
    **SLIPS,
}
"""By name."""

ACTIVATIONS: tuple[str, ...] = tuple(name for name, row in PRIMITIVES.items() if row.activation)
"""The names of those that are activations of neurons."""
