"""What is wrong or weak with the givens of some students, and not with the rubric's own."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from grader.checking.check import Checked, check
from grader.checking.finding import Finding, Section
from grader.checking.listing import in_lines, listed
from grader.reference import Reference

MOST = 12
"""Variants that are looked at; each takes as long as the rubric itself."""
_LINES, _NAMED = 8, 4


def with_variants(checked: Checked, variants: Mapping[str, Mapping[str, Reference]]) -> Checked:
    """A problem's check with what is found of its variants besides, by name: of many, those evenly spread among them.

    A slip that the numbers of a version cannot reveal costs those nothing who have that version.
    """
    names = list(variants)
    looked_at = [names[i * len(names) // MOST] for i in range(MOST)] if len(names) > MOST else names
    others = {name: check(variants[name]) for name in looked_at}
    first = {_kind(item): item for item in _items(checked)}
    known = set(first)
    found: dict[_Item, list[str]] = {}
    for name, other in others.items():
        for kind, item in {_kind(item): item for item in _items(other)}.items():
            if kind not in known:
                found.setdefault(first.setdefault(kind, item), []).append(name)
    title = "With the givens of variants"
    title += f", of which {MOST} of {len(names):,} were looked at" if len(names) > MOST else ""
    faults, weak = ([*_findings(found, wrong)] for wrong in (True, False))
    sections = [Section(title, tuple(faults), wrong=True), Section(title, (*_fewest(checked, others), *weak))]
    new = [section for section in sections if section.findings]
    ordered = sorted((*checked.sections, *new), key=lambda section: not section.wrong)
    return replace(checked, sections=tuple(ordered))


def _fewest(checked: Checked, others: Mapping[str, Checked]) -> Iterator[Finding]:
    """The variant whose numbers reveal fewest slips, where these are fewer than the rubric's own do."""
    hidden = {name: len(other.sight.hidden) for name, other in others.items() if other.sight}
    worst = max(hidden, key=lambda name: hidden[name], default="")
    sight = others[worst].sight if worst else None
    if checked.sight and sight and hidden[worst] > len(checked.sight.hidden):
        yield Finding(f"fewest slips show with the givens of '{worst}': {sight.revealed} of {len(sight.slips)}")


_Item = tuple[str, str, bool]
"""A sentence, a line of what it means in particular, and whether that is wrong and not only weak."""


def _kind(item: _Item) -> _Item:
    """By what two are one: a sentence by its beginning, for what follows are its numbers, which differ."""
    says, line, wrong = item
    return (says, line, wrong) if line else (says.partition(",")[0], "", wrong)


def _items(checked: Checked) -> Iterator[_Item]:
    """What is found, line by line."""
    for section in checked.sections:
        for finding in section.findings:
            yield from ((finding.says, line, section.wrong) for line in finding.more or ("",))


def _findings(found: Mapping[_Item, list[str]], wrong: bool) -> Iterator[Finding]:
    """One for each sentence, with its lines and the variants that each is of: those of most variants first."""
    lines: dict[str, dict[str, list[str]]] = {}
    for (says, line, is_wrong), names in found.items():
        if is_wrong == wrong:
            lines.setdefault(says, {})[line] = names
    for says, of in lines.items():
        if set(of) == {""}:
            yield Finding(f"{says}: {_of(of[''])}")
            continue
        told = [f"{_of(names)}: {line}" for line, names in sorted(of.items(), key=lambda item: -len(item[1]))]
        yield Finding(says, in_lines(told, _LINES))


def _of(names: list[str]) -> str:
    return listed(names, _NAMED)
