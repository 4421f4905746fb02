"""Calls of functions: the node, or the formula, that a name with arguments and settings in parentheses stands for."""

from typing import Any, NamedTuple, NoReturn

from grader.engine.conditions import chosen
from grader.engine.expr import Apply, Constant, Expr, Name, apply
from grader.engine.language.functions import FUNCTIONS
from grader.engine.language.macros import MACROS, USUAL, expanded
from grader.engine.language.signatures import MANY, SIGNATURES, Signature
from grader.errors import FormulaError


def function(name: str) -> str | None:
    """The primitive that a function's name stands for, in small letters or capitals.

    >>> function("ReLU"), function("frobnicate")
    ('relu', None)
    """
    return FUNCTIONS.get(name) or FUNCTIONS.get(name.lower())


class Setting(NamedTuple):
    """A setting by its keyword, `axis=1`; the name is the token."""

    name: Any
    value: object


def fail(token: Any, what: str, todo: str = "") -> NoReturn:
    """FormulaError at the place of a token."""
    raise FormulaError(what, token.start_pos, token.end_pos, todo)


def call(called: Any, parts: list[Any]) -> Expr:
    """What a call stands for; `parts` are its arguments and settings. FormulaError where it takes other ones."""
    primitive = function(called) or str(called)
    args = [part for part in parts if not isinstance(part, Setting)]
    settings = [part for part in parts if isinstance(part, Setting)]
    if parts[: len(args)] != args:
        fail(settings[0].name, f"the setting '{settings[0].name}' stands before an argument", "settings come last")
    signature = _signature(primitive, bool(function(called)))
    own = [s for s in settings if s.name != "keepdims"]
    _check_arguments(called, len(args) + len(own) if primitive in MACROS else len(args), signature)
    _check_settings(called, settings, signature)
    if primitive in MACROS:
        return _kept(_macro(called, primitive, args, own), called, settings, {str(s.name): s.value for s in own})
    missing = signature.most - len(args)
    args += signature.defaults[len(signature.defaults) - missing :] if signature.defaults else ()
    params = tuple(sorted((str(s.name), s.value) for s in own))
    params = tuple(param for param in params if param not in USUAL)
    if primitive == "where":
        return chosen(*args)
    if primitive == "reshape":
        return apply(primitive, args[0], params=tuple(_length(called, arg) for arg in args[1:]))
    if primitive == "eye":
        return apply(primitive, args[0], params=(_rows(called, args[0]),))
    reduced = _extreme(primitive, args, params) or Apply(primitive, tuple(args), params)
    return _kept(reduced, called, settings, dict(params))


def _macro(called: Any, name: str, args: list[Any], settings: list[Setting]) -> Expr:
    """What a call stands for."""
    values = {
        str(s.name): Name(s.value) if isinstance(s.value, str) and s.name not in _WORDED else s.value for s in settings
    }
    try:
        return expanded(name, args, values)  # type: ignore[arg-type]
    except FormulaError as error:
        fail(called, error.what, error.todo)


_WORDED = ("padding", "axis")
"""Settings whose words are no names."""


def _rows(called: Any, arg: Expr) -> int:
    if isinstance(arg, Constant) and arg.value.is_integer() and 1 <= arg.value <= LARGEST_EYE:
        return int(arg.value)
    fail(called, f"{called} takes the number of its rows", f"a whole number to {LARGEST_EYE}, as in {called}(3)")


LARGEST_EYE = 1000
"""The most rows of an identity matrix: a million elements."""


def _length(called: Any, arg: Expr) -> int:
    if isinstance(arg, Constant) and arg.value.is_integer() and 1 <= arg.value < 1e9:
        return int(arg.value)
    fail(called, "the lengths of a new shape are whole numbers", "as in reshape(x, 2, 3)")


def _kept(reduced: Expr, called: Any, settings: list[Setting], params: dict[str, object]) -> Expr:
    """A reduction whose axis is kept, with length 1."""
    keep = [s for s in settings if s.name == "keepdims"]
    if not keep or keep[0].value in (0, "false", "False"):
        return reduced
    axis = params.get("axis")
    if keep[0].value not in (1, "true", "True") or not isinstance(axis, int) or not axis:
        fail(keep[0].name, "keepdims needs an axis", f"as in {called}(x, axis=2, keepdims=1)")
    return apply("unsqueeze", reduced, params=(axis - 1 if axis > 0 else axis,))


def _signature(primitive: str, known: bool) -> Signature:
    if primitive in MACROS:
        parameters = MACROS[primitive].parameters
        kept = ("keepdims",) if "axis" in parameters else ()
        return Signature(MACROS[primitive].least, len(parameters), (*parameters, *kept))
    return SIGNATURES.get(primitive, Signature() if known else _UNCHECKED)


_UNCHECKED = Signature(0, MANY)
"""Of a function that nobody knows: that it is unknown is said elsewhere."""


def _check_arguments(called: Any, count: int, signature: Signature) -> None:
    if not signature.least <= count <= signature.most:
        least, most = signature.least, signature.most
        wanted = str(least) if least == most else f"{least} or more" if most == MANY else f"{least} to {most}"
        fail(called, f"{called} is given {_arguments(str(count))}", f"it takes {_arguments(wanted)}")


def _arguments(count: str) -> str:
    return f"{count} argument{'' if count == '1' else 's'}"


def _check_settings(called: Any, settings: list[Setting], signature: Signature) -> None:
    seen: set[str] = set()
    for name, _ in settings:
        if name not in signature.settings:
            known = ", ".join(signature.settings)
            fail(name, f"{called} has no setting '{name}'", f"it has: {known}" if known else "it has none")
        if name in seen:
            fail(name, f"the setting '{name}' is given twice")
        seen.add(str(name))


def _extreme(primitive: str, args: list[Expr], params: tuple[tuple[str, object], ...]) -> Expr | None:
    """The largest (or smallest) element of one array is a reduction of its own."""
    if primitive not in ("max", "min") or len(args) > 1:
        return None
    if primitive == "max":
        return Apply("amax", tuple(args), params)
    return apply("neg", Apply("amax", (apply("neg", args[0]),), params))
