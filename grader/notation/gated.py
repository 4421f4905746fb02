"""Words for the parts of a gated cell that sound as if a step of training were past: update gate, new hidden state."""

import re

from grader.notation.characters import ascii_of

_PART = r"(?:states?|cells?|memory|activations?|vectors?|values?|content)"
_GATED = re.compile(
    rf"\b(?:update|updated|new|next)\s+(?:gates?|(?:hidden|cell|memory|internal|candidate)(?:\s+{_PART})?)\b|"
    r"\b(?:(?:hidden|cell|memory|internal)\s+)(?:states?\s+)?updates?\b|"
    r"\b(?:update|aktualisierungs)-?\s?(?:gate|tor)s?\b|"
    r"\bneue[rsnm]?\s+(?:versteckte|verborgene|verdeckte|innere)[rsnm]?\s+zustand|\bneue[rsnm]?\s+zell(?:e\b|zustand)|"
    r"\b(?:com)?puertas?\s+de\s+actualizacion|\bnuev[oa]\s+(?:estado\s+(?:oculto|interno|de\s+)|celda|celula|memoria)|"
    r"\bporte\s+de\s+mise\s+a\s+jour|\bnouve(?:l|lle)\s+(?:etat\s+(?:cache|interne|de\s+)|cellule|memoire)|"
    r"\bporta\s+di\s+aggiornamento|\bnuov[oa]\s+(?:stato\s+(?:nascosto|interno|della?\s+)|cella|memoria)|"
    r"\b(?:porta|portao)\s+de\s+atualizacao|\bnov[oa]\s+(?:estado\s+(?:oculto|interno|da\s+)|celula|memoria)|"
    r"更新(?:门|門|ゲート)|新的?(?:隐藏|隱藏|隠れ|细胞|單元|单元|セル)",
    re.IGNORECASE,
)


def without_cells(text: str) -> str:
    """A text in plain characters without what it says of the parts of a gated cell.

    >>> without_cells("Update gate:"), without_cells("nuevo estado oculto"), without_cells("new weights")
    (':', '', 'new weights')
    """
    return _GATED.sub("", ascii_of(text))
