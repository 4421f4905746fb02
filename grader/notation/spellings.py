"""The keys under which what a text means is sought: with and without its remark, its arguments, its time."""

import re
from functools import lru_cache

from grader.notation.characters import LONGEST
from grader.notation.key import key
from grader.notation.remarks import SLOPE, bracketed

_ANOTHERS = re.compile(
    r"\((?:the)?(?:target|desired|expected|true|label|ideal|reference|given|bias|upstream|threshold|tolerance|points?|"
    r"sollwert|ziel(?:wert)?|cible|objetivo)(?:value|output)?\)$",
    re.I,
)
"""Remarks by which it is not the quantity: `yhat (target)`, `h1 (bias)`."""
_WORTH = re.compile(r"\s*\[\s*\d{1,2}(?:[.,]\d{1,2})?\s*(?:p|pts?|points?|marks?|punkte?)\.?\s*\]$", re.IGNORECASE)
"""What an answer is worth, behind its name: `h1 [1 point]`."""
_PRODUCT = re.compile(
    r"^[^\s(=/]+\s\(\s*1\s*[-−–]\s*[^\W\d]\w{0,4}\s*\)$|"
    r"^[^\s(=]*[^\s(=/]\((?:1\s*[-−–]|[^()=]*[-−–]\s*[^\W\d]\w{0,3}(?!\w))[^()=]*\)$"
)
"""`a(1 − a)`, `a (1 − a)` and `a(w·a − y)` are products, and no names with a remark, as `h1(pre-activation)` is."""


@lru_cache(maxsize=100_000)
def spellings(text: str) -> tuple[str, ...]:
    """The keys to try for a text: as it is; either side of an equals sign; without a remark or arguments.

    One of more characters than a name has (`LONGEST`) is none.
    """
    if len(text) > LONGEST:
        return ()
    text = _WORTH.sub("", text)
    found = [key(text)]
    if "=" in text:
        found += [key(side) for side in text.split("=")[:3]]
    remarked = any(name.endswith(")") for name in found)
    if remarked and not _PRODUCT.search(text):
        found = [other for name in found for other in (name, *_without_remark(name))]
    if element := element_in_brackets(text):
        found.insert(1, element)
    found += [f"d/{name}" for name in found if name.startswith("d") and "/" not in name]  # dW1 for ∂L/∂W1
    found += [_NOW.sub("", name) for name in found if _NOW.search(name)]  # h_t for h, where there is one time
    if remarked:
        found += [key(f"{of[1]}_{of[2]}") for name in found if (of := _ARGUMENT.fullmatch(name))]  # net(h1) for net_h1
    return tuple(name for name in dict.fromkeys(found) if name)


def element_in_brackets(text: str) -> str:
    """The key of the element of an array that a name with an index in round brackets may be, as MATLAB writes it.

    >>> element_in_brackets("p(1)"), element_in_brackets("W1(1; 2)'"), element_in_brackets("p(t)")
    ('p_1', "W_1|1,2'", '')
    """
    found = _INDEXED.fullmatch(text)
    return key(f"{found['of']}[{re.sub(_BETWEEN, ',', found['index'])}]{found['behind']}") if found else ""


def _without_remark(name: str) -> list[str]:
    """A key without the remark behind it; with another one, or as a gradient, where the remark says as much.

    >>> _without_remark("h_1(rounded)"), _without_remark("w_1(gradient)"), _without_remark("h_1(input)")
    (['h_1'], ['d/dw_1'], ['h_1(net)', 'h_1'])
    """
    bare = re.sub(r"\([^()]*\)$", "", name)
    if bare == name or _ANOTHERS.search(name):
        return []
    said = bracketed(name)
    if said == SLOPE:
        return [bare if "/d" in bare else f"d/d{bare}"]
    return [bare + said, bare] if said else [bare]


_BETWEEN = r"\s*(?:[,;|]|\)\s*\()\s*"
_INDEXED = re.compile(
    r"\s*(?P<of>(?:\w+ )?(?:[^\W\d]|∂)[\w'′/∂]*(?:\^[\w{}]+(?=\s*\([^)]*[,;]))?)\s*[_ ]?"  # `W^2(1)` is W2 after a step
    rf"[({{]\s*(?P<index>\d{{1,2}}(?:{_BETWEEN}\d{{1,2}}){{0,2}})\s*[)}}]"
    r"(?P<behind>['′+]*|[ _(]{1,2}[^\W\d]{3,}\)?)\s*"
)
_ARGUMENT = re.compile(r"([A-Za-z]+)\(([A-Za-z]+\d+|[A-Za-z]{2,})\)")
_NOW = re.compile(r"_t(?![\w-])|\(t\)$")


def primed(name: str) -> str:
    """The key of the same name after the step."""
    head, remark = re.fullmatch(r"(.*?)(\([^()]*\))?", name, re.DOTALL).groups(default="")  # type: ignore[union-attr]
    return name if "/d" in head else f"{head}'{remark}"


def named(spelling: str, updated: bool) -> tuple[str, ...]:
    """The names that a key may have, the likelier first, where a heading may say that the step is past.

    One with primes says its step itself.

    >>> named("w", True), named("w'", True), named("w", False)
    (("w'", 'w'), ("w'",), ('w',))
    """
    return (primed(spelling), spelling) if updated and "'" not in spelling else (spelling,)
