"""Which problem a heading means, a sheet's name, or a cell in a column of problems: by its name, or by its number."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from grader.answers.layouts.headings.slopes import titles_backward, titles_gradients
from grader.answers.record import Cell, Kind, Sheet
from grader.notation import Target, Vocabulary, after_update, described, problem_heading, without_item

_ONLY_NUMBER = re.compile(r"\W*(?:\d+\W*|[^\W\d].*)", re.DOTALL)
"""A number alone, or with a word before it: `1.`, `Problem 1: the network`; and not `1. Forward pass`."""

_PART = re.compile(
    r"\W*(?:[^\W\d_]+\.?\s*)?\d+\s*[.,:-]?\s*(?:(?:part|teil|item|parte|partie|question)\s*)?\(?([a-z])(?:\s*[.:)]|\s|$)",
    re.IGNORECASE,
)
_BARE_PART = re.compile(r"\s*\d+\s*\.?\s*\(?([a-z])\)", re.IGNORECASE)
"""A part of a problem: `Problem 3(a)`, `3b`, `3.b)`, `Problem 3, part b`."""

_LONGEST = 120
"""Characters of a heading."""
_WORD = re.compile(r"[^\W\d_]{2}")
_ARTICLE = re.compile(r"^(?:an?|the) ")


class Problems:
    """The problems of a rubric, as headings speak of them."""

    def __init__(self, vocabulary: Vocabulary, numbers: Mapping[str, str]) -> None:
        """`numbers` has the problems by what `of_sheets` has found that headings call them."""
        self._vocabulary = vocabulary
        self._names = {name.casefold(): name for name in vocabulary.problems if name}
        self._numbers = numbers

    def headed(self, text: str) -> str | None:
        """The problem that a heading names; None where it names none."""
        named = problem_heading(text)
        if named in self._names:
            return self._names[named]
        part = _PART.match(text) if named and named[0].isdigit() else _BARE_PART.match(text)
        letter = self._names.get(part[1].casefold()) if part else None
        return letter or (self._numbers.get(_number(text)) if named else self._numbers.get(_bare(text)))

    def counting(self, texts: Sequence[tuple[str, Sequence[str]]]) -> frozenset[str]:
        """The words of headings that count answers and no problems: `Question 1` to `Question 19`, of three problems.

        A few numbers beyond those of the problems are problems that are not graded here. And such as `1. Compute h1`,
        where problem 1 does not ask for that and another does; or a number without a word for a problem, `1. Forward`,
        where that is so of all that is answered below it. `texts`: lines, each with the names down to the next of them.
        """
        said: dict[str, set[str]] = {}
        others = set()
        for text, below in texts:
            if (number := problem_heading(text)) and number.isdigit():
                said.setdefault(first_word(text), set()).add(number)
                elsewhere = self._asks_elsewhere(text) or (not first_word(text) and self._are_elsewhere(text, below))
                others |= {first_word(text)} if elsewhere else set()
        many = (word for word, numbers in said.items() if len(numbers - self._names.keys()) > len(self._names))
        return frozenset([*many, *others])

    def _asks_elsewhere(self, text: str) -> bool:
        """Whether what stands behind the number of a heading is asked for in other problems than that."""
        named, rest = self.headed(text), without_item(text).strip(" ?:=.")
        if named is None or rest == text:
            return False
        names = (rest, *described(rest), *self._vocabulary.in_words(rest))
        asking = self._asking(target for name in names for target in self._vocabulary.find(name))
        return bool(asking) and named not in asking

    def _are_elsewhere(self, text: str, below: Iterable[str]) -> bool:
        """Whether all that is asked for below a heading is so in other problems than that."""
        named = self.headed(text)
        asking = (self._asking(self._vocabulary.find(name)) for name in below)
        every = [problems for problems in asking if problems]
        return named is not None and bool(every) and all(named not in problems for problems in every)

    def _asking(self, meant: Iterable[Target]) -> set[str]:
        """The problems that ask for any of these."""
        return {target.problem for target in meant if self._vocabulary.symbol(target).asked}

    def called(self, text: str, numbers: Mapping[str, str] | None = None) -> str | None:
        """The problem that is called so, in a column of problems or as a sheet: `a`, `(a)`, `2.0`, `Problem 2`."""
        bare = re.sub(r"\.0$", "", text.strip())
        known = {**self._numbers, **(numbers or {})}
        for name in (bare.casefold(), bare.strip("().: ").casefold(), f"problem {bare}".casefold()):
            if name in self._names or name in known:
                return self._names.get(name) or known[name]
        return self.headed(text) or known.get(_number(text)) or _titled(text, self._vocabulary)


def first_word(text: str) -> str:
    """The word with which a heading begins, in small letters; empty before a bare number."""
    found = re.match(r"\W*([^\W\d_]*)", text)
    return found[1].casefold() if found else ""


def of_sheets(sheets: Sequence[Sheet], vocabulary: Vocabulary) -> Mapping[str, str]:
    """By number, or by its bare name or title, the problem that the headings of a file mean by that.

    By numbers where they number problems that are named otherwise.
    """
    return _numbered(sheets, vocabulary) or _called(sheets, vocabulary)


def _called(sheets: Sequence[Sheet], vocabulary: Vocabulary) -> Mapping[str, str]:
    """By their bare names or titles the problems that lines of a file are headed with, and nothing else says.

    `Softmax` may head a part of another problem. So it counts only where all that is named below it is of the problem,
    and either another problem is headed so as well or nothing is answered above.
    """
    if len(vocabulary.problems) < 2:
        return {}
    found: dict[str, str] = {}
    problems, under, above = Problems(vocabulary, {}), "", False
    for sheet in sheets:
        under = _titled(sheet.name, vocabulary) or (under if sheet.follows else "")
        for row in sheet.rows:
            texts = [cell.text for cell in row if cell.kind is not Kind.BLANK]
            if len(texts) == 1 and problems.headed(texts[0]):
                return {}
            if len(texts) == 1 and (meant := _titled(texts[0], vocabulary)) and not vocabulary.find(texts[0]):
                under = found[_bare(texts[0])] = meant
                continue
            named = [t for text in texts if (t := vocabulary.find(re.split("[=:]", text, maxsplit=1)[0].strip()))]
            if under and any(under not in {target.problem for target in each} for each in named):
                return {}
            above = above or bool(named and not found)
    return found if len(set(found.values())) > 1 or not above else {}


def _bare(text: str) -> str:
    """What a heading says, without the marks around it and whatever the case of its letters."""
    bare = re.sub(r"^[\W_]+|[\W_]+$", "", text) if len(text) <= _LONGEST else ""
    return re.sub(r"[\s_-]+", " ", bare).casefold()


@lru_cache(maxsize=10_000)
def _titled(text: str, vocabulary: Vocabulary) -> str | None:
    """The one problem that is called so, or whose title is this or begins with these words; two at least."""
    bare = "" if "=" in text.strip("= ") else _bare(text)
    if not _WORD.search(bare) or after_update(text) is not None or titles_gradients(text) or titles_backward(text):
        return None
    titles = {problem: _ARTICLE.sub("", _bare(title)) for problem, title in vocabulary.titles.items()}
    whole = [p for p in vocabulary.problems if _ARTICLE.sub("", bare) in (_bare(p), titles.get(p))]
    begun = [
        p for p, title in titles.items() if " " in bare and re.match(rf"{re.escape(_ARTICLE.sub('', bare))}\b", title)
    ]
    meant = whole or begun
    return meant[0] if len(meant) == 1 else None


def _numbered(sheets: Sequence[Sheet], vocabulary: Vocabulary) -> Mapping[str, str]:
    """By number the problem that the headings of a file mean."""
    if _named_by_numbers(vocabulary):
        return {}
    groups: dict[str, set[str]] = {}
    under = ""
    for sheet in sheets:
        under = _number(sheet.name) or (under if sheet.follows else "")
        for row in sheet.rows:
            texts = [cell.text for cell in row if cell.kind is Kind.TEXT]
            if len(texts) == 1 and (heads := _number(texts[0])):
                under = heads
            elif under:
                groups.setdefault(under, set()).update(text.partition("=")[0].strip() for text in texts)
    return _by_number(groups, vocabulary)


def of_column(cells: Iterable[tuple[Cell, str]], vocabulary: Vocabulary) -> Mapping[str, str]:
    """The same of a column of problems: each cell in it, and the name that stands in the row."""
    if _named_by_numbers(vocabulary):
        return {}
    groups: dict[str, set[str]] = {}
    for cell, name in cells:
        groups.setdefault(re.sub(r"\.0$", "", cell.text.strip()), set()).add(name.strip())
    return _by_number(groups, vocabulary)


def of_heads(heads: Iterable[str], vocabulary: Vocabulary) -> Mapping[str, str]:
    """The same of headings in one row, each over a column: they number all the problems."""
    numbers = [number for head in heads if (number := _number(head))]
    if _named_by_numbers(vocabulary) or numbers != [str(n + 1) for n in range(len(vocabulary.problems))]:
        return {}
    return dict(zip(numbers, vocabulary.problems, strict=True))


def in_order(vocabulary: Vocabulary) -> Mapping[str, str]:
    """The problems by their numbers in the rubric's order; nothing where a number may be the very name of one."""
    return {} if _named_by_numbers(vocabulary) else {str(n): p for n, p in enumerate(vocabulary.problems, 1)}


def _named_by_numbers(vocabulary: Vocabulary) -> bool:
    """Whether there is one problem, or a number may be the very name of one."""
    return len(vocabulary.problems) < 2 or any(re.search(r"\d", name) for name in vocabulary.problems)


def _by_number(groups: Mapping[str, set[str]], vocabulary: Vocabulary) -> Mapping[str, str]:
    """The problems in their order, by the numbers that stand for them: 1 to as many as there are, and no others.

    That they are problems, and no steps of one, shows in this: one name is answered under several.
    """
    numbers = [str(n) for n in range(1, len(groups) + 1)]
    if not 1 < len(groups) <= len(vocabulary.problems) or set(groups) != set(numbers):
        return {}
    names = [name for group in groups.values() for name in group if vocabulary.asks(name)]
    return dict(zip(numbers, vocabulary.problems, strict=False)) if len(set(names)) < len(names) else {}


def _number(text: str) -> str:
    """The number by which a heading may mean a problem; empty where it has none, or speaks of the step, too."""
    named = problem_heading(text) if _ONLY_NUMBER.fullmatch(text) else None
    return named if named and named.isdigit() and after_update(text) is None else ""
