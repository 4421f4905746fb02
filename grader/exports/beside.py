"""Work in a process beside this one, which has all that this one has when it begins."""

import os
import threading
from collections.abc import Callable


def beside(work: Callable[[], bytes], large: bool = True) -> Callable[[], bytes]:
    """Begins some work at once, on a core of its own where there is one; what is returned waits for its result.

    Where no process can be forked off, or it fails, the work is done here when the result is asked for; so it is where
    the work is not worth a process (`large`).

    >>> beside(lambda: b"done")()
    b'done'
    """
    if not large or not hasattr(os, "fork") or (os.cpu_count() or 1) < 2 or threading.active_count() > 1:
        return work
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _send(work, reading, writing)
    os.close(writing)

    def result() -> bytes:
        with os.fdopen(reading, "rb") as told:
            data = told.read()
        _, status = os.waitpid(child, 0)
        return work() if status else data

    return result


def _send(work: Callable[[], bytes], reading: int, writing: int) -> None:
    """In the child, from which nothing returns: whatever goes wrong, the parent sees that it did."""
    status = 1
    try:
        os.close(reading)
        with os.fdopen(writing, "wb") as out:
            out.write(work())
        status = 0
    finally:
        os._exit(status)
