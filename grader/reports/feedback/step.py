"""The step in which an answer first went wrong, on paper, with the student's own numbers."""

from typing import NamedTuple

from grader.engine import names_in, show
from grader.engine.elements.written_out import element
from grader.engine.printing.paper import Layout, lay_out, lay_out_label, lay_out_number
from grader.marking.as_known import as_known
from grader.reference import Asked, Reference
from grader.reports.feedback.own import Own
from grader.reports.feedback.row import Row

_MOST_NUMBERS = 24


class Slip(NamedTuple):
    """Where it first went wrong."""

    row: Row
    happened: str
    """What went wrong, as far as that is known."""
    working: tuple[Layout, ...]
    """The quantity, its formula, the formula with the student's own numbers, and the value that follows."""
    text: str
    """The same in a line of text."""
    own: bool
    """Whether the student's numbers are in it."""


def slip_of(asked: Asked, row: Row, reference: Reference, own: Own, n: int, happened: str) -> Slip:
    """The step on paper and in a line: its formula, with the student's own numbers where it can be written out."""
    formula = as_known(reference.graph[asked.quantity], reference)
    assert formula is not None
    layouts, texts = [lay_out_label(row.label), lay_out(formula)], [row.label, show(formula)]
    written = None if row.symbolic else element(formula, asked.index, own.shapes(n))
    numbered = written is not None and len(names_in(written)) <= _MOST_NUMBERS
    if written is not None and numbered:
        numbers = {name: own.shown(name, n) for name in names_in(written)}
        layouts.append(lay_out(written, numbers))
        texts.append(show(written, numbers))
    if row.right and not row.symbolic:
        layouts.append(lay_out_number(row.right)[0])
        texts.append(row.right)
    kept = [part for i, part in enumerate(layouts) if part not in layouts[:i]]
    return Slip(row, happened, tuple(kept), " = ".join(dict.fromkeys(texts)), numbered)
