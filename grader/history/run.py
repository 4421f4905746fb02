"""`run.json`: what a run's results were made from. Paths are as they were given, contents known by their digests."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from grader.answers import Submission
from grader.errors import Fault, GradeError

FILE = "run.json"
AGAIN = "run grade again"
_HANDED_BACK = re.compile(r"(?:feedback|into)/[^/\\\0]*[^/\\\0.][^/\\\0]*|feedback-[^/\\\0]+\.zip")


_T = TypeVar("_T")


class Used(NamedTuple):
    """A file that a run has used."""

    path: str
    sha256: str
    """Empty where there was no such file."""


class Work(NamedTuple):
    """What a student handed in for one rubric."""

    paths: tuple[str, ...]
    """Its files, as found under SUBMISSIONS."""
    sha256: str
    """The digest of what is in them."""
    when: str = ""
    """When it was handed in, as far as is known."""
    late: bool | None = None
    also: tuple[str, ...] = ()
    """What else the student may be called."""
    ruled: tuple[str, ...] = ()
    """The answers that a person has ruled on, as `problem quantity`."""
    marked: bool = True
    """Whether it has marks: it could be read, or a person has marked it."""


class Remarked(NamedTuple):
    """The remarks that runs have written into gradebooks."""

    openings: tuple[str, ...] = ()
    """The phrases that they begin with, whatever language."""
    fingerprints: tuple[str, ...] = ()
    """By which they are known again."""


@dataclass(frozen=True)
class Run:
    """What a run's results were made from."""

    version: str
    rubrics: Mapping[str, Used] = field(default_factory=dict)
    """By the stem of the rubric's file."""
    overrides: Mapping[str, Used] = field(default_factory=dict)
    """By rubric, the rulings on what it asks for: their file, and the digest of them alone."""
    parts: tuple[tuple[str, str], ...] = ()
    """(rubric, what it graded), by the stem and a path."""
    works: Mapping[str, Mapping[str, Work]] = field(default_factory=dict)
    """By rubric and by what the student is called."""
    taken_in: Mapping[str, str] = field(default_factory=dict)
    """The options by which downloads were opened."""
    rosters: tuple[str, ...] = ()
    handed_back: tuple[str, ...] = ()
    """What lies among the results beside the tables, of this run or of one before: pages for students, gradebooks."""
    remarks: tuple[str, ...] = ()
    """The phrases that remarks in a gradebook begin with, those of this run and of ones before, whatever language."""
    tables: Mapping[str, str] = field(default_factory=dict)
    """The digests of the tables as they were written."""
    variants: Mapping[str, Used] = field(default_factory=dict)
    """By rubric whose students have givens of their own, the table of these."""
    asked: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """By rubric the answers it asks for, (problem, quantity) each, in order: `marks.csv` tells no rubrics."""
    remarked: tuple[str, ...] = ()
    """The fingerprints of remarks in gradebooks, of this run and of ones before."""

    def marked(self, student: str) -> tuple[str, ...]:
        """The rubrics by which a student has marks, in the order in which these stand in `marks.csv`."""
        return tuple(name for name in self.rubrics if (work := self.works.get(name, {}).get(student)) and work.marked)

    def edited(self, tables: Mapping[str, bytes]) -> frozenset[str]:
        """Those of some tables that are no longer as they were written, as far as that is known."""
        return frozenset(n for n, data in tables.items() if n in self.tables and digest(data) != self.tables[n])

    def with_rubrics(self, names: Mapping[str, str]) -> "Run":
        """The same with other names for some rubrics."""
        rubrics, overrides = _called(self.rubrics, names), _called(self.overrides, names)
        works, asked = _called(self.works, names), _called(self.asked, names)
        variants = _called(self.variants, names)
        return replace(self, rubrics=rubrics, overrides=overrides, works=works, asked=asked, variants=variants)

    def with_students(self, names: Mapping[str, str]) -> "Run":
        """The same with other names for some students."""
        return replace(self, works={rubric: _called(theirs, names) for rubric, theirs in self.works.items()})


def _called(by_name: Mapping[str, _T], names: Mapping[str, str]) -> dict[str, _T]:
    return {names.get(name, name): value for name, value in by_name.items()}


