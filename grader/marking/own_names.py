"""What a student's own names stand for in a formula: `e` of `2·e·x`, where `e = ŷ − y` is said beside it."""

from collections.abc import Callable, Mapping

from grader.engine import Expr, names_in, parse_answer, substitute, walk
from grader.errors import FormulaError
from grader.notation import key

_MOST = 5_000
"""Nodes of a formula with what its names stand for: each name may double what the one before it stands for."""
Resolve = Callable[[str], str | None]


class OwnNames:
    """The names that one student has defined, by their key, each with its formula in plain characters."""

    def __init__(self, defined: Mapping[str, str], resolve: Resolve) -> None:
        """`resolve` gives the quantity that a spelling means where the student does not say what it is."""
        self._defined, self._resolve = defined, resolve
        self._meant: dict[str, Expr | None] = {}

    def parsed(self, text: str) -> Expr:
        """A formula with the student's names replaced. FormulaError where it is none, or one of them is unknown.

        What is defined by itself, or by what cannot be read, keeps the meaning that it has without the student.
        """
        expr = parse_answer(text, self._named)
        own = {name: self._meant[name[len(_OWN) :]] for name in names_in(expr) if name.startswith(_OWN)}
        expr = substitute(expr, {name: meant for name, meant in own.items() if meant is not None})
        if own and sum(1 for _ in walk(expr)) > _MOST:
            raise FormulaError("the formula is too long with what its names stand for")
        return expr

    def _named(self, spelling: str) -> str | None:
        own = key(spelling) if self._defined else ""
        return _OWN + own if own in self._defined and self._known(own) else self._resolve(spelling)

    def _known(self, own: str) -> bool:
        if own not in self._meant:
            self._meant[own] = None  # while it is read it does not stand for itself
            try:
                self._meant[own] = self.parsed(self._defined[own])
            except FormulaError:
                return False
        return self._meant[own] is not None


_OWN = "own:"
"""Before a name that a student has defined; no quantity is called so."""
