"""Sums and means over an index, as people write them: `Σ_i g_i·x_i`, `sum_(i=1)^3 g_i x_i`, `Σ(g·x)`, `mean_i(x_i)`.

They become the calls of the formula language, sum(…) and mean(…), where it is clear what is summed up.
"""

import re
from collections.abc import Callable

from grader.errors import FormulaError

_HEAD = re.compile(
    r"(?<![^\W\d])(?P<head>sum|Sigma|mean)(?![^\W_])"
    r"(?:\s*_\s*(?:\(\s*(?P<bound>[a-z])\s*(?:=\s*1\s*)?\)|(?P<bare>[a-z])(?![^\W_])))?"
    r"(?P<upper>\s*\^\s*(?:\(\s*\w+\s*\)|\w+))?(?!\s*[_^])"
)
_INDEX = re.compile(r"_([ijk])(?![^\W_])")
_ENDS = re.compile(r"[+\-,;:<>=)\]]")
_GOES_ON = "*/^(["
"""Behind these a sign belongs to what follows: `x*-2`."""


def summed(text: str, resolve: Callable[[str], str | None]) -> str:
    """A formula with its sums as calls. FormulaError where an index in a sum is not the sum's own.

    Without parentheses a sum goes on to the next sign of addition, as on paper; behind one over what is in parentheses
    a power belongs to what is summed up, and so does what follows if it has the sum's index.

    >>> summed("p_i*(g_i - Sigma_j g_j*p_j)", {}.get), summed("Sigma (y - t)^2 / 2", {}.get)
    ('p_i*(g_i - sum(g_j*p_j))', 'sum((y - t)^2) / 2')
    >>> summed("-1/2*sum_(i=1)^3 (x_i - mu) g_i + 1", {}.get), summed("sum(x)^2", {}.get)
    ('-1/2*sum((x_i - mu) g_i) + 1', 'sum(x)^2')
    """
    found = next((each for each in _HEAD.finditer(text) if _is_sum(each, text, resolve)), None)
    if found is None:
        return text
    start = found.end() + len(text[found.end() :]) - len(text[found.end() :].lstrip())
    index = found["bound"] or found["bare"] or ""
    end = _end(text, start, index)
    body = text[start:end].strip()
    if not index and text[start : start + 1] == "(" and _closing(text, start) == end:
        body = body[1:-1]
    _check(text, found, start, end, index)
    name = "mean" if found["head"] == "mean" else "sum"
    behind = " " if text[end - 1 : end] == " " else ""
    return f"{text[: found.start()]}{name}({body}){behind}{summed(text[end:], resolve)}"


def _is_sum(found: re.Match[str], text: str, resolve: Callable[[str], str | None]) -> bool:
    """Whether it is no quantity of such a name, and not a call already."""
    if not found["bound"] and resolve(found[0].strip()) is not None:
        return False
    called = text[found.end() :].lstrip()[:1] == "("
    return bool(found["bound"] or found["bare"] or found["upper"] or found["head"] == "Sigma" or not called)


def _end(text: str, start: int, index: str) -> int:
    """Where what is summed up ends."""
    if text[start : start + 1] == "(":
        closing = _closing(text, start)
        power = re.match(r"\s*\^\s*(?:\w+|\((?:[^()]*)\))", text[closing:])
        closing += power.end() if power else 0
        if not index or index not in _INDEX.findall(text[closing : _term(text, closing)]):
            return closing
    return _term(text, start)


def _term(text: str, start: int) -> int:
    """Where a term ends that begins at a place."""
    at, before = start, "("
    while at < len(text):
        character = text[at]
        if character in "([":
            at = _closing(text, at)
            before = ")"
            continue
        if _ENDS.match(character) and not (character in "+-" and before in _GOES_ON):
            return at
        before = character if character != " " else before
        at += 1
    return at


def _closing(text: str, at: int) -> int:
    """Behind the bracket that closes the one at a place."""
    depth = 0
    for end in range(at, len(text)):
        depth += (text[end] in "([") - (text[end] in ")]")
        if depth == 0:
            return end + 1
    return len(text)


def _check(text: str, found: re.Match[str], start: int, end: int, index: str) -> None:
    body, others = text[start:end], {*_INDEX.findall(text[start:end])} - {index}
    several = bool(others) if index else len(others) > 1
    called = found["head"] != "Sigma" and bool(found["bare"]) and start == found.end() and text[start] == "("
    squared = called and not found["upper"] and text[_closing(text, start) : end].lstrip().startswith("^")
    if not body.strip() or several or squared or _HEAD.search(body):
        what = f"it is not clear what '{found[0].strip()}' sums up"
        raise FormulaError(what, found.start(), end, "write sum(…) around what is summed up")
