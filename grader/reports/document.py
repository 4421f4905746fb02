"""The worked solution as a LaTeX document, for those who hand out a PDF: it needs amsmath and nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from grader.engine.latex import latex, latex_text
from grader.engine.paper import Layout, Word, lay_out, lay_out_name, lay_out_number, lay_out_value
from grader.reports.solution import Alternative, Solution, Step, number

_MOST_COLUMNS, _MOST_ELEMENTS, _LONGEST_VECTOR, _LONGEST_LINE = 12, 400, 8, 40
_BEGIN = r"""\documentclass[11pt,a4paper]{article}
\usepackage{amsmath}
\setlength{\parindent}{0pt}
\addtolength{\textwidth}{4cm}
\addtolength{\hoffset}{-2cm}
\setcounter{MaxMatrixCols}{12}
\allowdisplaybreaks
"""


def document(solutions: Sequence[Solution], title: str) -> str:
    """The whole document, ready for a LaTeX engine."""
    lines = [_BEGIN + f"\\title{{{latex_text(title)}}}\n\\author{{}}\n\\date{{}}\n\\begin{{document}}\n\\maketitle"]
    for solution in solutions:
        if len(solutions) > 1:
            lines.append(f"\\section*{{{latex_text(solution.heading)}}}")
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
    parts += [lay_out(step.written, step.numbers)] if step.written is not None and _fits(step.numbers) else []
    parts += [_value(step.value)] if step.value is not None else []
    working = _equation(lay_out_name(step.quantity.name), parts)
    if step.example is None or not _fits(step.example.numbers):
        return working
    name, formula, numbers, value = step.example
    example = _equation(lay_out_name(name), [lay_out(formula, numbers), lay_out_number(number(value))[0]], "")
    return f"{working} \\\\\n&\\quad \\text{{for example }} {example}"


def _fits(numbers: Mapping[str, str]) -> bool:
    """Whether a formula with so many numbers in it fits on a line."""
    return sum(map(len, numbers.values())) <= _LONGEST_LINE


def _equation(name: Layout, parts: Sequence[Layout], align: str = "&") -> str:
    """The name, then each way to write what it is on a line of its own; what comes twice once."""
    texts = list(dict.fromkeys(map(latex, parts)))
    between = " \\\\\n" if align else " "
    return f"{latex(name)} " + between.join(f"{align}= {text}" for text in texts)


def _value(data: Any) -> Layout:
    """A value that fits a page; of a larger one its size, and a long vector as a column."""
    data = np.asarray(data)
    if data.size > _MOST_ELEMENTS or (data.ndim > 1 and data.shape[-1] > _MOST_COLUMNS):
        return Word(f"[{' by '.join(map(str, data.shape))} numbers]", "words")
    if data.ndim == 1 and len(data) > _LONGEST_VECTOR:
        data = data[:, None]
    return lay_out_value(data, number)
