"""How fast the grader is, as ratios in one run: `python tests/benchmark.py [FILES]`.

Start-up against `python -c pass`; the run of the README; and a class of FILES (1,000 unless given) workbooks, and as
many CSV files, of 19 answers each, against reading the same files' bytes and against the obvious script: pandas in a
loop, then numpy.isclose. Then every output of 10,000 students, in time and memory, against the same table written by
bare pandas and openpyxl (`python tests/benchmark.py outputs` for that alone). Medians of interleaved rounds; machines
are noisy, so trust the ratios.
"""

import csv
import io
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from ast import literal_eval
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from openpyxl import Workbook

if TYPE_CHECKING:
    import pandas as pd

    from grader.grading import Course
    from grader.marking import Marks

ROOT = Path(__file__).parent.parent
ROUNDS = 5
PROBLEM = "2"

OBVIOUS = """
import sys
from pathlib import Path
import numpy as np
import pandas as pd
expected = pd.read_csv(sys.argv[2]).set_index("quantity")["value"]
rows = []
for path in sorted(Path(sys.argv[1]).iterdir()):
    table = pd.read_excel(path) if path.suffix == ".xlsx" else pd.read_csv(path)
    values = table.set_index("quantity")["value"].reindex(expected.index)
    rows.append([path.stem, int(np.isclose(values, expected, rtol=1e-3).sum())])
pd.DataFrame(rows, columns=["student", "points"]).to_csv(sys.argv[3], index=False)
"""
BYTES = "import sys, pathlib\nfor path in sorted(pathlib.Path(sys.argv[1]).iterdir()): path.read_bytes()"


def main() -> None:
    """Measures and prints everything."""
    if sys.argv[1:] == ["outputs"]:
        outputs()
        return
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        grade = [sys.executable, "-m", "grader"]
        start_up = rounds({"python -c pass": [sys.executable, "-c", "pass"], "grade --help": [*grade, "--help"]})
        show("start-up", start_up, "python -c pass")
        show(
            "the README's run",
            rounds({"grade submissions/": [*grade, "submissions", "--out", str(place / "readme")]}),
            "",
        )
        for kind in ("xlsx", "csv"):
            submissions, key = make_class(place, kind, files)
            ours = [*grade, str(submissions), "--rubric", "rubrics/cs637-hw1.toml", "--out", str(place / "out")]
            commands = {
                "reading the bytes": [sys.executable, "-c", BYTES, str(submissions)],
                "grade": ours,
                "with feedback": [*ours, "--feedback", "html"],
                "pandas and isclose": [
                    sys.executable,
                    "-c",
                    OBVIOUS,
                    str(submissions),
                    str(key),
                    str(place / "obvious.csv"),
                ],
            }
            show(f"{files:,} files of {len(QUANTITIES)} answers, {kind}", rounds(commands, 3), "grade")
    outputs()


