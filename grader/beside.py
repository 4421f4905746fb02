"""Work in a process beside this one, which has all that this one has when it begins."""

import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, Self, TypeVar

T = TypeVar("T")
STOPPING = frozenset(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""What stops the command."""


@contextmanager
def unstopped() -> Iterator[None]:
    """Puts what stops the command off while a process is begun: there it would be lost, and the process with it.

    Whatever is begun has to heed it again (see `heeding`).
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def heeding() -> None:
    """In a process that was begun: to be stopped ends it at once, in silence; the command says what is to be said."""
    for number in STOPPING:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as `nohup` does
            signal.signal(number, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)


def cores() -> int:
    """How many processes have a core each where one can be forked off, else 1.

    None can while there are threads: what they hold at that moment would be held in it for ever.
    """
    can_fork = hasattr(os, "fork") and threading.active_count() == 1
    return processors() if can_fork else 1


def processors() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Beside(Generic[T]):
    """Some work that has begun; called, it waits for the result. As a context it leaves no process behind."""

    def __init__(self, work: Callable[[], T], child: int = 0, reading: int = -1) -> None:
        self._work, self._child, self._reading = work, child, reading

    def __call__(self) -> T:
        """The result: that of the process, or worked out here where there is none or it failed."""
        if not self._child:
            return self._work()
        reading, self._reading = self._reading, -1
        with os.fdopen(reading, "rb") as told:
            data = told.read()
        return self._work() if self._ended() else pickle.loads(data)

    def _ended(self) -> int:
        child, self._child = self._child, 0
        return os.waitpid(child, 0)[1]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._reading >= 0:
            os.close(self._reading)
        if self._child:
            os.kill(self._child, signal.SIGKILL)
            self._ended()


def beside(work: Callable[[], T], large: bool = True) -> Beside[T]:
    """Begins some work at once, on a core of its own where there is one; what is returned waits for its result.

    The result has to be one that can be pickled. Where no process can be forked off, or it fails, the work is done here
    when the result is asked for; so it is where the work is not worth a process (`large`). Used in a `with`, so that
    nothing goes on beside what has failed or was interrupted here.

    >>> with beside(lambda: b"done") as work:
    ...     work()
    b'done'
    """
    if not large or cores() < 2:
        return Beside(work)
    reading, writing = os.pipe()
    with unstopped():
        child = os.fork()
        if not child:
            heeding()
    if not child:
        _send(work, reading, writing)
    os.close(writing)
    return Beside(work, child, reading)


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
