"""Names that are given a value worked out from their old one, `w ← w − η·g`: they mean the quantity after the step."""

from grader.answers.layouts.page import Page
from grader.answers.layouts.text.introduced import spellings
from grader.answers.layouts.text.statements import Statement
from grader.notation import Target


def renewed(page: Page, statement: Statement, row: int) -> tuple[Target, ...]:
    """What the name of such a statement means; nothing where it is another, or where there are several steps.

    An equals sign says as much of what is given: that has no other value than its old one.
    """
    if not statement.changes_itself or not (statement.assigned or page.is_given(statement.name, row)):
        return ()
    named = (page.meant(each, row, updated=True) for each in spellings(statement.name))
    found = next((targets for targets in named if targets), ())
    return () if any(page.symbol(target).stepped for target in found) and not page.stage_at(row) else found
