"""What is found under SUBMISSIONS: files to read, things that are no files, and what no student handed in."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import NamedTuple

from grader.answers.record import Source
from grader.errors import Attention, Weight

SYSTEM = re.compile(
    r"(?:^|/)(?:__MACOSX|\.git|\.github|\.ipynb_checkpoints|\.vscode|\.idea|__pycache__|\.Trash[^/]*)(?:/|$)"
    r"|(?:^|/)(?:\._[^/]*|\.DS_Store|\.localized|\.directory|\.git[^/]*|Thumbs\.db|ehthumbs\.db|[Dd]esktop\.ini"
    r"|Icon\r|~\$[^/]*|\.~lock\.[^/]*#|\.sync[^/]*|\.nfs[^/]*)$"
)
"""Files of operating systems, editors and version control, that no student knows of."""
MAX_DEPTH = 40
"""Folders within one another; what lies deeper is not read."""
LONGEST = 400
"""Characters of a path that are compared with the conventions, whose patterns are not made for more: who it is of
stands in front, and what a student calls folders within folders comes last."""
UNSEEN = frozenset(["Cc", "Cf", "Cs", "Co", "Zl", "Zp"])
"""Categories of characters that do not show, or that change how a line shows."""


class File(NamedTuple):
    """A regular file, or a member of an archive."""

    path: str
    """Below the folder or the archive, composed (NFC), with `/`: what names of students are taken from."""
    source: Source
    at: str = ""
    """Where it lies on disk; empty of a member."""


@dataclass(slots=True)
class Found:
    """Everything there, each thing exactly once."""

    root: str
    """The name of the folder, or of the archive without its extension."""
    files: list[File] = field(default_factory=list)
    listed: list[Attention] = field(default_factory=list)
    """What cannot be graded, by its path, and why."""
    remarks: list[Attention] = field(default_factory=list)
    """What is to be told besides."""
    ignored: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    """Folders without anything in them."""
    archive: bool = False
    damaged: bool = False
    """Whether it is an archive of which not all could be read."""

    def add(self, path: str, source: Source, at: str = "") -> None:
        """A file that can be read, and where it lies on disk."""
        if is_system(path):
            self.ignored.append(source.path)
        else:
            self.files.append(File(shown(path), source, at))

    def below(self, path: str) -> str:
        """What of a path, below the name of the folder or archive, is compared with the conventions."""
        return f"{self.root}/{path}"[:LONGEST]

    def take(self, other: "Found", issue: str, side: re.Pattern[str]) -> None:
        """What is there besides; of a file that is in both, its own, and the other is told, if it is no system's."""
        known = {file.path for file in self.files}
        for file in other.files:
            if file.path in known and side.fullmatch(other.below(file.path)):
                self.ignored.append(file.source.path)
            elif file.path in known:
                self.tell(file.source.path, issue)
            else:
                self.files.append(file)
        self.listed += other.listed
        self.remarks += other.remarks
        self.ignored += other.ignored
        self.empty += [path for path in other.empty if path not in self.empty]
        self.damaged = self.damaged or other.damaged
        self.files.sort(key=lambda file: (file.path, file.source.path))

    def remark(self, path: str, issue: str) -> None:
        """Something that a person should know of what can."""
        self.remarks.append(Attention(path, "", issue))

    def tell(self, path: str, issue: str) -> None:
        """Something that cannot be."""
        self.listed.append(Attention(path, "", issue, Weight.LOST))


def is_system(path: str) -> bool:
    """Whether no student handed this in knowingly.

    >>> is_system("ada/.DS_Store"), is_system("__MACOSX/ada.csv"), is_system("ada/~$hw.xlsx"), is_system("ada.csv")
    (True, True, True, False)
    """
    return bool(SYSTEM.search(path))


def shown(path: str) -> str:
    r"""A path as it can be shown on one line of any file: composed, and what cannot be seen escaped.

    >>> shown("ada\n.csv"), shown("ada\u202evsc.x"), shown("a\udcff")
    ('ada\\x0a.csv', 'ada\\u202evsc.x', 'a\\xff')
    """
    if path.isascii() and path.isprintable():
        return path
    path = unicodedata.normalize("NFC", path)
    return "".join(
        _escaped(character) if unicodedata.category(character) in UNSEEN else character for character in path
    )


def _escaped(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        # A byte of a file name that is not UTF-8.
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
