"""Small classes typed in by hand, marked from text: what a student wrote by quantity."""

from functools import cache

import numpy as np
import pytest

from grader.marking import SENTENCES, Said, Sheet, mark
from tests.simulation import as_written

SOFTMAX = """
symbols = ["z1", "z2", "z3", "y1", "y2"]
[forward]
y3 = "1 - y1 - y2"
z = "[z1, z2, z3]"
p = "softmax(z)"
L = "-(y1*log(p[1]) + y2*log(p[2]) + y3*log(p[3]))"
[marks]
"dL/dz" = 6
"""
"""Three logits and their probabilities, answered with formulas."""
CROSS_ENTROPY = """
symbols = ["a", "t"]
[forward]
s = "sigmoid(a)"
E = "bce(s, t)"
[marks]
"dE/ds" = 2
"dE/da" = 2
"""
"""One output and its target, answered with formulas."""


def sheet_of(reference, *students):
    """What students wrote by quantity, laid out."""
    texts = {}
    for quantity in reference.graph.computed:
        given = [np.array(s.get(quantity.name, np.full(quantity.shape, "")), dtype=object) for s in students]
        texts[quantity.name] = np.stack([g.reshape(quantity.shape) for g in given])
    written = {name: as_written(t) for name, t in texts.items()}
    unreadable = {name: np.zeros(t.shape, dtype=bool) for name, t in texts.items()}
    return Sheet(tuple(f"s{n}" for n in range(len(students))), written, texts, unreadable)


def marked(reference, *students):
    """For each student, the verdict, cause, points and note by the label of the quantity.

    Whatever is marked here, its notes are of patterns in the catalogue.
    """
    marks = mark(reference, sheet_of(reference, *students), "rubric")
    unknown = {pattern for note in marks.note.ravel() for pattern in patterns(note)} - set(SENTENCES)
    assert not unknown, unknown
    return [
        {
            column.quantity: (
                str(marks.verdict[n, c]),
                str(marks.cause[n, c]),
                column.out_of * marks.shares[marks.share[n, c]],
                str(marks.note[n, c]),
            )
            for c, column in enumerate(marks.columns)
        }
        for n in range(len(students))
    ]


def patterns(said):
    """The patterns that a note is made of."""
    yield said.pattern
    for part in said.parts:
        if isinstance(part, Said):
            yield from patterns(part)


def lost(marks):
    """What a student lost: cause (or verdict) by quantity."""
    return {q: cause or verdict for q, (verdict, cause, *_) in marks.items() if verdict not in FULL}


FULL = ("correct", "carried", "implied")


def right_answers(reference, figures=6, without=()):
    """The reference as a student writes it."""
    from tests.simulation import written_as

    found = {}
    for quantity in reference.graph.computed:
        if quantity.name not in without:
            value = reference.values[quantity.name][0, 0]
            texts = np.array([written_as(float(x), figures, cut_off=False) for x in value.ravel()], dtype=object)
            found[quantity.name] = texts.reshape(quantity.shape)
    return found


def worked(reference, slips, figures=5, without=(), read=None, unasked=False):
    """What a student writes who goes on with their own unrounded numbers.

    `slips`: their formula by quantity; `read`: by name, a given with one number as they have read it; `unasked`:
    whether they show the steps that carry no points, too.
    """
    from grader.engine import evaluate, names_in, parse
    from grader.reference import fitted
    from tests.simulation import written_as

    graph, values, found = reference.graph, {n: v[:1, :1] for n, v in {**reference.values, **(read or {})}.items()}, {}
    for quantity in graph.computed:
        name, formula = quantity.name, quantity.formula
        step = parse(slips[name], list(graph)) if name in slips else formula
        own = {n: values[n] for n in names_in(step)}
        values[name] = np.broadcast_to(fitted(evaluate(step, own), quantity.shape), (1, 1, *quantity.shape))
        texts = [written_as(float(x), figures, cut_off=False) for x in values[name].ravel()]
        if name not in without:
            found[name] = np.array(texts, dtype=object).reshape(quantity.shape)
    asked = {element.quantity for element in reference.asked}
    return {name: text for name, text in found.items() if unasked or name in asked}


def charged(reference, slips):
    """For what a student with these slips loses points, an answer each; and what the notes of the slips say."""
    [found] = all_charged(reference, [slips])
    return found


def all_charged(reference, classmates):
    """The same for a class, of which each has slips of their own."""
    found = []
    for marks in marked(reference, *(worked(reference, slips) for slips in classmates)):
        notes = [note for verdict, _, _, note in marks.values() if verdict == "slip"]
        found.append((list(lost(marks).values()), "; ".join(notes)))
    return found


def each_named_and_charged_once(slips):
    """A test of known slips: a rubric, the formulas of who slips, the cause, and what the note says of it.

    Those who slip in one rubric are one class.
    """
    slips = list(slips)

    @cache
    def found(problem, rubric):
        mates = [n for n, (of, *_) in enumerate(slips) if of == rubric]
        return dict(zip(mates, all_charged(problem(rubric), [slips[n][1] for n in mates]), strict=True))

    @pytest.mark.parametrize("number", range(len(slips)), ids=[cause for *_, cause, _ in slips])
    def test(problem, number):
        rubric, _, cause, said = slips[number]
        causes, note = found(problem, rubric)[number]
        assert causes == [cause]
        assert said in note

    return test
