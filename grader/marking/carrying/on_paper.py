"""How rounding on scratch paper moves what follows: steps that are not written down were rounded, too."""

from collections.abc import Iterator, Mapping
from math import prod

import numpy as np

from grader.engine import Array
from grader.marking.closeness import Mask, Rows
from grader.marking.rounding import COARSEST, Move, effects_of, element_by_element, tiled
from grader.marking.trail import Trail

_EXACT = 1e-6
"""A part of the last place: a number as near as this to what would be written of it was not rounded."""


def on_paper(
    trail: Trail, values: Mapping[str, Array], rows: Rows, held: Mapping[str, Mask] | None = None
) -> tuple[Array, Array]:
    """How far below and above the last step of a trail some students may come who rounded every blank before it.

    Each element of a blank may have been rounded to the last place that its student writes, or cut off there.
    First-order effects add up in the worst case. `values` and `held` as for `Trail.run`; returns two arrays like the
    step's value: the first not positive, the other not negative.
    """
    held = held or {}
    found = trail.with_blanks(values, rows, held)
    base = np.broadcast_to(found[trail.name], (len(rows), *found[trail.name].shape[1:]))

    def step(shares: Mapping[str, Array], who: Rows) -> Array:
        times = len(who) // len(rows)
        again = {name: tiled(value, times) for name, value in values.items()}
        masks = {name: np.tile(mask, times) for name, mask in held.items()}
        with np.errstate(invalid="ignore"):  # a share of ∞
            return trail.with_blanks(again, who, masks, shares)[trail.name]

    shares = {name: _shares(trail, name, found[name], rows, held) for name in trail.blanks}
    unmoved = {name: np.zeros_like(share) for name, share in shares.items()}
    down, up = np.zeros_like(base), np.zeros_like(base)
    size = len(rows) * sum(prod(value.shape[1:]) for value in found.values())
    for effects in effects_of(step, base, unmoved, rows, _moves(shares), size):  # of one unit more
        down += np.minimum(effects / 2, -effects).sum(axis=0)
        up += np.maximum(effects / 2, -effects).sum(axis=0)
    return down, up


def _moves(shares: Mapping[str, Array]) -> Iterator[Move]:
    for name, share in shares.items():
        yield from element_by_element(name, share)


def _shares(trail: Trail, name: str, value: Array, rows: Rows, held: Mapping[str, Mask]) -> Array:
    """The share of each element of a blank that its last place is; 0 where it is exact: (rows, points, *shape).

    Of a number of one or two figures it is not taken for more than `COARSEST`.
    """
    open_ = trail.open(name, rows, held)
    with np.errstate(divide="ignore", invalid="ignore"):
        units = np.abs(value) / trail.ledger.hand.rough_place(np.broadcast_to(value, open_.shape), rows)
        rounded = open_ & (np.abs(units - np.round(units)) > _EXACT)
        return np.asarray(np.where(rounded & np.isfinite(units), np.minimum(1 / units, COARSEST), 0.0))
