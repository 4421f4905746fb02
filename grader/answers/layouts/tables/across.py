"""Tables with a column a sample or a problem: `Sample 1`, `Sample 2` … over the columns, and a name before each row."""

import re
from collections.abc import Callable, Mapping

from grader.answers.layouts.headings.problems import of_heads
from grader.answers.layouts.page import Page
from grader.answers.layouts.text.words import heads_samples
from grader.answers.layouts.text.worth import readable
from grader.answers.record import BLANK, Kind
from grader.notation import sample_heading

_LONGEST = 30
_LABEL = re.compile(r"[\W_]*(?:[^\W\d_]+[\W_]*)?(?:\d{1,2}[a-z]?|[a-z])?[\W_]*", re.IGNORECASE)
"""A word, a number or a letter, or a word and one of these."""
Heads = Mapping[int, int]
"""By column, which sample or which problem stands under it, from 1."""


def read(page: Page) -> None:
    """Reads every row below such a header, down to a blank one."""
    if page.vocabulary.samples:
        _read(page, _samples, _of_samples)
    if len(page.vocabulary.problems) > 1:
        _read(page, _problems, _of_problems)


def _read(page: Page, heads: Callable[[Page, int], Heads], row: Callable[[Page, int, int, Heads], None]) -> None:
    for r in range(len(page.rows)):
        columns = heads(page, r)
        below = r + 1
        while columns and below < len(page.rows) and any(c.kind is not Kind.BLANK for c in page.rows[below]):
            if len(heads(page, below)) > 1:
                break
            row(page, r, below, columns)
            below += 1


def _samples(page: Page, row: int) -> Heads:
    """The sample that each column is headed with, where two or more are; under `Sample`, by their numbers alone."""
    corner = next((cell for cell in page.rows[row] if cell.kind is not Kind.BLANK), BLANK)
    if heads_samples(corner.text):
        numbers = {
            c: cell.text.removesuffix(".0") for c, cell in enumerate(page.rows[row]) if cell.text and cell is not corner
        }
        if len(numbers) > 1 and list(numbers.values()) == [str(n) for n in range(1, len(numbers) + 1)]:
            return {c: int(text) for c, text in numbers.items()}
    heads = {c: sample_heading(cell.text) for c, cell in enumerate(page.rows[row]) if cell.kind is Kind.TEXT}
    found = {c: head[0] for c, head in heads.items() if head and head[0] and not head[1]}
    return found if len(found) > 1 and len(set(found.values())) == len(found) else {}


def _of_samples(page: Page, header: int, row: int, columns: Heads) -> None:
    names, filled = _filled(page, row, columns)
    if not names or not filled:
        return
    name = page.cell(row, names[0]).text
    parts = False
    for c in filled:
        found = page.vocabulary.of_sample(name, columns[c], page.problem_at(row), page.updated_at(row))
        sampled = [t for t in found if t.index and not page.symbol(t).at and page.has_samples(t)]
        if sampled:
            page.claimed.add((row, names[0]))
            page.answer(sampled, name, (row, c))
        parts = parts or any(not page.has_samples(t) and not page.symbol(t).given for t in found)
    if parts and len(filled) > 1:
        page.claimed |= {(row, names[0]), *((row, c) for c in filled)}
        _of_all(page, header, row, names[0], columns)


def _of_all(page: Page, header: int, row: int, named: int, columns: Heads) -> None:
    """What is one for all samples stands in the column for all of them, where there is one."""
    name = page.cell(row, named).text
    heads = {c: sample_heading(cell.text) for c, cell in enumerate(page.rows[header]) if c > max(columns)}
    whole = [c for c, head in heads.items() if head == (0, "") and readable(page.cell(row, c))]
    if len(whole) == 1:
        page.answer(page.names((row, named)), name, (row, whole[0]))
    else:
        page.remark((row, named), f"'{name}' is one for all samples: what stands under each of them was not read")


def _problems(page: Page, row: int) -> Heads:
    """The problem that each column is headed with, where all but the first say one."""
    texts = {c: cell.text for c, cell in enumerate(page.rows[row]) if cell.kind is Kind.TEXT}
    short = [c for c, text in texts.items() if len(text) <= _LONGEST and _LABEL.fullmatch(text)]
    if len(short) < max(2, len(texts) - 1):
        return {}
    numbers = of_heads((texts[c] for c in short), page.vocabulary)
    found = {c: page.problems.called(texts[c], numbers) for c in short if not page.vocabulary.asks(texts[c])}
    heads = {c: page.vocabulary.problems.index(problem) + 1 for c, problem in found.items() if problem}
    others = [text for c, text in texts.items() if c not in heads]
    said = len(set(heads.values())) == len(heads) > 1 and len(others) <= 1 and min(heads) > 0
    return heads if said and not any(map(page.vocabulary.asks, others)) else {}


def _of_problems(page: Page, header: int, row: int, columns: Heads) -> None:
    names, filled = _filled(page, row, columns)
    for c in filled if names else ():
        if found := page.names((row, names[0]), page.vocabulary.problems[columns[c] - 1]):
            page.claimed |= {(header, c), (row, names[0])}
            page.answer(found, page.cell(row, names[0]).text, (row, c))


def _filled(page: Page, row: int, columns: Heads) -> tuple[list[int], list[int]]:
    """Where the names of a row stand, before the columns, and where its numbers."""
    names = [c for c in range(min(columns)) if page.cell(row, c).kind is Kind.TEXT and (row, c) not in page.claimed]
    return names, [c for c in columns if readable(page.cell(row, c)) and (row, c) not in page.claimed]
