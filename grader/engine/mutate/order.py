"""Slips in the order of what is multiplied, where it matters."""

from collections.abc import Iterator

from grader.engine.expr import Apply, Expr, is_apply
from grader.engine.mutate.edit import Edit, Setting, fits, rank


def other_order(node: Expr, setting: Setting, _: bool) -> Iterator[Edit]:
    """Two matrices multiplied in the other order, δ·Pᵀ for Pᵀ·δ, where both products are as large."""
    if is_apply(node, "matmul") and all(rank(arg, setting) > 1 for arg in node.args):
        mutant = Apply("matmul", node.args[::-1])
        if fits(mutant, node, setting):
            yield Edit("transposed", mutant, "{0} and {1} are multiplied in the other order", node.args)
