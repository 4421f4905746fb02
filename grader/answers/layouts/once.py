"""Each quantity once, whatever often a file answers it."""

import re
from collections.abc import Iterator, Sequence

from grader.answers.layouts.borrowed import borrowed, of_arrays
from grader.answers.layouts.page import Alike, Page
from grader.answers.layouts.text.telling import unreadable
from grader.answers.record import Answer, Remark
from grader.notation import Target, Vocabulary
from grader.numbers import Number, Unreadable

_CONCERNS = re.compile(r"\s*(?:for|f[uü]r|pour|para|per|voor)\s", re.IGNORECASE)
"""Before what something is said of, and be it its gradient."""
_ON_THE_WAY = 1e-3
"""How far numbers rounded to three figures or four may lead arithmetic astray."""


def once(
    answers: Sequence[Answer], remarks: Sequence[Remark], vocabulary: Vocabulary, pages: Sequence[Page]
) -> tuple[list[Answer], list[Remark]]:
    """Each target's answer: the last one that can be read; a remark where two differ, and where none can be read.

    One that `_is_less` does not count against the one before it, nor does one of two columns that differ.
    """
    kept: dict[Target, Answer] = {}
    rivalled = {place for page in pages for place in page.rivalled}
    others, twice = [answer for answer in answers if answer.target is None], _Twice()
    for answer in answers:
        if answer.target is None:
            continue
        before = kept.get(answer.target)
        if before is None or _weight(answer) > _weight(before):
            kept[answer.target] = answer
        elif _weight(answer) == _weight(before) > 0:
            rival = answer.place in rivalled and before.place not in rivalled
            less = rival or _is_less(answer, before, answer.target)
            if not _same(before, answer):
                twice.put(before, answer, answer.target, less)
            kept[answer.target] = before if less else answer
    told = dict.fromkeys((*remarks, *twice.told()))
    for target, answer in [item for item in kept.items() if twice.doubts(item[1])]:
        del kept[target]
        others.append(answer._replace(target=None))
        told[Remark(answer.place, f"nobody asked for '{answer.name}' (it may be of something else: name it so)")] = None
    _borrow(kept, told, vocabulary, [each for page in pages for each in page.alike])
    places = {remark.place for remark in told}
    for answer in kept.values():
        if isinstance(answer.number, Unreadable) and answer.place not in places:
            told[unreadable(answer.name, answer.text, answer.number, answer.place)] = None
    return [*kept.values(), *others], [*told]


class _Twice:
    """What is answered twice with different numbers."""

    def __init__(self) -> None:
        self._said: dict[tuple[str, str, str], dict[tuple[int, ...] | None, tuple[str, str]]] = {}
        self._doubted: set[str] = set()

    def put(self, before: Answer, answer: Answer, target: Target, less: bool) -> None:
        """Notes an answer that differs from one before it; one that is `less` does not count."""
        said = f"'{before.text}' ({before.place}) and '{answer.text}'"
        alike = self._said.setdefault((answer.name, target.quantity, "first" if less else "last"), {})
        alike.setdefault(target.index, (answer.place, said))
        self._doubted |= {answer.place} if less else set()

    def told(self) -> Iterator[Remark]:
        """A remark for each name, whatever many of its elements differ."""
        for (name, _, which), each in self._said.items():
            more = f" ({len(each):,} of its elements differ)" if len(each) > 1 else ""
            place, said = next(iter(each.values()))
            yield Remark(place, f"'{name}' is answered twice: {said}{more}; the {which} counts")

    def doubts(self, answer: Answer) -> bool:
        """Whether an answer `For s2: …` stands in a line in which one like it says another number than its name has."""
        return answer.place in self._doubted and _CONCERNS.match(answer.name) is not None


def _borrow(
    kept: dict[Target, Answer], told: dict[Remark, None], vocabulary: Vocabulary, named: Sequence[Alike]
) -> None:
    """Enters what answers are worth that name another quantity, of which a person is then not told."""
    for target, answer in borrowed(kept, vocabulary).items():
        if isinstance(was := kept[target].number, Unreadable):
            told.pop(unreadable(answer.name, answer.text, was, answer.place), None)
        kept[target] = answer
    of_arrays(named, kept, vocabulary, told)


def _weight(answer: Answer) -> int:
    """What an answer counts beside others to the same: what can be read before what cannot, a blank last."""
    return 0 if answer.number is None else 1 if isinstance(answer.number, Unreadable) else 2


def _is_less(answer: Answer, before: Answer, target: Target) -> bool:
    """Whether what an answer is named by may mean something else: a letter beside a number, `L 2.5`, or `For s1: 2.5`.

    That does not count against a longer name, nor against the name itself; nor a class, `y_pred = 1`, against ŷ.
    """
    letter = len(answer.name.strip()) == 1 < len(before.name.strip()) and answer.name != target.quantity
    return (
        letter
        or _is_class(answer, before)
        or (_CONCERNS.match(answer.name) is not None and not _CONCERNS.match(before.name))
    )


def _is_class(answer: Answer, before: Answer) -> bool:
    """Whether an answer called a prediction is a whole number, and that before it, called otherwise, is none."""
    one, other = before.number, answer.number
    called = "pred" in answer.name.casefold() and "pred" not in before.name.casefold()
    return called and isinstance(one, Number) and isinstance(other, Number) and one.unit < 1 <= other.unit


def _same(one: Answer, other: Answer) -> bool:
    if isinstance(one.number, Number) and isinstance(other.number, Number):
        return one.number.value == other.number.value or _worked_out(one.number, other.number)
    return one.text.strip() == other.text.strip()


def _worked_out(one: Number, other: Number) -> bool:
    """Whether the later is what the earlier, arithmetic without a last place, comes to but for rounding on the way."""
    return not one.unit and abs(one.value - other.value) <= max(other.unit, _ON_THE_WAY * abs(one.value))
