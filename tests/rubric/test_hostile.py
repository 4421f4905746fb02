"""What is no rubric at all: bytes of other files, depths beyond all use, folders and paths."""

from pathlib import Path

import pytest

from grader.errors import RubricError
from grader.rubric import load


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"title = '\xe9'\n", "not UTF-8 text"),
        ("title = 'x'".encode("utf-16"), "not UTF-8 text"),
        (b"#" * 1_000_001, "larger than 1,000,000 bytes"),
        (b"a = " + b"[" * 100_000, "nested too deeply"),
        (b"a = " + b"[" * 500 + b"]" * 500, "nested too deeply"),
        (b"a = " + b"{a = " * 500, "nested too deeply"),
        (b"a" + b".a" * 200_000 + b" = 1", "nested too deeply"),
        (b"[" + b"a." * 200_000 + b"a]", "nested too deeply"),
        (b"\0" * 100, "invalid statement"),
        (b"PK\x03\x04" + bytes(range(128)), "invalid statement"),
        (b"", "there are no formulas"),
        (b"given = 3\nforward = 1\nmarks = 2\naccept = 4\ntraining = 5\nlabels = 6\nnames = 7\n", "is not a table"),
        (b"[marks]\ns = 1e999999999\n", "not a number of points"),
        (b"[given]\nx = 1e99999999999999999999\n", "not a number"),
        (b"[given]\nx = 1979-05-27\n", "not a number"),
    ],
)
def test_hostile_bytes_are_faults_and_no_traceback(tmp_path: Path, data: bytes, what: str) -> None:
    path = tmp_path / "hw.toml"
    path.write_bytes(data)
    with pytest.raises(RubricError, match=what):
        load(path)


def test_what_is_not_a_file_is_said(tmp_path: Path) -> None:
    for path, what in (
        (tmp_path, "this is a folder"),
        (tmp_path / "none.toml", "there is no such file"),
        (tmp_path / ("n" * 300), "cannot be read"),
        (Path("a\0b"), "no such file|cannot be read"),
    ):
        with pytest.raises(RubricError, match=what):
            load(path)
