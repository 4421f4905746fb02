"""The names that a sheet may use, and the quantity that each of them means."""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import chain

from rapidfuzz import fuzz, process

from grader.notation.characters import LONGEST
from grader.notation.key import key
from grader.notation.spellings import ERROR, NET, element_in_brackets, primed, spellings
from grader.notation.steps import Later, later, stepped
from grader.notation.symbol import Column, Symbol, Target

_NEAR = 82
"""How alike (in per cent, as rapidfuzz counts) a name must be to be taken for a typing error."""
_ALIKE = 75
"""How alike it must be to be told of."""
_NEVER_FIRST = frozenset("0123456789.-+ ")
"""No name begins with these; most texts that do are numbers, and each of those is another text."""
_APART = 4
"""By how much the nearest name must be nearer than the next."""


class Vocabulary:
    """Finds what names mean. Lookups are remembered, so a class of thousands costs one lookup a spelling."""

    def __init__(self, symbols: Iterable[Symbol], titles: Mapping[str, str] | None = None) -> None:
        self.titles = titles or {}
        """By name of a problem its title, where it has one."""
        self.symbols = {(s.problem, s.quantity): s for s in symbols}
        self._exact: dict[str, dict[str, set[Target]]] = {}
        self._folded: dict[str, dict[str, set[Target]]] = {}
        self._columns: dict[str, list[Column]] = {}
        self._headings: dict[str, list[Column]] = {}
        """The same, whatever the case of their letters."""
        self._sampled: dict[tuple[str, int, str | None, bool], tuple[Target, ...]] = {}
        self._found: dict[tuple[str, str | None, bool], tuple[Target, ...]] = {}
        self._headed: dict[tuple[str, str | None, bool], tuple[Column, ...]] = {}
        self._counts_from_zero = False
        self._from_zero: dict[frozenset[tuple[str, str]], Vocabulary] = {}
        for symbol in self.symbols.values():
            self._enter(symbol)
        self._complete_gradients()
        self._complete_layers()
        self._complete_activations()
        self._asked = self._spellings_asked()
        self._told_apart: dict[tuple[str, ...], dict[str, Target]] = {}
        """The names asked for, by what none of them can be mistaken in."""
        self._numbered: dict[tuple[str, ...], dict[str, Target]] = {}
        """The same, by their numbers alone."""
        for name, target in self._asked.items():
            self._told_apart.setdefault(tuple(_DIGITS.findall(name)), {})[name] = target
            self._numbered.setdefault(tuple(_NUMBER.findall(name)), {})[name] = target

    def from_zero(self, arrays: frozenset[tuple[str, str]]) -> "Vocabulary":
        """The same vocabulary for a sheet that counts the elements of these arrays (problem, quantity) from 0."""
        if arrays not in self._from_zero:
            symbols = (s.from_zero() if at in arrays else s for at, s in self.symbols.items())
            self._from_zero[arrays] = Vocabulary(symbols, self.titles)
            self._from_zero[arrays]._counts_from_zero = True
        return self._from_zero[arrays]

    @cached_property
    def problems(self) -> tuple[str, ...]:
        """The names of the problems, in order."""
        return tuple(dict.fromkeys(problem for problem, _ in self.symbols))

    def symbol(self, target: Target) -> Symbol:
        """The symbol that a target belongs to; of the row of a sample, that of the row."""
        symbol = self.symbols[target.problem, target.quantity]
        return symbol.part(target.index) if target.index and len(target.index) < len(symbol.shape) else symbol

    def is_several(self, target: Target) -> bool:
        """Whether a target is an array of more than one number, or a part of one."""
        shape = self.symbols[target.problem, target.quantity].shape
        return math.prod(shape[len(target.index or ()) :]) > 1

    def of_sample(
        self, text: str, sample: int, problem: str | None = None, updated: bool = False
    ) -> tuple[Target, ...]:
        """What a name means where one sample is spoken of, one a problem at most.

        Of what has a row a sample that is the row (a target with that index alone), or what stands in it; what has
        none is itself. Nothing where the name says another sample than the one spoken of, or may mean two things.
        """
        asked = (text, sample, problem, updated)
        if asked not in self._sampled:
            self._sampled[asked] = tuple(self._of_sample(*asked))
        return self._sampled[asked]

    def _of_sample(self, text: str, sample: int, problem: str | None, updated: bool) -> Iterable[Target]:
        if not text or len(text) > LONGEST:
            return ()
        for spelling in spellings(text):
            for name in ([primed(spelling)] if updated else []) + [spelling]:
                for fold, names in ((False, self._exact.get(name)), (True, self._folded.get(name.casefold()))):
                    columns = self._headings.get(name.casefold(), ()) if fold else self._columns.get(name, ())
                    meant: dict[str, set[Target | None]] = {}
                    for column in columns:
                        at = (sample, column.column) if column.column else (sample,)
                        meant.setdefault(column.symbol.problem, set()).add(column.symbol.element(at))
                    for where, targets in (names or {}).items():
                        meant.setdefault(where, set()).update(self._row(target, sample) for target in targets)
                    if meant:
                        return self._told(meant, problem, sample)
        return ()

    def _row(self, target: Target, sample: int) -> Target | None:
        """A target as it is meant where a sample is spoken of; None where it is of another sample."""
        if not self.symbol(target).samples:
            return target
        if target.index:
            return target if target.index[0] == sample else None
        return target._replace(index=(sample,))

    def _told(self, meant: Mapping[str, set[Target | None]], problem: str | None, sample: int) -> list[Target]:
        return [
            target
            for where, targets in meant.items()
            for target in targets
            if target and problem in (None, where) and len(targets) == 1 and self._has(target, sample)
        ]

    def _has(self, target: Target, sample: int) -> bool:
        symbol = self.symbols[target.problem, target.quantity]
        return not symbol.samples or 0 < sample <= symbol.shape[0]

    def asks(self, text: str) -> bool:
        """Whether a text names something that is to be computed."""
        return any(not self.symbol(target).given for target in self.find(text))

    @cached_property
    def samples(self) -> int:
        """How many samples the quantities have that have a row a sample; 0 where none has."""
        return max((symbol.shape[0] for symbol in self.symbols.values() if symbol.samples), default=0)

    def find(self, text: str, problem: str | None = None, updated: bool = False) -> tuple[Target, ...]:
        """Every quantity that a name means, one a problem at most; none where it is unknown or ambiguous.

        `problem` keeps to one problem; with `updated`, a heading has said that values are those after the step.
        """
        if text[:1] in _NEVER_FIRST:
            return ()
        asked = (text, problem, updated)
        found = self._found.get(asked)
        if found is None:
            every = self._find(text, updated) if problem is None else self.find(text, None, updated)
            found = self._found[asked] = tuple(target for target in every if problem in (None, target.problem))
        return found

    def ambiguous(self, text: str, problem: str | None = None) -> tuple[str, ...]:
        """The quantities between which a name cannot decide; empty where it is clear or unknown."""
        for spelling in spellings(text):
            for meanings in (self._exact.get(spelling, {}), self._folded.get(spelling.casefold(), {})):
                for where, targets in meanings.items():
                    if len(targets) > 1 and problem in (None, where):
                        return tuple(sorted(t.quantity for t in targets))
                if meanings:
                    return ()
        return ()

    def column(self, text: str, problem: str | None = None, updated: bool = False) -> tuple[Column, ...]:
        """What a heading may mean in a table with a row a sample."""
        if text[:1] in _NEVER_FIRST:
            return ()
        asked = (text, problem, updated)
        found = self._headed.get(asked)
        if found is None:
            found = self._headed[asked] = self._column(text, problem, updated)
        return found

    def _column(self, text: str, problem: str | None, updated: bool) -> tuple[Column, ...]:
        for spelling in spellings(text):
            for name in ([primed(spelling)] if updated else []) + [spelling]:
                for meant in (self._columns.get(name, ()), _alone(self._headings.get(name.casefold(), ()))):
                    if found := [column for column in meant if problem in (None, column.symbol.problem)]:
                        return tuple(found)
        return ()

    def nearest(self, text: str, problem: str | None = None) -> str | None:
        """The one name asked for that is near enough to be meant by a typing error; None if none is, or several.

        Of an element of an array it is the element's, `W1[1,2]`.
        """
        wanted = key(text)
        if len(wanted) < 2 or len(text) > LONGEST or self._counts_from_zero:
            return None  # what is told here counts from 1
        # A slip of the finger is in a letter, never in which of several is meant.
        like = self._told_apart.get(tuple(_DIGITS.findall(wanted)), {})
        names = {k: t for k, t in like.items() if problem in (None, t.problem)}
        near = process.extract(
            _letters(wanted), {k: _letters(k) for k in names}, scorer=fuzz.ratio, limit=4, score_cutoff=_NEAR - _APART
        )
        near = [(k, score, k) for _, score, k in near]
        meant = {names[k][1:] for k, score, _ in near if score >= near[0][1] - _APART}
        if not near or near[0][1] < _NEAR or len(meant) != 1:
            return None
        quantity, index = meant.pop()
        return f"{quantity}[{','.join(map(str, index))}]" if index else quantity

    def alike(self, text: str, problem: str | None = None) -> tuple[str, ...]:
        """The quantities asked for, three at most, whose names are somewhat like one, to be told and never graded."""
        wanted = key(text)
        if len(wanted) < 2 or len(text) > LONGEST:
            return ()
        like = self._numbered.get(tuple(_NUMBER.findall(wanted)), {})
        names = {k: _letters(k).replace("'", "") for k, t in like.items() if problem in (None, t.problem)}
        near = process.extract(
            _letters(wanted).replace("'", ""), names, scorer=fuzz.ratio, limit=12, score_cutoff=_ALIKE
        )
        return tuple(dict.fromkeys(self._asked[k].quantity for _, _, k in near))[:3]

    # ---- building -------------------------------------------------------------------------------------------------

    def _enter(self, symbol: Symbol) -> None:
        whole = Target(symbol.problem, symbol.quantity)
        if len(symbol.elements) == 1 and not symbol.samples:
            [only] = symbol.elements  # an array of one number is that number: `b2 = 0.5`
            whole = symbol.element(only)
        for spelling in symbol.spellings:
            self._add(spelling, whole)
        for index, names in symbol.elements.items():
            for spelling in names:
                self._add(spelling, symbol.element(index))
        for column, headings in symbol.columns.items():
            for heading in headings:
                self._columns.setdefault(key(heading), []).append(Column(symbol, column))
                self._headings.setdefault(key(heading).casefold(), []).append(Column(symbol, column))

    def _add(self, spelling: str, target: Target) -> None:
        name = key(spelling)
        if name:
            self._exact.setdefault(name, {}).setdefault(target.problem, set()).add(target)
            self._folded.setdefault(name.casefold(), {}).setdefault(target.problem, set()).add(target)

    def _complete_gradients(self) -> None:
        """`grad_w1` and `∇_{w₁}` leave out what is differentiated: clear where only one thing is. `dfdx`: no line."""
        gradients = {name: meanings for name, meanings in self._exact.items() if _GRADIENT.match(name)}
        glued = {name.replace("/", ""): meanings for name, meanings in gradients.items()}
        for name, meanings in [*((f"d/{n.partition('/')[2]}", m) for n, m in gradients.items()), *glued.items()]:
            if name in glued and name in self._exact:
                continue  # somebody's own name
            for problem, targets in meanings.items():
                self._exact.setdefault(name, {}).setdefault(problem, set()).update(targets)
                self._folded.setdefault(name.casefold(), {}).setdefault(problem, set()).update(targets)

    def _complete_layers(self) -> None:
        """`w^{(1)}_{11}` is an element of W1, and `vW1` is v_W1, where nothing else has such a name.

        What has a row a sample keeps to its own names: the 1 of `z^{(1)}_2` may be a layer or a sample.
        """
        letters = {found[1] for name in self._folded if (found := _LETTERS.match(name))}
        added: dict[str, dict[str, set[Target]]] = {}
        for name, meanings in self._exact.items():
            for other in _with_layer(name, letters):
                for problem, targets in meanings.items():
                    fit = {t for t in targets if not self.symbol(t).samples}
                    if fit and other.casefold() not in self._folded:
                        added.setdefault(other, {}).setdefault(problem, set()).update(fit)
        for name, meanings in added.items():
            self._exact[name] = meanings
            for problem, targets in meanings.items():
                self._folded.setdefault(name.casefold(), {}).setdefault(problem, set()).update(targets)

    def _complete_activations(self) -> None:
        """`h1 (net input)` is s1, of which h1 is the activation; the error of either is nothing that could be told."""
        for symbol in self.symbols.values():
            inner = self.symbols.get((symbol.problem, symbol.inner)) if symbol.inner else None
            if inner and inner.shape == symbol.shape:
                names: list[tuple[str, tuple[int, ...] | None]] = [(name, None) for name in symbol.spellings]
                names += [(name, index) for index, each in symbol.elements.items() for name in each]
                for name, index in names:
                    self._add(f"{name}{NET}", inner.element(index) if index else Target(inner.problem, inner.quantity))
                for name in (*(name for name, _ in names), *inner.spellings, *chain(*inner.elements.values())):
                    error = key(name + ERROR)
                    self._exact.setdefault(error, {}).setdefault(symbol.problem, set())
                    self._folded.setdefault(error.casefold(), {}).setdefault(symbol.problem, set())

    @cached_property
    def _losses(self) -> Mapping[tuple[str, str], Target]:
        """By problem and primes, its loss."""
        return {
            (s.problem, re.sub(r"[^']", "", s.quantity)): Target(s.problem, s.quantity)
            for s in self.symbols.values()
            if s.loss
        }

    def _of_loss(self, text: str, updated: bool) -> list[Target]:
        """What a text means as what people call the loss, or as its gradient, where nothing else here is called so."""
        if found := _GRADIENT_OF_LOSS.fullmatch(name := key(text)):
            if found[1].casefold() in self._folded:
                return []
            of = {f"d{key(loss.quantity)}/{found[2]}" for loss in self._losses.values()}
            return [target for name in of for target in self._clear(self._exact.get(name, {}))]
        if not _WORDS.fullmatch(text):
            return []
        bare = _KIND_OF_LOSS.sub("", text)
        word = name.rstrip("'").casefold() if "'" in name else _folded(bare)
        if word not in _LOSSES or word in self._folded or "(" in bare:
            return []
        primes = re.sub(r"[^']", "", name)
        options = [primes + "'", primes] if updated else [primes]
        losses = self._losses
        meant = (next((losses[w, each] for each in options if (w, each) in losses), None) for w in self.problems)
        return [target for target in meant if target]

    def _spellings_asked(self) -> dict[str, Target]:
        found: dict[str, Target] = {}
        for (problem, quantity), symbol in self.symbols.items():
            if symbol.asked:
                target = Target(problem, quantity)
                found |= {key(s): target for s in symbol.spellings}
                found |= {key(s): symbol.element(i) for i, names in symbol.elements.items() for s in names}
        return found

    # ---- finding --------------------------------------------------------------------------------------------------

    def _find(self, text: str, updated: bool) -> Iterable[Target]:
        if not text or len(text) > LONGEST:
            return ()
        names = spellings(text)
        if not self._stepped and (element := element_in_brackets(text)):
            names = (element, *names)  # sooner than `w(1)`, w after a step
        for i, spelling in enumerate(names):
            if i == 1 and self._stepped and (steps := [*later(text)]):
                return self._after(steps)  # never the same name at the beginning
            for name in ([primed(spelling)] if updated else []) + [spelling]:
                for meanings in (self._exact.get(name), self._folded.get(name.casefold())):
                    if meanings is not None:
                        return self._clear(meanings)
        if self._stepped and (found := self._after(later(text))):
            return found
        return self._of_loss(text, updated) if len(text) <= _LONGEST_LOSS else ()

    @cached_property
    def _stepped(self) -> bool:
        return any(symbol.stepped for symbol in self.symbols.values())

    def _after(self, steps: Iterable[Later]) -> list[Target]:
        """What a name means that says the number of a step: the quantity with so many primes, if there is one."""
        found = []
        for each in steps:
            names = self._exact.get(each.head) or self._folded.get(each.head.casefold()) or {}
            for target in self._clear(names):
                symbol = self.symbols[target.problem, target.quantity]
                alone = not symbol.shape or target.index is not None
                if symbol.stepped and each.surely(symbol.given, alone, self.samples > 0):
                    meant = (Target(target.problem, n, target.index) for n in stepped(target.quantity, each.step))
                    found += [one for one in meant if (one.problem, one.quantity) in self.symbols][:1]
        return found

    def _clear(self, meanings: Mapping[str, set[Target]]) -> list[Target]:
        return [target for targets in meanings.values() if len(targets) == 1 for target in targets]


