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
    assert len(CONSOLES) >= 2


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
        check=True,
    )
    assert [line.rstrip() for line in done.stdout.strip().splitlines()] == [
        line.rstrip() for line in shown.strip().splitlines()
    ]


def test_the_rubric_shown_loads(tmp_path):
    [rubric] = re.findall(r"^```toml\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
    (tmp_path / "shown.toml").write_text(rubric, encoding="utf-8")
    assert len(load(tmp_path / "shown.toml").problems) == 1


def test_the_credit_shown_is_of_the_network_of_relus(tmp_path):
    [shown] = re.findall(r"^### Credit\n.*?\n\n((?:    [^\n]*\n|\n)+)", TEXT, re.DOTALL | re.MULTILINE)
    policy, rubric = re.sub("^    ", "", shown, flags=re.MULTILINE), (ROOT / "rubrics" / "relu-2-2-1.toml").read_text()
    top, tables = policy.split("\n", 1)
    (tmp_path / "shown.toml").write_text(f"{top}\n{rubric}\n{tables}", encoding="utf-8")
    [problem] = load(tmp_path / "shown.toml").problems
    assert (problem.most_lost, problem.bonus) == (3, {"MSE'"})
    assert dict(problem.credit_of)["dMSE/dW1"]["slip"] == Fraction(3, 5)
