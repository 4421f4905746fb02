"""The names that a sheet may use, and the quantity that each of them means."""

import math
from collections.abc import Iterable, Mapping, Set
from functools import cached_property
from typing import TypeVar

from grader.notation.characters import LONGEST
from grader.notation.key import key
from grader.notation.losses import Losses
from grader.notation.names import Meanings, Names, alone
from grader.notation.nearness import Nearness
from grader.notation.phrases import Phrases
from grader.notation.spellings import element_in_brackets, primed, spellings
from grader.notation.steps import ONE_STEP, Later, later, stepped
from grader.notation.symbol import Column, Symbol, Target, clear
from grader.notation.translated import translated

_NEVER_FIRST = frozenset("0123456789.-+ ")
"""No name begins with these; most texts that do are numbers, and each of those is another text."""


_REMEMBERED = 100_000
"""So many lookups of a kind: a class of thousands writes hardly more spellings, but any number of sentences."""

Asked = TypeVar("Asked")
Found = TypeVar("Found")


class _Memory(dict[Asked, Found]):
    """What has been looked up; all of it is forgotten when it becomes too much."""

    def __setitem__(self, asked: Asked, found: Found) -> None:
        if len(self) >= _REMEMBERED:
            self.clear()
        super().__setitem__(asked, found)


