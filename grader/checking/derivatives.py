"""The derived gradients held against central differences of the forward pass, at a rubric's own values.

A quantity is moved a little and everything after it is worked out again: what that does to the loss owes nothing to the
derivation. Two step sizes are combined, which leaves an error of fourth order (Richardson extrapolation; Press et al.,
*Numerical Recipes*, 3rd ed., 2007, section 5.7), and several are tried, for what is right agrees at one.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.checking.deviation import Deviation, follow
from grader.engine import LEAD, Array, Shape
from grader.reference import Quantity, Reference, Role

DISAGREES = 1e-5
"""Derivatives that differ by more, of the largest of a quantity's, are not the same."""
_STEPS = (1e-2, 1e-3, 1e-4, 1e-5)
_MOVES = (1.0, -1.0, 0.5, -0.5)
_WEIGHTS = (-1 / 6, 1 / 6, 8 / 6, -8 / 6)
"""(4·D(h/2) − D(h))/3 of the central differences D, as weights of the values at _MOVES steps, over h."""
_MOST_ELEMENTS = 24
"""A larger quantity is moved along random directions, not element by element."""
_DIRECTIONS = 3
NOISE = 1e-9
"""Of the size of a loss, over the step: derivatives that are less are lost in its last digits."""
_KINK = 1e-2
"""By so much the quotients ahead and behind differ at a kink."""
_SETTLED = 1e-2
"""By so much at most the quotients of two step sizes differ where a smaller one would change no more."""


class Compared(NamedTuple):
    """A derived gradient and the difference quotient that belongs to it."""

    quantity: Quantity
    disagreement: float
    """The largest difference, as a share of the largest element of either."""
    derived: float
    numeric: float
    """Where they differ most."""
    kink: bool
    """Whether the two sides differ there, and the derived one lies between: at a kink of the forward pass."""
    settled: bool
    """Whether they agree, or the quotients of two step sizes do with each other: if not, these prove nothing."""
    quotients: Array | None
    """The whole gradient as difference quotients, (1, points, *shape), where it was worked out finely by element."""
    lost: float
    """By so much the quotients may be off, for the loss has no more digits."""

    @property
    def judged(self) -> bool:
        """Whether anything is known of the derived gradient by the quotients."""
        return self.settled and not self.kink

    @property
    def wrong(self) -> bool:
        """Whether the derived gradient is not the derivative."""
        return self.disagreement > DISAGREES and self.judged


def compared(reference: Reference) -> Iterator[Compared]:
    """Every derived gradient of one number against difference quotients."""
    gradients: dict[str, list[Quantity]] = {}
    for quantity in reference.graph.values():
        if quantity.role is Role.GRADIENT:
            gradients.setdefault(quantity.of, []).append(quantity)
    for of, found in gradients.items():
        yield from _Differences(of, found, reference).compared()


class _Differences:
    """The difference quotients of one quantity by others."""

    def __init__(self, of: str, gradients: list[Quantity], reference: Reference) -> None:
        self.of, self.graph, self.values = of, reference.graph, reference.values
        self.gradients = sorted(gradients, key=lambda q: self.graph.place[q.wrt])
        self.directions = {q.wrt: _directions(q.shape) for q in gradients}
        ends = self.graph.ends(of).items()
        self.ends = {name: self.values[given] if given else np.ones((1, 1)) for name, given in ends}
        """What a move is seen in: `of` and whatever has its gradient given, with the weight of each."""
        self.within = frozenset(self.graph.up_to(self.ends))

    def compared(self) -> Iterator[Compared]:
        """Each gradient with its quotient, at the step size at which they agree best."""
        sides = np.stack([self._moved(step) for step in _STEPS])  # (steps, rows, points)
        right = self._right()
        noise = NOISE * self._largest()
        first = 0
        for quantity in self.gradients:
            directions = self.directions[quantity.wrt]
            rows = slice(first, first + len(directions) * len(_MOVES))
            first = rows.stop
            width = np.array([_width(step, self.values[quantity.wrt]) for step in _STEPS])
            moved = sides[:, rows].reshape(len(_STEPS), len(directions), len(_MOVES), -1)
            derived = np.einsum("pe,de->dp", self._flat(quantity.name), directions.reshape(len(directions), -1))
            yield _best(quantity, derived, moved, right, width, noise)

    def _largest(self) -> float:
        """What rounding is a share of: what is differentiated, or the 1 that ln(1 − 1e-12) is made of."""
        within = (q for q in self.gradients if self.graph[q.wrt].formula is not None)
        parts = (np.abs(self.values[q.name] * self.values[q.wrt]).max(initial=0.0) for q in within)
        return float(max(np.abs(self._right()).max(initial=0.0), *parts, 0.0))

    def _flat(self, name: str) -> Array:
        """A gradient in full: (points, elements)."""
        value, points = self.values[name][0], self._right().shape[1]
        return np.broadcast_to(value, (points, *value.shape[1:])).reshape(points, -1)

    def _right(self) -> Array:
        """What is differentiated, at the rubric's own values: (1, points)."""
        return np.asarray(sum(self._worth(name, self.values[name]) for name in self.ends))

    def _worth(self, name: str, value: Array) -> Array:
        """What a value of one of the ends, or a difference, is of what is differentiated: (students, points)."""
        worth = self.ends[name] * value
        return np.asarray(worth.reshape(*worth.shape[:LEAD], -1).sum(axis=LEAD))

    def _moved(self, step: float) -> Array:
        """What becomes of it when each of the others is moved a little: (rows, points)."""
        count = sum(len(d) for d in self.directions.values()) * len(_MOVES)
        found = np.tile(self._right(), (count, 1))

        def arrives(name: str, value: Array, rows: slice) -> Array | None:
            if name not in self.ends:
                return None
            found[rows] += self._worth(name, value - self.values[name])
            return self.values[name]  # what comes of it beyond is in the gradient that is given

        follow(self.graph, self.values, self._deviations(step), self.within, arrives)
        return found

    def _deviations(self, step: float) -> Iterator[Deviation]:
        for quantity in self.gradients:
            value = self.values[quantity.wrt]
            width = _width(step, value)
            by = np.stack([move * width * d for d in self.directions[quantity.wrt] for move in _MOVES])
            yield Deviation(quantity.wrt, value + by[:, None])