def rounds(commands: dict[str, list[str]], count: int = ROUNDS) -> dict[str, list[float]]:
    """Whole-process seconds of each command, taken in turn."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(count):
        for name, command in commands.items():
            began = time.perf_counter()
            subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
            taken[name].append(time.perf_counter() - began)
    return taken


def show(title: str, taken: dict[str, list[float]], base: str) -> None:
    """Prints medians, and ratios to one of the commands."""
    print(title)
    medians = {name: statistics.median(seconds) for name, seconds in taken.items()}
    for name, seconds in medians.items():
        ratio = f"  {seconds / medians[base]:8.2f} × {base}" if base else ""
        print(f"  {name:<20} {seconds:8.3f} s{ratio}")


def outputs(students: int = 10_000) -> None:
    """Each output of a large class in a process of its own, beside the same table written barely."""
    from grader import exports, gradebook
    from grader.analysis import analyse
    from grader.reports.classroom import Assignment, class_page
    from grader.reports.feedback import Problem
    from grader.totals import totals

    course, marks = large_class(students)
    table, grades = gradebook.answers([marks]), gradebook.gradebook([marks])
    analysis, nothing = analyse([marks]), gradebook.attention([])
    problems = (Problem(marks, course.problems[1]),)
    print(f"the outputs of {students:,} students with {len(marks.columns)} answers each")
    for name, ours, bare in (
        ("marks.csv", lambda: exports.to_csv(table), lambda: table.to_csv(index=False).encode()),
        ("gradebook.csv", lambda: exports.to_csv(grades), lambda: grades.to_csv(index=False).encode()),
        (
            "gradebook.xlsx",
            lambda: exports.to_workbook(grades, table, nothing, analysis),
            lambda: barely(grades, table),
        ),
        (
            "report.html",
            lambda: class_page([Assignment(course.title, problems, totals([marks]))], analyse([marks])),
            lambda: table.to_json(orient="values").encode(),
        ),
    ):
        (seconds, memory, size), (bare_seconds, bare_memory, _) = apart(ours), apart(bare)
        print(
            f"  {name:<15} {seconds:7.2f} s {memory:6.0f} MB more, {size / 1e6:6.1f} MB written"
            f"  {seconds / bare_seconds:6.2f} × the time of {BARE.get(name, 'pandas')} ({bare_memory:.0f} MB more)"
        )


BARE = {"gradebook.xlsx": "openpyxl", "report.html": "the answers as JSON by pandas"}


def large_class(students: int) -> "tuple[Course, Marks]":
    """The class of the README over and over, on the problem by hand."""
    from grader.grading import grade

    outcome = grade([ROOT / "submissions" / "cs637-hw1"], [ROOT / "rubrics" / "cs637-hw1.toml"])
    [marks] = [table for table in outcome.marks if table.columns[0].problem == PROBLEM]
    rows = np.arange(students) % len(marks.students)
    arrays = ("answer", "value", "expected", "followed", "verdict", "cause", "share", "note")
    repeated = {name: getattr(marks, name)[rows] for name in arrays}
    names = tuple(f"student{n:05d}" for n in range(students))
    return outcome.courses[0], replace(marks, **repeated, students=names, receipts={}, conventions=(), ruled=None)


def barely(grades: "pd.DataFrame", table: "pd.DataFrame") -> bytes:
    """Two sheets as openpyxl writes them, without a look."""
    book, out = Workbook(write_only=True), io.BytesIO()
    for name, rows in (("Class", grades), ("Answers", table)):
        sheet = book.create_sheet(name)
        sheet.append(list(rows.columns))
        for row in rows.itertuples(index=False):
            sheet.append(row)
    book.save(out)
    return out.getvalue()


def apart(write: Callable[[], bytes]) -> tuple[float, float, int]:
    """Seconds, megabytes beyond what was there, and bytes written, in a process that begins with this one's tables."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
        size = len(write())
        more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        os.write(writing, repr((time.perf_counter() - began, more, size)).encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(writing)
    with os.fdopen(reading) as told:
        seconds, more, size = literal_eval(told.read())
    return seconds, more, size


QUANTITIES = (
    "s1", "h1", "s2", "h2", "s3", "yhat", "Div", "dDiv/dyhat", "dDiv/ds3", "dDiv/dh1", "dDiv/dh2", "dDiv/ds1",
    "dDiv/ds2", *(f"dDiv/dw{i}" for i in range(1, 7)),
)  # fmt: skip


def make_class(place: Path, kind: str, files: int) -> tuple[Path, Path]:
    """A class whose answers are right to four to six figures, but for one number in ten; and the key as a CSV."""
    expected = dict(expected_values())
    folder = place / kind
    folder.mkdir()
    rng = np.random.default_rng(1)
    for n in range(files):
        figures = int(rng.integers(4, 7))
        off = rng.choice([1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, -1.0], len(QUANTITIES))
        answers = [float(f"{expected[q] * o:.{figures}g}") for q, o in zip(QUANTITIES, off, strict=True)]
        WRITERS[kind](folder / f"student{n:05d}.{kind}", list(zip(QUANTITIES, answers, strict=True)))
    write_csv(place / "key.csv", list(expected.items()))
    return folder, place / "key.csv"


def expected_values() -> Iterator[tuple[str, float]]:
    """The reference of the CS 637 network."""
    from grader.reference import refer
    from grader.rubric import load

    [problem] = [p for p in load(ROOT / "rubrics" / "cs637-hw1.toml").problems if p.name == PROBLEM]
    values = refer(problem).values
    yield from ((q, values[q].item()) for q in QUANTITIES)


def write_csv(path: Path, rows: list[tuple[str, float]]) -> None:
    """Names and values as CSV, under a header."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("quantity", "value"), *rows])


def write_xlsx(path: Path, rows: list[tuple[str, float]]) -> None:
    """The same as a workbook."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sheet1")
    for row in [("quantity", "value"), *rows]:
        sheet.append(row)
    book.save(path)


WRITERS: dict[str, Callable[[Path, list[tuple[str, float]]], None]] = {"csv": write_csv, "xlsx": write_xlsx}

if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
