"""Work done sample by sample: which sample each row of a sheet speaks of, and what a sample adds to a sum."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from grader.answers.layouts.headings.slopes import titles_backward, titles_gradients
from grader.answers.layouts.text.words import heads_answers
from grader.answers.record import Answer, Cell, Kind, Remark
from grader.notation import Target, Vocabulary, after_update, problem_heading, sample_heading

_LOSS = re.compile(r"\W*(?:loss|cost|total|verlust|kosten|p[eé]rdida|perte|perdita|perda)\W*", re.IGNORECASE)
_ZERO = re.compile(r"(?<![\d.,])0(?![\d.,])")
_MOST_HEADS = 5
"""So many cells a header with a sample in it has at most."""


class Section(NamedTuple):
    """What the headings above a row say of samples."""

    sample: int = 0
    """The sample spoken of, from 1; 0 for none."""
    heard: frozenset[int] = frozenset()
    """The samples spoken of so far."""
    under: frozenset[str] = frozenset()
    """What else has headed lines while samples were spoken of."""
    rest: str | None = None
    """What the row itself says behind its heading: `Sample 1: z = 0.5`."""


class Within(NamedTuple):
    """An answer to a quantity that has no samples, which stands where one sample is spoken of."""

    answer: Answer
    section: Section


def sections(rows: Iterable[Sequence[Cell]], vocabulary: Vocabulary, above: Section) -> list[Section]:
    """The section of each row; without quantities that have a row a sample there are none."""
    if not vocabulary.samples:
        return []
    rows = list(rows)
    found, now, zero = [], above._replace(rest=None), _from_zero(rows, vocabulary)
    for row in rows:
        texts = [cell for cell in row if cell.kind is not Kind.BLANK]
        now = now._replace(rest=None)
        headed = [cell for cell in texts if not heads_answers(cell.text)] if 1 < len(texts) < _MOST_HEADS else texts
        if len(headed) == 1 and headed[0].kind is Kind.TEXT and (len(texts) == 1 or _numbered(headed[0].text, zero)):
            now = _after(headed[0].text, now, vocabulary, zero)
        elif now.sample and any(cell.kind is Kind.TEXT and _numbered(cell.text, zero) for cell in texts):
            now = now._replace(sample=0)  # another sample, in a row of which it is not clear what it heads
        found.append(now)
    return found


def _from_zero(rows: Sequence[Sequence[Cell]], vocabulary: Vocabulary) -> bool:
    """Whether the headings count the samples from 0: there is a `Sample 0`, and none that is then beyond the last."""
    texts = [cell.text for row in rows for cell in row if cell.kind is Kind.TEXT]
    if not any(_ZERO.search(text) and sample_heading(text) == (0, "") and _heading(text, True) for text in texts):
        return False
    heard = {heading[0] for text in texts if (heading := _heading(text, True)) and heading[0]}
    return heard == set(range(1, len(heard) + 1)) and len(heard) <= vocabulary.samples


def _heading(text: str, zero: bool) -> tuple[int, str] | None:
    """What `sample_heading` says, where samples are counted from 0, too."""
    heading = sample_heading(text)
    if not zero or not heading:
        return heading
    if heading[0]:
        return heading[0] + 1, heading[1]
    first = sample_heading(_ZERO.sub("1", text, count=1)) if _ZERO.search(text) else None
    return first if first and first[0] == 1 else heading


def _numbered(text: str, zero: bool) -> bool:
    """Whether a cell beside the words of a header heads one sample: `Sample 1 | value`."""
    heading = _heading(text, zero)
    return heading is not None and heading[0] > 0 and not heading[1]


def _after(text: str, now: Section, vocabulary: Vocabulary, zero: bool) -> Section:
    heading = _heading(text, zero)
    if heading and heading[0] and not (heading[1] == "" and vocabulary.asks(text)):
        return Section(heading[0], now.heard | {heading[0]}, now.under, heading[1] or None)
    loss = _LOSS.fullmatch(text)
    if not now.sample or "=" in text or (vocabulary.find(text) and not loss):
        return now
    if heading or problem_heading(text) or after_update(text):
        return now._replace(sample=0)
    if titles_gradients(text) or titles_backward(text) or loss:
        every = now.heard >= set(range(1, vocabulary.samples + 1))
        new = text.strip().casefold() not in now.under  # each sample may have gradients of its own
        return now._replace(sample=0 if every and new else now.sample, under=now.under | {text.strip().casefold()})
    return now


def settled(answers: Sequence[Answer], within: Sequence[Within], count: int) -> tuple[list[Answer], list[Remark]]:
    """The answers without what single samples add to a sum, and what is to be said of them.

    What has no samples, and is said of one sample only when all others have been spoken of, stands there by chance:
    the loss of all below the last sample. Said of several samples, or too early, it is each sample's own part.
    """
    said: dict[Target, set[int]] = {}
    for answer, section in within:
        if answer.target:
            said.setdefault(answer.target, set()).add(section.sample)
    wholes, parts = list[Within](), list[Within]()
    for each in within:
        assert each.answer.target
        whole = len(said[each.answer.target]) == 1 and each.section.heard >= set(range(1, count + 1))
        (wholes if whole else parts).append(each)
    of_samples = {id(answer) for answer, _ in parts}
    kept = [a._replace(target=None) if id(a) in of_samples else a for a in answers]
    return kept, [*_told(parts, "not read, as it may be the part of each"), *_told(wholes, "taken for that of all")]


def _told(within: Iterable[Within], done: str) -> list[Remark]:
    """What is to be said of each name, once, of which something was done."""
    places: dict[str, dict[int, str]] = {}
    for answer, section in within:
        places.setdefault(answer.name, {}).setdefault(section.sample, answer.place)
    return [
        Remark(
            next(iter(at.values())),
            f"'{name}' stands under sample{'s' if len(at) > 1 else ''} {', '.join(map(str, at))}, and is one for all "
            f"samples: it was {done}",
        )
        for name, at in places.items()
    ]
