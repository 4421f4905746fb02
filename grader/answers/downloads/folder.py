"""Files and folders on disk: looked at without following a link, opened without waiting, read up to a limit."""

import os
import stat
from functools import partial
from pathlib import Path

from grader.answers.containers.bounds import MAX_FILE
from grader.answers.downloads.found import MAX_DEPTH, Found, is_system, shown
from grader.answers.record import ContainerError, Source

OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def found_in_folder(folder: Path) -> Found:
    """Everything below a folder, in the order of the names, whatever the order on disk."""
    found = Found(folder.resolve().name)
    pending = [(str(folder), "")]
    while pending:
        path, below = pending.pop()
        inner = _look(path, below, found)
        if below.count("/") > MAX_DEPTH and inner:
            found.tell(shown(below), f"has folders more than {MAX_DEPTH} deep, which were not looked into")
        else:
            pending.extend(reversed(inner))
    found.files.sort(key=lambda file: (file.path, file.source.path))
    return found


def found_file(path: Path) -> Found:
    """A file given by itself."""
    found = Found(path.parent.resolve().name)
    found.add(path.name, Source(shown(path.name), partial(read_file, str(path))))
    return found


def _look(path: str, below: str, found: Found) -> list[tuple[str, str]]:
    """Take the files of one folder, and give the folders in it."""
    try:
        with os.scandir(path) as entries:
            here = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        found.tell(shown(below.rstrip("/")), f"cannot be opened: {_reason(error)}")
        return []
    inner = []
    for entry in here:
        name = below + entry.name
        if entry.is_symlink():
            _put_aside(found, name, "is a link, and links are not followed")
        elif entry.is_dir(follow_symlinks=False):
            inner.append((entry.path, name + "/"))
        elif not entry.is_file(follow_symlinks=False):
            _put_aside(found, name, "is no regular file")
        else:
            found.add(name, Source(shown(name), partial(read_file, entry.path)), entry.path)
    if below and not is_system(below) and all(is_system(below + entry.name) for entry in here):
        found.empty.append(shown(below.rstrip("/")))
    return inner


def _put_aside(found: Found, name: str, issue: str) -> None:
    if is_system(name):
        found.ignored.append(shown(name))
    else:
        found.tell(shown(name), issue)


def read_file(path: str) -> bytes:
    """The bytes of a regular file, at most one more than `MAX_FILE`. Raises `ContainerError` when there are none."""
    try:
        handle = os.open(path, OPEN)
        try:
            return _bytes(handle)
        finally:
            os.close(handle)
    except OSError as error:
        todo = "check the path" if isinstance(error, FileNotFoundError) else "look at its permissions"
        raise ContainerError(f"cannot be opened: {_reason(error)}", todo) from error


def _bytes(handle: int) -> bytes:
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        raise ContainerError("is no regular file")
    size = status.st_size
    data = os.read(handle, min(size, MAX_FILE) + 1)
    if len(data) == size:
        return data
    pieces = [data]
    total = len(data)
    while total <= MAX_FILE and (piece := os.read(handle, MAX_FILE + 1 - total)):
        pieces.append(piece)
        total += len(piece)
    return b"".join(pieces)


def _reason(error: OSError) -> str:
    return (error.strerror or "it is not there any more").lower()
