"""Works of several students that hold the same bytes: a question for a person, and never a verdict."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from grader.answers import Submission
from grader.errors import Attention
from grader.marking import Marks, Verdict

MOST_NAMED = 5
PLAIN = (".csv", ".tsv", ".txt", ".md", ".json")
"""Ends of the names of files that may be nothing but answers: right ones are often the same, to the byte."""
_RIGHT = tuple(verdict.word for verdict in (Verdict.CORRECT, Verdict.MISSING, Verdict.IMPLIED))


def identical(marks: Sequence[Marks], submissions: Iterable[Submission]) -> Iterator[Attention]:
    """The first of each set of works that are the same to the byte, with whose the others are.

    What a group handed in together is one work; a form without answers is everybody's.
    """
    same: dict[str, dict[tuple[str, ...], Submission]] = {}
    for submission in submissions:
        if submission.sha256 and submission.readable:
            same.setdefault(submission.sha256, {}).setdefault(submission.paths, submission)
    sets = [sorted(works.values(), key=lambda work: work.student) for works in same.values() if len(works) > 1]
    answered = _whoever(marks, lambda part: part.answer != "") if sets else frozenset()
    wrong = _whoever(marks, lambda part: ~np.isin(part.verdict.astype(str), _RIGHT)) if sets else frozenset()
    for first, *others in sets:
        text = all(path.lower().endswith(PLAIN) for path in first.paths) and not first.attention
        if first.student in (wrong if text else answered):
            names = ", ".join(f"'{work.student}'" for work in others[:MOST_NAMED])
            more = f" and {len(others) - MOST_NAMED:,} more" if len(others) > MOST_NAMED else ""
            issue = f"what '{first.student}' handed in is byte for byte what {names}{more} handed in"
            yield Attention(first.paths[0], "", f"{issue}: did they hand in together, or one of them the wrong file?")


def _whoever(marks: Sequence[Marks], has: Callable[[Marks], NDArray[np.bool_]]) -> frozenset[str]:
    """The students who have such an answer to any problem."""
    return frozenset(part.students[row] for part in marks for row in np.flatnonzero(has(part).any(axis=1)).tolist())
