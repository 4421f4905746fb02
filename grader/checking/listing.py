"""Several things in a row or in lines of their own; of many only the first, and how many more there are."""

from collections.abc import Sequence


def listed(words: Sequence[str], most: int | None = None) -> str:
    """Words in a row, so many of them at most.

    >>> listed(["1", "2", "3"]), listed(["1", "2", "3"], 1)
    ('1, 2 and 3', '1 and 2 more')
    """
    shown = list(words[:most])
    if len(shown) < len(words):
        shown.append(f"{len(words) - len(shown)} more")
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def in_lines(lines: Sequence[str], most: int) -> tuple[str, ...]:
    """Lines, so many of them at most.

    >>> in_lines(["a", "b", "c"], 2)
    ('a', 'b', 'and 1 more')
    """
    return (*lines[:most], *([f"and {len(lines) - most} more"] if len(lines) > most else []))
