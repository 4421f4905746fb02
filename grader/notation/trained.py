"""Names of values after steps of training that say the number of the step: w⁽⁸⁾ is w with eight primes."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from grader.notation.names import Meanings, Names, Symbols
from grader.notation.spellings import primed
from grader.notation.steps import ONE_STEP, Later, later, stepped
from grader.notation.symbol import Symbol, Target, clear


class Trained:
    """Finds what names mean by the number of a step, in the problems that train."""

    def __init__(self, symbols: Symbols, names: Names) -> None:
        self._symbols, self._names = symbols, names
        self._samples = any(symbol.samples for symbol in symbols.values())

    @cached_property
    def most(self) -> Mapping[str, int]:
        """By problem that trains, for how many steps: the most primes that a quantity has there."""
        primes: dict[str, int] = {}
        for problem, quantity in self._symbols:
            primes[problem] = max(primes.get(problem, 0), quantity.partition("/d")[0].count("'"))
        return {problem: most for problem, most in primes.items() if most}

    @cached_property
    def steps(self) -> Mapping[str, int]:
        """By problem that trains for several steps, how many."""
        return {problem: most for problem, most in self.most.items() if most > 1}

    @cached_property
    def stepped(self) -> bool:
        """Whether the steps of any problem are numbered."""
        return any(symbol.stepped for symbol in self._symbols.values())

    def on(self, target: Target, steps: int) -> Target | None:
        """What a target is so many steps of training later; None where that is not known."""
        names = (target._replace(quantity=name) for name in stepped(target.quantity, steps))
        return next((each for each in names if each[:2] in self._symbols), None)

    def after(self, steps: Iterable[Later]) -> list[Target]:
        """What a name means that says the number of a step: the quantity with so many primes, if there is one."""
        found = []
        for each in steps:
            for target, kept in self._without_step(each.head):
                symbol = self._symbols[target[:2]]
                number = not symbol.shape or target.index is not None
                if self._counts(symbol, kept, each.step) and each.surely(kept, number, self._samples):
                    base = target.quantity.rstrip("'") if not symbol.given and kept else target.quantity
                    meant = (Target(target.problem, n, target.index) for n in stepped(base, each.step))
                    found += [one for one in meant if one[:2] in self._symbols][:1]
        return found

    def elsewhere(self, text: str, known: Meanings) -> list[Target]:
        """What a name means by the number of a step in the problems that know no such name."""
        several = self.most and len({problem for problem, _ in self._symbols}) > 1
        return [each for each in self.after(later(text)) if each.problem not in known] if several else []

    def numbered(self, name: str) -> list[Target]:
        """What is by the number of its step m' or θ', where formulas are asked for: m_t, θ_1; or has no other: m̂."""
        found, exact = ONE_STEP.fullmatch(name), self._names.exact
        if not (found and found["at"] == "t") and (name in exact or name.casefold() in self._names.folded):
            return []
        meant = clear(exact.get(f"{found['of'] if found else name}'", {}))
        return [t for t in meant if self._symbols[t[:2]].formula and t.problem not in self.steps and self._begins(t)]

    def _begins(self, target: Target) -> bool:
        """Whether the value before the step is there from the beginning, or there is none."""
        before = self._symbols.get((target.problem, target.quantity.rstrip("'")))
        return before is None or before.given

    def _without_step(self, head: str) -> Iterator[tuple[Target, bool]]:
        """What a name means without the number of its step, and whether that is kept from step to step.

        So is m̂, too, which is nothing before the first step: it is found by its prime.
        """
        names = next((m for name in (head, primed(head)) for m in self._names.meanings(name) if m), {})
        for target in clear(names):
            base = target.quantity.rstrip("'")
            begins = base != target.quantity and (target.problem, base) not in self._symbols
            yield target, begins or self._symbols[target[:2]].given

    def _counts(self, symbol: Symbol, kept: bool, step: int) -> bool:
        """Whether the number of a step may stand behind a name; where there is one step, behind what is kept: m_1."""
        if self.most.get(symbol.problem) == 1:
            return kept and step == 1
        theirs = (each for each in self._symbols.values() if each.problem == symbol.problem)
        return symbol.stepped or (kept and any(each.stepped for each in theirs))
