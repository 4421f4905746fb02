"""The graph of a computation with the class on it: how many went right, carried on and went wrong at each quantity."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from grader.analysis import settled
from grader.drawing import Box, Line, draw
from grader.engine import pretty
from grader.reports.computation import passes
from grader.reports.feedback import Problem
from grader.wording import SIGNS

_OUTCOMES: Mapping[str, tuple[str, ...]] = {
    "right": ("correct", "implied", "imprecise"),
    "carried on": ("carried",),
    "wrong": ("slip", "wrong", "unreadable"),
    "missing": ("missing",),
}
_OUTCOME_SIGNS = {
    "right": SIGNS["correct"], "carried on": SIGNS["carried"], "wrong": SIGNS["wrong"], "missing": SIGNS["missing"],
}  # fmt: skip
_SOME, _MANY = 0.1, 0.3
_PAGE = 1280.0
"""Pixels of the page's width, as most screens show it."""
_MOST_COUNTED = 999
"""Where a quantity has more answers, all are told in percent: counts would not fit into a box."""


def pictures(problem: Problem, sheet: int, first: int) -> Iterator[tuple[str, Markup]]:
    """The title and the drawing of each pass; a box leads to its questions, counted from `first` among the sheet's."""
    reference = problem.references[""]
    columns: dict[str, list[int]] = {}
    for c, asked in enumerate(reference.asked):
        columns.setdefault(asked.quantity, []).append(c)
    verdicts = settled(problem.marks)
    drawn, counts = passes(reference), {name: _counts(verdicts[:, asked]) for name, asked in columns.items()}
    many = any(each.total() > _MOST_COUNTED for each in counts.values())
    for each in drawn:
        title = "The computation" if not each.number else f"The computation after step {each.number}"
        title = "The computation after the step" if each.number and len(drawn) == 2 else title
        boxes = [_box(names, columns, counts, many, f"#q-{sheet}-", first) for names in each.boxes]
        yield title, Markup(draw(boxes, each.arrows, title, page=_PAGE))


def _box(
    names: Sequence[str],
    columns: Mapping[str, list[int]],
    counts: Mapping[str, Counter[str]],
    many: bool,
    to: str,
    first: int,
) -> Box:
    asked = [first + c for name in names for c in columns.get(name, ())]
    said = [f"{pretty(name)}: {_words(counts[name])}" for name in names if counts.get(name)]
    lines = tuple(_line(name, counts.get(name, Counter()), many) for name in names)
    return Box(names[0], lines, href=to + "-".join(map(str, asked)) if asked else "", title="; ".join(said))


def _counts(verdicts: NDArray[np.object_]) -> Counter[str]:
    """How many answers came to each outcome; of an array, those of all its elements."""
    each = Counter(verdicts.ravel().tolist())
    return Counter({o: n for o, words in _OUTCOMES.items() if (n := sum(each[word] for word in words))})


def _words(counts: Counter[str]) -> str:
    return ", ".join(f"{count:,} {outcome}" for outcome, count in counts.items())


def _line(name: str, counts: Counter[str], many: bool) -> Line:
    """A quantity with its counts, or their shares, and how bad that is as a class for the colour."""
    if not counts:
        return Line(pretty(name), "unasked")
    everybody = counts.total()
    share = counts["wrong"] / everybody
    style = "none" if not counts["wrong"] else "few" if share < _SOME else "some" if share < _MANY else "many"
    told = {outcome: _percent(n, everybody) if many else str(n) for outcome, n in counts.items()}
    return Line(pretty(name), style, " ".join(f"{n}{_OUTCOME_SIGNS[outcome]}" for outcome, n in told.items()))


def _percent(count: int, everybody: int) -> str:
    """A share in percent, which is not 0 where there is any.

    >>> _percent(1, 3), _percent(1, 1_000)
    ('33%', '<1%')
    """
    return f"{100 * count / everybody:.0f}%" if 200 * count >= everybody else "<1%"
