"""What work costs, on a machine of any speed: beside a loop of additions, or counted.

Seconds belong in `python -m tests.benchmark hostile`. What is tested is that nothing is out of all proportion: the bars
stand far above what is usual, and far below what a search costs that begins again at every character.
"""

import subprocess
import sys
import time
from ast import literal_eval
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

OUT_OF_PROPORTION = 1_200
"""Of computing for the largest files, in paces: half a minute where a pace takes 0.025 s."""
LONG = 200
"""Of computing for a text that is read in less than a tenth of it."""
MEGABYTES = 500
ROOT = Path(__file__).parent.parent


class Cost(NamedTuple):
    """Of work in a process of its own: what it computed, what it held at most, and what it said."""

    seconds: float
    paces: float
    megabytes: float
    told: object


def paces(work: Callable[[], object]) -> float:
    """What work computes, each pace a loop of a million additions in the same process."""
    start = time.process_time()
    work()
    seconds = time.process_time() - start
    return seconds / _pace()


def calls(work: Callable[[], object]) -> int:
    """How many functions written in Python work calls: the same on every machine."""
    count = 0

    def called(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(called)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def alone(function: str, argument: str | Path) -> Cost:
    """What `module:function` of one text costs in a process of its own; what it gives back is what it said."""
    module, _, name = function.partition(":")
    code = f"from tests.cost import told; from {module} import {name}; told({name}, {str(argument)!r})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr
    return Cost(*literal_eval(done.stdout))


def told(function: Callable[[str], object], argument: str) -> None:
    """Prints what a call costs, for the process that waits for it."""
    start = time.process_time()
    said = function(argument)
    seconds = time.process_time() - start
    peak = next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line)
    print((seconds, seconds / _pace(), int(peak) / 1024, said))


@cache
def _pace() -> float:
    taken = []
    for _ in range(3):
        start, total = time.process_time(), 0
        for n in range(1_000_000):
            total += n
        taken.append(time.process_time() - start)
    return min(taken)
