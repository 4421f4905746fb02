"""What people call the loss, whatever its name is: `cost`, `Verlust`, `dJ/dw`."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cached_property

from grader.notation.key import UNSPACED, key
from grader.notation.names import Names, Symbols
from grader.notation.symbol import Target, clear


class Losses:
    """The losses among symbols, found by the words that people have for a loss where nothing else is called so."""

    def __init__(self, symbols: Symbols, names: Names) -> None:
        self._symbols, self._names = symbols, names

    @cached_property
    def _every(self) -> Mapping[tuple[str, str], Target]:
        """By problem and primes, its loss."""
        return {
            (s.problem, re.sub(r"[^']", "", s.quantity)): Target(s.problem, s.quantity)
            for s in self._symbols.values()
            if s.loss
        }

    def find(self, text: str, updated: bool) -> list[Target]:
        """What a text means as what people call the loss, or as its gradient, where nothing else here is called so."""
        if len(text) > _LONGEST:
            return []
        if found := _GRADIENT_OF_LOSS.fullmatch(name := key(text)):
            if found[1].casefold() in self._names.folded:
                return []
            of = {f"d{key(loss.quantity)}/{found[2]}" for loss in self._every.values()}
            return [target for name in of for target in clear(self._names.exact.get(name, {}))]
        if not _WORDS.fullmatch(text):
            return []
        if renewed := _RENEWED.fullmatch(text.strip()):
            return [target for target in self.find(renewed["loss"], True) if "'" in target.quantity]
        bare = _KIND_OF_LOSS.sub("", text)
        word = name.rstrip("'").casefold() if "'" in name else folded(bare)
        kind = _kind(word)
        if not (word in _LOSSES or word in _TOTALS or kind) or word in self._names.folded or "(" in bare:
            return []
        primes = re.sub(r"[^']", "", name)
        options = [primes + "'", primes] if updated else [primes]
        losses = self._every
        meant = (
            next((losses[w, each] for each in options if (w, each) in losses), None)
            for w in dict.fromkeys(problem for problem, _ in self._symbols)
        )
        return [t for t in meant if t and self._may_be(t, word, kind)]

    def _may_be(self, loss: Target, word: str, kind: str) -> bool:
        """Whether a loss is of the kind that a word says: a total is no mean."""
        of = self._symbols[loss.problem, loss.quantity].traits
        return kind in of if kind else word not in _TOTALS or "mean" not in of


def folded(text: str) -> str:
    """A word in small letters without accents."""
    letters = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join("".join(letters).casefold().strip(" \t\r\n:;=.?!|*").split())


def _kind(word: str) -> str:
    """What sort of loss a word means, as `Symbol.traits` say it; empty where it says none.

    >>> _kind("cross-entropy loss"), _kind("mean squared error"), _kind("loss")
    ('entropy', 'squares', '')
    """
    bare = re.sub(r"[\W_]+", "", word)
    return next((kind for kind, words in _KINDS if words.fullmatch(bare)), "")


_GRADIENT_OF_LOSS = re.compile(r"d([LEJ]|loss|cost|error)/(d[^/]+)", re.IGNORECASE)
_LOSSES = frozenset(
    folded(word)
    for word in (
        "l", "j", "loss", "cost", "loss function", "cost function", "loss value", "objective", "verlust", "kosten",
        "verlustfunktion", "kostenfunktion", "perdida", "funcion de perdida", "coste", "costo", "perte", "cout",
        "fonction de perte", "perdita", "funzione di perdita", "perda", "funcao de perda", "custo", "verlies",
        "verliesfunctie", "strata", "funkcja straty", "koszt", "kayıp", "maliyet", "потери", "потеря", "функция потерь",
        "损失", "损失函数", "損失", "損失関数", "コスト",
    )
)  # fmt: skip
"""What people call the loss, whatever its name is. An error may be that of a neuron, a total that of all samples."""
_TOTALS = frozenset(
    folded(word)
    for word in (
        "total loss", "total cost", "total error", "overall loss", "overall cost", "loss total", "gesamtverlust",
        "gesamtkosten", "gesamtfehler", "perte totale", "coût total", "erreur totale", "pérdida total", "coste total",
        "error total", "perdita totale", "costo totale", "errore totale", "perda total", "custo total", "erro total",
        "totaal verlies", "totale verlies", "całkowita strata", "toplam kayıp", "общие потери", "суммарные потери",
        "общая ошибка", "总损失", "總損失", "全損失", "총 손실",
    )
)  # fmt: skip
"""What people call it where it adds up what single samples, outputs or times lose."""
_BEFORE = r"(?:the|binary|categorical|softmax|mean|average|total|half|sumof(?:the)?|summed|binare|mittlere[rsn]?)*"
_BEHIND = r"(?:loss(?:es)?|cost|errors?|function|value|verlust|fehler)*"
_KINDS = (
    (
        "entropy",
        re.compile(
            rf"{_BEFORE}(?:crossentropy|xentropy|b?ce|nll|negativeloglikelihood|log(?=loss)|logistic(?=loss)|"
            rf"kreuzentropie|entropiecroisee|entropiacru[zc]ada|entropiaincrociata|交叉熵|クロスエントロピー){_BEHIND}"
        ),
    ),
    (
        "squares",
        re.compile(
            rf"{_BEFORE}(?:squared?(?=error|loss|cost)|quadratic(?=error|loss|cost)|squares(?=error|loss)|[ms]se|rss|l2(?=loss)|"
            rf"quadratische[rs]?(?=fehler)|erreurquadratique(?:moyenne)?|errorcuadratico(?:medio)?|均方误差){_BEHIND}"
        ),
    ),
)
"""Words for the loss that say of what sort it is, in small letters without accents, spaces and hyphens."""
_KIND_OF_LOSS = re.compile(r"\s*\([A-Z]{2,4}\)\s*$")
"""`Loss (BCE)`."""
_WORDS = re.compile(r"[^\d_/=]+(?:_[^\d_/=]+)*")
_RENEWED = re.compile(rf"{UNSPACED}(?P<loss>.+)")
_LONGEST = 40
