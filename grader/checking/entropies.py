"""Cross-entropies of what is no distribution: single outputs, one a sample, taken for the classes of one sample."""

from collections.abc import Iterator

import numpy as np

from grader.checking.finding import Finding, Section, section
from grader.engine import ONE, Expr, evaluate, is_apply, pretty, show, sub, walk
from grader.reference import Reference

_NEAR = 1e-2
"""So near to 1 come rounded shares that are given."""


def entropies(reference: Reference) -> Section:
    """Sums of y·ln(p) over a row in which the p do not make 1."""
    return section("Cross-entropies", list(_of_single_outputs(reference)))


def _of_single_outputs(reference: Reference) -> Iterator[Finding]:
    for name in reference.problem.forward:
        formula = reference.graph[name].formula
        for target, shares in _pairs(formula) if formula is not None else ():
            wanted, p = (evaluate(expr, reference.values)[0, 0] for expr in (target, shares))
            whole = p.sum(axis=-1) if p.ndim else np.ones(())
            if (np.abs(whole - 1) > _NEAR).any() and ((wanted >= 0) & (wanted <= 1)).all():
                makes = f"{float(whole.flat[np.abs(whole - 1).argmax()]):.3g}"
                says = f"{pretty(name)} is a cross-entropy of {show(shares)}, which makes {makes} in all and not 1"
                yield Finding(
                    says, (f"of outputs that stand for themselves it is bce({show(shares)}, {show(target)})",)
                )


def _pairs(formula: Expr) -> Iterator[tuple[Expr, Expr]]:
    """The factors y and p of sums over y·ln(p), but where ln(1 − p) comes in, too."""
    logged = {node.args[0] for node in walk(formula) if is_apply(node, "log")}
    single = {p for p in logged if sub(ONE, p) in logged} | {sub(ONE, p) for p in logged}
    for node in walk(formula):
        if is_apply(node, "sum") and is_apply(product := node.args[0], "mul") and len(product.args) == 2:
            for target, log in (product.args, product.args[::-1]):
                if is_apply(log, "log") and log.args[0] not in single:
                    yield target, log.args[0]
