"""The givens of a problem: numbers, vectors and matrices, and symbols in their place."""

import math
import re
from collections.abc import Iterable
from decimal import Decimal

import numpy as np

from grader.engine import Array, gradient_parts, shape_said
from grader.rubric.document import Node
from grader.rubric.place import Faults
from grader.rubric.policy import exact, to_float, unquoted
from grader.rubric.scope import NAME


def givens(node: Node | None, faults: Faults) -> dict[str, Array]:
    """Every given as an array (of no axes for a number); faulty ones are left out."""
    found: dict[str, Array] = {}
    for name, entry in node.table.items() if node else ():
        array = _array(entry, faults)
        upstream = gradient_parts(name) is not None
        if (upstream or is_name(name, entry, faults)) and array is not None:
            found[name] = array
    return found


def is_name(name: str, entry: Node, faults: Faults) -> bool:
    """Whether a key may name a quantity."""
    if gradient_parts(name):
        faults.add(entry.key, f"'{name}' is a gradient, which is derived", "[marks] asks for it")
    elif name.endswith("'"):
        faults.add(entry.key, f'the name "{name}" ends in a prime', "a prime means: after the step of training")
    elif not NAME.fullmatch(name) or name.startswith("__"):
        counted = _COUNTED.fullmatch(name)
        todo = f'[repeat] says what {counted[1]} counts, as in {counted[1]} = "1..3"' if counted else ""
        faults.add(entry.key, f"'{name}' is not a name", todo or "letters, digits and _, beginning with a letter")
    else:
        return True
    return False


_COUNTED = re.compile(rf"{NAME.pattern}\[\s*({NAME.pattern})\s*(?:[-+]\s*\d+\s*)?\]")


def several_names(text: str) -> tuple[str, ...]:
    """The names in a text that should be a list of them, `w, b`; none where it is something else."""
    names = tuple(re.split(r"[\s,;]+", text.strip()))
    return names if len(names) > 1 and all(map(NAME.fullmatch, names)) else ()


def as_list(names: Iterable[str]) -> str:
    """How a list of names is written.

    >>> as_list(several_names("w, b"))
    'a list: ["w", "b"]'
    """
    listed = ", ".join(map('"{}"'.format, names))
    return f"a list: [{listed}]"


def _array(node: Node, faults: Faults) -> Array | None:
    before = len(faults.listed())
    data = _numbers(node, faults)
    shape = _shape(node, faults) if len(faults.listed()) == before else None
    return None if shape is None else np.array(data, dtype=float).reshape(shape)


def _numbers(node: Node, faults: Faults) -> object:
    if isinstance(node.value, tuple):
        return [_numbers(item, faults) for item in node.value]
    number = exact(node.value)
    if number is None or math.isinf(to_float(number)):
        what = f"'{node.value}' is not a number" if isinstance(node.value, str) else "not a number"
        infinite = isinstance(node.value, Decimal) and node.value.is_infinite()
        todo = "for −∞ before a softmax write -1e9" if infinite else "a given is a number or a list of numbers"
        faults.add(node.place, what, unquoted(node.value, todo))
        return math.nan
    return to_float(number)


def _shape(node: Node, faults: Faults) -> tuple[int, ...] | None:
    """The lengths of a list of lists; None where the rows differ."""
    if not isinstance(node.value, tuple):
        return ()
    if not node.value:
        faults.add(node.place, "an empty list", "a given is a number or a list of numbers")
        return None
    shapes = [_shape(item, faults) for item in node.value]
    for item, shape in zip(node.value, shapes, strict=True):
        if shape != shapes[0] and shape is not None and shapes[0] is not None:
            faults.add(item.place, f"this row has {_said(shape)}, the first has {_said(shapes[0])}", "rows are alike")
            return None
    return None if shapes[0] is None or None in shapes else (len(shapes), *shapes[0])


def _said(shape: tuple[int, ...]) -> str:
    if not shape:
        return "one number"
    return f"{shape_said(shape)} element{'s' * (shape != (1,))}"


def symbols(node: Node | None, faults: Faults) -> tuple[str, ...]:
    """The names that have no value."""
    if node is None:
        return ()
    found: list[str] = []
    for item in node.items:
        if not isinstance(item.value, str):
            faults.add(item.place, "not a name", 'symbols are names in quotes, as in ["w0", "x1"]')
        elif item.value in found:
            faults.add(item.place, f"'{item.value}' is defined twice")
        elif names := several_names(item.value):
            faults.add(item.place, f"'{item.value}' is not a name", as_list(names))
            found += names
        elif is_name(item.value, item, faults):
            found.append(item.value)
    return tuple(found)
