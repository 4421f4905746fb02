"""Lays rulings over the marks of a run: each on the answers that it means, or told to a person where it fits none."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from grader.engine import nearest
from grader.errors import Attention, Fault, GradeError, Weight
from grader.marking import Marks, Said, worth_of
from grader.notation import Vocabulary
from grader.numbers import points_text
from grader.overrides.reading import FILE, Override, rounds_to
from grader.reference import Reference
from grader.roster import Directory

_WRONG = ("slip", "wrong", "imprecise", "unreadable")
"""Verdicts that a ruling on a value is about: it never takes from an answer that is right, or follows."""


class Marked(NamedTuple):
    """The marks of one problem with what they were made from."""

    marks: Marks
    reference: Reference
    vocabulary: Vocabulary


class Cell(NamedTuple):
    """An answer: which of the tables, which student, which column."""

    table: int
    row: int
    column: int


class Misfit(Exception):  # noqa: N818
    """A ruling that fits nothing: why, for a person."""


class Stranger(Misfit):
    """A ruling on a quantity that is not known here at all."""


class Nobody(Misfit):
    """A ruling on somebody who is not known here."""


class Misspelt(Nobody):
    """The same where somebody here is called nearly so."""


class Others(NamedTuple):
    """The rubrics beside those of a run, whose rulings may stand in the same file."""

    names: Sequence[str] = ()
    asking: Callable[[Override], Sequence[str]] = lambda _ruling: ()
    """Those of them that ask for what a ruling is of."""


def apply(
    overrides: Sequence[Override],
    marked: Sequence[Marked],
    others: Others = Others(),  # noqa: B008 (it cannot change)
    directory: Directory | None = None,
) -> tuple[list[Marks], list[Attention]]:
    """The marks after all rulings, and those that do not fit and are of no other rubric.

    A ruling on a student counts before one on a value. GradeError where two of a kind say different things of the
    same answer.
    """
    directory = directory or Directory({student: () for m in marked for student in m.marks.students})
    rows = [{student: row for row, student in enumerate(m.marks.students)} for m in marked]
    attention: list[Attention] = []
    rulings: dict[Cell, Override] = {}
    moot: dict[int, Override] = {}
    faults: list[Fault] = []
    for override in sorted(overrides, key=lambda o: (not o.student, o.line)):
        if override.rubric and override.rubric in others.names:
            continue
        try:
            cells = list(_cells(override, marked, directory, rows, others))
        except Misfit as misfit:
            unknown = isinstance(misfit, Stranger | Nobody)
            theirs = others.asking(override) if unknown and not override.rubric else ()
            if theirs and isinstance(misfit, Stranger):
                continue
            maybe = f" (or is it of {' or '.join(theirs)}? say which in a column 'rubric')" if theirs else ""
            said = f"{misfit}{maybe}"
            weight = Weight.SETTLED if theirs and not isinstance(misfit, Misspelt) else Weight.LOST
            attention.append(Attention(FILE, f"line {override.line}", said, weight))
            continue
        moot[override.line] = override
        for cell in cells:
            ruling = _of_one(override, cell, cells, marked)
            first = rulings.setdefault(cell, ruling)
            differ = (first.points, first.verdict) != (ruling.points, ruling.verdict)
            if differ and bool(first.student) == bool(override.student):
                what = f"rules again on '{override.quantity}' of '{marked[cell.table].marks.students[cell.row]}'"
                faults.append(Fault(f"{FILE}:{override.line}", what, f"line {first.line} does already"))
    if faults:
        raise GradeError(dict.fromkeys(faults))
    tables = [_ruled(m, {c: o for c, o in rulings.items() if c.table == i}, moot) for i, m in enumerate(marked)]
    said = "changes nothing: without it the answer is marked the same"
    attention += [Attention(FILE, f"line {line}", said) for line in sorted(moot)]
    return tables, attention


# ---- what a ruling means --------------------------------------------------------------------------------------------


def _cells(
    override: Override,
    marked: Sequence[Marked],
    directory: Directory,
    rows: Sequence[Mapping[str, int]],
    others: Others,
) -> Iterator[Cell]:
    """The answers that a ruling is of, `rows` being those of the students of each table.

    Misfit where there are none, or where it cannot be told which: what another rubric asks for, too, may be of that.
    """
    columns = _columns(override, _of_problem(override, marked), marked)
    student = _student(override, rows, directory)
    of_student = {i: cs for i, cs in columns.items() if not student or student in rows[i]}
    if not of_student:
        raise Nobody(f"nothing of '{override.student}' was graded that has the quantity '{override.quantity}'")
    if len(of_student) > 1:
        where = [_named(marked[i].marks, marked) for i in of_student]
        column = "problem" if len({marked[i].marks.rubric for i in of_student}) == 1 else "rubric"
        what = f"'{override.quantity}' is asked in {' and in '.join(where)}"
        raise Misfit(f"{what} (say which in a column '{column}')")
    [(table, found)] = of_student.items()
    marks = marked[table].marks
    if not override.rubric and (too := others.asking(override)):
        named = " and in ".join((marks.rubric, *too))
        raise Misfit(f"'{override.quantity}' is asked in {named} (say which in a column 'rubric')")
    if override.points is not None:
        _check_points(override, override.points, found, marks)
    if student:
        yield from (Cell(table, rows[table][student], column) for column in found)
        return
    cells = [
        Cell(table, row, c) for c in found for row in range(len(marks.students)) if _wrote(override, marks, row, c)
    ]
    if not cells:
        raise Misfit(f"no answer to '{override.quantity}' that is marked wrong reads {override.value}")
    yield from cells


def _student(override: Override, rows: Sequence[Mapping[str, int]], directory: Directory) -> str:
    """What the student of a ruling is called in the marks; "" where it is of a value."""
    if not override.student:
        return ""
    found = [student for student in directory.meant(override.student) if any(student in table for table in rows)]
    if len(found) > 1:
        raise Misfit(f"'{override.student}' may be {' or '.join(map(repr, found))} (say which)")
    if not found:
        near = _meant(override.student, sorted({student for table in rows for student in table}))
        raise (Misspelt if near else Nobody)(f"nobody called '{override.student}' was graded{near}")
    return found[0]


def _named(marks: Marks, marked: Sequence[Marked]) -> str:
    several = len({m.marks.rubric for m in marked}) > 1
    problem = f"problem {marks.columns[0].problem}" if marks.columns and marks.columns[0].problem else ""
    return " ".join(filter(None, (marks.rubric if several or not problem else "", problem)))


def _meant(word: str, known: Sequence[str]) -> str:
    near = nearest(word, known)
    return f" (did you mean {' or '.join(map(repr, near))}?)" if near else ""


def _of_problem(override: Override, marked: Sequence[Marked]) -> list[int]:
    """The tables of the rubric and the problem that a ruling names."""
    rubrics = dict.fromkeys(m.marks.rubric for m in marked)
    if override.rubric and override.rubric not in rubrics:
        raise Misfit(f"no rubric is called '{override.rubric}'{_meant(override.rubric, list(rubrics))}")
    of_rubric = [i for i, m in enumerate(marked) if override.rubric in ("", m.marks.rubric)]
    problems = {i: m.reference.problem.name for i, m in enumerate(marked) if i in of_rubric}
    found = [i for i, name in problems.items() if override.problem in ("", name)]
    if not found:
        known = ", ".join(dict.fromkeys(filter(None, problems.values())))
        raise Misfit(f"there is no problem '{override.problem}'{f' (there are {known})' if known else ''}")
    return found


def _columns(override: Override, places: Sequence[int], marked: Sequence[Marked]) -> dict[int, list[int]]:
    """By table, the columns that a ruling's quantity means: named as in `marks.csv`, or as students may."""
    found = {i: columns for i in places if (columns := _columns_of(override.quantity, marked[i]))}
    if not found:
        near = [marked[i].vocabulary.nearest(override.quantity, marked[i].reference.problem.name) for i in places]
        meant = dict.fromkeys(filter(None, near))
        todo = f" (did you mean {' or '.join(map(repr, meant))}?)" if meant else ""
        raise (Misfit if meant else Stranger)(f"no answer called '{override.quantity}' is asked for{todo}")
    return found


