"""Answers that are right by givens which another has, and not by the student's own: a question, never a verdict.

Somebody may have taken another's sheet, or another's answers, or the table of variants may have the wrong row. Counted
is only what neither a slip nor an earlier answer explains, or what is as if the givens had been misread as the other's;
answers of one kind (h₁ and h₂, the elements of ∂E/∂W) are evidence once where their two right answers are in one ratio,
as a factor left out or put in would have them. By chance a wrong number hits what another has to find at most as often
as `_CHANCE`, or as the digits written make it; how likely so many hits are is a sum of independent trials (see
`analysis.agreement`), times all the others of the class (Bonferroni).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.analysis.agreement import MOST_EXPECTED, at_least, kind
from grader.answers import Submission
from grader.engine import Array
from grader.errors import Attention
from grader.grading.course import Course
from grader.grading.places import places
from grader.marking import Marks
from grader.numbers import last_place

_CHANCE = 0.01
_NEAR = 1e-3
"""How far a number may be from another's, relatively: who rounds on the way is off by as much."""
_APART = 4
"""So many times as far apart two right answers have to be, so that a number tells which of them it is."""
_FEWEST = 2
"""Hits; one alone is a coincidence, however odd the number."""


def anothers(course: Course, marks: Sequence[Marks], submissions: Iterable[Submission]) -> Iterator[Attention]:
    """Each student whose answers are those of another variant, more than chance would make."""
    numeric = [(m, i) for i, m in enumerate(marks) if m.formula is None and m.students and m.columns]
    if len(course.variants) < _FEWEST or not numeric:
        return
    place, names = places(submissions), [variant.name for variant in course.variants]
    right = np.concatenate([_right(course, i) for _, i in numeric], axis=1)
    students = numeric[0][0].students
    works = _Works(*(np.concatenate([of(m) for m, _ in numeric], axis=1) for of in _ARRAYS))
    kinds = [f"{c.problem} {kind(c.quantity)}" for m, _ in numeric for c in m.columns]
    for row, (student, own) in enumerate(zip(students, numeric[0][0].variants, strict=True)):
        found = _likeliest(works.of(row), right, kinds, names.index(own)) if own in names else None
        if found and found.chance * len(students) * (len(names) - 1) < MOST_EXPECTED:
            said = f"{found.hits} of {found.of} answers that tell are right by the givens of '{names[found.variant]}'"
            todo = f"not by those of '{own}': is it another's sheet, or work, or is the table of variants wrong?"
            yield Attention(place(student), "", f"{said}, {todo}")


class _Works(NamedTuple):
    """What was written, by student and column: or, of one of them, by column."""

    value: Array
    own: Array
    """What is right by the student's own givens."""
    unexplained: NDArray[np.bool_]

    def of(self, row: int) -> "_Works":
        return _Works(*(array[row] for array in self))


_ARRAYS = (
    lambda m: m.value,
    lambda m: np.array([[float(text or "nan") for text in row] for row in m.expected]).reshape(m.value.shape),
    lambda m: (m.verdict == "wrong") | (m.cause == "misread"),
)


class _Found(NamedTuple):
    variant: int
    hits: int
    """Answers that are the other's, of so many that are either's or neither's and could tell."""
    of: int
    chance: float


def _right(course: Course, problem: int) -> Array:
    """What is right by each variant: (variants, columns)."""
    found = []
    for variant in course.variants:
        reference = variant.problems[problem][""]
        at = [(asked.quantity, tuple(i - 1 for i in asked.index)) for asked in reference.asked]
        found.append([float(reference.values[name][(0, 0, *index)]) for name, index in at])
    return np.array(found)


_Trial = tuple[str, float, float]
_SAME = 0.02


def _ratio(one: float, other: float) -> tuple[float, float]:
    """By which ratios are the same, but for rounding: the sign, and the size.

    >>> _ratio(0.5, -0.25) == _ratio(0.803, -0.4), _ratio(0.5, 0.25) == _ratio(0.9, 0.25)
    (True, False)
    """
    ratio = one / other if other else np.inf
    return float(np.sign(ratio)), float(np.round(np.log(abs(ratio)) / _SAME)) if ratio and np.isfinite(ratio) else one


def _likeliest(work: _Works, right: Array, kinds: Sequence[str], own: int) -> _Found | None:
    """The variant whose answers these are least likely to be by chance; None where they are nobody's."""
    told = np.isfinite(work.value) & ~np.isin(np.abs(work.value), (0, 1))
    unit = np.array([last_place(v) if ok else np.inf for v, ok in zip(work.value.tolist(), told.tolist(), strict=True)])
    within = np.maximum(unit, _NEAR * np.abs(right))
    apart = np.abs(right - work.own)
    tells = told & (apart > _APART * within)
    elsewhere = (np.abs(work.value[:, None] - work.own) <= _NEAR * np.abs(work.own)).any(axis=1)
    hits = tells & (np.abs(work.value - right) <= within)
    evidence = tells & work.unexplained & ~elsewhere
    found = None
    for variant in np.flatnonzero((hits & evidence).sum(axis=1) >= _FEWEST).tolist():
        trials, matched = dict[_Trial, float](), dict[_Trial, list[bool]]()
        for c in np.flatnonzero(evidence[variant]).tolist():
            trial = kinds[c], *_ratio(right[variant, c], work.own[c])
            chance = max(_CHANCE, 2 * float(within[variant, c] / apart[variant, c]))
            trials[trial] = max(trials.get(trial, 0.0), min(chance, 1.0))
            matched.setdefault(trial, []).append(bool(hits[variant, c]))
        count = sum(2 * sum(each) > len(each) for each in matched.values())
        chance = at_least(count, list(trials.values())) if count >= _FEWEST and variant != own else 1.0
        if found is None or chance < found.chance:
            found = _Found(variant, int(hits[variant].sum()), int(tells[variant].sum()), chance)
    return found
