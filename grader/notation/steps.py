"""Later values by the number of their step: w⁽⁸⁾, `w^(8)`, `w(8)`, `w after 8 steps` for w with eight primes."""

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from grader.notation.characters import ascii_of
from grader.notation.key import key

_STEP = r"(?:step|iteration|iter\.?|update|schritt|iteracion|iteracao|etape|passo|pas|paso)"
_AFTER = r"(?:after|nach|apres|despues\s+de|depois\s+de|dopo)"
_WORDS = re.compile(
    rf"(?P<head>.+?)[\s,]*\(?\s*(?:(?P<after>{_AFTER})\s+(?:the\s+)?(?P<many>\d{{1,3}})\s*(?:\w+)?|"
    rf"(?P<after2>{_AFTER}\s+)?(?:(?:at|in|bei|im)\s+)?{_STEP}\s*#?\s*(?P<step>\d{{1,3}})|"
    rf"[tkn]\s*=\s*(?P<time>\d{{1,3}}))\s*\)?",
    re.IGNORECASE,
)
_RAISED = re.compile(r"(?P<head>[^^()/]+)\^(?P<step>\d{1,3})")
_REMARK = re.compile(r"(?P<head>.+)\((?P<step>\d{1,3})\)")
_LOWERED = re.compile(r"(?P<head>[A-Za-z]+)_(?P<step>\d{1,3})")

ONE_STEP = re.compile(r"(?P<of>[A-Za-z]+)_(?P<at>t|1)")
"""Where there is one step: by its number, or by that of any."""


class How(IntEnum):
    """How a name says a step, the plainest first."""

    WORDS = 0
    """`after 8 steps`, `t = 8`"""
    COUNTED = 1
    """`step 8`: of a parameter that is after it, of a loss it may be the one before."""
    NUMBERED = 2
    """`E^(8)`: a small number may be that of a layer or of a sample."""
    LOWERED = 3
    """`w_8`, as the elements of a vector are written, too."""


class Later(NamedTuple):
    """A name that says a step."""

    head: str
    """The key of the name without it."""
    step: int
    how: How

    def surely(self, parameter: bool, number: bool, batch: bool) -> bool:
        """Whether a step is meant, of a parameter or of what is computed, a number or an array, where there is a batch.

        Else the number is more likely that of a layer, of a sample, or of an element.
        """
        if self.how is How.WORDS:
            return True
        if self.how is How.COUNTED:
            return parameter
        if parameter and number:
            return True
        return self.how is How.NUMBERED and self.step >= _NO_LAYER and not batch


_NO_LAYER = 3
"""Nets that are worked out by hand have fewer layers than this, and no more."""


def later(text: str) -> Iterator[Later]:
    """What a name may mean that says the number of a step.

    >>> [(each.head, each.step) for text in ("w after 3 steps", "E⁽²⁾", "w_1(t=4)") for each in later(text)]
    [('w', 3), ('E', 2), ('w_1', 4)]
    """
    plain = ascii_of(text)
    if found := _WORDS.fullmatch(plain.strip()):
        number = found["many"] or found["step"] or found["time"]
        how = How.WORDS if found["after"] or found["after2"] or found["time"] else How.COUNTED
        yield Later(key(found["head"]), int(number), how)
        return
    whole = key(text)
    above, line, below = whole.partition("/d")
    parts = [found for part in ([above[1:], below] if line else [whole]) if (found := _RAISED.fullmatch(part))]
    if parts and len({found["step"] for found in parts}) == 1:
        heads = [_RAISED.sub(r"\g<head>", part) for part in ((above[1:], below) if line else (whole,))]
        yield Later("d" + "/d".join(heads) if line else heads[0], int(parts[0]["step"]), How.NUMBERED)
    elif found := _REMARK.fullmatch(whole):
        yield Later(found["head"], int(found["step"]), How.NUMBERED)
    elif found := _LOWERED.fullmatch(whole):
        yield Later(found["head"], int(found["step"]), How.LOWERED)


def stepped(quantity: str, steps: int) -> tuple[str, ...]:
    """The names that a quantity may have so many steps later: of a gradient, what it is by may not change.

    >>> stepped("dE/dw", 2)
    ("dE''/dw''", "dE''/dw")
    """
    primes = "'" * steps
    above, line, below = quantity.partition("/d")
    return (f"{above}{primes}/d{below}{primes}", f"{above}{primes}/d{below}") if line else (quantity + primes,)
