"""One sentence for the student about each answer, in the student's own numbers. All wording stands here."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

import numpy as np

from grader.engine import (
    NO_AXIS,
    SAYINGS,
    Array,
    Expr,
    Mutation,
    Name,
    names_in,
    pretty,
    show,
)
from grader.engine.elements.written_out import element
from grader.engine.printing.cancelling import cancelled
from grader.marking.as_known import without_ones
from grader.marking.carrying.misread import READ
from grader.marking.in_words import in_words
from grader.marking.judgement import Judgement, Place, Why
from grader.marking.ledger import Ledger
from grader.marking.marks import Texts
from grader.marking.other_rules import CALLED, DECAYED, OTHER_RULE, WITH_VELOCITY
from grader.marking.pen import PEN
from grader.marking.said import Said, listed
from grader.marking.searching.scaled import PARTLY, TIMES
from grader.marking.slips.outputs import ACTIVATED, SLOPED
from grader.marking.slips.penalty import COUNTED, PENALISED
from grader.marking.slips.shortcut import ALONE, EARLY, TWICE, WRITTEN_OUT
from grader.marking.slips.slopes import ALREADY, LEFT_OUT, TAKEN, TOO_EARLY
from grader.marking.suspicions import INFERRED, MADE_AGAIN, MISREAD, SLIPPED
from grader.marking.verdicts import Verdict
from grader.numbers import brief
from grader.reference import Reference, Role

PLAIN: Mapping[Verdict, str] = {
    Verdict.CORRECT: "right",
    Verdict.CARRIED: "follows from your earlier answers; the slip before it is charged where it happened",
    Verdict.IMPLIED: "no answer found, but a later answer of yours could not have come without it",
    Verdict.IMPRECISE: "right, but to fewer than {0} figures",
    Verdict.WRONG: "neither the expected value nor what follows from your earlier answers",
    Verdict.MISSING: "no answer found",
    Verdict.UNREADABLE: "could not be read as a number",
}
"""What is said where nothing more is known."""

ROUNDED = "follows from your earlier answers, as they are rounded"
"""What is said of a carried answer where there is no slip before it."""

COARSE = "follows from your earlier answers, but to fewer than {0} figures"
"""What is said of a carried answer of which a single figure is given."""

NO_FORMULA = "could not be read as a formula"
"""What is said of what cannot be read where a formula is asked."""

FROM_WRONG = (
    "follows from your {0}, which is neither right nor explained; no points are set on that, so it is charged here"
)
"""What is said of the first answer that follows from an unexplained number in a step that carries no points."""

UNDEFINED = "follows from your earlier answers, of which there is no such number; the slip is charged where it happened"
"""What is said of an answer that says that there is no number, where a step has no value with the student's own."""

FAULT = "could not be read as a formula: {0}"
"""The same, where it is known what is at fault."""

CANCELLED = "right, though minus what follows from your {0}: two slips of sign cancel, or its sign is miswritten"
"""What is said of a right answer after a wrong one of the other sign."""

TOO_SHORT = "right, but to too few places to show the step"
"""What is said of an updated parameter that cannot be told from the one before."""

TOO_ROUGH = "follows from your earlier answers, but to too few places to show the step"
"""What is said of an updated parameter that follows, and cannot be told from the one before."""

FIGURELESS = "right, but rounded so far that hardly a figure of it is left"
"""What is said of a right answer of which rounding has left hardly a figure, where no figures are asked."""

FOLLOWS_FIGURELESS = "follows from your earlier answers, but rounded so far that hardly a figure of it is left"
"""What is said of such an answer that is carried."""

SAME_SLIP = "the same slip as in {0}, where it is charged"
"""What is said of an answer whose slip is charged elsewhere."""

_SAME_AT_A_COST = "the same slip as in {0}, where it is charged; here it costs {1} of {2}, too"
"""The same, where such an answer is not worth all its points."""

