"""What a run before has left among the results beside the tables: pages for students, gradebooks that were filled."""

from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from grader.errors import GradeError
from grader.history.run import read_run


class Left(NamedTuple):
    """Files of a run before that this one does not write, by their places among the results."""

    gone: tuple[str, ...]
    """Of a kind that this run writes: of students who are no longer in the class, or in another format."""
    kept: tuple[str, ...]
    """Of a kind that this run was not asked for: of other marks, perhaps."""


def left(folder: Path, written: Collection[str]) -> Left:
    """What lies in a folder of results, when a run writes these files there. Files that grade did not write are none.

    >>> left(Path("nowhere"), ["feedback/ada.html"])
    Left(gone=(), kept=())
    """
    try:
        before = read_run(folder).handed_back
    except GradeError:
        return Left((), ())
    kinds = {_kind(name) for name in written}
    stale = [name for name in before if name not in written and (folder / name).is_file()]
    gone = tuple(name for name in stale if _kind(name) in kinds)
    return Left(gone, tuple(name for name in stale if name not in gone))


def _kind(name: str) -> str:
    """What files of one kind have in common: the folder they lie in, or that they lie in none.

    A gradebook is of no kind but its own: another one is not filled in its place.
    """
    folder = name.rpartition("/")[0]
    return name if folder == "into" else folder
