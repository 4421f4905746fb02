"""Sentences that know what they are made of, so that a course can say them in its own words."""

from collections.abc import Mapping


class Said(str):
    """A sentence in English, with its pattern and what is filled in."""

    __slots__ = ("parts", "pattern")

    pattern: str
    parts: tuple[str, ...]

    def __new__(cls, pattern: str, *parts: str) -> "Said":
        """The sentence of a pattern, whose parts may be sentences of their own.

        >>> Said("{0}, in {1}", Said("the bias {0} is left out", "b₁"), "s₁")
        'the bias b₁ is left out, in s₁'
        """
        said = super().__new__(cls, pattern.format(*parts))
        said.pattern, said.parts = pattern, parts
        return said

    def __reduce__(self) -> tuple[type["Said"], tuple[str, ...]]:
        return Said, (self.pattern, *self.parts)

    def says(self, *patterns: str) -> bool:
        """Whether one of some patterns is its own, or that of a part.

        >>> Said("{0}, in {1}", Said("the bias {0} is left out", "b₁"), "s₁").says("the bias {0} is left out")
        True
        """
        parts = (part for part in self.parts if isinstance(part, Said))
        return self.pattern in patterns or any(part.says(*patterns) for part in parts)

    def by(self, patterns: Mapping[str, str]) -> str:
        """The same by other patterns, each found by the English one; what has no other stays English.

        >>> Said("{0}, in {1}", Said("the bias {0} is left out", "b₁"), "s₁").by({"{0}, in {1}": "in {1}: {0}"})
        'in s₁: the bias b₁ is left out'
        """
        parts = (part.by(patterns) if isinstance(part, Said) else part for part in self.parts)
        return patterns.get(self.pattern, self.pattern).format(*parts)


def listed(parts: list[str]) -> str:
    """Parts with an `and` between them.

    >>> listed(["a", "b", "c"])
    'a and b and c'
    """
    said, *others = parts
    for part in others:
        said = Said("{0} and {1}", said, part)
    return said
