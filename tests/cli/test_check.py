"""`grade check`: what an instructor sees, and the exit status."""

import re

import pytest
from click.testing import CliRunner

from grader.cli import main
from tests.conftest import ROOT


def run(*args):
    return CliRunner().invoke(main, ["check", *map(str, args)])


def test_weaknesses_are_told_and_do_not_fail():
    result = run(ROOT / "rubrics/relu-2-2-1.toml")
    assert result.exit_code == 0
    assert re.search(r"^These numbers can reveal \d+ of \d+ slips\.\n*\Z", result.stdout, re.MULTILINE)


def test_each_problem_has_its_own_part():
    result = run(ROOT / "rubrics/cs637-hw1.toml")
    assert result.exit_code == 0
    assert [line for line in result.stdout.splitlines() if line.startswith("Problem")] == [
        "Problem 1. Gradient of y = w0 + w1 x1 + w2 x2 + w3 x1^2, and its update rule",
        "Problem 2. Backpropagation by hand",
        "Problem 3. Backpropagation by program",
    ]


PARTS = """title = "Two"
drop = 1
[[problem]]
name = "a"
bonus = ["z"]
given = {x = 2}
forward = {y = "2*x", z = "y*x"}
marks = {y = 20.5, z = 2}
[[problem]]
name = "b"
like = "a"
bonus = []
marks = {y = 1}
"""


@pytest.mark.parametrize("command", [["check"], ["key"], ["key", "--html"], ["key", "--latex"]])
def test_the_points_are_added_up_by_problem_and_in_all(tmp_path, command):
    path, page = tmp_path / "two.toml", tmp_path / "page"
    path.write_text(PARTS)
    result = CliRunner().invoke(main, [*command, *([str(page)] if len(command) > 1 else []), str(path)])
    told = page.read_text(encoding="utf-8") if len(command) > 1 else result.stdout
    whole = (
        "In all 21.5 points and a bonus of 2: 20.5 and a bonus of 2 in problem a, 1 in b (before the worst is dropped)"
    )
    assert [told.count(text) for text in ("20.5 points and a bonus of 2", "1 point", whole)] == [1, 1, 1]


@pytest.mark.parametrize("options", [[], ["--suggest"]])
def test_the_same_bytes_every_time(options):
    path = ROOT / "tests/rubrics/recurrence.toml"
    assert run(path, *options).stdout == run(path, *options).stdout


def test_what_is_suggested_can_be_pasted_and_reveals_as_many(tmp_path):
    text = (ROOT / "rubrics/relu-2-2-1.toml").read_text(encoding="utf-8")
    shown = run(ROOT / "rubrics/relu-2-2-1.toml", "--suggest").stdout
    promised, lines = re.search(r"in place of yours, (\d+ of \d+):\n\n(.*)\Z", shown, re.DOTALL).groups()
    for line in lines.strip().splitlines():
        text = re.sub(rf"^{line.partition(' ')[0]} = .*$", line, text, flags=re.MULTILINE)
    path = tmp_path / "rubric.toml"
    path.write_text(text, encoding="utf-8")
    assert f"These numbers can reveal {promised} slips." in run(path).stdout
    assert int(promised.split()[0]) > int(re.search(r"can reveal (\d+)", shown)[1])


def test_where_nothing_better_is_found_it_says_so(tmp_path):
    path = tmp_path / "rubric.toml"
    path.write_text('[given]\nx = [0, 0, 1]\n[forward]\ny = "sum(2*x)"\n[marks]\ny = 1\n')
    assert "No givens as round as these were found that reveal more." in run(path, "--suggest").stdout


def test_a_rubric_with_faults_is_told_them(tmp_path):
    path = tmp_path / "rubric.toml"
    path.write_text('[given]\nx = 1\n[forward]\ny = "x*q"\n[marks]\ny = 1\n')
    result = run(path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "rubric.toml:4:8: unknown name 'q'" in result.stderr


def test_what_is_wrong_fails(tmp_path):
    path = tmp_path / "rubric.toml"
    path.write_text(
        '[given]\nx = [1, 2]\n[forward]\np = "2*x"\nq = "3*x"\n[labels]\n"p[i]" = "a_i"\n"q[i]" = "a_i"\n'
        "[marks]\np = 2\nq = 2\n"
    )
    result = run(path)
    assert result.exit_code == 2
    assert "'a_1' is the name of 2 answers" in result.stdout
