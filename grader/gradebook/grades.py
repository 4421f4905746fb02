"""The gradebook itself: a row a student, a column a problem, then what policies give or take, and the total."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain, count
from types import MappingProxyType

import numpy as np
import pandas as pd

from grader.answers import Person
from grader.gradebook.exact import in_percent, number
from grader.marking import Marks
from grader.roster import Enrolled
from grader.totals import NOTHING, Score, Total, totals

ADJUSTMENTS = ("by hand", "cap", "dropped", "late", "penalty")
"""The columns that a gradebook has only where they are needed: how many answers a person has ruled on, what a cap on
lost points gives back, the problems that do not count, how late the work is, and what that costs."""
TOTALS = ("total", "out of", "percent")
ABOUT = ("name", "section")
"""The columns that a gradebook has where a class list tells them."""


def gradebook(
    marks: Sequence[Marks], others: Iterable[str] = (), known: Mapping[str, Enrolled] = MappingProxyType({})
) -> pd.DataFrame:
    """One row a student: a column a problem, then total, out of and percent; nan where nothing was handed in.

    `others` have a row too, without marks; `known` are the students on a class list, whose names and sections it tells.
    Between them stand those of `ADJUSTMENTS` that some rubric makes use of.
    A row's total is the sum of the problems that count, `cap` and `penalty`.
    """
    of_rubrics = {r: totals([m for m in marks if m.rubric == r]) for r in dict.fromkeys(m.rubric for m in marks)}
    students = sorted({*others, *(student for m in marks for student in m.students)})
    had = [[found[student] for found in of_rubrics.values() if student in found] for student in students]
    columns: dict[str, list[object]] = {"student": list(students), **_about(students, known)}
    for heading, scores, _ in _by_problem(marks, of_rubrics, students):
        columns[heading] = [np.nan if score is None else number(score.points) for score in scores]
    columns |= _adjustments(marks, of_rubrics, students, had)
    total = [_sum([t.total for t in theirs]) for theirs in had]
    out_of = [_sum([t.out_of for t in theirs]) for theirs in had]
    columns["total"] = _where(had, total)
    columns["out of"] = _where(had, out_of)
    columns["percent"] = list(map(in_percent, total, out_of))
    return pd.DataFrame(columns, columns=list(columns))


def _sum(points: Sequence[Fraction]) -> Fraction:
    return points[0] if len(points) == 1 else sum(points, NOTHING)


def _where(had: Sequence[Sequence[Total]], points: Sequence[Fraction]) -> list[object]:
    """The points of those who have handed something in; blank, not zero, for the others."""
    return [number(p) + 0.0 if theirs else np.nan for theirs, p in zip(had, points, strict=True)]


def _about(students: Sequence[str], known: Mapping[str, Enrolled]) -> dict[str, list[object]]:
    """What a class list says of the students, as far as it says it of anybody."""
    nobody = Enrolled(Person())
    theirs = [known.get(student, nobody) for student in students]
    columns: dict[str, list[object]] = {"name": [s.person.name for s in theirs], "section": [s.section for s in theirs]}
    return {name: texts for name, texts in columns.items() if any(texts)}


def called(grades: pd.DataFrame) -> dict[str, str]:
    """By student, the name where a class list tells it; name and id where two have the same."""
    ids = grades["student"].tolist()
    names = grades["name"].tolist() if "name" in grades else ids
    times = Counter(names)
    return {i: n if n and times[n] == 1 else _told_apart(n, i) for n, i in zip(names, ids, strict=True)}


def _told_apart(name: str, student: str) -> str:
    """What tells a student from others of the same name.

    >>> _told_apart("Ng, Ben", "ben"), _told_apart("Ng, Ben", "Ng, Ben (ben)"), _told_apart("", "ben")
    ('Ng, Ben (ben)', 'Ng, Ben (ben)', 'ben')
    """
    return student if student.startswith(name) else f"{name} ({student})"


def problems(grades: pd.DataFrame) -> list[str]:
    """The columns of a gradebook that are problems."""
    return [name for name in grades.columns if name not in ("student", *ABOUT, *ADJUSTMENTS, *TOTALS)]


OfRubrics = Mapping[str, Mapping[str, Total]]
"""By rubric and student."""


def _by_problem(
    marks: Sequence[Marks], of_rubrics: OfRubrics, students: Sequence[str]
) -> Iterator[tuple[str, list[Score | None], list[bool]]]:
    """For each problem its heading, every student's score, and whether it does not count."""
    before: Counter[str] = Counter()
    for heading, m in zip(_headings(marks), marks, strict=True):
        place, found = before[m.rubric], [of_rubrics[m.rubric].get(student) for student in students]
        before[m.rubric] += 1
        yield (
            heading,
            [None if t is None else t.scores[place] for t in found],
            [t is not None and place in t.dropped for t in found],
        )


def _adjustments(
    marks: Sequence[Marks], of_rubrics: OfRubrics, students: Sequence[str], had: Sequence[Sequence[Total]]
) -> dict[str, list[object]]:
    """Those of `ADJUSTMENTS` that some rubric makes use of."""
    found: dict[str, list[object]] = {}
    if any(m.ruled is not None for m in marks):
        by_hand: Counter[str] = Counter()
        for m in marks:
            by_hand.update(dict(zip(m.students, _by_hand_of(m), strict=True)))
        found["by hand"] = [float(by_hand[s]) if theirs else np.nan for s, theirs in zip(students, had, strict=True)]
    if any(m.most_lost is not None for m in marks):
        found["cap"] = _where(had, [sum((t.returned for t in theirs), NOTHING) for theirs in had])
    if any(m.policy.drop for m in marks):
        dropped = [[heading * out for out in outs] for heading, _, outs in _by_problem(marks, of_rubrics, students)]
        found["dropped"] = [", ".join(filter(None, theirs)) for theirs in zip(*dropped, strict=True)]
    if any(m.policy.late for m in marks):
        found["late"] = [", ".join(filter(None, (str(t.lateness or "") for t in theirs))) for theirs in had]
        found["penalty"] = _where(had, [-sum((t.penalty for t in theirs), NOTHING) for theirs in had])
    return found


def _by_hand_of(marks: Marks) -> list[int]:
    """How many answers of each student a person has ruled on; an array is one."""
    if marks.ruled is None:
        return [0] * len(marks.students)
    columns: dict[str, list[int]] = {}
    for c, column in enumerate(marks.columns):
        columns.setdefault(column.of or column.quantity, []).append(c)
    ruled = [marks.ruled[:, theirs].any(axis=1).tolist() for theirs in columns.values()]
    return [sum(theirs) for theirs in zip(*ruled, strict=True)]


def _headings(marks: Sequence[Marks]) -> list[str]:
    """How each problem's column is called: by the problem; by the rubric where it has one; by both among several."""
    rubrics = dict.fromkeys(m.rubric for m in marks)
    found = []
    for m in marks:
        problem = m.columns[0].problem if m.columns else ""
        parts = [m.rubric] if not problem else [problem] if len(rubrics) == 1 else [m.rubric, problem]
        found.append(" ".join(parts))
    return _apart(found)


def _apart(names: Iterable[str]) -> list[str]:
    """Names of columns that are all different, from one another and from the gradebook's own.

    >>> _apart(["1", "total", "1"])
    ['1', 'total (2)', '1 (2)']
    """
    taken, found = {"student", *ABOUT, *ADJUSTMENTS, *TOTALS}, []
    for name in names:
        numbered = (f"{name} ({n})" for n in count(2))
        found.append(next(fresh for fresh in chain([name], numbered) if fresh not in taken))
        taken.add(found[-1])
    return found
