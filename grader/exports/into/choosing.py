"""Which column of a gradebook takes the points of a rubric: by its title, or by the name that is given."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from grader.errors import Fault, GradeError
from grader.exports.into.scores import Scores
from grader.exports.into.system import Item
from grader.roster.headings import plain


def column_of(path: Path, items: list[Item], heads: Sequence[str], score: Scores, named: str, alone: bool) -> Item:
    """The column of a score: the one that is named, or that has its title, or the one of a file that has but one."""
    wanted = [text for text in ([named] if named else [score.title, score.name]) if plain(text)]
    keys = set(map(plain, wanted))
    whole = [item for item in items if plain(heads[item.column]) in keys]
    exact = [item for item in items if plain(item.title) in keys]
    near = [item for item in items if any(_are_near(item.title, text) for text in wanted)]
    fitting = whole or exact or near or (items if alone and not named else [])
    if len(fitting) == 1:
        if fitting[0].wrong is None:
            return fitting[0]
        what, todo = fitting[0].wrong
        raise GradeError([Fault(str(path), f"the column '{fitting[0].title}' {what}", todo)])
    if len({(heads[item.column], item.title) for item in fitting}) < len(fitting):
        what = f"{len(fitting)} columns are called '{heads[fitting[0].column]}'"
        raise GradeError([Fault(str(path), what, "rename those that are not meant")])
    titles = _apart(fitting or items, heads)
    more = f" and {len(titles) - _MOST_NAMED:,} more" if len(titles) > _MOST_NAMED else ""
    said = ", ".join(f"'{title}'" for title in titles[:_MOST_NAMED]) + more or "none"
    what = "several columns fit" if fitting else "no column has the title"
    raise GradeError([Fault(str(path), f"{what} '{named or score.title}'", f"choose with --column: {said}")])


_MOST_NAMED = 40
"""Columns that are listed for whoever has to choose one."""


def refuse_two_in_one(path: Path, scores: Sequence[Scores], columns: Sequence[Item]) -> None:
    """Two rubrics have two columns: the points of one would write over the other's."""
    for item in columns:
        both = [score.title for score, other in zip(scores, columns, strict=True) if other == item]
        if len(both) > 1:
            what = f"'{both[0]}' and '{both[1]}' would both go into the column '{item.title}'"
            raise GradeError([Fault(str(path), what, "give it the work of one at a time, with --rubric and --column")])


def _apart(items: Sequence[Item], heads: Sequence[str]) -> list[str]:
    """What the columns may be called so that each is told from the others."""
    times = Counter(item.title for item in items)
    return [item.title if times[item.title] == 1 else heads[item.column] for item in items]


def _are_near(one: str, other: str) -> bool:
    """Whether one title is in the other, word by word.

    >>> _are_near("Homework 1: backpropagation", "homework 1"), _are_near("Homework 10", "Homework 1")
    (True, False)
    """
    short, long = sorted((_words(one), _words(other)), key=len)
    return bool(short) and any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1))


def _words(text: str) -> list[str]:
    return [plain(word) for word in re.findall(r"\d+|[^\W\d_]+", text)]
