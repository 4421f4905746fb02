"""What each student is told, before it is laid out: the score, every answer, where it first went wrong, the graph."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from grader.drawing import Box, Line
from grader.engine import names_in, pretty, show
from grader.engine.elements import element
from grader.engine.paper import Layout, lay_out, lay_out_label, lay_out_number
from grader.marking import VERDICTS, Marks, Verdict
from grader.numbers import brief, points_text, rounded
from grader.reference import Asked, Reference
from grader.reports.feedback.own import Own
from grader.reports.solution import number
from grader.totals import Score, Total
from grader.wording import SIGNS, Wording

_BEGINS = ("slip", "wrong")
_HELPED = (*_BEGINS, "imprecise", "unreadable")
"""Verdicts beside which the right value is shown. Where there is no answer it is not: the student may try once more."""
_WORST_FIRST = ("slip", "wrong", "unreadable", "missing", "imprecise", "carried", "implied", "correct")
_MOST_NUMBERS = 24


class Row(NamedTuple):
    """One answer."""

    label: str
    answer: str
    """As written; empty where there is none."""
    verdict: str
    points: str
    out_of: str
    note: str
    right: str
    """What follows from the student's own earlier answers, or the expected formula; empty where it is not shown."""
    symbolic: bool
    bonus: bool


class Slip(NamedTuple):
    """Where it first went wrong."""

    row: Row
    working: tuple[Layout, ...]
    """The quantity, its formula, the formula with the student's own numbers, and the value that follows."""
    text: str
    """The same in a line of text."""


class Picture(NamedTuple):
    """One pass of the computation with the student's numbers on it."""

    number: int
    boxes: tuple[Box, ...]
    arrows: tuple[tuple[str, str], ...]


class Part(NamedTuple):
    """One problem."""

    heading: str
    points: str
    out_of: str
    convention: str
    rows: tuple[Row, ...]
    meanings: tuple[tuple[str, str], ...]
    """What the verdicts mean that are among the rows and need to be explained."""
    first: Slip | None
    others: bool
    """Whether there are more places to look at."""
    pictures: tuple[Picture, ...]


class Sheet(NamedTuple):
    """One assignment."""

    title: str
    points: str
    out_of: str
    percent: str
    remarks: tuple[str, ...]
    """What policies give or take."""
    parts: tuple[Part, ...]


class Letter(NamedTuple):
    """Everything that one student is told, and nothing about anybody else."""

    student: str
    name: str
    sheets: tuple[Sheet, ...]
    """None where nothing was handed in, or nothing of it could be read."""
    titles: tuple[str, ...]
    """What it is about."""
    unread: tuple[str, ...] = ()
    """Why nothing of what was handed in could be read, a line a file."""


class Problem(NamedTuple):
    """One problem of a rubric: the class's marks, and its references by convention."""

    marks: Marks
    references: Mapping[str, Reference]


class Assignment(NamedTuple):
    """One rubric."""

    title: str
    problems: tuple[Problem, ...]
    totals: Mapping[str, Total]
    """By student."""


