"""Workers that read a class."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

GIVEN = """
import os, select, time
from grader.answers import Work, read_works
from grader.answers.record import Source
from grader.notation import Symbol, Vocabulary

works = [Work(str(n), (Source(f"{n}.csv", lambda: b"h1,0.5"),)) for n in range(400)]
vocabulary = Vocabulary([Symbol("", "h1", (), ("h1",))])
"""
SLOW = f"""{GIVEN}
def lay_out(sheets, vocabulary):
    os.write(1, b"%d\\n" % os.getpid())
    time.sleep(60)
    return [], []

list(read_works(works, vocabulary, lay_out, workers=2))
"""
MEANWHILE = f"""{GIVEN}
reading, writing = os.pipe()

def lay_out(sheets, vocabulary):
    os.write(writing, b".")
    return [], []

def begun():
    print("a worker reads" if select.select([reading], [], [], 20)[0] else "nobody reads")

print(len(list(read_works(works, vocabulary, lay_out, workers=2, begun=begun))), "works")
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked for there")
def test_workers_end_when_the_process_that_started_them_is_killed():
    with subprocess.Popen([sys.executable, "-c", SLOW], stdout=subprocess.PIPE, text=True) as main:
        workers = {int(main.stdout.readline()) for _ in range(2)}
        main.send_signal(signal.SIGKILL)
        main.wait()
        until = time.monotonic() + 120
        while workers and time.monotonic() < until:
            workers = {pid for pid in workers if _runs(pid)}
            time.sleep(0.1)
    assert not workers


def test_what_can_be_done_meanwhile_is_done_while_workers_read():
    done = subprocess.run([sys.executable, "-c", MEANWHILE], capture_output=True, text=True, check=True)
    assert done.stdout == "a worker reads\n400 works\n"


def _runs(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with Path(f"/proc/{pid}/stat").open() as stat:
        return stat.read().rpartition(")")[2].split()[0] != "Z"