class Vocabulary:
    """Finds what names mean. Lookups are remembered, so a class of thousands costs one lookup a spelling."""

    def __init__(self, symbols: Iterable[Symbol], titles: Mapping[str, str] | None = None) -> None:
        self.titles = titles or {}
        """By name of a problem its title, where it has one."""
        self.symbols = {(s.problem, s.quantity): s for s in symbols}
        self._names = Names(self.symbols)
        self._losses = Losses(self.symbols, self._names)
        self._near = Nearness(self.symbols)
        self._phrases = Phrases(self.symbols, self.find)
        self._sampled = _Memory[tuple[str, int, str | None, bool], tuple[Target, ...]]()
        self._found = _Memory[tuple[str, str | None, bool], tuple[Target, ...]]()
        self._phrased = _Memory[str, tuple[str, ...]]()
        self._headed = _Memory[tuple[str, str | None, bool], tuple[Column, ...]]()
        self._counts_from_zero = False
        self._from_zero: dict[frozenset[tuple[str, str]], Vocabulary] = {}

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

    def value(self, target: Target) -> float | None:
        """The number of a given, or of its element; None of what has none, or several."""
        values = self.symbols[target.problem, target.quantity].values
        for index in target.index or ():
            values = values[index - 1] if isinstance(values, tuple) and 0 < index <= len(values) else None
        return values if isinstance(values, float) else None

    def steps_on(self, target: Target, steps: int) -> Target | None:
        """What a target is so many steps of training later; None where that is not known."""
        names = (target._replace(quantity=name) for name in stepped(target.quantity, steps))
        return next((each for each in names if (each.problem, each.quantity) in self.symbols), None)

    def renews(self, target: Target, value: float, unit: float) -> bool:
        """Whether a number cannot be the given value of a parameter: then it is that after a step.

        `unit`: the worth of its last place.
        """
        given = self.value(target)
        return given is not None and abs(given - value) > unit

    def is_several(self, target: Target) -> bool:
        """Whether a target is an array of more than one number, or a part of one."""
        shape = self.symbols[target.problem, target.quantity].shape
        return math.prod(shape[len(target.index or ()) :]) > 1

    def of_sample(
        self, text: str, sample: int, problem: str | None = None, updated: bool = False
    ) -> tuple[Target, ...]:
        """What a name means where one sample is spoken of, one a problem at most.

        Of what has a row a sample that is the row (a target with that index alone), or what stands in it, or both
        where it may be either; what has none is itself. Nothing where the name says another sample than the one spoken
        of, or may mean two things.
        """
        asked = (text, sample, problem, updated)
        if asked not in self._sampled:
            self._sampled[asked] = tuple(self._of_sample(*asked))
        return self._sampled[asked]

    def _of_sample(self, text: str, sample: int, problem: str | None, updated: bool) -> Iterable[Target]:
        if not text or len(text) > LONGEST:
            return ()
        for spelling in spellings(text):
            for name in (*_later(spelling, updated), spelling):
                for names, columns in zip(self._names.meanings(name), self._names.headed(name), strict=True):
                    meant: dict[str, set[Target | None]] = {}
                    for column in columns:
                        at = (sample, column.column) if column.column else (sample,)
                        meant.setdefault(column.symbol.problem, set()).add(column.symbol.element(at))
                    for where, targets in (names or {}).items():
                        meant.setdefault(where, set()).update(self._row(target, sample) for target in targets)
                    if meant:
                        return self._told(meant, problem, sample)
        return [target for target in self._losses.find(text, updated) if problem in (None, target.problem)]

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
            if target and problem in (None, where) and self._are_one(targets) and self._has(target, sample)
        ]

    def _are_one(self, targets: Set[Target | None]) -> bool:
        """Whether there is one target, or a row and what stands in it: one number is said of this, several of that."""
        known = [target for target in targets if target]
        if len(targets) != len(known) or len(known) == 1:
            return len(targets) == 1
        row, inside = sorted(known, key=lambda target: len(target.index or ()))[:2]
        return len(known) == 2 and inside[:2] == row[:2] and (inside.index or ())[:-1] == row.index

    def _has(self, target: Target, sample: int) -> bool:
        symbol = self.symbols[target.problem, target.quantity]
        return not symbol.samples or 0 < sample <= symbol.shape[0]

    def spells(self, text: str) -> bool:
        """Whether a name is one of the rubric's with its letters in this case: where E is the loss, e may be another.

        >>> from grader.notation import Symbol
        >>> vocabulary = Vocabulary([Symbol("", "E", (), ("E",))])
        >>> vocabulary.spells("E"), vocabulary.spells("e"), vocabulary.find("e") == vocabulary.find("E")
        (True, False, True)
        """
        return self._names.meanings(key(text))[0] is not None

    def asks(self, text: str) -> bool:
        """Whether a text names something that is to be computed."""
        return any(not self.symbol(target).given for target in self.find(text))

    @cached_property
    def asked(self) -> int:
        """How many numbers, or formulas, are asked for; what several problems ask for is one."""
        sizes = {symbol.quantity: math.prod(symbol.shape) for symbol in self.symbols.values() if symbol.asked}
        return sum(sizes.values())

    @cached_property
    def steps(self) -> Mapping[str, int]:
        """By problem that trains for several steps, how many."""
        return {problem: most for problem, most in self.trained.items() if most > 1}

    @cached_property
    def trained(self) -> Mapping[str, int]:
        """By problem that trains, for how many steps: the most primes that a quantity has there."""
        primes: dict[str, int] = {}
        for problem, quantity in self.symbols:
            primes[problem] = max(primes.get(problem, 0), quantity.partition("/d")[0].count("'"))
        return {problem: most for problem, most in primes.items() if most}

    @cached_property
    def learns(self) -> bool:
        """Whether anything has a value after a step of training."""
        return any("'" in quantity for _, quantity in self.symbols)

    @cached_property
    def samples(self) -> int:
        """How many samples the quantities have that have a row a sample; 0 where none has."""
        return max((symbol.shape[0] for symbol in self.symbols.values() if symbol.samples), default=0)

    def find(self, text: str, problem: str | None = None, updated: bool = False) -> tuple[Target, ...]:
        """Every quantity that a name means, one a problem at most; none where it is unknown or ambiguous.

        `problem` keeps to one problem; with `updated`, a heading has said that values are those after the step.
        """
        if text[:1] in _NEVER_FIRST and not self._names.written(text):
            return ()
        asked = (text, problem, updated)
        found = self._found.get(asked)
        if found is None:
            every = self._find(text, updated) if problem is None else self.find(text, None, updated)
            found = self._found[asked] = tuple(target for target in every if problem in (None, target.problem))
        return found

    def in_words(self, text: str) -> tuple[str, ...]:
        """The names of what a phrase of words means, one a problem at most: of `net input of o1`, `net_o1`."""
        if text not in self._phrased:
            self._phrased[text] = self._phrases.names(text)
        return self._phrased[text]

    def ambiguous(self, text: str, problem: str | None = None) -> tuple[str, ...]:
        """The quantities between which a name cannot decide; empty where it is clear or unknown."""
        for spelling in spellings(text):
            for meanings in self._names.meanings(spelling):
                for where, targets in (meanings or {}).items():
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
            for name in (*_later(spelling, updated), spelling):
                exactly, folded = self._names.headed(name)
                for meant in (exactly, alone(folded)):
                    if found := [column for column in meant if problem in (None, column.symbol.problem)]:
                        return tuple(found)
        return ()

    def nearest(self, text: str, problem: str | None = None) -> str | None:
        """The one name asked for that is near enough to be meant by a typing error; None if none is, or several.

        Of an element of an array it is the element's, `W1[1,2]`.
        """
        return None if self._counts_from_zero else self._near.nearest(text, problem)  # what is told counts from 1

    def alike(self, text: str, problem: str | None = None) -> tuple[str, ...]:
        """The quantities asked for, three at most, whose names are somewhat like one, to be told and never graded."""
        return self._near.alike(text, problem)

    def _find(self, text: str, updated: bool) -> Iterable[Target]:
        if not text or len(text) > LONGEST:
            return ()
        if written := self._names.written(text):
            return [(self.steps_on(each, 1) if updated else None) or each for each in clear(written)]
        names = spellings(text)
        if self.symbolic and (found := self._numbered(names[:1])):
            return found
        if not self._stepped and (element := element_in_brackets(text)):
            names = (element, *names)  # sooner than `w(1)`, w after a step
        for i, spelling in enumerate(names):
            if i == 1 and self._stepped and (steps := [*later(text)]):
                return self._after(steps)  # never the same name at the beginning
            for name in (*_later(spelling, updated), spelling):
                for meanings in self._names.meanings(name):
                    if meanings is not None:
                        return [*clear(meanings), *self._elsewhere(text, meanings)]
        if self.trained and (found := self._after(later(text))):
            return found
        if found := self._losses.find(text, updated) or translated(text, lambda word: self._declared(word, updated)):
            return found
        return self._by_a_parameter(text, updated)

    def _by_a_parameter(self, text: str, updated: bool) -> list[Target]:
        """The gradient that `d_w1` or `∂w1` is; `d_h1` may be that, or the δ of the unit h₁, another number."""
        alone = text.strip().removeprefix("∂") if "/" not in text else ""
        name = f"d_{key(alone)}" if alone and alone != text.strip() and "∂" not in alone else key(text)
        if not name.startswith("d_") or not name[2:3].isalpha():
            return []
        found = self._find(key("d" + name[2:].replace("|", "_", 1)), updated)
        return [target for target in found if self._is_by_what_is_given(target)]

    def _is_by_what_is_given(self, target: Target) -> bool:
        of = self.symbols.get((target.problem, target.quantity.partition("/d")[2]))
        return of is not None and of.given

    def _declared(self, word: str, updated: bool) -> list[Target]:
        """What a rubric calls so itself."""
        names = (name for spelling in spellings(word)[:1] for name in (*_later(spelling, updated), spelling))
        return next((clear(meanings) for name in names if (meanings := self._names.meanings(name)[1])), [])

    @cached_property
    def symbolic(self) -> bool:
        """Whether any formulas are asked for."""
        return any(symbol.formula for symbol in self.symbols.values())

    def _numbered(self, names: Iterable[str]) -> list[Target]:
        """What is by the number of its step m' or θ', where formulas are asked for: m_t, θ_1; or has no other: m̂."""
        for name in names:
            found = ONE_STEP.fullmatch(name)
            exact = self._names.exact
            if not (found and found["at"] == "t") and (name in exact or name.casefold() in self._names.folded):
                return []
            primed_one = exact.get(f"{found['of'] if found else name}'", {})
            return [
                target
                for target in clear(primed_one)
                if self.symbols[target[:2]].formula and target.problem not in self.steps and self._begins(target)
            ]
        return []

    def _begins(self, target: Target) -> bool:
        """Whether the value before the step is there from the beginning, or there is none."""
        before = self.symbols.get((target.problem, target.quantity.rstrip("'")))
        return before is None or before.given

    @cached_property
    def _stepped(self) -> bool:
        return any(symbol.stepped for symbol in self.symbols.values())

    def _elsewhere(self, text: str, known: Meanings) -> list[Target]:
        """What a name means by the number of a step in the problems that know no such name."""
        several = self.trained and len(self.problems) > 1
        return [each for each in self._after(later(text)) if each.problem not in known] if several else []

    def _after(self, steps: Iterable[Later]) -> list[Target]:
        """What a name means that says the number of a step: the quantity with so many primes, if there is one."""
        found = []
        for each in steps:
            for target, kept in self._without_step(each.head):
                symbol = self.symbols[target[:2]]
                number = not symbol.shape or target.index is not None
                if self._counts(target.problem, symbol, kept, each.step) and each.surely(
                    kept, number, self.samples > 0
                ):
                    base = target.quantity.rstrip("'") if not symbol.given and kept else target.quantity
                    meant = (Target(target.problem, n, target.index) for n in stepped(base, each.step))
                    found += [one for one in meant if (one.problem, one.quantity) in self.symbols][:1]
        return found

    def _without_step(self, head: str) -> Iterable[tuple[Target, bool]]:
        """What a name means without the number of its step, and whether that is kept from step to step.

        So is m̂, too, which is nothing before the first step: it is found by its prime.
        """
        names = next((m for name in (head, primed(head)) for m in self._names.meanings(name) if m), {})
        for target in clear(names):
            base = target.quantity.rstrip("'")
            begins = base != target.quantity and (target.problem, base) not in self.symbols
            yield target, begins or self.symbols[target[:2]].given

    def _counts(self, problem: str, symbol: Symbol, kept: bool, step: int) -> bool:
        """Whether the number of a step may stand behind a name; where there is one step, behind what is kept: m_1."""
        if self.trained.get(problem) == 1:
            return kept and step == 1
        return symbol.stepped or (kept and any(s.stepped for s in self.symbols.values() if s.problem == problem))


def _later(spelling: str, updated: bool) -> list[str]:
    """The name that a key has where a heading says that the step is past; one with primes says its step itself."""
    return [primed(spelling)] if updated and "'" not in spelling else []
