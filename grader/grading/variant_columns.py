"""What the columns of a table of variants stand for: givens or parts of them, or who has them."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from grader.engine import Array, suggestion
from grader.notation import Target, Vocabulary
from grader.numbers import Number, read_number
from grader.reference import Reference
from grader.roster import kind_of

VERSION = ("version", "variant")
WHO = ("id", "participant", "login", "email", "name", "given", "family")
_BESIDE = ("section", "group", "role")
"""What a class list says, too, and nothing is made of here."""
_HEADINGS = "columns are called after givens (x1, W1[1,2]), and id, login, email, name or version"


class Cell(NamedTuple):
    """A number of a row, or an array of them, and the given or the part of one that it stands for."""

    problem: str
    given: str
    at: tuple[int, ...]
    """Its index, from 1; () for the whole."""
    value: Array

    def contradicts(self, other: "Cell", value: Array) -> bool:
        """Whether another cell has another number than `value` for what both stand for, be it part of the other's."""
        if (self.problem, self.given) != (other.problem, other.given):
            return False
        shared = min(len(self.at), len(other.at))
        if self.at[:shared] != other.at[:shared]:
            return False
        own, theirs = (v[tuple(i - 1 for i in at[shared:])] for v, at in ((value, other.at), (other.value, self.at)))
        return not np.array_equal(own.ravel(), theirs.ravel())


@dataclass(frozen=True)
class Headings:
    """What headings say, by the names that a rubric has for its givens."""

    vocabulary: Vocabulary
    references: Mapping[str, Reference]
    """By problem."""

    def says(self, heading: str) -> bool:
        """Whether a heading says anything that counts."""
        return bool(heading) and (kind(heading) in (*WHO, *VERSION) or bool(self.givens(heading)))

    def givens(self, heading: str) -> list[Cell]:
        """What a heading stands for: a given or a part of one, in every problem that has it, or in the one it names.

        A heading of class lists is one of a given only where that is spelled so.
        """
        if not heading or (kind(heading) and not self.vocabulary.spells(heading)):
            return []
        first, _, rest = heading.partition(" ")
        found = self.vocabulary.find(heading) or (rest and self.vocabulary.find(rest.strip(), first)) or ()
        return [cell for target in found for cell in self._cells(target)]

    def _cells(self, target: Target) -> Iterator[Cell]:
        reference = self.references[target.problem]
        name, index = target.quantity, target.index or ()
        for vector, members in reference.graph.bundles.items():
            if name in members:
                name, index = vector, (members.index(name) + 1,)
        if name in reference.problem.givens:
            whole = reference.problem.givens[name]
            yield Cell(target.problem, name, index, whole[tuple(i - 1 for i in index)])

    def unknown(self, text: str) -> tuple[str, str]:
        """What is wrong with a heading that stands for nothing."""
        if not text:
            return "a column without a heading", _HEADINGS
        if self.vocabulary.find(text):
            return f"'{text}' is computed, not given", _HEADINGS
        names = [name for reference in self.references.values() for name in reference.problem.givens]
        return f"unknown column '{text}'", suggestion(text, (*names, *VERSION)) or _HEADINGS


def kind(heading: str) -> str:
    """What of a student a column says, or `version`; empty where it says neither."""
    word = heading.casefold()
    kind = word if word in VERSION else kind_of(heading)
    return kind if kind in (*WHO, *_BESIDE, *VERSION) else ""


def value_of(text: str, shape: tuple[int, ...]) -> Array | None:
    """A number, or for an array a list of numbers of the same shape; None of anything else."""
    if not shape or text[:1] != "[":
        number = read_number(text)
        return np.full(shape, number.value) if isinstance(number, Number) and not any(n > 1 for n in shape) else None
    with suppress(ValueError, TypeError, RecursionError):
        found = np.array(json.loads(text), dtype=float)
        return found if found.shape == shape and np.isfinite(found).all() else None
    return None


def no_number(text: str, shape: tuple[int, ...]) -> tuple[str, str]:
    """What is wrong with such a text, and what to write."""
    if not any(n > 1 for n in shape):
        return f"'{text}' is not a number", "blank: the rubric's own value"
    size = " by ".join(map(str, shape))
    return f"'{text}' is not {size} numbers", "a column for each element (x1, x2), or a list in brackets: [0.5, 1]"
