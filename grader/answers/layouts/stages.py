"""Two steps of training under headings of their own: `Step 1` and `Step 2`, with the same names under both."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from grader.answers.record import Cell, Kind
from grader.notation import Target, Vocabulary, stepped

_WORD = r"(?:step|iteration|update|epoch|schritt|iteración|itération|iteração|paso|passo|étape|stap|krok|adım)"
_HEADS = re.compile(
    rf"\W*(?:{_WORD}[\s#:._-]*(?P<number>[12])|(?:(?P<first>first|1st|1\.)|second|2nd|2\.)\s+{_WORD})\W*", re.IGNORECASE
)
_FURTHER = re.compile(rf"\W*(?:{_WORD}[\s#:._-]*(?:0|[3-9]|\d\d)|(?:third|3rd|3\.)\s+{_WORD})\W*", re.IGNORECASE)
_REPEATED = 3
"""So many names at least stand under both headings, with other values: else the second part says the first again."""


class Stage(NamedTuple):
    """What a row under such a heading says."""

    step: int
    """1 or 2."""
    past: bool
    """Whether gradients stand above in the same step: what a parameter's name stands for is then its new value."""

    def meant(self, found: Iterable[Target], vocabulary: Vocabulary) -> Iterator[Target]:
        """What is meant by what names mean without their heading: so many primes more."""
        for target in found:
            more = self.step - 1 + (self.past and vocabulary.symbol(target).given)
            names = (target._replace(quantity=name) for name in stepped(target.quantity, more))
            yield next((each for each in names if (each.problem, each.quantity) in vocabulary.symbols), target)


def stages(rows: Sequence[Sequence[Cell]], problems: Sequence[str | None], vocabulary: Vocabulary) -> dict[int, Stage]:
    """By row the step that it is about; `problems` has by row what the headings name.

    Only where it is clear: the two headings once each and in order, in a problem of several steps, with the same names
    under both, and no name under the second that says its step itself.
    """
    found = [(r, heads) for r, row in enumerate(rows) if (heads := _heads(row))]
    if [step for _, step in found] != [1, 2]:
        return {}
    (first, _), (second, _) = found
    problem = problems[first] or (vocabulary.problems[0] if len(vocabulary.problems) == 1 else None)
    if problem is None or problems[first] != problems[second]:
        return {}
    if not any(symbol.stepped for symbol in vocabulary.symbols.values() if symbol.problem == problem):
        return {}
    end = next((r for r in range(second, len(rows)) if problems[r] != problems[second]), len(rows))
    one, two = (_names(rows[a:b], problem, vocabulary) for a, b in ((first, second), (second, end)))
    later = {name for name, (targets, _) in two.items() if any("'" in target.quantity for target in targets)}
    again = [one[name][1] == two[name][1] for name in one.keys() & two.keys()]
    if again.count(False) < max(_REPEATED, again.count(True) + 1) or not later <= one.keys():
        return {}
    return {
        r: stage for s, a, b in ((1, first, second), (2, second, end)) for r, stage in _of(rows, s, a, b, vocabulary)
    }


def _heads(row: Sequence[Cell]) -> int:
    """The step that a row heads, 3 for any but the first two; 0 where it heads none."""
    texts = [cell.text for cell in row if cell.kind is not Kind.BLANK]
    if len(texts) != 1:
        return 0
    if heads := _HEADS.fullmatch(texts[0]):
        return int(heads["number"] or (1 if heads["first"] else 2))
    return 3 if _FURTHER.fullmatch(texts[0]) else 0


def _names(
    rows: Sequence[Sequence[Cell]], problem: str, vocabulary: Vocabulary
) -> dict[str, tuple[tuple[Target, ...], list[str]]]:
    """What the names in some rows mean, and the row of each."""
    names = ((_name(cell), [each.text for each in row]) for row in rows for cell in row)
    return {name: (targets, row) for name, row in names if name and (targets := vocabulary.find(name, problem))}


def _name(cell: Cell) -> str:
    return re.split("[=:≈]", cell.text, maxsplit=1)[0].strip() if cell.kind is Kind.TEXT else ""


def _of(
    rows: Sequence[Sequence[Cell]], step: int, first: int, end: int, vocabulary: Vocabulary
) -> Iterator[tuple[int, Stage]]:
    past = False
    for r in range(first, end):
        yield r, Stage(step, past)
        past = past or any("/d" in t.quantity for cell in rows[r] for t in vocabulary.find(_name(cell)))
