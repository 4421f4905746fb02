"""Steps of training that a rubric writes as formulas, w1 = w + α·δ·x, and not as a rule."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from grader.engine import Apply, Expr, Name, names_in
from grader.engine.expr import is_apply
from grader.reference import Graph, Quantity, Role


class Step(NamedTuple):
    """What makes of a parameter the one after the step."""

    parameter: str
    rate: str


def steps_by_hand(graph: Graph) -> dict[str, Step]:
    """By its name after the step, every parameter to which a rate times what was computed from it is added."""
    found = ((quantity.name, _step(quantity, graph)) for quantity in graph.computed if quantity.role is Role.FORWARD)
    return {name: step for name, step in found if step is not None}


def gradients_by_hand(graph: Graph, steps: Mapping[str, Step]) -> dict[str, str]:
    """By quantity, the parameter that it is the gradient of: what such a step makes use of, of the same shape."""
    return {
        parent: step.parameter
        for name, step in steps.items()
        for parent in graph[name].parents
        if graph[parent].formula is not None and graph[parent].shape == graph[step.parameter].shape
    }


def moments_by_hand(graph: Graph) -> frozenset[str]:
    """The steps that keep a share of something given and add a gradient: v1 = μ·v0 + ∂L/∂w.

    Not so λ·w + ∂L/∂w, the gradient of a penalty: w is a parameter.
    """
    parameters, found = {quantity.wrt for quantity in graph.computed}, set[str]()
    for quantity in graph.computed:
        formula = quantity.formula
        if quantity.role is Role.FORWARD and formula is not None and is_apply(formula, "add"):
            kept = any(_share_of_former(term, parameters, graph) for term in formula.args)
            if kept and any(graph[parent].role is Role.GRADIENT for parent in quantity.parents):
                found.add(quantity.name)
    return frozenset(found)


def _share_of_former(term: Expr, parameters: Collection[str], graph: Graph) -> bool:
    if not is_apply(term, "mul") or len(term.args) != 2:
        return False
    share, former = term.args
    if not isinstance(former, Name) or former.name in parameters or not _begins(former, graph):
        return False
    return not isinstance(share, Apply) and (not isinstance(share, Name) or _may_be_rate(share, graph))


def _step(quantity: Quantity, graph: Graph) -> Step | None:
    formula = quantity.formula
    if formula is None or not is_apply(formula, "add") or len(formula.args) != 2:
        return None
    for parameter, change in (formula.args, formula.args[::-1]):
        if isinstance(parameter, Name) and _begins(parameter, graph) and graph[parameter.name].shape == quantity.shape:
            factors = _factors(change, graph)
            rate = next((f.name for f in factors if isinstance(f, Name) and _may_be_rate(f, graph)), "")
            others = {name for factor in factors for name in names_in(factor) if graph[name].formula is not None}
            if rate and others & graph.down_from([parameter.name]) and not others & graph.down_from([rate]):
                return Step(parameter.name, rate)
    return None


def _factors(change: Expr, graph: Graph) -> tuple[Expr, ...]:
    """The factors of what is added, α·δ·x, and of what it is divided by; of a name, of what that stands for."""
    if isinstance(change, Name):
        change = graph[change.name].formula or change
    if is_apply(change, "neg"):
        return _factors(change.args[0], graph)
    if is_apply(change, "div"):
        return (*_factors(change.args[0], graph), change.args[1])
    return change.args if is_apply(change, "mul") else ()


def _begins(name: Name, graph: Graph) -> bool:
    return graph[name.name].role.begins


def _may_be_rate(name: Name, graph: Graph) -> bool:
    """Whether a number is given that a forward pass, which this step comes after, has no use for."""
    return graph[name.name].role is Role.GIVEN and not graph[name.name].shape
