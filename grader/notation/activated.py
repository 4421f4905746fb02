"""What activations put out and what goes in, by their layer or their function: `hidden pre-activation`."""

import re
from collections.abc import Iterator

from grader.notation.asking import ASKING
from grader.notation.names import Symbols
from grader.notation.symbol import Target

THE = rf"(?:(?:{ASKING}|the|an?|its|der|die|das|dem|des|la|le|el|los|les|value of|(?:numerical )?values? for)\s+)*"
OF = r"(?:of|to|at|for|from|in|into|by|von|an|f[uü]r|de|du|del|der|des)"
KINDS = {
    "net": r"(?:(?:total|summed)\s+)?(?:net[\s-]*)?input(?:\s+sum)?|in|net(?:\s+(?:value|sum))?|"
    r"weighted\s+(?:input\s+)?sum|weighted\s+input|pre-?activation|logit|netzeingabe|gewichtete\s+summe|entr[eé]e\s+nette|entrada\s+neta",
    "out": r"outputs?(?:\s+value)?|out|activations?(?:\s+value)?|activated\s+(?:value|output)|"
    r"ausgabe|aktivierung|sortie|salida|activaci[oó]n",
    "error": r"(?:squared\s+)?error|loss|cost|fehler|erreur",
    "delta": r"delta|error\s+(?:term|signal)|local\s+(?:error|gradient)",
}
"""Words for what a neuron has, by what they stand for."""
_FUNCTION = r"(?P<{}>softmax|sigmoid|tanh|relu|leaky relu|elu|gelu|swish|softplus)"
_OF_FUNCTION = re.compile(
    rf"{_FUNCTION.format('first')}\s+(?:outputs?|probabilit(?:y|ies)|activations?|values?|results?)|"
    rf"(?:outputs?|probabilities|results?)\s+(?:of|after|from)\s+{THE}{_FUNCTION.format('last')}",
    re.IGNORECASE,
)
_LAYER = r"(?P<{}>hidden|output)(?:\s+(?:layer|units?|neurons?|nodes?))?(?:'s)?"
_OF_LAYER = [
    (
        kind,
        re.compile(
            rf"(?:{KINDS[kind]})s?\s+{OF}\s+{THE}{_LAYER.format('last')}|{_LAYER.format('first')}\s+(?:{KINDS[kind]})s?",
            re.IGNORECASE,
        ),
    )
    for kind in ("net", "out")
]


class Activated:
    """The activations of a rubric, found where one quantity of a problem is such as words say."""

    def __init__(self, symbols: Symbols) -> None:
        self._symbols = symbols

    def named(self, phrase: str) -> Iterator[Target]:
        """What `softmax output`, `hidden layer output` or `pre-activation of the output layer` may mean."""
        if found := _OF_FUNCTION.fullmatch(phrase):
            yield from self._with((found["last"] or found["first"]).lower().replace(" ", "_"), "out")
        for kind, pattern in _OF_LAYER:
            if found := pattern.fullmatch(phrase):
                yield from self._with((found["last"] or found["first"]).lower(), kind)

    def _with(self, trait: str, kind: str) -> Iterator[Target]:
        for symbol in self._symbols.values():
            if trait in symbol.traits and symbol.inner and "'" not in symbol.quantity:
                yield Target(symbol.problem, symbol.inner if kind == "net" else symbol.quantity)
