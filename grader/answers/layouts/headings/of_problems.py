"""Names that say their problem themselves, before or behind them: `Problem 1: Z`, `Q2 h1`, `1. Z`, `L [problem 2]`.

They are all written in one way, `L (problem 2)`, as which the name is then found. A number of a list is none of a
problem: what so many words before names say must agree with what the problems ask for, each of them. And what stands
in front of a line may be said of the lines below it, too; so it is only taken where no name below goes without.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.headings.problems import Problems, first_word, in_order
from grader.answers.record import Cell, Kind, Sheet
from grader.notation import Target, Vocabulary, of_problem, problem_heading

_LONGEST = 120
"""Characters of a name with its problem."""
_BETWEEN = re.compile(r"\s*[:：)）\]]\s*|\s*[.,/|–—-]*\s+")
"""What stands between a problem and a name behind it: a space at least, or a sign that ends the one."""
_STRONG = re.compile(r"\s*[:)\]–—-]+\s+")
_MOST = 4
"""Words of a problem that nothing but spaces part from a name."""
_BARE = re.compile(r"\(?(?:\d{1,2}[a-z]?|[^\W\d_])")
_PART = re.compile(r"(?P<whole>.*\d)[a-z]")
"""A part of a problem: `1a`."""
_ENDS_BARE = re.compile(r"\s*[.):\]]")
_IN_BRACKETS = re.compile(r"(?P<name>\S.*?)\s*[(\[{]\s*(?:(?:of|in|for)\s+)?(?P<mark>[^()\[\]{}]+?)\s*[)\]}]")
_AT_THE_END = re.compile(
    r"(?P<name>\S.*?)(?:\s*[,;|/–—-]+\s+|\s+(?:(?:of|in|for)\s+)?)(?P<mark>[^\W\d_]+\.?\s*#?(?:\d{1,2}|[a-z]))",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2}")


class _Told(NamedTuple):
    """A name and the problem that it says."""

    word: str
    """The word for a problem, in small letters; empty for a bare number, or the name or title of a problem."""
    mark: str
    problem: str | None
    """None where the rubric has no such problem."""
    name: str
    behind: bool


def with_problems_behind(sheets: Sequence[Sheet], vocabulary: Vocabulary) -> list[Sheet]:
    """The sheets of a file with the names that say their problem written in one way; any other as it is.

    Under headings of problems the numbers before names count what is asked there.
    """
    if len(vocabulary.problems) < 2:
        return list(sheets)
    problems = Problems(vocabulary, in_order(vocabulary))
    headed = any(_is_headed(sheet, problems) for sheet in sheets)
    return [_with_problems_behind(sheet, vocabulary, headed) for sheet in sheets]


def _is_headed(sheet: Sheet, problems: Problems) -> bool:
    """Whether a sheet has the name of a problem, or a line that is the heading of one."""
    lines = ([cell.text for cell in row if cell.kind is not Kind.BLANK] for row in sheet.rows)
    alone = (texts[0] for texts in lines if len(texts) == 1)
    return bool(sheet.name and problems.called(sheet.name)) or any(map(problems.headed, alone))


def _with_problems_behind(sheet: Sheet, vocabulary: Vocabulary, headed: bool) -> Sheet:
    told = {spot: each for spot, text in _texts(sheet.rows) if (each := _told(text.partition("=")[0], vocabulary))}
    if headed:
        told = {spot: each for spot, each in told.items() if each.behind}
    told = {spot: each for spot, each in told.items() if each.behind or "=" not in sheet.rows[spot[0]][spot[1]].text}
    counts = {word for word in {each.word for each in told.values()} if _agree(_of(word, told.values()), vocabulary)}
    told = {spot: each for spot, each in told.items() if each.word in counts and each.problem}
    told = {spot: each for spot, each in told.items() if each.behind or not _heads(spot, sheet.rows, told, vocabulary)}
    rows = [list(row) for row in sheet.rows] if told else sheet.rows
    for (r, c), each in told.items():
        _, sign, value = rows[r][c].text.partition("=")
        name = of_problem(each.name, each.problem or "")
        rows[r][c] = rows[r][c]._replace(text=f"{name} {sign}{value}" if sign else name)
    return sheet if rows == sheet.rows else replace(sheet, rows=rows, form=None)


def _texts(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[Spot, str]]:
    return (((r, c), cell.text) for r, row in enumerate(rows) for c, cell in enumerate(row) if cell.kind is Kind.TEXT)


def _of(word: str, told: Iterable[_Told]) -> list[_Told]:
    return [each for each in told if each.word == word]


def _agree(told: Sequence[_Told], vocabulary: Vocabulary) -> bool:
    """Whether what is told with one word for problems is so in the rubric, for every name, and counts no names."""
    known = [each for each in told if each.problem]
    asking = [(each, _asking(vocabulary.find(each.name), vocabulary)) for each in known]
    if any(each.problem not in problems for each, problems in asking):
        return False
    bare = [each for each in told if _BARE.fullmatch(each.mark)]
    if any(not each.problem for each in bare):
        return False
    if in_order(vocabulary) and any(map(_number, known)) and {each.problem for each in known} != {*vocabulary.problems}:
        return False
    if all(each.behind for each in known):
        return True  # no list is numbered behind its names
    pairs = {(each.problem, each.name) for each in known}
    several = len({p for p, _ in pairs}) < len(pairs) or len({name for _, name in pairs}) < len(pairs)
    return several or all(len(problems) == 1 for _, problems in asking)


def _number(told: _Told) -> str:
    return "".join(re.findall(r"\d", told.mark))


def _asking(meant: Iterable[Target], vocabulary: Vocabulary) -> set[str]:
    return {target.problem for target in meant if vocabulary.symbol(target).asked}


def _heads(spot: Spot, rows: Sequence[Sequence[Cell]], told: Mapping[Spot, _Told], vocabulary: Vocabulary) -> bool:
    """Whether what a line begins with may be said of the lines below it: some of them name what they are of alone."""
    r, c = spot
    filled = [k for k, cell in enumerate(rows[r]) if cell.kind is not Kind.BLANK]
    if c != filled[0] or sum((r, k) in told for k in filled) > 1:
        return False
    firsts = ((y, row[c].text) for y, row in enumerate(rows) if c < len(row) and row[c].kind is Kind.TEXT)
    return len(filled) == 1 or any((y, c) not in told and vocabulary.asks(text) for y, text in firsts)


@lru_cache(maxsize=10_000)
def _told(text: str, vocabulary: Vocabulary) -> _Told | None:
    """What a text tells that is a name with its problem; None where it means something else as it is."""
    text = text.strip()
    if not 3 <= len(text) <= _LONGEST:
        return None
    for name, mark, word, behind in (*_behind(text), *_before(text)):
        problem = _problem(mark, vocabulary)
        if (problem or word or _BARE.fullmatch(mark)) and not vocabulary.find(mark):
            named, means = vocabulary.find(name), vocabulary.find(text)
            if _asking(named, vocabulary) and set(means) <= set(named):
                return _Told(word, mark, problem, name, behind)
    return None


@lru_cache(maxsize=10_000)
def _problem(mark: str, vocabulary: Vocabulary) -> str | None:
    """The problem that is called so, or that this is a part of."""
    problems, numbers, part = Problems(vocabulary, {}), in_order(vocabulary), _PART.fullmatch(mark)
    return problems.called(mark, numbers) or (problems.called(part["whole"], numbers) if part else None)


def _before(text: str) -> Iterator[tuple[str, str, str, bool]]:
    """The ways to read a text as a problem and a name: the name, the problem, and the word for that."""
    weak = [found for _, found in zip(range(_MOST), _BETWEEN.finditer(text), strict=False)]
    for found in [*weak, *_STRONG.finditer(text)]:
        mark, name = text[: found.start()], text[found.end() :]
        bare = _BARE.fullmatch(mark)
        if name and (_ENDS_BARE.match(found[0]) if bare else mark):
            yield name, mark.lstrip("(["), _word(mark), False


def _behind(text: str) -> Iterator[tuple[str, str, str, bool]]:
    """The same of a problem behind the name, which is no bare number there: `w (1)` is the weight after a step."""
    for pattern in (_IN_BRACKETS, _AT_THE_END):
        found = pattern.fullmatch(text)
        if found and (_word(found["mark"]) or (pattern is _IN_BRACKETS and _WORD.search(found["mark"]))):
            yield found["name"], found["mark"], _word(found["mark"]), True


def _word(mark: str) -> str:
    """The word for a problem that a mark begins with; empty for any other word."""
    return first_word(mark) if problem_heading(mark) else ""
