"""Derivatives of activations with a prime at the function: σ'(z₂), ReLU'(z1), f'(net), sigmoid_prime(z)."""

import re
from collections.abc import Callable, Iterable, Iterator

from grader.notation.functions import calls
from grader.notation.key import key
from grader.notation.names import Symbols
from grader.notation.symbol import Target

_PRIMED = re.compile(r"[^()]*\((?P<of>.+)\)\W*", re.DOTALL)
_FUNCTION = re.compile(r"d?(?P<name>[a-z]+?)(?:'|prime|deriv(?:ative)?)")
_MARKED = re.compile(r"['’´`′]|prime|deriv", re.IGNORECASE)
"""What a derivative is marked by; `new σ(z)` is a value after a step."""
_ANY = frozenset({"f", "g", "phi", "varphi", "activation", "act"})
"""What a function is called that a text has introduced, whichever it is."""
_SIZING = re.compile(r"\\(?:left|right)\b")


class Primed:
    """The local derivatives of a rubric's activations that it asks for."""

    def __init__(self, symbols: Symbols) -> None:
        self._symbols = symbols
        self._activations = [symbol for symbol in symbols.values() if symbol.inner]

    def find(self, text: str, meant: Callable[[str], Iterable[Target]]) -> list[Target]:
        """The derivative that a name with a prime in front of its bracket means; `meant`: what names mean.

        None of another function than that of the activation.
        """
        if not self._activations or not (within := _PRIMED.fullmatch(text)):
            return []
        function = text.partition("(")[0]
        said = _FUNCTION.fullmatch(key(text).partition("(")[0].casefold()) if _MARKED.search(function) else None
        return [*self._local(said["name"], meant(_SIZING.sub("", within["of"])))] if said else []

    def _local(self, function: str, inside: Iterable[Target]) -> Iterator[Target]:
        called = [symbol for symbol in self._activations if function in _ANY or calls(function, symbol.traits)]
        for target in inside:
            for symbol in called:
                if (symbol.problem, symbol.inner) == (target.problem, target.quantity):
                    local = Target(symbol.problem, f"d{symbol.quantity}/d{symbol.inner}", target.index)
                    if (local.problem, local.quantity) in self._symbols:
                        yield local
