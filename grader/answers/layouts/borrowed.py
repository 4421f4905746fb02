"""Answers that name another quantity where a number is asked, `dL/db | dL/dz`: they are worth what that is answered."""

import re
from collections.abc import Iterable, Iterator, Mapping

from grader.answers.layouts.page import Alike
from grader.answers.layouts.text.introduced import spellings
from grader.answers.record import Answer, Remark
from grader.notation import Target, Vocabulary
from grader.numbers import Number, Unreadable

_LONGEST = 60
_SAME = re.compile(
    r"\s*(?:=\s*)?(?:(?:same|see|equal(?:s|\s+to)?|identical|gleich|wie|siehe|comme|voir|igual|como|ver)\s+)?"
    r"(?:(?:as|to|wie|que|a|à)\s+)?(?P<name>\S.*?)\s*",
    re.IGNORECASE,
)
_DEEPEST = 4


def borrowed(kept: Mapping[Target, Answer], vocabulary: Vocabulary) -> dict[Target, Answer]:
    """By target those answers with the numbers that the student has for what they name, if there is one."""
    found: dict[Target, Answer] = {}
    for target, answer in kept.items():
        if isinstance(answer.number, Unreadable) and len(answer.text) <= _LONGEST:
            other = _other(target, kept, vocabulary)
            if other is not None and isinstance(other.number, Number):
                note = f"the value of '{other.name.strip()}' ({other.place}), which it names"
                found[target] = answer._replace(number=other.number._replace(text=answer.text, note=note), note=note)
    return found


def of_arrays(
    alike: Iterable[Alike], kept: dict[Target, Answer], vocabulary: Vocabulary, told: dict[Remark, None]
) -> None:
    """Enters the elements of arrays of which the name of another is said, `dL/db = dL/dz`, where all are answered."""
    for each in alike:
        said = _SAME.fullmatch(each.text) if len(each.text) <= _LONGEST else None
        for target in each.targets if said else ():
            symbol = vocabulary.symbol(target)
            others = [t for t in vocabulary.find(said["name"], target.problem) if t.index is None] if said else []
            found = [kept.get(vocabulary.symbol(t).element(i)) for t in others for i in symbol.elements]
            numbers = [a.number for a in found if a and isinstance(a.number, Number)]
            own = [symbol.element(index) for index in symbol.elements]
            if len(others) != 1 or len(numbers) != len(own) or vocabulary.symbol(others[0]).shape != symbol.shape:
                continue
            note = f"the value of '{said['name']}', which it names" if said else ""
            for element, number in zip(own, numbers, strict=True):
                if kept.get(element) is None or kept[element].number is None:
                    kept[element] = Answer(
                        element, each.name, each.text, number._replace(note=note), each.remark.place, note
                    )
            told.pop(each.remark, None)


def _other(target: Target, kept: Mapping[Target, Answer], vocabulary: Vocabulary) -> Answer | None:
    """The answer that one which names another stands for in the end."""
    seen = {target}
    for _ in range(_DEEPEST):
        named = next(_named(kept[target], vocabulary), None)
        if named is None or named not in kept or named in seen:
            return None
        if isinstance(kept[named].number, Number):
            return kept[named]
        seen.add(target := named)
    return None


def _named(answer: Answer, vocabulary: Vocabulary) -> Iterator[Target]:
    """The one quantity of the same problem that an answer names."""
    said = _SAME.fullmatch(answer.text)
    problem = answer.target.problem if answer.target else None
    for name in spellings(said["name"]) if said else ():
        meant = [t for t in vocabulary.find(name, problem) if t.problem == problem and not vocabulary.is_several(t)]
        if meant:
            yield from meant[:1] if len(meant) == 1 else ()
            return
