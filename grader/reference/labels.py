"""The rubric's own way of writing elements: its pattern with numbers for letters."""

import re

from grader.rubric import Label

Index = tuple[int, ...]
"""The place of an element, from 1."""


def filled(label: Label, index: Index, primes: str) -> str:
    """A pattern with its index letters replaced where they stand alone, primes before a remark in parentheses.

    >>> filled(Label("l1", ("s", "j"), "l_j^1 (sample s)"), (3, 1), "'")
    "l_1^1' (sample 3)"
    >>> filled(Label("z", ("j",), "z_{j-1}"), (1,), ""), filled(Label("v", ("i", "j"), "v{i-1}{j}"), (1, 2), "")
    ('z_{0}', 'v02')
    >>> filled(Label("W", ("j", "i"), "w_{{i}{j}}^{(2)}"), (1, 2), "'")
    "w_{21}^{(2)}'"
    """
    if not index:
        return label.template + primes
    numbers = dict(zip(label.indices, index, strict=True))
    text = _alone(label.indices).sub(lambda found: str(numbers[found[1]] + _shift(found[2])), label.template)
    text = re.sub(r"(?<![_^])\{(\d+)\}", r"\1", text)
    head, remark = re.fullmatch(r"(.*?)(\s*\(.*\))?", text, re.DOTALL).groups(default="")  # type: ignore[union-attr]
    return f"{head}{primes}{remark}"


def counted(label: Label, index: Index) -> Index:
    """The index by which the sheet knows an element, where it counts from another number: 0 of the first of `z_{j-1}`.

    >>> counted(Label("v", ("i", "j"), "v{i-1}{j}"), (1, 2))
    (0, 2)
    """
    shifts = {found[1]: _shift(found[2]) for found in _alone(label.indices).finditer(label.template)}
    return tuple(i + shifts[letter] for letter, i in zip(label.indices, index, strict=True))


def _alone(letters: tuple[str, ...]) -> re.Pattern[str]:
    """One of the letters by itself, and what is added to it."""
    either = "|".join(map(re.escape, sorted(letters, key=len, reverse=True)))
    return re.compile(rf"(?<![^\W\d_])({either})(?![^\W\d_])(?:\s*([+-]\s*\d+))?")


def _shift(written: str | None) -> int:
    return int(re.sub(r"\s", "", written)) if written else 0
