"""Whatever a download holds: every file graded, listed or ignored once; students in are rows out, every time."""

import io
import os
import random
import tempfile
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader import exports, gradebook
from grader.grading import Outcome, grade
from tests.answers.workbook import xlsx
from tests.grading.neuron import RUBRIC


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip of these files, the same bytes every time."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return data.getvalue()


GOOD = b"quantity,value\ns,1\nh,0.7311\nE,0.07232\ndE/dw,-0.2115\n"
CONTENTS = {
    "right": GOOD,
    "another": b"s;1,2\nh;0,77\n",
    "workbook": xlsx("<row><c t='str'><v>s</v></c><c><v>1</v></c></row>"),
    "nothing": b"",
    "no table": b"%PDF-1.7 \xff",
    "bytes": bytes(range(256)) * 3,
    "half a zip": b"PK\x03\x04\x14\0",
    "a page": b"<html><table><tr><td>s<td>1</table>",
    "a notebook": b'{"cells": [{"cell_type": "markdown", "source": "s = 1"}], "nbformat": 4}',
    "words": "see the next page 😀 \u202e".encode("utf-16"),
    "formulas": b"s,=cmd|'/c calc'!A0\nh,@SUM(1)\n=1+1,2\n",
    "responses": b"Timestamp,Email\n1,a@b\n2,a@b\n",
    "a class list": b"Student,ID\nAda,1\nBen,2\n",
    "control characters": b"s\x07,1\x1b[2J\nh\x00,2\n",
    "a zip": zipped({"hw/hw.csv": GOOD, "__MACOSX/hw/._hw.csv": b"x"}),
    "zips in a zip": zipped({"a.zip": zipped({"b.zip": zipped({"hw.csv": GOOD})}), "hw.csv": b"s,2\n"}),
    "a zip that climbs": zipped({"../../hw.csv": GOOD, "/etc/passwd": b"x", "C:\\hw.csv": b"h,1"}),
    "an empty zip": zipped({}),
    "records": b'[{"quantity": "s", "value": 1}, {"quantity": "h", "value": 0.7311}]',
    "several at once": b"s, h = 1, 0.7311\n",
    "a rubric": RUBRIC.encode(),
}
NAMES = ("ada", "Ben Bo", "Nguyễn Văn Á", "O'Brien, Sean", "=1+1", "李明", "A_b", "x" * 60, "Zoë (2)", "ada")
FILES = ("hw.csv", "answers.xlsx", "my work (1).csv", "grades.csv", "h_1.txt", "scan.pdf", "résumé.csv")
LITTER = (
    ".DS_Store", "__MACOSX/._hw.csv", "Thumbs.db", "~$hw.xlsx", "hw.toml", "overrides.csv", "desktop.ini",
    ".git/config", ".~lock.hw.ods#",
)  # fmt: skip


class Handed(NamedTuple):
    """One file in a generated download."""

    number: int
    """Of the student."""
    attempt: int
    file: str
    content: str


def canvas(one: Handed) -> str:
    name = "".join(c for c in NAMES[one.number].casefold() if c.isalnum())
    return f"{name}{'_LATE' * (one.number % 2)}_{4000 + one.number}_{77 + one.attempt}_{one.file}"


def moodle(one: Handed) -> str:
    name = NAMES[one.number].replace("_", " ").replace("'", "")
    return f"{name}_{500 + one.number}_assignsubmission_file_/{one.attempt}/{one.file}"


def brightspace(one: Handed) -> str:
    return f"{one.number}1-22 - Student {'abcdefghij'[one.number]} - Oct {one.attempt + 1}, 2026 926 PM/{one.file}"


def blackboard(one: Handed) -> str:
    return f"HW_1_u{one.number}_attempt_2026-10-0{one.attempt + 1}-10-00-00_{one.file}"


def sakai(one: Handed) -> str:
    return f"HW 1/Last, First(u{one.number})/Submission attachment(s)/{one.attempt}{one.file}"


