"""Terms of a sum that are too small to be seen in it, as the ε that keeps a variance off 0.

Who leaves such a term out is right in the sum to within the rubric's tolerance. Where large numbers cancel it shows all
the same, and is then no slip either.
"""

from collections.abc import Mapping

import numpy as np

from grader.engine import Array, Expr, Name, evaluate, names_in, rewrite
from grader.engine.expr import add, is_apply
from grader.reference import Graph


def without_negligible(formula: Expr, graph: Graph, values: Mapping[str, Array], share: float) -> Expr | None:
    """A step without the given numbers that are no more than a share of the sums that they are added in.

    `values`: the reference. None if there are no such numbers.
    """
    if any(values[name].shape[1] > 1 for name in names_in(formula)):
        return None  # an answer in symbols has no size

    def left_out(node: Expr) -> Expr | None:
        if not is_apply(node, "add"):
            return None
        small = [term for term in node.args if _is_negligible(term, node, graph, values, share)]
        kept = [rewrite(term, left_out) for term in node.args if term not in small]
        return add(*kept) if small else None

    found = rewrite(formula, left_out)
    return found if found != formula else None


def _is_negligible(term: Expr, total: Expr, graph: Graph, values: Mapping[str, Array], share: float) -> bool:
    if not isinstance(term, Name) or graph[term.name].formula is not None or graph[term.name].shape:
        return False
    size = np.abs(evaluate(total, values))
    return bool((np.abs(values[term.name]) <= share * size).all() and (size > 0).all())
