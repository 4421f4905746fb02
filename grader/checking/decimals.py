"""Values of which rounding to so many decimals leaves few figures, so that the figures asked for cost points."""

from collections.abc import Iterator

import numpy as np

from grader.checking.finding import Finding, Section, section
from grader.checking.listing import listed
from grader.checking.magnitudes import asked_values
from grader.checking.naming import named
from grader.reference import Reference

USUAL = 4
"""To so many decimals most classes write."""
_MOST = 6


def decimals(reference: Reference) -> Section:
    """Asked values that are too small for the figures that the rubric asks for, at a usual number of decimals."""
    return section("Figures that decimals do not reach", list(_short(reference)))


def _short(reference: Reference) -> Iterator[Finding]:
    figures, found, needed = reference.problem.figures, [], USUAL
    if not figures:
        return
    for name, places, values in asked_values(reference):
        size = np.abs(values)
        rounded = np.abs(values - np.round(values, USUAL)) > 1e-9 * size
        short = (size < 10.0 ** (figures - 1 - USUAL)) & rounded
        if short.any():
            found.append(
                named(name, [place for place, few in zip(places, short.tolist(), strict=True) if few], reference)
            )
            needed = max(needed, figures - 1 - int(np.floor(np.log10(size[short].min()))))
    if found:
        which = listed(found, _MOST)
        asked = f"the {figures} figures that are asked for" if figures > 1 else "a figure"
        yield Finding(
            f"rounded to {USUAL} decimals, {which} would not have {asked}, which costs points "
            f"(the sheet should ask for figures, or for {needed} decimals)"
        )
