"""Workers that read a class."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SLOW = """
import os, time
from grader.answers import Work, read_works
from grader.answers.record import Source
from grader.notation import Symbol, Vocabulary

def lay_out(sheets, vocabulary):
    os.write(1, b"%d\\n" % os.getpid())
    time.sleep(60)
    return [], []

works = [Work(str(n), (Source(f"{n}.csv", lambda: b"h1,0.5"),)) for n in range(400)]
list(read_works(works, Vocabulary([Symbol("", "h1", (), ("h1",))]), lay_out, workers=2))
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked for there")
def test_workers_end_when_the_process_that_started_them_is_killed():
    with subprocess.Popen([sys.executable, "-c", SLOW], stdout=subprocess.PIPE, text=True) as main:
        workers = {int(main.stdout.readline()) for _ in range(2)}
        main.send_signal(signal.SIGKILL)
        main.wait()
        until = time.monotonic() + 20
        while workers and time.monotonic() < until:
            workers = {pid for pid in workers if _runs(pid)}
            time.sleep(0.1)
    assert not workers


def _runs(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with Path(f"/proc/{pid}/stat").open() as stat:
        return stat.read().rpartition(")")[2].split()[0] != "Z"
