"""Names, labels, numbers and values on paper."""

import re
from collections.abc import Callable
from typing import Any

from grader.engine.printing.composing import ATOM, PRODUCT, TERM
from grader.engine.printing.layout import (
    DOT,
    MINUS,
    PARTIAL,
    Accent,
    Fence,
    Fraction,
    Grid,
    Laid,
    Layout,
    Row,
    Script,
    Word,
    listed,
    side_by_side,
    sign,
)
from grader.engine.printing.pretty import GREEK, MOST_PRIMES, partial_of, spelled


def lay_out_name(name: str) -> Layout:
    """A quantity's name on paper: `dDiv/dw1` as a fraction, `yhat` with its hat, `W1'` with subscript and prime.

    A number is of the letter before it: `v_W1` is the v of W₁, `v_b[1]` the first of v_b, `w_hidden2` the second of w.
    """
    stem, bracket, index = name.partition("[")
    gradient = partial_of(stem)
    if gradient:
        return partial(lay_out_name(gradient[0]), lay_out_name(gradient[1] + bracket + index))
    parts = spelled(name)
    if parts is None:
        return Word(name)
    letter = Accent(parts.letter, parts.accent) if parts.accent else Word(parts.letter)
    below = parts.below[1:]
    numbered = (below in GREEK or len(below) == 1) and below.isalpha() and stem.rstrip("'")[-1:].isdigit()
    sub = lay_out_name(below + parts.digits) if numbered else _below(below, parts.digits)
    sup = _late(parts.primes) if parts.primes else None
    node = Script(letter, sub, sup) if sub or sup else letter
    return Row((node, Word(parts.place, "words"))) if parts.place else node


def _below(word: str, digits: str) -> Layout | None:
    """What stands below a letter: a word, a number, or both."""
    below = [Word(word)] if word else []
    below += [Word(digits, "number")] if digits else []
    return listed(below) if below else None


def _late(primes: int) -> Word:
    return sign("′" * primes) if primes <= MOST_PRIMES else Word(f"({primes})", "number")


def partial(of: Layout, wrt: Layout) -> Fraction:
    """∂of/∂wrt."""
    return Fraction(Row((PARTIAL, of)), Row((PARTIAL, wrt)))


def lay_out_label(label: str) -> Layout:
    """How a sheet writes one element, on paper: `dMSE/dw_{1,2}^1'`, `l_1^2 (sample 3)`; anything else as it stands."""
    body, _, remark = label.partition(" (")
    tail = (Word(f" ({remark}", "words"),) if remark else ()
    gradient = re.fullmatch(r"d([^\W\d][^/]*)/d([^\W\d][^/]*)", body)
    if gradient:
        node: Layout = partial(lay_out_label(gradient[1]), lay_out_label(gradient[2]))
    else:
        found = _LABEL.fullmatch(body)
        node = _labelled(found) if found else lay_out_name(body)
    return Row((node, *tail)) if tail else node


_SCRIPT = r"(?:\{{(?P<{0}>[^{{}}]*)\}}|(?P<{0}1>\w))"
_LABEL = re.compile(rf"(?P<base>[^\W_]+?)(?:_{_SCRIPT.format('sub')})?(?:\^{_SCRIPT.format('sup')})?(?P<primes>['′]*)")


def _labelled(found: re.Match[str]) -> Layout:
    sub, sup = (found[name] or found[f"{name}1"] for name in ("sub", "sup"))
    if not sub and not sup:
        return lay_out_name(found[0].replace("′", "'"))
    above = [Word(sup, "words")] if sup else []
    above += [_late(len(found["primes"]))] if found["primes"] else []
    base = lay_out_name(found["base"])
    return Script(base, Word(sub, "words") if sub else None, side_by_side(above) if above else None)


def lay_out_number(text: str) -> Laid:
    """A number on paper: -0.5 with a real minus, 1e-5 with a power of ten; what is none of these as it stands."""
    if text in _LETTERS:
        return Word(_LETTERS[text]), ATOM
    found = _NUMBER.fullmatch(text.strip().replace("−", "-"))
    if found is None:
        return Word(text, "words"), ATOM
    node: Layout = Word(found["digits"], "number")
    if found["power"]:
        power = lay_out_number(str(int(found["power"])))[0]
        node = Row((node, DOT, Script(Word("10", "number"), None, power)))
    return (Row((MINUS, node)), TERM) if found["minus"] else (node, PRODUCT if found["power"] else ATOM)


_LETTERS = {"pi": "π", "e": "e"}
_NUMBER = re.compile(r"(?P<minus>-?)(?P<digits>[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE](?P<power>[-+]?[0-9]{1,4}))?", re.ASCII)


def lay_out_value(value: Any, shown: Callable[[float], str]) -> Layout:
    """A number, a vector or a matrix on paper, each number as `shown`; of what is larger, its slices one by one."""
    if not value.ndim:
        return lay_out_number(shown(float(value)))[0]
    if value.ndim == 1:
        return Fence("[", listed([lay_out_number(shown(float(x)))[0] for x in value]), "]")
    if value.ndim == 2:
        return Grid(tuple(tuple(lay_out_number(shown(float(x)))[0] for x in row) for row in value))
    return Fence("[", listed([lay_out_value(part, shown) for part in value]), "]")
