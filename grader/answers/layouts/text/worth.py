"""What a cell in the place of an answer is worth: a number, a formula, nothing, or something that cannot be read."""

import re
from functools import lru_cache
from typing import TypeGuard

import numpy as np

from grader.answers.cases import COMPARED, condition, has_others
from grader.answers.layouts.text.cuts import REASON, goes_on, unexplained
from grader.answers.record import Cell, Formula, Kind
from grader.engine import evaluate, parse_answer, underflows
from grader.errors import FormulaError
from grader.notation import Symbol, plain
from grader.numbers import A_DATE, EXACT, Number, Unreadable, number_of, read_number

Worth = Number | Unreadable | Formula | None

_REASONS = {
    Kind.BOOLEAN: "a truth value, not a number",
    Kind.ERROR: "an error of the spreadsheet",
    Kind.DATE: A_DATE,
    Kind.SPLIT: "one number with a decimal comma, or two? (put semicolons between the fields)",
    Kind.UNCALCULATED: "a formula that was never calculated (open the file in a spreadsheet program and save it)",
}
_LONGEST = 500
_ARITHMETIC = re.compile(r"[\d).!]\s*[-+*/^×·÷−⋅xX⁻]|(?<![\d.])10[⁰¹²³⁴-⁹]|[A-Za-z√]\s*\(|√")
_NEITHER = re.compile(r"(?<![\d.])0[xXbBoO][0-9a-fA-F]|[*×·∙⋅xX]\s*[eE]\s*[-+−]\s*\d")
"""Hexadecimal numbers; and `8.99 * e-4`, which is a power of ten gone wrong and not a difference."""
_IN_A_ROW = re.compile(r"\s*[-+−]?\d*\.?\d+(?:\s+[-+−]?\d*\.\d+)+\s*", re.ASCII)
"""Numbers with spaces between and none behind their signs, as programs print a row: `0.5 -0.51` is no difference."""
_WITH_COMMAS = re.compile(r"(?:\d+(?:,\d+)?|,\d+|[^\w.,;])+", re.ASCII)
"""Arithmetic without words, in which every comma is decimal: `0,5*0,3`."""
_TIMES = re.compile(r"(?<=[\d)])\s*[xX]\s*(?=[-\d.(])")
"""A cross between numbers, as typed on a keyboard."""
_WITH_REASON = re.compile(rf"([-+−]?\d*[.,]?\d+)\s*[,;(]?\s*(?:{REASON})\s[^≈]*[{COMPARED}][^≈]*", re.IGNORECASE)
"""A number, and a comparison as its reason: `0.3 since z1 >= 0`."""
_BESIDE_ZERO = re.compile(rf"([^{COMPARED}]*[\d)])\s*(?:[<>]=?|[≤≥⩽⩾])\s*0(?:[.,]0*)?")
"""A number, or arithmetic, and on which side of zero it is: `0.3 > 0`."""
_LAST_PART = re.compile(r".*(?:(?<![<>!‹›])=(?![<=])|[≈≃←]|#(?=\s*[-+−]?\d*[.,]\d+\s*$))\s*(.+)$", re.DOTALL)
"""Behind an equals sign; or a number that is all that a comment says, `sigmoid(s1)  # 0.7875`."""

_FROM_ONE = re.compile(r"(_\s*[{(]\s*[a-z])\s*=\s*1\s*(?=[)}])")
"""What is summed over, from 1: an equals sign that has no value behind it."""


def worth(cell: Cell, symbol: Symbol | None = None) -> Worth:
    """The worth of a cell as an answer to a symbol (None: to a name nobody asked for).

    >>> worth(Cell(Kind.TEXT, "0.03837*-0.2"))
    Number(value=-0.007674, text='0.03837*-0.2', unit=0.0, figures=17, note='worked out from arithmetic')
    """
    if cell.kind in _REASONS:
        return Unreadable(cell.text, _REASONS[cell.kind])
    if cell.kind is Kind.BLANK:
        return None
    if symbol is not None and symbol.formula:
        return formula(cell.text)
    if cell.kind is Kind.NUMBER and cell.value is not None:
        return number_of(cell.value, cell.text)
    return _text(cell.text)


