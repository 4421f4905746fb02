"""The keys under which what a text means is found: those of the rubric, and those that follow from them."""

import re
from collections.abc import Iterable, Mapping
from itertools import chain

from grader.notation.kept import names_of_kept
from grader.notation.key import key
from grader.notation.modules import names_of_modules
from grader.notation.remarks import ERROR, NET
from grader.notation.symbol import Column, Symbol, Target

_COMMA = re.compile(r"(?<=_)(\d),(\d)(?![\d,])")
"""The indices of `w_{1,1}^2`, as which `w_11^2` is meant."""
_NUMBERED = re.compile(r"(?<=_[a-zA-Z])(?=\d)")
"""Where the number of `net_h1` begins, as which `net_h₁` is meant."""
Symbols = Mapping[tuple[str, str], Symbol]
"""By problem and quantity."""
Meanings = dict[str, set[Target]]
"""By problem, what a name may mean there: more than one where it is ambiguous, nothing where it is nobody's."""


class Names:
    """What the names mean that symbols have, by key."""

    def __init__(self, symbols: Symbols) -> None:
        self.exact: dict[str, Meanings] = {}
        self.folded: dict[str, Meanings] = {}
        """The same, whatever the case of their letters."""
        self.verbatim: dict[str, Meanings] = {}
        """What names mean that no key can spell, `1st velocity` or `损失`: as they are written."""
        self.columns: dict[str, list[Column]] = {}
        self.headings: dict[str, list[Column]] = {}
        """The same, whatever the case of their letters."""
        for symbol in symbols.values():
            self._enter(symbol)
        self._take_from_givens(symbols)
        for name, target in [*names_of_kept(symbols), *names_of_modules(symbols)]:
            if not self.folded.get(key(name).casefold(), {}).get(target.problem):
                self._add(name, target)
        self._respell(_COMMA, r"\1\2")
        self._complete_gradients()
        self._complete_layers(symbols)
        self._complete_activations(symbols)
        self._complete_errors(symbols)
        self._respell(_NUMBERED, "|")

    def meanings(self, name: str) -> tuple[Meanings | None, Meanings | None]:
        """What a key means as it is, and whatever the case of its letters; None where it is unknown."""
        return self.exact.get(name), self.folded.get(name.casefold())

    def written(self, text: str) -> Meanings:
        """What a text means that is a name of the rubric's just as it is written."""
        return self.verbatim.get(_as_written(text), {}) if self.verbatim else {}

    def headed(self, name: str) -> tuple[list[Column], list[Column]]:
        """What a key means over a column of a table with a row a sample: as it is, and whatever its case."""
        return self.columns.get(name, []), self.headings.get(name.casefold(), [])

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
                self.columns.setdefault(key(heading), []).append(Column(symbol, column))
                self.headings.setdefault(key(heading).casefold(), []).append(Column(symbol, column))

    def _add(self, spelling: str, target: Target) -> None:
        name = key(spelling)
        if not name:
            self.verbatim.setdefault(_as_written(spelling), {}).setdefault(target.problem, set()).add(target)
            return
        self.exact.setdefault(name, {}).setdefault(target.problem, set()).add(target)
        self.folded.setdefault(name.casefold(), {}).setdefault(target.problem, set()).add(target)

    def _take_from_givens(self, symbols: Symbols) -> None:
        """A name that the rubric gives to what is to be computed is no given's, whatever that is called itself."""
        for symbol in symbols.values():
            called = set() if symbol.given else set(map(key, symbol.declared))
            for name in called & self.exact.keys():
                for given in {t for t in self.exact[name].get(symbol.problem, ()) if symbols[t[:2]].given}:
                    self._take(symbols[given[:2]], (*symbol.spellings, *chain(*symbol.elements.values())))

    def _take(self, given: Symbol, spellings: Iterable[str]) -> None:
        for name in map(key, spellings):
            for meanings in (self.exact.get(name, {}), self.folded.get(name.casefold(), {})):
                targets = meanings.get(given.problem, set())
                targets -= {target for target in targets if target[:2] == (given.problem, given.quantity)}

    def _respell(self, pattern: re.Pattern[str], other: str) -> None:
        """Gives what has a name that a pattern is found in the other spelling, too, where nothing else has it."""
        respelled = {name: pattern.sub(other, name) for name in self.exact}
        for name, new in respelled.items():
            if new != name and new not in self.exact and new.casefold() not in self.folded:
                for problem, targets in self.exact[name].items():
                    self.exact.setdefault(new, {}).setdefault(problem, set()).update(targets)
                    self.folded.setdefault(new.casefold(), {}).setdefault(problem, set()).update(targets)

    def _complete_gradients(self) -> None:
        """`grad_w1` and `∇_{w₁}` leave out what is differentiated: clear where only one thing is. `dfdx`: no line."""
        gradients = {name: meanings for name, meanings in self.exact.items() if _GRADIENT.match(name)}
        glued = {name.replace("/", ""): meanings for name, meanings in gradients.items()}
        for name, meanings in [*((f"d/{n.partition('/')[2]}", m) for n, m in gradients.items()), *glued.items()]:
            if name in glued and name in self.exact:
                continue  # somebody's own name
            for problem, targets in meanings.items():
                self.exact.setdefault(name, {}).setdefault(problem, set()).update(targets)
                self.folded.setdefault(name.casefold(), {}).setdefault(problem, set()).update(targets)

    def _complete_layers(self, symbols: Symbols) -> None:
        """`w^{(1)}_{11}` is an element of W1, `vW1` and `v_W⁽¹⁾` are v_W1, where nothing else has such a name.

        So is `δ⁽²⁾` what a rubric says may be called `δ(2)`.

        What has a row a sample keeps to its own names: the 1 of `z^{(1)}_2` may be a layer or a sample.
        """
        letters = {found[1] for name in self.folded if (found := _LETTERS.match(name))}
        raised = {key(text): key(_raised(text)) for symbol in symbols.values() for text in symbol.declared}
        added: dict[str, dict[str, set[Target]]] = {}
        for name, meanings in self.exact.items():
            for other in filter(None, (*_with_layer(name, letters), raised.get(name))):
                for problem, targets in meanings.items():
                    fit = {t for t in targets if not symbols[t.problem, t.quantity].samples}
                    if fit and other.casefold() not in self.folded:
                        added.setdefault(other, {}).setdefault(problem, set()).update(fit)
        for name, meanings in added.items():
            self.exact[name] = meanings
            for problem, targets in meanings.items():
                self.folded.setdefault(name.casefold(), {}).setdefault(problem, set()).update(targets)

    def _complete_activations(self, symbols: Symbols) -> None:
        """`h1 (net input)` is s1, of which h1 is the activation."""
        for symbol in symbols.values():
            inner = symbols.get((symbol.problem, symbol.inner)) if symbol.inner else None
            if inner and inner.shape == symbol.shape:
                names: list[tuple[str, tuple[int, ...] | None]] = [(name, None) for name in symbol.spellings]
                names += [(name, index) for index, each in symbol.elements.items() for name in each]
                for name, index in names:
                    self._add(f"{name}{NET}", inner.element(index) if index else Target(inner.problem, inner.quantity))

    def _complete_errors(self, symbols: Symbols) -> None:
        """The error of an activation, of its input or of a parameter is nothing that could be told, nor that itself."""
        for symbol in symbols.values():
            inner = symbols.get((symbol.problem, symbol.inner)) if symbol.inner else None
            base = symbols.get((symbol.problem, symbol.quantity.rstrip("'")), symbol)
            pair = (symbol, inner) if inner and inner.shape == symbol.shape else ()
            for each in pair or ((symbol,) if base.given else ()):
                for name in (*each.spellings, *chain(*each.elements.values())):
                    error = key(name + ERROR)
                    self.exact.setdefault(error, {}).setdefault(symbol.problem, set())
                    self.folded.setdefault(error.casefold(), {}).setdefault(symbol.problem, set())


