"""Commands and work in processes of their own: how long they take, and how much memory."""

import os
import resource
import statistics
import subprocess
import time
from ast import literal_eval
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROUNDS = 5
Taken = dict[str, list[tuple[float, float]]]
"""By command, the seconds and megabytes of each round."""


def rounds(commands: dict[str, list[str]], count: int = ROUNDS) -> Taken:
    """Whole-process seconds and peak megabytes of each command, taken in turn.

    They keep their bytecode, as what is installed does; the round before, which may have to make it, is not counted.
    """
    taken: Taken = {name: [] for name in commands}
    installed = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for turn in range(count + 1):
        for name, command in commands.items():
            began = time.perf_counter()
            process = subprocess.Popen(
                command, cwd=ROOT, env=installed, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                raise subprocess.CalledProcessError(process.returncode, command)
            if turn:
                taken[name].append((time.perf_counter() - began, used.ru_maxrss / 1024))
    return taken


def show(title: str, taken: Taken, base: str) -> None:
    """Prints medians, peaks of memory, and ratios to one of the commands."""
    print(title)
    medians = {name: statistics.median(seconds for seconds, _ in each) for name, each in taken.items()}
    for name, seconds in medians.items():
        ratio = f"  {seconds / medians[base]:8.2f} × {base}" if base else ""
        print(f"  {name:<20} {seconds:8.3f} s {max(peak for _, peak in taken[name]):7.0f} MB{ratio}")


def apart(write: Callable[[], bytes]) -> tuple[float, float, int]:
    """Seconds, megabytes beyond what was there, and bytes written, in a process that begins with this one's tables."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
        size = len(write())
        more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        os.write(writing, repr((time.perf_counter() - began, more, size)).encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(writing)
    with os.fdopen(reading) as told:
        seconds, more, size = literal_eval(told.read())
    return seconds, more, size