def _best(quantity: Quantity, derived: Array, moved: Array, right: Array, width: Array, noise: float) -> Compared:
    """The quotient that is nearest to what was derived: `moved` is (steps, directions, moves, points)."""
    h = width[:, None, None]
    numeric = _quotients(moved, right) / h
    size = np.maximum(np.abs(derived).max(initial=0.0), np.abs(numeric).max(axis=(1, 2)))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.abs(numeric - derived) / np.maximum(size, noise / width)[:, None, None]
    share = np.where(numeric == derived, 0.0, np.where(np.isnan(share), np.inf, share))
    best = int(np.argmin(share.max(axis=(1, 2))))
    place = np.unravel_index(int(np.argmax(share[best])), derived.shape)
    last = moved[-1] - right
    ahead, behind = last[:, 0] / width[-1], -last[:, 1] / width[-1]
    low, high = np.minimum(ahead, behind), np.maximum(ahead, behind)
    slack = 0.1 * (high - low)
    apart = high - low > _KINK * np.maximum(np.abs(high), np.abs(low))
    kinked = apart & (low - slack <= derived) & (derived <= high + slack)
    off = share[best] > DISAGREES
    fine = (np.abs(numeric[best] - derived) <= DISAGREES * size[best]).all()
    by_element = numeric[best].T if fine and numeric.shape[1] == int(np.prod(quantity.shape)) else None
    return Compared(
        quantity,
        float(share[best].max()),
        float(derived[place]),
        float(numeric[best][place]),
        bool(off.any() and kinked[off].all()),
        bool(not off.any() or _settled(numeric)[off].any()),
        by_element.reshape(1, -1, *quantity.shape) if by_element is not None else None,
        noise / float(width[best]),
    )


def _settled(numeric: Array) -> NDArray[np.bool_]:
    """Where two step sizes in a row give the same: (directions, points), from (steps, directions, points)."""
    size = np.maximum(np.abs(numeric[1:]), np.abs(numeric[:-1]))
    return np.asarray((np.abs(numeric[1:] - numeric[:-1]) <= _SETTLED * size).any(axis=0))


def _quotients(moved: Array, right: Array) -> Array:
    """The differences as quotients over a step of 1: of both sides or, at the edge of what has values, of the one."""
    both = np.einsum("sdmp,m->sdp", moved, np.array(_WEIGHTS))
    none = np.isnan(moved)  # too large for a number is another matter: there a smaller step has to do
    with np.errstate(invalid="ignore", over="ignore"):
        ahead = 4 * moved[:, :, 2] - moved[:, :, 0] - 3 * right
        behind = moved[:, :, 1] - 4 * moved[:, :, 3] + 3 * right
    either = np.where(none[:, :, 1] & none[:, :, 3], ahead, np.where(none[:, :, 0] & none[:, :, 2], behind, both))
    return np.where(np.isfinite(either), either, both)


def _width(step: float, value: Array) -> float:
    """How far a quantity is moved: a share of its size."""
    return step * (float(np.abs(value).max(initial=0.0)) or 1.0)


def _directions(shape: Shape) -> Array:
    """Along what a quantity is moved: each of its elements or, if there are many, random directions."""
    size = int(np.prod(shape))
    if size <= _MOST_ELEMENTS:
        return np.eye(size).reshape(size, *shape)
    return np.random.default_rng(0).choice([-1.0, 1.0], (_DIRECTIONS, *shape))
