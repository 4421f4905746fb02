"""How the command speaks to a terminal: faults and their excerpts, a bar while it works."""

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from grader.beside import STOPPING
from grader.errors import Fault, GradeError

_REDRAWN = 0.1
"""Seconds after which a bar is drawn anew."""


@contextmanager
def speaking() -> Iterator[None]:
    """Faults on stderr and exit status 2; a terminal that cannot show a character gets a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    _heed_signals()
    try:
        yield
    except GradeError as error:
        for fault in error.faults:
            click.echo(_message(fault), err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt as stop:
        click.echo("stopped; the results are as they were", err=True)
        sys.exit(128 + int(*stop.args or (signal.SIGINT,)))


def _heed_signals() -> None:
    """To be ended by the system is as Ctrl-C: what was begun beside this ends, and no results are left half written."""
    if threading.current_thread() is threading.main_thread():
        for number in STOPPING - {signal.SIGINT}:
            if signal.getsignal(number) is not signal.SIG_IGN:  # as `nohup` does
                signal.signal(number, _stop)


def _stop(number: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt(number)


def version() -> str:
    """Which grade this is; empty where it is not installed."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("backprop-grader")
    except PackageNotFoundError:
        return ""


def _message(fault: Fault) -> str:
    text = f"grade: {fault}"
    return f"{text}\n{_indented(fault.excerpt)}" if fault.excerpt else text


def _indented(excerpt: str) -> str:
    return "\n".join(f"    {line}" for line in excerpt.splitlines())


@contextmanager
def progress() -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr while it works, if somebody is looking."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn())
    # It draws itself when told how far things are: with a thread of its own, no process could be forked off.
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task, drawn = bar.add_task("reading", total=None), 0.0

        def show(done: int, total: int) -> None:
            nonlocal drawn
            late = time.monotonic() - drawn > _REDRAWN
            bar.update(task, completed=done, total=total, refresh=late)
            drawn = time.monotonic() if late else drawn

        yield show
