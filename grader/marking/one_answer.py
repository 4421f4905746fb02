"""One formula given for a whole array is one answer: a slip in it costs a share of all its points, not of an element's.

Numbers are worked out one by one, so that a slip which runs through all of them is charged at the first; the others
follow. Of a formula there is nothing else that could be right.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from grader.marking.judgement import Judgement
from grader.marking.marks import Marks
from grader.marking.notes import AS_ONE
from grader.marking.said import Said
from grader.marking.sheet import Sheet
from grader.marking.verdicts import Verdict
from grader.reference import Reference


def as_one_answer(reference: Reference, sheet: Sheet, judged: Mapping[str, Judgement], marks: Marks) -> Marks:
    """The marks with what is charged at one element of a formula given as a whole charged at those beside it."""
    share, note = marks.share.copy(), marks.note.copy()
    for name, whole in sheet.whole.items():
        places = {
            c: tuple(i - 1 for i in element.index)
            for c, element in enumerate(reference.asked)
            if element.quantity == name
        }
        for row in np.flatnonzero(whole.any(axis=tuple(range(1, whole.ndim)))).tolist():
            alike = {c: place for c, place in places.items() if whole[(row, *place)]}
            charged = [c for c, place in alike.items() if judged[name].verdict[(row, *place)] == Verdict.SLIP]
            for c in _carried_beside(judged[name], name, row, alike) if charged else ():
                share[row, c] = min((share[row, other] for other in charged), key=marks.shares.__getitem__)
                note[row, c] = Said(AS_ONE) if note[row, c] != "" else ""
    return replace(marks, share=share, note=note)


def _carried_beside(judgement: Judgement, name: str, row: int, places: Mapping[int, tuple[int, ...]]) -> list[int]:
    """The columns of those elements whose slip is charged at another of the same array."""
    why = {c: judgement.why.get((row, *place)) for c, place in places.items()}
    return [c for c, told in why.items() if told is not None and told.same == name]
