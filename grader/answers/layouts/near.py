"""Names that nobody asked for: graded where they can only be typing errors, and told with what is near."""

import re
from collections.abc import Sequence

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.page import Page
from grader.answers.layouts.text.telling import begun
from grader.answers.layouts.text.worth import worth
from grader.answers.record import Cell
from grader.notation import Target, sample_behind


def unasked(page: Page, name: str, cell: Cell, spot: Spot, at: Spot | None = None) -> None:
    """An answer to a name that nobody asked for: graded where it can only be a typing error, listed anyhow."""
    at = at or spot
    page.claimed.add(at)
    near, meant = _near(page, name, spot[0])
    single = [target for target in meant if target.index or not page.symbol(target).shape]
    if single and not page.told.keys() >= set(single):  # what is answered by its own name is nobody's typing error
        page.remark(spot, f"'{begun(name)}' is not asked for; taken for a typing error of '{near}'")
        page.answer(single, name, at, cell=cell)
        return
    nobodys(page, name, cell, spot, at)


def nobodys(page: Page, name: str, cell: Cell, spot: Spot, at: Spot | None = None) -> None:
    """An answer to a name that nobody asked for, and that is nobody's typing error: listed."""
    page.claimed.add(at or spot)
    _tell(page, name, spot)
    page.enter(None, name, cell.text, worth(cell), at or spot)


def unasked_array(page: Page, name: str, spot: Spot) -> None:
    """Several numbers for a name that nobody asked for; what else stands in the cell may still be read."""
    page.remark(spot, f"nobody asked for '{begun(name)}' ({_why_not(page, name, spot)})")


def _tell(page: Page, name: str, spot: Spot) -> None:
    """That nobody asked for a name; of the elements of one array it is told once, at the first of them."""
    why, whole = _why_not(page, name, spot), _ELEMENT.sub("", name)
    said = f"nobody asked for '{begun(name)}' ({why})"
    before = page.unasked.get((whole, why)) if whole != name else None
    if before is None:
        page.unasked[whole, why] = (len(page.remarks), said, 0)
        page.remark(spot, said)
        return
    at, first, more = before
    page.unasked[whole, why] = (at, first, more + 1)
    page.remarks[at] = page.remarks[at]._replace(issue=f"{first}, nor for {more + 1:,} more of its elements")


_ELEMENT = re.compile(r"\s*\[\s*\d+\s*(?:,\s*\d+\s*)*\]$")


def _near(page: Page, name: str, row: int) -> tuple[str | None, Sequence[Target]]:
    """The one name asked for that a name may be a typing error of, and what it means.

    None where a name may mean several, or stands where one sample is spoken of.
    """
    problem = page.problem_at(row)
    if page.vocabulary.ambiguous(name, problem) or page.sample_at(row):
        return None, ()
    near = page.vocabulary.nearest(name, problem)
    return near, page.vocabulary.find(near, problem) if near else ()


def _why_not(page: Page, name: str, spot: Spot) -> str:
    """What a name that is not asked for may have been meant to be."""
    problem = page.problem_at(spot[0])
    asking = {t.problem: None for t in page.vocabulary.find(name) if page.symbol(t).asked and t.problem != problem}
    if problem and asking:
        return f"it stands under problem {problem}, and is asked for in {' and '.join(asking)}"
    between = page.vocabulary.ambiguous(name, problem)
    near, meant = _near(page, name, spot[0])
    said = f"it may be {' or '.join(between)}" if between else "no name asked for is near"
    alike = () if between or near else page.vocabulary.alike(name, problem)
    said = f"near are {', '.join(alike)}" if alike else said
    several = any(not target.index and page.symbol(target).shape for target in meant)
    said = f"did you mean '{near}'{', which is several numbers' if several else ''}?" if near else said
    if near and set(meant) == set(page.vocabulary.find(name, problem)):
        said = "it is asked for, but not of the step that it stands under"
    behind = sample_behind(name)
    sample = behind[1] if behind else page.sample_at(spot[0])
    return f"of sample {sample}" if sample else said
