"""What a run leaves behind is read again as it was written, or told."""

from dataclasses import replace
from datetime import datetime

import pytest

from grader.answers import Submission
from grader.errors import GradeError
from grader.history import FILE, Used, Work, as_before, left, read_results, read_run, record, to_json
from tests.history.runs import RUN


def test_a_run_is_read_back_as_it_was(tmp_path):
    odd = 'a"\n\u2028é\udc80'
    rubric = tmp_path / "hw.toml"
    rubric.write_text("x")
    handed = [
        ("hw", Submission(s, (f"{s}.csv",), when=datetime(2026, 3, 1, 9), late=True, sha256="1")) for s in ("b", odd)
    ]
    run = record(
        "1.0",
        {"hw": rubric},
        {"hw": Used("none.csv", "")},
        [("hw", tmp_path)],
        handed,
        also={"b": ["Bo", "7"]},
        asked={"hw": [("1", odd[:3]), ("1", "L")]},
    )
    (tmp_path / FILE).write_bytes(to_json(run))
    found = read_run(tmp_path)
    assert found.rubrics["hw"] == run.rubrics["hw"]
    assert found.overrides == {"hw": Used("none.csv", "")}
    assert found.works["hw"]["b"] == Work(("b.csv",), "1", "2026-03-01T09:00:00", True, ("Bo", "7"))
    assert (len(found.works["hw"]), found.asked) == (2, run.asked)
    assert to_json(replace(run, works={"hw": {}})).endswith(b"}\n")


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", "null", '{"version": 1}', "[" * 100_000, "\x00", '{"works": {"a": 1}}']
)
def test_a_run_that_is_not_as_it_was_written_is_told(tmp_path, text):
    (tmp_path / FILE).write_text(text)
    with pytest.raises(GradeError, match=r"is not as grade writes it \(run grade again\)"):
        read_run(tmp_path)


def test_no_results_and_results_that_are_none(tmp_path):
    assert read_results(tmp_path) is None
    with pytest.raises(GradeError, match="there are no results of grade here"):
        read_run(tmp_path)


def test_the_same_tables_are_told_by_their_bytes(tmp_path):
    assert not as_before(tmp_path, b"marks", b"grades")
    (tmp_path / "marks.csv").write_bytes(b"marks")
    (tmp_path / "gradebook.csv").write_bytes(b"grades")
    assert as_before(tmp_path, b"marks", b"grades")
    assert not as_before(tmp_path, b"marks", b"other grades")


HEAD = b"student,problem,quantity,verdict,points,note\n"


@pytest.mark.parametrize(
    "marks", [b"\xff\xfe", b"", b"a,b\n", HEAD + b"ada,1\n", HEAD + b"a\0,,,,,\n" * 2, b"PK\x03\x04"]
)
def test_results_that_are_not_what_grade_writes(tmp_path, marks):
    (tmp_path / "marks.csv").write_bytes(marks)
    (tmp_path / "gradebook.csv").write_bytes(b"x\n")
    with pytest.raises((ValueError, UnicodeDecodeError), match=r"missing|cut off|NUL|decode"):
        read_results(tmp_path)


def test_pages_of_who_is_gone_are_gone_and_another_gradebook_stays(tmp_path):
    before = ("feedback/ada.html", "feedback/ben.html", "into/canvas.csv")
    for name in before:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / FILE).write_bytes(to_json(replace(RUN, handed_back=before)))
    assert left(tmp_path, ["feedback/ada.html", "into/moodle.csv"]) == (("feedback/ben.html",), ("into/canvas.csv",))
    assert left(tmp_path, ["into/canvas.csv"]) == ((), before[:2])