def _alone(columns: Iterable[Column]) -> list[Column]:
    """Of columns those that are the only one of their problem."""
    found: dict[str, dict[tuple[str, int], Column]] = {}
    for column in columns:
        found.setdefault(column.symbol.problem, {})[column.symbol.quantity, column.column] = column
    return [column for each in found.values() if len(each) == 1 for column in each.values()]


def _letters(name: str) -> str:
    return re.sub(r"[\d_^|,()]", "", name).casefold()


_LETTERS = re.compile(r"(?:d[^/]*/d)?([a-z]+)(?:['|(]|_?$|$)")
"""The letters of a quantity that has no number in its name, in a key without regard to case."""
_LAYERED = re.compile(r"((?:d[^/]*/d)?)([A-Za-z]+)_(\d)((?:\|[\d,]+)?)('*)")
_JOINED = re.compile(r"([A-Za-z]+)_([A-Za-z])(\d*)((?:\|[\d,]+)?'*)")


def _with_layer(name: str, letters: set[str]) -> list[str]:
    """A key with its number as a layer on top, and one whose letters stand side by side.

    >>> _with_layer("dL/dW_1|1,2", set()), _with_layer("W_1", {"w"}), _with_layer("v_W1'", set())
    (['dL/dW_1,2^1'], [], ["vW_1'"])
    """
    if found := _LAYERED.fullmatch(name):
        of, base, layer, index, primes = found.groups()
        under = f"_{index[1:]}" if index else ""
        return [] if base.casefold() in letters else [f"{of}{base}{under}^{layer}{primes}"]
    if found := _JOINED.fullmatch(name):
        first, second, digits, rest = found.groups()
        return [f"{first}{second}" + (f"_{digits}{rest}" if digits else rest.replace("|", "_", 1))]
    return []


