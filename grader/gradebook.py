"""Marks as tidy tables: the only door to pandas. Exact credit becomes a number here, rounded once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import chain, count
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from grader.answers import Person
from grader.errors import Attention
from grader.marking import Marks
from grader.numbers import rounded
from grader.roster import Enrolled
from grader.totals import NOTHING, Score, Total, totals

ANSWERS = (
    "student", "problem", "quantity", "answer", "value", "expected", "followed", "verdict", "cause", "points",
    "out_of", "note",
)  # fmt: skip
"""The columns of the table of answers."""
ADJUSTMENTS = ("by hand", "cap", "dropped", "late", "penalty")
"""The columns that a gradebook has only where they are needed: how many answers a person has ruled on, what a cap on
lost points gives back, the problems that do not count, how late the work is, and what that costs."""
TOTALS = ("total", "out of", "percent")
ABOUT = ("name", "section")
"""The columns that a gradebook has where a class list tells them."""


def answers(marks: Sequence[Marks]) -> pd.DataFrame:
    """One row a student and asked quantity: students in order, then the rubric's order."""
    given = [m for m in marks if m.students]
    if not given:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in ANSWERS})
    order = _order(given)
    table = pd.concat(map(_answers, given), ignore_index=True)
    return table if (np.diff(order) == 1).all() else table.iloc[order].reset_index(drop=True)


def _order(given: Sequence[Marks]) -> NDArray[np.intp]:
    """The rows of some tables, one after another, in the order of the students."""
    rank = {name: i for i, name in enumerate(sorted({student for m in given for student in m.students}))}
    ranks = [np.repeat([rank[student] for student in m.students], len(m.columns)) for m in given]
    return np.argsort(np.concatenate(ranks), kind="stable")


def with_rubrics(answers: pd.DataFrame, marks: Sequence[Marks]) -> pd.DataFrame:
    """The table of answers with the rubric of each, which `marks.csv` has no column for, where there are several."""
    given = [m for m in marks if m.students]
    if len({m.rubric for m in given}) < _SEVERAL:
        return answers
    rows = [len(m.students) * len(m.columns) for m in given]
    rubrics = np.repeat(np.array([m.rubric for m in given], dtype=object), rows)[_order(given)]
    return answers.assign(rubric=rubrics)[["student", "rubric", *answers.columns[1:]]]


_SEVERAL = 2


def _answers(marks: Marks) -> pd.DataFrame:
    students, columns = len(marks.students), len(marks.columns)
    points, out_of = _points(marks)
    return pd.DataFrame(
        {
            "student": np.repeat(np.array(marks.students, dtype=object), columns),
            "problem": np.tile(np.array([c.problem for c in marks.columns], dtype=object), students),
            "quantity": np.tile(np.array([c.quantity for c in marks.columns], dtype=object), students),
            "answer": marks.answer.ravel(),
            "value": marks.value.ravel(),
            "expected": marks.expected.ravel(),
            "followed": marks.followed.ravel(),
            "verdict": marks.verdict.ravel(),
            "cause": marks.cause.ravel(),
            "points": points.ravel(),
            "out_of": np.tile(out_of, students),
            "note": marks.note.ravel(),
        },
        columns=list(ANSWERS),
    )


def _points(marks: Marks) -> tuple[np.ndarray, np.ndarray]:
    """The points of every answer (students, columns), and what each column is out of, rounded."""
    worth = np.array([[number(c.out_of * share) for share in marks.shares] for c in marks.columns], dtype=float)
    points = worth[np.arange(len(marks.columns)), marks.share]
    return points, np.array([number(c.out_of) for c in marks.columns], dtype=float)


def number(points: Fraction) -> float:
    """Exact points as a number, rounded once.

    >>> number(Fraction(1, 3))
    0.3333
    """
    return _number(points.as_integer_ratio())


Ratio = tuple[int, int]
"""A fraction as what is remembered is asked for by: a fraction itself takes ten times as long to be found again."""


@lru_cache(4_096)
def _number(points: Ratio) -> float:
    return rounded(Fraction(*points))


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


def in_percent(points: Fraction, out_of: Fraction) -> float:
    """A share in percent, rounded once; nan of nothing."""
    return _in_percent(points.as_integer_ratio(), out_of.as_integer_ratio()) if out_of else np.nan


@lru_cache(4_096)
def _in_percent(points: Ratio, out_of: Ratio) -> float:
    return number(100 * Fraction(*points) / Fraction(*out_of))


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
    return {i: (n if times[n] == 1 else f"{n} ({i})") if n else i for n, i in zip(names, ids, strict=True)}


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
    for heading, m in zip(headings(marks), marks, strict=True):
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
            by_hand.update(dict(zip(m.students, by_hand_of(m), strict=True)))
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


def by_hand_of(marks: Marks) -> list[int]:
    """How many answers of each student a person has ruled on; an array is one."""
    if marks.ruled is None:
        return [0] * len(marks.students)
    columns: dict[str, list[int]] = {}
    for c, column in enumerate(marks.columns):
        columns.setdefault(column.of or column.quantity, []).append(c)
    ruled = [marks.ruled[:, theirs].any(axis=1).tolist() for theirs in columns.values()]
    return [sum(theirs) for theirs in zip(*ruled, strict=True)]


def headings(marks: Sequence[Marks]) -> list[str]:
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


def attention(rows: Iterable[Attention], lost: Mapping[str, Fraction] = MappingProxyType({})) -> pd.DataFrame:
    """What a person should look at, the gravest first, then by submission: what is told of all of it, then its places.

    `lost` are points that a submission lacks: of equally grave ones that which lacks most comes first.
    """
    ordered = sorted(rows, key=lambda row: (row.weight, -lost.get(row.submission, 0), row.submission, bool(row.place)))
    return pd.DataFrame([(a.submission, a.place, a.issue) for a in ordered], columns=["submission", "place", "issue"])
