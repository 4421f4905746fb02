"""How the command speaks to a terminal: faults and their excerpts, a bar while it works."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from grader.errors import Fault, GradeError

_REDRAWN = 0.1
"""Seconds after which a bar is drawn anew."""


@contextmanager
def speaking() -> Iterator[None]:
    """Faults on stderr and exit status 2; a terminal that cannot show a character gets a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        yield
    except GradeError as error:
        for fault in error.faults:
            click.echo(_message(fault), err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        click.echo("stopped; the results are as they were", err=True)
        sys.exit(130)


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
