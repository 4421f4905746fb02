"""What a misspelt word may have been meant to be."""

from collections.abc import Iterable

_SHOWN = 3
_LISTED = 12


def nearest(word: str, words: Iterable[str]) -> tuple[str, ...]:
    """The known words at the smallest distance from `word`, at most three; none if all are far.

    >>> nearest("sigmod", ["sigmoid", "tanh"])
    ('sigmoid',)
    >>> nearest("h3", ["h1", "h2", "yhat"])
    ('h1', 'h2')
    """
    from rapidfuzz.distance import OSA  # only a mistake needs it

    folded, limit = word.casefold(), max(len(word) > 1, len(word) // 3)
    distances = {known: OSA.distance(folded, known.casefold(), score_cutoff=limit) for known in dict.fromkeys(words)}
    best = min(distances.values(), default=limit + 1)
    return tuple(known for known, far in distances.items() if far == best <= limit)[:_SHOWN]


def suggestion(word: str, words: Iterable[str]) -> str:
    """What to do about an unknown word: the nearest known ones, or all that there are if they are few.

    >>> suggestion("h3", ["h1", "h2", "yhat"])
    "did you mean 'h1' or 'h2'?"
    >>> suggestion("loss", ["h1", "h2", "yhat"])
    "known: 'h1', 'h2', 'yhat'"
    """
    known = tuple(words)
    near = nearest(word, known)
    if near:
        return f"did you mean {' or '.join(map(repr, near))}?"
    listed = ", ".join(map(repr, known[:_LISTED]))
    return f"known: {listed}{', …' if len(known) > _LISTED else ''}" if known else ""
