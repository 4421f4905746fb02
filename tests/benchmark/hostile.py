"""Files made to stop or slow the run: what each costs, of the 10 seconds and 500 MB that one may."""

import tempfile
from pathlib import Path

from tests.answers.bombs import BOMBS, WORKS, cost_of_opening, cost_of_reading


def hostile(_: int) -> None:
    """Prints what each hostile file of the tests costs: to open, or as one student's whole work."""
    for title, names, cost_of in (
        ("hostile files, opened", BOMBS, cost_of_opening),
        ("hostile works, read and laid out", WORKS, cost_of_reading),
    ):
        print(title)
        for name in names:
            with tempfile.TemporaryDirectory() as folder:
                cost = cost_of(name, Path(folder))
            print(f"  {name:<32} {cost.seconds:8.3f} s {cost.megabytes:7.0f} MB")
