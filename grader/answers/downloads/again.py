"""Files called as one that was there already, with a number as systems and browsers add it: `hw4.csv`, `hw4-1.csv`."""

import posixpath
import re
from collections.abc import Iterable

_NUMBERED = re.compile(r"(?P<first>.+?)(?:-(?P<number>\d{1,2})| ?\((?P<copy>\d{1,2})\))")


def numbered(stem: str) -> tuple[str, int]:
    """What a file was called first, and its number; 0 of one that has none.

    >>> numbered("ada-1"), numbered("ada (2)"), numbered("ada")
    (('ada', 1), ('ada', 2), ('ada', 0))
    """
    found = _NUMBERED.fullmatch(stem)
    return (found["first"], int(found["number"] or found["copy"])) if found else (stem, 0)


def uploads(files: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """Of files by what their student calls them, with their paths: those that are uploads of one, in their order.

    >>> uploads([("hw-1.csv", "z/7_hw-1.csv"), ("hw.csv", "z/6_hw.csv"), ("task-1.csv", "x"), ("task-2.csv", "y")])
    (('z/6_hw.csv', 'z/7_hw-1.csv'),)
    """
    found: dict[tuple[str, str], dict[int, str]] = {}
    for name, path in files:
        stem, ending = posixpath.splitext(name)
        first, number = numbered(stem)
        found.setdefault((first, ending), {})[number] = path
    return tuple(tuple(each[n] for n in sorted(each)) for each in found.values() if 0 in each and len(each) > 1)
