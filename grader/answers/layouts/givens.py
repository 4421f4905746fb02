"""Names of givens beside other numbers than the given ones: those after the step, or their gradients, or told."""

from collections.abc import Iterable, Mapping
from itertools import takewhile

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.page import Page
from grader.answers.layouts.text.introduced import spellings
from grader.answers.layouts.text.telling import begun
from grader.notation import Target
from grader.numbers import Number

Numbers = Mapping[tuple[int, ...], object]
"""By index from 1 what is said of each element; of a single quantity under the empty index."""
_EXACT = 1e-9
_MOST_STEPS = 100


def instead(page: Page, name: str, spot: Spot, numbers: Numbers, assigned: bool = False) -> tuple[Target, ...]:
    """What a name stands for that is a given's, where the numbers said of it are others; that is told.

    It is the value after the step where it is `assigned` one, as by `w := 0.5`, where its gradient stands before, or
    where it has none, as what a rule keeps from step to step; on the way back the gradient, where nothing else can be
    meant. What it may be is asked where neither is sure.
    """
    found = _given(page, name, spot[0])
    found = tuple(target for target in found if _compared(page, target, numbers)) or found
    if not found or page.updated_at(spot[0]) or page.sample_at(spot[0]) or not _differ(page, found, numbers):
        return ()
    after, slopes = _after(page, found, name, numbers), _slopes(page, name, spot[0])
    several = "these are other numbers" if () not in numbers else "this is another number"
    said = f"'{begun(name)}' is given, and {several}"
    known = _told(page, slopes) or _is_kept(page, name, spot[0], after)
    if after and (assigned or (known and page.spelled_out.isdisjoint(after))):
        page.remark(spot, f"{said}: taken for the value after the step")
        return after
    back = page.headed_at(spot[0]).back or page.headed_at(spot[0]).slopes
    sure = not _told(page, slopes) and page.spelled_out.isdisjoint(slopes)
    if back and slopes and sure and (not after or not page.spelled_out.isdisjoint(after)):
        page.remark(spot, f"{said}: taken for the gradient of it, on the way back")
        return slopes
    page.remark(spot, f"{said}: not read (is it a gradient, or the value after the update? Name it so)")
    return ()


def _given(page: Page, name: str, row: int) -> tuple[Target, ...]:
    """The givens that a name means, and nothing where it means anything else."""
    for each in spellings(name):
        if found := page.vocabulary.find(each, page.problem_at(row)):
            return found if all(page.symbol(target).given for target in found) else ()
    return ()


def _differ(page: Page, targets: Iterable[Target], numbers: Numbers) -> bool:
    """Whether most of the numbers are others than those that are given: of one in many it is more often a slip."""
    compared = [found for target in targets if (found := _compared(page, target, numbers))]
    return bool(compared) and all(sum(others) * 2 > len(others) for others in compared)


def _compared(page: Page, target: Target, numbers: Numbers) -> list[bool]:
    """Of each element whether another number is said of it than is given; nothing where not all can be compared."""
    found = []
    for index, number in numbers.items():
        given = page.vocabulary.value(target._replace(index=(*(target.index or ()), *index)))
        if given is None or not isinstance(number, Number):
            return []
        found.append(abs(given - number.value) > max(number.unit, _EXACT))
    return found


def _after(page: Page, givens: Iterable[Target], name: str, numbers: Numbers) -> tuple[Target, ...]:
    """The values after the step of givens.

    Where there are several steps, and the name is given several new values, after the first that has no answer yet.
    """
    found = []
    for given in givens:
        later = (given._replace(quantity=given.quantity + "'" * n) for n in range(1, _MOST_STEPS))
        known = list(takewhile(lambda each: (each.problem, each.quantity) in page.vocabulary.symbols, later))
        if len(known) == 1 or page.renewals[name] > 1:
            found += [each for each in known if not _answered(page, each) or _same(page, each, numbers)][:1]
    return tuple(found)


def _same(page: Page, target: Target, numbers: Numbers) -> bool:
    """Whether a target has been answered by these very numbers."""
    told = {index: page.told.get(target._replace(index=(*(target.index or ()), *index) or None)) for index in numbers}
    return all(number is not None and number == told[index] for index, number in numbers.items())


def _answered(page: Page, target: Target) -> bool:
    """Whether a target has been answered, or an element of it."""
    return target in page.told or any(each[:2] == target[:2] for each in page.told if target.index is None)


def _is_kept(page: Page, name: str, row: int, after: Iterable[Target]) -> bool:
    """Whether a name can only mean what a rule computes from its old value, such as a velocity: it has no gradient."""
    of = (page.vocabulary.find(f"gradient of {each}", page.problem_at(row)) for each in spellings(name))
    return not any(of) and not any(page.symbol(target).given for target in after)


def _slopes(page: Page, name: str, row: int) -> tuple[Target, ...]:
    """The gradients of what a name means, as far as they are asked for."""
    found = (page.vocabulary.find(f"gradient of {each}", page.problem_at(row)) for each in spellings(name))
    return tuple(target for target in next(filter(None, found), ()) if page.symbol(target).asked)


def _told(page: Page, targets: tuple[Target, ...]) -> bool:
    return any(_answered(page, target) for target in targets)
