"""What lies beside submissions and is nobody's: results of an earlier run, rubrics, class lists given by name."""

import unicodedata
from collections.abc import Collection
from pathlib import Path

from grader.answers.downloads.found import File, Found
from grader.answers.record import ContainerError

RESULTS = ("marks.csv", "attention.csv", "gradebook.csv")
"""Files that a folder of results has; the first is known by how it begins."""
BEGINS = b"student,problem,quantity,answer,"
BESIDE = ("gradebook.xlsx", "report.html", "changes.csv", "run.json", "feedback/", "feedback.zip", ".new-")
"""What else of a run lies there, when its results were written among the submissions themselves."""
OWN = ("overrides.csv", ".toml")
"""Ends of the names of a course's own files, at the top of what was handed in."""


def set_aside(found: Found, given: Collection[str] = ()) -> None:
    """Puts on the ignored list what no student handed in; `given` are paths of files that serve the run otherwise."""
    results = tuple(_results(found.files))
    kept = []
    for file in found.files:
        nobodys = file.path in given or ("/" not in file.path and file.path.lower().endswith(OWN))
        if nobodys or any(_is_result(file.path, folder) for folder in results):
            found.ignored.append(file.source.path)
        else:
            kept.append(file)
    found.files = kept
    found.empty = [path for path in found.empty if not any(folder and path.startswith(folder) for folder in results)]


def below(folder: Path, paths: Collection[Path]) -> frozenset[str]:
    """Those of the paths that lie in a folder, as `File.path` tells them."""
    place = folder.resolve()
    inside = (path.resolve() for path in paths)
    return frozenset(
        unicodedata.normalize("NFC", path.relative_to(place).as_posix())
        for path in inside
        if path.is_relative_to(place)
    )


def _results(files: list[File]) -> list[str]:
    """The folders with results of a run, each with its last `/`."""
    by_path = {file.path: file for file in files if file.path.endswith(RESULTS)}
    folders = [path.removesuffix(RESULTS[0]) for path in by_path if path.rpartition("/")[2] == RESULTS[0]]
    return [
        folder
        for folder in folders
        if all(folder + name in by_path for name in RESULTS) and _ours(by_path[folder + RESULTS[0]])
    ]


def _ours(file: File) -> bool:
    try:
        return file.source.read().removeprefix(b"\xef\xbb\xbf").startswith(BEGINS)
    except ContainerError:
        return False


def _is_result(path: str, folder: str) -> bool:
    if not path.startswith(folder):
        return False
    return bool(folder) or path in RESULTS or path.startswith(BESIDE)
