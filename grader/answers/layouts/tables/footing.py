"""A sum or a mean below the losses in a table: `mean` under `(ŷ − t)²`, where nothing else says the loss of all."""

import re
from collections.abc import Mapping

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.page import Page
from grader.answers.layouts.text.telling import begun
from grader.answers.layouts.text.worth import readable
from grader.answers.record import Kind
from grader.notation import Target

_SUM = re.compile(
    r"\W*(?:sums?|total|Σ|∑|summe|gesamt|somme|suma|soma|somma|totale|totaal|toplam|сумма|итого|合计|总和|总计|合計|합계)\W*",
    re.IGNORECASE,
)
_MEAN = re.compile(
    r"\W*(?:mean|average|avg\.?|mittel(?:wert)?|durchschnitt|moyenne|media|promedio|média|gemiddelde|średnia|ortalama|среднее|"
    r"平均值?|均值|평균)\W*",
    re.IGNORECASE,
)
_LOSSES = re.compile(
    r"^\W*[ELJC](?:_?[tin])?\W*$|²|\^\s*\{?\s*\(?2|\*\*\s*2|squared?\b|quadr|\b(?:loss|cost|errors?|verlust|fehler|perte|erreur|pérdida|perdita)\b|损失|誤差|误差|損失",
    re.IGNORECASE,
)
_TWO = 2
_FEWEST = 2
"""So many losses at least are added up."""


def heads_total(text: str) -> bool:
    """Whether a text says that beside it stands what others add up to, or their mean, and nothing else.

    >>> heads_total("Sum"), heads_total("Mittelwert:"), heads_total("total error"), heads_total("h1")
    (True, True, False, False)
    """
    return bool(_SUM.fullmatch(text) or _MEAN.fullmatch(text))


def total_among(page: Page, rows: Mapping[int, str]) -> int | None:
    """Of rows with their titles the one of the sum, or of the mean where the loss is one; else the only one of them."""
    totals = {r: bool(_MEAN.fullmatch(title)) for r, title in rows.items() if heads_total(title)}
    fitting = [r for r, mean in totals.items() if mean == any("mean" in page.symbol(t).traits for t in _loss(page, r))]
    return next(iter(fitting if len(fitting) == 1 else totals), None)


def read(page: Page) -> None:
    """Reads every such number, and tells of it, where the sheet says no other to be the loss."""
    heads: dict[int, Spot] = {}
    for r, row in enumerate(page.rows):
        if at := _foot(page, r):
            _enter(page, at, heads.get(at[1]))
        for c, cell in enumerate(row):
            if cell.kind is Kind.TEXT and not readable(cell):
                heads[c] = (r, c)
            elif cell.kind is Kind.BLANK:
                heads.pop(c, None)


def _foot(page: Page, row: int) -> Spot | None:
    """Where the number of a row stands that has a word for a sum or a mean, and one number, and nothing else."""
    filled = [(c, cell) for c, cell in enumerate(page.rows[row]) if cell.kind is not Kind.BLANK]
    if len(filled) != _TWO or filled[0][1].kind is not Kind.TEXT or (row, filled[1][0]) in page.claimed:
        return None
    (_, label), (column, number) = filled
    return (row, column) if heads_total(label.text) and readable(number) else None


def _enter(page: Page, at: Spot, head: Spot | None) -> None:
    """Enters a number at the foot of a column under a heading, where it can be the loss."""
    label = next(cell.text for cell in page.rows[at[0]] if cell.text)
    if head is None or at[0] - head[0] <= _FEWEST or not _LOSSES.search(page.cell(*head).text):
        return
    loss = _loss(page, at[0])
    fitting = [t for t in loss if ("mean" in page.symbol(t).traits) == bool(_MEAN.fullmatch(label))]
    if fitting and page.told.keys().isdisjoint(fitting):
        under = begun(page.cell(*head).text)
        page.answer(fitting, fitting[0].quantity, at)
        page.remark(at, f"'{begun(label)}' under '{under}' was taken for '{fitting[0].quantity}'")


def _loss(page: Page, row: int) -> tuple[Target, ...]:
    """The loss, as it is meant in a row."""
    found = page.vocabulary.find("loss", page.problem_at(row), page.updated_at(row))
    return tuple(target for target in found if page.symbol(target).loss)
