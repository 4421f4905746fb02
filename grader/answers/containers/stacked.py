"""Fractions, derivatives and indices that stand over several lines in text pasted from a PDF, made one line again."""

import re

_NUMBER = r"\d+(?:\.\d+)?"
_OPENED = re.compile(r"(?P<before>(?:.{0,120}\S)?\s*=)\s*", re.DOTALL)
"""A line that ends in an equals sign, below which a fraction may stand."""
_NUMERATOR = re.compile(rf"\s*(?P<above>{_NUMBER})\s*")
_STEP = re.compile(rf"(?P<before>(?:.{{0,120}}\S)?\s*=)\s*(?P<above>{_NUMBER})\s*", re.DOTALL)
_EXPONENTIAL = re.compile(r"(?<![^\W\d_])e\s?[\^−–-]|exp")
"""In a denominator below a number that could be a value by itself, `h = 1`."""
_DENOMINATOR = re.compile(rf"\s*(?P<below>{_NUMBER}\s*[-+−–]\s*[^\s=][^=]*?)\s*(?P<rest>=.*)?", re.DOTALL)
_CHANGE = re.compile(r"(?:.{0,120}[=∗*·×⋅+−-])?\s*∂\s?[^\W\d]\w*\s*")
_BY = re.compile(r"\s*(?P<below>∂\s?[^\W\d]\w*)\s*(?P<rest>[=∗*·×⋅].*)?", re.DOTALL)
_RAISED = re.compile(r"\s*(?P<name>[^\W\d_])(?P<raised>[+'′])\s*")
_LOWERED = re.compile(r"(?P<lowered>\d{1,2})(?P<rest>\s*=.*)", re.DOTALL)


def unstacked(lines: list[str]) -> list[str]:
    """The lines with such parts joined in the last of theirs, and the others blank.

    >>> unstacked(["h =", "1", "1 + e−0.38 = 0.59"]), unstacked(["∂E", "∂w5", "= 0.082"]), unstacked(["w+", "5 = 0.36"])
    (['', '', 'h = 1/(1 + e−0.38) = 0.59'], ['', '∂E/∂w5', '= 0.082'], ['', 'w5+ = 0.36'])
    """
    if not any(line.rstrip().endswith(("=", "+", "'", "′")) or "∂" in line or _STEP.fullmatch(line) for line in lines):
        return lines
    lines, at = list(lines), 0
    while at + 1 < len(lines):
        said, count = _joined(lines[at : at + 3])
        if count:
            lines[at : at + count] = [*[""] * (count - 1), said]
        at += max(count - 1, 1)
    return lines


def _joined(lines: list[str]) -> tuple[str, int]:
    """What the first two or three of these lines say as one, and how many they are; 0 where each is by itself."""
    first, second = lines[:2]
    if (change := _CHANGE.fullmatch(first)) and (by := _BY.fullmatch(second)):
        return f"{change[0].strip()}/{by['below']} {by['rest'] or ''}".rstrip(), 2
    if (raised := _RAISED.fullmatch(first)) and (lowered := _LOWERED.fullmatch(second)):
        return f"{raised['name']}{lowered['lowered']}{raised['raised']}{lowered['rest']}".rstrip(), 2
    step, under = _STEP.fullmatch(first), _DENOMINATOR.fullmatch(second)
    if step and under and (step["before"].strip() == "=" or _EXPONENTIAL.search(under["below"])):
        return _fraction(step["before"], step["above"], under), 2
    opened, over = _OPENED.fullmatch(first), _NUMERATOR.fullmatch(second)
    if opened and over and (under := _DENOMINATOR.fullmatch(lines[-1] if len(lines) > 2 else "")):
        return _fraction(opened["before"], over["above"], under), 3
    return "", 0


def _fraction(before: str, above: str, under: re.Match[str]) -> str:
    return f"{before} {above}/({under['below']}) {under['rest'] or ''}".rstrip()
