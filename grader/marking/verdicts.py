"""The verdicts, in the design's words."""

from enum import IntEnum


class Verdict(IntEnum):
    """What is said of an answer; `word` is how it stands in `marks.csv`."""

    CORRECT = 0
    CARRIED = 1
    IMPLIED = 2
    IMPRECISE = 3
    SLIP = 4
    WRONG = 5
    MISSING = 6
    UNREADABLE = 7

    @property
    def word(self) -> str:
        """The verdict in lower case."""
        return self.name.lower()


VERDICTS: tuple[str, ...] = tuple(verdict.word for verdict in Verdict)
"""Every verdict's word, at its own index."""
