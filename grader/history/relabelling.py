"""Which answers are called otherwise than in a run before, as where a quantity of the rubric has a new label."""

from collections.abc import Sequence
from difflib import SequenceMatcher

Place = tuple[str, str, int]
"""A problem, a quantity, and how many of that name stand before it: those of another rubric."""


def relabelled(before: Sequence[Place], after: Sequence[Place]) -> dict[Place, Place]:
    """By what an answer was called, what it is called now; of those alone that go by another name.

    Both are the answers of a run in their order. One is the same where it stands between the same ones as another that
    is there no more, or in the same place of as many.

    >>> relabelled([("", "h1", 0), ("", "L", 0)], [("", "h1", 0), ("", "Loss", 0)])
    {('', 'L', 0): ('', 'Loss', 0)}
    >>> relabelled([("", "h1", 0), ("", "L", 0)], [("", "L", 0), ("", "h1", 0), ("", "h2", 0)])
    {}
    """
    gone, come = set(before).difference(after), set(after).difference(before)
    if not gone or not come:
        return {}
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    pairs = [
        pair
        for kind, start, end, first, last in blocks
        if kind == "replace" and end - start == last - first
        for pair in zip(before[start:end], after[first:last], strict=True)
    ]
    return {old: new for old, new in pairs if old in gone and new in come}
