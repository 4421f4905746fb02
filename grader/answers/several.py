"""Which of several files of one work counts, where more than one answers the same."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from grader.answers.record import Answer
from grader.answers.rightful import of_files, rightful
from grader.answers.uploads import Filed, without_other_uploads
from grader.errors import Attention, Weight
from grader.notation import Target
from grader.numbers import Unreadable

_LAST = "the last counts (if another should, keep that one alone)"
"""Which of several files answers that differ are taken from; nobody knows when each was written."""


def settled(filed: Sequence[Filed], uploads: Sequence[Sequence[str]]) -> tuple[list[Filed], list[Attention]]:
    """Of one quantity answered in several files the last answer that can be read, and what to tell of the others.

    `uploads`: paths of files that are one file, uploaded more than once. An answer to a name of several problems counts
    for that of its file, and for no other that a file answers.
    """
    filed, told = without_other_uploads(filed, uploads)
    counts = rightful([answer for _, answer in filed], of_files([path for path, _ in filed], [a for _, a in filed]))
    filed = [each for each, does in zip(filed, counts, strict=True) if does]
    last = _last(filed)
    kept = [each for each in filed if last.get(each[1].target, each[1]) is each[1]]
    return kept, [*told, *_twice(filed), *_differing(filed, last)]


def _last(filed: Sequence[Filed]) -> dict[Target | None, Answer]:
    """What counts of each target: the last answer that can be read, or else the last."""
    given = [answer for _, answer in filed if answer.target and answer.number is not None]
    given.sort(key=lambda answer: not isinstance(answer.number, Unreadable))
    return {answer.target: answer for answer in given}


def _twice(filed: Sequence[Filed]) -> Iterator[Attention]:
    """Of each file after the first, how much of what it answers is answered in those before it, too."""
    before: dict[Target, str] = {}
    for path, answers in groupby(filed, key=itemgetter(0)):
        targets = {answer.target for _, answer in answers if answer.target and answer.number is not None}
        files = dict.fromkeys(before[target].rpartition("/")[2] for target in sorted(targets & before.keys()))
        if files:
            both = len({target[1:] for target in targets & before.keys()})  # whatever many problems ask for it
            said = ", ".join(f"'{file}'" for file in files)
            issue = f"answers {both:,} of the quantities that {said} answers, too"
            yield Attention(path, "", f"{issue}: of each the last that can be read counts", Weight.SETTLED)
        before |= dict.fromkeys(targets, path)


def _differing(filed: Sequence[Filed], last: Mapping[Target | None, Answer]) -> Iterator[Attention]:
    """Where an answer is another than that which counts; of an array it is told once for each pair of files."""
    differ: dict[tuple[str, ...], dict[tuple[str, str], None]] = {}
    for path, answer in filed:
        other = last.get(answer.target, answer) if answer.target else answer
        if other is answer or not answer.target or answer.number is None or answer.text.strip() == other.text.strip():
            continue
        what = _LAST if not isinstance(answer.number, Unreadable) else "what can be read counts"
        said = f"'{answer.name}' is '{answer.text}' here and '{other.text}' at {other.place}"
        where = (path, other.place.partition(": ")[0], what, answer.target.quantity)
        differ.setdefault(where, {})[answer.place, said] = None  # once, whatever many problems ask for it
    for (path, _, what, _), told in differ.items():
        place, said = next(iter(told))
        more = f" ({len(told):,} of its elements differ)" if len(told) > 1 else ""
        yield Attention(path, place, f"{said}{more}; {what}")
