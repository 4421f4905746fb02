"""Names that no one should have, through the whole command; Ctrl-C leaves the old results or the new, whole."""

import csv
import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from grader.exports import land
from tests.cli.running import ENVIRONMENT
from tests.grading.neuron import RIGHT, RUBRIC, write

HOSTILE = [
    b"=cmd|'_c calc'!A0.csv", b"@SUM(1).csv", b"+1.csv", b"-1+1.csv", b"a\nb.csv", b"\x1b[2J.csv", b"\xff\xfe.csv",
    "\u202ecsv.exe.csv".encode(), "😀.csv".encode(), b"x" * 251 + b".csv", b"Ada.csv", b"ada.csv", b"CON.csv", b" .csv",
    b"'.csv", b"a,b;c.csv", b'".csv', b"%n%s.csv", b"{0}.csv", b"[bold]x[_bold].csv",
]  # fmt: skip
"""File names as bytes."""


def command(*arguments):
    return [sys.executable, "-m", "grader", *map(str, arguments)]


@pytest.mark.parametrize("archive", [False, True])
def test_names_that_nobody_should_have(tmp_path, archive):
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "hw.toml").write_text(RUBRIC)
    data = b"s,1\r\nh,=1+cmd|' /C calc'!A0\r\nE,\x07@SUM(1)\r\n"
    for name in HOSTILE:
        Path(os.fsdecode(os.path.join(os.fsencode(folder), name))).write_bytes(data)  # noqa: PTH118
    if archive:
        with zipfile.ZipFile(tmp_path / "class.zip", "w") as packed:
            for name in HOSTILE:
                packed.writestr(name.decode(errors="replace"), data)
        folder = tmp_path / "class.zip"
    run = command(folder, "--rubric", tmp_path / "hw.toml", "--out", tmp_path / "out")
    done = subprocess.run(run, capture_output=True, env=ENVIRONMENT, check=False)
    assert done.returncode == 0, done.stderr
    assert b"\x1b" not in done.stdout
    for path in (tmp_path / "out").glob("*.csv"):
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
        for cell in (cell for row in rows for cell in row):
            assert not cell.startswith(("=", "@", "+c", "+1+")), (path.name, cell)
    book = openpyxl.load_workbook(tmp_path / "out" / "gradebook.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert len([row for row in book["Class"].iter_rows(min_row=2) if row[0].value]) == len(HOSTILE)


@pytest.mark.parametrize("wait", [0.0, 0.3, 0.6, 0.9, 1.2, 1.5, 1.8])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_whatever_ends_it_leaves_the_old_results_or_the_new_and_no_process(tmp_path, wait, number):
    (tmp_path / "hw.toml").write_text(RUBRIC)
    for student in range(300):
        write(tmp_path / "in" / f"s{student}.csv", RIGHT)
    old = {"marks.csv": b"old", "attention.csv": b"old", "gradebook.csv": b"old", "gradebook.xlsx": b"old"}
    land(old, tmp_path / "out")
    run = command(tmp_path / "in", "--rubric", tmp_path / "hw.toml", "--out", tmp_path / "out")
    with subprocess.Popen(run, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT) as process:
        time.sleep(wait)
        process.send_signal(number)
        process.communicate(timeout=120)  # until nobody is left who could write
    there = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert set(old) <= set(there)
    assert len({there[name] == b"old" for name in old}) == 1
    assert not [name for name in there if name.startswith(".new-")]
