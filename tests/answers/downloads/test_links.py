"""What may stand in a folder and is no student's work, or changes meanwhile."""

import os
from pathlib import Path

import pytest

from grader.answers.downloads import open_download
from grader.answers.record import ContainerError
from tests.answers.downloads.made import TABLE, students


def test_links_pipes_and_names_that_no_one_should_have(tmp_path):
    (tmp_path / "ada.csv").write_text(TABLE)
    (tmp_path / "link.csv").symlink_to("/etc/passwd")
    (tmp_path / "loop").symlink_to(".")
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "empty").mkdir()
    for name in (b"\xff.csv", "a\nb\u202e.csv".encode(), b"x" * 251 + b".csv", "😀.csv".encode()):
        Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name))).write_text(TABLE)  # noqa: PTH118
    found = open_download(tmp_path)
    assert list(students(found)) == ["\\xff", "a\\x0ab\\u202e", "ada", "empty", "x" * 251, "😀"]
    assert found.listed == ("link.csv", "loop", "pipe.csv")
    assert {entry.submission for entry in found.attention} == {"link.csv", "loop", "pipe.csv", "empty"}
    assert all(source.read() == TABLE.encode() for work in found.works for source in work.sources)


def test_a_file_that_vanishes_or_becomes_a_link(tmp_path):
    for name in ("ada.csv", "bob.csv"):
        (tmp_path / name).write_text(TABLE)
    ada, bob = open_download(tmp_path).works
    (tmp_path / "ada.csv").unlink()
    (tmp_path / "bob.csv").unlink()
    (tmp_path / "bob.csv").symlink_to("/etc/passwd")
    for work in (ada, bob):
        with pytest.raises(ContainerError, match="cannot be opened"):
            work.sources[0].read()
