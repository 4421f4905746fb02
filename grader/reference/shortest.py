"""What is asked in terms of the nearest named quantities, as a person would write it: p₁ − y₁."""

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations_with_replacement
from typing import Any

import numpy as np

from grader.engine import (
    ONE,
    Apply,
    Array,
    Expr,
    Name,
    is_apply,
    mul,
    names_in,
    neg,
    number,
    rewrite,
    sub,
    substitute,
    walk,
)
from grader.engine.elements.written_out import element
from grader.engine.printing.cancelling import cancelled
from grader.reference.asked import indices
from grader.reference.graph import Role
from grader.reference.labels import Index
from grader.reference.reference import Reference

_MOST = 40
"""So many named numbers are tried; with more, the search would be long."""
_NAMED = (Role.GIVEN, Role.PARAMETER, Role.FORWARD)


def shortest_form(name: str, index: Index, reference: Reference) -> Expr:
    """A short form with the value of the element at every point; else its formula, with its gradients written out.

    Students may write every quantity by its name, so names stay where there is nothing shorter; but a gradient that
    nobody is asked for they do not have.
    """
    quantity = reference.graph[name]
    if quantity.role is Role.GRADIENT:
        place: tuple[Any, ...] = (0, slice(None), *(i - 1 for i in index))
        if (form := _short(reference.values[name][place], reference)) is not None:
            return form
    if quantity.formula is None:
        return Name(name)
    if index:
        shapes = {parent: reference.graph[parent].shape for parent in quantity.parents}
        return cancelled(element(quantity.formula, index, shapes) or Apply("index", (quantity.formula,), index))
    return quantity.formula if quantity.role is Role.FORWARD else _opened(cancelled(quantity.formula), reference, {})


def _opened(formula: Expr, reference: Reference, known: dict[str, Expr | None]) -> Expr:
    """A formula with gradients of single numbers written out, where they are not long."""
    forms = {name: _gradient(name, reference, known) for name in _gradients_in(formula, reference)}
    return _flat(substitute(formula, {name: form for name, form in forms.items() if form is not None}))


def _gradient(name: str, reference: Reference, known: dict[str, Expr | None]) -> Expr | None:
    """A gradient without any other in it; None where that is long. Those that were written out before are `known`."""
    if name not in known:
        form, formula = _short(reference.values[name][0], reference), reference.graph[name].formula
        if form is None and formula is not None:
            form = _opened(cancelled(formula), reference, known)
            whole = not any(_gradients_in(form, reference)) and sum(1 for _ in walk(form)) <= _LONGEST
            form = form if whole else None
        known[name] = form
    return known[name]


def _gradients_in(formula: Expr, reference: Reference) -> Iterator[str]:
    """The gradients of single numbers that a formula uses, but those that are given."""
    for name in names_in(formula):
        quantity = reference.graph[name]
        if quantity.role is Role.GRADIENT and not quantity.shape and quantity.formula is not None:
            yield name


_LONGEST = 60
"""Parts of a formula that is written out."""


def _flat(expr: Expr) -> Expr:
    """A formula whose products have no products in them."""
    return rewrite(expr, lambda node: mul(*map(_flat, node.args)) if is_apply(node, "mul") else None)


def _short(wanted: Array, reference: Reference) -> Expr | None:
    """The first of q, q − 1, q − r, q·r, (q − 1)·r and (q − r)·s, or else of their negatives, with these values."""
    atoms = dict(_atoms(reference))
    if len(atoms) > _MOST:
        return None
    for sign in (1, -1):
        for values, form in _forms(atoms):
            found = np.flatnonzero(np.isclose(sign * values, wanted, rtol=1e-9, atol=1e-12).all(axis=1))
            if found.size:
                return form(int(found[0])) if sign > 0 else neg(form(int(found[0])))
    return None


def _forms(atoms: Mapping[Expr, Array]) -> Iterator[tuple[Array, Callable[[int], Expr]]]:
    """Forms of one kind after another: the values of all, (forms, points), and what gives each by its number."""
    named, values = list(atoms), np.stack(list(atoms.values()))
    count = len(named)
    yield values, named.__getitem__
    later = range(count - 1, -1, -1)
    pairs = [(i, j) for i in later for j in range(count) if i != j]
    taken = [(a, ONE) for a in named] + [(named[i], named[j]) for i, j in pairs]
    errors = np.concatenate([values - 1, *(values[[i]] - values[[j]] for i, j in pairs)])
    yield errors, lambda k: sub(*taken[k])
    both = list(combinations_with_replacement(later, 2))
    yield np.stack([values[i] * values[j] for i, j in both]), lambda k: _product(*(named[i] for i in both[k]))
    products = errors[:, None] * values
    yield products.reshape(-1, values.shape[1]), lambda k: mul(sub(*taken[k // count]), named[k % count])


def _product(a: Expr, b: Expr) -> Expr:
    return Apply("pow", (a, number(2))) if a == b else mul(a, b)


def _atoms(reference: Reference) -> Iterator[tuple[Expr, Array]]:
    """The named numbers of the problem, and the elements of its vectors, each with its values."""
    for name, quantity in reference.graph.items():
        if quantity.role in _NAMED and "'" not in name:
            for index in indices(quantity.shape):
                at: tuple[Any, ...] = (0, slice(None), *(i - 1 for i in index))
                yield Apply("index", (Name(name),), index) if index else Name(name), reference.values[name][at]
