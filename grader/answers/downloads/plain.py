"""Plain folders: a file a student, whose name is the student's, or a folder a student."""

import posixpath
import re
from collections.abc import Iterable, Iterator

from grader.answers.downloads.found import File, Found
from grader.answers.downloads.work import Piece
from grader.answers.record import Person

AGAIN = re.compile(r"(?P<first>.+?)(?:-(?P<number>\d{1,2})| ?\((?P<copy>\d{1,2})\))")
"""A file handed in again, as browsers and systems name it: `ada-1.csv`, `ada (1).csv`."""


def plain_pieces(files: Iterable[File]) -> Iterator[Piece]:
    """Each file with its student: its stem, or the folder it lies in.

    `ada-1.csv` is a further attempt of `ada.csv` only where that is there too.
    """
    files = list(files)
    stems = {posixpath.splitext(file.path)[0] for file in files if "/" not in file.path}
    for file in files:
        folder, _, _ = file.path.partition("/")
        if folder != file.path:
            yield Piece(Person(folder), file.source)
            continue
        stem = posixpath.splitext(file.path)[0]
        match = AGAIN.fullmatch(stem)
        if match and match["first"] in stems:
            yield Piece(Person(match["first"]), file.source, attempt=int(match["number"] or match["copy"]))
        else:
            yield Piece(Person(stem), file.source)


def unwrap(found: Found) -> None:
    """Leaves out the one folder that holds everything, unless that is a student's.

    In an archive it is a wrapper when it is called as the archive is, or has several files or folders in it; on disk
    when it has several folders in it and no file.
    """
    paths = [*(file.path for file in found.files), *(f"{path}/" for path in found.empty)]
    tops = {path.partition("/")[0] for path in paths}
    if len(tops) != 1 or any("/" not in path for path in paths):
        return
    [top] = tops
    inside = {inner for path in paths if (inner := path.split("/")[1])}
    folders = {path.split("/")[1] for path in paths if path.count("/") > 1}
    if len(inside) > 1 if found.archive else len(folders) > 1 and inside == folders:
        wraps = True
    else:
        wraps = found.archive and top.casefold() == found.root.casefold()
    if wraps:
        found.files = [File(file.path.removeprefix(f"{top}/"), file.source) for file in found.files]
        found.empty = [path.removeprefix(f"{top}/") for path in found.empty if path != top]
