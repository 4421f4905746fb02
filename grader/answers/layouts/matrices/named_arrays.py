"""Which arrays a text names: as they are, after the step, or what the name of a given stands for."""

import re

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.givens import Numbers, instead
from grader.answers.layouts.page import Page
from grader.answers.layouts.text.statements import statements
from grader.answers.layouts.updates import renewed
from grader.notation import Target

_DIFFERENCE = re.compile(r"([^\W\d][^\s+−-]*)\s*[−-]\s*(?:[\d.,]+|[^\W\d]+)\s*[*·×]?\s*(?:[^\W\d]|[∂∇]).*", re.DOTALL)
"""A name less the product of a rate and something."""


def arrays(page: Page, text: str, spot: Spot) -> tuple[Target, ...]:
    """The arrays that a text names."""
    named = page.named(text, spot[0])  # givens, too: their numbers are no answers
    turned = page.meant(text, spot[0]) if page.headed_at(spot[0]).slopes else ()
    return tuple(t for t in turned or named if _is_array(page, t))


def _is_array(page: Page, target: Target) -> bool:
    return bool(page.symbol(target).shape and (target.index is None or page.symbol(target).at))


def arrays_after_step(page: Page, text: str, spot: Spot, name: str = "") -> tuple[Target, ...]:
    """The arrays after the step that a text names by working them out from their old values."""
    found = (renewed(page, each, spot[0]) for each in statements(text.rstrip("=: ")) if name in ("", each.name))
    return next((whole for every in found if (whole := tuple(t for t in every if _is_array(page, t)))), ())


def worked_out(page: Page, text: str, spot: Spot) -> tuple[Target, ...]:
    """The array that is given a new value by a difference, `W2 - 0.5 g`, over its numbers."""
    difference = _DIFFERENCE.fullmatch(text)
    if not difference or not page.is_given(difference[1], spot[0]):
        return ()
    new = page.meant(difference[1], spot[0], updated=True)
    return tuple(t for t in new if _is_array(page, t) and not page.symbol(t).given)


def stands_for(
    page: Page, targets: tuple[Target, ...], name: str, spot: Spot, numbers: Numbers, assigned: bool = False
) -> tuple[Target, ...]:
    """The arrays that a name means; of givens what it stands for beside other numbers than theirs."""
    given = all(page.symbol(target).given for target in targets)
    return (instead(page, name, spot, numbers, assigned) or targets) if given else targets
