"""The numbers by which Moodle tells the students of one assignment, in whatever language."""

import re
from collections.abc import Sequence

_NUMBERED = re.compile(r"(?=\D{3})(\D*[^\W\d]\D*?)\s*\d+")


def are_participants(texts: Sequence[str]) -> bool:
    """Whether all are one word with a number of their own.

    >>> are_participants(["Teilnehmer/in 1204", "Teilnehmer/in 7"]), are_participants(["Team 1", "Team 1"])
    (True, False)
    """
    words = {named[1] if (named := _NUMBERED.fullmatch(text)) else "" for text in texts}
    return len(words) == 1 and "" not in words and len(set(texts)) == len(texts)
