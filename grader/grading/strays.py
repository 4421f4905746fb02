"""Class lists and gradebooks that lie among the submissions: nobody's work, and so no row in the gradebook."""

from functools import partial
from pathlib import Path

from grader.answers import ContainerError, Person, Reading, Source, Submission, open_tables, read_file
from grader.errors import Attention
from grader.roster import is_class_list

_ISSUE = "is a class list, not a submission (give it with --roster FILE)"


def without_class_lists(reading: Reading, folder: Path) -> Reading:
    """What was read in a folder, with its class lists listed: files at its top that answer nothing and name people."""
    strays = {s.paths[0]: s for s in reading.submissions if _is_stray(s, folder)}
    if not strays:
        return reading
    return reading._replace(
        submissions=tuple(s for s in reading.submissions if s not in strays.values()),
        attention=(*reading.attention, *(Attention(path, "", _ISSUE) for path in strays)),
        unreadable=tuple(path for path in reading.unreadable if path not in strays),
        listed=(*reading.listed, *strays),
    )


def _is_stray(submission: Submission, folder: Path) -> bool:
    if len(submission.paths) != 1 or "/" in submission.paths[0] or submission.readable or not submission.opened:
        return False
    if submission.person != Person(Path(submission.paths[0]).stem):
        return False  # a system has named it
    try:
        path = folder / submission.paths[0]
        return any(map(is_class_list, open_tables(Source(path.name, partial(read_file, str(path))))))
    except ContainerError:
        return False