def gradescope(one: Handed) -> str:
    return f"submission_{900 + one.number}/{one.attempt}/{one.file}"


def prairielearn(one: Handed) -> str:
    return f"u{one.number}@u.edu_{one.number}_hw/q1_{one.attempt + 1}_{one.file}".replace("hw/q1", "q1")


def classroom(one: Handed) -> str:
    return f"hw-submissions/hw-u{one.number}/{one.attempt}/{one.file}"


def teams(one: Handed) -> str:
    return f"Submitted files/{NAMES[one.number]} {one.number}/hw/Version {one.attempt + 1}/{one.file}"


def autolab(one: Handed) -> str:
    return f"u_{one.number}@u.edu_{one.attempt + 1}_{one.file}"


def nbgrader(one: Handed) -> str:
    return f"submitted/u{one.number}/hw/{one.attempt}{one.file}"


def anonymous(one: Handed) -> str:
    return f"{'LATE_' * (one.number % 2)}anon_{'abcdefghij'[one.number]}9_{77 + one.attempt}_{one.file}"


def flat(one: Handed) -> str:
    return f"{NAMES[one.number].replace('_', ' ')}_{500 + one.number}_assignsubmission_file_{one.attempt}{one.file}"


def blind(one: Handed) -> str:
    return f"Participant_{500 + one.number}_assignsubmission_file/{one.attempt}/{one.file}"


def team(one: Handed) -> str:
    return f"Team {'ABCDEFGHIJ'[one.number]}_{30 + one.number}_assignsubmission_file/{one.attempt}{one.file}"


def numbered(one: Handed) -> str:
    when = f"Oct {one.attempt + 1}, 2026 1126 AM"
    return f"7{one.number}-22 - A0{one.number}23456 - Student {'abcdefghij'[one.number]}- {when} - {one.file}"


def unfolded(one: Handed) -> str:
    return f"Last, First(u{one.number})_Submission attachment(s)_{one.attempt}{one.file}"


def all_files(one: Handed) -> str:
    return f"u{one.number}@u.edu_1_hw_1_{one.attempt + 1}_{90 + one.attempt}_{one.file}"


def google(one: Handed) -> str:
    file, student = Path(one.file), f"Stu {'abcdefghij'[one.number]}"
    return f"Homework (File responses)/Sheet (File responses)/{one.attempt}{file.stem} - {student}{file.suffix}"


def microsoft(one: Handed) -> str:
    file, student = Path(one.file), f"Stu {'abcdefghij'[one.number]}"
    return f"Apps/Microsoft Forms/Homework/Question/{file.stem}_{student} {one.attempt + 1}{file.suffix}"


def folders(one: Handed) -> str:
    return f"{one.number} {NAMES[one.number]}/{one.attempt}/{one.file}"


SYSTEMS = {
    "Canvas": canvas, "Canvas, anonymous": anonymous, "Moodle": moodle, "Moodle, flat": flat, "Moodle, blind": blind,
    "Moodle, teams": team, "Brightspace": brightspace, "Brightspace, flat with numbers": numbered,
    "Blackboard": blackboard, "Sakai": sakai, "Sakai, without folders": unfolded, "Gradescope": gradescope,
    "PrairieLearn": prairielearn, "PrairieLearn, all files": all_files, "GitHub Classroom": classroom,
    "nbgrader": nbgrader, "Microsoft Teams": teams, "Autolab": autolab, "Google Forms": google,
    "Microsoft Forms": microsoft, "plain": folders,
}  # fmt: skip
"""Each way in which a system lays out a download, called by the system first."""

HANDED = st.builds(
    Handed, st.integers(0, 9), st.integers(0, 2), st.sampled_from(FILES), st.sampled_from(sorted(CONTENTS))
)
WORKS = st.lists(HANDED, min_size=2, max_size=10, unique_by=lambda one: (one.number, one.attempt, one.file)).filter(
    lambda works: len({one.number for one in works}) > 1
)


