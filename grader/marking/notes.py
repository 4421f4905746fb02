"""One sentence for the student about each answer, in the student's own numbers. All wording stands here."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from grader.engine import Array, names_in, pretty, show
from grader.marking.case import Judgement, Why
from grader.marking.ledger import Ledger
from grader.marking.verdicts import Verdict
from grader.reference import Reference

PLAIN: Mapping[Verdict, str] = {
    Verdict.CORRECT: "right",
    Verdict.CARRIED: "follows from your earlier answers; the slip before it is charged where it happened",
    Verdict.IMPLIED: "left blank, but a later answer of yours could not have come without it",
    Verdict.IMPRECISE: "right, but to fewer than {figures} figures",
    Verdict.WRONG: "neither the expected value nor what follows from your earlier answers",
    Verdict.MISSING: "left blank",
    Verdict.UNREADABLE: "could not be read as {kind}",
}
"""What is said where nothing more is known."""

_SOURCES = {"reference": "the right value of {name}", "follow": "{name} as it follows from what comes before it"}
_MOST_NUMBERS = 6


class Writer(NamedTuple):
    """Writes the notes of one problem."""

    reference: Reference
    ledger: Ledger
    texts: Mapping[str, np.ndarray]

    def note(self, name: str, judgement: Judgement, place: tuple[int, ...]) -> str:
        """The note for one answer; `place` is (student, *index from 0)."""
        verdict = Verdict(judgement.verdict[place])
        why = judgement.why.get(place)
        if verdict is Verdict.SLIP and why is not None:
            return self._slip(name, why, place)
        if verdict is Verdict.CARRIED and why is not None and why.route:
            return f"follows if one takes {self._route(why)}; charged nothing here"
        return self.plain(verdict)

    def plain(self, verdict: Verdict) -> str:
        """What is said of a verdict where nothing more is known of the answer."""
        kind = "a formula" if self.reference.problem.symbols else "a number"
        return PLAIN[verdict].format(figures=self.reference.problem.figures, kind=kind)

    def _route(self, why: Why) -> str:
        if len({source for _, source in why.route}) == 1 and why.route[0][1] not in _SOURCES:
            return f"your earlier answers rounded to {why.route[0][1]}"
        parts = [_SOURCES.get(source, f"{{name}} to {source}").format(name=pretty(name)) for name, source in why.route]
        return " and ".join(dict.fromkeys(parts))

    def _slip(self, name: str, why: Why, place: tuple[int, ...]) -> str:
        """What went wrong, then the step as it was worked out, with the student's own numbers."""
        assert why.mutation is not None
        belongs = [place[why.mutation.axis] + 1] if why.mutation.axis is not None else []
        said = why.mutation.says.format(*map(show, why.mutation.parts), *belongs)
        where = f" in {pretty(why.at)}, which is blank" if why.at != name else ""
        worked = self._worked(why, place) if why.at == name else ""
        return f"{said}{where}{worked}"

    def _worked(self, why: Why, place: tuple[int, ...]) -> str:
        """` (from your h1 = 0.7875 this is 0.03837 · 0.7875)`, where every operand is a single number."""
        assert why.mutation is not None
        used = names_in(why.mutation.expr)
        graph = self.ledger.graph
        if why.mutation.cause in ("copy", "digits") or not used or len(used) > _MOST_NUMBERS:
            return ""
        if any(graph[n].shape for n in used):
            return ""
        numbers = {n: self._number(n, place[0]) for n in used}
        yours = [
            f"{pretty(n)} = {numbers[n]}" for n in used if graph[n].formula is not None and self._text(n, place[0])
        ]
        source = f"from your {' and '.join(yours)} " if yours else ""
        return f" ({source}this is {show(why.mutation.expr, names=numbers)})"

    def _text(self, name: str, student: int) -> str:
        texts = self.texts.get(name)
        return str(texts[student]).strip() if texts is not None and texts.ndim == 1 else ""

    def _number(self, name: str, student: int) -> str:
        text = self._text(name, student)
        if text and self.reference.graph[name].formula is not None:
            return text
        values: Array = self.ledger.carry.get(name, self.ledger.reference[name])
        return f"{values[min(student, len(values) - 1), 0]:.6g}"
