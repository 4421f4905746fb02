"""What students are told, in one place: a course may have its own words, or its own language, by a file of phrases."""

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from string import Formatter
from types import MappingProxyType

from grader.engine import suggestion
from grader.errors import Fault, GradeError
from grader.marking import SENTENCES as MARKED
from grader.marking import VERDICTS, Said, Verdict
from grader.marking.notes import BY_CONVENTION, PLAIN
from grader.numbers import points_text
from grader.overrides import SENTENCES as RULED
from grader.totals import Total, counted

PHRASES: Mapping[str, str] = {
    "language": "en",
    "title": "{assignment}: feedback",
    "absent": "No work of yours was found.",
    "unread": "No answers could be read in what you handed in.",
    "score": "{points} of {out_of} points",
    "percent": "{percent} %",
    "cap": "{points} points are given back: slips cost no more than the limit",
    "dropped": "not counted: {problems}",
    "penalty": "{points} points off for being late ({late})",
    "late": "late",
    "days": "{count} d",
    "hours": "{count} h",
    "minutes": "{count} min",
    "problem": "Problem {name}",
    "convention": "marked by the convention “{name}”",
    "nothing wrong": "Nothing went wrong here.",
    "began": "Where it first went wrong",
    "written": "You wrote",
    "happened": "What happened",
    "step": "The step, with your own numbers",
    "unexplained": "No usual slip leads to this number. Work through the step again:",
    "elsewhere": "Other places to look at are marked in the table.",
    "graph": "Your computation",
    "graph after": "Your computation after the step",
    "graph again": "Your computation after step {number}",
    "graph note": "Your own numbers, each marked as in the table.",
    "graph from": "{quantity}, from {others}",
    "graph more": "… {count} more",
    "quantity": "Quantity",
    "answer": "Your answer",
    "verdict": "Verdict",
    "points": "Points",
    "note": "Note",
    "right": "with your earlier numbers it is {value}",
    "right formula": "it is {value}",
    "blank": "no answer",
    "bonus": "bonus",
    "more": "and {count} more",
    "said": "{verdict}; you wrote {answer}",
    "nothing": "Nothing could be graded.",
    "footer": "The marks follow your own numbers: an earlier slip is charged once, where it happened.",
    "correct": "right",
    "carried": "carried on",
    "implied": "implied",
    "imprecise": "too few figures",
    "slip": "slip",
    "wrong": "wrong",
    "missing": "missing",
    "unreadable": "unreadable",
    "means carried": "follows from your earlier answers; the slip before it is charged where it happened",
    "means implied": "no answer found, but a later answer of yours could not have come without it",
    "means missing": "no answer found",
    "means wrong": "neither the expected value nor what follows from your earlier answers",
}
"""The phrases in English; what stands in braces is filled in. `note VERDICT` and `cause CAUSE` may be added: they stand
in place of the notes of such answers."""

NOTES = tuple(dict.fromkeys((*MARKED, *RULED)))
"""The patterns of the notes, which are phrases under their own English, in a table `[notes]`."""

SIGNS: Mapping[str, str] = {
    "correct": "✓", "carried": "↪", "implied": "✓", "imprecise": "≈", "slip": "✗", "wrong": "✗", "missing": "–",
    "unreadable": "?",
}  # fmt: skip
"""A sign for each verdict, so that colour never says it alone."""