def letters(
    assignments: Sequence[Assignment],
    names: Mapping[str, str],
    say: Wording,
    absent: Collection[str] = (),
    unread: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Iterator[Letter]:
    """A letter for each student who has marks, or is `absent`, or whose work could not be read at all, in order.

    `names` are better names for them, where they are known; `unread` says of each student's work why.
    """
    own = [[Own(problem.marks, problem.references) for problem in a.problems] for a in assignments]
    rows = [[{s: n for n, s in enumerate(p.marks.students)} for p in a.problems] for a in assignments]
    for student in sorted({*absent, *unread, *(student for a in assignments for student in a.totals)}):
        sheets = [
            _sheet(a, mine, [places.get(student) for places in where], student, say)
            for a, mine, where in zip(assignments, own, rows, strict=True)
            if student in a.totals
        ]
        titles = [sheet.title for sheet in sheets] or [a.title for a in assignments]
        why = () if sheets else tuple(unread.get(student, ()))
        yield Letter(student, names.get(student) or student, tuple(sheets), tuple(titles), why)


def _sheet(assignment: Assignment, own: Sequence[Own], rows: Sequence[int | None], student: str, say: Wording) -> Sheet:
    total = assignment.totals[student]
    several = len(assignment.problems) > 1
    parts = [
        _part(problem, mine, row, score, several, say)
        for problem, mine, row, score in zip(assignment.problems, own, rows, total.scores, strict=True)
        if row is not None and score is not None
    ]
    percent = f"{rounded(100 * total.total / total.out_of):.1f}".removesuffix(".0") if total.out_of else ""
    return Sheet(
        assignment.title,
        _points(total.total),
        _points(total.out_of),
        percent,
        tuple(say.policies(total, [_named(problem.marks) for problem in assignment.problems])),
        tuple(parts),
    )


def _part(problem: Problem, own: Own, n: int, score: Score, several: bool, say: Wording) -> Part:
    marks, reference = problem.marks, own.reference(n)
    symbolic, convention = bool(reference.problem.symbols), own.convention(n)
    rows = tuple(_row(marks, n, c, symbolic, say) for c in range(len(marks.columns)))
    name = _named(marks)
    heading = ". ".join(filter(None, (say("problem", name=name) if name else "", marks.title))) if several else ""
    begins = [c for c in own.order(n) if rows[c].verdict in _BEGINS and not _is_ruled(marks, n, c)]
    return Part(
        heading,
        _points(score.earned),
        _points(score.out_of),
        convention,
        rows,
        tuple(
            (word, say.meaning(word)) for word in VERDICTS if say.meaning(word) and any(word == r.verdict for r in rows)
        ),
        _slip(reference.asked[begins[0]], rows[begins[0]], reference, own, n) if begins else None,
        len(begins) > 1,
        tuple(_pictures(reference, own, n, rows)) if any(row.answer for row in rows) else (),
    )


def _named(marks: Marks) -> str:
    """What a problem is called; nothing where it is alone."""
    return marks.columns[0].problem if marks.columns else ""


def _is_ruled(marks: Marks, n: int, c: int) -> bool:
    """Whether a person has ruled on an answer: then the note says why, and nobody is told where it went wrong."""
    return marks.ruled is not None and bool(marks.ruled[n, c])


def _row(marks: Marks, n: int, c: int, symbolic: bool, say: Wording) -> Row:
    column, verdict = marks.columns[c], str(marks.verdict[n, c])
    helped = verdict in _HELPED
    right = (str(marks.expected[n, c]) if symbolic else _short(str(marks.followed[n, c]))) if helped else ""
    note = say.note(verdict, str(marks.cause[n, c]), marks.note[n, c])
    return Row(
        column.quantity,
        str(marks.answer[n, c]).strip(),
        verdict,
        _points(column.out_of * marks.shares[marks.share[n, c]]),
        _points(column.out_of),
        note,
        right,
        symbolic,
        column.bonus,
    )


def _short(value: str) -> str:
    """A value to as many figures as a key shows."""
    return number(float(value)) if value else ""


_points = lru_cache(maxsize=4096)(points_text)


# ---- the step, with the student's own numbers ------------------------------------------------------------------------


def _slip(asked: Asked, row: Row, reference: Reference, own: Own, n: int) -> Slip:
    """The step on paper and in a line: its formula, with the student's own numbers where it can be written out."""
    formula = reference.graph[asked.quantity].formula
    assert formula is not None
    layouts, texts = [lay_out_label(row.label), lay_out(formula)], [row.label, show(formula)]
    written = None if row.symbolic else element(formula, asked.index, own.shapes(n))
    if written is not None and len(names_in(written)) <= _MOST_NUMBERS:
        numbers = {name: own.shown(name, n) for name in names_in(written)}
        layouts.append(lay_out(written, numbers))
        texts.append(show(written, numbers))
    if row.right and not row.symbolic:
        layouts.append(lay_out_number(row.right)[0])
        texts.append(row.right)
    kept = [part for i, part in enumerate(layouts) if part not in layouts[:i]]
    return Slip(row, tuple(kept), " = ".join(dict.fromkeys(texts)))


# ---- the graph, with the student's own numbers -----------------------------------------------------------------------


def _pictures(reference: Reference, own: Own, n: int, rows: Sequence[Row]) -> Iterator[Picture]:
    by_quantity: dict[str, list[Row]] = {}
    for asked, row in zip(reference.asked, rows, strict=True):
        by_quantity.setdefault(asked.quantity, []).append(row)
    for drawn in own.passes(n):
        boxes = (
            Box(names[0], tuple(_line(name, by_quantity.get(name, ()), own, n) for name in names))
            for names in drawn.boxes
        )
        yield Picture(drawn.number, tuple(boxes), drawn.arrows)


def _line(name: str, rows: Sequence[Row], own: Own, n: int) -> Line:
    """A quantity with what the student wrote for it, and its verdict; of an array, how many of each."""
    if not rows:
        return Line(own.given(name, n))
    worst = min((row.verdict for row in rows), key=_WORST_FIRST.index)
    if len(rows) == 1:
        numeric = rows[0].answer and not rows[0].symbolic and worst != Verdict.UNREADABLE.word
        answer = brief(rows[0].answer, own.value(name, n)) if numeric else rows[0].answer
        shown = f"{pretty(name)} = {answer}" if answer and not rows[0].symbolic else pretty(name)
        return Line(shown, worst, SIGNS[worst])
    counts = [(SIGNS[v], sum(row.verdict == v for row in rows)) for v in reversed(_WORST_FIRST)]
    merged: dict[str, int] = {}
    for sign, count in counts:
        merged[sign] = merged.get(sign, 0) + count
    return Line(pretty(name), worst, " ".join(f"{count}{sign}" for sign, count in merged.items() if count))
