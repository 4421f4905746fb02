"""How each student writes: in how many figures, to how many decimals, and what they write again and again."""

import math
from collections.abc import Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from grader.engine import Array
from grader.marking.closeness import PROVING, Rows, Written, bare, of_rows
from grader.reference import Graph

_FINE = 0.005
"""A last place this small beside the middle one of all right values: three decimals among numbers of some tenths."""
_NEARLY_ALL, _SEVERAL, _FINEST = 0.8, 5, 0.001
"""So many of at least so many numbers, and to so many decimals or more, show a habit."""
_ROUGHEST = 0.01
"""The last place of numbers to two decimals: a habit, too, but one that hides small numbers."""
_FINE_IN_ARRAY = 0.05
"""A last place this small beside the largest element of an array that is written to so many decimals."""
_OFTEN = 4
"""A number is repeated if it is given for so many values that differ, and for more than a quarter of them."""
_DUST = 1e-13
_ROUNDED = 1e-6
"""A number is rounded if it is off by more than this share of it."""


class Handwriting:
    """The habits of a class, from all that is written on one problem."""

    def __init__(self, graph: Graph, written: Mapping[str, Written], reference: Mapping[str, Array]) -> None:
        self.graph, self.written, self.reference = graph, written, reference

    @cached_property
    def finest(self) -> Array:
        """By student, the last place that is fine beside their other numbers, or that nearly all of these have."""
        return np.maximum(self._fine, self.throughout)

    def last_place(self, value: Array, rows: Rows) -> Array:
        """Where some students would have ended the numbers `value`, (rows, …), if they had written them.

        To as many decimals as they write throughout; else to as many figures as most that they write, since what has
        fewer may be exact.
        """
        axes = (len(rows), *(1,) * (value.ndim - 1))
        decimals, figures = self.throughout[rows].reshape(axes), self._figures[rows].reshape(axes)
        with np.errstate(divide="ignore"):
            place = 10.0 ** (np.floor(np.log10(np.abs(value))) - figures + 1)
        return np.where(decimals == PROVING, place, decimals)

    @cached_property
    def _figures(self) -> Array:
        """By student, the figures of their answers, all but the finest tenth: (students,)."""
        shown = [_flat(np.where(np.isnan(w.value), np.nan, w.figures)[:, 0]) for w in self.written.values()]
        figures = np.sort(np.hstack(shown), axis=1)
        count = (~np.isnan(figures)).sum(axis=1)
        at = np.maximum(np.ceil(0.9 * count).astype(np.intp) - 1, 0)
        return np.asarray(np.nan_to_num(figures[np.arange(len(figures)), at], nan=17.0))

    def rough_place(self, value: Array, rows: Rows) -> Array:
        """The same, but of students who write so many figures here and fewer there as roughly as they often do."""
        few = np.minimum(self._rounded_figures, self._figures)[rows].reshape(len(rows), *(1,) * (value.ndim - 1))
        with np.errstate(divide="ignore"):
            place = 10.0 ** (np.floor(np.log10(np.abs(value))) - few + 1)
        habit = self.throughout[rows].reshape(few.shape)
        return np.where(habit == PROVING, np.maximum(place, self.last_place(value, rows)), habit)

    @cached_property
    def _rounded_figures(self) -> Array:
        """By student, the figures that at least two fifths of their right numbers were rounded to: (students,).

        What is exact as it is written tells nothing; nor do numbers too few to show a habit, nor one in ten from which
        a nought was left out at the end.
        """
        shown = []
        for name, (value, unit, figures) in self.written.items():
            off = np.abs(value - self.reference[name])
            rounded = (off <= unit) & (off > _ROUNDED * np.abs(value))
            shown.append(_flat(np.where(rounded, figures, np.nan)[:, 0]))
        figures = np.sort(np.hstack(shown), axis=1)
        count = (~np.isnan(figures)).sum(axis=1)
        often = figures[np.arange(len(figures)), 2 * count // 5 * (count >= _SEVERAL)]
        return np.asarray(np.where(count >= _SEVERAL, often, np.inf))

    def decimals(self, name: str) -> Array:
        """The last place of an array that a student writes to so many decimals throughout, else `PROVING`.

        Beside 0.049 and 0.038 what is written as 0.003 is written to three decimals, however few figures that leaves.
        """
        value, unit, figures = self.written[name]
        axes = tuple(range(1, value.ndim))
        blank = np.isnan(value)
        last = np.where(blank, -np.inf, unit).max(axis=axes, keepdims=True)
        same = (blank | (unit >= last * (1 - _DUST))).all(axis=axes, keepdims=True)
        several = (~blank & (figures > 1)).sum(axis=axes, keepdims=True) > 1
        fine = last <= _FINE_IN_ARRAY * np.where(blank, 0.0, np.abs(value)).max(axis=axes, keepdims=True, initial=0.0)
        return np.where(same & several & fine, last, PROVING)

    @property
    def throughout(self) -> Array:
        """By student, the last place of nearly all their numbers, if they write so many decimals throughout.

        Three decimals at least, with noughts at the end where there are such; else `PROVING`.
        """
        last, spread = self._habit
        return np.where((spread > 1) & (last <= _FINEST), last, PROVING)

    @cached_property
    def rough(self) -> Array:
        """The same of two decimals at least, which leave hardly a figure of what is small."""
        last, spread = self._habit
        return np.where((spread > 0) & (last <= _ROUGHEST), last, PROVING)

    @cached_property
    def _habit(self) -> tuple[Array, Array]:
        """By student, the last place of nearly all their numbers (else infinite), and how much their figures differ.

        A mere 0 is written so whatever the habit.
        """
        written = self.written.values()
        unit = np.hstack([_flat(np.where(np.isnan(w.value) | bare(w), np.nan, w.unit)[:, 0]) for w in written])
        figures = np.hstack([_flat(np.where(np.isnan(w.value), np.nan, w.figures)[:, 0]) for w in written])
        last, count = _nanmedian(unit), (~np.isnan(unit)).sum(axis=1)
        with np.errstate(invalid="ignore"):
            same = np.abs(unit - last[:, None]) <= _DUST
        throughout = (same.sum(axis=1) >= _NEARLY_ALL * count) & (count >= _SEVERAL)
        return np.where(throughout, last, np.inf), _spread(np.where(same, figures, np.nan))

    @cached_property
    def _fine(self) -> Array:
        computed = [self.reference[name] for name, quantity in self.graph.items() if quantity.formula is not None]
        students = max((len(value) for value in computed), default=1)
        sizes = np.hstack(
            [np.broadcast_to(np.abs(v), (students, *v.shape[1:])).reshape(students, -1) for v in computed]
        )
        sizes[(sizes == 0).all(axis=1)] = 1.0
        return np.asarray(_FINE * np.nanmedian(np.where(sizes > 0, sizes, np.nan), axis=1))

    def repeated(self, name: str, rows: Rows) -> NDArray[np.bool_]:
        """Which answers of some students are a number that they give to much of what is asked: it proves nothing."""
        value = self.written[name].value[rows]
        usual = self._usual[rows].reshape(len(rows), *(1,) * (value.ndim - 1), 3)
        return np.asarray((value[..., None] == usual).any(axis=-1))

    @cached_property
    def _usual(self) -> Array:
        """Each student's numbers that stand for more than a quarter of the values asked; else nan: (students, 3)."""
        answers = np.hstack([_flat(w.value[:, 0]) for w in self.written.values()])
        right = np.hstack([_flat(_rounded(self.reference[name][:, 0])) for name in self.written])
        values = np.sort(answers, axis=1)  # what is blank comes last
        count = (~np.isnan(values)).sum(axis=1, keepdims=True)
        at = np.minimum(count * np.array([1, 2, 3]) // 4, values.shape[1] - 1)
        usual = np.take_along_axis(values, at, axis=1)
        times = (values[:, :, None] == usual[:, None]).sum(axis=1)
        often = (4 * times > count) & (times >= _OFTEN)
        for student, k in np.argwhere(often).tolist():
            answered, expected = answers[student], of_rows(right, np.array([student]))[0]
            stands_for = len(np.unique(expected[answered == usual[student, k]]))
            asked = len(np.unique(expected[~np.isnan(answered)]))
            often[student, k] = 4 * stands_for > asked and stands_for >= _OFTEN
        return np.asarray(np.where(often, usual, np.nan))


def _nanmedian(values: Array) -> Array:
    """The median of each row; nan where there is nothing."""
    some = ~np.isnan(values).all(axis=1)
    found = np.full(len(values), np.nan)
    found[some] = np.nanmedian(values[some], axis=1)
    return found


def _spread(values: Array) -> Array:
    """The difference between the largest and the least of each row; 0 where there is nothing."""
    high, low = np.nan_to_num(values, nan=-np.inf).max(axis=1), np.nan_to_num(values, nan=np.inf).min(axis=1)
    return np.where(np.isfinite(high), high - low, 0.0)


def _flat(values: Array) -> Array:
    return values.reshape(len(values), math.prod(values.shape[1:]))


def _rounded(value: Array) -> Array:
    """Sizes to six figures."""
    size = np.abs(value)
    with np.errstate(divide="ignore", invalid="ignore"):
        place = 10.0 ** (np.floor(np.log10(size)) - 5)
        return np.where(size > 0, np.round(size / place) * place, size)
