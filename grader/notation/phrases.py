"""Quantities named in words: `net input of o1`, `loss before the update`, `gradient of the loss w.r.t. w5`.

A phrase is made of phrases: a time around a quantity, a slope of one by another, a value of a unit, the loss, a symbol
among words for its kind. Each means what the rubric's own names leave for it; what may be two things is none.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from grader.notation.activated import KINDS, OF, THE, Activated
from grader.notation.characters import ascii_of
from grader.notation.described import UNSPACED
from grader.notation.gated import symbols_of
from grader.notation.kinds import KIND
from grader.notation.labelled import labelled
from grader.notation.names import Symbols
from grader.notation.symbol import Symbol, Target, clear

Find = Callable[[str], Iterable[Target]]
"""What a name means, whatever the words around it."""
_LONGEST = 120
_ARTICLE = re.compile(rf"^{THE}", re.IGNORECASE)
_STEP = (
    r"(?:(?:the|an?|one|1|a single|(?:the )?first|this|dem|le|la|el)\s+)*"
    r"(?:(?:weights?|parameters?|gradient(?:[ -]descent)?|sgd|"
    r"training|optimi[sz]ation|back-?propagation|learning)\s+)*(?:updates?|updating|steps?|iterations?|epochs?|training|schritt)"
)
_AFTER = re.compile(
    rf"(?P<of>.+?)[\s,]*\(?\b(?:after|post|nach|apr[eè]s|despu[eé]s de)[\s-]+{_STEP}\)?|(?:new|updated)\s+(?P<new>.+)",
    re.I,
)
_BEFORE = re.compile(
    rf"(?P<of>.+?)[\s,]*\(?\b(?:(?:before|prior to|pre|vor|avant|antes de)(?:[\s-]+(?:any\s+)?{_STEP})?|"
    r"at the (?:beginning|start))\)?|(?:initial|old|original|starting)\s+(?P<old>.+)",
    re.I,
)
_SLOPE = r"(?:partial\s+)?(?:gradient|grad|derivative|slope|partial|ableitung|d[eé]riv[eé]e|derivada)(?:\s+value)?"
_BY_ANOTHER = re.compile(
    rf"{_SLOPE}\s+(?:{OF}\s+(?P<above>.+?)\s+)?(?:w\.?\s?r\.?\s?t\.?|with\s+respect\s+to|nach|par\s+rapport\s+[aà]|"
    r"(?:con\s+)?respecto\s+[ad])\s+(?P<below>.+)",
    re.I,
)
_OF_ONE = re.compile(rf"grad(?:ient)?s?\s+{OF}\s+(?P<below>.+)|(?P<before>.+?)(?:'s)?\s+gradients?", re.I)
"""Of what, goes without saying; a derivative of h1 would be that of h1 itself."""
_UNIT = r"(?:(?:hidden|output|neuron|node|unit|cell|layer)\s+)*(?P<{}>[A-Za-z]\w*(?:hat)?)"
_OF_UNIT = [
    (
        kind,
        re.compile(
            rf"(?:{words})\s+{OF}\s+{THE}{_UNIT.format('last')}|{_UNIT.format('first')}(?:'s)?\s+(?:{words})|"
            rf"(?:{words})\s+(?:(?:hidden|output|neuron|node|unit)\s+)*(?P<numbered>[A-Za-z]{{1,2}}_?\d{{1,2}})",
            re.I,
        ),
    )
    for kind, words in KINDS.items()
]
_PREFIXES = {
    "net": ("net", "in", "netin", "input", "sum"), "out": ("out", "output", "act"),
    "error": ("E", "e", "Err", "Error", "error", "L", "loss", "Loss", "J", "C"), "delta": ("delta",),
}  # fmt: skip
"""How names of such values of a unit begin."""
_KEPT = re.compile(
    r"(?:(?:new|updated)\s+)?"
    r"(?:(?P<v>velocity|geschwindigkeit|vitesse|velocidad)|(?P<m>momentum|first moment)|(?P<s>second moment))"
    rf"(?:\s+(?:term|vector|buffer|value))?\s+{OF}\s+(?P<of>.+?)(?:\s+\(?after\s+{_STEP}\)?)?",
    re.I,
)
"""What a rule of training keeps of a parameter."""
_LETTERS = {"v": ("v",), "m": ("m", "v"), "s": ("v", "s")}
"""What rules call it."""
_LOSS = re.compile(r"(?:overall\s+|network\s+)?(?:loss|cost|objective|error)(?:\s+(?:function|value))?", re.I)
_TOTAL = re.compile(r"(?:total|overall)\s+(?:squared\s+)?(?:error|loss|cost)", re.I)
_WEIGHTS = re.compile(r"(?:all\s+)?(?:the\s+)?(?:weights?|gewichte|poids|pesos)", re.I)
_PREDICTION = re.compile(
    r"(?P<last>final\s+)?(?:network|model)?(?:'s)?\s*(?:output|prediction)|predicted\s+(?:output|value)|"
    r"(?:output|prediction)\s+of\s+the\s+(?:network|model)",
    re.I,
)
_KIND = re.compile(rf"(?:(?:{KIND})\s+)+(?=\S+$)", re.I)
_ERROR = re.compile(r"(?:error|cost|loss)\s", re.I)
_LOSSES = "ELJC"
"""With what the names of losses and of their parts begin: the error F of a feature map F is none of its values."""
_TAIL = re.compile(r"[A-Za-z]+_\{?(?P<unit>[A-Za-z]\w*?)\}?")
_GATE = re.compile(r"(?P<words>.+?)(?:[ _](?P<number>\d{1,2}))?")
_SYMBOL = re.compile(r"[^\W\d]\S{0,2}|[^\W\d]\S*[\d_'/]\S*")
"""No word: `hidden output` is not the output."""


class Phrases:
    """What phrases mean in terms of the symbols of a rubric."""

    def __init__(self, symbols: Symbols, find: Find) -> None:
        self._symbols, self._find, self._activated = symbols, find, Activated(symbols)

    def names(self, text: str) -> tuple[str, ...]:
        """The rubric's own names for what a phrase means, one a problem at most; none where it is not clear."""
        if len(text) > _LONGEST or not (" " in text.strip() or (not text.isascii() and UNSPACED.search(text))):
            return ()
        phrase = " ".join(ascii_of(text if text.isascii() else UNSPACED.sub(" ", text)).split()).strip(" :;=.,?!|")
        bare = _ARTICLE.sub("", phrase)
        named = set(self._find(bare)) if bare != phrase and "(" not in bare else set()  # `the loss`
        meant: dict[str, set[Target]] = {}
        for target in sorted(named or self._meant(bare), key=lambda target: target[:2]):
            meant.setdefault(target.problem, set()).add(target)
        return tuple(dict.fromkeys(map(_named, clear(meant))))

    def _meant(self, phrase: str) -> set[Target]:
        phrase = _ARTICLE.sub("", phrase)
        readings = (
            self._kept, self._timed, self._slope, self._activated.named, self._of_unit, self._loss, self._prediction,
            self._weights, self._gate, self._symbol, self._labelled,
        )  # fmt: skip
        return next((found for read in readings if (found := set(read(phrase)))), set())

    def _timed(self, phrase: str) -> Iterator[Target]:
        """`loss after the update`, `initial w5`."""
        if found := _AFTER.fullmatch(phrase):
            for target in self._part(found["of"] or found["new"]):
                later = target._replace(quantity=f"{target.quantity}'")
                yield from [later] if (later.problem, later.quantity) in self._symbols else []
        elif found := _BEFORE.fullmatch(phrase):
            yield from self._part(found["of"] or found["old"])

    def _slope(self, phrase: str) -> Iterator[Target]:
        found = _BY_ANOTHER.fullmatch(phrase) or _OF_ONE.fullmatch(phrase)
        if found:
            below = self._part(found.groupdict().get("below") or found["before"])
            above = found.groupdict().get("above")
            over = self._part(above) if above else self._losses()
            for one, other in ((one, other) for one in over for other in below if one.problem == other.problem):
                yield from (t for t in self._find(f"d{_named(one)}/d{_named(other)}") if t.problem == one.problem)

    def _part(self, phrase: str) -> set[Target]:
        """What a phrase in a phrase means: a name as it is, words again, or the loss, which an error is here, too."""
        phrase = _ARTICLE.sub("", phrase)
        return set(self._find(phrase)) or self._meant(phrase) or (self._losses() if _LOSS.fullmatch(phrase) else set())

    def _of_unit(self, phrase: str) -> Iterator[Target]:
        for kind, pattern in _OF_UNIT:
            if found := pattern.fullmatch(phrase):
                yield from self._values(kind, found["last"] or found["first"] or found["numbered"])

    def _values(self, kind: str, unit: str) -> Iterator[Target]:
        """What is called so of a unit: `net_h1` and `out_h1` of h1, and where h1 = sigmoid(s1), s1 and h1."""
        for (problem, quantity), symbol in self._symbols.items():
            if symbol.inner and unit in (quantity, _unit(quantity) if _unit(quantity) == _unit(symbol.inner) else ""):
                yield from {"net": [Target(problem, symbol.inner)], "out": [Target(problem, quantity)]}.get(kind, [])
        for prefix in _PREFIXES[kind]:
            yield from (t for t in self._find(f"{prefix}_{unit}") if kind == "delta" or "/" not in t.quantity)

    def _kept(self, phrase: str) -> Iterator[Target]:
        """`velocity of W1`: what the rule keeps of it, after the step."""
        found = _KEPT.fullmatch(phrase)
        letters = next((letters for group, letters in _LETTERS.items() if found and found[group]), ())
        for parameter in self._part(found["of"]) if found else ():
            named = (f"{letter}{tail}'" for letter in letters for tail in (f"_{parameter.quantity}", ""))
            yield from [Target(parameter.problem, q) for q in named if (parameter.problem, q) in self._symbols][:1]

    def _loss(self, phrase: str) -> Iterator[Target]:
        """`total error`, where the loss is called a total."""
        if _TOTAL.fullmatch(phrase):
            yield from (loss for loss in self._losses() if "tot" in loss.quantity.casefold())

    def _losses(self) -> set[Target]:
        return {Target(s.problem, s.quantity) for s in self._symbols.values() if s.loss and "'" not in s.quantity}

    def _prediction(self, phrase: str) -> Iterator[Target]:
        """`network output`; the `final` one may be that after the step, where there is one."""
        if found := _PREDICTION.fullmatch(phrase):
            targets = (target for name in ("prediction", "output", "yhat") for target in self._find(name))
            yield from (t for t in targets if not found["last"] or (t.problem, f"{t.quantity}'") not in self._symbols)

    def _weights(self, phrase: str) -> Iterator[Target]:
        """`weights`, where one vector or matrix is all that is learnt."""
        if _WEIGHTS.fullmatch(phrase):
            given = [symbol for symbol in self._symbols.values() if symbol.given and self._is_learnt(symbol)]
            parts = {(symbol.problem, member) for symbol in given for member in symbol.members}
            whole = [symbol for symbol in given if (symbol.problem, symbol.quantity) not in parts]
            count = Counter(symbol.problem for symbol in whole)
            yield from (Target(s.problem, s.quantity) for s in whole if s.shape and count[s.problem] == 1)

    def _gate(self, phrase: str) -> Iterator[Target]:
        """`forget gate 2`: the f2 of a gated cell, where but one symbol of the rubric may stand for it."""
        found = _GATE.fullmatch(phrase)
        letters = symbols_of(found["words"]) if found else ()
        number = f"_{found['number'] or 't'}" if found else ""
        yield from {t for each in letters for t in self._find(f"{each}{number}") if "/" not in t.quantity}

    def _is_learnt(self, symbol: Symbol) -> bool:
        """Whether something has a value after a step, or a gradient."""
        names = (name for problem, name in self._symbols if problem == symbol.problem)
        return any(name == f"{symbol.quantity}'" or name.endswith(f"/d{symbol.quantity}") for name in names)

    def _symbol(self, phrase: str) -> Iterable[Target]:
        """A symbol, with words for what sort of thing it is or without."""
        word = _KIND.sub("", phrase)
        found = self._find(word) if _SYMBOL.fullmatch(word) else ()
        if not found or not _ERROR.match(phrase):
            return found
        return [t for t in found if self._symbols[t[:2]].loss or word[0] in _LOSSES]

    def _labelled(self, phrase: str) -> Iterable[Target]:
        """A symbol with words before it for what it is: `Feature map F`."""
        return labelled(phrase, self._symbols, self._find)


def _unit(quantity: str) -> str:
    """What a name says its value is of: `h1` in `out_h1`; empty where it does not."""
    found = _TAIL.fullmatch(quantity)
    return found["unit"] if found else ""


def _named(target: Target) -> str:
    return f"{target.quantity}[{','.join(map(str, target.index))}]" if target.index else target.quantity
