"""Work done by a process beside this one."""

import os
import subprocess
import sys
import threading

import pytest

from grader.beside import beside, processors

HERE = os.getpid()


ELSEWHERE = """
import os
from grader.beside import beside, processors
found, other = beside(lambda: ("x" * 1_000_000, os.getpid()))()
print(len(found), other != os.getpid())
"""


@pytest.mark.skipif(processors() < 2, reason="there is no core beside this one")
def test_the_work_is_done_elsewhere_and_comes_back_whole():
    """In a process of its own: by now a browser's threads may be here, and forbid it."""
    done = subprocess.run([sys.executable, "-c", ELSEWHERE], capture_output=True, text=True, check=True)
    assert done.stdout == "1000000 True\n"


def test_work_that_dies_there_is_done_here():
    def work() -> bytes:
        if os.getpid() != HERE:
            os._exit(3)
        return b"here"

    assert beside(work)() == b"here"


LEFT = """
import os, time
from grader.beside import beside
try:
    with beside(lambda: time.sleep(60)), beside(lambda: b"told" * 100_000):
        raise ValueError("here")
except ValueError:
    pass
print(len(os.listdir("/proc/self/fd")))
os.waitpid(-1, os.WNOHANG)
"""


@pytest.mark.skipif(processors() < 2, reason="there is no core beside this one")
def test_what_fails_here_leaves_no_process_behind():
    done = subprocess.run([sys.executable, "-c", LEFT], capture_output=True, text=True, timeout=120, check=False)
    assert "ChildProcessError" in done.stderr
    assert int(done.stdout) <= 4


def test_what_goes_wrong_is_told_here():
    def work() -> bytes:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        beside(work)()


def test_no_process_is_forked_off_while_there_are_threads():
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert beside(lambda: b"%d" % os.getpid())() == b"%d" % HERE
    finally:
        done.set()
        thread.join()