def _folded(text: str) -> str:
    """A word in small letters without accents."""
    letters = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join("".join(letters).casefold().strip(" \t\r\n:;=.?!|*").split())


_GRADIENT = re.compile(r"d[^/]+/d")
_GRADIENT_OF_LOSS = re.compile(r"d([LEJ]|loss|cost|error)/(d[^/]+)", re.IGNORECASE)
_LOSSES = frozenset(
    _folded(word)
    for word in (
        "l", "j", "loss", "cost", "loss function", "cost function", "loss value", "objective", "verlust", "kosten",
        "verlustfunktion", "kostenfunktion", "perdida", "funcion de perdida", "coste", "costo", "perte", "cout",
        "fonction de perte", "perdita", "funzione di perdita", "perda", "funcao de perda", "custo", "verlies",
        "verliesfunctie", "strata", "funkcja straty", "koszt", "kayıp", "maliyet", "потери", "потеря", "функция потерь",
        "损失", "损失函数", "損失", "損失関数", "コスト",
    )
)  # fmt: skip
"""What people call the loss, whatever its name is. An error may be that of a neuron, a total that of all samples."""
_KIND_OF_LOSS = re.compile(r"\s*\([A-Z]{2,4}\)\s*$")
"""`Loss (BCE)`."""
_WORDS = re.compile(r"[^\d_/=]+(?:_[^\d_/=]+)*")
_LONGEST_LOSS = 40
_DIGITS = re.compile(r"\d+|['^]")
"""What a name is told apart by from its like: w_{2,1}^1 is another layer's than w_{1,1}^2."""
_NUMBER = re.compile(r"\d+")
