"""Reads the formulas that students answer with, as people write them. Nothing is ever evaluated by Python."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping

from grader.engine.expr import Expr
from grader.engine.language.brackets import grouped
from grader.engine.language.calls import function
from grader.engine.language.cases import by_cases
from grader.engine.language.conditional import ELSE, IF
from grader.engine.language.functions import FUNCTIONS
from grader.engine.language.grammar import build
from grader.engine.language.matrices import of_matrices, transposed
from grader.engine.language.nearest import suggestion
from grader.engine.language.shorthand import applied, multiplied
from grader.engine.language.summation import summed
from grader.engine.language.tokens import CONSTANTS, Word, run_together, scan, with_functions
from grader.errors import FormulaError

LONGEST_ANSWER = 2_000


def parse_answer(text: str, names: "Mapping[str, str] | Callable[[str], str | None]") -> Expr:
    """A student's formula, in plain characters; `names` gives the quantity that a spelling means.

    Products need no sign (`2x`, `x1(1-h1)`, `h1w5` where both are known) and are worked from left to right, so that
    `1/2x` is half of x; functions may be in capitals, without parentheses (`ln x`), squared (`sin^2 x`) or derived
    (`sigma'(x)`); sums may be over an index (see `summed`); `e` and `pi` are numbers unless they name a quantity.
    Square brackets group as parentheses do, unless they hold an index or a list. Beside a transposed factor, `W^T d` or
    `d x^T`, a product is one of matrices. Cases are told by words or signs of comparison (see `cases`). A remark behind
    it says nothing.

    >>> from grader.engine import parse
    >>> parse_answer("2 h_1 (chain rule)", {"h_1": "h1"}) == parse("2*h1")
    True
    """
    resolve = names.get if isinstance(names, Mapping) else names
    spellings = tuple(names) if isinstance(names, Mapping) else ()
    try:
        return _answer(text, resolve, spellings)
    except FormulaError:
        bare = _REMARK.sub("", text)
        said = text[len(bare) :]
        if bare == text or _limits(said, resolve) or _is_part(said, resolve):
            raise
    return _answer(bare, resolve, spellings)


def _limits(remark: str, resolve: Callable[[str], str | None]) -> bool:
    """Whether what stands behind a formula says where it holds, `(for z > 0)`, and is no mere remark."""
    words = _WORDS.findall(remark)
    cases = not {word.lower() for word in words}.isdisjoint(IF | ELSE)
    return any(sign in remark for sign in "<>") or (cases and any(resolve(word) for word in words))


def _is_part(remark: str, resolve: Callable[[str], str | None]) -> bool:
    """Whether what stands behind a formula may be its last factor, with a name in it that nobody knows: `(y - target)`.

    A comment, an equation and words in a row are none, nor is one without a sign of arithmetic: `# 2*x`,
    `(since dL/dy = 2y)`, `(dL/dw by the chain rule)`, `(cross-entropy)`.
    """
    if remark.lstrip()[0] not in "([" or "=" in remark or _PROSE.search(remark):
        return False
    return bool(re.search(r"[*^+/]", remark)) or ("-" in remark and any(map(resolve, _WORDS.findall(remark))))


_WORDS = re.compile(r"[^\W\d]\w*'*")
_PROSE = re.compile(r"[^\W\d_]{2,}\s+[^\W\d_]{2,}")
_REMARK = re.compile(r"\s*(?:(?:#|//).*|[(\[][^()\[\]]*[^\W\d_]{2}[^()\[\]]*[)\]]\s*)$", re.DOTALL)
"""What is said behind a formula, as a comment or between brackets: `# chain rule`, `[3 points]`."""


def _answer(text: str, resolve: Callable[[str], str | None], spellings: Collection[str]) -> Expr:
    text = _MODULE.sub("", _ELEMENT.sub(r")[\1]", text))
    text = summed(text, resolve) if len(text) <= LONGEST_ANSWER else text  # else it is refused for its length
    scanned = scan(text, LONGEST_ANSWER, lambda name: resolve(name) is not None)
    words = with_functions(grouped(by_cases(list(_raised(scanned, resolve)), resolve)))
    words = applied(words, lambda name: None if resolve(name) else _called(name))
    words = transposed(words, resolve)
    return of_matrices(build(list(multiplied(_resolved(words, resolve, spellings))), text))


def _raised(words: list[Word], resolve: Callable[[str], str | None]) -> Iterator[Word]:
    """The words with names that have a power in them, sigma^2, as one, where nothing is called sigma."""
    at = 0
    while at < len(words):
        word, *behind = words[at : at + 3]
        if word.kind == "NAME" and [each.kind for each in behind] == ["POWER", "NUMBER"]:
            power = behind[1]
            quantity = None if resolve(word.text) else resolve(f"{word.text}^{power.text}")
            if quantity is not None:
                word = Word("NAME", quantity, word.start, power.end)
                at += 2
        yield word
        at += 1


_ELEMENT = re.compile(r"\)_\{?(\d+)\}?(?!\w)")
"""An element of what a function gives, with a subscript: softmax(z)_1."""

_MODULE = re.compile(r"\b(?:np|numpy|math|torch|tf|F|jnp)\.(?=[a-z])")
"""What a program's functions belong to."""

