"""What is drawn: labelled boxes, and which of them an arrow joins."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

MOST = 120
"""More boxes than this are not drawn one by one: what is in the middle is drawn as one."""

_WIDEST = 24
"""Of a layer of more boxes, only the first and the last are drawn."""


MORE = "… {count} more"
"""How what is left out is said."""


class Line(NamedTuple):
    """One line of a box."""

    text: str
    style: str = ""
    """A CSS class for the line; what it says, `sign` must say as well."""
    sign: str = ""
    """A short text at the end of the line, such as ✓."""
    room: tuple[str, str] = ("", "")
    """A text and a sign that there is room for, too, so that pictures of one kind are alike."""


class Box(NamedTuple):
    """A box of one line or more."""

    key: str
    lines: tuple[Line, ...]
    style: str = ""
    """A CSS class for the box."""
    href: str = ""
    title: str = ""
    """What is said when one points at it; else its lines."""


Arrows: TypeAlias = Mapping[str, tuple[str, ...]]
"""For each box, in order, those that an arrow goes to from it."""


def joined(boxes: Sequence[Box], arrows: Iterable[tuple[str, str]]) -> Arrows:
    """The arrows by the box they start from, each once. ValueError where they join what is not there."""
    found: dict[str, dict[str, None]] = {box.key: {} for box in boxes}
    if len(found) < len(boxes):
        raise ValueError("two boxes have the same key")
    for start, end in arrows:
        if start not in found or end not in found:
            raise ValueError(f"no box for an arrow from {start!r} to {end!r}")
        found[start][end] = None
    return {key: tuple(ends) for key, ends in found.items()}


def reversed_arrows(arrows: Arrows) -> Arrows:
    """For each box, those that an arrow comes from."""
    found: dict[str, list[str]] = {key: [] for key in arrows}
    for start, ends in arrows.items():
        for end in ends:
            found[end].append(start)
    return {key: tuple(starts) for key, starts in found.items()}


def layers(arrows: Arrows) -> list[list[str]]:
    """The boxes by layer: each as early as what it comes from allows, and what comes from nothing as late as it may be.

    ValueError where arrows go in a circle.

    >>> layers({"x": ("s",), "w": ("s",), "v": ("y",), "s": ("y",), "y": ()})
    [['x', 'w'], ['v', 's'], ['y']]
    """
    before = reversed_arrows(arrows)
    depth: dict[str, int] = {}
    waiting = {key: len(starts) for key, starts in before.items()}
    ready = [key for key, count in waiting.items() if not count]
    for key in ready:  # grows while it is walked
        depth[key] = 1 + max((depth[start] for start in before[key]), default=-1)
        for end in arrows[key]:
            waiting[end] -= 1
            if not waiting[end]:
                ready.append(end)
    if len(depth) < len(arrows):
        raise ValueError("the arrows go in a circle")
    for key in arrows:
        if not before[key] and arrows[key]:
            depth[key] = min(depth[end] for end in arrows[key]) - 1
    found: list[list[str]] = [[] for _ in range(1 + max(depth.values(), default=-1))]
    for key in arrows:
        found[depth[key]].append(key)
    return found


def folded(boxes: Sequence[Box], arrows: Arrows, more: str = MORE) -> tuple[list[Box], Arrows]:
    """What can be seen at once: of a layer too wide its ends, of too many layers the first and the last ones.

    What is left out is one box that says how many it stands for.
    """
    if len(boxes) <= MOST:
        return list(boxes), arrows
    stands_for: dict[str, str] = {}
    for number, layer in enumerate(layers(arrows)):
        for key in layer[_WIDEST // 2 : -_WIDEST // 2] if len(layer) > _WIDEST else ():
            stands_for[key] = f"more of layer {number}"
    kept, between = _merged(boxes, arrows, stands_for, more)
    if len(kept) > MOST:
        middle = set(_middle(layers(between)))
        stands_for |= {box.key: "more between" for box in boxes if stands_for.get(box.key, box.key) in middle}
        kept, between = _merged(boxes, arrows, stands_for, more)
    return kept, between


def _middle(by_layer: Sequence[Sequence[str]]) -> list[str]:
    """Everything but as many whole layers as fit, taken in turn from the front and from the back."""
    first, last, kept = 0, len(by_layer), 0
    while first < last:
        front = first <= len(by_layer) - last
        size = len(by_layer[first if front else last - 1])
        if kept + size >= MOST:
            break
        kept += size
        first, last = (first + 1, last) if front else (first, last - 1)
    return [key for layer in by_layer[first:last] for key in layer]


def _merged(boxes: Sequence[Box], arrows: Arrows, stands_for: Mapping[str, str], more: str) -> tuple[list[Box], Arrows]:
    """The graph with each group of boxes as one box, in the place of its first."""
    members: dict[str, int] = {}
    for box in boxes:
        key = stands_for.get(box.key, box.key)
        members[key] = members.get(key, 0) + 1
    groups = set(stands_for.values())
    own = {box.key: box for box in boxes}
    kept = [
        Box(key, (Line(more.format(count=f"{count:,}")),), "more") if key in groups else own[key]
        for key, count in members.items()
    ]
    pairs = ((stands_for.get(start, start), stands_for.get(end, end)) for start, ends in arrows.items() for end in ends)
    return kept, joined(kept, (pair for pair in pairs if pair[0] != pair[1]))
