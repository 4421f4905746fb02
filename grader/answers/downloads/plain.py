"""Plain folders: a file a student, whose name is the student's, or a folder a student."""

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from grader.answers.downloads.again import numbered
from grader.answers.downloads.found import File, Found
from grader.answers.downloads.work import Piece
from grader.answers.record import Person

CLASS = 3
"""Spreadsheets in the only folder there is, by which it is no student's."""
TABLES = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


def plain_pieces(files: Iterable[File]) -> Iterator[Piece]:
    """Each file with its student: its stem, or the folder it lies in.

    `ada-1.csv` is a further attempt of `ada.csv` only where that is there too.
    """
    named = [(file, posixpath.splitext(file.path)[0]) for file in files]
    stems = {stem for file, stem in named if "/" not in file.path}
    for file, stem in named:
        folder, _, _ = file.path.partition("/")
        if folder != file.path:
            yield Piece(Person(folder), file.source, name=posixpath.basename(file.path))
            continue
        first, number = numbered(stem)
        yield Piece(Person(first), file.source, attempt=number) if first in stems else Piece(Person(stem), file.source)


def unwrap(found: Found) -> None:
    """Leaves out the folder that holds everything, with those around it, unless it is a student's.

    In an archive it is a wrapper when it is called as the archive is, or has several files or folders in it; on disk
    when it has several folders in it and no file, or so many spreadsheets and no folder that they are a class's.
    """
    paths = [*(file.path for file in found.files), *(f"{path}/" for path in found.empty)]
    shared = shared_folder(paths)
    inside = {inner for path in paths if (inner := path.removeprefix(shared).split("/")[0])}
    folders = {path.removeprefix(shared).split("/")[0] for path in paths if "/" in path.removeprefix(shared)}
    if found.archive:
        wraps = len(inside) > 1
    else:
        sheets = {posixpath.splitext(name)[0] for name in inside if name.lower().endswith(TABLES)}
        wraps = (len(folders) > 1 and inside == folders) or (not folders and len(sheets) >= CLASS)
    top = shared.partition("/")[0]
    if not wraps:
        shared = f"{top}/" if found.archive and top.casefold() == found.root.casefold() else ""
    elif shared and not folders and not found.archive:
        todo = "if they are one student's, hand over the folder that holds it"
        found.remark(found.files[0].source.path, f"each file in '{shared}' is taken for a student's own ({todo})")
    if shared:
        found.files = [file._replace(path=file.path.removeprefix(shared)) for file in found.files]
        found.empty = [path.removeprefix(shared) for path in found.empty if f"{path}/" != shared]


def shared_folder(paths: Sequence[str]) -> str:
    """The folder, with its last `/`, that all these are in, somewhere below it; empty where there is none.

    >>> shared_folder(["a/b/c.csv", "a/b/d/e.csv"]), shared_folder(["a.csv"])
    ('a/b/', '')
    """
    folders = [path.split("/")[:-1] for path in paths]
    pairs = zip(min(folders), max(folders), strict=False) if folders else ()
    return "".join(f"{one}/" for one, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
