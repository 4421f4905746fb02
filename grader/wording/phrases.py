"""What students are told: every phrase in English, by its name; and the patterns of the notes."""

from collections.abc import Mapping

from grader.marking import SENTENCES as MARKED
from grader.marking import Verdict
from grader.marking.notes import PLAIN
from grader.overrides import SENTENCES as RULED

PHRASES: Mapping[str, str] = {
    "language": "en",
    "title": "{assignment}: feedback",
    "absent": "No work of yours was found.",
    "unread": "No answers could be read in what you handed in: a person is going to look at it.",
    "score": "{points} of {out_of} points",
    "percent": "{percent} %",
    "cap": "given back, as slips cost no more than the limit: +{points}",
    "dropped": "not counted: {problems}",
    "with bonus": "with a bonus of {points}",
    "penalty": "for being late ({late}): −{points}, {how}",
    "penalty rate": "{begun} at {rate}",
    "penalty limit": "{begun} at {rate}, up to the limit",
    "share": "{percent} % of {points}",
    "late": "how late is not known",
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
    "step formula": "The step",
    "unexplained": "No usual slip leads to this answer. Work through the step again:",
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
    "worth nothing": "worth nothing here",
    "worth part": "worth {percent} % here",
    "said": "{verdict}; you wrote {answer}",
    "unused": "What could not be used of what you handed in",
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
    "means unreadable": "nobody but a person can read it: one is going to look at it",
    "means wrong": "neither the expected value nor what follows from your earlier answers",
}
"""The phrases in English; what stands in braces is filled in. `note VERDICT` and `cause CAUSE` may be added: they stand
in place of the notes of such answers."""

SIGNS: Mapping[str, str] = {
    "correct": "✓", "carried": "↪", "implied": "✓", "imprecise": "≈", "slip": "✗", "wrong": "✗", "missing": "–",
    "unreadable": "?",
}  # fmt: skip
"""A sign for each verdict, so that colour never says it alone."""

PLAINEST = frozenset(
    PLAIN[v] for v in (Verdict.CORRECT, Verdict.CARRIED, Verdict.IMPLIED, Verdict.MISSING, Verdict.WRONG)
)
"""Notes that say no more than the verdict and its meaning."""

NOTES = tuple(note for note in dict.fromkeys((*MARKED, *RULED)) if note not in PLAINEST)
"""The patterns of the other notes, each a phrase under its own English, in a table `[notes]`."""
