"""The command, run as a person runs it: arguments in; exit status, text and files out."""

import gc
import os
import subprocess
import sys
import traceback
import warnings
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import NoReturn

from grader.cli import main
from grader.engine import parse
from tests.conftest import ROOT

ENVIRONMENT = {"PYTHONPATH": str(ROOT), "PATH": "", "PYTHONUTF8": "1"}

Done = subprocess.CompletedProcess[str]

for module in ("analysis", "exports", "gradebook", "grading.explaining", "history", "reports.classroom", "wording"):
    import_module(f"grader.{module}")  # which the command loads when it needs it
for verb in ("check", "explain", "grade", "key", "results"):
    import_module(f"grader.cli.{verb}")
parse("1")  # so that the grammar has been read


def run_anew(*arguments: object, cwd: Path = ROOT) -> Done:
    """`grade` with these arguments, in a Python of its own."""
    command = [sys.executable, "-m", "grader", *map(str, arguments)]
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", env=ENVIRONMENT, check=False
    )


def run(*arguments: object, cwd: Path = ROOT) -> Done:
    """The same in a process forked off from this one, which has loaded everything already: that halves the time."""
    if not hasattr(os, "fork"):
        return run_anew(*arguments, cwd=cwd)
    told = list(map(str, arguments))
    with TemporaryFile() as out, TemporaryFile() as err:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of threads, which libraries have, and which a fork leaves behind
            child = os.fork()
        if not child:
            _grade(told, cwd, out.fileno(), err.fileno())
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode("utf-8"))
    return subprocess.CompletedProcess(["grade", *told], status, *texts)


def _grade(arguments: list[str], cwd: Path, out: int, err: int) -> NoReturn:
    """In the child, from which nothing returns."""
    status: object = 1
    try:
        gc.freeze()  # what the tests have made is not looked through for rubbish
        for stream, file in (("stdout", out), ("stderr", err)):
            setattr(sys, stream, open(file, "w", encoding="utf-8", closefd=False))  # noqa: SIM115
        os.dup2(out, 1)
        os.dup2(err, 2)
        os.environ.clear()
        os.environ.update(ENVIRONMENT)
        os.chdir(cwd)
        main(arguments, prog_name="grade")
    except SystemExit as end:
        status = end.code
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status if isinstance(status, int) else 0 if status is None else 1)
