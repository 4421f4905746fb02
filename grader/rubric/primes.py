"""Late steps by their number: a mark `"w^(8)"` asks for what `w''''''''` does, after the eighth step of training."""

import re
from collections.abc import Mapping
from dataclasses import replace

from grader.rubric.document import Node
from grader.rubric.place import Place

_TABLES = ("marks", "credit")
_STEP = re.compile(r"\^\(\s*(\d{1,4})\s*\)")


def with_primes(tables: Mapping[str, Node]) -> dict[str, Node]:
    """The tables with every step that is a number as so many primes, each with the place of what was written."""
    found = dict(tables)
    for key in _TABLES:
        if key in found and isinstance(found[key].value, dict):
            entries = (_entry(name, node) for name, node in found[key].table.items())
            found[key] = replace(found[key], value=dict(entries))
    if "groups" in found and isinstance(found["groups"].value, dict):
        found["groups"] = replace(found["groups"], value={k: _listed(n) for k, n in found["groups"].table.items()})
    if "bonus" in found:
        found["bonus"] = _listed(found["bonus"])
    return found


def _entry(name: str, node: Node) -> tuple[str, Node]:
    if not _STEP.search(name):
        return name, node
    text, place = _written(name, node.key)
    return text, replace(node, key=place)


def _listed(node: Node) -> Node:
    if isinstance(node.value, tuple):
        return replace(node, value=tuple(_listed(item) for item in node.value))
    if not isinstance(node.value, str) or not _STEP.search(node.value):
        return node
    text, place = _written(node.value, node.place)
    return replace(node, value=text, place=place)


def _written(name: str, place: Place) -> tuple[str, Place]:
    """A name with its primes, and where each of its characters stands."""
    text, where, at = "", [], 0
    for found in _STEP.finditer(name):
        primes = "'" * int(found[1])
        text += name[at : found.start()] + primes
        where += [*range(at, found.start()), *[found.start()] * len(primes)]
        at = found.end()
    where += range(at, len(name))
    starts = tuple(place.part(i, i + 1).start for i in where)
    return text + name[at:], Place(place.source, place.start, place.end, starts)
