"""The README shows what the commands print, and tells only of rubrics that load."""

import csv
import re
import shlex
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from grader.rubric import load
from grader.rubric.credit import CAUSES
from grader.wording import read_wording
from tests.cli.running import run
from tests.conftest import ROOT

TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLES = re.findall(r"^```console\n\$ grade (.*?)\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)


def test_there_are_examples():
    assert len(CONSOLES) == TEXT.count("```console") > 0


@pytest.mark.parametrize(("command", "shown"), CONSOLES, ids=[c for c, _ in CONSOLES])
def test_the_examples_print_what_is_shown(command, shown, tmp_path):
    """A line `…` stands for those that are left out."""
    for name in ("rubrics", "submissions"):
        (tmp_path / name).symlink_to(ROOT / name)
    printed = lines_of(printed_by(command, tmp_path))
    first, *others = map(lines_of, re.split("^…$", shown, flags=re.MULTILINE))
    assert printed[: len(first)] == first
    rest = printed[len(first) :]
    for part in others:
        places = [i for i in range(len(rest)) if rest[i : i + len(part)] == part]
        assert places, part
        rest = rest[places[0] + len(part) :]
    assert not rest


def lines_of(text):
    return [line.rstrip() for line in text.strip().splitlines()]


def printed_by(command, folder):
    done = run(*shlex.split(command), cwd=folder)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def indented(text):
    """The lines of an indented block that begins with this one, without the first and those that are left out."""
    block = TEXT[TEXT.index(f"    {text}\n") :].partition("\n\n")[0]
    return [line[4:].rstrip() for line in block.splitlines()[1:] if line.strip() != "…"]


@pytest.fixture
def graded(tmp_path):
    for name in ("rubrics", "submissions"):
        shutil.copytree(ROOT / name, tmp_path / name)
    printed_by("submissions/", tmp_path)
    return tmp_path


def test_the_changes_shown_are_told(graded):
    ben = graded / "submissions" / "cs637-hw1" / "ben.csv"
    ben.write_text(ben.read_text(encoding="utf-8").replace("h1;0,78751", "h1;7,8751"), encoding="utf-8")
    ruling = "student,quantity,verdict\nemre,dDiv/ds1,correct\n"
    (graded / "rubrics" / "overrides.csv").write_text(ruling, encoding="utf-8")
    told = [line.rstrip() for line in printed_by("submissions/ --dry-run", graded).splitlines()]
    shown = indented("$ grade submissions/ --dry-run")
    assert shown[0] in told
    assert told[told.index(shown[0]) :][: len(shown)] == shown


def test_the_notes_shown_are_those_of_the_marks(graded):
    with (graded / "grades" / "marks.csv").open(encoding="utf-8", newline="") as file:
        marks = {(row["student"], row["quantity"]): row for row in csv.DictReader(file)}
    [table] = re.findall(
        r"^\| student \| quantity \| answer \| verdict \| note \|\n.*?\n(.*?)\n\n", TEXT, re.DOTALL | re.MULTILINE
    )
    for line in table.splitlines():
        student, quantity, answer, verdict, note = (cell.strip() for cell in line.strip("|").split(" | "))
        row = marks[student, quantity]
        said = f"{row['verdict']} ({row['cause']})" if row["cause"] else row["verdict"]
        assert (row["answer"], said, row["note"]) == (answer, verdict, note)


def test_the_way_from_the_lms_and_back_can_be_tried(tmp_path):
    for name in ("rubrics", "submissions", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    make, grade = re.findall(r"^    (.*)$", TEXT.partition("<!-- example -->")[2].partition("<!--")[0], re.MULTILINE)
    subprocess.run([sys.executable, *shlex.split(make)[1:]], cwd=tmp_path, check=True)
    assert "15 on the roster; 1 handed in nothing (Okafor, Obi)" in printed_by(grade.removeprefix("grade "), tmp_path)
    with (tmp_path / "example" / "grades" / "into" / "gradebook.csv").open(encoding="utf-8", newline="") as file:
        filled = {row["Student"]: row["CS 637 Homework 1 (501)"] for row in csv.DictReader(file)}
    assert (filled["Abara, Ada"], filled["Eriksen, Emre"], filled["Okafor, Obi"], len(filled)) == ("37", "27", "", 17)


def test_the_phrases_shown_are_phrases(tmp_path):
    (tmp_path / "own.toml").write_text("\n".join(phrases := block_with("score =")), encoding="utf-8")
    assert len(phrases) > 3
    assert read_wording(tmp_path / "own.toml")("score", points=1, out_of=2) == "1 von 2 Punkten"


def block_with(text):
    """The lines of the indented block that has this line, blank ones too."""
    [block] = [found for found in re.findall(r"((?:^    .*\n|^\n)+)", TEXT, re.MULTILINE) if f"    {text}" in found]
    return [line[4:] for line in block.splitlines()]


def test_the_rubrics_shown_load(tmp_path):
    shown = tmp_path / "shown.toml"
    problems = []
    for rubric in re.findall(r"^```toml\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE):
        shown.write_text(rubric, encoding="utf-8")
        problems.append(load(shown).problems)
    assert [[len(p.accept) for p in each] for each in problems] == [[0], [0], [0, 2]]


def policy_under(heading):
    """The first block under a heading: a setting that stands above all, and tables."""
    [shown] = re.findall(rf"^### {heading}\n.*?\n\n((?:    [^\n]*\n|\n)+)", TEXT, re.DOTALL | re.MULTILINE)
    return re.sub("^    ", "", shown, flags=re.MULTILINE).split("\n", 1)


def with_policy(heading, rubric, path):
    top, tables = policy_under(heading)
    text = (ROOT / "rubrics" / rubric).read_text(encoding="utf-8")
    path.write_text(f"{top}\n{text}\n{tables}", encoding="utf-8")
    return load(path)


def test_the_policy_shown_is_of_the_homework_with_three_problems(tmp_path):
    policy = with_policy("Late work, and problems that do not count", "cs637-hw1.toml", tmp_path / "shown.toml").policy
    assert policy.drop == 1
    assert set(policy.late.extensions) == {"ada"}


def test_the_credit_shown_is_of_the_network_of_relus(tmp_path):
    [problem] = with_policy("Credit", "relu-2-2-1.toml", tmp_path / "shown.toml").problems
    assert (problem.most_lost, problem.bonus) == (3, {"MSE'"})
    assert dict(problem.credit_of)["dMSE/dW1"]["slip"] == Fraction(3, 5)


def test_the_pictures_are_there_and_small():
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", TEXT)
    assert len(pictures) >= 3
    for picture in pictures:
        assert (ROOT / picture).read_bytes().startswith(b"\x89PNG")
        assert (ROOT / picture).stat().st_size < 150_000
    assert {path.name for path in (ROOT / "tests" / "pictures").iterdir()} == {Path(p).name for p in pictures}


def test_every_cause_is_told():
    assert [cause for cause in CAUSES if f"`{cause}`" not in TEXT] == []
