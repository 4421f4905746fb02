"""The equations of Word documents (Office MathML, ECMA-376 part 1, 22.1) as a line of text: `∂E/∂w_{5} = 0.08`."""

import re
from typing import NamedTuple

from grader.answers.record import ContainerError

DEEPEST = 40
"""Constructs within one another, as no homework has them."""
CONSTRUCTS = frozenset(
    ["f", "sSub", "sSup", "sSubSup", "sPre", "acc", "bar", "rad", "d", "m", "mr", "func", "nary", "eqArr", "limLow",
     "limUpp", "groupChr", "box", "borderBox", "phant"]
)  # fmt: skip
OPERANDS = frozenset(["num", "den", "e", "sub", "sup", "deg", "fName", "lim"])
MARKS = {"chr": "mark", "begChr": "begin", "endChr": "end", "sepChr": "separator"}
SIMPLE = re.compile(r"[^\s+\-−*/=·×,;]+")


class _Construct(NamedTuple):
    """A construct that has begun: what it is, its operands so far, and the characters it asks for."""

    kind: str
    operands: dict[str, list[str]]
    marks: dict[str, str]

    def all(self, *names: str) -> str:
        return "".join("".join(self.operands.get(name, ())) for name in names)


class Equation:
    """An equation as its elements go by."""

    def __init__(self) -> None:
        self._open: list[_Construct] = []
        self._texts: list[list[str]] = [[]]

    def write(self, text: str) -> None:
        """Text where the equation has come to."""
        self._texts[-1].append(text)

    def start(self, tag: str, value: str | None) -> None:
        """An element begins; `value` is its attribute `val`."""
        if tag in CONSTRUCTS:
            if len(self._open) >= DEEPEST:
                raise ContainerError("is built as no document is; it was not read")
            self._open.append(_Construct(tag, {}, {}))
            self._texts.append([])
        elif tag in OPERANDS:
            self._texts.append([])
        elif tag in MARKS and self._open and value is not None:
            self._open[-1].marks[MARKS[tag]] = value[:4]

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag in OPERANDS and len(self._texts) > 1:
            text = "".join(self._texts.pop())
            if self._open:
                self._open[-1].operands.setdefault(tag, []).append(text.strip())
            else:
                self.write(text)
        elif tag in CONSTRUCTS and self._open:
            construct = self._open.pop()
            self._texts.pop()
            self._close(construct)

    def _close(self, construct: _Construct) -> None:
        if construct.kind == "mr" and self._open:
            self._open[-1].operands.setdefault("row", []).append(f"[{', '.join(construct.operands.get('e', ()))}]")
        else:
            self.write(_line(construct))

    @property
    def text(self) -> str:
        """The equation as a line of text."""
        return "".join(self._texts[0])


def _line(construct: _Construct) -> str:
    kind, base = construct.kind, construct.all("e")
    if kind == "f":
        return f"{_grouped(construct.all('num'))}/{_grouped(construct.all('den'))}"
    if kind in ("sSub", "sSup", "sSubSup", "sPre"):
        return base + _low(construct.all("sub")) + _high(construct.all("sup"))
    if kind in ("acc", "bar"):
        mark = construct.marks.get("mark", "\u0302" if kind == "acc" else "\u0304")
        return base[:1] + mark + base[1:]
    if kind == "rad":
        return f"sqrt({base})"
    if kind == "d":
        return _delimited(construct)
    if kind == "m":
        return f"[{', '.join(construct.operands.get('row', ()))}]"
    if kind == "eqArr":
        return "\n".join(construct.operands.get("e", ()))
    if kind == "func":
        return f"{construct.all('fName')}{base if base.startswith('(') else f'({base})'}"
    if kind == "nary":
        sign = construct.marks.get("mark", "∫")
        return sign + _low(construct.all("sub")) + _high(construct.all("sup")) + base
    return base + _low(construct.all("lim"))


def _grouped(text: str) -> str:
    return text if SIMPLE.fullmatch(text) else f"({text})"


def _low(text: str) -> str:
    return f"_{{{text}}}" if text else ""


def _high(text: str) -> str:
    return text if text and not text.strip("'′″") else f"^{{{text}}}" if text else ""


def _delimited(construct: _Construct) -> str:
    parts = construct.operands.get("e", [])
    if len(parts) == 1 and parts[0].startswith("[["):
        return parts[0]
    separator = construct.marks.get("separator", "|")
    inner = (", " if separator in "|,;" else separator).join(parts)
    return f"{construct.marks.get('begin', '(')}{inner}{construct.marks.get('end', ')')}"
