"""Results as autograders hand them back: one student's folder in, results.json out, whatever is in the folder."""

import json
import shutil

import pytest

from tests.cli.running import run
from tests.conftest import ROOT

RUBRIC = ROOT / "rubrics" / "relu-2-2-1.toml"


def results(tmp_path, system, *files, rubric=RUBRIC, more=()):
    """What is written for a submission of these files, and what is said on stderr."""
    folder = tmp_path / "autograder" / "submission"
    folder.mkdir(parents=True)
    for name, data in files:
        (folder / name).write_bytes(data)
    done = run(folder, "--rubric", rubric, f"--{system}", "--out", tmp_path, *more)
    assert done.returncode == 0, done.stderr
    data = (tmp_path / "results.json").read_text(encoding="utf-8")
    found = json.loads(data)
    assert faults(found, SPECIFIED[system]) == []
    assert len(data.encode()) <= 1_000_000
    return found, done.stderr


def one_of(*words):
    return lambda value: value in words


def is_text(value):
    return isinstance(value, str)


def is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_share(value):
    return is_number(value) and 0 <= value <= 1


def each(specified):
    return lambda value: isinstance(value, list) and not [fault for item in value for fault in faults(item, specified)]


SEEN = one_of("hidden", "after_due_date", "after_published", "visible")
SHOWN = one_of("text", "html", "simple_format", "md", "ansi")
SPECIFIED = {
    "gradescope": {
        "score": is_number, "execution_time": is_number, "output": is_text, "output_format": SHOWN,
        "test_output_format": SHOWN, "test_name_format": SHOWN, "visibility": SEEN, "stdout_visibility": SEEN,
        "tests": each({
            "score": is_number, "max_score": is_number, "status": one_of("passed", "failed"), "name": is_text,
            "name_format": SHOWN, "number": is_text, "output": is_text, "output_format": SHOWN, "visibility": SEEN,
        }),
    },
    "prairielearn": {
        "gradable": one_of(True, False), "score": is_share, "message": is_text, "output": is_text,
        "format_errors": lambda value: is_text(value) or (isinstance(value, list) and all(map(is_text, value))),
        "tests": each({
            "name": is_text, "description": is_text, "points": is_number, "max_points": is_number, "message": is_text,
            "output": is_text,
        }),
    },
}  # fmt: skip
"""What the systems document of results.json: its keys, and what each may hold."""


def faults(found, specified):
    """The keys that are not documented, and those whose values are not as documented."""
    return [key for key, value in found.items() if key not in specified or not specified[key](value)]


SLIDES = ("answers.csv", (ROOT / "submissions" / "relu-2-2-1" / "slides.csv").read_bytes())


def test_gradescope(tmp_path):
    (tmp_path / "autograder").mkdir()
    metadata = {"assignment": {"total_points": "20.0"}, "users": [{"name": "Ada"}]}
    (tmp_path / "autograder" / "submission_metadata.json").write_text(json.dumps(metadata))
    found, said = results(tmp_path, "gradescope", SLIDES)
    assert found["score"] == 47.5
    assert sum(test["score"] for test in found["tests"]) == 47.5
    assert sum(test["max_score"] for test in found["tests"]) == 50
    assert {test["visibility"] for test in found["tests"]} == {"visible"}
    [slip] = [test for test in found["tests"] if "column 1 of l₀" in test["output"]]
    assert (slip["status"], slip["output_format"]) == ("failed", "text")
    assert "out of 20 points, the rubric out of 50" in said


UNEVEN = """drop = 1
[[problem]]
name = "A"
[problem.given]
x = 2
[problem.forward]
a = "3*x"
[problem.marks]
a = 10
[[problem]]
name = "B"
[problem.given]
x = 2
[problem.forward]
b = "5*x"
[problem.marks]
b = 30
"""


def test_a_score_out_of_fewer_points_than_another_s_is_a_share_of_the_assignment_s(tmp_path):
    (tmp_path / "autograder").mkdir()
    (tmp_path / "autograder" / "submission_metadata.json").write_text('{"assignment": {"total_points": "30.0"}}')
    rubric = tmp_path / "uneven.toml"
    rubric.write_text(UNEVEN)
    found, said = results(tmp_path, "gradescope", ("answers.csv", b"a,6\n"), rubric=rubric)
    assert (found["score"], said) == (30, "")
    assert found["output"].startswith("10 of 10 points")


def test_gradescope_says_who_and_when(tmp_path):
    """A day late by its own due date, which the rubric takes points for; a ruling on a member of the group counts."""
    (tmp_path / "autograder").mkdir()
    metadata = {
        "created_at": "2026-03-02T10:00:00.365935-07:00",
        "assignment": {"due_date": "2026-03-01T23:59:00.000000-07:00", "total_points": "50.0"},
        "users": [{"email": "ada@x.edu", "id": 1, "name": "Ada"}, {"email": "ben@x.edu", "id": 2, "name": "Ben Ng"}],
    }
    (tmp_path / "autograder" / "submission_metadata.json").write_text(json.dumps(metadata))
    rubric = tmp_path / "source" / "rubric.toml"
    rubric.parent.mkdir()
    late = '\n[late]\ndue = 2026-03-01T23:59:00-07:00\npenalty = 5\n[late.extensions]\n"zoe" = "2 days"\n'
    rubric.write_text(RUBRIC.read_text(encoding="utf-8") + late, encoding="utf-8")
    found, said = results(tmp_path, "gradescope", SLIDES, rubric=rubric)
    assert (found["score"], said) == (42.5, "")
    assert found["output"].startswith("42.5 of 50 points\nfor being late (10 h 2 min): −5")
    (rubric.parent / "overrides.csv").write_text(
        "student,quantity,points,reason,who\nben@x.edu,MSE,0,not their own,Lee\nzoe,MSE,0,not her own,Lee\n"
    )
    shutil.rmtree(tmp_path / "autograder" / "submission")
    assert results(tmp_path, "gradescope", SLIDES, rubric=rubric)[0]["score"] == 41.5
    rubric.write_text(rubric.read_text(encoding="utf-8").replace('"zoe" =', "ada ="), encoding="utf-8")
    shutil.rmtree(tmp_path / "autograder" / "submission")
    (rubric.parent / "overrides.csv").unlink()
    assert results(tmp_path, "gradescope", SLIDES, rubric=rubric)[0]["score"] == 47.5


