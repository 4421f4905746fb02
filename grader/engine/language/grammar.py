"""From words to expressions, and what is said of words that make none."""

from functools import cache
from typing import TYPE_CHECKING

from grader.engine.expr import Apply, Expr, is_apply, walk
from grader.engine.language.tokens import Word
from grader.errors import FormulaError

if TYPE_CHECKING:
    from lark import Lark, UnexpectedToken

DEEPEST = 100
"""The most levels of a formula's tree, so that whatever walks it may recurse."""

MOST_FACTORS = 100
"""The most factors of one product: each has all the others in its derivative."""
_NAMED = "give parts of it names of their own"


def build(words: list[Word], text: str) -> Expr:
    """The expression that the words make. FormulaError where they make none."""
    from lark import UnexpectedToken

    if not words:
        raise FormulaError("the formula is empty", 0, len(text))
    try:
        expr: Expr = _grammar().parse(words)  # type: ignore[assignment]  # what the actions make
    except UnexpectedToken as error:
        raise _syntax(error, words[-1].end) from None
    if max((len(node.args) for node in walk(expr) if is_apply(node, "mul")), default=0) > MOST_FACTORS:
        raise FormulaError(f"a product of more than {MOST_FACTORS} factors", 0, len(text), _NAMED)
    if _deeper(expr, DEEPEST):
        raise FormulaError("the formula is nested too deeply", 0, len(text), _NAMED)
    return expr


@cache
def _grammar() -> "Lark":
    """The parser, made when the first formula is read."""
    from grader.engine.language.actions import parser

    return parser()


def _syntax(error: "UnexpectedToken", length: int) -> FormulaError:
    token, expected = error.token, error.expected
    operand = "LPAR" in expected
    if token.type == "$END":
        todo = "a number, a name or '(' belongs here" if operand else "a ')' or ']' is missing"
        return FormulaError("the formula ends too early", length, length + 1, todo)
    if operand:
        todo = "a number, a name or '(' belongs before it"
    elif token.type in ("RPAR", "RSQB"):
        todo = "there is no opening one for it"
    elif token.type in ("NUMBER", "NAME", "FUNCTION", "CONSTANT", "LPAR", "LSQB"):
        todo = "an operator such as '*' is missing before it" if "STAR" in expected else "a whole number belongs here"
    elif token.type == "EQUAL":
        todo = "a formula compares with < > <= >="
    else:
        todo = "a formula is names, numbers and + - * / ^ @"
    return FormulaError(f"unexpected '{token}'", token.start_pos or 0, token.end_pos, todo)


def _deeper(expr: Expr, levels: int) -> bool:
    row: list[Expr] = [expr]
    while row and levels:
        row = [arg for node in row if isinstance(node, Apply) for arg in node.args]
        levels -= 1
    return bool(row)