def files_of(system: str, works: list[Handed], litter: list[str]) -> dict[str, bytes]:
    return {SYSTEMS[system](one): CONTENTS[one.content] for one in works} | dict.fromkeys(litter, b"x")


def laid(root: Path, files: dict[str, bytes], archive: bool, chance: random.Random) -> Path:
    """The files as a folder or a zip, written in any order."""
    names = list(files)
    chance.shuffle(names)
    (root / "hw.toml").write_text(RUBRIC)
    if archive:
        with zipfile.ZipFile(root / "download.zip", "w") as written:
            for name in names:
                written.writestr(name, files[name])
        return root / "download.zip"
    for name in names:
        path = root / "download" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files[name])
    return root / "download"


@contextmanager
def shuffled(chance: random.Random):
    """Directories list their entries in any order."""
    real = os.scandir

    @contextmanager
    def scandir(path):
        with real(path) as entries:
            found = list(entries)
        chance.shuffle(found)
        yield found

    with mock.patch("os.scandir", scandir):
        yield


def run(files: dict[str, bytes], archive: bool, chance: random.Random) -> tuple[Outcome, dict[str, bytes]]:
    """A run over the files, and what it would write."""
    with tempfile.TemporaryDirectory() as temporary, shuffled(chance):
        path = laid(Path(temporary), files, archive, chance)
        outcome = grade([path], [path.parent / "hw.toml"])
    grades = gradebook.gradebook(outcome.marks, outcome.students, outcome.known)
    tables = {"marks": gradebook.answers(outcome.marks), "grades": grades}
    tables["attention"] = gradebook.attention(outcome.attention)
    return outcome, {name: exports.to_csv(table) for name, table in tables.items()}


@pytest.mark.parametrize("system", SYSTEMS)
@settings(max_examples=10, deadline=None)
@given(WORKS, st.lists(st.sampled_from(LITTER), unique=True, max_size=3), st.booleans(), st.randoms())
def test_nothing_is_lost(system, works, litter, archive, chance):
    files = files_of(system, works, litter)
    outcome, written = run(files, archive, chance)
    assert outcome.graded + outcome.listed + len(outcome.ignored) == len(files)
    assert len(outcome.students) == len({one.number for one in works})
    assert outcome.layouts == (system.partition(",")[0],)
    prefix = "download.zip/" if archive else ""
    assert {name.removeprefix(prefix) for name in outcome.ignored} == {n for n in files if n in litter}
    assert run(files, archive, chance)[1] == written


@pytest.mark.parametrize("system", SYSTEMS)
@settings(max_examples=4, deadline=None)
@given(WORKS, HANDED, st.booleans(), st.randoms())
def test_what_one_hands_in_costs_nobody_else_anything(system, works, other, archive, chance):
    others = [one for one in works if one.number != other.number]
    if len({one.number for one in others}) < 2:
        return
    alone = run(files_of(system, others, []), archive, chance)[1]
    together = run(files_of(system, [*others, other], []), archive, chance)[1]
    for table in ("marks", "grades"):
        assert set(alone[table].splitlines()) <= set(together[table].splitlines())


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 3), st.sampled_from(sorted(CONTENTS))), min_size=2, max_size=5), st.randoms())
def test_every_member_of_a_group_has_a_row(groups, chance):
    files, told = {}, ""
    for number, (members, content) in enumerate(groups):
        files[f"submission_{number}/hw.csv"] = CONTENTS[content]
        told += f"submission_{number}:\n  :submitters:\n"
        told += "".join(f"  - :name: S {number} {m}\n    :email: s{number}{m}@u.edu\n" for m in range(members))
    files["submission_metadata.yml"] = told.encode()
    outcome, written = run(files, True, chance)
    assert outcome.graded + outcome.listed + len(outcome.ignored) == len(files)
    assert len(outcome.students) == sum(members for members, _ in groups)
    assert run(files, True, chance)[1] == written
