"""Primes: a name with so many of them is the quantity after as many steps of training."""


def taken_apart(name: str) -> tuple[str, str]:
    """A name without its primes, and these.

    >>> taken_apart("W1''"), taken_apart("h1")
    (('W1', "''"), ('h1', ''))
    """
    base = name.rstrip("'")
    return base, name[len(base) :]


def steps_in(name: str) -> int:
    """How many steps of training a name is after.

    >>> steps_in("W1''")
    2
    """
    return len(taken_apart(name)[1])