def record(
    version: str,
    rubrics: Mapping[str, Path],
    overrides: Mapping[str, Used],
    parts: Iterable[tuple[str, Path]],
    handed: Iterable[tuple[str, Submission]],
    taken_in: Mapping[str, str] | None = None,
    rosters: Iterable[Path] = (),
    also: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ruled: Mapping[tuple[str, str], Sequence[str]] = MappingProxyType({}),
    asked: Mapping[str, Sequence[tuple[str, str]]] = MappingProxyType({}),
    variants: Mapping[str, Path] = MappingProxyType({}),
) -> Run:
    """What is to be known of a run: its rubrics by name, their overrides, what they graded, and who handed in what.

    `also` is by student what else they may be called; `ruled` by rubric and student the answers ruled on by hand;
    `asked` by rubric all that it asks for, as (problem, quantity); `variants` the table of its givens by student.
    """
    works: dict[str, dict[str, Work]] = {name: {} for name in rubrics}
    for rubric, s in handed:
        when = s.when.isoformat() if s.when else ""
        names, by_hand = tuple(also.get(s.student, ())), tuple(ruled.get((rubric, s.student), ()))
        works[rubric][s.student] = Work(tuple(s.paths), s.sha256, when, s.late, names, by_hand, s.marked)
    return Run(
        version,
        {name: used(path) for name, path in rubrics.items()},
        dict(overrides),
        tuple((rubric, path.as_posix()) for rubric, path in parts),
        works,
        dict(taken_in or {}),
        tuple(path.as_posix() for path in rosters),
        asked={rubric: tuple(answers) for rubric, answers in asked.items()},
        variants={rubric: used(path) for rubric, path in variants.items()},
    )


def used(path: Path) -> Used:
    """A file with the digest of its contents."""
    try:
        data = path.read_bytes()
    except OSError:
        return Used(path.as_posix(), "")
    return Used(path.as_posix(), digest(data))


def digest(data: bytes) -> str:
    """By which contents are known."""
    return hashlib.sha256(data).hexdigest()


def to_json(run: Run) -> bytes:
    """The file's contents: a line a student, so that two of them can be held against each other."""
    works = {rubric: dict(sorted(theirs.items())) for rubric, theirs in run.works.items()}
    asked = [f"  {_json(rubric)}: {_json(answers)}" for rubric, answers in run.asked.items()]
    head = {
        key: value for key, value in asdict(replace(run, works={}, asked={}, remarked=())).items() if key not in _APART
    }
    lines = {"asked": asked, "works": [f"  {_json(r)}: {_braced(_by_line(theirs), 2)}" for r, theirs in works.items()]}
    text = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    text += f',\n "remarked": {_json(run.remarked)}'
    listed = [f' "{key}": {_braced(lines[key], 1)}' for key in _LISTED]
    return ",\n".join([text, *listed]).encode("utf-8", "backslashreplace") + b"\n}\n"


_LISTED = ("asked", "works")
"""What has a line for each rubric or student."""
_APART = ("remarked", *_LISTED)
"""What is not written a line an element."""


def _by_line(works: Mapping[str, Work]) -> list[str]:
    return [f"   {_json(student)}: {_json(work)}" for student, work in works.items()]


def _braced(lines: Sequence[str], depth: int) -> str:
    return "{\n" + ",\n".join(lines) + "\n" + " " * depth + "}"


_json = json.JSONEncoder(ensure_ascii=False).encode


def read_run(folder: Path) -> Run:
    """What is known of the run whose results lie in a folder. GradeError where nothing is."""
    path = folder / FILE
    try:
        data = json.loads(path.read_bytes())
        return Run(
            str(data["version"]),
            {str(name): Used(*map(str, used)) for name, used in data["rubrics"].items()},
            {str(name): Used(*map(str, used)) for name, used in data["overrides"].items()},
            tuple((str(rubric), str(part)) for rubric, part in data["parts"]),
            {str(r): {str(s): _work(*work) for s, work in works.items()} for r, works in data["works"].items()},
            {str(key): str(value) for key, value in data["taken_in"].items()},
            tuple(map(str, data["rosters"])),
            tuple(filter(_is_handed_back, map(str, data.get("handed_back", ())))),
            tuple(map(str, data.get("remarks", ()))),
            {str(name): str(sha256) for name, sha256 in data.get("tables", {}).items()},
            {str(name): Used(*map(str, used)) for name, used in data.get("variants", {}).items()},
            {str(name): tuple((str(p), str(q)) for p, q in of) for name, of in data.get("asked", {}).items()},
            tuple(map(str, data.get("remarked", ()))),
        )
    except FileNotFoundError:
        raise GradeError(
            [Fault(str(path), "there are no results of grade here", "name their folder with --out DIR")]
        ) from None
    except OSError as error:
        raise GradeError([Fault(str(path), f"cannot be read: {(error.strerror or str(error)).lower()}")]) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise GradeError([Fault(str(path), "is not as grade writes it", AGAIN)]) from None


def remarked_before(folder: Path) -> Remarked:
    """The remarks of runs before whose results lie in a folder; none where there are none."""
    try:
        run = read_run(folder)
    except GradeError:
        return Remarked()
    return Remarked(run.remarks, run.remarked)


def _is_handed_back(name: str) -> bool:
    """Whether a name is one that grade gives, and leads nowhere else."""
    return bool(_HANDED_BACK.fullmatch(name))


def _work(
    paths: Sequence[str],
    sha256: str,
    when: str,
    late: bool | None,
    also: Sequence[str] = (),
    ruled: Sequence[str] = (),
    marked: bool = True,
) -> Work:
    names, by_hand = tuple(map(str, also)), tuple(map(str, ruled))
    return Work(tuple(map(str, paths)), str(sha256), str(when), late, names, by_hand, bool(marked))