AS_ONE = "the same slip; one formula for all of it is one answer, and charged as a whole"
"""What is said of an element beside the one that a slip was found in, where one formula was given for an array."""

EMPTIED = "follows from your earlier answers, but only because a slip has made it 0: nothing was left to work out here"
"""What is said of a step that a slip has made trivial."""

BLANK_EMPTIED = "no answer found; a slip before it has made it 0, so that nothing was left to work out here"
"""What is said of such a step that is blank."""

STAYS = (
    "follows from your earlier answers, but only because a slip has made its step 0: nothing was left to work out here"
)
"""What is said of a parameter that stays as it is, since a slip has made its gradient trivial."""

BLANK_STAYS = "no answer found; a slip before it has made its step 0, so that nothing was left to work out here"
"""What is said of such a parameter that is blank."""

ASIDE = "right, but not the number that you went on with"
"""What is said of a right answer that the rest of the work is marked without."""

BY_CONVENTION = "{0} (by the convention '{1}')"
"""What is said of an answer, and under which declared alternative it is marked."""

_TAKEN = "follows if one takes {0}; charged nothing here"
_TAKEN_AT_A_COST = "follows if one takes {0}; here that costs {1} of {2}, too"
_AT_A_COST = {SAME_SLIP: _SAME_AT_A_COST, _TAKEN: _TAKEN_AT_A_COST}
_SOURCES = {
    "reference": "the right value of {0}",
    "follow": "{0} as it follows from what comes before it",
    SLIPPED: "{0} with the slip that was made there",
    INFERRED: "{0} as an earlier answer of yours tells it",
    MISREAD: "{0} as you took it before",
    MADE_AGAIN: "{0} with your earlier slips made again",
}
ALL_ROUNDED, _TO = "your earlier answers rounded to {0}", "{0} to {1}"
_DIGITS = {
    "figures": "{0} figures",
    "decimals": "{0} decimals",
    "figures-cut": "{0} figures, cut off",
    "decimals-cut": "{0} decimals, cut off",
}
_BOTH, _ON_THE_WAY, _THIS = "{0}, and {1}", "{0}, in {1} on the way here", "{0} (this is {1})"
_WENT_ON = "{0}, in the {1} that you went on with"
_FROM_YOURS = "{0} (from your {1} this is {2})"
_OWN = {"element": "element {0}", "row": "row {0}", "column": "column {0}"}
_ANOTHER = {"element": "another element", "row": "another row", "column": "another column"}
SENTENCES = (
    *PLAIN.values(), COARSE, NO_FORMULA, FAULT, TOO_SHORT, TOO_ROUGH, FIGURELESS, FOLLOWS_FIGURELESS, ROUNDED,
    UNDEFINED, CANCELLED, FROM_WRONG, SAME_SLIP, EMPTIED, BLANK_EMPTIED, STAYS, BLANK_STAYS,
    *_AT_A_COST.values(), AS_ONE, ASIDE, BY_CONVENTION, _TAKEN, *_SOURCES.values(),
    ALL_ROUNDED, _TO, *_DIGITS.values(), "{0} and {1}", *SAYINGS,
    *_OWN.values(), *_ANOTHER.values(), TWICE, ALONE, EARLY, WRITTEN_OUT, PENALISED, COUNTED, ACTIVATED,
    SLOPED, OTHER_RULE, DECAYED, WITH_VELOCITY, *dict.fromkeys(CALLED.values()),
    TAKEN, LEFT_OUT, TOO_EARLY, ALREADY, READ, TIMES, PARTLY, *PEN, _BOTH, _ON_THE_WAY, _WENT_ON, _THIS, _FROM_YOURS,
)  # fmt: skip
"""Every pattern of a note, for whoever says them in another language."""

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
    written_out: Callable[[Expr, tuple[int, ...]], Expr | None]
    """The formula of one element of a step; None where it is too long for a line. Many students make the same slip."""

    @classmethod
    def of(cls, reference: Reference, ledger: Ledger, texts: Mapping[str, Texts]) -> "Writer":
        """The writer for a class's answers."""
        labels = {(a.quantity, tuple(i - 1 for i in a.index)): a.label for a in reference.asked}
        shapes = {name: quantity.shape for name, quantity in ledger.graph.items()}
        written_out = cache(lambda formula, index: (out := element(formula, index, shapes)) and cancelled(out))
        return cls(reference, ledger, texts, labels, written_out)

    def note(self, name: str, judgement: Judgement, place: Place) -> str:
        """The note for one answer; `place` is (student, *index from 0)."""
        verdict = Verdict(judgement.verdict[place])
        why = judgement.why.get(place)
        if verdict is Verdict.SLIP and why is not None:
            return self._slip(name, why, place)
        if verdict is Verdict.CARRIED and why is not None and why.undefined:
            return Said(UNDEFINED)
        if verdict is Verdict.CARRIED and why is not None and why.same:
            return Said(SAME_SLIP, pretty(why.same))
        if verdict is Verdict.CARRIED and why is not None and why.route:
            return Said(_TAKEN, _taken(why))
        if verdict is Verdict.IMPRECISE and why is not None:
            figures, steps = self.reference.problem.figures, self._is_update(name)
            return Said(COARSE, str(figures)) if figures else Said(TOO_ROUGH if steps else FOLLOWS_FIGURELESS)
        if verdict is Verdict.WRONG and why is not None and (why.at, "follow") in why.route:
            return Said(FROM_WRONG, pretty(why.at))
        if verdict is Verdict.CORRECT and why is not None and why.at:
            return Said(CANCELLED, pretty(why.at))
        return self.plain(verdict, name)

    def plain(self, verdict: Verdict, name: str) -> str:
        """What is said of a verdict on an answer to a quantity where nothing more is known of it."""
        if verdict is Verdict.IMPRECISE and not self.reference.problem.figures:
            return Said(TOO_SHORT if self._is_update(name) else FIGURELESS)
        if verdict is Verdict.UNREADABLE and self.reference.problem.symbols:
            return Said(NO_FORMULA)
        return Said(PLAIN.get(verdict, ""), str(self.reference.problem.figures))

    def _is_update(self, name: str) -> bool:
        return self.ledger.graph[name].role is Role.UPDATE

    def _slip(self, name: str, why: Why, place: Place) -> str:
        """What went wrong, then the step as it was worked out, with the student's own numbers."""
        assert why.mutation is not None
        here = place if why.at == name else None
        said = self._said(why.mutation, here)
        if why.mutation.also is not None:
            said = Said(_BOTH, said, self._said(why.mutation.also, here))
        if why.at != name:
            return self._elsewhere(said, why, place[0])
        if why.mutation.cause in _UNWORKED or (place[0], name) in self.ledger.own_steps.beside:
            return said
        if self.reference.problem.symbols:
            return Said(_THIS, said, in_words(cancelled(without_ones(why.mutation.expr, self.reference))))
        return self._worked(said, why, place)

    def _said(self, mutation: Mutation, place: Place | None) -> str:
        """What went wrong; `place` is that of the answer, None where the slip happened in another quantity."""
        belongs = ""
        if mutation.axis is not None:
            word = mutation.says.split(maxsplit=1)[0]
            known = place is not None and NO_AXIS > mutation.axis >= 1 - len(place)
            own = str(place[mutation.axis] + 1) if place and known else ""
            used = [show(part) for part in mutation.parts[1:]]
            belongs = Said(_OWN[word], own) if own and own not in used else Said(_ANOTHER[word])
        return Said(
            mutation.says,
            *(in_words(cancelled(without_ones(part, self.reference))) for part in mutation.parts),
            belongs,
        )

    def _elsewhere(self, said: str, why: Why, student: int) -> str:
        """Where a slip happened that shows here first: in a blank, or in what a right answer was not gone on with."""
        assert why.mutation is not None
        if Name(why.at) in why.mutation.parts:
            return said  # it says so
        aside = (masks[why.at] for masks in (self.ledger.aside, self.ledger.doubted) if why.at in masks)
        where = _WENT_ON if any(mask[student].any() for mask in aside) else _ON_THE_WAY
        return Said(where, said, pretty(why.at))

    def _worked(self, said: str, why: Why, place: Place) -> str:
        """`… (from your h₁ = 0.7875 this is 0.03837 · 0.7875)`, where the step can be written out in a line."""
        assert why.mutation is not None
        formula = without_ones(why.mutation.expr, self.reference)
        expr = self.written_out(formula, tuple(i + 1 for i in place[1:]))
        operands = names_in(expr) if expr is not None else ()
        if expr is None or not 0 < len(operands) <= _MOST_NUMBERS:
            return said
        own, known = {}, {}
        for operand in operands:
            of, at = _located(operand, place)
            text = "" if of in dict(why.route) else self._text(of, at)
            if text:
                own[self.labels.get((of, at[1:]), operand)] = text
            known[operand] = text or f"{self._value(of, at, why):.6g}"
        worked = in_words(expr, known)
        yours = [f"{pretty(name)} = {text}" for name, text in own.items()]
        return Said(_FROM_YOURS, said, listed(yours), worked) if yours else Said(_THIS, said, worked)

    def _value(self, of: str, at: Place, why: Why) -> float:
        """What the student went on with where nothing is written, or the right value where the route takes that."""
        values: Array = self.ledger.reference[of] if of in dict(why.route) else self._carried(of)
        return float(values[(min(at[0], len(values) - 1), 0, *at[1:])]) + 0.0  # no minus nought

    def _carried(self, name: str) -> Array:
        return self.ledger.carry.get(name, self.ledger.reference[name])

    def _text(self, name: str, place: Place) -> str:
        texts = self.texts.get(name)
        value = float(self.ledger.written[name].value[(place[0], 0, *place[1:])]) if texts is not None else np.nan
        if texts is None or not texts[place] or np.isnan(value):  # what cannot be read is no number to go on with
            return ""
        return brief(str(texts[place]), value)


