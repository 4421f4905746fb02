"""The blind spots of a problem in words: what the numbers have in common, and what that hides."""

import math
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from grader.checking.blindness import Sight, Slip
from grader.checking.finding import Finding, Section, section
from grader.checking.listing import in_lines, listed
from grader.checking.reasons import Comparison, Reason
from grader.engine import pretty, show
from grader.reference import Reference

_MOST_STEPS = 4
_MOST_SAID = 3
_MOST_ALIKE = 8
_MOST_IDLE = 5
_MOST_LISTED = 6


def spots(reference: Reference, sight: Sight, figures: int) -> Section:
    """What hides slips in answers of so many figures, by what the numbers have in common."""
    reasons: dict[Reason, list[Slip]] = {}
    for step, slips in groupby(sight.hidden, lambda slip: slip.step):
        comparison = Comparison(step, reference)
        for slip in slips:
            reasons.setdefault(comparison.reason(slip.mutation.expr), []).append(slip)
    near = reasons.pop(Reason(), [])
    alike = {why.says: reasons.pop(why) for why in list(reasons) if why.alike}
    findings = [*_idle({why.says: slips for why, slips in reasons.items()}), *_alike(alike)]
    return section("Blind spots", [*_unseen(sight), *findings, *_nearly(near, sight, figures)])


def _unseen(sight: Sight) -> Iterator[Finding]:
    """Steps in which no slip at all can be seen."""
    if sight.unseen:
        names = listed([*map(pretty, sight.unseen)], _MOST_LISTED)
        yield Finding(f"nothing that goes wrong in {names} can be seen", weight=math.inf)


def _idle(reasons: dict[str, list[Slip]]) -> Iterator[Finding]:
    """What does nothing; the same before and after a step is told once."""
    after: dict[str, list[str]] = {}
    for says in reasons:
        after.setdefault(says.replace("′", ""), []).append(says)
    largest = sorted(after.items(), key=lambda item: -sum(len(reasons[says]) for says in item[1]))
    yield from _rest({says: reasons[says] for _, variants in largest[_MOST_IDLE:] for says in variants})
    for plain, variants in largest[:_MOST_IDLE]:
        slips = [slip for says in variants for slip in reasons[says]]
        says = f"{plain}, before the step and after it" if len(variants) > 1 else variants[0]
        lines = [_of_step(step, said) for step, said in _by_step(slips).items()]
        yield Finding(says, tuple(_shortened(lines)), len(slips))


def _rest(reasons: dict[str, list[Slip]]) -> Iterator[Finding]:
    """What does nothing, in a line each."""
    if reasons:
        lines = [f"{says} (used in {_places(slips)})" for says, slips in reasons.items()]
        says = "whatever goes wrong with these leaves the number right as well"
        yield Finding(says, in_lines(lines, _MOST_ALIKE), weight=0)


def _places(slips: list[Slip]) -> str:
    return listed([*map(pretty, _by_step(slips))], _MOST_LISTED)


def _alike(reasons: dict[str, list[Slip]]) -> Iterator[Finding]:
    """Numbers that are equal, of which one may be used for the other."""
    if reasons:
        commonest = sorted(reasons.items(), key=lambda item: -len(item[1]))
        lines = [f"{says} (used in {_places(slips)})" for says, slips in commonest]
        says = "whoever uses one of these for the other has the right number all the same"
        yield Finding(says, in_lines(lines, _MOST_ALIKE), sum(map(len, reasons.values())))


def _nearly(slips: list[Slip], sight: Sight, figures: int) -> Iterator[Finding]:
    """Slips that make a difference, but too small a one."""
    if not slips:
        return
    known = Counter(slip.step for slip in sight.slips)
    lost = Counter(slip.step for slip in slips)
    steps = sorted(_by_step(slips).items(), key=lambda item: -lost[item[0]])
    lines = [_of_step(step, said, f" ({lost[step]} of {known[step]})") for step, said in steps]
    allowed = f"the tolerance and {figures} figure{'s' if figures > 1 else ''} let pass"
    yield Finding(f"slips that make less of a difference than {allowed}", tuple(_shortened(lines)), len(slips))


def _by_step(slips: list[Slip]) -> dict[str, list[str]]:
    """What went wrong in each step, the likeliest first."""
    found: dict[str, dict[str, None]] = {}
    for slip in slips:
        found.setdefault(slip.step, {})[_said(slip)] = None
    return {step: list(said) for step, said in found.items()}


def _of_step(step: str, said: list[str], count: str = "") -> str:
    more = f"; and {len(said) - _MOST_SAID} more" if len(said) > _MOST_SAID else ""
    return f"{pretty(step)}{count}: {'; '.join(said[:_MOST_SAID])}{more}"


def _said(slip: Slip) -> str:
    """What went wrong, as notes say it, of no answer in particular."""
    mutation = slip.mutation
    if mutation.cause == "wrong-operand" and mutation.axis is not None:
        word = mutation.says.split(maxsplit=1)[0]
        return f"one {word} of {show(mutation.parts[0])} is used for another"
    return mutation.says.format(*map(show, mutation.parts), "another")


def _shortened(lines: list[str]) -> Iterator[str]:
    many = len(lines) > _MOST_STEPS + 1  # one more line says no less than that there is one
    yield from lines[: _MOST_STEPS if many else None]
    if many:
        yield f"and in {len(lines) - _MOST_STEPS} more steps"
