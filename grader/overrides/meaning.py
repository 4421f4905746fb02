"""What a ruling means: the answers that it is of, or why it fits none."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from grader.engine import nearest
from grader.marking import Column, Marks
from grader.notation import Vocabulary
from grader.numbers import points_text
from grader.overrides.reading import TOTAL, Override, rounds_to
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
    """A ruling on a quantity, or a problem, that is not known here at all."""


class Nobody(Misfit):
    """A ruling on somebody who is not known here."""


class Misspelt(Nobody):
    """The same where somebody here is called nearly so."""


class Others(NamedTuple):
    """The rubrics beside those of a run, whose rulings may stand in the same file."""

    names: Sequence[str] = ()
    asking: Callable[[Override], Sequence[str]] = lambda _ruling: ()
    """Those of them that ask for what a ruling is of."""


def cells_of(
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
    _check_where(override, of_student, marked, others)
    if override.points is not None:
        asked = [marked[i].marks.columns[c] for i, found in of_student.items() for c in found]
        _check_points(override, override.points, asked)
    if student:
        yield from (Cell(i, rows[i][student], c) for i, found in of_student.items() for c in found)
        return
    cells = [
        Cell(i, row, c)
        for i, found in of_student.items()
        for c in found
        for row in range(len(marked[i].marks.students))
        if _wrote(override, marked[i].marks, row, c)
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


def _check_where(
    override: Override, columns: Mapping[int, Sequence[int]], marked: Sequence[Marked], others: Others
) -> None:
    """Misfit where it is not clear of which problem, or rubric, a ruling is; `total` may be of all of one rubric's."""
    rubrics = list(dict.fromkeys(marked[i].marks.rubric for i in columns))
    whole = all(_is_whole(override.quantity, marked[i], found) for i, found in columns.items())
    if whole and not override.student:
        raise Misfit(f"'{override.quantity}' is of a student, not of a value (name the quantity)")
    if len(rubrics) > 1 or (len(columns) > 1 and not whole):
        where = [_named(marked[i].marks, marked) for i in columns]
        column = "problem" if len(rubrics) == 1 else "rubric"
        what = f"'{override.quantity}' is asked in {' and in '.join(where)}"
        raise Misfit(f"{what} (say which in a column '{column}')")
    if not override.rubric and (too := others.asking(override)):
        named = " and in ".join((*rubrics, *too))
        raise Misfit(f"'{override.quantity}' is asked in {named} (say which in a column 'rubric')")


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
        named = f" (there {'are' if ',' in known else 'is'} {known})" if known else ""
        raise Stranger(f"there is no problem '{override.problem}'{named}")
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
    return ruled_columns(quantity, marked.reference, marked.vocabulary)


def ruled_columns(quantity: str, reference: Reference, vocabulary: Vocabulary) -> list[int]:
    """The columns of a problem that a ruling's quantity means: those of that name, or all of them for `total`."""
    named = columns_of(quantity, reference, vocabulary)
    return named or (list(range(len(reference.asked))) if quantity.casefold() == TOTAL else [])


def _is_whole(quantity: str, marked: Marked, columns: Sequence[int]) -> bool:
    """Whether a ruling is of all of a problem, `total` being none of its quantities."""
    return quantity.casefold() == TOTAL and len(columns) == len(marked.marks.columns)


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


def _check_points(override: Override, points: Fraction, asked: Sequence[Column]) -> None:
    if len(asked) > 1 and not override.student:
        what = f"'{override.quantity}' is {len(asked):,} answers"
        raise Misfit(f"{what}; points for a value are for one of them, as '{asked[0].quantity}'")
    out_of = sum((column.out_of for column in asked), Fraction(0))
    if points > out_of:
        raise Misfit(f"{points_text(points)} points for '{override.quantity}', which is out of {points_text(out_of)}")


def of_one(override: Override, cell: Cell, cells: Sequence[Cell], marked: Sequence[Marked]) -> Override:
    """A ruling as it is of one of its answers: points for several are shared as these share their own."""
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