def at_a_cost(note: str, lost: str, out_of: str) -> str:
    """The note of an answer whose slip is charged elsewhere, with the points that are taken here, too.

    >>> at_a_cost(Said(SAME_SLIP, "W₁′"), "0.5", "1")
    'the same slip as in W₁′, where it is charged; here it costs 0.5 of 1, too'
    """
    if isinstance(note, Said) and note.pattern in _AT_A_COST:
        return Said(_AT_A_COST[note.pattern], *note.parts, lost, out_of)
    return note


def went_wrong(note: str) -> str:
    """What the note of a slip says went wrong, without the numbers of the student who is told so."""
    while isinstance(note, Said) and note.pattern in (_THIS, _FROM_YOURS, BY_CONVENTION):
        note = note.parts[0]
    return note


def _located(operand: str, place: Place) -> tuple[str, Place]:
    """The quantity of an element's name (`W1[1,2]`), and where one student's number of it stands, from 0."""
    of, bracket, index = operand.rstrip("]").rpartition("[")
    return (of, (place[0], *(int(i) - 1 for i in index.split(",")))) if bracket else (operand, place[:1])


def _taken(why: Why) -> str:
    """`the right value of h₁ and s₁ as it follows from what comes before it`."""
    sources = {source for _, source in why.route}
    if len(sources) == 1 and not sources <= set(_SOURCES):
        return Said(ALL_ROUNDED, _digits(why.route[0][1]))
    return listed(list(dict.fromkeys(_source(pretty(name), source) for name, source in why.route)))


def _source(name: str, source: str) -> str:
    return Said(_SOURCES[source], name) if source in _SOURCES else Said(_TO, name, _digits(source))


def _digits(source: str) -> str:
    """`2 figures` or `3 decimals`, as routes are called by which numbers were rounded."""
    count, word = source.split()
    return Said(_DIGITS[word], count)
