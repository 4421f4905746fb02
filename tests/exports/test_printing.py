"""Feedback as PDF: printed by a real browser where there is one, refused with what to install where there is none."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.cli.running import run
from tests.conftest import ROOT

RUBRIC = 'title = "One step"\n[given]\nx = 3\n[forward]\ny = "x^2"\nz = "y + 1"\n[marks]\ny = 1\nz = 1\n'


@pytest.fixture
def graded(tmp_path):
    """Runs the command for two students; the environment may lack what prints."""
    (tmp_path / "hw.toml").write_text(RUBRIC)
    (tmp_path / "in").mkdir()
    (tmp_path / "in/Zoë.csv").write_text("y,9\nz,10\n")
    (tmp_path / "in/ben.csv").write_text("y,6\nz,7\n")

    def graded(*arguments, lacking=""):
        wanted = ["in", "--rubric", "hw.toml", "--out", "out", *arguments]
        if "pdf" not in arguments:
            return run(*wanted, cwd=tmp_path)
        start = f"import sys; sys.modules[{lacking!r}] = None; " if lacking else ""
        anew = [sys.executable, "-c", f"{start}from grader.cli import main; main()"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
        return subprocess.run(
            [*anew, *wanted], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    return graded


def there(tmp_path):
    return sorted(path.name for path in (tmp_path / "out/feedback").iterdir())


def test_a_pdf_for_each_student(graded, tmp_path):
    pytest.importorskip("playwright.sync_api")
    done = graded("--feedback", "pdf")
    if "no browser that prints could be opened" in done.stderr:
        pytest.skip("no browser is installed")
    assert done.returncode == 0, done.stderr
    assert there(tmp_path) == ["Zoë.pdf", "ben.pdf"]
    printed = (tmp_path / "out/feedback/ben.pdf").read_bytes()
    assert printed.startswith(b"%PDF-")
    assert printed.rstrip().endswith(b"%%EOF")
    assert b"/StructTreeRoot" in printed  # what a screen reader goes by
    if shutil.which("pdftotext"):
        text = subprocess.run(["pdftotext", "-", "-"], input=printed, capture_output=True, check=True).stdout.decode()
        assert "Where it first went wrong" in text
        assert "1 of 2 points" in text


def test_without_what_prints_nothing_is_done_and_it_is_said_what_to_install(graded, tmp_path):
    done = graded("--feedback", "pdf", lacking="playwright.sync_api")
    assert done.returncode == 2
    assert "--feedback pdf: playwright is not installed (pip install 'backprop-grader[pdf]'" in done.stderr
    assert not (tmp_path / "out").exists()


def test_pages_of_who_is_no_longer_there_go_and_a_run_that_writes_none_says_so(graded, tmp_path):
    graded("--feedback", "html")
    (tmp_path / "out/feedback/mine.html").write_text("mine")
    (tmp_path / "in/ben.csv").unlink()
    assert "of an earlier run" not in graded("--feedback", "html", "--dry-run").stderr
    done = graded()
    assert there(tmp_path) == ["Zoë.html", "ben.html", "mine.html"]
    assert "2 files of an earlier run are left as they were, such as feedback/Zoë.html" in done.stderr
    graded("--feedback", "md")
    assert there(tmp_path) == ["Zoë.md", "mine.html"]


def test_a_record_that_names_files_elsewhere_removes_none(graded, tmp_path):
    graded("--feedback", "html")
    (tmp_path / "keep.html").write_text("mine")
    record = tmp_path / "out/run.json"
    record.write_text(record.read_text().replace("feedback/ben.html", "feedback/../../keep.html"))
    graded("--feedback", "md")
    assert (tmp_path / "keep.html").exists()
    assert there(tmp_path) == ["Zoë.md", "ben.html", "ben.md"]
