"""Tables with a column a sample: `Sample 1`, `Sample 2` … over the columns, and a name before each row."""

from collections.abc import Mapping

from grader.answers.layouts.page import Page
from grader.answers.layouts.worth import readable
from grader.answers.record import Kind
from grader.notation import sample_heading


def read(page: Page) -> None:
    """Reads every row below such a header, down to a blank one."""
    if page.vocabulary.samples:
        for r in range(len(page.rows)):
            columns = _samples(page, r)
            below = r + 1
            while columns and below < len(page.rows) and any(c.kind is not Kind.BLANK for c in page.rows[below]):
                if len(_samples(page, below)) > 1:
                    break
                _row(page, below, columns)
                below += 1


def _samples(page: Page, row: int) -> Mapping[int, int]:
    """The sample that each column is headed with, where two or more are."""
    heads = {c: sample_heading(cell.text) for c, cell in enumerate(page.rows[row]) if cell.kind is Kind.TEXT}
    found = {c: head[0] for c, head in heads.items() if head and head[0] and not head[1]}
    return found if len(found) > 1 and len(set(found.values())) == len(found) else {}


def _row(page: Page, row: int, columns: Mapping[int, int]) -> None:
    names = [c for c in range(min(columns)) if page.cell(row, c).kind is Kind.TEXT and (row, c) not in page.claimed]
    filled = [c for c in columns if readable(page.cell(row, c)) and (row, c) not in page.claimed]
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
        page.remark((row, names[0]), f"'{name}' is one for all samples: what stands under each of them was not read")
