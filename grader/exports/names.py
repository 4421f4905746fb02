"""Names of files for students, whatever they are called: safe on every disk, and no two alike on any."""

import unicodedata
from collections.abc import Iterable
from itertools import count

_FINE = frozenset(" ._-()@+,")
_DEVICES = frozenset(["con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))])
_LONGEST = 120
"""In bytes; a disk takes 255, an archive's path or a synchronised folder often less."""


def file_names(students: Iterable[str]) -> dict[str, str]:
    """For each student the name of a file, without an extension.

    Letters and digits of any script stay; strokes, dots in front, control characters and what a disk or a shell takes
    for something else become `_`. Names that differ only in case, or in how an accent is written, get numbers.

    >>> file_names(["ada", "ADA", "../../etc/passwd", "Zoë (41204)", "nul"])
    {'ada': 'ada', 'ADA': 'ADA (2)', '../../etc/passwd': '_etc_passwd', 'Zoë (41204)': 'Zoë (41204)', 'nul': '_nul'}
    """
    taken: set[str] = set()
    found = {}
    for student in students:
        base = _safe(student)
        numbered = (f"{_cut(base, _LONGEST - 8)} ({n})" for n in count(2))
        name = base if _folded(base) not in taken else next(name for name in numbered if _folded(name) not in taken)
        taken.add(_folded(name))
        found[student] = name
    return found


def _safe(student: str) -> str:
    kept = "".join(c if c in _FINE or unicodedata.category(c)[0] in "LMN" else "_" for c in _composed(student))
    name = _cut(kept, _LONGEST).strip(" .").lstrip("-")
    while "__" in name or ".." in name:
        name = name.replace("..", "_").replace("__", "_")
    name = name.strip(" .")
    device = name.partition(".")[0].strip().casefold() in _DEVICES
    return f"_{name}" if device or not name else name


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())


def _cut(text: str, longest: int) -> str:
    """At most so many bytes, whole characters."""
    return text.encode()[:longest].decode("utf-8", "ignore")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKD", name).casefold()
