"""The worked solution as text: each quantity with its formula, the formula with numbers in it, and the value."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from grader.engine import pretty, show
from grader.reports.solution import Alternative, Example, Solution, Step, number

_WIDEST = 100
_MOST_ELEMENTS = 1_000
"""Of a larger array only the corners are shown."""


def key(solution: Solution) -> str:
    """The solution of one problem as text."""
    heading = solution.heading
    lines = [*([heading, "=" * len(heading)] if heading else []), str(solution.worth), ""]
    parts = [_titled("Given", _givens(solution.givens))] if solution.givens else []
    parts += [
        _titled(section.title, (line for step in section.steps for line in _step(step)))
        for section in solution.sections
    ]
    parts += [_titled(f"Also accepted: {other.name}", _alternative(other)) for other in solution.alternatives]
    for i, part in enumerate(parts):
        lines += [*([""] if i else []), *part]
    return "\n".join(lines) + "\n"


def _titled(title: str, lines: Iterator[str]) -> Iterator[str]:
    yield title
    yield "-" * len(title)
    yield from lines


def _givens(givens: Mapping[str, Any]) -> Iterator[str]:
    for name, data in givens.items():
        yield from _assigned(pretty(name), np.asarray(data))


def _alternative(other: Alternative) -> Iterator[str]:
    yield from _givens(other.givens)
    for step in other.steps:
        yield from _step(step)
    for step in other.values:
        yield from _assigned(pretty(step.quantity.name), step.value)


def _step(step: Step) -> Iterator[str]:
    name = pretty(step.quantity.name)
    forms = [show(step.formula), *([show(step.closed)] if step.closed is not None else [])]
    if step.value is None or step.value.ndim:
        yield from _equal(name, forms)
        if step.value is not None:
            yield from _assigned(_blank(name), step.value)
        if step.example:
            yield from _example(step.example, len(_blank(name)))
        return
    numbers = [show(step.written, step.numbers)] if step.written is not None else []
    yield from _equal(name, [*forms, *numbers, _number(float(step.value))])


def _equal(name: str, steps: Iterable[str]) -> Iterator[str]:
    """`name = one = another`, on a line, or a line each."""
    steps = list(dict.fromkeys(steps))
    line = f"{name} = " + " = ".join(steps)
    if len(line) <= _WIDEST:
        yield line
        return
    for i, text in enumerate(steps):
        yield from _wrapped(f"{_blank(name) if i else name} = ", text)


def _example(example: Example, indent: int) -> Iterator[str]:
    """`p₁[1,1] = 1·0.1 + 3·0.3 + 0.5 = 1.5`."""
    result = () if example.value is None else (_number(example.value),)
    steps = dict.fromkeys((show(example.formula, example.numbers), *result))
    if len(steps) > len(result):
        yield from _wrapped(f"{' ' * indent}   {pretty(example.name)} = ", " = ".join(steps))


def _wrapped(head: str, text: str) -> Iterator[str]:
    """A formula, which goes on a little to the right where a line is full, as near to the outside of it as may be."""
    blank = _blank(head)
    room = max(_NARROWEST, _WIDEST - len(blank))
    while len(text) > room:
        cuts = [(text.count("(", 0, at) - text.count(")", 0, at), -at) for at in _cuts(text, room)]
        at = -min(cuts)[1] if cuts else len(text)
        yield f"{head}{text[:at]}"
        head, text = f"{blank}  ", text[at + 1 :]
        room = max(_NARROWEST, _WIDEST - len(head))
    if text:
        yield f"{head}{text}"


def _cuts(text: str, room: int) -> Iterator[int]:
    """The blanks before signs at which a line may end, in its second half."""
    for found in _BEFORE_SIGNS.finditer(text, 0, room):
        if found.start() > room // 2:
            yield found.start()


_NARROWEST = 40
_BEFORE_SIGNS = re.compile(r" (?=[-+−=·@] )")


def _assigned(name: str, data: Any) -> Iterator[str]:
    """`name = value`, an array row by row with its columns lined up."""
    first, *rest = _array(data).splitlines()
    yield f"{name} = {first}"
    yield from (f"{_blank(name)}   {line}" for line in rest)


def _array(data: Any) -> str:
    texts = [_number(x) for x in data.ravel().tolist()] if data.size <= _MOST_ELEMENTS else []
    width = max(map(len, texts), default=0) if data.ndim > 1 else 0

    def shown(value: "np.floating[Any]") -> str:
        return _number(float(value)).rjust(width)

    text = np.array2string(
        data, separator=", ", formatter={"float_kind": shown}, max_line_width=_WIDEST, threshold=_MOST_ELEMENTS
    )
    return text.replace("...", "…")


def _number(value: float) -> str:
    return number(float(value)).replace("-", "−")


def _blank(name: str) -> str:
    """As many blanks as a name is wide; a hat stands above a letter and takes no room."""
    return " " * sum(not unicodedata.combining(character) for character in name)
