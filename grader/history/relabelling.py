"""Which answers are called otherwise than in a run before, as where a quantity of the rubric has a new label."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from grader.history.places import Place


def relabelled(before: Sequence[Place], after: Sequence[Place]) -> dict[Place, Place]:
    """By what an answer was called, what it is called now; of those alone that go by another name.

    Both are the answers of a run in their order. One is the same where it stands, in its rubric, between the same ones
    as another that is there no more, or in the same place of as many.

    >>> z, h, L, Loss = (Place("hw", "", name) for name in ("z", "h", "L", "Loss"))
    >>> relabelled([z, L], [z, Loss]) == {L: Loss}, relabelled([z, L], [L, z, h])
    (True, {})
    """
    rubrics = dict.fromkeys(place.rubric for place in before)
    by_rubric = {name: [[p for p in places if p.rubric == name] for places in (before, after)] for name in rubrics}
    return {old: new for pair in by_rubric.values() for old, new in _relabelled(*pair).items()}


def _relabelled(before: Sequence[Place], after: Sequence[Place]) -> dict[Place, Place]:
    """The same of one rubric."""
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
