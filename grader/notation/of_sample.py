"""What a name means where one sample is spoken of: a row of what has a row a sample, or what stands in it."""

from collections.abc import Mapping, Set

from grader.notation.characters import LONGEST
from grader.notation.losses import Losses
from grader.notation.names import Names, Symbols
from grader.notation.spellings import named, spellings
from grader.notation.symbol import Target, symbol_of


class OfSample:
    """Finds what names mean of one sample."""

    def __init__(self, symbols: Symbols, names: Names, losses: Losses) -> None:
        self._symbols, self._names, self._losses = symbols, names, losses

    def find(self, text: str, sample: int, updated: bool) -> list[Target]:
        """Every quantity, row or element that a name means, one a problem at most (see `Vocabulary.of_sample`)."""
        if not text or len(text) > LONGEST:
            return []
        for spelling in spellings(text):
            for name in named(spelling, updated):
                for names, columns in zip(self._names.meanings(name), self._names.headed(name), strict=True):
                    meant: dict[str, set[Target | None]] = {}
                    for column in columns:
                        at = (sample, column.column) if column.column else (sample,)
                        meant.setdefault(column.symbol.problem, set()).add(column.symbol.element(at))
                    for where, targets in (names or {}).items():
                        meant.setdefault(where, set()).update(self._row(target, sample) for target in targets)
                    if meant:
                        return self._told(meant, sample)
        return self._losses.find(text, updated)

    def _row(self, target: Target, sample: int) -> Target | None:
        """A target as it is meant where a sample is spoken of; None where it is of another sample."""
        if not symbol_of(self._symbols, target).samples:
            return target
        if target.index:
            return target if target.index[0] == sample else None
        return target._replace(index=(sample,))

    def _told(self, meant: Mapping[str, Set[Target | None]], sample: int) -> list[Target]:
        clear = (targets for targets in meant.values() if _are_one(targets))
        return [target for targets in clear for target in targets if target and self._has(target, sample)]

    def _has(self, target: Target, sample: int) -> bool:
        symbol = self._symbols[target.problem, target.quantity]
        return not symbol.samples or 0 < sample <= symbol.shape[0]


def _are_one(targets: Set[Target | None]) -> bool:
    """Whether there is one target, or a row and what stands in it: one number is said of this, several of that."""
    known = [target for target in targets if target]
    if len(targets) != len(known) or len(known) == 1:
        return len(targets) == 1
    row, inside = sorted(known, key=lambda target: len(target.index or ()))[:2]
    return len(known) == 2 and inside[:2] == row[:2] and (inside.index or ())[:-1] == row.index
