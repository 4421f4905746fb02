"""Reads formulas: the rubric's, and those that students answer with. Nothing is ever evaluated by Python."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from grader.engine.expr import Expr
from grader.engine.grammar import CONSTANTS, build, function
from grader.engine.nearest import suggestion
from grader.engine.primitives import FUNCTIONS
from grader.engine.tokens import Word, applied, gradient_parts, multiplied, run_together, scan
from grader.errors import FormulaError

LONGEST_FORMULA = 20_000
LONGEST_ANSWER = 2_000


class Reading(NamedTuple):
    """What a text says as a formula, and everything that is wrong with it."""

    expr: Expr | None
    faults: tuple[FormulaError, ...]


def parse(text: str, names: Collection[str] | None = None) -> Expr:
    """A formula of the rubric's language; with `names`, only these are known, and `dA/dB` of two of them is a name.

    Raises FormulaError, with the place of the word at fault.

    >>> parse("-x^2 + 3")
    Apply(primitive='add', args=(Apply(primitive='neg', args=(Apply(primitive='pow', args=(Name(name='x'), \
Constant(value=2.0, text='2')), params=()),), params=()), Constant(value=3.0, text='3')), params=())
    """
    expr, faults = read(text, names)
    if expr is None or faults:
        raise faults[0]
    return expr


def read(text: str, names: Collection[str] | None = None) -> Reading:
    """Like `parse`, with all the faults at once instead of the first."""
    known = names if names is not None else _Anything()
    try:
        words = scan(text, LONGEST_FORMULA, lambda name: names is not None and _is_gradient(name, known))
    except FormulaError as error:
        return Reading(None, (error,))
    faults = [*_unknown_functions(words, known if names is not None else ())]
    if names is not None:
        faults += _unknown_names(words, known)
        words = [w._replace(kind="CONSTANT") if w.text in CONSTANTS and w.text not in known else w for w in words]
    return _reading(words, text, faults)


def parse_answer(text: str, names: "Mapping[str, str] | Callable[[str], str | None]") -> Expr:
    """A student's formula, in plain characters; `names` gives the quantity that a spelling means.

    Products need no sign (`2x`, `x1(1-h1)`, `h1w5` where both are known) and are worked from left to right, so that
    `1/2x` is half of x; functions may be in capitals, without parentheses (`ln x`), squared (`sin^2 x`) or derived
    (`sigma'(x)`); `e` and `pi` are numbers unless they name a quantity. A remark behind it says nothing.

    >>> parse_answer("2 h_1 (chain rule)", {"h_1": "h1"}) == parse("2*h1")
    True
    """
    try:
        return _answer(text, names)
    except FormulaError:
        bare = _REMARK.sub("", text)
        if bare == text:
            raise
    return _answer(bare, names)


_REMARK = re.compile(r"\s*(?:(?:#|//).*|[(\[][^()\[\]]*[^\W\d_]{2}[^()\[\]]*[)\]]\s*)$", re.DOTALL)
"""What is said behind a formula, as a comment or between brackets: `# chain rule`, `[3 points]`."""


def _answer(text: str, names: "Mapping[str, str] | Callable[[str], str | None]") -> Expr:
    resolve = names.get if isinstance(names, Mapping) else names
    text = _ELEMENT.sub(r")[\1]", text)
    words = scan(text, LONGEST_ANSWER, lambda name: resolve(name) is not None)
    words = applied(words, lambda name: None if resolve(name) else _called(name))
    meant = list(multiplied(_resolved(words, resolve, tuple(names) if isinstance(names, Mapping) else ())))
    expr, faults = _reading(meant, text, [])
    if expr is None or faults:
        raise faults[0]
    return expr


_ELEMENT = re.compile(r"\)_\{?(\d+)\}?(?!\w)")
"""An element of what a function gives, with a subscript: softmax(z)_1."""

# ---- names and functions --------------------------------------------------------------------------------------------


class _Anything(Collection[str]):
    """Every name is known."""

    def __contains__(self, name: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


SETTINGS = ("valid", "same", "full", "true", "false", "True", "False")
"""Words that a setting may have for a value."""


def _is_gradient(name: str, known: Collection[str]) -> bool:
    parts = gradient_parts(name)
    if name in known or parts is None:
        return name in known
    both = all(part in known for part in parts)
    return both and not all("d" + part in known for part in parts)


def _unknown_functions(words: Iterable[Word], known: Collection[str]) -> Iterator[FormulaError]:
    for word in words:
        if word.kind == "FUNCTION" and not function(word.text):
            product = f"a product is written '{word.text}*(…)'"
            meant = _FOREIGN.get(word.text.partition("_")[0])
            todo = product if word.text in known else meant or suggestion(word.text, FUNCTIONS)
            yield FormulaError(f"unknown function '{word.text}'", word.start, word.end, todo)


def _unknown_names(words: list[Word], known: Collection[str]) -> Iterator[FormulaError]:
    following = [*(word.kind for word in words[1:]), ""]
    before = ["", *(word.kind for word in words)]
    for word, after, preceding in zip(words, following, before, strict=False):
        if word.kind != "NAME" or after == "EQUAL" or word.text in CONSTANTS:
            continue
        if preceding == "EQUAL" and word.text in SETTINGS:
            continue
        if word.text not in known and not _is_gradient(word.text, known):
            todo = _foreign(word.text, preceding, known) or _product(word.text, known) or suggestion(word.text, known)
            yield FormulaError(f"unknown name '{word.text}'", word.start, word.end, todo)


_FOREIGN = {
    "σ": "write sigmoid(…)",
    "sigma": "write sigmoid(…)",
    "Σ": "sum(x) adds up all elements of x",
    "sum": "sum(x) adds up all elements of x",
    "sgn": "write sign(…)",
    "square": "write x^2",
}
"""What functions of mathematics are called here, by what stands before an index: sum_i."""


def _foreign(name: str, preceding: str, known: Collection[str]) -> str:
    """How something of mathematics is written here that looks like an unknown name; empty for any other name."""
    if name in ("T", "top") and preceding == "POWER":
        return "the transpose of x is written x.T"
    if name.endswith("'") and (base := name.rstrip("'")) in known:
        return f"the transpose of {base} is written {base}.T"
    if name in FUNCTIONS:
        return f"a function has parentheses: {name}(…)"
    return _FOREIGN.get(name.partition("_")[0], "") if "_" in name or name == "Σ" else ""


def _product(name: str, known: Collection[str]) -> str:
    """How names that are run together are written here: `w1x1`."""
    pieces = run_together(name, lambda piece: piece in known)
    return f"a product is written {'*'.join(pieces)}" if pieces else ""


_ANSWERED = {"sigma": "sigmoid", "sig": "sigmoid", "power": "pow", "sgn": "sign"}
"""Functions by names that only students give them: of a spreadsheet, of a Greek letter, or of a textbook."""


def _called(name: str) -> str | None:
    return function(name) or _ANSWERED.get(name.lower())


def _resolved(words: list[Word], resolve: Callable[[str], str | None], spellings: Collection[str]) -> Iterator[Word]:
    """The words with every name replaced by its quantity's, and names that only look like functions told apart."""
    following = [*words[1:], None][: len(words)]
    for word, after in zip(words, following, strict=True):
        if word.kind not in ("NAME", "FUNCTION"):
            yield word
            continue
        called = _called(word.text)
        quantity = resolve(word.text)
        if word.kind == "FUNCTION" and called and (quantity is None or word.text in FUNCTIONS):
            yield word._replace(text=called)
        elif quantity is not None:
            yield word._replace(kind="NAME", text=quantity)
        elif word.text in CONSTANTS:
            yield word._replace(kind="CONSTANT")
        elif word.text.endswith("e") and after and after.kind == "POWER" and resolve(word.text[:-1]):  # xe^(-x)
            yield word._replace(kind="NAME", text=resolve(word.text[:-1]) or "", end=word.end - 1)
            yield Word("CONSTANT", "e", word.end - 1, word.end)
        else:
            yield from _pieces(word, resolve, spellings)


def _pieces(word: Word, resolve: Callable[[str], str | None], spellings: Collection[str]) -> Iterator[Word]:
    pieces = run_together(word.text, lambda piece: _is(piece, resolve(piece)))
    if not pieces:
        what = "function" if word.kind == "FUNCTION" else "name"
        raise FormulaError(f"unknown {what} '{word.text}'", word.start, word.end, suggestion(word.text, spellings))
    at = word.start
    for piece in pieces:
        yield Word("NAME", resolve(piece) or piece, at, at + len(piece))
        at += len(piece)


def _is(piece: str, quantity: str | None) -> bool:
    """Whether a piece of a word is a quantity's name: in the wrong case it is not, or lr would be L·r."""
    return quantity is not None and (piece == quantity or piece.casefold() != quantity.casefold())


def _reading(words: list[Word], text: str, faults: list[FormulaError]) -> Reading:
    try:
        expr: Expr | None = build(words, text)
    except FormulaError as error:
        expr, faults = None, [*faults, error]
    return Reading(None if faults else expr, tuple(sorted(faults, key=lambda fault: fault.start)))
