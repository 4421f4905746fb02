"""Answers that a heading made values after the step, where nobody asks for those: a person is told."""

from collections.abc import Iterable, Iterator

from grader.answers.layouts.text.telling import begun
from grader.answers.record import Answer, Remark
from grader.notation import Target, Vocabulary

_SHOWN = 3


def late(answers: Iterable[Answer], vocabulary: Vocabulary) -> Iterator[Remark]:
    """One remark for the names without a prime that were read as those after the step, which nobody asks for.

    Only where the value before it is asked for and has no answer: then it may be that one.
    """
    answers = list(answers)
    answered = {answer.target[:2] for answer in answers if answer.target}
    found: dict[str, str] = {}
    for answer in answers:
        if answer.target and _is_late(answer.target, answer.name, vocabulary):
            before = (answer.target.problem, answer.target.quantity.rstrip("'"))
            symbol = vocabulary.symbols.get(before)
            if symbol and symbol.asked and before not in answered:
                found.setdefault(answer.name, answer.place)
    if found:
        names = ", ".join(f"'{begun(name)}'" for name in [*found][:_SHOWN]) + (" …" if len(found) > _SHOWN else "")
        said = "taken for the value after the step, which nobody asks for, and the one before it has no answer"
        yield Remark(next(iter(found.values())), f"{names}: {said}")


def _is_late(target: Target, name: str, vocabulary: Vocabulary) -> bool:
    """Whether a heading alone says that a value is after the step, and it is not asked for."""
    meant = vocabulary.find(name.strip(), target.problem)
    own = any(each[:2] == target[:2] for each in meant)
    return target.quantity.endswith("'") and not own and not vocabulary.symbols[target[:2]].asked
