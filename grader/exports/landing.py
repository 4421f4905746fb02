"""Files of a run land whole or not at all: written to a new folder first, then moved to their places at once."""

import os
import secrets
import shutil
import signal
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from grader.beside import STOPPING
from grader.errors import Fault, GradeError

_ELSEWHERE = "choose another place with --out DIR"


def land(files: Mapping[str, bytes], folder: Path, elsewhere: str = _ELSEWHERE, gone: Iterable[str] = ()) -> None:
    """Writes the files into a folder, which is made if need be; GradeError, and the old files untouched, if that fails.

    Names are relative to the folder, parted by `/`. `elsewhere` says to a person how another place is chosen; `gone`
    are files there that are to be removed.

    Everything is written to a new folder inside it first, so that a move never leaves a disk, even where the folder is
    a disk's own top. Nothing old is touched until all is written; whatever then fails, or interrupts, is undone.
    """
    _refuse(files, folder, elsewhere)
    places = [folder, *(folder / name for name in sorted({str(Path(name).parent) for name in files} - {"."}))]
    made = [place for place in places if not place.exists()]
    # Known before it is there, so that no interruption leaves it behind.
    fresh = folder / f".new-{secrets.token_hex(4)}"
    try:
        for place in places:
            place.mkdir(parents=True, exist_ok=True)
        fresh.mkdir(mode=0o700)
        _write(files, fresh)
        _exchange(files, [name for name in gone if name not in files], fresh, folder)
    except OSError as error:
        raise _refused(folder, error, elsewhere) from None
    finally:
        with _to_the_end():
            _clear(fresh, made)


@contextmanager
def _to_the_end() -> Iterator[None]:
    """Puts Ctrl-C off until this is done, and the system's asking it to end."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = {number: signal.signal(number, lambda number, _frame: came.append(number)) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if came:
        raise KeyboardInterrupt(came[0])


def _refuse(files: Mapping[str, bytes], folder: Path, elsewhere: str) -> None:
    places = dict.fromkeys([folder, *((folder / name).parent for name in files)])
    for place in places:
        if place.exists() and not place.is_dir():
            raise GradeError([Fault(str(place), "is a file, not a folder", elsewhere)])
    taken = [folder / name for name in files if (folder / name).is_dir()]
    if taken:
        raise GradeError(Fault(str(path), "is a folder where a file should go", elsewhere) for path in taken)


def _refused(folder: Path, error: OSError, elsewhere: str) -> GradeError:
    what = (error.strerror or str(error)).lower()
    todo = f"close them where they are open, or {elsewhere}" if isinstance(error, PermissionError) else elsewhere
    return GradeError([Fault(str(folder), f"the results cannot be written there: {what}", todo)])


def _write(files: Mapping[str, bytes], fresh: Path) -> None:
    for name, data in files.items():
        (fresh / "new" / name).parent.mkdir(parents=True, exist_ok=True)
        with (fresh / "new" / name).open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())


def _exchange(files: Mapping[str, bytes], gone: Collection[str], fresh: Path, folder: Path) -> None:
    """Moves the old files aside and the new ones in, or puts the old ones back."""
    before = {name for name in (*files, *gone) if (folder / name).is_file()}
    for name in before:
        (fresh / "old" / name).parent.mkdir(parents=True, exist_ok=True)
    try:
        for name in (*files, *gone):
            if name in before:
                (folder / name).replace(fresh / "old" / name)
            if name in files:
                (fresh / "new" / name).replace(folder / name)
    except BaseException:
        _put_back((*files, *gone), before, fresh / "old", folder)
        raise
    shutil.rmtree(fresh / "old", ignore_errors=True)


def _put_back(names: Iterable[str], before: set[str], old: Path, folder: Path) -> None:
    """Undoes an exchange wherever it stopped: told from what lies where, not from what was noted on the way."""
    for name in names:
        if (old / name).exists():
            (old / name).replace(folder / name)
        elif name not in before:
            (folder / name).unlink(missing_ok=True)


def _clear(fresh: Path, made: Sequence[Path]) -> None:
    """Removes what is left of the new files, but never an old file that could not be put back."""
    if not any(path.is_file() for path in (fresh / "old").rglob("*")):
        shutil.rmtree(fresh, ignore_errors=True)
    for place in reversed(made):
        if place.is_dir() and not any(place.iterdir()):
            place.rmdir()
