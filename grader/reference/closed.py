"""A quantity in terms of the givens alone, as a formula answer is expected."""

from grader.engine import Expr, Name, rewrite
from grader.reference.graph import Graph


def closed_form(name: str, graph: Graph) -> Expr:
    """The formula of a quantity with every computed name replaced by its own formula, down to the givens."""

    def opened(node: Expr) -> Expr | None:
        if isinstance(node, Name) and (formula := graph[node.name].formula) is not None:
            return rewrite(formula, opened)
        return None

    return rewrite(Name(name), opened)
