"""Which steps stand in a formula. A right formula proves no other that could be left out on the way to it.

A number is worked out from those before it; but that ∂E/∂a = s − t stands in every textbook, and says nothing of ∂E/∂s.
Only a formula in whose text the step stands, (−t/s + (1 − t)/(1 − s))·s·(1 − s), shows that it was taken.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np

from grader.engine import Apply, Array, Constant, Expr, Name, evaluate, walk
from grader.errors import FormulaError

_MOST = 6
"""Of so many factors or terms every choice is looked at."""


def contained(expr: Expr, steps: Mapping[str, Array], values: Mapping[str, Array]) -> set[str]:
    """The names of those of some steps, given by their values, that are a part of a formula, written out."""
    found: set[str] = set()
    for part in _parts(expr):
        try:
            with np.errstate(all="ignore"):
                value = evaluate(part, values)
        except FormulaError:
            continue
        found |= {name for name, step in steps.items() if _is_same(value, step)}
    return found


def _parts(expr: Expr) -> Iterator[Expr]:
    """What a formula is made of, but for mere names and numbers; of a product or sum also some of its arguments."""
    for node in walk(expr):
        if isinstance(node, (Name, Constant)):
            continue
        yield node
        if isinstance(node, Apply) and node.primitive in ("mul", "add") and 2 < len(node.args) <= _MOST:
            for size in range(2, len(node.args)):
                yield from (Apply(node.primitive, args) for args in combinations(node.args, size))


def _is_same(value: Array, step: Array) -> bool:
    return value.shape == step.shape and np.allclose(value, step, rtol=1e-9, atol=0, equal_nan=True)
