"""Vectors and matrices behind a sign, in one cell or line: `W1' = [[0.1, 0.2], [0.3, 0.4]], b1' = [0.5, 0.6]`."""

import re

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.matrices.lists import enter_element, enter_list, fitted, flattened, times
from grader.answers.layouts.matrices.named_arrays import arrays, arrays_after_step, stands_for, worked_out
from grader.answers.layouts.matrices.singles import enter_numbers
from grader.answers.layouts.moves import with_arrow
from grader.answers.layouts.page import Page
from grader.answers.layouts.text.introduced import spellings
from grader.answers.layouts.text.statements import Listed, listed, statements
from grader.notation import Target, described
from grader.numbers import Number, Unreadable

_TRANSPOSED = re.compile(r"(?P<base>.*?\S)\s*(?:\^\s*\{?\s*(?:T|\\top|\\intercal)\s*\}?|\.T|ᵀ)", re.DOTALL)


def enter_stated(page: Page, text: str, spot: Spot) -> bool:
    """Enters every list that a text gives to a name, and tells of those that nobody asked for; whether one was."""
    text = with_arrow(text)
    stated = [_own(page, each, spot) for each in listed(text)]
    named = [(each, targets) for each in stated if (targets := _meant(page, each, spot))]
    for each, targets in named:
        numbers = fitted(dict(flattened(each.numbers)), page.symbol(targets[0]))
        enter_list(page, stands_for(page, targets, each.name, spot, numbers, each.assigned), each, spot)
    read_already = spot in page.claimed
    for each in stated:
        if found := _TRANSPOSED.fullmatch(each.name):
            _transposed(page, each, found["base"], spot)
        elif not named and each.numbers and not read_already and _unknown(page, each, spot):
            enter_numbers(page, each, spot)
    read_here = bool(named) or (spot in page.claimed and not read_already)
    if read_here and len(statements(text)) > len(named or stated):
        page.shared.add(spot)
    return bool(named)


def _own(page: Page, each: Listed, spot: Spot) -> Listed:
    """A list by its own name, behind the words or the name that lead to it: `Errors: e = [0.1, 0.2]`."""
    return each._replace(name=each.within) if each.within and page.named(each.within, spot[0]) else each


def _meant(page: Page, each: Listed, spot: Spot) -> tuple[Target, ...]:
    """The arrays that a list is: where a sample or unit is spoken of its part, or the whole where it has its shape."""
    if found := arrays_after_step(page, page.said(spot), spot, each.name):
        return found
    targets = _named(page, each.name, spot)
    if targets and not page.sample_at(spot[0]):
        return targets
    found = page.vocabulary.find(each.name, page.problem_at(spot[0]), page.updated_at(spot[0]))
    shape = {index for index, _ in flattened(each.numbers)}
    whole = tuple(t for t in found if t.index is None and shape == set(page.symbol(t).elements))
    return whole or targets


def _named(page: Page, name: str, spot: Spot) -> tuple[Target, ...]:
    names = (*spellings(name), *described(name), *page.in_words(name, spot[0]))
    return next((found for each in names if (found := arrays(page, each, spot))), ()) or worked_out(page, name, spot)


def _transposed(page: Page, each: Listed, base: str, spot: Spot) -> None:
    """Enters a matrix that says itself that it is transposed, where it has that shape."""
    targets = [t for t in page.named(base, spot[0]) if t.index is None and len(page.symbol(t).shape) == 2]
    flat = {index[::-1]: item for index, item in flattened(each.numbers)}
    for target in targets:
        symbol = page.symbol(target)
        if symbol.given or symbol.formula:
            continue
        page.claimed.add(spot)
        fits = set(flat) == set(symbol.elements)
        if not fits:
            page.remark(spot, f"'{each.name}' should have {times(symbol.shape[::-1])} numbers: it could not be read")
        for index in symbol.elements:
            item = flat[index] if fits else Unreadable(each.text, "a matrix of another shape")
            enter_element(page, symbol, index, each.name, item, spot)


def _unknown(page: Page, each: Listed, spot: Spot) -> bool:
    """Whether a list has a name that no quantity of the rubric has."""
    if any(page.named(spelling, spot[0]) for spelling in spellings(each.name)) or not re.search(r"[^\W\d_]", each.name):
        return False
    return any(isinstance(item, Number) for _, item in flattened(each.numbers))
