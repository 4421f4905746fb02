"""Says what students are told, in a course's own words where it has some."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction
from types import MappingProxyType

from grader.marking import VERDICTS, Said
from grader.marking.notes import BY_CONVENTION
from grader.numbers import DECIMALS, points_on_page, points_text
from grader.totals import Total, counted
from grader.wording.phrases import PHRASES, PLAINEST
from grader.wording.reasons import reason, without_remedy


class Wording:
    """Says phrases, with numbers and names filled in."""

    def __init__(
        self,
        own: Mapping[str, str] = MappingProxyType({}),
        notes: Mapping[str, str] = MappingProxyType({}),
        reasons: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """`own` are phrases by name; `notes` and `reasons` patterns by the English ones."""
        self._phrases = {**PHRASES, **own}
        self._reasons = reasons
        self._notes = {**{verdict: own[verdict] for verdict in VERDICTS if verdict in own}, **notes}

    def __call__(self, phrase: str, **parts: object) -> str:
        """The phrase with its parts filled in."""
        return self._phrases[phrase].format(**parts)

    def pattern(self, phrase: str) -> str:
        """The phrase with its parts in braces."""
        return self._phrases[phrase]

    def graph(self) -> tuple[str, str]:
        """How the graph of a computation is said to who does not see it (see `grader.drawing`)."""
        return self._phrases["graph from"], self._phrases["graph more"]

    def meaning(self, verdict: str) -> str:
        """What a verdict means, where it does not say it itself."""
        return self._phrases.get(f"means {verdict}", "")

    def worth(self, verdict: str, share: Fraction) -> str:
        """What a verdict means, and that it is worth less than one might think, such a share of the points."""
        worth = self("worth part", percent=points_on_page(100 * share)) if share else self("worth nothing")
        return "; ".join(filter(None, (self.meaning(verdict), worth)))

    def note(self, verdict: str, cause: str, note: str) -> str:
        """What is said of an answer: the course's own words for such a cause or verdict, else the note of the mark.

        Nothing where that says no more than the verdict, or what it means; nor under which convention it is marked.
        """
        own = self._phrases.get(f"cause {cause}") or self._phrases.get(f"note {verdict}")
        return own.format() if own else self._sentence(note)

    def _sentence(self, note: str) -> str:
        said = note.parts[0] if isinstance(note, Said) and note.pattern == BY_CONVENTION else note
        if said in PLAINEST:
            return ""
        return said.by(self._notes) if isinstance(said, Said) else said

    def reason(self, said: str) -> str:
        """Why a file could not be read."""
        return reason(said, self._reasons)

    def fault(self, said: str) -> str:
        """The same to whoever hands in nothing more: what could be done about it is left out."""
        return self.reason(without_remedy(said))

    def policies(self, total: Total, problems: Sequence[str], worth: Fraction = Fraction(1)) -> Iterator[str]:
        """What policies give or take, so that no score is other than the sum of its parts without a word.

        `problems` are their names; `worth` is what one of the rubric's points is worth where this is said.
        """
        if total.returned:
            yield self("cap", points=points_on_page(total.returned * worth))
        if total.dropped:
            yield self("dropped", problems=", ".join(problems[i] for i in sorted(total.dropped)))
        if total.penalty and total.lateness:
            by = total.lateness.by
            late = self("late") if by is None else self._span(by)
            yield self("penalty", points=_taken(total.penalty * worth), late=late, how=self._rate(total, worth))

    def _span(self, span: timedelta) -> str:
        return " ".join(self(unit, count=n) for unit, n in counted(span).items())

    def _rate(self, total: Total, worth: Fraction) -> str:
        """How a penalty came about: `2 d at 10 % of 31.57`."""
        if total.late is None or total.lateness is None:
            return ""
        units, (share, points) = total.lateness.units, total.late.penalty
        whole = total.out_of if total.late.of_possible else total.earned
        of = points_on_page(whole * worth)
        rate = self("share", percent=points_text(100 * share), points=of) if share else points_on_page(points * worth)
        begun = self("days" if total.late.unit == timedelta(days=1) else "hours", count=units)
        limited = total.penalty != units * total.late.penalty.of(whole)
        return self("penalty limit" if limited else "penalty rate", begun=begun, rate=rate)


def _taken(points: Fraction) -> str:
    """What is taken off, with all of its decimals where these are few, so that what is left can be worked out.

    >>> _taken(Fraction(5975, 1000)), _taken(Fraction(2, 3))
    ('5.975', '0.67')
    """
    return points_text(points) if (points * 10**DECIMALS).denominator == 1 else points_on_page(points)
