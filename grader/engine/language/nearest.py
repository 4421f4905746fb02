"""What a misspelt word may have been meant to be."""

from collections.abc import Collection, Iterable, Sequence

_SHOWN = 3
_LISTED = 12
_CUT_OFF = 4
"""A word of so many letters may be one that is cut off: `sigm`."""


def nearest(word: str, words: Iterable[str]) -> tuple[str, ...]:
    """The known words at the smallest distance from `word`, at most three; none if all are far.

    Those that begin with it are nearer than any others. Capitals count only between words that differ in nothing else.

    >>> nearest("sigmod", ["sigmoid", "tanh"]), nearest("sigm", ["sign", "sigmoid"])
    (('sigmoid',), ('sigmoid',))
    >>> nearest("h3", ["h1", "h2", "yhat"]), nearest("dE/dW1", ["dE/dw", "dE/dW"])
    (('h1', 'h2'), ('dE/dW',))
    """
    from rapidfuzz.distance import OSA  # only a mistake needs it

    folded, known = word.casefold(), dict.fromkeys(words)
    begun = [other for other in known if other.casefold().startswith(folded)] if len(word) >= _CUT_OFF else []
    limit = max(map(len, begun)) if begun else max(len(word) > 1, len(word) // 3)
    distances = {other: OSA.distance(folded, other.casefold(), score_cutoff=limit) for other in begun or known}
    best = min(distances.values(), default=limit + 1)
    near = [other for other, far in distances.items() if far == best <= limit]
    return tuple(_written_alike(word, near))[:_SHOWN]


def _written_alike(word: str, near: Sequence[str]) -> Iterable[str]:
    """Of words that differ in capitals alone, the one that has most letters as they were written."""
    alike = {other: sum(one == two for one, two in zip(word, other, strict=False)) for other in near}
    for other in near:
        if alike[other] == max(alike[same] for same in near if same.casefold() == other.casefold()):
            yield other


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


def element_written(name: str, known: Collection[str]) -> str:
    """How an element is written of what a name with a number behind it names; empty where it has one of its own.

    >>> element_written("g2", ["g", "x", "x1"]), element_written("x2", ["g", "x", "x1"])
    ("element 2 of 'g' is written g[2]", '')
    """
    base = name.rstrip("0123456789")
    if base == name or base not in known or f"{base}1" in known:
        return ""
    return f"element {name[len(base) :]} of '{base}' is written {base}[{name[len(base) :]}]"
