"""The worked solution as a page: mathematics as MathML, each chain-rule step with its gradients, the graph drawn."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from markupsafe import Markup

from grader.drawing import Box, Line, draw
from grader.engine import Array, pretty
from grader.engine.printing.paper import Layout, Word, lay_out, lay_out_name, lay_out_number, lay_out_value, partial
from grader.reference import Reference
from grader.reports.computation import Pass, passes
from grader.reports.pages import render
from grader.reports.solution import Alternative, Link, Section, Step, number, solve

_MOST_ELEMENTS = 1_000
"""A larger array is told by its size: nobody checks so many numbers by eye, and a browser would choke on them."""
_MOST_IN_A_BOX = 3


class _Step(NamedTuple):
    parts: tuple[Layout, ...]
    chain: tuple[Mapping[str, Any], ...] = ()
    id: str = ""
    example: tuple[Layout, ...] = ()


def key_page(problems: Sequence[Mapping[str, Reference]], title: str, source: str, worth: str = "") -> str:
    """The page for the problems of a rubric, each given by its references by convention; `source` is the rubric.

    `worth` is what several problems are worth together.
    """
    told = [_problem(references, f"problem-{n}") for n, references in enumerate(problems, 1)]
    return render("key.html", language="en", title=title, source=source, problems=told, worth=worth or told[0]["worth"])


def _problem(references: Mapping[str, Reference], anchor: str) -> dict[str, Any]:
    solution, reference = solve(references), references[""]
    anchors = {
        step.quantity.name: f"{anchor}-{n}"
        for n, step in enumerate((step for section in solution.sections for step in section.steps), 1)
    }
    return {
        "id": anchor,
        "heading": solution.heading,
        "worth": str(solution.worth),
        "givens": [_given(name, data) for name, data in solution.givens.items()],
        "drawings": list(_drawings(reference, anchors)),
        "sections": [_section(section, anchors, reference) for section in solution.sections],
        "alternatives": [_alternative(other, references[other.name]) for other in solution.alternatives],
    }


def _given(name: str, data: Array) -> tuple[Layout, ...]:
    return lay_out_name(name), value(data)


def _section(section: Section, anchors: Mapping[str, str], reference: Reference) -> dict[str, Any]:
    steps = [_step(step, reference)._replace(id=anchors[step.quantity.name]) for step in section.steps]
    return {"title": section.title, "steps": steps}


def _alternative(other: Alternative, reference: Reference) -> dict[str, Any]:
    values = [_Step((lay_out_name(step.quantity.name), value(step.value))) for step in other.values]
    return {
        "name": other.name,
        "givens": [_given(name, data) for name, data in other.givens.items()],
        "steps": [*(_step(step, reference) for step in other.steps), *values],
    }


def _step(step: Step, reference: Reference) -> _Step:
    parts = [lay_out_name(step.quantity.name), lay_out(step.formula)]
    parts += [lay_out(step.closed)] if step.closed is not None else []
    parts += [lay_out(step.written, step.numbers)] if step.written is not None else []
    parts += [value(step.value)] if step.value is not None else []
    chain = tuple(_link(link, step, reference) for link in step.chain)
    return _Step((parts[0], *_without_repeats(parts[1:])), chain, example=_example(step))


def _example(step: Step) -> tuple[Layout, ...]:
    """One element of an array, worked out."""
    if step.example is None:
        return ()
    name, formula, numbers, result = step.example
    worked = lay_out(formula, numbers)
    found = () if result is None else (lay_out_number(number(result))[0],)
    return () if found == (worked,) else (lay_out_name(name), worked, *found)


def _without_repeats(parts: Sequence[Layout]) -> Iterator[Layout]:
    for i, part in enumerate(parts):
        if part not in parts[:i]:
            yield part


def _link(link: Link, step: Step, reference: Reference) -> dict[str, Any]:
    upstream = reference.values[link.upstream][0, 0]
    local_parts: list[Layout] = [lay_out(link.local)] if link.local is not None else []
    if link.value is not None and not link.value.ndim:
        local_parts.append(value(link.value))
    return {
        "upstream": lay_out_name(link.upstream),
        "upstream_value": value(upstream) if not upstream.ndim else None,
        "local": partial(lay_out_name(link.through), lay_out_name(step.quantity.wrt)),
        "local_parts": list(_without_repeats(local_parts)),
    }


def value(data: Any) -> Layout:
    """A value on paper; of an array too large to read, its size."""
    data = np.asarray(data)
    if data.size > _MOST_ELEMENTS:
        return Word(f"[ {size(data.shape)} numbers ]", "words")
    return lay_out_value(data, number)


def size(shape: Sequence[int]) -> str:
    """The size of an array in words: `5 × 2`."""
    return " × ".join(map(str, shape))


def _drawings(reference: Reference, anchors: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    drawn = passes(reference)
    for each in drawn:
        title = "The computation" if not each.number else f"The computation after step {each.number}"
        title = "The computation after the step" if each.number and len(drawn) == 2 else title
        yield {"title": title, "svg": Markup(_drawing(each, reference, anchors, title))}


def _drawing(each: Pass, reference: Reference, anchors: Mapping[str, str], title: str) -> str:
    boxes = [
        Box(names[0], tuple(Line(_line(name, reference)) for name in names), href=_link_to(names, anchors))
        for names in each.boxes
    ]
    return draw(boxes, each.arrows, title)


def _link_to(names: Sequence[str], anchors: Mapping[str, str]) -> str:
    return next((f"#{anchors[name]}" for name in names if name in anchors), "")


def _line(name: str, reference: Reference) -> str:
    """`h₁ = 0.788`, `W₁ 2 × 2`: what fits in a box."""
    shape = reference.graph[name].shape
    if reference.problem.symbols:
        return pretty(name)
    some = reference.values[name].ravel()[: _MOST_IN_A_BOX + 1].tolist()
    numbers = [f"{x + 0.0:.4g}".replace("-", "−") for x in some]
    if len(shape) > 1 or len(numbers) > _MOST_IN_A_BOX:
        return f"{pretty(name)} ({size(shape)})"
    return f"{pretty(name)} = " + (f"[{', '.join(numbers)}]" if shape else numbers[0])
