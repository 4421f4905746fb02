"""The equations of web pages (Presentation MathML, w3.org/TR/MathML3) as a line of text: `∂E/∂w_{5} = 0.08`."""

from typing import NamedTuple

from grader.answers.containers.mathematics import Equation

_PARTS = {
    "mfrac": ("f", "num", "den"),
    "msub": ("sSub", "e", "sub"),
    "msup": ("sSup", "e", "sup"),
    "msubsup": ("sSubSup", "e", "sub", "sup"),
    "munder": ("limLow", "e", "lim"),
    "mover": ("acc", "e", "lim"),
    "msqrt": ("rad", "e"),
    "mtable": ("m",),
    "mtr": ("mr",),
    "mtd": ("e",),
}
"""What Office calls each construct, and its operands in their order; the last one takes all that follow."""
_ACCENTS = {"¯": "\u0304", "ˉ": "\u0304", "‾": "\u0304", "_": "\u0304", "~": "\u0303", "˜": "\u0303"}
"""What stands over a letter otherwise than a hat."""
_DEEPEST = 100
"""Elements within one another; what is deeper is text."""
_EMPTY = frozenset(["mspace", "none", "mprescripts"])


class _Open(NamedTuple):
    """An element that has begun: its tag, the operand that it is of the one around it, and its own operands so far."""

    tag: str
    operand: str
    begun: list[str]


class Mathematics:
    """What stands within `<math>`, as its tags go by."""

    def __init__(self) -> None:
        self._equation = Equation()
        self._open: list[_Open] = []
        self._said = ""

    def take(self, closing: bool, tag: str, words: str) -> None:
        """A tag, or the words between two."""
        if not tag:
            self._said = " ".join(words.split()) or self._said
            self._equation.write(" ".join(words.split()))
        elif closing and any(each.tag == tag for each in self._open):
            while self._end() != tag:
                pass
        elif not closing and tag not in _EMPTY and len(self._open) < _DEEPEST:
            self._start(tag)

    @property
    def text(self) -> str:
        """The equation as a line of text; what is still open is closed."""
        while self._open:
            self._end()
        return " ".join(self._equation.text.split())

    def _start(self, tag: str) -> None:
        operand = ""
        if self._open and (parts := _PARTS.get(self._open[-1].tag, ())[1:]):
            begun = self._open[-1].begun
            operand = parts[min(len(begun), len(parts) - 1)]
            begun.append(operand)
            self._equation.start(operand, None)
        if tag in _PARTS:
            self._equation.start(_PARTS[tag][0], None)
        self._open.append(_Open(tag, operand, []))

    def _end(self) -> str:
        tag, operand, _ = self._open.pop()
        if tag == "mover":
            self._equation.start("chr", _ACCENTS.get(self._said, "\u0302"))
        if tag in _PARTS:
            self._equation.end(_PARTS[tag][0])
        if operand:
            self._equation.end(operand)
        return tag
