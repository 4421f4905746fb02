"""Answers in several uploads of one file: one upload counts, as far as it answers what the others do."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from grader.answers.record import Answer
from grader.errors import Attention, Weight
from grader.numbers import Unreadable

if TYPE_CHECKING:
    from grader.notation import Target

SHARE = 0.8
"""Of what a file answers of a problem, how much another upload of it answers again; two parts of a work share less."""
Filed = tuple[str, Answer]
"""The path of a file, and an answer in it."""


def without_other_uploads(
    answers: Sequence[Filed], uploads: Sequence[Sequence[str]]
) -> tuple[Sequence[Filed], list[Attention]]:
    """The answers that count where files are `uploads` of one, the one that counts last; and what to say of others.

    A problem counts as it is in that one where nearly all that is answered in another is answered there, too. What a
    file answers besides stays: two files that happen to be called alike are parts of a work.
    """
    told = []
    for *others, last in uploads:
        for path in others:
            before, again = _answered(answers, path), _answered(answers, last)
            left = {target.problem for target in before & again if _is_repeated(target.problem, before, again)}
            if left:
                answers = [each for each in answers if not (each[0] == path and _is_of(each[1], left))]
                told.append(Attention(path, "", *_told(last, left, before - again)))
    return answers, told


def _answered(answers: Sequence[Filed], path: str) -> set["Target"]:
    """What can be read in a file."""
    own = (answer for of, answer in answers if of == path)
    return {a.target for a in own if a.target and a.number is not None and not isinstance(a.number, Unreadable)}


def _is_repeated(problem: str, before: Collection["Target"], again: Collection["Target"]) -> bool:
    own = [target for target in before if target.problem == problem]
    return sum(target in again for target in own) >= SHARE * len(own)


def _is_of(answer: Answer, problems: Collection[str]) -> bool:
    return answer.target is not None and answer.target.problem in problems


def _told(last: str, left: Collection[str], alone: Collection["Target"]) -> tuple[str, Weight]:
    """What to say of an upload that does not count, with what is answered in it `alone`."""
    said = f"'{last.rpartition('/')[2]}' is another upload of it, answers the same questions, and counts"
    dropped = [target.quantity for target in alone if target.problem in left]
    kept = [target.quantity for target in alone if target.problem not in left]
    said += _besides(dropped, "left out") + _besides(kept, "read here")
    return said, Weight.LOOK if alone else Weight.SETTLED


def _besides(quantities: Sequence[str], how: str) -> str:
    first, *more = sorted(set(quantities)) or [""]
    others = f" and {len(more)} more" if more else ""
    return f"; it does not answer '{first}'{others}: {how}" if first else ""
