"""Lays rulings over the marks of a run: each on the answers that it means, or told to a person where it fits none."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from grader.errors import Attention, Fault, GradeError, Weight
from grader.marking import Marks, Said, worth_of
from grader.numbers import points_on_page, points_text
from grader.overrides.meaning import Cell, Marked, Misfit, Misspelt, Nobody, Others, Stranger, cells_of, of_one
from grader.overrides.reading import FILE, Override
from grader.roster import Directory


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
    meant: list[tuple[Override, list[Cell]]] = []
    for override in sorted(overrides, key=lambda o: (not o.student, o.line)):
        if override.rubric and override.rubric in others.names:
            continue
        try:
            meant.append((override, list(cells_of(override, marked, directory, rows, others))))
        except Misfit as misfit:
            attention += _told(misfit, override, others)
    rulings = _rulings(meant, marked)
    moot = {override.line: override for override, _ in meant}
    tables = [_ruled(m, {c: o for c, o in rulings.items() if c.table == i}, moot) for i, m in enumerate(marked)]
    attention += [*_taking(rulings, marked, tables), *_of_several_givens(meant, marked)]
    said = "changes nothing: without it the answer is marked the same"
    attention += [Attention(FILE, f"line {line}", said) for line in sorted(moot)]
    return tables, attention


def _told(misfit: Misfit, override: Override, others: Others) -> Iterator[Attention]:
    """That a ruling fits nothing; nothing, where it is one on what another rubric asks for."""
    unknown = isinstance(misfit, Stranger | Nobody)
    theirs = others.asking(override) if unknown and not override.rubric else ()
    if theirs and isinstance(misfit, Stranger):
        return
    maybe = f" (or is it of {' or '.join(theirs)}? say which in a column 'rubric')" if theirs else ""
    if isinstance(misfit, Nobody) and not isinstance(misfit, Misspelt) and not theirs:
        maybe = " (who handed in no file is known by a class list, given with --roster)"
    weight = Weight.SETTLED if theirs and not isinstance(misfit, Misspelt) else Weight.LOST
    yield Attention(FILE, f"line {override.line}", f"{misfit}{maybe}", weight)


def _rulings(meant: Iterable[tuple[Override, list[Cell]]], marked: Sequence[Marked]) -> dict[Cell, Override]:
    """The first ruling on each answer; GradeError where another of its kind says something else."""
    rulings: dict[Cell, Override] = {}
    faults: list[Fault] = []
    for override, cells in meant:
        for cell in cells:
            ruling = of_one(override, cell, cells, marked)
            first = rulings.setdefault(cell, ruling)
            differ = (first.points, first.verdict) != (ruling.points, ruling.verdict)
            if differ and bool(first.student) == bool(override.student):
                what = f"rules again on '{override.quantity}' of '{marked[cell.table].marks.students[cell.row]}'"
                faults.append(Fault(f"{FILE}:{override.line}", what, f"line {first.line} does already"))
    if faults:
        raise GradeError(dict.fromkeys(faults))
    return rulings


def _ruled(marked: Marked, rulings: Mapping[Cell, Override], moot: dict[int, Override]) -> Marks:
    """One problem's marks after the rulings; those that change something are taken out of `moot`.

    Where nothing that a student answered could be read, every ruling does, and what is worth all points is right. What
    a person says of a wrong answer is said in place of what was found, be it worth as much.
    """
    marks = marked.marks
    if not rulings:
        return marks
    verdict, cause, note = marks.verdict.copy(), marks.cause.copy(), marks.note.copy()
    share, again = marks.share.copy(), marks.again.copy()
    ruled = np.zeros(share.shape, dtype=bool) if marks.ruled is None else marks.ruled.copy()
    shares = list(marks.shares)
    answered = (marks.answer != "").any(axis=1)
    for (_, row, column), override in rulings.items():
        at, out_of = (row, column), marks.columns[column].out_of
        before = shares[share[at]]
        earned = _share(override, marked.reference.asked[column].credit, out_of, before)
        same = answered[row] and earned == before and override.verdict in ("", verdict[at])
        if same and (ruled[at] or not override.reason or verdict[at] not in _CHARGED):
            continue
        moot.pop(override.line, None)
        was = Said(_WAS, Said(str(verdict[at])), points_on_page(before * out_of), points_on_page(out_of))
        note[at], ruled[at], again[at] = _note(override, "" if same or not answered[row] else was), True, False
        if override.verdict or (not answered[row] and earned == 1):
            verdict[at], cause[at] = override.verdict or "correct", ""
        if earned not in shares:
            shares.append(earned)
        share[at] = shares.index(earned)
    if not ruled.any():
        return marks
    marks = replace(marks, verdict=verdict, cause=cause, note=note, again=again)
    return replace(marks, share=share, shares=tuple(shares), ruled=ruled)


def _taking(rulings: Mapping[Cell, Override], before: Sequence[Marked], after: Sequence[Marks]) -> Iterator[Attention]:
    """Rulings that take points from answers that are right: they may be of what was handed in before those.

    One that gives as much to others of its answers as it takes from these is none.
    """
    taken: dict[int, dict[Cell, Fraction]] = {}
    lost: dict[int, Fraction] = {}
    for cell, override in rulings.items():
        marks, at = before[cell.table].marks, (cell.row, cell.column)
        less = _points_at(marks, cell) - _points_at(after[cell.table], cell)
        lost[override.line] = lost.get(override.line, Fraction(0)) + less
        if marks.verdict[at] in _RIGHT and less > 0:
            taken.setdefault(override.line, {})[cell] = less
    for line, cells in ((line, cells) for line, cells in taken.items() if lost[line] > 0):
        first, marks = next(iter(cells)), before[next(iter(cells)).table].marks
        answers = f"'{marks.columns[first.column].quantity}'" if len(cells) == 1 else f"{len(cells):,} answers"
        points = points_text(sum(cells.values(), Fraction(0)))
        what = f"takes {points} point{'s' * (points != '1')} from {answers} of"
        are = "is" if len(cells) == 1 else "are"
        said = f"{what} '{marks.students[first.row]}' that {are} right: is it of an earlier submission?"
        yield Attention(FILE, f"line {line}", said)


def _of_several_givens(meant: Iterable[tuple[Override, list[Cell]]], marked: Sequence[Marked]) -> Iterator[Attention]:
    """Rulings on a number that students with other givens have: of one it is another mistake than of the other."""
    for override, cells in meant:
        tables = [(marked[cell.table].marks, cell) for cell in cells if not override.student]
        read = [(marks, cell.row) for marks, cell in tables if np.isfinite(marks.value[cell.row, cell.column])]
        variants = {marks.variants[row] for marks, row in read if marks.variants}
        if len(variants) > 1:
            said = (
                f"is on a number of students with {len(variants)} variants of the givens, who have not the same mistake"
            )
            yield Attention(FILE, f"line {override.line}", f"{said}: are all of them meant?")


_RIGHT = ("correct", "carried")
_CHARGED = ("slip", "wrong")


def _points_at(marks: Marks, cell: Cell) -> Fraction:
    share: Fraction = marks.shares[marks.share[cell.row, cell.column]]
    return share * marks.columns[cell.column].out_of


def ruled_on(tables: Iterable[Marks]) -> dict[tuple[str, str], list[str]]:
    """By rubric and student, the answers that a person has ruled on, as `problem quantity`."""
    found: dict[tuple[str, str], list[str]] = {}
    for marks in tables:
        for row, c in np.argwhere(marks.ruled).tolist() if marks.ruled is not None else ():
            column = marks.columns[c]
            name = " ".join(filter(None, (column.problem, column.quantity)))
            found.setdefault((marks.rubric, marks.students[row]), []).append(name)
    return found


def ruling_on_all(marks: Marks, row: int) -> str:
    """What is noted of all of a problem, of which nothing could be read; empty where no ruling is on all of it."""
    if marks.ruled is None or not marks.ruled[row].all() or (marks.answer[row] != "").any():
        return ""
    [*notes] = dict.fromkeys(marks.note[row])
    return notes[0] if len(notes) == 1 else ""


def ruling_alone(note: str) -> str:
    """The note of a ruling without what the answer was before it.

    >>> was = Said(_WAS, "wrong", "0", "1")
    >>> ruling_alone(Said(_BECAUSE, Said(_BY, "M"), "he asked", was)), ruling_alone(Said(_NO_REASON, Said(_RULED), was))
    ('ruled by hand by M: he asked', 'ruled by hand')
    """
    if isinstance(note, Said) and note.pattern == _BECAUSE:
        return Said(_REASON, *note.parts[:2])
    return note.parts[0] if isinstance(note, Said) and note.pattern == _NO_REASON else note


def _share(override: Override, credit: Mapping[str, Fraction], out_of: Fraction, before: Fraction) -> Fraction:
    if override.points is None:
        return worth_of(credit)[override.verdict]
    return override.points / out_of if out_of else before


def _note(override: Override, was: str) -> str:
    by = Said(_BY, override.who) if override.who else Said(_RULED)
    if not was:
        return Said(_REASON, by, override.reason) if override.reason else by
    return Said(_BECAUSE, by, override.reason, was) if override.reason else Said(_NO_REASON, by, was)


_RULED, _BY, _WAS = "ruled by hand", "ruled by hand by {0}", "{0}, {1} of {2}"
_BECAUSE, _NO_REASON, _REASON = "{0}: {1} (it was {2})", "{0} (it was {1})", "{0}: {1}"
SENTENCES = (_RULED, _BY, _WAS, _BECAUSE, _NO_REASON, _REASON)
"""Every pattern of a note on what is ruled on, for whoever says them in another language."""
