"""`grade check`: what an instructor sees, and the exit status."""

from pathlib import Path

from click.testing import CliRunner

from grader.cli import main

ROOT = Path(__file__).parent.parent


def run(*args):
    return CliRunner().invoke(main, ["check", *map(str, args)])


def test_weaknesses_are_told_and_do_not_fail():
    result = run(ROOT / "rubrics/relu-2-2-1.toml")
    assert result.exit_code == 0
    assert result.stdout.rstrip().endswith("These numbers can reveal 455 of 491 slips.")


def test_each_problem_has_its_own_part():
    result = run(ROOT / "rubrics/cs637-hw1.toml")
    assert result.exit_code == 0
    assert [line for line in result.stdout.splitlines() if line.startswith("Problem")] == [
        "Problem 1. Gradient of y = w0 + w1 x1 + w2 x2 + w3 x1^2, and its update rule",
        "Problem 2. Backpropagation by hand",
        "Problem 3. Backpropagation by program",
    ]


def test_the_same_bytes_every_time():
    assert run(ROOT / "tests/rubrics/batch.toml").stdout == run(ROOT / "tests/rubrics/batch.toml").stdout


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
