"""The start of the program, and the run of the README."""

import sys
import tempfile

from tests.benchmark.timing import rounds, show


def starting(_: int) -> None:
    """The start of the program, and the run of the README."""
    help_ = [sys.executable, "-m", "grader", "--help"]
    show(
        "start-up", rounds({"python -c pass": [sys.executable, "-c", "pass"], "grade --help": help_}), "python -c pass"
    )
    with tempfile.TemporaryDirectory() as folder:
        readme = [sys.executable, "-m", "grader", "submissions", "--out", folder]
        show("the README's run", rounds({"grade submissions/": readme}), "")
