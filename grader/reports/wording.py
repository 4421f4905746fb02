"""What feedback says, in one place: a course may have its own words, or its own language, from a file of phrases."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

from grader.engine import suggestion
from grader.errors import Fault, GradeError

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
    "quantity": "Quantity",
    "answer": "Your answer",
    "verdict": "Verdict",
    "points": "Points",
    "note": "Note",
    "right": "with your earlier numbers it is {value}",
    "right formula": "it is {value}",
    "blank": "no answer",
    "bonus": "bonus",
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
"""The phrases in English. What stands in braces is filled in; of what is not here, notes and causes come as the marks
have them, unless a phrase `note VERDICT` or `cause CAUSE` replaces them."""

SIGNS: Mapping[str, str] = {
    "correct": "✓", "carried": "↪", "implied": "✓", "imprecise": "≈", "slip": "✗", "wrong": "✗", "missing": "–",
    "unreadable": "?",
}  # fmt: skip
"""A sign for each verdict, so that colour never says it alone."""


class Wording:
    """Says phrases, with numbers and names filled in."""

    def __init__(self, own: Mapping[str, str] | None = None) -> None:
        self._phrases = {**PHRASES, **(own or {})}

    def __call__(self, phrase: str, **parts: object) -> str:
        """The phrase with its parts filled in."""
        return self._phrases[phrase].format(**parts)

    def meaning(self, verdict: str) -> str:
        """What a verdict means, where it does not say it itself."""
        return self._phrases.get(f"means {verdict}", "")

    def note(self, verdict: str, cause: str, note: str) -> str:
        """What is said of an answer: the course's own words for such a cause or verdict, else the note of the mark."""
        own = self._phrases.get(f"cause {cause}") or self._phrases.get(f"note {verdict}")
        return own.format() if own else note


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
    if faults := [fault for phrase, text in found.items() for fault in _faults(path, phrase, text)]:
        raise GradeError(faults)
    return Wording(found)


def _faults(path: Path, phrase: str, text: object) -> Iterator[Fault]:
    if not isinstance(text, str):
        yield Fault(str(path), f"'{phrase}' is not a text", "write it in quotes")
        return
    if phrase not in PHRASES and not phrase.startswith(("note ", "cause ")):
        yield Fault(str(path), f"unknown phrase '{phrase}'", suggestion(phrase, PHRASES))
        return
    known = _parts(PHRASES.get(phrase, ""))
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
