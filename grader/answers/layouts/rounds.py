"""Tables with a row a step of training: `iteration | w | b | loss` over 0, 1, 2, where w', w'' are asked for."""

import re
from collections.abc import Iterator

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.near import nobodys
from grader.answers.layouts.page import Page
from grader.answers.layouts.worth import readable, worth
from grader.answers.record import Kind
from grader.notation import Target, after_update, stepped
from grader.numbers import Number

_CORNER = re.compile(
    r"\W*(?:(?:training|gd|sgd)\W*)?(?:iteration|iter|epoch|epoche|step|update|round|durchlauf|schritt|iteración|época|itération|"
    r"époque|iteração|paso|passo|étape|[tkn])s?\W*(?:\(?[tkn]\)?|no\.?|nr\.?|#)?\W*",
    re.IGNORECASE,
)
_AT = re.compile(r"\s*(?:[^\W\d_]{1,10}\s*=?\s*)?(?P<number>\d{1,2})(?:\.0)?\s*")
_LONGEST = 20
_FEWEST = 2
"""So many steps at least."""


def read(page: Page) -> None:
    """Reads every such table, whose rows count the steps from 0 or from 1."""
    if not page.vocabulary.steps:
        return
    for (r, c), steps in list(_tables(page)):
        entered = False
        for column in range(c + 1, len(page.rows[r])):
            if (r, column) not in page.claimed and page.cell(r, column).kind is Kind.TEXT:
                entered |= _column(page, (r, column), steps)
        if entered:
            page.claimed |= {(r, c), *((row, c) for row in steps)}
            said = f"the rows of '{page.cell(r, c).text}' were taken for the steps of training, one after the other"
            page.remark((r, c), said)


def _tables(page: Page) -> Iterator[tuple[Spot, dict[int, int]]]:
    """Where such a table begins, and by row the step that it is about, from 0."""
    for (r, c), cell in page.cells():
        if cell.kind is not Kind.TEXT or len(cell.text) > _LONGEST or not _CORNER.fullmatch(cell.text):
            continue
        steps: dict[int, int] = {}
        row = r + 1
        while at := _AT.fullmatch(page.cell(row, c).text):
            steps[row] = int(at["number"])
            row += 1
        first = steps.get(r + 1, 0)
        counted = list(steps.values()) == list(range(first, first + len(steps)))
        if len(steps) >= _FEWEST and counted and first in (0, 1):
            yield (r, c), {row: step - first for row, step in steps.items()}


def _column(page: Page, head: Spot, steps: dict[int, int]) -> bool:
    """Enters the numbers under a heading, each as what it names so many steps later; whether there are any."""
    name = page.cell(*head).text.strip()
    found = [t for t in page.vocabulary.find(name, page.problem_at(head[0])) if _is_single(page, t)]
    if not found:
        return False
    later = 1 if _renews(page, found[0], (min(steps), head[1])) or _says_after(page, name, found[0]) else 0
    page.claimed.add(head)
    for row, step in steps.items():
        spot = (row, head[1])
        if not readable(page.cell(*spot)) or spot in page.claimed:
            continue
        meant = [each for target in found if (each := _stepped(page, target, step + later))]
        if meant and all(page.symbol(target).given for target in meant):
            page.claimed.add(spot)
        elif meant:
            page.answer(meant, name, spot)
        else:
            nobodys(page, f"{name} of step {step + 1}", page.cell(*spot), spot)
    return True


def _is_single(page: Page, target: Target) -> bool:
    return target.problem in page.vocabulary.steps and not page.vocabulary.is_several(target)


def _renews(page: Page, target: Target, first: Spot) -> bool:
    """Whether a parameter has in the first row another value than the given one: that after the step."""
    given, number = page.vocabulary.value(target), worth(page.cell(*first))
    return given is not None and isinstance(number, Number) and abs(given - number.value) > number.unit


def _says_after(page: Page, name: str, target: Target) -> bool:
    """Whether a heading says that what is not named so already is that after the step."""
    return bool(after_update(name)) and "'" not in target.quantity and not page.symbol(target).given


def _stepped(page: Page, target: Target, steps: int) -> Target | None:
    names = (target._replace(quantity=name) for name in stepped(target.quantity, steps))
    return next((each for each in names if (each.problem, each.quantity) in page.vocabulary.symbols), None)
