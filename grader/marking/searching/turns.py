"""Samples that were not their turn: a step of training, none of which is written, by what is given for another step.

Who takes the samples in another order takes the inputs and the targets so, and does it before anything is written.
"""

from collections.abc import Iterator

import numpy as np

from grader.engine import Expr, Mutation, Name, names_in
from grader.engine.expr import is_apply
from grader.marking.case import Case
from grader.marking.closeness import Rows
from grader.marking.judgement import Why
from grader.reference import Graph, Quantity

_SAYS = "{1} is used where {0} belongs"


def other_turns(case: Case, graph: Graph) -> Iterator[tuple[Why, Rows]]:
    """What explains an answer if it was another turn's samples in all the blanks before it, and for which rows."""
    passes: dict[tuple[int, tuple[object, ...]], list[str]] = {}
    for name in reversed(case.trail.blanks):
        if turn := turn_of(name, graph):
            passes.setdefault((name.count("'"), turn), []).append(name)
    turns = _turns(graph)
    for (_, turn), names in passes.items():
        rows = np.flatnonzero(np.logical_and.reduce([case.trail.reaches(name, case.rows) for name in names]))
        data = {name: turns[_data(graph[name])] for name in names}
        for other in data[names[0]] if rows.size else ():
            alike = all(other in own and graph[own[other]].shape == graph[name].shape for name, own in data.items())
            if other != turn and alike:
                (at, step), *again = ((name, _step(graph[own[other]])) for name, own in data.items())
                parts = (Name(at), Name(data[at][other]))
                yield Why((), Mutation("wrong-operand", step, _SAYS, parts), at, again=tuple(again)), rows


def turn_of(name: str, graph: Graph) -> tuple[object, ...]:
    """Which sample of the data a quantity is; empty if it is none."""
    formula = graph[name].formula
    if formula is None or not is_apply(formula, "index"):
        return ()
    data = formula.args[0]
    return formula.params if isinstance(data, Name) and graph[data.name].role.begins else ()


def _turns(graph: Graph) -> dict[str, dict[tuple[object, ...], str]]:
    """By what is given, its turns, each with the first quantity that is of it."""
    found: dict[str, dict[tuple[object, ...], str]] = {}
    for quantity in graph.computed:
        if turn := turn_of(quantity.name, graph):
            found.setdefault(_data(quantity), {}).setdefault(turn, quantity.name)
    return found


def _data(quantity: Quantity) -> str:
    """What is given of which a quantity is one turn."""
    return names_in(_step(quantity))[0]


def _step(quantity: Quantity) -> Expr:
    assert quantity.formula is not None
    return quantity.formula
