"""The names that a sheet may use, and the quantity that each of them means."""

import math
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TypeVar

from grader.notation.characters import LONGEST
from grader.notation.key import key
from grader.notation.losses import Losses
from grader.notation.names import Names, alone
from grader.notation.nearness import Nearness
from grader.notation.of_problem import problem_behind
from grader.notation.of_sample import OfSample
from grader.notation.phrases import Phrases
from grader.notation.predicted import Predicted
from grader.notation.primed import Primed
from grader.notation.spellings import element_in_brackets, named, spellings
from grader.notation.steps import later
from grader.notation.symbol import Column, Symbol, Target, clear, symbol_of
from grader.notation.trained import Trained
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
        self._primed, self._predicted = Primed(self.symbols), Predicted(self.symbols)
        self._near = Nearness(self.symbols)
        self._phrases = Phrases(self.symbols, self.find)
        self._of_sample = OfSample(self.symbols, self._names, self._losses)
        self._trained = Trained(self.symbols, self._names)
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
        return symbol_of(self.symbols, target)

    def value(self, target: Target) -> float | None:
        """The number of a given, or of its element; None of what has none, or several."""
        values = self.symbols[target.problem, target.quantity].values
        for index in target.index or ():
            values = values[index - 1] if isinstance(values, tuple) and 0 < index <= len(values) else None
        return values if isinstance(values, float) else None

    def steps_on(self, target: Target, steps: int) -> Target | None:
        """What a target is so many steps of training later; None where that is not known."""
        return self._trained.on(target, steps)

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
        text, told = problem_behind(text, self.problems) or (text, problem)
        if problem not in (None, told):
            return ()
        asked = (text, sample, problem := told, updated)
        if asked not in self._sampled:
            every = self._of_sample.find(text, sample, updated)
            self._sampled[asked] = tuple(target for target in every if problem in (None, target.problem))
        return self._sampled[asked]

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

    @property
    def steps(self) -> Mapping[str, int]:
        """By problem that trains for several steps, how many."""
        return self._trained.steps

    @property
    def trained(self) -> Mapping[str, int]:
        """By problem that trains, for how many steps: the most primes that a quantity has there."""
        return self._trained.most

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
            every = self._found_anywhere(text, updated) if problem is None else self.find(text, None, updated)
            found = self._found[asked] = tuple(target for target in every if problem in (None, target.problem))
        return found

    def _found_anywhere(self, text: str, updated: bool) -> Iterable[Target]:
        """What a name means in any problem, or in the one that stands behind it, where that asks for it."""
        behind = problem_behind(text, self.problems)
        found = self.find(*behind, updated) if behind else ()
        return found if any(self.symbol(target).asked for target in found) else self._find(text, updated)

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
        if behind := problem_behind(text, self.problems):
            return self.column(*behind, updated) if problem in (None, behind[1]) else ()
        for spelling in spellings(text):
            for name in named(spelling, updated):
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
            return [(self._trained.on(each, 1) if updated else None) or each for each in clear(written)]
        names = spellings(text)
        if self.symbolic and names and (found := self._trained.numbered(names[0])):
            return found
        if not self._trained.stepped and (element := element_in_brackets(text)):
            names = (element, *names)  # sooner than `w(1)`, w after a step
        for i, spelling in enumerate(names):
            if i == 1 and self._trained.stepped and (steps := [*later(text)]):
                found = self._trained.after(steps)
                if found or spelling != f"d/{names[0]}":  # dz1 is by z1, whatever there are steps of
                    return found  # never the same name at the beginning
            for name in named(spelling, updated):
                for meanings in self._names.meanings(name):
                    if meanings is not None:
                        return [*clear(meanings), *self._trained.elsewhere(text, meanings)]
        if self.trained and (found := self._trained.after(later(text))):
            return found
        if found := self._losses.find(text, updated) or translated(text, lambda word: self._declared(word, updated)):
            return found
        if found := self._by_a_parameter(text, updated) or self._primed.find(text, lambda of: self._find(of, updated)):
            return found
        return self._find(self._predicted.renamed(text), updated)

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
        names = (name for spelling in spellings(word)[:1] for name in named(spelling, updated))
        return next((clear(meanings) for name in names if (meanings := self._names.meanings(name)[1])), [])

    @cached_property
    def symbolic(self) -> bool:
        """Whether any formulas are asked for."""
        return any(symbol.formula for symbol in self.symbols.values())
