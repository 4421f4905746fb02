"""Sheets of a workbook that say of themselves that they are no fair copy: `scratch`, `Old attempt`, `Entwurf`."""

import re
from collections.abc import Sequence

from grader.answers.record import Sheet

_DRAFT = re.compile(
    r"(?:scratch|draft|rough|old|backup|tmp|temp|discarded|first (?:try|attempt)|"
    r"entwurf|schmierblatt|schmierzettel|alt|notizen|brouillon|borrador|rascunho|bozza)(?![^\W\d_]).*",
    re.IGNORECASE | re.DOTALL,
)


def drafts_first(sheets: Sequence[Sheet]) -> Sequence[Sheet]:
    """The sheets of a workbook with its drafts before the others: of two answers to the same the last one counts.

    >>> [sheet.name for sheet in drafts_first([Sheet("Final", []), Sheet("scratch", []), Sheet("P2", [])])]
    ['scratch', 'Final', 'P2']
    """
    if len(sheets) < 2 or any(sheet.lines is not None for sheet in sheets):
        return sheets
    return sorted(sheets, key=lambda sheet: not _DRAFT.fullmatch(sheet.name.strip()))
