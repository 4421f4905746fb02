"""The README shows what the commands print, and tells only of rubrics that load."""

import re
import shlex
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from grader.rubric import load

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLES = re.findall(r"^```console\n\$ grade (.*?)\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)


def test_there_are_examples():
    assert len(CONSOLES) == TEXT.count("```console") > 0


@pytest.mark.parametrize(("command", "shown"), CONSOLES, ids=[c for c, _ in CONSOLES])
def test_the_examples_print_what_is_shown(command, shown, tmp_path):
    for name in ("rubrics", "submissions"):
        (tmp_path / name).symlink_to(ROOT / name)
    done = subprocess.run(
        [sys.executable, "-m", "grader", *shlex.split(command)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"PYTHONPATH": str(ROOT), "PATH": "", "PYTHONUTF8": "1"},
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    assert [line.rstrip() for line in done.stdout.strip().splitlines()] == [
        line.rstrip() for line in shown.strip().splitlines()
    ]


def test_the_rubrics_shown_load(tmp_path):
    shown = tmp_path / "shown.toml"
    problems = []
    for rubric in re.findall(r"^```toml\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE):
        shown.write_text(rubric, encoding="utf-8")
        problems.append(load(shown).problems)
    assert [[len(p.accept) for p in each] for each in problems] == [[0], [0, 2]]


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
