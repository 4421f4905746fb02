"""What is wrong or weak in a rubric, as an instructor reads it: faults first, then what the numbers hide."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from grader.checking import Checked, Finding

_WIDEST = 110
_MOST = 8
"""Findings of a kind that are told; the others are counted."""


def show_check(problems: Sequence[Checked]) -> str:
    """The text for a terminal, problem by problem."""
    return "\n".join("\n".join(_problem(checked, len(problems) > 1)) for checked in problems) + "\n"


def _problem(checked: Checked, several: bool) -> Iterator[str]:
    name, title = checked.problem.name, checked.problem.title
    heading = f"Problem {name}. {title}".removesuffix(". ") if several or name else title
    if heading:
        yield heading
        yield "=" * len(heading)
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
        yield f"These numbers can reveal {checked.sight.revealed} of {len(checked.sight.slips)} slips."
