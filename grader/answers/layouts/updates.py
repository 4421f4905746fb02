"""Names that are given a value worked out from their old one, `w ← w − η·g`: they mean the quantity after the step."""

import re

from grader.answers.layouts.page import Page
from grader.answers.layouts.text.introduced import spellings
from grader.answers.layouts.text.statements import Statement
from grader.notation import Target
from grader.numbers import Number, Unreadable, read_number

_CHANGE = re.compile(r"(?:[Δ∆]|\\Delta(?![a-z]))\s*(?P<of>[^\W\d].*)")
_STEP = re.compile(
    r"\(?(?P<old>[-+−]?[\d.,]+)\)?\s*[-+−–]\s*(?=[\d.(]).*(?:[*·×⋅∙(]|\\(?:cdot|times)(?![a-z])).*", re.DOTALL
)
"""A number, and a product that is taken from it or added."""


def renewed(page: Page, statement: Statement, row: int) -> tuple[Target, ...]:
    """What the name of such a statement means; nothing where it is another, or where there are several steps.

    An equals sign says as much of what is given: that has no other value than its old one, which may stand for its
    name there, `w = 0.3 − 0.01·1.204 = 0.288`.
    """
    given = page.is_given(statement.name, row)
    changes = statement.changes_itself and (statement.assigned or given)
    symbols = page.vocabulary.symbolic and statement.assigned and read_number(statement.value)
    changes |= given and isinstance(symbols, Unreadable)  # a formula, which what is given has none of
    if not (changes or _steps_from_given(page, statement, row)):
        return ()
    named = (page.named(each, row, updated=True) for each in spellings(statement.name))
    later = (tuple(t for t in targets if not page.symbol(t).given) for targets in named)
    found = next(filter(None, later), ())
    return () if any(page.symbol(target).stepped for target in found) and not page.stage_at(row) else found


def written_out(page: Page, statement: Statement, row: int) -> Statement:
    """A statement of what a parameter changes by, in formulas, as one of its value after the step: `Δw = −η·x`.

    Every other is as it is.
    """
    falls = statement.value.lstrip(" $({[").startswith(("-", "−", "–"))  # else it may be what is taken away
    found = _CHANGE.fullmatch(statement.name) if page.vocabulary.symbolic and falls else None
    if not found or page.named(statement.name, row):
        return statement
    later = page.named(found["of"], row, updated=True)
    if not any(page.symbol(target).formula and not page.symbol(target).given for target in later):
        return statement
    return Statement((found["of"], f"{found['of']} + ({statement.value})"), assigned=True)


def _steps_from_given(page: Page, statement: Statement, row: int) -> bool:
    """Whether a number is worked out by a step from the very value that is given for the name."""
    working = [found for side in statement.sides[1:-1] if (found := _STEP.fullmatch(side.strip()))]
    old = read_number(working[0]["old"]) if working else None
    if not isinstance(old, Number):
        return False
    targets = (t for each in spellings(statement.name) for t in page.vocabulary.find(each, page.problem_at(row)))
    return any(page.symbol(target).given and page.vocabulary.value(target) == old.value for target in targets)
