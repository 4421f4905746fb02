"""Answers that say that there is no number, `nan`, where a slip has left none: the logarithm of what is below 0.

Such an answer is unreadable, as it is none; but where a step has no value with the student's own numbers, that is what
follows. What is 0 times a logarithm without a value counts as 0 where a number is written, as people leave it out; a
program does not. So it is the step as a program takes it that has to have none, and the right numbers one.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from grader.engine import Array, evaluate
from grader.marking.closeness import Mask, by_student, of_rows
from grader.marking.judgement import Judgement, Why
from grader.marking.ledger import Ledger
from grader.marking.sheet import Sheet
from grader.marking.verdicts import Verdict
from grader.numbers import is_undefined
from grader.reference import Reference, fitted

_LARGE = 1e100
"""What is worked out from numbers below it has a value, if it has one at all, and is not only too large."""


def settle_undefined(reference: Reference, judged: Mapping[str, Judgement], ledger: Ledger, sheet: Sheet) -> None:
    """Carries the answers that say that there is no number where none follows from numbers.

    What follows from such an answer is none either, and nobody has worked it out: it stays unreadable.
    """
    for quantity in reference.graph.computed:
        name, judgement = quantity.name, judged[quantity.name]
        said = sheet.unreadable[name] & _says_so(sheet.texts[name], sheet.unreadable[name])
        if not said.any():
            continue
        rows = np.flatnonzero(by_student(said))
        own = {parent: of_rows(ledger.carry[parent], rows) for parent in quantity.parents}
        none = np.zeros_like(said)
        none[rows] = said[rows] & _has_none(name, own, reference)
        none &= ~_has_none(name, reference.values, reference)
        judgement.verdict[none] = Verdict.CARRIED
        judgement.why |= {tuple(place): Why((), at=name, undefined=True) for place in np.argwhere(none).tolist()}
        judgement.follow = np.where(none[:, None], np.nan, judgement.follow)


def _says_so(texts: NDArray[np.object_], unreadable: Mask) -> Mask:
    said = np.zeros_like(unreadable)
    said[unreadable] = [is_undefined(str(text)) for text in texts[unreadable]]
    return said


def _has_none(name: str, values: Mapping[str, Array], reference: Reference) -> Mask:
    """Where a step has no value as a program takes it, and not only too large a one: (students, *shape)."""
    formula = reference.graph[name].formula
    assert formula is not None
    taken = fitted(evaluate(formula, values, limits=False), reference.graph[name].shape)
    small = np.ones(1, dtype=bool)
    for value in values.values():  # which all students may share
        small = small & (np.abs(value).reshape(len(value), -1).max(axis=1) < _LARGE)
    return np.asarray(~np.isfinite(taken).all(axis=1) & small.reshape(-1, *(1,) * len(reference.graph[name].shape)))
