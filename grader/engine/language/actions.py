"""What each rule of formula.lark makes of its parts (`_` is the token of an operator or bracket).

This is loaded with the first formula: lark is not needed to ask for help.
"""

import math
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any

from lark import Lark, Token, Transformer, v_args
from lark.lexer import Lexer

from grader.engine.conditions import compared
from grader.engine.expr import Apply, Constant, Expr, Name, apply, is_apply
from grader.engine.language.calls import Setting, call, fail
from grader.engine.language.tokens import CONSTANTS, Word


def parser() -> Lark:
    """The parser that lark makes of the grammar, of words and not of text."""
    source = files("grader.engine.language").joinpath("formula.lark").read_text("utf-8")
    return Lark(source, parser="lalr", lexer=_Words, transformer=_Actions())


class _Words(Lexer):
    """Hands the words over as lark's tokens."""

    def __init__(self, lexer_conf: object) -> None:
        pass

    def lex(self, words: Iterable[Word]) -> Iterator[Token]:  # type: ignore[override]
        for kind, text, start, end in words:
            yield Token(kind, text, start_pos=start, end_pos=end)


@v_args(inline=True)
class _Actions(Transformer[Any, Expr]):
    def compared(self, first: Expr, *others: Any) -> Expr:
        return compared(first, *zip(map(str, others[::2]), others[1::2], strict=True))

    def plus(self, left: Expr, _: Token, right: Expr) -> Expr:
        return _flat("add", left, right)

    def minus(self, left: Expr, _: Token, right: Expr) -> Expr:
        return _flat("add", left, apply("neg", right))

    def negative(self, _: Token, arg: Expr) -> Expr:
        return apply("neg", arg)

    def positive(self, _: Token, arg: Expr) -> Expr:
        return arg

    def times(self, left: Expr, _: Token, right: Expr) -> Expr:
        return _flat("mul", left, right)

    def over(self, left: Expr, _: Token, right: Expr) -> Expr:
        return apply("div", left, right)

    def matmul(self, left: Expr, _: Token, right: Expr) -> Expr:
        return apply("matmul", left, right)

    def power(self, base: Expr, _: Token, exponent: Expr) -> Expr:
        return apply("pow", base, exponent)

    def transpose(self, arg: Expr, _: Token) -> Expr:
        return apply("transpose", arg)

    def index(self, arg: Expr, *places: Any) -> Expr:
        return apply("index", arg, params=tuple(p for p in places if not isinstance(p, Token)))

    def element(self, token: Token) -> int:
        return _place(token)

    def slice(self, *parts: Token) -> tuple[str, int | None, int | None]:
        colon = next(i for i, part in enumerate(parts) if part.type == "COLON")
        start = _place(parts[0]) if colon else None
        return ("slice", start, _place(parts[-1]) if colon < len(parts) - 1 else None)

    def number(self, token: Token) -> Expr:
        return _constant(token)

    def constant(self, token: Token) -> Expr:
        return Constant(CONSTANTS[token], str(token))

    def name(self, token: Token) -> Expr:
        return Name(str(token))

    def group(self, _: Token, arg: Expr, __: Token) -> Expr:
        return arg

    def stack(self, *parts: Any) -> Expr:
        return apply("stack", *(p for p in parts if not isinstance(p, Token)))

    def call(self, function: Token, *parts: Any) -> Expr:
        return call(function, [p for p in parts if not isinstance(p, Token)])

    def setting(self, name: Token, _: Token, value: object) -> "Setting":
        return Setting(name, value)

    def number_value(self, *parts: Token) -> float | int:
        text = "".join(parts)
        return (
            int(text)
            if text.lstrip("-").isdigit() and len(text) < 10
            else _constant(parts[-1]).value * (-1 if len(parts) > 1 else 1)
        )

    def name_value(self, token: Token) -> str:
        return str(token)


def _flat(primitive: str, left: Expr, right: Expr) -> Apply:
    """A sum or product of two, flattened; nothing that was written is dropped."""
    parts = (part.args if is_apply(part, primitive) else (part,) for part in (left, right))
    return Apply(primitive, tuple(arg for part in parts for arg in part))


def _place(token: Any) -> int:
    text = str(token)
    if not (text.isdigit() and len(text) < 10 and int(text) > 0):
        fail(token, f"'{text}' is not an index", "indices are whole numbers and count from 1")
    return int(text)


def _constant(token: Any) -> Constant:
    value = float(token)
    if math.isinf(value):
        fail(token, f"the number '{token}' is too large")
    return Constant(value, str(token))