def _columns_of(quantity: str, marked: Marked) -> list[int]:
    return columns_of(quantity, marked.reference, marked.vocabulary)


def columns_of(quantity: str, reference: Reference, vocabulary: Vocabulary) -> list[int]:
    """The columns that a name means in a problem: one, or several of an array; none where it is unknown or unclear."""
    asked = reference.asked
    labels = [element.label for element in asked]
    if quantity in labels:
        return [labels.index(quantity)]
    bundles = reference.graph.bundles
    for target in vocabulary.find(quantity, reference.problem.name):
        names = bundles.get(target.quantity, (target.quantity,))
        if target.index and target.quantity in bundles:
            names, target = (names[target.index[0] - 1],), target._replace(index=None)
        return [c for c, e in enumerate(asked) if e.quantity in names and target.index in (None, (), e.index)]
    return []


def _check_points(override: Override, points: Fraction, columns: Sequence[int], marks: Marks) -> None:
    if len(columns) > 1 and not override.student:
        example = marks.columns[columns[0]].quantity
        what = f"'{override.quantity}' is {len(columns)} answers"
        raise Misfit(f"{what}; points for a value are for one of them, as '{example}'")
    out_of = sum((marks.columns[c].out_of for c in columns), Fraction(0))
    if points > out_of:
        raise Misfit(f"{points_text(points)} points for '{override.quantity}', which is out of {points_text(out_of)}")


