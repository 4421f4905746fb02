"""A step as students know it: (P − Y)/n, of the way to which nobody asks, and no factor ∂L/∂R that is always 1."""

from grader.engine import ONE, Expr, Name, names_in, substitute
from grader.engine.printing.cancelling import cancelled
from grader.marking.slips import short_form
from grader.reference import Quantity, Reference, Role


def as_known(quantity: Quantity, reference: Reference) -> Expr | None:
    """The formula of a quantity on paper; the short one where nothing is asked that it passes over."""
    asked = {element.quantity for element in reference.asked}
    short = short_form(quantity, reference.graph)
    if short is not None and asked.isdisjoint(set(quantity.parents).difference(names_in(short))):
        return short
    if quantity.formula is None or quantity.role is not Role.GRADIENT:
        return quantity.on_paper
    return cancelled(without_ones(quantity.formula, reference))


def without_ones(expr: Expr, reference: Reference) -> Expr:
    """A formula without the single gradients in it that are always 1, and not asked: ∂L/∂R, of L = E + R."""
    if isinstance(expr, Name):
        return expr
    asked = {element.quantity for element in reference.asked}
    return substitute(expr, {name: ONE for name in names_in(expr) if name not in asked and _is_1(name, reference)})


def _is_1(name: str, reference: Reference) -> bool:
    quantity = reference.graph.get(name)
    return quantity is not None and quantity.role is Role.GRADIENT and not quantity.shape and quantity.formula == ONE
