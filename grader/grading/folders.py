"""In which folder a file lies, where several parts of what is graded have files of one name."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from grader.answers import Reading
from grader.errors import Attention

Folders = Mapping[str, str]
"""By the path of a file in a part, the folder to tell before it: of those alone that another part has, too."""


def folders(parts: Sequence[tuple[Path, Reading]]) -> list[Folders]:
    """Those of each part: where it is, and what was found there."""
    found = [{*reading.graded, *reading.unreadable, *reading.listed} for _, reading in parts]
    times = Counter(path for paths in found for path in paths)
    roots = [path if path.is_dir() else path.parent for path, _ in parts]
    names = Counter(root.name for root in roots)
    told = [root.name if names[root.name] == 1 else root.as_posix() for root in roots]
    return [{path: root for path in paths if times[path] > 1} for root, paths in zip(told, found, strict=True)]


def told_in(rows: Iterable[Attention], folders: Folders) -> Iterator[Attention]:
    """What is told of files, with their folders."""
    for row in rows:
        folder = folders.get(row.submission)
        yield replace(row, submission=f"{folder}/{row.submission}") if folder else row


def with_folders(reading: Reading, folders: Folders) -> Reading:
    """A part of which whatever is told of a file says its folder."""
    if not folders:
        return reading
    submissions = (replace(s, attention=tuple(told_in(s.attention, folders))) for s in reading.submissions)
    return reading._replace(submissions=tuple(submissions), attention=tuple(told_in(reading.attention, folders)))
