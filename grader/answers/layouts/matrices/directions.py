"""Square matrices of weights that are written the other way round, as labels say: `to h1 | to h2` over `from x1`."""

import re
from collections.abc import Sequence

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.labels import Block
from grader.answers.layouts.page import Page
from grader.answers.record import Cell, Kind
from grader.engine import gradient_parts, taken_apart
from grader.notation import Target

_INPUT, _OUTPUT = -1, 10_000
"""Places before and behind all quantities that are computed."""
_PLACES = {
    float("-inf"): r"^\W*(?:from|von|vom|aus|de|desde|depuis|da|van)\s",
    float("inf"): r"^\W*(?:to|into|nach|zu|zum|vers|à|hacia|para|verso|naar)\s",
    _INPUT: r"\b(?:input|eingang|eingabe|entr[eé]e|entrada|ingresso)s?\b",
    0: r"\b(?:hidden|verdeckt\w*|versteckt\w*|cach[eé]e?|ocult[ao]|nascost[ao])\b",
    _OUTPUT - 1: r"\b(?:neuron\w*|units?|nodes?|knoten|einheit)\b",
    _OUTPUT: r"\b(?:output|ausgang|ausgabe|sortie|salida|sa[ií]da|uscita)s?\b",
}
"""Where in the forward pass that stands which words say; a neuron without its layer takes what stands beside it."""
_SAYS = {place: re.compile(words, re.IGNORECASE) for place, words in _PLACES.items()}


def other_way_round(page: Page, target: Target, block: Block) -> bool:
    """Whether the labels of a square matrix of weights, or of its gradient, exchange its inputs and its outputs.

    Both its rows and its columns have to be labelled, by words or by what is named there.
    """
    rows, shape = rows_of(page, target), page.symbol(target).shape
    if not rows or len(set(shape)) > 1:
        return False
    (y, x), n = min(block.values()), shape[0]
    down = _place(page, [(y + i, x - 1) for i in range(n)])
    along = _place(page, [(y - 1, x + j) for j in range(n)])
    if down is None or along is None or down == along:
        return False
    return (down > along) is not (rows == "outputs")


def rows_of(page: Page, target: Target) -> str:
    """What has a row each in a matrix of weights, or in its gradient: `outputs` or `inputs`; empty where neither."""
    parts = gradient_parts(target.quantity)
    weight = page.vocabulary.symbols.get((target.problem, taken_apart(parts[1] if parts else target.quantity)[0]))
    return next(iter({"outputs", "inputs"} & weight.traits if weight else ()), "")


def place_in_words(text: str) -> float | None:
    """How far down the forward pass that stands which words say, `from x1`, `Neuron`; None where they do not say."""
    return next((place for place, words in _SAYS.items() if words.search(f"{text.strip()} ")), None)


def _place(page: Page, spots: Sequence[Spot]) -> float | None:
    """How far down the forward pass that stands which labels say; None where they do not say the same, or nothing."""
    places = {_of(page, page.cell(*at), at[0]) for at in spots}
    return places.pop() if len(places) == 1 else None


def _of(page: Page, label: Cell, row: int) -> float | None:
    if label.kind is not Kind.TEXT:
        return None
    if (said := place_in_words(label.text)) is not None:
        return said
    found = page.vocabulary.find(label.text, page.problem_at(row))
    symbols = [page.symbol(each) for each in found] or [each.symbol for each in page.vocabulary.column(label.text)]
    order = [*page.vocabulary.symbols]
    places = {_INPUT if each.given else order.index((each.problem, each.quantity)) for each in symbols}
    return places.pop() if len(places) == 1 else None
