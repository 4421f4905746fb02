"""What a check finds: sentences for an instructor, the worst first."""

from typing import NamedTuple


class Finding(NamedTuple):
    """One thing that is wrong or weak in a problem."""

    says: str
    """A sentence without its full stop."""
    more: tuple[str, ...] = ()
    """What it means in particular, a line each."""
    weight: float = 1.0
    """How bad it is, among its kind."""


class Section(NamedTuple):
    """What one kind of check finds."""

    title: str
    findings: tuple[Finding, ...]
    wrong: bool = False
    """Whether these are faults, not weaknesses."""


def section(title: str, findings: "list[Finding]", wrong: bool = False) -> Section:
    """The findings of one kind, the worst first."""
    return Section(title, tuple(sorted(findings, key=lambda finding: -finding.weight)), wrong)
