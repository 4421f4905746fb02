"""Sections headed `Backward` whose bare names run from the output to the inputs: each stands for its gradient."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from grader.answers.layouts.headings.headed import Headed
from grader.answers.layouts.text.statements import statements
from grader.answers.layouts.text.worth import readable
from grader.answers.record import Cell, Kind
from grader.notation import Vocabulary

_FEWEST = 2
"""So many computed quantities have an order."""


def running_backwards(rows: Sequence[Sequence[Cell]], heads: Sequence[Headed], vocabulary: Vocabulary) -> Iterator[int]:
    """The rows on the way back that say of each quantity but one number, of the later quantities before the earlier.

    None of a section that says anything else: gradients by their own names, the loss, a value after a step, a number
    of something that nobody knows. There a bare name may be that of a value which is said once more.
    """
    back = groupby(range(len(rows)), key=lambda r: heads[r].back and not heads[r].slopes and not heads[r].updated)
    for section in (list(group) for is_back, group in back if is_back):
        if _runs_back([name for r in section for name in _names(rows[r])], heads[section[0]].problem, vocabulary):
            yield from section


def _names(row: Sequence[Cell]) -> Iterator[str]:
    """What the numbers in a row are said of: one name for them all, or that of each statement."""
    filled = [cell for cell in row if cell.kind is not Kind.BLANK]
    if not filled or not any(readable(cell) or statements(cell.text) for cell in filled):
        return
    said = statements(filled[0].text) if len(filled) == 1 else []
    yield from [each.name for each in said] or [filled[0].text]


def _runs_back(names: Sequence[str], problem: str | None, vocabulary: Vocabulary) -> bool:
    order, places = list(vocabulary.symbols), list[int]()
    for name in names:
        found = {target._replace(index=None) for target in vocabulary.find(name, problem)}
        symbols = [vocabulary.symbol(target) for target in found]
        if not symbols or any(each.loss or "'" in each.quantity or "/" in each.quantity for each in symbols):
            return False
        computed = [order.index((each.problem, each.quantity)) for each in symbols if not each.given]
        places += [min(computed)] if computed else []
    return len(set(places)) == len(places) >= _FEWEST and places[0] > places[-1]