class Wording:
    """Says phrases, with numbers and names filled in."""

    def __init__(
        self, own: Mapping[str, str] = MappingProxyType({}), notes: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        """`own` are phrases by name; `notes` patterns of notes by the English ones."""
        self._phrases = {**PHRASES, **own}
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

    def note(self, verdict: str, cause: str, note: str) -> str:
        """What is said of an answer: the course's own words for such a cause or verdict, else the note of the mark.

        Nothing where that says no more than the verdict, or what it means; nor under which convention it is marked.
        """
        own = self._phrases.get(f"cause {cause}") or self._phrases.get(f"note {verdict}")
        return own.format() if own else self._sentence(note)

    def _sentence(self, note: str) -> str:
        said = note.parts[0] if isinstance(note, Said) and note.pattern == BY_CONVENTION else note
        if said in _SAID:
            return ""
        return said.by(self._notes) if isinstance(said, Said) else said

    def policies(self, total: Total, problems: Sequence[str]) -> Iterator[str]:
        """What policies give or take, so that no score is other than the sum of its parts without a word.

        `problems` are their names.
        """
        if total.returned:
            yield self("cap", points=points_text(total.returned))
        if total.dropped:
            yield self("dropped", problems=", ".join(problems[i] for i in sorted(total.dropped)))
        if total.penalty and total.lateness:
            by = total.lateness.by
            late = self("late") if by is None else " ".join(self(unit, count=n) for unit, n in counted(by).items())
            yield self("penalty", points=points_text(total.penalty), late=late)


_SAID = frozenset(PLAIN[v] for v in (Verdict.CORRECT, Verdict.CARRIED, Verdict.IMPLIED, Verdict.MISSING, Verdict.WRONG))
"""Notes that say no more than the verdict and its meaning."""


def read_wording(path: Path) -> Wording:
    """The phrases of a TOML file: `"score" = "{points} von {out_of} Punkten"`, one a line.

    GradeError with every fault at once: an unknown phrase, one that is no text, a part that it does not have.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise GradeError([Fault(str(path), f"cannot be read: {(error.strerror or '').lower()}")]) from None
    except ValueError as error:
        raise GradeError([Fault(str(path), f"is not TOML: {error}")]) from None
    notes = found.pop("notes", {})
    if not isinstance(notes, dict):
        raise GradeError([Fault(str(path), "'notes' is no table of notes", "head it [notes]")])
    faults = [fault for phrase, text in found.items() for fault in _faults(path, phrase, text)]
    faults += [fault for note, text in notes.items() for fault in _note_faults(path, note, text)]
    if faults:
        raise GradeError(faults)
    return Wording(found, notes)


def _faults(path: Path, phrase: str, text: object) -> Iterator[Fault]:
    if phrase not in PHRASES and not phrase.startswith(("note ", "cause ")):
        yield Fault(str(path), f"unknown phrase '{phrase}'", suggestion(phrase, PHRASES))
    else:
        yield from _text_faults(path, phrase, text, PHRASES.get(phrase, ""))


def _note_faults(path: Path, note: str, text: object) -> Iterator[Fault]:
    if note not in NOTES:
        yield Fault(str(path), f"no note reads '{note}'", suggestion(note, NOTES))
    else:
        yield from _text_faults(path, note, text, note)


def _text_faults(path: Path, phrase: str, text: object, english: str) -> Iterator[Fault]:
    """What is wrong with a text that stands in place of the English one."""
    if not isinstance(text, str):
        yield Fault(str(path), f"'{phrase}' is not a text", "write it in quotes")
        return
    known = _parts(english)
    try:
        unknown = _parts(text) - known
    except ValueError as error:
        yield Fault(str(path), f"'{phrase}': {error}", "write {{ for a brace that is meant as one")
        return
    for part in sorted(unknown):
        can = f"there is {', '.join(sorted(known))}" if known else "nothing is filled in here"
        yield Fault(str(path), f"'{phrase}' has no part '{part}'", can)


def _parts(text: str) -> set[str]:
    """The names in braces, whole: `{points.real}` and `{points!r}` are none of ours."""
    fields = ((name, form, kind) for _, name, form, kind in Formatter().parse(text) if name is not None)
    return {f"{name}{'!' + kind if kind else ''}{':' + form if form else ''}" for name, form, kind in fields}


def to_toml() -> str:
    """Every phrase in English, as a file of phrases to begin with."""
    named = (f"{_key(phrase)} = {_quoted(text)}" for phrase, text in PHRASES.items())
    notes = (f"{_quoted(note)} = {_quoted(note)}" for note in NOTES)
    return "\n".join([*named, "", "[notes]", *notes, ""])


def _key(phrase: str) -> str:
    return phrase if phrase.isidentifier() else _quoted(phrase)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
