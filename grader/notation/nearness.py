"""What a name may be a typing error of."""

import re

from rapidfuzz import fuzz, process

from grader.notation.characters import LONGEST
from grader.notation.key import key
from grader.notation.names import Symbols
from grader.notation.symbol import Target

_NEAR = 82
"""How alike (in per cent, as rapidfuzz counts) a name must be to be taken for a typing error."""
_ALIKE = 75
"""How alike it must be to be told of."""
_SHORTEST = 3
"""Letters of a word in which two that are exchanged show."""
_APART = 4
"""By how much the nearest name must be nearer than the next."""


class Nearness:
    """The names asked for that are like another."""

    def __init__(self, symbols: Symbols) -> None:
        self._asked = _spellings_asked(symbols)
        self._told_apart: dict[tuple[str, ...], dict[str, Target]] = {}
        """The names asked for, by what none of them can be mistaken in."""
        self._numbered: dict[tuple[str, ...], dict[str, Target]] = {}
        """The same, by their numbers alone."""
        for name, target in self._asked.items():
            self._told_apart.setdefault(tuple(_DIGITS.findall(name)), {})[name] = target
            self._numbered.setdefault(tuple(_NUMBER.findall(name)), {})[name] = target

    def nearest(self, text: str, problem: str | None = None) -> str | None:
        """The one name asked for that is near enough to be meant by a typing error; None if none is, or several.

        Of an element of an array it is the element's, `W1[1,2]`.
        """
        wanted = key(text)
        if len(wanted) < 2 or len(text) > LONGEST:
            return None
        # A slip of the finger is in a letter, never in which of several is meant.
        like = self._told_apart.get(tuple(_DIGITS.findall(wanted)), {})
        names = {k: t for k, t in like.items() if problem in (None, t.problem)}
        near = process.extract(
            _letters(wanted), {k: _letters(k) for k in names}, scorer=fuzz.ratio, limit=4, score_cutoff=_NEAR - _APART
        )
        near = [(k, score, k) for _, score, k in near]
        meant = {names[k][1:] for k, score, _ in near if score >= near[0][1] - _APART}
        if not near or near[0][1] < _NEAR:
            meant = {t[1:] for k, t in names.items() if _are_swapped(_letters(wanted), _letters(k))}
        if len(meant) != 1:
            return None
        quantity, index = meant.pop()
        return f"{quantity}[{','.join(map(str, index))}]" if index else quantity

    def alike(self, text: str, problem: str | None = None) -> tuple[str, ...]:
        """The quantities asked for, three at most, whose names are somewhat like one, to be told and never graded."""
        wanted = key(text)
        if len(wanted) < 2 or len(text) > LONGEST:
            return ()
        like = self._numbered.get(tuple(_NUMBER.findall(wanted)), {})
        names = {k: _letters(k).replace("'", "") for k, t in like.items() if problem in (None, t.problem)}
        near = process.extract(
            _letters(wanted).replace("'", ""), names, scorer=fuzz.ratio, limit=12, score_cutoff=_ALIKE
        )
        return tuple(dict.fromkeys(self._asked[k].quantity for _, _, k in near))[:3]


def _spellings_asked(symbols: Symbols) -> dict[str, Target]:
    found: dict[str, Target] = {}
    for (problem, quantity), symbol in symbols.items():
        if symbol.asked:
            target = Target(problem, quantity)
            found |= {key(s): target for s in symbol.spellings}
            found |= {key(s): symbol.element(i) for i, names in symbol.elements.items() for s in names}
    return found


def _are_swapped(one: str, other: str) -> bool:
    """Whether two words differ in nothing but two neighbouring letters that are exchanged.

    >>> _are_swapped("yaht", "yhat"), _are_swapped("dvi", "div"), _are_swapped("hs", "sh"), _are_swapped("yhat", "yhat")
    (True, True, False, False)
    """
    apart = [at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    if len(one) != len(other) or len(one) < _SHORTEST or len(apart) != 2:
        return False
    first, second = apart
    return second == first + 1 and one[first] + one[second] == other[second] + other[first]


def _letters(name: str) -> str:
    return re.sub(r"[\d_^|,()]", "", name).casefold()


_DIGITS = re.compile(r"\d+|['^]")
"""What a name is told apart by from its like: w_{2,1}^1 is another layer's than w_{1,1}^2."""
_NUMBER = re.compile(r"\d+")
