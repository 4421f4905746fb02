"""Results land whole or not at all, wherever the run is stopped."""

import errno
from pathlib import Path

import pytest

from grader.errors import GradeError
from grader.exports import land

OLD, NEW = {"a.csv": b"old a", "b.csv": b"old b"}, {"a.csv": b"new a", "b.csv": b"new b", "c.csv": b"new c"}


def contents(folder):
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files} if folder.exists() else None


def fail_at(monkeypatch, method, at, error):
    """Makes the call number `at` of a method of paths fail, once."""
    real, calls = getattr(Path, method), []

    def failing(self, *arguments, **options):
        calls.append(self)
        if len(calls) == at:
            raise error
        return real(self, *arguments, **options)

    monkeypatch.setattr(Path, method, failing)
    return calls


def test_they_land_in_a_new_folder(tmp_path):
    land(NEW, tmp_path / "new" / "grades")
    assert contents(tmp_path / "new" / "grades") == NEW


def test_they_take_the_place_of_old_ones_and_leave_the_rest(tmp_path):
    land({**OLD, "mine.txt": b"mine"}, tmp_path)
    land(NEW, tmp_path)
    assert contents(tmp_path) == {**NEW, "mine.txt": b"mine"}


MOVES = 2 * len(OLD) + 1


@pytest.mark.parametrize("error", [OSError(errno.EACCES, "Permission denied"), KeyboardInterrupt()])
@pytest.mark.parametrize("at", range(1, MOVES + 1))
def test_a_move_that_fails_or_is_interrupted_is_undone(at, error, tmp_path, monkeypatch):
    land(OLD, tmp_path)
    with monkeypatch.context() as patch:
        calls = fail_at(patch, "replace", at, error)
        with pytest.raises((GradeError, KeyboardInterrupt)):
            land(NEW, tmp_path)
    assert len(calls) >= at
    assert contents(tmp_path) == OLD


@pytest.mark.parametrize("at", range(1, len(NEW) + 1))
def test_a_full_disk_leaves_the_old_files(at, tmp_path, monkeypatch):
    land(OLD, tmp_path)
    with monkeypatch.context() as patch:
        fail_at(patch, "open", at, OSError(errno.ENOSPC, "No space left on device"))
        with pytest.raises(GradeError, match=r"no space left on device \(choose another place with --out DIR\)"):
            land(NEW, tmp_path)
    assert contents(tmp_path) == OLD


def test_a_folder_that_could_not_be_filled_is_not_left_behind(tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        fail_at(patch, "open", 2, OSError(errno.ENOSPC, "No space left on device"))
        with pytest.raises(GradeError):
            land(NEW, tmp_path / "grades")
    assert contents(tmp_path) == {}


def test_an_old_file_that_cannot_be_put_back_is_kept(tmp_path, monkeypatch):
    land(OLD, tmp_path)
    real = Path.replace

    def stuck(self, target):
        if self.name == "b.csv" or self.parent.name == "old":
            raise OSError(errno.EACCES, "Permission denied")
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", stuck)
        with pytest.raises(GradeError):
            land(NEW, tmp_path)
    assert [path.read_bytes() for path in tmp_path.glob(".new-*/old/a.csv")] == [b"old a"]


CLASS = {"marks.csv": b"1", "feedback/ada.html": b"1", "feedback/ben.html": b"1", "into/canvas.csv": b"1"}


def test_what_is_of_an_earlier_run_goes_with_the_landing_and_nothing_else_does(tmp_path):
    land({**CLASS, "feedback/mine.txt": b"mine"}, tmp_path)
    land({"marks.csv": b"2", "feedback/ada.html": b"2"}, tmp_path, gone=["feedback/ben.html", "feedback/ada.html", "x"])
    assert contents(tmp_path) == {
        "marks.csv": b"2",
        "feedback/ada.html": b"2",
        "feedback/mine.txt": b"mine",
        "into/canvas.csv": b"1",
    }


@pytest.mark.parametrize("at", range(1, 6))
def test_what_was_to_go_is_there_again_where_a_move_fails(at, tmp_path, monkeypatch):
    land(CLASS, tmp_path)
    with monkeypatch.context() as patch:
        fail_at(patch, "replace", at, OSError(errno.EACCES, "Permission denied"))
        with pytest.raises(GradeError):
            land({"marks.csv": b"2", "new/ada.pdf": b"2"}, tmp_path, gone=["feedback/ben.html", "into/canvas.csv"])
    assert contents(tmp_path) == CLASS
    assert not (tmp_path / "new").exists()


def test_a_file_or_a_folder_in_the_way_is_told(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(GradeError, match="is a file, not a folder"):
        land(NEW, tmp_path / "file")
    with pytest.raises(GradeError, match="file: is a file, not a folder"):
        land({"file/ada.html": b""}, tmp_path)
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(GradeError, match=r"a\.csv: is a folder where a file should go"):
        land(NEW, tmp_path)
    assert (tmp_path / "a.csv").is_dir()
