"""Reads the formulas of a rubric. Nothing is ever evaluated by Python."""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from grader.engine.expr import Expr
from grader.engine.language.calls import function
from grader.engine.language.functions import FUNCTIONS
from grader.engine.language.grammar import build
from grader.engine.language.nearest import element_written, suggestion
from grader.engine.language.tokens import CONSTANTS, Word, gradient_parts, run_together, scan
from grader.errors import FormulaError

LONGEST_FORMULA = 20_000


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
    expr = None
    try:
        expr = build(words, text)
    except FormulaError as error:
        faults.append(error)
    return Reading(None if faults else expr, tuple(sorted(faults, key=lambda fault: fault.start)))


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
            todo = _foreign(word.text, preceding, known) or _product(word.text, known)
            todo = todo or element_written(word.text, known) or suggestion(word.text, known)
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
