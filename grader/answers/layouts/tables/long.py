"""Long tables, with a row a number: `sample | quantity | value`, or `quantity | row | column | value`."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from grader.answers.layouts.headings.instants import named_at
from grader.answers.layouts.page import Page
from grader.answers.layouts.text.words import heads_answers, heads_indices, heads_names, heads_others, heads_samples
from grader.answers.layouts.text.worth import readable
from grader.answers.record import Kind
from grader.notation import Target, heads_instants, instant_heading, sample_heading

_LONGEST = 20
"""Characters of a heading."""
_FEWEST = 3
"""A name, what is told of which of its numbers this is, and the number."""


class _Table(NamedTuple):
    header: int
    names: int
    samples: int | None
    """The column of samples, or of points of time."""
    indices: list[int]
    answers: int


def read(page: Page) -> None:
    """Reads every such table, down to a row without a name or a number."""
    for table in _tables(page):
        rows = list(_rows(page, table))
        samples, indices = _samples(page, table, rows), _indices(page, table, rows)
        targets = {r: _targets(page, table, r, samples.get(r, 0), indices.get(r, ())) for r in rows}
        known = {target for found in targets.values() for target in found}
        if any(target.index for target in known) or (samples and len(known) > 1):
            page.claimed |= {(table.header, c) for c in (table.names, table.answers, *_keys(table))}
            for r, found in targets.items():
                if found:
                    page.claimed |= {(r, c) for c in (table.names, *_keys(table))}
                    page.answer(found, page.cell(r, table.names).text, (r, table.answers))
            _tell_parts(page, table, targets, samples)


def _tell_parts(page: Page, table: _Table, targets: Mapping[int, list[Target]], samples: Mapping[int, int]) -> None:
    """Say of what all samples share, and no row has for all of them, that what each adds to it is no answer."""
    whole = {target for found in targets.values() for target in found}
    told = set()
    for r in samples:
        name, meant = page.cell(r, table.names).text, page.names((r, table.names))
        if meant and not targets[r] and not any(map(page.has_samples, meant)):
            page.claimed |= {(r, c) for c in (table.names, table.answers, *_keys(table))}
            if not whole.issuperset(meant) and name not in told:
                page.remark((r, table.names), f"'{name}' is one for all samples: what each adds to it was not read")
            told.add(name)


def _keys(table: _Table) -> list[int]:
    return table.indices if table.samples is None else [table.samples, *table.indices]


def _tables(page: Page) -> Iterator[_Table]:
    for r, row in enumerate(page.rows):
        heads = {c: cell.text for c, cell in enumerate(row) if cell.kind is Kind.TEXT and len(cell.text) <= _LONGEST}
        keys = {c for c, text in heads.items() if _is_key(text)} if len(heads) >= _FEWEST else ()
        if not keys or any((r, c) in page.claimed for c in heads):
            continue
        samples = [c for c in keys if heads_samples(heads[c]) or _heads_time(heads[c])]
        indices = [c for c in sorted(keys) if c not in samples]
        names = [c for c, text in heads.items() if heads_names(text) and c not in keys]
        answers = [c for c, text in heads.items() if heads_answers(text) and not heads_others(text)]
        if len(names) == len(answers) == 1 and len(samples) < 2:
            yield _Table(r, names[0], samples[0] if samples else None, indices, answers[0])


@lru_cache(maxsize=10_000)
def _is_key(text: str) -> bool:
    return heads_samples(text) or heads_indices(text) or _heads_time(text)


def _heads_time(text: str) -> bool:
    return bool(heads_instants(text)) and not heads_indices(text)


def _rows(page: Page, table: _Table) -> Iterator[int]:
    for r in range(table.header + 1, len(page.rows)):
        if page.cell(r, table.names).kind is not Kind.TEXT or page.cell(r, table.answers).kind is Kind.BLANK:
            return
        yield r


def _samples(page: Page, table: _Table, rows: list[int]) -> Mapping[int, int]:
    """By row the sample it is about; a cell that is left blank goes on from the one above."""
    if table.samples is None:
        return {}
    found: dict[int, int] = {}
    last = -1
    for r in rows:
        cell = page.cell(r, table.samples)
        if cell.kind is not Kind.BLANK:
            heading = sample_heading(cell.text) or instant_heading(cell.text)
            whole = re.sub(r"\.0$", "", cell.text.strip())
            last = int(whole) if whole.isdecimal() else heading[0] if heading and heading[0] else -1
        found[r] = last
    first = 1 if 0 in found.values() else 0
    if _is_timed(page, table):
        names = {page.cell(r, table.names).text for r, sample in found.items() if sample == 0}
        first = int(any(not named_at(n, 0, page.vocabulary) and named_at(n, 1, page.vocabulary) for n in names))
        if first:
            page.remark((rows[0], table.samples), "the points of time are counted from 0 here")
    return {r: sample + first for r, sample in found.items() if sample >= 0}


def _is_timed(page: Page, table: _Table) -> bool:
    return table.samples is not None and _heads_time(page.cell(table.header, table.samples).text)


def _indices(page: Page, table: _Table, rows: list[int]) -> Mapping[int, tuple[int, ...]]:
    """By row the index that it says, from 1."""
    found = {r: tuple(i for c in table.indices for i in _whole(page.cell(r, c).text)) for r in rows}
    first = 1 if any(0 in index for index in found.values()) else 0
    return {r: tuple(i + first for i in index) for r, index in found.items()}


def _whole(text: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"\d{1,4}", re.sub(r"\.0$", "", text.strip()))]


def _targets(page: Page, table: _Table, row: int, sample: int, index: tuple[int, ...]) -> list[Target]:
    """What a row answers: an element of what it names, or where it names one that has none, that itself."""
    text, problem, updated = page.cell(row, table.names).text, page.problem_at(row), page.updated_at(row)
    if not readable(page.cell(row, table.answers)):
        return []
    vocabulary = page.vocabulary
    if _is_timed(page, table):
        return [t for t in named_at(text, sample, vocabulary, problem, updated) if not page.vocabulary.is_several(t)]
    sampled = [t for t in vocabulary.of_sample(text, sample, problem, updated) if page.has_samples(t)] if sample else []
    own = page.cell(row, table.samples).kind is not Kind.BLANK if table.samples is not None else False
    found = sampled or ([] if sample and own else list(vocabulary.find(text, problem, updated)))
    elements = []
    for target in found:
        symbol = page.symbol(target)
        if index and symbol.shape and index in symbol.elements:
            elements.append(symbol.element(index))
        elif not symbol.shape or (target.index and not symbol.at):
            elements.append(target)
    return [target for target in elements if not page.symbol(target).given]
