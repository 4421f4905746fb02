"""From words to expressions: the parser that lark makes of formula.lark, and what each of its rules means."""

import math
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from grader.engine.expr import Apply, Constant, Expr, Name, apply, is_apply, walk
from grader.engine.macros import MACROS, USUAL, expanded
from grader.engine.primitives import FUNCTIONS
from grader.engine.signatures import MANY, SIGNATURES, Signature
from grader.engine.tokens import Word
from grader.errors import FormulaError

if TYPE_CHECKING:
    from lark import Lark, UnexpectedToken

DEEPEST = 100
"""The most levels of a formula's tree, so that whatever walks it may recurse."""

MOST_FACTORS = 100
"""The most factors of one product: each has all the others in its derivative."""
_NAMED = "give parts of it names of their own"

CONSTANTS = {"e": math.e, "pi": math.pi}
"""Names that have a value where nothing else is called so."""


def function(name: str) -> str | None:
    """The primitive that a function's name stands for, in small letters or capitals.

    >>> function("ReLU"), function("frobnicate")
    ('relu', None)
    """
    return FUNCTIONS.get(name) or FUNCTIONS.get(name.lower())


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
    """The parser, made when the first formula is read: lark is not needed to ask for help."""
    from lark import Lark, Token
    from lark.lexer import Lexer

    class _Words(Lexer):
        """Hands the words over as lark's tokens."""

        def __init__(self, lexer_conf: object) -> None:
            pass

        def lex(self, words: Iterable[Word]) -> Iterator[Token]:  # type: ignore[override]
            for kind, text, start, end in words:
                yield Token(kind, text, start_pos=start, end_pos=end)

    source = files("grader.engine").joinpath("formula.lark").read_text("utf-8")
    return Lark(source, parser="lalr", lexer=_Words, transformer=_actions())


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
    else:
        todo = "a formula is names, numbers and + - * / ^ @"
    return FormulaError(f"unexpected '{token}'", token.start_pos or 0, token.end_pos, todo)


def _deeper(expr: Expr, levels: int) -> bool:
    row: list[Expr] = [expr]
    while row and levels:
        row = [arg for node in row if isinstance(node, Apply) for arg in node.args]
        levels -= 1
    return bool(row)


def _flat(primitive: str, left: Expr, right: Expr) -> Apply:
    """A sum or product of two, flattened; nothing that was written is dropped."""
    parts = (part.args if is_apply(part, primitive) else (part,) for part in (left, right))
    return Apply(primitive, tuple(arg for part in parts for arg in part))


def _actions() -> Any:
    """What each rule of the grammar makes of its parts (`_` is the token of an operator or bracket)."""
    from lark import Token, Transformer, v_args

    @v_args(inline=True)
    class _Actions(Transformer[Any, Expr]):
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
            return _call(function, [p for p in parts if not isinstance(p, Token)])

        def setting(self, name: Token, _: Token, value: object) -> "_Setting":
            return _Setting(name, value)

        def number_value(self, *parts: Token) -> float | int:
            text = "".join(parts)
            return (
                int(text)
                if text.lstrip("-").isdigit() and len(text) < 10
                else _constant(parts[-1]).value * (-1 if len(parts) > 1 else 1)
            )

        def name_value(self, token: Token) -> str:
            return str(token)

    return _Actions()


class _Setting(NamedTuple):
    name: Any
    value: object


def _place(token: Any) -> int:
    text = str(token)
    if not (text.isdigit() and len(text) < 10 and int(text) > 0):
        _fail(token, f"'{text}' is not an index", "indices are whole numbers and count from 1")
    return int(text)


def _constant(token: Any) -> Constant:
    value = float(token)
    if math.isinf(value):
        _fail(token, f"the number '{token}' is too large")
    return Constant(value, str(token))


def _fail(token: Any, what: str, todo: str = "") -> NoReturn:
    raise FormulaError(what, token.start_pos, token.end_pos, todo)


# ---- calls ----------------------------------------------------------------------------------------------------------


