"""Files of a run land whole or not at all: written beside the folder, then moved into it at once."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from grader.errors import Fault, GradeError


def land(files: Mapping[str, bytes], folder: Path) -> None:
    """Writes the files into a folder, which is made if need be; GradeError, and the old files untouched, if that fails.

    Everything is written to a new folder beside it first. Until the files are moved, one by one, nothing old is
    touched; if a move fails, what had been moved is put back.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        if folder.exists() and not folder.is_dir():
            raise GradeError([Fault(str(folder), "is a file, not a folder", "choose another place with --out DIR")])
        fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise _refused(folder, error) from None
    try:
        _write(files, fresh)
        _exchange(files, fresh, folder)
    except OSError as error:
        raise _refused(folder, error) from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _refused(folder: Path, error: OSError) -> GradeError:
    what = (error.strerror or str(error)).lower()
    return GradeError(
        [Fault(str(folder), f"the results cannot be written there: {what}", "choose another place with --out DIR")]
    )


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    for name, data in files.items():
        with (folder / name).open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())


def _exchange(files: Mapping[str, bytes], fresh: Path, folder: Path) -> None:
    """Moves the new files in; if one move fails, or is interrupted, the old files come back."""
    folder.mkdir(exist_ok=True)
    old = fresh / "old"
    old.mkdir()
    moved: list[str] = []
    try:
        for name in files:
            if (folder / name).exists():
                (folder / name).replace(old / name)
            moved.append(name)
            (fresh / name).replace(folder / name)
    except BaseException:
        for name in moved:
            (folder / name).unlink(missing_ok=True)
            if (old / name).exists():
                (old / name).replace(folder / name)
        raise
