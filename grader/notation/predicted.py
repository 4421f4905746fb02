"""ŷ as programs call it: `y_pred`, and `dL/dy_pred` for ∂L/∂ŷ."""

import re

from grader.notation.key import key
from grader.notation.names import Symbols

_PREDICTED = re.compile(r"([yY])(hat|pred(?:icted|iction)?)(?![^\W\d_])")


class Predicted:
    """By which of these a rubric calls its prediction."""

    def __init__(self, symbols: Symbols) -> None:
        said = (_PREDICTED.search(key(spelling)) for each in symbols.values() for spelling in each.spellings[:1])
        self._own = next((found[2] for found in said if found), "hat")

    def renamed(self, text: str) -> str:
        """A name as the rubric has it; empty where that is no other."""
        name = key(text)
        renamed = _PREDICTED.sub(rf"\1{self._own}", name)
        return renamed if renamed != name else ""
