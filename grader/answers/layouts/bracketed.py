"""Numbers in brackets, which in accounts are below zero: `(0.0077)` among others without, and none with a minus."""

import re
from collections.abc import Iterable, Iterator

from grader.answers.layouts.text.telling import begun
from grader.answers.record import Answer, Remark
from grader.numbers import Number

_BRACKETED = re.compile(r"\s*\(\s*\d*[.,]?\d+\s*\)\s*", re.ASCII)


def in_brackets(text: str) -> bool:
    """Whether a text is a number in brackets, and nothing else.

    >>> in_brackets("(0.79)"), in_brackets("h1 (0.79)"), in_brackets("(-0.79)")
    (True, False, False)
    """
    return _BRACKETED.fullmatch(text) is not None


def bracketed(answers: Iterable[Answer]) -> Iterator[Remark]:
    """One remark for the numbers of a file that stand in brackets, as they were read without a minus.

    Not where all of them do, nor where a minus is written: then brackets are none.
    """
    numbers = [(answer, answer.number) for answer in answers if answer.target and isinstance(answer.number, Number)]
    within = [answer for answer, _ in numbers if in_brackets(answer.text)]
    below = any(number.value < 0 for _, number in numbers)
    if within and len(within) < len(numbers) and not below:
        said = "stands in brackets, which in accounts are a minus: it was read without one"
        yield Remark(within[0].place, f"'{begun(within[0].text.strip())}' for '{begun(within[0].name)}' {said}")
