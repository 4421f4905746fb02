"""Variants of the givens: the references of each, and whose it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from grader.engine import Array
from grader.errors import Fault, RubricError
from grader.grading.variant_columns import Cell
from grader.grading.variant_rows import Row
from grader.reference import Reference, refer
from grader.roster import Directory
from grader.rubric import Problem

Problems = tuple[dict[str, Reference], ...]
"""For each problem its reference, and those of its declared alternatives by name."""
_Key = tuple[bytes, ...]


class Variant(NamedTuple):
    """Some givens, and who has them."""

    name: str
    problems: Problems
    rows: tuple[Row, ...]

    @property
    def called(self) -> frozenset[str]:
        """By what it is found: its name, and what is said of those who have it."""
        return frozenset(text.casefold() for row in self.rows for who in row.people for text in (self.name, *who))


def variants_of(problems: Problems, rows: Sequence[Row]) -> tuple[Variant, ...]:
    """The variants that some rows say, each once. RubricError where one has no value for what is computed."""
    found: dict[_Key, tuple[Problems, list[Row]]] = {}
    faults: list[Fault] = []
    for row in rows:
        givens = [_givens(references[""].problem, row.cells) for references in problems]
        key = tuple(value.tobytes() for each in givens for value in each.values())
        try:
            if key not in found:
                found[key] = (_references(problems, givens), [])
        except RubricError as error:
            faults += [Fault(row.place, f"with these givens, {fault.what}", fault.todo) for fault in error.faults]
            continue
        found[key][1].append(row)
    if faults:
        raise RubricError(dict.fromkeys(faults))
    names = _names([theirs for _, theirs in found.values()])
    return tuple(Variant(name, own, tuple(theirs)) for name, (own, theirs) in zip(names, found.values(), strict=True))


def _names(variants: Sequence[Sequence[Row]]) -> list[str]:
    """What each is called: by its version, and by who has it where a version has several."""
    labels = [rows[0].name for rows in variants]
    return [
        label if labels.count(label) == 1 else f"{label} ({rows[0].people[0][0]})"
        for label, rows in zip(labels, variants, strict=True)
    ]


def _givens(problem: Problem, cells: Sequence[Cell]) -> dict[str, Array]:
    """The givens of a problem with some numbers laid over them, one after another."""
    givens = dict(problem.givens)
    for cell in cells:
        if cell.problem == problem.name:
            array, at = givens[cell.given].copy(), tuple(i - 1 for i in cell.at)
            array[at] = cell.value.reshape(array[at].shape)
            givens[cell.given] = array
    return givens


def _references(problems: Problems, givens: Sequence[Mapping[str, Array]]) -> Problems:
    """The references by these givens; a problem that has its own stays what it is.

    What an alternative gives in place of the problem's own stays as it gives it.
    """
    found = []
    for references, own in zip(problems, givens, strict=True):
        first = references[""].problem
        moved = {name: value for name, value in own.items() if not np.array_equal(value, first.givens[name])}
        anew = {name: refer(_with(each.problem, first, moved)) for name, each in references.items()} if moved else {}
        found.append(anew or references)
    return tuple(found)


def _with(problem: Problem, first: Problem, moved: Mapping[str, Array]) -> Problem:
    givens = dict(problem.givens)
    for name, value in moved.items():
        if name in givens and np.array_equal(givens[name], first.givens[name]):
            givens[name] = value
    return replace(problem, givens=givens)


class Owners(NamedTuple):
    """Whose each variant is."""

    of: Mapping[str, int]
    """By student, the number of the variant."""
    unclear: tuple[tuple[str, str], ...]
    """Rows of which it is not clear whose they are: the place, and why."""
    absent: tuple[str, ...]
    """Whoever has a row and is nobody known here."""


def owners(variants: Sequence[Variant], directory: Directory) -> Owners:
    """Whose each variant is, by all that a row says of them: never guessed between two."""
    of: dict[str, int] = {}
    places: dict[str, str] = {}
    unclear, absent = [], []
    for number, row, who in _people(variants):
        found = [set(meant) for meant in map(directory.meant, who) if meant]
        meant = set.intersection(*found) if found else set()
        if not found:
            absent.append(who[-1])
        elif len(meant) != 1:
            names = " or ".join(map(repr, sorted(set.union(*found))))
            unclear.append((row.place, f"'{who[-1]}' may be {names}: nobody has these givens"))
        elif (student := meant.pop()) in of and of[student] != number:
            unclear.append((row.place, f"'{student}' has other givens, too, {places[student]}: which are theirs?"))
            of[student] = _NEITHER
        else:
            of[student], places[student] = number, row.place
    return Owners({s: number for s, number in of.items() if number != _NEITHER}, tuple(unclear), tuple(absent))


_NEITHER = -1


def _people(variants: Sequence[Variant]) -> Iterator[tuple[int, Row, tuple[str, ...]]]:
    for number, variant in enumerate(variants):
        for row in variant.rows:
            yield from ((number, row, who) for who in row.people)
