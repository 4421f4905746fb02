"""Which quantities have a row a sample: told from how a row of the data moves them, and nothing else.

A given that multiplies weights from the left, or a vector of data, has a row a sample. So has every quantity of as many
rows in which a row of such data changes that row alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from grader.engine import ELEMENTWISE, LEAD, Apply, Array, Expr, Name, is_apply, names_in, walk
from grader.reference.graph import Graph, Quantity, Role


def with_samples(graph: Graph, values: Mapping[str, Array]) -> Graph:
    """The graph with `samples` set where the first axis of a quantity runs over samples."""
    batches = set(_batches(graph))
    for quantity in graph.computed:
        if any(_row_by_row(quantity, name, graph, values) for name in quantity.parents if name in batches):
            batches.add(quantity.name)
            batches.update(_companions(quantity, batches, graph, values))
    marked = {name: replace(q, samples=name in batches) for name, q in graph.items()}
    return Graph(marked, graph.bundles, graph.elements)


def _batches(graph: Graph) -> Iterator[str]:
    """The givens that are data with a row a sample."""
    by_columns = _has_column_samples(graph)
    for quantity in graph.computed:
        if quantity.formula is None or quantity.role is not Role.FORWARD:
            continue
        for node in walk(quantity.formula):
            if is_apply(node, "matmul"):
                if by_columns:
                    continue
                yield from (n for n in _data(node.args[:1], graph) if len(graph[n].shape) == 2)
            elif isinstance(node, Apply) and node.primitive in ELEMENTWISE and len(quantity.shape) == 1:
                yield from (n for n in _data(node.args, graph) if graph[n].shape == quantity.shape)


def _has_column_samples(graph: Graph) -> bool:
    """Whether givens multiply what is computed from the left and never from the right: weights, of a column a sample.

    `Z1 = W1 @ X`, `Z2 = W2 @ A1`: by the first alone it could be either.
    """
    formulas = [q.formula for q in graph.computed if q.role is Role.FORWARD and q.formula is not None]
    products = [node for formula in formulas for node in walk(formula) if is_apply(node, "matmul")]
    sides = [tuple(_is_given(arg, graph) for arg in node.args) for node in products]
    return (True, False) in sides and (False, True) not in sides


def _is_given(arg: object, graph: Graph) -> bool:
    """Whether an operand is made of givens alone, as a transposed one is, too, or of parameters after a step."""
    return isinstance(arg, Expr) and not any(graph[name].role is Role.FORWARD for name in names_in(arg))


def _data(args: tuple[object, ...], graph: Graph) -> Iterator[str]:
    for arg in args:
        if isinstance(arg, Name) and graph[arg.name].role is Role.GIVEN:
            yield arg.name


def _companions(quantity: Quantity, batches: set[str], graph: Graph, values: Mapping[str, Array]) -> Iterator[str]:
    """Other data that goes into such a quantity row by row: the targets beside the outputs."""
    for name in quantity.parents:
        if name not in batches and graph[name].role is Role.GIVEN and _row_by_row(quantity, name, graph, values):
            yield name


def _row_by_row(quantity: Quantity, parent: str, graph: Graph, values: Mapping[str, Array]) -> bool:
    """Whether a row of the parent moves that row of the quantity and no other."""
    shape = graph[parent].shape
    if not shape or not quantity.shape or shape[0] != quantity.shape[0] or shape[0] < 2:
        return False
    return all(_rows_touched(quantity, parent, row, graph, values) == {row} for row in (0, shape[0] - 1))


def _rows_touched(quantity: Quantity, parent: str, row: int, graph: Graph, values: Mapping[str, Array]) -> set[int]:
    without = values[parent][:1, :1].copy()
    without[(slice(None),) * LEAD + (row,)] = np.nan
    inputs = {name: values[name][:1, :1] for name in quantity.parents}
    out = graph.step(quantity.name, {**inputs, parent: without})[0, 0]
    return set(np.flatnonzero(np.isnan(out).reshape(out.shape[0], -1).any(axis=1)).tolist())
