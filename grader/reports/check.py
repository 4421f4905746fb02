"""What is wrong or weak in a rubric, as an instructor reads it: faults first, then what the numbers hide."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from grader.checking import Checked, Finding, Suggestion
from grader.reports.worth import added_up, worth

_WIDEST = 110
_MOST = 8
"""Findings of a kind that are told; the others are counted."""


def show_check(problems: Sequence[Checked], suggesting: bool = False, dropped: int = 0) -> str:
    """The text for a terminal, problem by problem; with `suggesting`, the givens that would reveal more.

    Of several problems the points are added up, of which the worst `dropped` do not count.
    """
    parts = ["\n".join(_problem(checked, len(problems) > 1, suggesting)) for checked in problems]
    whole = added_up({checked.problem.name: worth(checked.problem) for checked in problems}, dropped)
    return "\n".join([*parts, whole]) + ("\n" if whole else "")


def _problem(checked: Checked, several: bool, suggesting: bool) -> Iterator[str]:
    name, title = checked.problem.name, checked.problem.title
    heading = f"Problem {name}. {title}".removesuffix(". ") if several or name else title
    if heading:
        yield heading
        yield "=" * len(heading)
    yield str(worth(checked.problem))
    yield ""
    for section in checked.sections:
        yield section.title
        yield "-" * len(section.title)
        for finding in section.findings[:_MOST]:
            yield from _finding(finding)
        if len(section.findings) > _MOST:
            yield f"• and {len(section.findings) - _MOST} more"
        yield ""
    yield from _summary(checked)
    if suggesting and checked.sight is not None:
        yield from _suggestion(checked.suggestion, bool(checked.sight.hidden))
    yield ""


def _finding(finding: Finding) -> Iterator[str]:
    yield from wrap(f"• {finding.says}", _WIDEST, subsequent_indent="  ")
    for line in finding.more:
        yield from wrap(f"    {line}", _WIDEST, subsequent_indent="      ")


def _summary(checked: Checked) -> Iterator[str]:
    gradients, worst, updates, off = checked.verified
    if gradients:
        steps = f" and {updates} updates" if updates else ""
        yield f"{gradients} gradients{steps} agree with difference quotients to {max(worst, off):.0e}."
    if checked.sight is not None:
        sight = checked.sight
        where = f", looked for in {sight.looked} of {sight.steps:,} steps" if sight.looked < sight.steps else ""
        yield f"These numbers can reveal {sight.revealed} of {len(sight.slips)} slips{where}."


def _suggestion(suggestion: Suggestion | None, hidden: bool) -> Iterator[str]:
    """Lines to paste into the rubric."""
    if suggestion is None:
        if hidden:
            yield "No givens as round as these were found that reveal more."
        return
    yield f"With these givens in place of yours, {suggestion.revealed} of {suggestion.of}:"
    yield ""
    for name, data in suggestion.givens.items():
        yield f"{name} = {_toml(data.tolist())}"


def _toml(data: object) -> str:
    """Numbers as TOML, no longer than they are.

    >>> _toml([[0.1, 3.0], [-2.0, 0.25]])
    '[[0.1, 3], [-2, 0.25]]'
    """
    if isinstance(data, list):
        return f"[{', '.join(map(_toml, data))}]"
    number = float(str(data))
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
