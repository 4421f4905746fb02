"""The answers of a class laid out as arrays, one per quantity."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from grader.marking.closeness import Written


@dataclass(frozen=True)
class Sheet:
    """What a class wrote for one problem, by quantity.

    `texts`: (students, *shape) as written; `unreadable`: the same, where there is text but no number; `aside`: the
    same of some quantities, where there is an answer that is marked as if it had been left blank; `doubted`: the same,
    where what follows it may tell what was gone on with; `whole`: the same,
    where one formula was given for all of an array; `shown`: by quantity, whose formulas for others hold its step;
    `faults`: what is at fault in a formula that cannot be read; `shared`: where an answer is one to another problem,
    too, in which it is charged.
    """

    students: tuple[str, ...]
    written: Mapping[str, Written]
    texts: Mapping[str, NDArray[np.object_]]
    unreadable: Mapping[str, NDArray[np.bool_]]
    aside: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)
    doubted: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)
    whole: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)
    shown: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)
    faults: Mapping[str, NDArray[np.object_]] = field(default_factory=dict)
    shared: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """The answers that one student may give."""
        return sum(math.prod(texts.shape[1:]) for texts in self.texts.values()) or 1

    def parts(self, size: int) -> "Iterator[Sheet]":
        """The class in parts of at most so many students; one part, if there are none."""
        if len(self.students) <= size:
            yield self
            return
        for start in range(0, len(self.students), size):
            yield self.of(np.arange(start, min(start + size, len(self.students))))

    def of(self, rows: NDArray[np.intp]) -> "Sheet":
        """What some of the students wrote."""
        return Sheet(
            tuple(self.students[row] for row in rows.tolist()),
            {name: written.rows(rows) for name, written in self.written.items()},
            {name: texts[rows] for name, texts in self.texts.items()},
            {name: mask[rows] for name, mask in self.unreadable.items()},
            **{kind: {name: masks[rows] for name, masks in getattr(self, kind).items()} for kind in _OF_SOME},
        )

    def different(self) -> "tuple[Sheet, list[int]]":
        """The sheet of the first of each of those who wrote the very same, and for every student the row there."""
        if not self.students:
            return self, []
        rows: dict[tuple[object, ...], int] = {}
        parts = self.parts(max(1, _AT_ONCE // self.width))
        which = [rows.setdefault(row, len(rows)) for part in parts for row in part._rows()]
        if len(rows) == len(which):
            return self, which
        return self.of(np.unique(which, return_index=True)[1]), which

    def _rows(self) -> "Iterator[tuple[object, ...]]":
        """All that each student wrote, and what was made of it."""
        count = len(self.students)
        arrays = [array for kind in ("texts", "unreadable", *_OF_SOME) for array in getattr(self, kind).values()]
        arrays += [part for written in self.written.values() for part in written]
        numbers = [array.reshape(count, -1) for array in arrays if array.dtype != object]
        texts = [column for array in arrays if array.dtype == object for column in array.reshape(count, -1).T.tolist()]
        digests = (sha256(row).digest() for row in np.concatenate(numbers, axis=1, dtype=float))
        return zip(digests, *texts, strict=True)


_OF_SOME = ("aside", "doubted", "whole", "shown", "faults", "shared")
"""What a sheet has of some quantities."""
_AT_ONCE = 100_000
"""Answers that are compared at once: what a large class needs in memory is the sheet, and little besides."""
