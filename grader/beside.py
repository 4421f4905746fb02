"""Work in a process beside this one, which has all that this one has when it begins."""

import os
import pickle
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def cores() -> int:
    """How many processes have a core each where one can be forked off, else 1.

    None can while there are threads: what they hold at that moment would be held in it for ever.
    """
    can_fork = hasattr(os, "fork") and threading.active_count() == 1
    return processors() if can_fork else 1


def processors() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def beside(work: Callable[[], T], large: bool = True) -> Callable[[], T]:
    """Begins some work at once, on a core of its own where there is one; what is returned waits for its result.

    The result has to be one that can be pickled. Where no process can be forked off, or it fails, the work is done here
    when the result is asked for; so it is where the work is not worth a process (`large`).

    >>> beside(lambda: b"done")()
    b'done'
    """
    if not large or cores() < 2:
        return work
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _send(work, reading, writing)
    os.close(writing)

    def result() -> T:
        try:
            with os.fdopen(reading, "rb") as told:
                data = told.read()
        finally:
            _, status = os.waitpid(child, 0)
        return work() if status else pickle.loads(data)

    return result


def _send(work: Callable[[], object], reading: int, writing: int) -> None:
    """In the child, from which nothing returns: whatever goes wrong, the parent sees that it did."""
    status = 1
    try:
        os.close(reading)
        with os.fdopen(writing, "wb") as out:
            pickle.dump(work(), out, pickle.HIGHEST_PROTOCOL)
        status = 0
    finally:
        os._exit(status)
