"""How a text is told in a remark."""

from grader.answers.record import Remark
from grader.numbers import Unreadable

_LONGEST = 41


def begun(text: str) -> str:
    r"""The beginning of a text, on one line.

    >>> begun("see page 2\n" * 20)
    'see page 2 see page 2 see page 2 see pag…'
    """
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def unreadable(name: str, text: str, number: Unreadable, place: str) -> Remark:
    """What to tell of an answer that cannot be read."""
    return Remark(place, f"'{begun(text)}' for '{name}' could not be read: {number.reason}")
