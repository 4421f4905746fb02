"""Whether a number would be marked right: the band of a problem around what is expected, and the digits as written."""

import numpy as np

from grader.engine import LEAD, Array
from grader.marking import bands
from grader.marking.closeness import Mask, Written, agrees
from grader.marking.ledger import Ledger
from grader.marking.shortening import to_figures
from grader.reference import Reference

_USUAL_FIGURES = 3
"""As how many figures an answer is taken to be written where the rubric asks for none."""


class Acceptance:
    """What marking takes for right in one problem, where it is written to as many figures as the rubric asks."""

    def __init__(self, reference: Reference) -> None:
        self._ledger = Ledger(reference.graph, {}, reference.values)
        self._tolerance = reference.problem.tolerance
        self.figures = reference.problem.figures or _USUAL_FIGURES

    def accepts(self, name: str, value: Array, expected: Array, before: Array | None = None) -> Mask:
        """Whether `value`, written down, is right where `expected` is: each (students, points, *shape), so the result.

        `before`: for an updated parameter, the one before the step. Every point stands for numbers of its own.
        """
        shape = np.broadcast_shapes(value.shape, expected.shape)
        shown = to_figures(np.broadcast_to(value, shape), self.figures)
        with np.errstate(divide="ignore", invalid="ignore"):
            unit = np.where(shown == 0, 0.0, 10.0 ** (np.floor(np.log10(np.abs(shown))) - self.figures + 1))
        written = Written(shown, unit, np.full(shape, float(self.figures)))
        band = self.band(name, expected, before)
        flat = (shape[0] * shape[1], 1, *shape[LEAD:])
        parts = (np.broadcast_to(a, shape).reshape(flat) for a in (*written, expected, band))
        figured, low, width = Written(next(parts), next(parts), next(parts)), next(parts), next(parts)
        return agrees(figured, low, low, width).reshape(shape) & np.isfinite(shown)

    def band(self, name: str, expected: Array, before: Array | None = None) -> Array:
        """Half the width of the band around what is expected."""
        quantity = self._ledger.graph[name]
        operands = {quantity.of: before} if before is not None else self._ledger.reference
        return bands.band(self._ledger, name, expected, operands, self._tolerance)