def _call(called: Any, parts: list[Any]) -> Expr:
    primitive = function(called) or str(called)
    args = [part for part in parts if not isinstance(part, _Setting)]
    settings = [part for part in parts if isinstance(part, _Setting)]
    if parts[: len(args)] != args:
        _fail(settings[0].name, f"the setting '{settings[0].name}' stands before an argument", "settings come last")
    signature = _signature(primitive, bool(function(called)))
    _check_arguments(called, len(parts) if primitive in MACROS else len(args), signature)
    _check_settings(called, settings, signature)
    if primitive in MACROS:
        return _macro(called, primitive, args, settings)
    missing = signature.most - len(args)
    args += signature.defaults[len(signature.defaults) - missing :] if signature.defaults else ()
    params = tuple(sorted((str(s.name), s.value) for s in settings if s.name != "keepdims"))
    params = tuple(param for param in params if param not in USUAL)
    if primitive == "reshape":
        return apply(primitive, args[0], params=tuple(_length(called, arg) for arg in args[1:]))
    reduced = _extreme(primitive, args, params) or Apply(primitive, tuple(args), params)
    return _kept(reduced, called, settings, dict(params))


def _macro(called: Any, name: str, args: list[Any], settings: list[_Setting]) -> Expr:
    """What a call stands for."""
    values = {
        str(s.name): Name(s.value) if isinstance(s.value, str) and s.name not in _WORDED else s.value for s in settings
    }
    try:
        return expanded(name, args, values)  # type: ignore[arg-type]
    except FormulaError as error:
        _fail(called, error.what, error.todo)


_WORDED = ("padding", "axis")
"""Settings whose words are no names."""


def _length(called: Any, arg: Expr) -> int:
    if isinstance(arg, Constant) and arg.value.is_integer() and 1 <= arg.value < 1e9:
        return int(arg.value)
    _fail(called, "the lengths of a new shape are whole numbers", "as in reshape(x, 2, 3)")


def _kept(reduced: Expr, called: Any, settings: list[_Setting], params: dict[str, object]) -> Expr:
    """A reduction whose axis is kept, with length 1."""
    keep = [s for s in settings if s.name == "keepdims"]
    if not keep or keep[0].value in (0, "false", "False"):
        return reduced
    axis = params.get("axis")
    if keep[0].value not in (1, "true", "True") or not isinstance(axis, int) or not axis:
        _fail(keep[0].name, "keepdims needs an axis", f"as in {called}(x, axis=2, keepdims=1)")
    return apply("unsqueeze", reduced, params=(axis - 1 if axis > 0 else axis,))


def _signature(primitive: str, known: bool) -> Signature:
    if primitive in MACROS:
        parameters = MACROS[primitive].parameters
        return Signature(MACROS[primitive].least, len(parameters), tuple(parameters))
    return SIGNATURES.get(primitive, Signature() if known else _UNCHECKED)


_UNCHECKED = Signature(0, MANY)
"""Of a function that nobody knows: that it is unknown is said elsewhere."""


def _check_arguments(called: Any, count: int, signature: Signature) -> None:
    if not signature.least <= count <= signature.most:
        least, most = signature.least, signature.most
        wanted = str(least) if least == most else f"{least} or more" if most == MANY else f"{least} to {most}"
        _fail(called, f"{called} is given {_arguments(str(count))}", f"it takes {_arguments(wanted)}")


def _arguments(count: str) -> str:
    return f"{count} argument{'' if count == '1' else 's'}"


def _check_settings(called: Any, settings: list[_Setting], signature: Signature) -> None:
    seen: set[str] = set()
    for name, _ in settings:
        if name not in signature.settings:
            known = ", ".join(signature.settings)
            _fail(name, f"{called} has no setting '{name}'", f"it has: {known}" if known else "it has none")
        if name in seen:
            _fail(name, f"the setting '{name}' is given twice")
        seen.add(str(name))


def _extreme(primitive: str, args: list[Expr], params: tuple[tuple[str, object], ...]) -> Expr | None:
    """The largest (or smallest) element of one array is a reduction of its own."""
    if primitive not in ("max", "min") or len(args) > 1:
        return None
    if primitive == "max":
        return Apply("amax", tuple(args), params)
    return apply("neg", Apply("amax", (apply("neg", args[0]),), params))
