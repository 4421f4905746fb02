"""An instructor's own key against the rubric: agreement in one line, else where they part and why."""

import pytest

from tests.cli.running import run


def compare(rubric, key, *more):
    return run("key", rubric, "--against", key, *more)


def test_a_key_that_agrees_says_so_in_one_line():
    done = compare("rubrics/relu-2-2-1.toml", "submissions/relu-2-2-1/amara.xlsx")
    assert (done.returncode, done.stdout) == (0, "amara.xlsx agrees with the rubric in all 50 quantities\n")


def test_the_slides_part_from_the_rubric_in_three_places_and_the_rest_follows():
    done = compare("rubrics/relu-2-2-1.toml", "submissions/relu-2-2-1/slides.csv")
    assert done.returncode == 1
    first, *told = done.stdout.splitlines()
    assert first == "slides.csv disagrees with the rubric in 20 of 46 quantities:"
    assert [line.split(":")[0].strip() for line in told[:3]] == ["dMSE/dw_{1,2}^1", "w_{2,2}^1'", "b_1^1'"]
    assert "1.204 in the key, 1.332 by the rubric; wrong-operand: column 1 of l₀ is used" in told[0]
    assert told[3].startswith("  17 more differ only because they follow from these: w_{1,2}^1', ")
    assert told[4] == "not in it: dMSE/dw_{1,1}^2, dMSE/dw_{1,2}^2, dMSE/db_1^2, dMSE/dw_{2,2}^1"


def test_a_key_that_goes_on_with_rounded_numbers_agrees(tmp_path):
    (tmp_path / "own.csv").write_text("h1,0.7875\nh2,0.9498\ns3,0.3174\nyhat,0.58\nDiv,0.0064\n")
    done = compare("rubrics/cs637-hw1.toml", tmp_path / "own.csv")
    assert done.returncode == 0
    assert "agrees with the rubric in all 5 quantities; by rounded numbers before them: 2: Div" in done.stdout


def test_a_key_that_is_rounded_to_nothing_agrees_and_says_what_a_student_would_get(tmp_path):
    (tmp_path / "own.csv").write_text("Problem 3\ndDiv/dw2,-0.002\ndDiv/dw3,0.00\ndDiv/dw5,0.03\n")
    done = compare("rubrics/cs637-hw1.toml", tmp_path / "own.csv")
    first, second, *_ = done.stdout.splitlines()
    assert (done.returncode, first) == (0, "own.csv agrees with the rubric in all 3 quantities")
    assert second.endswith("for which a student would get no points: 3: dDiv/dw2, 3: dDiv/dw3")


def test_what_cannot_be_read_is_no_rounding(tmp_path):
    (tmp_path / "own.csv").write_text("h1,0.787512,\nh2,0,94978\n")
    done = compare("rubrics/cs637-hw1.toml", tmp_path / "own.csv")
    assert done.returncode == 1
    assert "h₂: 0,94978 in the key" in done.stdout
    assert "right, but" not in done.stdout


def test_a_key_earns_no_points_for_what_it_implies(tmp_path):
    (tmp_path / "own.csv").write_text("MSE',0.848624\n")
    assert "points" not in compare("rubrics/relu-2-2-1.toml", tmp_path / "own.csv").stdout


def test_a_key_that_errs_in_what_is_not_asked_disagrees(tmp_path):
    (tmp_path / "own.csv").write_text("p1[1,1],9\nl_1^1 (sample 1),9\n")
    done = compare("rubrics/relu-2-2-1.toml", tmp_path / "own.csv")
    assert done.returncode == 1
    assert "it follows from p₁, which is not asked for, and which no known slip explains" in done.stdout


def test_what_follows_from_a_rough_number_that_is_not_asked_disagrees(tmp_path):
    rubric = tmp_path / "hw.toml"
    rubric.write_text('[given]\nx = 0.149\n[forward]\ns = "1*x"\nh = "10*s - 1.4"\n[marks]\nh = 1\n')
    (tmp_path / "own.csv").write_text("s,0.15\nh,0.100\n")
    done = compare(rubric, tmp_path / "own.csv")
    assert done.returncode == 1
    assert "from something that is not asked for follow h" in done.stdout


def test_a_number_from_nowhere_has_no_slip(tmp_path):
    (tmp_path / "own.csv").write_text("MSE,17.21\n")
    done = compare("rubrics/relu-2-2-1.toml", tmp_path / "own.csv")
    assert done.returncode == 1
    assert "MSE: 17.21 in the key, 1.65 by the rubric; no known slip explains it" in done.stdout


def test_a_key_of_one_right_number_agrees(tmp_path):
    (tmp_path / "own.csv").write_text("MSE,1.65\n")
    done = compare("rubrics/relu-2-2-1.toml", tmp_path / "own.csv")
    assert done.returncode == 0
    assert done.stdout.startswith("own.csv agrees with the rubric in 1 quantity\nnot in it: l_1^1 (sample 1), ")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("own.xlsx", b"PK\x03\x04 no zip", "own.xlsx"),
        ("own.csv", b"apples,3\n", "no answer in it"),
        ("own.csv", b"", ""),
    ],
)
def test_a_key_that_answers_nothing_is_status_2(name, content, said, tmp_path):
    (tmp_path / name).write_bytes(content)
    done = compare("rubrics/relu-2-2-1.toml", tmp_path / name)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("key", ["submissions/relu-2-2-1", "nowhere.csv"])
def test_a_class_or_nothing_is_not_a_key(key):
    done = compare("rubrics/relu-2-2-1.toml", key)
    assert (done.returncode, done.stdout) == (2, "")
    assert "grade: " in done.stderr


def test_what_the_key_says_cannot_move_the_cursor(tmp_path):
    (tmp_path / "own.csv").write_text("MSE,\x1b[2J" + "9" * 200 + "x\n")
    done = compare("rubrics/relu-2-2-1.toml", tmp_path / "own.csv")
    assert "\x1b" not in done.stdout + done.stderr


def test_an_instructor_s_key_is_neither_late_nor_ruled_on(tmp_path):
    (tmp_path / "hw.toml").write_text(
        '[late]\ndue = 2026-03-01T23:59:00+01:00\npenalty = "10 %"\n[[problem]]\n[problem.given]\nu = 2\n'
        '[problem.forward]\nz = "3*u"\n[problem.marks]\nz = 1\n'
    )
    (tmp_path / "overrides.csv").write_text("student,quantity,points\nada,z,0.5\n")
    (tmp_path / "key.csv").write_text("z,6\n")
    done = compare(tmp_path / "hw.toml", tmp_path / "key.csv")
    assert (done.returncode, done.stdout) == (0, "key.csv agrees with the rubric in 1 quantity\n")
