"""The worked solution as a LaTeX document, for those who hand out a PDF: it needs amsmath and nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from grader.engine.printing.latex import latex, latex_text
from grader.engine.printing.paper import (
    EQUALS,
    Fence,
    Fraction,
    Grid,
    Layout,
    Root,
    Row,
    Script,
    Word,
    lay_out,
    lay_out_name,
    lay_out_number,
    lay_out_value,
    sign,
)
from grader.reports.solution import Alternative, Solution, Step, number

_MOST_COLUMNS, _MOST_ELEMENTS, _LONGEST_VECTOR = 12, 400, 8
_BEGIN = r"""\documentclass[11pt,a4paper]{article}
\usepackage{amsmath}
\setlength{\parindent}{0pt}
\addtolength{\textwidth}{4cm}
\addtolength{\hoffset}{-2cm}
\setcounter{MaxMatrixCols}{12}
\allowdisplaybreaks
"""


def document(solutions: Sequence[Solution], title: str, worth: str = "") -> str:
    """The whole document, ready for a LaTeX engine; `worth` is what several problems are worth together."""
    lines = [_BEGIN + f"\\title{{{latex_text(title)}}}\n\\author{{}}\n\\date{{}}\n\\begin{{document}}\n\\maketitle"]
    lines += [latex_text(worth)] if worth else []
    for solution in solutions:
        if len(solutions) > 1:
            lines.append(f"\\section*{{{latex_text(solution.heading)}}}")
        lines.append(latex_text(str(solution.worth)))
        lines += _problem(solution)
    return "\n".join([*lines, r"\end{document}", ""])


def _problem(solution: Solution) -> Iterator[str]:
    if solution.givens:
        yield from _titled("Given", _givens(solution.givens))
    for section in solution.sections:
        yield from _titled(section.title, [_working(step) for step in section.steps])
    for other in solution.alternatives:
        yield from _titled(f"Also accepted: {other.name}", _alternative(other))


def _titled(title: str, equations: Sequence[str]) -> Iterator[str]:
    yield f"\\subsection*{{{latex_text(title)}}}"
    if equations:
        yield "\\begin{align*}"
        yield " \\\\[4pt]\n".join(equations)
        yield "\\end{align*}"


def _givens(givens: Mapping[str, Any]) -> list[str]:
    return [_equation(lay_out_name(name), [_value(data)]) for name, data in givens.items()]


def _alternative(other: Alternative) -> list[str]:
    values = [_equation(lay_out_name(step.quantity.name), [_value(step.value)]) for step in other.values]
    return [*_givens(other.givens), *map(_working, other.steps), *values]


def _working(step: Step) -> str:
    parts = [lay_out(step.formula)]
    parts += [lay_out(step.closed)] if step.closed is not None else []
    parts += [lay_out(step.written, step.numbers)] if step.written is not None else []
    parts += [_value(step.value)] if step.value is not None else []
    working = _equation(lay_out_name(step.quantity.name), parts)
    if step.example is None:
        return working
    name, formula, numbers, value = step.example
    said = Row((Word("for example ", "words"), lay_out_name(name)))
    result = () if value is None else (EQUALS, lay_out_number(number(value))[0])
    lines = _lines(Row((said, EQUALS, lay_out(formula, numbers), *result)), _ROOM - 6)
    return f"{working} \\\\\n&\\quad " + " \\\\\n&\\qquad {}".join(map(latex, lines))


def _equation(name: Layout, parts: Sequence[Layout]) -> str:
    """The name, then each way to write what it is on lines of its own; what comes twice once."""
    room = _ROOM - _width(name)
    ways = dict.fromkeys(" \\\\\n&\\qquad {}".join(map(latex, _lines(part, room))) for part in parts)
    return f"{latex(name)} " + " \\\\\n".join(f"&= {way}" for way in ways)


_ROOM = 82
"""How wide a line may be, in figures."""


def _lines(node: Layout, room: int) -> list[Layout]:
    """A formula on as many lines as it needs: it breaks before signs, within a fence only where it must."""
    lines: list[list[Layout]] = [[]]
    for term in _terms(_flat(node), room):
        if lines[-1] and sum(map(_width, [*lines[-1], *term])) > room:
            lines.append([])
        lines[-1] += term
    return [Row(tuple(line)) for line in lines]


def _terms(parts: Sequence[Layout], room: int) -> list[list[Layout]]:
    """What stands between the signs before which a line may end; what is too wide for a line is opened."""
    found: list[list[Layout]] = [[]]
    for part in parts:
        if isinstance(part, Word) and part.kind == "sign" and part.text in _BREAKS and found[-1]:
            found.append([])
        opened = _opened(part) if _width(part) > room else None
        first, *more = _terms(opened, room) if opened else [[part]]
        found[-1] += first
        found += more
    return found


def _opened(part: Layout) -> list[Layout] | None:
    """A fence or a fraction as what stands side by side, so that a line may end in it; a superscript stays with it."""
    if isinstance(part, Fence):
        return [sign(part.left), *_flat(part.inside), sign(part.right)]
    if isinstance(part, Fraction):
        below = part.below if isinstance(part.below, Word) else Fence("(", part.below, ")")
        return [sign("("), *_flat(part.above), sign(")"), sign("/"), below]
    if isinstance(part, Script) and isinstance(part.base, Fence):
        *inside, last = _opened(part.base) or [part.base]
        return [*inside, part._replace(base=last)]
    return None


_BREAKS = ("+", "−", "=", "·", "⊗")


def _flat(node: Layout) -> list[Layout]:
    """What stands side by side, rows within rows taken apart."""
    return [part for inner in node.parts for part in _flat(inner)] if isinstance(node, Row) else [node]


def _width(node: Layout) -> int:
    """About how wide a layout is, in figures."""
    match node:
        case Word(text, kind):
            return 3 if kind == "sign" and text in (*_BREAKS, ">", "≥", "<", "≤") else len(text)
        case Row(parts):
            return sum(map(_width, parts))
        case Fraction(above, below):
            return max(_width(above), _width(below)) + 1
        case Script(base, sub, sup):
            return _width(base) + max(_width(sub) if sub else 0, _width(sup) if sup else 0)
        case Root(inside):
            return _width(inside) + 2
        case Fence(_, inside, _):
            return _width(inside) + 2
        case Grid(rows):
            return sum(max(map(_width, column)) + 2 for column in zip(*rows, strict=True))
        case _:
            return 1


def _value(data: Any) -> Layout:
    """A value that fits a page; of a larger one its size, and a long vector as a column."""
    data = np.asarray(data)
    if data.size > _MOST_ELEMENTS or (data.ndim > 1 and data.shape[-1] > _MOST_COLUMNS):
        return Word(f"[{' by '.join(map(str, data.shape))} numbers]", "words")
    if data.ndim == 1 and len(data) > _LONGEST_VECTOR:
        data = data[:, None]
    return lay_out_value(data, number)
