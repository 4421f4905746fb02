"""Formulas in cases: `y - t if |y - t| <= d, else d*sign(y - t)` is one value, whatever signs its conditions have."""

import re

from grader.engine import ELSE, IF, PHRASES, THEN, WHEN

COMPARED = "<>≤≥⩽⩾≠"
"""Characters of signs that compare, and give no name a value."""
_COMPARES = re.compile(
    r"[<>!]=|=<|[≤≥⩽⩾≠]|(?<![-=<])>(?![->])|<(?![-<])|"
    r"\\(?:leq?|geq?|leqslant|geqslant|lt|gt|neq?)(?![A-Za-z])"
)
"""A sign that compares, and no arrow."""
_HAN_IF, _HAN_ELSE = "[当若]|如果", "否则|其他|其它|それ以外"
"""Words of scripts that put no spaces between them."""
_WHEN, _THEN = "|".join(sorted(WHEN)), "|".join(sorted(THEN))
_ANY_IF = "|".join(sorted(IF - {"where"}))
_ELSE = "|".join((*sorted(ELSE), *(r"\s+".join(words) for words in PHRASES)))
_IF = re.compile(rf"\b(?:{_ANY_IF})\b|{_HAN_IF}", re.IGNORECASE)
_OTHERS = re.compile(rf"\b(?:{_ELSE})\b|{_HAN_ELSE}", re.IGNORECASE)
_BEGINS_CASE = re.compile(rf"\s*(?:\b(?:{_WHEN}|{_ELSE})\b|{_HAN_IF}|{_HAN_ELSE})", re.IGNORECASE)
_CLAUSE = re.compile(
    rf"\s*(?:(?:(?:{_ANY_IF})\b|{_HAN_IF})\s*(?P<when>(?:[^:;=]|(?<=[<>])=)+?)"
    rf"\s*(?:[:,]|\b(?:{_THEN})\b)|(?:{_ELSE})\b\s*[:,]?|(?:{_HAN_ELSE})[:,]?)"
    r"\s*(?P<name>[^\s:;,=<>][^:;,=<>]{0,40}?)\s*=\s*(?P<what>[^:;=<>]+?)"
    rf"\s*[;,.]?\s*(?=$|\b(?:{_ANY_IF}|{_ELSE})\b|{_HAN_IF}|{_HAN_ELSE})",
    re.IGNORECASE,
)
"""A case before the name that it is of: `if z > 0: dh/dz = 1`, `else dh/dz = 0`."""
_LONGEST, _FEWEST = 200, 2
"""The longest line whose cases are gathered behind the name; so many of them it must have."""
_END = re.compile(r"\\(?P<end>begin|end)\{(?:[dr]?cases|array)\*?\}")


def condition(text: str, start: int = 0) -> int:
    r"""Where the conditions of a formula in cases begin, from a start on; the end of a text that has none.

    >>> [text[condition(text) :] for text in ("1 if z = 0 else 2", "y, |y| < 2", "0.79 for s = 1.31", "1 -> 2 => 3")]
    ['if z = 0 else 2', '< 2', '', '']
    """
    compares, word, opened = (pattern.search(text, start) for pattern in (_COMPARES, _IF, _END))
    if word and not (compares or _OTHERS.search(text, word.end())):
        word = None
    return min((found.start() for found in (compares, word, opened) if found), default=len(text))


def is_condition(text: str) -> bool:
    """Whether a text before a sign is a part of a condition, and no name.

    >>> [is_condition(text) for text in ("if z", "else", "|y| <", "sonst", "dL/dz", "for h1")]
    [True, True, True, True, False, False]
    """
    return bool(_COMPARES.search(text) or _BEGINS_CASE.match(text))


def is_case(text: str) -> bool:
    """Whether a text is a value with its condition: `0 if z < 0`, `0 otherwise`.

    >>> [is_case(text) for text in ("0 if z < 0", "d, |y| > d", "0 otherwise", "else: 0", "if z < 0", "h1")]
    [True, True, True, True, False, False]
    """
    return has_others(text) or 0 < condition(text) < len(text)


def has_others(text: str) -> bool:
    """Whether a text speaks of all other cases: `otherwise`."""
    return _OTHERS.search(text) is not None


def gathered(text: str) -> str:
    """A text with its cases behind the name, where each has the name behind it; any other as it is.

    >>> gathered("if z > 0 then dh/dz = 1 else dh/dz = 0"), gathered("if z > 0: h = 0.3")
    ('dh/dz = 1 if z > 0; 0 otherwise', 'if z > 0: h = 0.3')
    """
    found, at = list[re.Match[str]](), 0
    while at < len(text) <= _LONGEST and (clause := _CLAUSE.match(text, at)):
        found.append(clause)
        at = clause.end()
    names = {clause["name"] for clause in found}
    compare = all(not clause["when"] or _COMPARES.search(clause["when"]) for clause in found)  # `for sample 1: h = 0.5`
    if at < len(text) or len(found) < _FEWEST or len(names) > 1 or not compare:
        return text
    cases = (f"{case['what']} if {case['when']}" if case["when"] else f"{case['what']} otherwise" for case in found)
    return f"{names.pop()} = {'; '.join(cases)}"


def enclosed(text: str) -> list[tuple[int, int]]:
    r"""The spans of cases in LaTeX, each from its `\begin{cases}` to the end of its `\end{cases}`."""
    found, opened = list[tuple[int, int]](), list[int]()
    for mark in _END.finditer(text):
        if mark["end"] == "begin":
            opened.append(mark.start())
        elif opened:
            found.append((opened.pop(), mark.end() - 1))
    return found


def is_open(text: str) -> bool:
    r"""Whether cases in LaTeX begin in a text that do not end in it.

    >>> is_open(r"y = \begin{cases} 1 & x < 0 \\"), is_open(r"y = \begin{cases} 1 \end{cases}"), is_open("y = 1")
    (True, False, False)
    """
    ends = [mark["end"] for mark in _END.finditer(text)]
    return ends.count("begin") > ends.count("end")