def formula(text: str) -> Formula | None:
    """The formula that a text is, in plain characters and without what is said behind it; None of a blank.

    >>> formula("E = (ŷ − y)², where ŷ = w·x"), formula("-")
    (Formula(text='(yhat - y)^2', whole=False, defined=()), None)
    """
    if not isinstance(read_number(text), Unreadable) and read_number(text) is None:
        return None
    text = unexplained(_FROM_ONE.sub(r"\1", text)).replace("ᵀ", "^T ")  # apart from the name behind it: W₂ᵀδ₂
    body = text.strip().lstrip("=")
    said = body[: condition(body)]
    side = _LAST_PART.fullmatch(said)
    return Formula(plain(side[1] + body[len(said) :] if side else text))


@lru_cache(maxsize=32_768)
def _text(text: str) -> Worth:
    """What a text is worth; one text is asked by many layouts, and arithmetic has to be parsed."""
    found = read_number(text)
    if not isinstance(found, Unreadable) or found.reason == A_DATE or len(text) > _LONGEST:
        return found
    if worked := _arithmetic(text):
        return worked
    reason = _WITH_REASON.fullmatch(text)
    if reason and not has_others(text) and isinstance(number := read_number(reason[1]), Number):
        return number._replace(text=text, note="what stands before its reason")
    beside = _BESIDE_ZERO.fullmatch(text)
    if beside and isinstance(held := _text(beside[1]), Number):
        return held._replace(text=text)
    side = _LAST_PART.fullmatch(text)
    if side and side[1] != text and not goes_on(text):
        last = _text(side[1])
        before = read_number(text[: side.start(1)].rstrip(" =≈≃←#"))
        if isinstance(last, Number) and is_rounded(before, last):
            return before._replace(text=text, note="what is rounded behind it")
        if isinstance(last, Number):
            return last._replace(text=text, note=last.note or "what stands after the last equals sign")
        if isinstance(last, Unreadable) and last.reason == A_DATE:
            return last._replace(text=text)
    return found


def _arithmetic(text: str) -> Number | Unreadable | None:
    """The value of arithmetic without names, by the engine's own parser; nothing is run."""
    if not _ARITHMETIC.search(text) or _NEITHER.search(text) or condition(text) < len(text):
        return None  # whether 0.1+0.2 is above 0 is no number
    if _IN_A_ROW.fullmatch(text):
        return None
    commas = "," in text and _WITH_COMMAS.fullmatch(text)
    try:
        written = plain(text.replace(",", ".") if commas else text)
        expr = parse_answer(_TIMES.sub("*", written.rstrip("= ")), {})
        value = evaluate(expr, {})
    except FormulaError:
        return None
    if value.ndim != 2 or not np.isfinite(value).all():
        return None
    if not value[0, 0] and underflows(expr):
        return Unreadable(text, "too small to be a number")
    note = "worked out from arithmetic" + (" with decimal commas" if commas else "")
    return Number(float(value[0, 0]), text, 0.0, EXACT, note)


def is_rounded(one: Worth, other: Number) -> TypeGuard[Number]:
    """Whether a number is another one with more digits, as in `0.9602 ≈ 0.96`.

    A mere 0, and one beside a negative number, is what a function makes of it, as in `−0.3 → 0`.

    >>> is_rounded(read_number("0.9602"), read_number("0.96")), is_rounded(read_number("0.96"), read_number("0.9"))
    (True, False)
    >>> is_rounded(read_number("-0.04"), read_number("0.0")), is_rounded(read_number("0.0004"), read_number("0.000"))
    (False, True)
    """
    if not isinstance(one, Number) or (other.value == 0 and (one.value < 0 or other.unit >= 1)):
        return False
    return 0 < one.unit < other.unit and abs(one.value - other.value) <= other.unit / 2


def readable(cell: Cell) -> float:
    """How much a cell looks like an answer: 1 a number, less for arithmetic, 0 for words and blanks."""
    if cell.kind is Kind.NUMBER:
        return 1.0
    if cell.kind is not Kind.TEXT:
        return 0.5 if cell.kind is not Kind.BLANK else 0.0
    if len(cell.text) > _LONGEST:
        return 0.0
    return _looks(cell.text)


@lru_cache(maxsize=32_768)
def _looks(text: str) -> float:
    if isinstance(read_number(text), Number):
        return 1.0
    return 0.6 if isinstance(_text(text), Number) else 0.0
