"""One sentence for the student about each answer, in the student's own numbers. All wording stands here."""

from collections.abc import Mapping
from typing import NamedTuple

from grader.engine import (
    NO_AXIS,
    Array,
    Mutation,
    names_in,
    pretty,
    show,
)
from grader.engine.elements import element
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

ROUNDED = "follows from your earlier answers, as they are rounded"
"""What is said of a carried answer where there is no slip before it."""

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
_MOST_NUMBERS = 8
_UNWORKED = ("copy", "digits", "exchanged", "misplaced")
"""Slips of the pen, for which there is no step to show."""


class Writer(NamedTuple):
    """Writes the notes of one problem."""

    reference: Reference
    ledger: Ledger
    texts: Mapping[str, Texts]
    labels: Mapping[tuple[str, Place], str]
    """How the sheet calls what is asked, by quantity and index from 0."""

    @classmethod
    def of(cls, reference: Reference, ledger: Ledger, texts: Mapping[str, Texts]) -> "Writer":
        """The writer for a class's answers."""
        labels = {(a.quantity, tuple(i - 1 for i in a.index)): a.label for a in reference.asked}
        return cls(reference, ledger, texts, labels)

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
        return said + self._worked(why, place)

    def _worked(self, why: Why, place: Place) -> str:
        """` (from your h₁ = 0.7875 this is 0.03837 · 0.7875)`, where the step can be written out in a line."""
        assert why.mutation is not None
        if why.mutation.cause in _UNWORKED:
            return ""
        shapes = {name: quantity.shape for name, quantity in self.ledger.graph.items()}
        expr = element(why.mutation.expr, tuple(i + 1 for i in place[1:]), shapes)
        operands = names_in(expr) if expr is not None else ()
        if expr is None or not 0 < len(operands) <= _MOST_NUMBERS:
            return ""
        own, known = {}, {}
        for operand in operands:
            of, at = _located(operand, place)
            text = "" if of in dict(why.route) else self._text(of, at)
            if text:
                own[self.labels.get((of, at[1:]), operand)] = text
            known[operand] = text or f"{self._value(of, at, why):.6g}"
        yours = f"from your {' and '.join(f'{pretty(o)} = {text}' for o, text in own.items())} " if own else ""
        return f" ({yours}this is {show(expr, known)})"

    def _value(self, of: str, at: Place, why: Why) -> float:
        """What the student went on with where nothing is written, or the right value where the route takes that."""
        values: Array = self.ledger.reference[of] if of in dict(why.route) else self._carried(of)
        return float(values[(min(at[0], len(values) - 1), 0, *at[1:])]) + 0.0  # no minus nought

    def _carried(self, name: str) -> Array:
        return self.ledger.carry.get(name, self.ledger.reference[name])

    def _text(self, name: str, place: Place) -> str:
        texts = self.texts.get(name)
        if texts is None or not texts[place]:
            return ""
        return brief(str(texts[place]), float(self.ledger.written[name].value[(place[0], 0, *place[1:])]))


def _located(operand: str, place: Place) -> tuple[str, Place]:
    """The quantity of an element's name (`W1[1,2]`), and where one student's number of it stands, from 0."""
    of, bracket, index = operand.rstrip("]").rpartition("[")
    return (of, (place[0], *(int(i) - 1 for i in index.split(",")))) if bracket else (operand, place[:1])


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
