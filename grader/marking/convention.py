"""Declared alternatives: a student's whole work is marked under each convention, and the best is kept and named."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.marking.marks import Marks
from grader.marking.notes import BY_CONVENTION
from grader.marking.said import Said
from grader.marking.verdicts import Verdict


def best_of(marks: Mapping[str, Marks]) -> Marks:
    """The marks by convention (the rubric's own is called ""), for each student those under the one that earns most."""
    names, tables = list(marks), list(marks.values())
    if len(tables) == 1:
        return tables[0]
    best = chosen(tables)
    shares = tuple(dict.fromkeys(share for table in tables for share in table.shares))
    aligned = [_named(_with_shares(table, shares), name) for name, table in zip(names, tables, strict=True)]
    everybody = np.arange(len(best))
    arrays: dict[str, Any] = {
        field.name: np.stack([getattr(table, field.name) for table in aligned])[best, everybody]
        for field in fields(Marks)
        if isinstance(getattr(aligned[0], field.name), np.ndarray)
    }
    return replace(aligned[0], **arrays, conventions=tuple(names[i] for i in best.tolist()))


def chosen(tables: Sequence[Marks]) -> NDArray[np.intp]:
    """For each student, which of the conventions earns most; the first of several.

    First as if all were written finely enough: too few figures say nothing of what a student has gone by.
    """
    earned = np.stack([(_finely(table).sum(axis=1), table.points().sum(axis=1)) for table in tables]).round(9)
    order = [max(range(len(tables)), key=lambda i: (*earned[i, :, k], -i)) for k in range(earned.shape[2])]
    return np.array(order, dtype=np.intp)


def _finely(marks: Marks) -> NDArray[np.float64]:
    """The points of every answer if those with too few figures were right: (students, columns)."""
    whole = np.array([float(column.out_of) for column in marks.columns])
    return np.where(marks.verdict == Verdict.IMPRECISE.word, whole, marks.points())


def _with_shares(marks: Marks, shares: tuple[object, ...]) -> Marks:
    place = np.array([shares.index(share) for share in marks.shares])
    return replace(marks, share=place[marks.share], shares=shares)  # type: ignore[arg-type]


def _named(marks: Marks, name: str) -> Marks:
    if not name:
        return marks
    note = np.frompyfunc(lambda text: Said(BY_CONVENTION, text, name), 1, 1)(marks.note)
    return replace(marks, note=note)
