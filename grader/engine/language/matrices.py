"""Products of matrices as people write them on paper: without a sign, one factor transposed, (p − y)·xᵀ."""

from collections.abc import Callable

from grader.engine.expr import Apply, Expr, is_apply, rewrite
from grader.engine.language.tokens import Word

_SIGNS = ("T", "t", "top", "intercal")


def transposed(words: list[Word], resolve: Callable[[str], str | None]) -> list[Word]:
    """The words with a transposition for each power of a T that names no quantity: W^T, W^(T), WT."""
    found: list[Word] = []
    at = 0
    while at < len(words):
        length = _transposition(words[at : at + 4], resolve)
        if length:
            found.append(Word("TRANSPOSED", ".T", words[at].start, words[at + length - 1].end))
        else:
            found += _with_sign(words[at], resolve)
        at += length or 1
    return found


def _with_sign(word: Word, resolve: Callable[[str], str | None]) -> list[Word]:
    """A quantity's name with the sign run on to it, as a small raised letter loses its place."""
    base = word.text.removesuffix("T")
    if word.kind not in ("NAME", "FUNCTION") or base == word.text or any(map(resolve, (word.text, "T"))):
        return [word]
    if not base or not resolve(base):
        return [word]
    return [Word("NAME", base, word.start, word.end - 1), Word("TRANSPOSED", ".T", word.end - 1, word.end)]


def _transposition(words: list[Word], resolve: Callable[[str], str | None]) -> int:
    """How many of these words, which begin with the power, are a transposition; 0 where they are none."""
    bare = [word for word in words[1:] if word.kind not in ("LPAR", "RPAR")]
    if not bare or words[0].kind != "POWER" or bare[0].text not in _SIGNS or resolve(bare[0].text):
        return 0
    kinds = tuple(word.kind for word in words[1:])
    if kinds[:1] == ("NAME",) or kinds[:1] == ("FUNCTION",):
        return 2
    return 4 if kinds == ("LPAR", "NAME", "RPAR") else 0


def of_matrices(expr: Expr) -> Expr:
    """A formula in which a product with a transposed factor is one of matrices, as it is on paper."""

    def change(node: Expr) -> Expr | None:
        if not is_apply(node, "mul", "matmul") or not any(is_apply(arg, "transpose") for arg in node.args):
            return None
        flags = tuple(is_apply(arg, "transpose") for arg in node.args)
        return Apply("product", tuple(map(of_matrices, node.args)), flags)

    return rewrite(expr, change)
