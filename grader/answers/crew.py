"""The works of a class, read by several processes at once; the results come in the order of the works."""

import gc
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import BaseContext
from typing import TYPE_CHECKING

from grader.answers.downloads import Work
from grader.answers.reading import Layouts
from grader.answers.record import Submission
from grader.answers.submission import each_member, read_work
from grader.beside import heeding, processors, unstopped
from grader.errors import Attention, Weight

if TYPE_CHECKING:
    from grader.notation import Vocabulary

FEW = 200
"""Works that are read sooner than a process is started."""
_LOOK = 1.0
"""Seconds after which a worker looks again for the process that started it."""
CHUNK = 250
"""Works that a process reads at once, at most: of their answers equal ones are sent back once."""


def read_works(
    works: Sequence[Work],
    vocabulary: "Vocabulary",
    layouts: Layouts,
    workers: int = 0,
    begun: Callable[[], None] = lambda: None,
) -> Iterator[tuple[Submission, ...]]:
    """For each work in turn, its submission, once for each member of a group.

    `workers` processes read (0: one for each core). Which of them reads a work makes no difference to what is read.
    `begun` is called when they have begun, and may take its time meanwhile.
    """
    count = workers or processors()
    if count < 2 or len(works) < FEW:
        begun()
        yield from (each_member(read_work(work, vocabulary, layouts)) for work in works)
        return
    size = min(CHUNK, len(works) // (4 * count) + 1)
    chunks = [slice(start, start + size) for start in range(0, len(works), size)]
    with ProcessPoolExecutor(min(count, len(chunks)), _context(), _begin, (works, vocabulary, layouts)) as pool:
        with unstopped():
            futures = [pool.submit(_read_chunk, chunk) for chunk in chunks]
        try:
            begun()
            for chunk, future in zip(chunks, futures, strict=True):
                yield from map(each_member, _result(works[chunk], future, vocabulary, layouts))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _context() -> BaseContext:
    """Forking is quickest, and safe only while there is one thread."""
    can_fork = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    return multiprocessing.get_context("fork" if can_fork else "spawn")


_given: tuple[Sequence[Work], "Vocabulary", Layouts]
"""In a worker: what it reads, and what with. A forked one has it already, any other is sent it once."""


def _begin(works: Sequence[Work], vocabulary: "Vocabulary", layouts: Layouts) -> None:
    global _given
    _given = (works, vocabulary, layouts)
    heeding()
    threading.Thread(target=_end_with, args=(multiprocessing.parent_process(),), daemon=True).start()
    gc.freeze()


def _end_with(parent: multiprocessing.process.BaseProcess | None) -> None:
    """Ends this worker when the process that started it is gone, which may have been killed without a word.

    Its sentinel would not tell: workers forked later hold it open.
    """
    while parent is not None and os.getppid() == parent.pid:
        time.sleep(_LOOK)
    os._exit(1)


def _read_chunk(chunk: slice) -> list[Submission]:
    works, vocabulary, layouts = _given
    return [read_work(work, vocabulary, layouts) for work in works[chunk]]


def _result(
    chunk: Sequence[Work], future: Future[list[Submission]], vocabulary: "Vocabulary", layouts: Layouts
) -> list[Submission]:
    """What a worker read; when the workers have died, each work of the chunk in a process of its own."""
    try:
        return future.result()
    except BrokenProcessPool:
        return [_alone(work, vocabulary, layouts) for work in chunk]


def _alone(work: Work, vocabulary: "Vocabulary", layouts: Layouts) -> Submission:
    with ProcessPoolExecutor(1, _context(), _begin, ([work], vocabulary, layouts)) as pool:
        try:
            with unstopped():
                future = pool.submit(_read_chunk, slice(1))
            return future.result()[0]
        except BrokenProcessPool:
            paths = tuple(source.path for source in work.sources)
            died = Attention(
                paths[0], "", "cannot be read: the process that tried was ended by the system", Weight.LOST
            )
            return Submission(work.student, paths, attention=(died,), person=work.person, readable=False)
