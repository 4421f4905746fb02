"""Names within names, as dictionaries and JSON have them: lines that read as headings say what a value stands in."""

from collections.abc import Iterable, Sequence

from grader.notation import after_update

VALUES = "(values)"
"""Below it stands what a name above no longer holds for: `h1`, in `{'grads': {'w1': 0.1}, 'h1': 0.79}`."""
EARLIER = "(initial values)"
"""The same behind values after the step, `{'updated': {'w1': 0.1}, 'E': 0.3}`, where nothing else says so of it."""


def heading(name: str) -> str:
    """What stands above the values within a name."""
    return f"({name})"


def behind(left: Iterable[str], within: Sequence[str], updated: bool = False) -> list[str]:
    """What stands behind the values within names that are `left`, and so above those `within` others only.

    `updated`: whether it was said before that everything comes after the step.

    >>> behind(["grads"], ["layer 1"]), behind(["updated"], []), behind(["updated"], [], updated=True)
    (['(values)', '(layer 1)'], ['(initial values)'], ['(values)'])
    """
    past = updated or any(map(_is_past, within))
    values = EARLIER if not past and any(map(_is_past, left)) else VALUES
    return [values, *map(heading, within)]


def _is_past(name: str) -> bool:
    return after_update(heading(name)) is True