def _as_written(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(":= ")


def alone(columns: Iterable[Column]) -> list[Column]:
    """Of columns those that are the only one of their problem."""
    found: dict[str, dict[tuple[str, int], Column]] = {}
    for column in columns:
        found.setdefault(column.symbol.problem, {})[column.symbol.quantity, column.column] = column
    return [column for each in found.values() if len(each) == 1 for column in each.values()]


_GRADIENT = re.compile(r"d[^/]+/d")
_LETTERS = re.compile(r"(?:d[^/]*/d)?([a-z]+(?:_[a-z])?)(?:['|(]|_?$|$)")
"""The letters of a quantity that has no number in its name, in a key without regard to case."""
_LAYERED = re.compile(r"((?:d[^/]*/d)?)([A-Za-z]+)_(\d)((?:\|[\d,]+)?)('*)")
_JOINED = re.compile(r"([A-Za-z]+)_([A-Za-z])(\d*)((?:\|[\d,]+)?)('*)")
_BRACKETED = re.compile(r"(?<=[^\W\d])\((\d)\)")


def _with_layer(name: str, letters: set[str]) -> list[str]:
    """A key with its number as a layer on top, and one whose letters stand side by side.

    >>> _with_layer("dL/dW_1|1,2", set()), _with_layer("W_1", {"w"}), _with_layer("v_W1'", set())
    (['dL/dW_1,2^1'], [], ["vW_1'", "v_W^1'", "vW^1'"])
    """
    if found := _LAYERED.fullmatch(name):
        of, base, layer, index, primes = found.groups()
        under = f"_{index[1:]}" if index else ""
        return [] if base.casefold() in letters else [f"{of}{base}{under}^{layer}{primes}"]
    if found := _JOINED.fullmatch(name):
        first, second, digits, index, primes = found.groups()
        under = index.replace("|", "_", 1)
        if not digits:
            return [f"{first}{second}{under}{primes}"]
        joined = f"{first}{second}_{digits}{index}{primes}"
        if f"{first}_{second}".casefold() in letters:
            return [joined]
        return [joined, f"{first}_{second}{index}^{digits}{primes}", f"{first}{second}{under}^{digits}{primes}"]
    return []


def _raised(text: str) -> str:
    """A name with its numbers in brackets on top.

    >>> _raised("v_W(2) new"), _raised("δ(1)"), _raised("z (pre)")
    ('v_W^(2) new', 'δ^(1)', 'z (pre)')
    """
    return _BRACKETED.sub(r"^(\1)", text)
