"""Questions with their answers below them, which say no name: `(a) Compute h1`, and on the next line `Answer: 0.79`.

As YAML has it, too: `name: h1`, and on the next line `value: 0.79`.

The word for an answer is put in the place of the name that it stands for, so that every layout reads it as one.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from grader.answers.layouts.text.introduced import spellings
from grader.answers.layouts.text.statements import statements
from grader.answers.layouts.text.words import heads_names, is_answer
from grader.answers.layouts.text.worth import readable, worth
from grader.answers.record import Cell, Kind, Sheet
from grader.notation import Target, Vocabulary, described, heads_another, problem_heading, without_item
from grader.numbers import Number, read_numbers

_LONGEST = 120
"""Characters of a question."""
_MOST = 4
"""A row with an answer has fewer cells."""
_SAID = re.compile(
    r"\s*(?P<word>[^\W\d_][^=:≈\d]{0,30}?)(?P<rest>\s*(?:[=:≈](?!=)|\bis(?=\s+[-+−]?[.\d]))\s*\S.*)", re.DOTALL
)

_LETTER = re.compile(r"\s*(?P<letter>[QA])(?:\d{0,2}\s*:|\d{1,2}[.)])\s+(?=\S)")
"""`Q: What is s1?` and `A: 1.3`; `A)` may be one of several that are offered."""


class _Question(NamedTuple):
    """A line that names one thing, and no number of it."""

    name: str
    targets: frozenset[Target]
    bare: bool
    """Whether it says nothing else, as `h1 = sigmoid(s1)` does."""


def with_names(sheet: Sheet, vocabulary: Vocabulary) -> Sheet:
    """The sheet with names for the words of answers that have a question above; itself where there are none."""
    asked = _spelt_out(sheet.rows, vocabulary)
    found = dict(_named(asked, vocabulary)) if any(map(_word, asked)) else {}
    if not found:
        return sheet
    rows = [[*row] for row in sheet.rows]
    for r, text in found.items():
        c = next(c for c, cell in enumerate(rows[r]) if cell.kind is not Kind.BLANK)
        rows[r][c] = rows[r][c]._replace(text=text)
    return replace(sheet, rows=rows, form=None)


def _spelt_out(rows: Sequence[Sequence[Cell]], vocabulary: Vocabulary) -> Sequence[Sequence[Cell]]:
    """The rows with the words for which `Q:` and, in the line after, `A:` stand, where nothing is called so."""
    letters = [found["letter"] if len(row) == 1 and (found := _LETTER.match(row[0].text)) else "" for row in rows]
    if ("Q", "A") not in pairwise(letters) or vocabulary.find("A") or vocabulary.find("Q"):
        return rows
    words = {"Q": "", "A": "Answer: "}
    return [
        [row[0]._replace(text=_LETTER.sub(words[letter], row[0].text))] if letter else row
        for letter, row in zip(letters, rows, strict=True)
    ]


def _named(rows: Sequence[Sequence[Cell]], vocabulary: Vocabulary) -> Iterator[tuple[int, str]]:
    """By row of an answer what its first cell says with the name; what follows at once may say more of the same."""
    asked: list[_Question] = []
    stated, name, said = dict[Target, Number](), "", set[str]()
    for r, row in enumerate(rows):
        if word := _word(row):
            if asked or word.casefold() in said:
                name, said = _one(asked, _differing(stated, row)), set()
            asked, stated = [], {}
            said.add(word.casefold())
            meant = name if not name or is_answer(word) else _another(name, word, vocabulary)
            if meant and not _names_another(row, vocabulary):
                yield r, row[_first(row)].text.replace(word, meant, 1)
        elif any(cell.kind is not Kind.BLANK for cell in row):
            name = ""
            asked += [question] if (question := _question(row, vocabulary)) else []
            stated |= _stated(row, vocabulary)


def _another(name: str, word: str, vocabulary: Vocabulary) -> str:
    """What a word such as `net input` makes of a name; empty where that is nothing else than the name."""
    another = f"{name} {heads_another(word)}"
    return another if set(vocabulary.find(another)).isdisjoint(vocabulary.find(name)) else ""


def _first(row: Sequence[Cell]) -> int:
    return next(c for c, cell in enumerate(row) if cell.kind is not Kind.BLANK)


def _word(row: Sequence[Cell]) -> str:
    """The word for an answer that a row begins with, before a number or a formula; empty where there is none."""
    cells = [cell for cell in row if cell.kind is not Kind.BLANK]
    if not 0 < len(cells) < _MOST or cells[0].kind is not Kind.TEXT or len(cells[0].text) > _LONGEST:
        return ""
    said = _SAID.fullmatch(cells[0].text) if len(cells) == 1 else None
    if len(cells) > 1 and not (readable(cells[1]) or read_numbers(cells[1].text)):
        return ""
    word = said["word"].strip() if said else cells[0].text.strip(" :=") if len(cells) > 1 else ""
    return word if word and (is_answer(word) or heads_another(word)) else ""


def _names_another(row: Sequence[Cell], vocabulary: Vocabulary) -> bool:
    """Whether an answer says itself what it is: `Answer: h1 = 0.79`."""
    text = row[_first(row)].text
    sides = [side for each in statements(text) for side in each.sides[:-1]]
    return any(vocabulary.find(spelling) for side in sides for spelling in spellings(side))


def _question(row: Sequence[Cell], vocabulary: Vocabulary) -> _Question | None:
    """What a row asks for, if it is nothing but a question."""
    cells = [cell for cell in row if cell.kind is not Kind.BLANK]
    text = cells[0].text if len(cells) == 1 and cells[0].kind is Kind.TEXT else ""
    if not text or len(text) > _LONGEST or (problem_heading(text) and without_item(text) == text):
        return None
    line = without_item(text).strip(" ?:=.")
    said = statements(line)
    if said and (readable(Cell(Kind.TEXT, said[0].value)) or read_numbers(said[0].value)):
        return None
    for name in (*(each.value if heads_names(each.name) else each.name for each in said[:1]), line):
        for spelling in (name, *described(name), *vocabulary.in_words(name)):
            if targets := vocabulary.find(spelling):
                return _Question(spelling, frozenset(targets), name is line)
    return None


def _stated(row: Sequence[Cell], vocabulary: Vocabulary) -> dict[Target, Number]:
    """What a row says a number of, and that number."""
    said = [each for cell in row if cell.kind is Kind.TEXT for each in statements(cell.text)]
    numbers = [(each.name, number) for each in said if isinstance(number := worth(Cell(Kind.TEXT, each.value)), Number)]
    return {t: number for name, number in numbers for each in spellings(name) for t in vocabulary.find(each)}


def _differing(stated: Mapping[Target, Number], row: Sequence[Cell]) -> set[Target]:
    """Of what is stated, that which an answer says another number than."""
    first, *beside = (cell for cell in row if cell.kind is not Kind.BLANK)
    number = worth(beside[0] if beside else Cell(Kind.TEXT, re.split("[=:≈]", first.text, maxsplit=1)[-1]))
    told = number if isinstance(number, Number) else None
    return {t for t, each in stated.items() if not told or abs(each.value - told.value) > max(each.unit, told.unit)}


def _one(asked: Sequence[_Question], others: Collection[Target]) -> str:
    """The name of what the lines before an answer ask for.

    Empty where they may ask for several things, or say another number of it.
    """
    asked = [question for question in asked if question.bare] or asked
    single = len({question.targets for question in asked}) == 1
    return asked[0].name if single and asked[0].targets.isdisjoint(others) else ""
