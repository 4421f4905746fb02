"""Which part of what was handed in is graded by which rubric.

A folder or archive goes to the rubric of its name, among those given or else those of the folder `rubrics/`; so does
each folder in a folder. A lone rubric serves everything where nothing has its name; of several, the one whose name
stands in that of what a system gave out, as in `CS637 hw1 submissions.zip`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.answers import open_download
from grader.errors import Attention, Fault, GradeError

FOLDER = "rubrics"


@dataclass(slots=True)
class Assignment:
    """What is graded by what, and what no rubric is for."""

    parts: list[tuple[Path, Path]] = field(default_factory=list)
    """(rubric, what it grades)"""
    attention: list[Attention] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def assign(submissions: Sequence[Path], rubrics: Sequence[Path]) -> Assignment:
    """Finds the rubric for every part of `submissions`. GradeError where there is none, or no way to choose."""
    missing = [
        Fault(str(path), "no such file or folder", "check the path") for path in submissions if not path.exists()
    ]
    if missing:
        raise GradeError(missing)
    assignment = Assignment()
    faults = [fault for path in submissions for fault in _assign(path, list(rubrics) or _known(path), assignment)]
    if faults:
        raise GradeError(faults)
    return assignment


def _known(path: Path) -> list[Path]:
    """The rubrics of the nearest folder of that name: here, or beside what is graded."""
    for folder in (Path(FOLDER), path.parent / FOLDER, path.resolve().parent.parent / FOLDER):
        if folder.is_dir() and (found := sorted(folder.glob("*.toml"))):
            return found
    return []


def _assign(path: Path, rubrics: list[Path], assignment: Assignment) -> Iterator[Fault]:
    if not rubrics:
        yield Fault(str(path), "there is no rubric for it", f"write one in {FOLDER}/, or give one with --rubric FILE")
        return
    by_name = {rubric.stem: rubric for rubric in rubrics}
    own = by_name.get(path.resolve().name) or by_name.get(path.resolve().stem)
    inside = sorted(path.iterdir(), key=lambda p: p.name) if path.is_dir() and not own else []
    matched = [p for p in inside if p.name in by_name and p.is_dir()]
    if matched:
        assignment.parts.extend((by_name[p.name], p) for p in matched)
        for other in (p for p in inside if p not in matched):
            _leave(other, sorted(by_name), assignment)
    elif own or len(rubrics) == 1:
        assignment.parts.append((own or rubrics[0], path))
    elif within := _within(path.resolve().stem, by_name):
        assignment.parts.append((within, path))
    else:
        names = ", ".join(sorted(by_name))
        yield Fault(
            str(path),
            "which rubric is it for?",
            f"there are {names}: choose one with --rubric FILE, or give the folder or zip the rubric's name",
        )


def _within(name: str, by_name: Mapping[str, Path]) -> Path | None:
    """The one rubric whose name stands in a name, as words of it; of those within one another the longest."""
    found = [stem for stem in by_name if re.search(rf"(?<![^\W_]){re.escape(stem)}(?![^\W_])", name, re.IGNORECASE)]
    longest = max(found, key=len, default="")
    return by_name[longest] if found and all(stem.casefold() in longest.casefold() for stem in found) else None


def _leave(path: Path, names: list[str], assignment: Assignment) -> None:
    """Lists what no rubric is for, file by file."""
    download = open_download(path)
    assignment.ignored.extend(download.ignored)
    files = [source.path for work in download.works for source in work.sources]
    issue = f"no rubric is called '{path.name}'; there are {', '.join(names)}"
    assignment.attention.extend([*download.attention, *(Attention(file, "", issue) for file in files)])
    assignment.listed.extend([*download.listed, *files])
