"""The graph of a computation with the class on it: how many went right, carried on and went wrong at each quantity."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

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
_MOST_COUNTED = 999
"""More answers are told in percent: counts would not fit into a box."""


def pictures(problem: Problem, sheet: int, first: int) -> Iterator[tuple[str, Markup]]:
    """The title and the drawing of each pass; a box leads to its questions, counted from `first` among the sheet's."""
    reference = problem.references[""]
    columns: dict[str, list[int]] = {}
    for c, asked in enumerate(reference.asked):
        columns.setdefault(asked.quantity, []).append(c)
    drawn = passes(reference)
    for each in drawn:
        title = "The computation" if not each.number else f"The computation after step {each.number}"
        title = "The computation after the step" if each.number and len(drawn) == 2 else title
        boxes = [_box(names, columns, problem, sheet, first) for names in each.boxes]
        yield title, Markup(draw(boxes, each.arrows, title))


def _box(names: Sequence[str], columns: Mapping[str, list[int]], problem: Problem, sheet: int, first: int) -> Box:
    asked = [first + c for name in names for c in columns.get(name, ())]
    href = f"#q-{sheet}-{'-'.join(map(str, asked))}" if asked else ""
    counted = [(name, _counts(columns.get(name, ()), problem)) for name in names]
    said = [f"{pretty(name)}: {_words(counts)}" for name, counts in counted if counts]
    return Box(names[0], tuple(_line(*pair) for pair in counted), href=href, title="; ".join(said))


def _counts(columns: Sequence[int], problem: Problem) -> Counter[str]:
    """How many answers came to each outcome; of an array, those of all its elements."""
    verdicts = Counter(str(verdict) for c in columns for verdict in problem.marks.verdict[:, c])
    return Counter({o: n for o, words in _OUTCOMES.items() if (n := sum(verdicts[word] for word in words))})


def _words(counts: Counter[str]) -> str:
    return ", ".join(f"{count:,} {outcome}" for outcome, count in counts.items())


def _line(name: str, counts: Counter[str]) -> Line:
    """A quantity with its counts, and how bad that is as a class for the colour."""
    if not counts:
        return Line(pretty(name), "unasked")
    everybody = counts.total()
    share = counts["wrong"] / everybody
    style = "none" if not counts["wrong"] else "few" if share < _SOME else "some" if share < _MANY else "many"
    told = counts if everybody <= _MOST_COUNTED else {o: f"{100 * n / everybody:.0f}%" for o, n in counts.items()}
    return Line(pretty(name), style, " ".join(f"{n}{_OUTCOME_SIGNS[outcome]}" for outcome, n in told.items()))
