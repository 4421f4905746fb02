"""Tables with a row a step of training: `iteration | w | b | loss` over 0, 1, 2, where w', w'' are asked for.

Where one step is asked for, that may be a row in a table of more, of which a word says that it counts steps.
"""

import re
from collections.abc import Iterator

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.page import Page
from grader.answers.layouts.text.worth import readable, worth
from grader.answers.record import Kind
from grader.notation import Target, after_update, described, heads_rounds, step_heading
from grader.numbers import Number

_AT = re.compile(r"\s*(?:[^\W\d_]{1,10}\s*=?\s*)?(?P<number>\d{1,2})(?:\.0)?\s*")
_LONGEST = 20
_FEWEST = 2
"""So many steps at least."""


def read(page: Page) -> None:
    """Reads every such table, whose rows count the steps from 0 or from 1."""
    if not page.vocabulary.learns:
        return
    for r in range(len(page.rows)):
        if columns := _across(page, r):
            _below(page, r, columns)
    counting = [(at, steps, False) for at, steps in _tables(page)]
    for (r, c), steps, after in [*counting, *((at, steps, True) for at, steps in _after_steps(page))]:
        entered = False
        for column in range(c + 1, len(page.rows[r])):
            if (r, column) not in page.claimed and page.cell(r, column).kind is Kind.TEXT:
                entered |= _enter(page, (r, column), {(row, column): step for row, step in steps.items()}, after)
        if entered:
            page.claimed |= {(r, c), *((row, c) for row in steps)}
            of = page.cell(r, c).text.strip() or page.cell(min(steps), c).text
            said = f"the rows of '{of}' were taken for the steps of training, one after the other"
            page.remark((r, c), said)


def _tables(page: Page) -> Iterator[tuple[Spot, dict[int, int]]]:
    """Where such a table begins, and by row the step that it is about, from 0."""
    for (r, c), cell in page.cells():
        if cell.kind is not Kind.TEXT or len(cell.text) > _LONGEST or not heads_rounds(cell.text):
            continue
        if not page.vocabulary.steps and len(cell.text.strip()) == 1:
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


def _after_steps(page: Page) -> Iterator[tuple[Spot, dict[int, int]]]:
    """Where the rows say that they are after a step, and by row after how many; the one above may say it is before.

    The headings may stand further up, over other rows of numbers, as of gradients.
    """
    for (r, c), _ in page.cells() if page.vocabulary.steps else ():
        steps: dict[int, int] = {}
        while (step := _after(page, (r + len(steps), c))) and step == len(steps) + 1:
            steps[r + len(steps)] = step
        if len(steps) < _FEWEST:
            continue
        head = r - 1
        while head > 0 and any(readable(cell) for cell in page.rows[head][c + 1 :]):
            head -= 1
        if head >= 0:
            before = head < r - 1 and after_update(page.cell(r - 1, c).text) is False
            yield (head, c), {**({r - 1: 0} if before else {}), **steps}


def _after(page: Page, spot: Spot) -> int:
    """After which step a cell says that its row is; 0 where it says nothing else."""
    cell = page.cell(*spot)
    said = step_heading(cell.text) if cell.kind is Kind.TEXT else None
    return said.step if said and said.after and not said.rest else 0


def _across(page: Page, row: int) -> dict[int, int]:
    """By column the step that heads it, from 0, in a row that counts steps from the first on."""
    heads = {c: step_heading(cell.text) for c, cell in enumerate(page.rows[row]) if c and cell.kind is Kind.TEXT}
    several = bool(page.vocabulary.steps)
    steps = {c: h.step for c, h in heads.items() if h and not h.after and not h.rest and (several or h.sure)}
    first = min(steps.values(), default=0)
    counted = list(steps.values()) == list(range(first, first + len(steps))) and first in (0, 1)
    counted = counted and (several or [*steps.values()] == [0, 1])  # before and after the only step
    return {c: step - first for c, step in steps.items()} if len(steps) >= _FEWEST and counted else {}


def _below(page: Page, header: int, columns: dict[int, int]) -> None:
    """Enters the numbers below such a row, down to a blank one."""
    entered = False
    for r in range(header + 1, len(page.rows)):
        if not page.rows[r] or _across(page, r):
            break
        name = next((c for c in range(min(columns)) if page.cell(r, c).kind is Kind.TEXT), None)
        if name is not None and (r, name) not in page.claimed:
            entered |= _enter(page, (r, name), {(r, c): step for c, step in columns.items()})
    if entered:
        page.claimed |= {(header, c) for c in columns}
        page.remark((header, min(columns)), "the columns were taken for the steps of training, one after the other")


def _enter(page: Page, head: Spot, steps: dict[Spot, int], after: bool = False) -> bool:
    """Enters numbers, each as what a name means so many steps later; whether it means anything.

    `after`: the steps are said to be past, whatever stands there; of which of them a gradient is, is not clear then.
    """
    name = page.cell(*head).text.strip()
    names = (name, *described(name), *page.vocabulary.in_words(name))
    meant = next((targets for each in names if (targets := page.vocabulary.find(each, page.problem_at(head[0])))), ())
    found = [target for target in meant if not page.vocabulary.is_several(target)]
    if not found or (after and any("/" in target.quantity for target in found)):
        return False
    later = 0 if after else _later(page, found[0], name, steps)
    if not after:  # else it may stand over a row of gradients, too
        page.claimed.add(head)
    beyond: list[Spot] = []
    for spot, step in steps.items():
        if not readable(page.cell(*spot)) or spot in page.claimed:
            continue
        theirs = [each for target in found if (each := page.vocabulary.steps_on(target, step + later))]
        if theirs and all(page.symbol(target).given for target in theirs):
            page.claimed.add(spot)
        elif theirs:
            page.answer(theirs, name, spot)
        else:
            beyond.append(spot)
    if beyond:
        page.claimed.update(beyond)
        count = f"{len(beyond)} numbers of '{name}' are" if len(beyond) > 1 else f"a number of '{name}' is"
        page.remark(beyond[0], f"{count} of later steps than are asked for: not read")
    return True


def _later(page: Page, target: Target, name: str, steps: dict[Spot, int]) -> int:
    """How many steps later than what its name means a number is in the first row, that of as many steps."""
    if "/" in target.quantity:  # the first gradient may stand beside what it makes of the parameters
        return -min((step for spot, step in steps.items() if readable(page.cell(*spot))), default=0)
    return 1 if _renews(page, target, min(steps)) or _says_after(page, name, target) else 0


def _renews(page: Page, target: Target, first: Spot) -> bool:
    """Whether a parameter has in the first row another value than the given one: that after the step."""
    number = worth(page.cell(*first))
    return isinstance(number, Number) and page.vocabulary.renews(target, number.value, number.unit)


def _says_after(page: Page, name: str, target: Target) -> bool:
    """Whether a heading says that what is not named so already is that after the step."""
    return bool(after_update(name)) and "'" not in target.quantity and not page.symbol(target).given