_ANSWERED = {"sigma": "sigmoid", "sig": "sigmoid", "power": "pow", "sgn": "sign", "signum": "sign", "heaviside": "step"}
"""Functions by names that only students give them: of a spreadsheet, of a Greek letter, or of a textbook."""


def _called(name: str) -> str | None:
    return function(name) or _ANSWERED.get(name.lower())


def _resolved(words: list[Word], resolve: Callable[[str], str | None], spellings: Collection[str]) -> Iterator[Word]:
    """The words with every name replaced by its quantity's, and names that only look like functions told apart."""
    following = [*words[1:], None][: len(words)]
    raised, before = False, ""
    for word, after in zip(words, following, strict=True):
        if word.kind not in ("NAME", "FUNCTION"):
            yield word
            raised = (word.kind == "POWER" and before.endswith("e")) or (raised and word.kind == "MINUS")
            before = ""
            continue
        before = word.text
        called = _called(word.text)
        quantity = resolve(word.text)
        if word.kind == "FUNCTION" and called and (quantity is None or word.text in FUNCTIONS):
            yield word._replace(text=called)
        elif quantity is not None:
            yield word._replace(kind="NAME", text=quantity)
        elif word.text in CONSTANTS:
            yield word._replace(kind="CONSTANT")
        else:
            base = word.text.endswith("e") and after is not None and after.kind == "POWER"
            pieces = list(_pieces(word, resolve, spellings, base))
            yield from _grouped(pieces) if raised else pieces
        raised = False


def _pieces(word: Word, resolve: Callable[[str], str | None], spellings: Collection[str], base: bool) -> Iterator[Word]:
    """The names that a word is made of, `h1w5`; with `base` its last letter may be e that is raised: `axe^(-x)`."""

    def known(text: str) -> tuple[str, ...]:
        return run_together(text, lambda piece: _is(piece, resolve(piece)))

    pieces = known(word.text) or ((*known(word.text[:-1]), "e") if base and known(word.text[:-1]) else ())
    if not pieces:
        what = "function" if word.kind == "FUNCTION" else "name"
        raise FormulaError(f"unknown {what} '{word.text}'", word.start, word.end, suggestion(word.text, spellings))
    at = word.start
    for piece in pieces:
        quantity = resolve(piece)
        yield Word("NAME", quantity, at, at + len(piece)) if quantity else Word("CONSTANT", piece, at, at + len(piece))
        at += len(piece)


def _grouped(pieces: list[Word]) -> list[Word]:
    """What e is raised to, which is the whole of it, where it is several names: `e^bx`; `x^ny` is xⁿ·y."""
    start, end = pieces[0].start, pieces[-1].end
    return [Word("LPAR", "(", start, start), *pieces, Word("RPAR", ")", end, end)]


def _is(piece: str, quantity: str | None) -> bool:
    """Whether a piece of a word is a quantity's name: in the wrong case it is not, or lr would be L·r."""
    return quantity is not None and (piece == quantity or piece.casefold() != quantity.casefold())
