"""Work done by a process beside this one."""

import os
import threading

import pytest

from grader.beside import beside

HERE = os.getpid()


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="there is no core beside this one")
def test_the_work_is_done_elsewhere_and_comes_back_whole():
    found = beside(lambda: b"x" * 1_000_000 + b"%d" % os.getpid())()
    assert found.startswith(b"x" * 1_000_000)
    assert int(found.lstrip(b"x")) != HERE


def test_work_that_dies_there_is_done_here():
    def work() -> bytes:
        if os.getpid() != HERE:
            os._exit(3)
        return b"here"

    assert beside(work)() == b"here"


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