@pytest.mark.parametrize("text", ["", "[]", "{", '{"users": 3, "assignment": [], "created_at": 5}', '{"users": [1]}'])
def test_metadata_that_is_none_stops_nothing(tmp_path, text):
    (tmp_path / "autograder").mkdir()
    (tmp_path / "autograder" / "submission_metadata.json").write_text(text)
    assert results(tmp_path, "gradescope", SLIDES)[0]["score"] == 47.5


def test_a_ruling_on_all_of_a_scan_is_told_and_no_answer_is_missing(tmp_path):
    shutil.copy(RUBRIC, rubric := tmp_path / "hw.toml")
    metadata = {"users": [{"name": "Ada L", "email": "ada@u.edu", "id": 7}]}
    (tmp_path / "autograder").mkdir()
    (tmp_path / "autograder" / "submission_metadata.json").write_text(json.dumps(metadata))
    (tmp_path / "overrides.csv").write_text("student,quantity,points,reason\nAda L,total,31,a scan\n")
    folder = tmp_path / "autograder" / "submission"
    folder.mkdir()
    (folder / "hw.pdf").write_bytes(b"%PDF-1.7")
    assert run(folder, "--rubric", rubric, "--gradescope", "--out", tmp_path).returncode == 0
    found = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert found["score"] == 31
    assert {test["output"] for test in found["tests"]} == {"ruled by hand: a scan"}
    assert found["output"] == "31 of 50 points"


def test_prairielearn(tmp_path):
    found, _ = results(tmp_path, "prairielearn", SLIDES)
    assert (found["gradable"], found["score"]) == (True, 0.95)
    assert all(set(test) == {"name", "points", "max_points", "message"} for test in found["tests"])


@pytest.mark.parametrize("files", [(), (("a.xlsx", b"PK\x03\x04 no zip"),), ((".hidden", b"h1,1"),)], ids=len)
def test_what_cannot_be_read_is_a_result_with_a_message(tmp_path, files):
    found, _ = results(tmp_path, "gradescope", *files)
    assert (found["score"], found["tests"]) == (0, [])
    assert found["output"].startswith("Nothing could be graded.\n")
    shutil.rmtree(tmp_path / "autograder")
    found, _ = results(tmp_path, "prairielearn", *files)
    assert found["gradable"] is False
    assert found["format_errors"]


def test_what_one_submission_cannot_have_is_refused(tmp_path):
    (tmp_path / "submission").mkdir()
    others = ["--into", "g.csv", "--roster", "l.csv", "--feedback", "pdf", "--layout", "Canvas", "--dry-run"]
    asked = (tmp_path / "submission", "--rubric", RUBRIC, "--gradescope", *others)
    done = run(*asked, "--out", tmp_path / "results")
    assert (done.returncode, (tmp_path / "results").exists()) == (2, False)
    assert set(done.stderr.splitlines()) == {
        f"grade: {option}: does not go with --gradescope (leave it out)" for option in others if option[0] == "-"
    }


def test_results_stay_small_whatever_was_handed_in(tmp_path):
    """PrairieLearn takes no more than a megabyte."""
    long = "\n".join(f"l_{n % 2 + 1}^1 (sample {n % 5 + 1}),{'9' * 9_000}x" for n in range(400))
    noise = "\n".join(f"note{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)},{n}.5" for n in range(3_000))
    files = [("a.csv", f"quantity,value\n{long}\n{noise}".encode())]
    files += [(f"log {n}.csv", f"quantity,value\nl_1^1 (sample 1),{'9' * 9_000}x{n}".encode()) for n in range(60)]
    found, _ = results(tmp_path, "prairielearn", *files)
    assert len(found["message"].splitlines()) <= 45
    assert found["message"].endswith(" more")


def test_an_autograder_speaks_the_course_s_language(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(
        'score = "{points} von {out_of} Punkten"\ncorrect = "richtig"\nsaid = "{verdict}; geschrieben {answer}"\n'
        "[notes]\n"
        '"column {1} of {0} is used where {2} belongs" = "Spalte {1} von {0} statt {2}"\n"column {0}" = "Spalte {0}"\n'
        '"{0} (from your {1} this is {2})" = "{0} (aus {1} wird {2})"\n',
        encoding="utf-8",
    )
    found, _ = results(tmp_path, "gradescope", SLIDES, more=("--wording", own))
    assert found["output"] == "47.5 von 50 Punkten"
    said = [test["output"] for test in found["tests"]]
    assert said[0] == "richtig; geschrieben 1.5"
    assert [text.partition(": ")[2] for text in said if "statt" in text] == [
        "Spalte 1 von l₀ statt Spalte 2",
        "Spalte 1 von ∂MSE/∂W₁ statt Spalte 2 (aus dMSE/dw_{2,1}^1 = 3.612 wird 0.3 − 0.01·3.612)",
    ]