def _of_one(override: Override, cell: Cell, cells: Sequence[Cell], marked: Sequence[Marked]) -> Override:
    """A ruling as it is of one of its answers: points for a whole array are shared as its elements share its own."""
    if override.points is None or not override.student:
        return override
    worth = [marked[c.table].marks.columns[c.column].out_of for c in cells]
    own, whole = marked[cell.table].marks.columns[cell.column].out_of, sum(worth, Fraction(0))
    return replace(override, points=override.points * own / whole if whole else override.points)


def _wrote(override: Override, marks: Marks, row: int, column: int) -> bool:
    """Whether an answer that is marked wrong reads as the value that a ruling is of."""
    if marks.verdict[row, column] not in _WRONG:
        return False
    same = str(marks.answer[row, column]).strip() == override.value
    return same or rounds_to(float(marks.value[row, column]), override.value)


# ---- the marks ------------------------------------------------------------------------------------------------------


def _ruled(marked: Marked, rulings: Mapping[Cell, Override], moot: dict[int, Override]) -> Marks:
    """One problem's marks after the rulings; those that change something are taken out of `moot`."""
    marks = marked.marks
    if not rulings:
        return marks
    verdict, cause, note = marks.verdict.copy(), marks.cause.copy(), marks.note.copy()
    share, again = marks.share.copy(), marks.again.copy()
    ruled = np.zeros(share.shape, dtype=bool) if marks.ruled is None else marks.ruled.copy()
    shares = list(marks.shares)
    for (_, row, column), override in rulings.items():
        at, out_of = (row, column), marks.columns[column].out_of
        before = shares[share[at]]
        earned = _share(override, marked.reference.asked[column].credit, out_of, before)
        if earned == before and override.verdict in ("", verdict[at]):
            continue
        moot.pop(override.line, None)
        was = Said(_WAS, Said(str(verdict[at])), points_text(before * out_of), points_text(out_of))
        note[at], ruled[at], again[at] = _note(override, was), True, False
        if override.verdict:
            verdict[at], cause[at] = override.verdict, ""
        if earned not in shares:
            shares.append(earned)
        share[at] = shares.index(earned)
    if not ruled.any():
        return marks
    marks = replace(marks, verdict=verdict, cause=cause, note=note, again=again)
    return replace(marks, share=share, shares=tuple(shares), ruled=ruled)


def ruled_on(tables: Iterable[Marks]) -> dict[tuple[str, str], list[str]]:
    """By rubric and student, the answers that a person has ruled on, as `problem quantity`."""
    found: dict[tuple[str, str], list[str]] = {}
    for marks in tables:
        for row, c in np.argwhere(marks.ruled).tolist() if marks.ruled is not None else ():
            column = marks.columns[c]
            name = " ".join(filter(None, (column.problem, column.quantity)))
            found.setdefault((marks.rubric, marks.students[row]), []).append(name)
    return found


def _share(override: Override, credit: Mapping[str, Fraction], out_of: Fraction, before: Fraction) -> Fraction:
    if override.points is None:
        return worth_of(credit)[override.verdict]
    return override.points / out_of if out_of else before


def _note(override: Override, was: str) -> str:
    by = Said(_BY, override.who) if override.who else Said(_RULED)
    return Said(_BECAUSE, by, override.reason, was) if override.reason else Said(_NO_REASON, by, was)


_RULED, _BY, _WAS = "ruled by hand", "ruled by hand by {0}", "{0}, {1} of {2}"
_BECAUSE, _NO_REASON = "{0}: {1} (it was {2})", "{0} (it was {1})"
SENTENCES = (_RULED, _BY, _WAS, _BECAUSE, _NO_REASON)
"""Every pattern of a note on what is ruled on, for whoever says them in another language."""
