"""Names: how findings call an element, and names that a sheet cannot tell apart."""

import math
from collections.abc import Iterable, Iterator, Sequence

from grader.checking.finding import Finding, Section, section
from grader.checking.listing import listed
from grader.engine import pretty, taken_apart
from grader.notation import Target, Vocabulary
from grader.notation.key import key
from grader.reference import Reference, label, symbols

_MOST_PLACES = 4


def are(places: Sequence[tuple[int, ...]], reference: Reference, name: str) -> str:
    """`is` or `are`, of so many elements of a quantity."""
    size = math.prod(reference.graph[name].shape)
    return "are" if 1 < len(places) < size else "is"


def named(name: str, places: Sequence[tuple[int, ...]], reference: Reference) -> str:
    """Some elements of a quantity in words: `p₁[2,1]`, `p₁[1,1], p₁[2,1] and 3 more`, or the whole.

    `places` are indices from 1.
    """
    if len(places) == math.prod(reference.graph[name].shape) or not places[0]:
        return pretty(name)
    return listed([pretty(f"{name}[{','.join(map(str, place))}]") for place in places], _MOST_PLACES)


def labels(reference: Reference) -> Section:
    """Elements that the sheet calls by one name: no answer can be told to be one of them."""
    seen: dict[str, list[str]] = {}
    for element in reference.asked:
        seen.setdefault(element.label, []).append(label(element.quantity, element.index, reference.problem))
    found = [
        Finding(f"'{name}' is the name of {len(elements)} answers; nobody can write one and not the other")
        for name, elements in seen.items()
        if len(elements) > 1
    ]
    return section("Labels", found, wrong=True)


def spellings(reference: Reference) -> Section:
    """Names that are one as soon as they are written another way: h1 the quantity, and h_1 the element of h."""
    found = [*_same(reference), *_capitals(reference)]
    return section("Names", found)


def _spelled(reference: Reference) -> Iterator[tuple[str, Target, bool]]:
    """Every spelling by which a sheet may call something, what it means, and whether that is asked."""
    for symbol in symbols(reference):
        for spelling in symbol.spellings:
            yield spelling, Target(symbol.problem, symbol.quantity), symbol.asked
        for index, spelt in symbol.elements.items():
            for spelling in spelt:
                yield spelling, symbol.element(index), symbol.asked


def _same(reference: Reference) -> Iterator[Finding]:
    meanings: dict[str, dict[Target, str]] = {}
    asked: set[str] = set()
    for spelling, target, is_asked in _spelled(reference):
        name = key(spelling)
        meanings.setdefault(name, {}).setdefault(target, spelling)
        if is_asked:
            asked.add(name)
    reader = Vocabulary(symbols(reference))
    told: set[frozenset[Target]] = set()
    for name, targets in meanings.items():
        group, spelling = frozenset(targets), next(iter(targets.values()))
        if name in asked and len(group) > 1 and not _derived(group, told) and not reader.find(spelling):
            told.add(group)
            meant = " or ".join(map(_called, targets))
            yield Finding(f"'{spelling}' may mean {meant}: so written, it counts for neither", weight=3)


def _derived(group: frozenset[Target], told: Iterable[frozenset[Target]]) -> bool:
    """Whether the same confusion has been told of other quantities: of the gradients for them, or after a step."""
    plain = set(map(_by, group))
    return any(plain == set(map(_by, other)) for other in told)


def _by(target: Target) -> str:
    """The quantity a gradient is by, or the quantity itself, whatever the step."""
    return taken_apart(target.quantity)[0].rpartition("/d")[2]


def _called(target: Target) -> str:
    index = f"[{','.join(map(str, target.index))}]" if target.index else ""
    return repr(f"{target.quantity}{index}")


def _capitals(reference: Reference) -> Iterator[Finding]:
    """Names that differ only in capitals, which a spreadsheet may change by itself."""
    folded: dict[str, dict[str, str]] = {}
    for name, quantity in reference.graph.items():
        if not quantity.wrt and not name.endswith("'"):
            folded.setdefault(key(name).casefold(), {})[key(name)] = name
    asked = {part for element in reference.asked for part in element.quantity.replace("'", "").split("/d")}
    for names in folded.values():
        if len(names) > 1 and not asked.isdisjoint(names.values()):
            shown = " and ".join(map(pretty, names.values()))
            yield Finding(
                f"{shown} differ only in capitals, which phones and spreadsheets change by themselves", weight=2
            )
