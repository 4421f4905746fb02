"""One sentence for the student about each answer, in the student's own numbers. All wording stands here."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from grader.engine import (
    ELEMENTWISE,
    NO_AXIS,
    Apply,
    Array,
    Expr,
    Mutation,
    Name,
    names_in,
    pretty,
    rewrite,
    show,
    walk,
)
from grader.marking.case import Judgement, Place, Why
from grader.marking.ledger import Ledger
from grader.marking.marks import Texts
from grader.marking.verdicts import Verdict
from grader.numbers import brief
from grader.reference import Reference

PLAIN: Mapping[Verdict, str] = {
    Verdict.CORRECT: "right",
    Verdict.CARRIED: "follows from your earlier answers; the slip before it is charged where it happened",
    Verdict.IMPLIED: "no answer found, but a later answer of yours could not have come without it",
    Verdict.IMPRECISE: "right, but to fewer than {figures} figures",
    Verdict.WRONG: "neither the expected value nor what follows from your earlier answers",
    Verdict.MISSING: "no answer found",
    Verdict.UNREADABLE: "could not be read as {kind}",
}
"""What is said where nothing more is known."""

CANCELLED = "right, though minus what follows from your {name}: two slips of sign cancel, or its sign is miswritten"
"""What is said of a right answer after a wrong one of the other sign."""

TOO_SHORT = "right, but to too few places to show the step"
"""What is said of an updated parameter that cannot be told from the one before."""

SAME_SLIP = "the same slip as in"
"""How the note of an answer begins whose slip is charged elsewhere."""

EMPTIED = "follows from your earlier answers, but only because a slip has made it 0: nothing was left to work out here"
"""What is said of a step that a slip has made trivial."""

_SOURCES = {
    "reference": "the right value of {name}",
    "follow": "{name} as it follows from what comes before it",
    "slip": "{name} with the slip that was made there",
}
_MOST_NUMBERS = 6
_UNWORKED = ("copy", "digits", "exchanged")
"""Slips of the pen, for which there is no step to show."""


class Writer(NamedTuple):
    """Writes the notes of one problem."""

    reference: Reference
    ledger: Ledger
    texts: Mapping[str, Texts]

    def note(self, name: str, judgement: Judgement, place: Place) -> str:
        """The note for one answer; `place` is (student, *index from 0)."""
        verdict = Verdict(judgement.verdict[place])
        why = judgement.why.get(place)
        if verdict is Verdict.SLIP and why is not None:
            return self._slip(name, why, place)
        if verdict is Verdict.CARRIED and why is not None and why.same:
            return f"{SAME_SLIP} {pretty(why.same)}, where it is charged"
        if verdict is Verdict.CARRIED and why is not None and why.route:
            return f"follows if one takes {_taken(why)}; charged nothing here"
        if verdict is Verdict.CORRECT and why is not None and why.at:
            return CANCELLED.format(name=pretty(why.at))
        return self.plain(verdict)

    def plain(self, verdict: Verdict) -> str:
        """What is said of a verdict where nothing more is known of the answer."""
        kind = "a formula" if self.reference.problem.symbols else "a number"
        if verdict is Verdict.IMPRECISE and not self.reference.problem.figures:
            return TOO_SHORT
        return PLAIN.get(verdict, "").format(figures=self.reference.problem.figures, kind=kind)

    def _slip(self, name: str, why: Why, place: Place) -> str:
        """What went wrong, then the step as it was worked out, with the student's own numbers."""
        assert why.mutation is not None
        here = place if why.at == name else None
        said = _said(why.mutation, here)
        if why.mutation.also is not None:
            said += f", and {_said(why.mutation.also, here)}"
        if why.at != name:
            return f"{said}, in {pretty(why.at)} on the way here"
        if self.reference.problem.symbols:
            return f"{said} (this is {show(why.mutation.expr)})"
        return said + self._worked(name, why, place)

    def _worked(self, name: str, why: Why, place: Place) -> str:
        """` (from your h₁ = 0.7875 this is 0.03837 · 0.7875)`, where the step is one of single numbers."""
        assert why.mutation is not None
        if why.mutation.cause in _UNWORKED:
            return ""
        shape = self.ledger.graph[name].shape
        numbers: dict[str, str] = {}
        expr = rewrite(why.mutation.expr, lambda node: self._leaf(node, shape, place, why, numbers))
        if not numbers or len(numbers) > _MOST_NUMBERS or not set(names_in(expr)) <= set(numbers):
            return ""
        if any(isinstance(n, Apply) and n.primitive not in ELEMENTWISE and n.primitive != "local" for n in walk(expr)):
            return ""
        yours = [f"{pretty(n)} = {numbers[n]}" for n in numbers if self._text(n, place) == numbers[n]]
        source = f"from your {' and '.join(yours)} " if yours else ""
        return f" ({source}this is {show(expr, numbers)})"

    def _leaf(self, node: Expr, shape: tuple[int, ...], place: Place, why: Why, numbers: dict[str, str]) -> Expr | None:
        """A name with its number entered; an element taken for another becomes a name of its own."""
        if isinstance(node, Name):
            found = self._number(node.name, shape, place, why)
            if found:
                numbers[node.name] = found
        elif isinstance(node, Apply) and node.primitive == "sibling" and isinstance(node.args[0], Name):
            axis, k = node.params
            assert isinstance(axis, int)
            assert isinstance(k, int)
            other = (place[0], *(k if i == axis else p for i, p in enumerate(place[1:])))
            found = self._number(node.args[0].name, shape, other, why)
            if found:
                numbers[f"{node.args[0].name}[{k + 1}]"] = found
                return Name(f"{node.args[0].name}[{k + 1}]")
        return None

    def _number(self, name: str, shape: tuple[int, ...], place: Place, why: Why) -> str:
        """A quantity's number for one student, at the answer's own index where it has one; empty where it has none."""
        own = self.ledger.graph[name].shape
        if own and own != shape:
            return ""
        at = place if own else place[:1]
        text = self._text(name, at)
        if text and name not in dict(why.route):
            return text
        values: Array = self.ledger.reference[name] if name in dict(why.route) else self._carried(name)
        element: tuple[Any, ...] = (min(at[0], len(values) - 1), 0, *at[1:])
        return f"{float(values[element]):.6g}"

    def _carried(self, name: str) -> Array:
        return self.ledger.carry.get(name, self.ledger.reference[name])

    def _text(self, name: str, place: Place) -> str:
        texts = self.texts.get(name)
        if texts is None:
            return ""
        at = place if texts.ndim == len(place) else place[:1]
        if texts.ndim != len(at) or not texts[at]:
            return ""
        return brief(str(texts[at]), float(self.ledger.written[name].value[(at[0], 0, *at[1:])]))


def _said(mutation: Mutation, place: Place | None) -> str:
    """What went wrong; `place` is that of the answer, None where the slip happened in another quantity."""
    belongs = ""
    if mutation.axis is not None:
        word = mutation.says.split(maxsplit=1)[0]
        known = place is not None and NO_AXIS > mutation.axis >= 1 - len(place)
        belongs = f"{word} {place[mutation.axis] + 1}" if place and known else f"another {word}"
    return mutation.says.format(*map(show, mutation.parts), belongs)


def _taken(why: Why) -> str:
    """`the right value of h₁ and s₁ as it follows from what comes before it`."""
    if len({source for _, source in why.route}) == 1 and why.route[0][1] not in _SOURCES:
        return f"your earlier answers rounded to {why.route[0][1]}"
    parts = (_SOURCES.get(source, f"{{name}} to {source}").format(name=pretty(name)) for name, source in why.route)
    return " and ".join(dict.fromkeys(parts))
