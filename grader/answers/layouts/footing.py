"""A sum or a mean below the losses in a table: `mean` under `(ŷ − t)²`, where nothing else says the loss of all."""

import re
from collections.abc import Iterator

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.page import Page
from grader.answers.layouts.telling import begun
from grader.answers.layouts.worth import readable
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
_FEWEST = 2
"""So many losses at least are added up."""


def read(page: Page) -> None:
    """Reads every such number, and tells of it, where the sheet says no other to be the loss."""
    for r, at in list(_feet(page)):
        head = _head(page, at)
        loss = _loss(page, r) if head and _LOSSES.search(page.cell(*head).text) else ()
        label = page.cell(r, 0).text or next(cell.text for cell in page.rows[r] if cell.text)
        fitting = [t for t in loss if ("mean" in page.symbol(t).traits) == bool(_MEAN.fullmatch(label))]
        if head and fitting and page.told.keys().isdisjoint(fitting):
            under = begun(page.cell(*head).text)
            page.answer(fitting, fitting[0].quantity, at)
            page.remark(at, f"'{begun(label)}' under '{under}' was taken for '{fitting[0].quantity}'")


def _feet(page: Page) -> Iterator[tuple[int, Spot]]:
    """The rows of a word for a sum or a mean and one number, and where that stands."""
    for r, row in enumerate(page.rows):
        filled = [c for c, cell in enumerate(row) if cell.kind is not Kind.BLANK]
        if len(filled) == 2 and readable(row[filled[1]]) and (r, filled[1]) not in page.claimed:
            label = row[filled[0]]
            if label.kind is Kind.TEXT and (_SUM.fullmatch(label.text) or _MEAN.fullmatch(label.text)):
                yield r, (r, filled[1])


def _head(page: Page, at: Spot) -> Spot | None:
    """The heading of the numbers above one; None where they have none, or are too few."""
    row, column = at[0] - 1, at[1]
    while readable(page.cell(row, column)):
        row -= 1
    return (row, column) if page.cell(row, column).kind is Kind.TEXT and at[0] - row > _FEWEST else None


def _loss(page: Page, row: int) -> tuple[Target, ...]:
    """The loss, as it is meant in a row."""
    found = page.vocabulary.find("loss", page.problem_at(row), page.updated_at(row))
    return tuple(target for target in found if page.symbol(target).loss)
