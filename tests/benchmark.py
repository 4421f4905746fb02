"""How fast the grader is, as ratios in one run: `python tests/benchmark.py [FILES] [PART]`.

Start-up against `python -c pass`; the run of the README; and classes of FILES (1,000 unless given): workbooks of 13 and
of 60 answers, and CSV files of 13. A whole run (reading, marking, every table, both gradebooks, the page) stands
against bare reading of the same files in one process (python-calamine, the csv module), and against the obvious script:
pandas in a loop, then numpy.isclose. Then a class of FILES students with matrices is marked from memory, a third of
them with slips; and every output of 10,000 students is written, beside the same table by bare pandas and openpyxl.
PART is one of these alone: start-up, reading, marking, outputs. Medians of interleaved rounds; machines are noisy, so
trust the ratios.
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
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from openpyxl import Workbook

if TYPE_CHECKING:
    import pandas as pd

    from grader.grading import Course
    from grader.marking import Marks
    from grader.reports.feedback import Problem

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
BARE = {
    "xlsx": """
import sys
from pathlib import Path
from python_calamine import load_workbook
for path in sorted(Path(sys.argv[1]).iterdir()):
    load_workbook(str(path)).get_sheet_by_index(0).to_python()
""",
    "csv": """
import csv, sys
from pathlib import Path
for path in sorted(Path(sys.argv[1]).iterdir()):
    with path.open(newline="") as file:
        list(csv.reader(file))
""",
}


def main() -> None:
    """Measures and prints everything, or the part that is named."""
    parts = {"start-up": starting, "reading": reading, "marking": marking, "outputs": outputs}
    files = next((int(word) for word in sys.argv[1:] if word.isdigit()), None)
    wanted = [word for word in sys.argv[1:] if not word.isdigit()]
    for part in wanted or parts:
        if part not in parts:
            sys.exit(f"{part}: no part of this benchmark (one of {', '.join(parts)})")
        parts[part](files or (10_000 if part == "outputs" else 1000))


def starting(_: int) -> None:
    """The start of the program, and the run of the README."""
    help_ = [sys.executable, "-m", "grader", "--help"]
    show(
        "start-up", rounds({"python -c pass": [sys.executable, "-c", "pass"], "grade --help": help_}), "python -c pass"
    )
    with tempfile.TemporaryDirectory() as folder:
        readme = [sys.executable, "-m", "grader", "submissions", "--out", folder]
        show("the README's run", rounds({"grade submissions/": readme}), "")


def reading(files: int) -> None:
    """Whole runs of classes of so many files against bare reading, and against the obvious script."""
    with tempfile.TemporaryDirectory() as folder:
        for kind, answers in (("xlsx", 13), ("xlsx", 60), ("csv", 13)):
            at = Path(folder) / f"{kind}{answers}"
            submissions, key, rubric = make_class(at, kind, files, answers)
            out = at / "out"
            ours = [sys.executable, "-m", "grader", str(submissions), "--rubric", str(rubric), "--out", str(out)]
            obvious = [sys.executable, "-c", OBVIOUS, str(submissions), str(key), str(at / "obvious.csv")]
            commands = {
                "bare reading": [sys.executable, "-c", BARE[kind], str(submissions)],
                "grade": ours,
                "with feedback": [*ours, "--feedback", "html"],
                "pandas and isclose": obvious,
            }
            show(f"{files:,} files of {answers} answers, {kind}", rounds(commands, 3), "bare reading")


def marking(students: int) -> None:
    """Marks a class from memory, and twice as many: time and memory for each answer."""
    code = (
        "import sys, time, resource\n"
        "from tests.accuracy import ASSIGNMENTS, whole\n"
        "from tests.simulation import ClassRoom, Habits\n"
        "from grader.marking import mark\n"
        "habits = Habits(slips=(2/3, 1/4, 1/12), guesses=0, miscopies=0, blank=0.02)\n"
        "reference = whole(*ASSIGNMENTS['batch with matrices'])\n"
        "sheet, _ = ClassRoom(reference, habits, int(sys.argv[1]), 1).work()\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "start = time.perf_counter(); marks = mark(reference, sheet, ''); took = time.perf_counter() - start\n"
        "after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "print(marks.answer.size, took, (after - before) / 1024)\n"
    )
    print("marking a batch with matrices from memory, a third of the class with slips")
    for count in (students, 2 * students):
        done = subprocess.run(
            [sys.executable, "-c", code, str(count)], cwd=ROOT, check=True, capture_output=True, text=True
        )
        answers, seconds, megabytes = map(float, done.stdout.split())
        print(f"  {count:,} students: {1e6 * seconds / answers:.1f} µs an answer, {megabytes:.0f} MB more")


def outputs(students: int) -> None:
    """Each output of a large class in a process of its own, beside the same table written barely."""
    from grader import exports, gradebook
    from grader.analysis import analyse
    from grader.reports.classroom import Assignment, class_page
    from grader.reports.feedback import Problem
    from grader.totals import totals

    course, marks = large_class(students)
    table, grades = gradebook.answers([marks]), gradebook.gradebook([marks])
    other = gradebook.answers([unlike(marks)])
    analysis, nothing = analyse([marks]), gradebook.attention([])
    problems = (Problem(marks, course.problems[1]),)
    print(f"the outputs of {students:,} students with {len(marks.columns)} answers each")
    for name, ours, bare in (
        ("marks.csv", lambda: exports.to_csv(table), lambda: table.to_csv(index=False).encode()),
        ("marks, all other", lambda: exports.to_csv(other), lambda: other.to_csv(index=False).encode()),
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
        (f"{FEEDBACK} pages", lambda: pages(course.title, problems), lambda: tables(table)),
        ("--into", lambda: filled(marks), lambda: mapped(marks)),
    ):
        (seconds, memory, size), (bare_seconds, bare_memory, _) = apart(ours), apart(bare)
        print(
            f"  {name:<16} {seconds:7.2f} s {memory:6.0f} MB more, {size / 1e6:6.1f} MB written"
            f"  {seconds / bare_seconds:6.2f} × the time of {BESIDE.get(name, 'pandas')} ({bare_memory:.0f} MB more)"
        )


FEEDBACK = 500
"""Pages of feedback that are written: each takes as long whatever the class."""
BESIDE = {
    "gradebook.xlsx": "openpyxl",
    "report.html": "the answers as JSON by pandas",
    f"{FEEDBACK} pages": "a table each by pandas",
    "--into": "read_csv, map and to_csv by pandas",
}


def pages(title: str, problems: "tuple[Problem, ...]") -> bytes:
    """The pages of feedback of the first students of a class."""
    from grader.reports.feedback import Assignment, feedback, letters
    from grader.totals import totals
    from grader.wording import Wording

    had = totals([problem.marks for problem in problems])
    some = Assignment(title, problems, dict(list(had.items())[:FEEDBACK]))
    return b"".join(feedback(letters([some], {}, Wording()), "html", Wording()).values())


def tables(table: "pd.DataFrame") -> bytes:
    """A bare page of the same answers for each of the first students."""
    some = table[table["student"].isin(table["student"].unique()[:FEEDBACK])]
    return "".join(rows.to_html(index=False) for _, rows in some.groupby("student")).encode()


def canvas(marks: "Marks") -> bytes:
    """The gradebook of a class as Canvas exports it, without grades."""
    head = "Student,ID,SIS User ID,SIS Login ID,Section,Homework (7)\r\n    Points Possible,,,,,23\r\n"
    return (head + "".join(f"{name},{n},s{n},{name},A,\r\n" for n, name in enumerate(marks.students))).encode()


def filled(marks: "Marks") -> bytes:
    """A gradebook with everybody's points in it."""
    from grader.answers import Person
    from grader.exports import Scores, fill
    from grader.totals import totals

    had = totals([marks])
    points = {student: total.total for student, total in had.items()}
    out_of = {student: total.out_of for student, total in had.items()}
    people = {student: (Person(student),) for student in had}
    full = str(float(max(out_of.values()))).encode()
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        Path(file.name).write_bytes(canvas(marks).replace(b"23", full, 1))
        return fill(Path(file.name), [Scores("Homework", "hw", points, out_of, False, people, {})]).data


def mapped(marks: "Marks") -> bytes:
    """The same by pandas, which keeps neither quotes nor line ends."""
    import pandas as pd

    from grader import gradebook

    points = gradebook.gradebook([marks]).set_index("student")["total"]
    sheet = pd.read_csv(io.BytesIO(canvas(marks)), dtype=str, keep_default_na=False)
    sheet["Homework (7)"] = sheet["SIS Login ID"].map(points)
    return sheet.to_csv(index=False).encode()


def large_class(students: int) -> "tuple[Course, Marks]":
    """The class of the README over and over, on the problem by hand."""
    from grader.grading import grade

    outcome = grade([ROOT / "submissions" / "cs637-hw1"], [ROOT / "rubrics" / "cs637-hw1.toml"])
    [marks] = [table for table in outcome.marks if table.columns[0].problem == PROBLEM]
    rows = np.arange(students) % len(marks.students)
    arrays = ("answer", "value", "expected", "followed", "verdict", "cause", "share", "note", "again")
    repeated = {name: getattr(marks, name)[rows] for name in arrays}
    names = tuple(f"student{n:05d}" for n in range(students))
    return outcome.courses[0], replace(marks, **repeated, students=names, receipts={}, conventions=(), ruled=None)


def unlike(marks: "Marks") -> "Marks":
    """The same class with no two answers or notes alike, as where every student has givens of their own."""
    value = np.random.default_rng(3).normal(size=marks.value.shape)
    written = np.array([f"{number:.7g}" for number in value.flat], dtype=object).reshape(value.shape)
    note = np.array([f"the factor {text} is left out, not -{text}" for text in written.flat], dtype=object)
    return replace(marks, value=value, answer=written, followed=written, note=note.reshape(value.shape))


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


Taken = dict[str, list[tuple[float, float]]]
"""By command, the seconds and megabytes of each round."""


def rounds(commands: dict[str, list[str]], count: int = ROUNDS) -> Taken:
    """Whole-process seconds and peak megabytes of each command, taken in turn."""
    taken: Taken = {name: [] for name in commands}
    for _ in range(count):
        for name, command in commands.items():
            began = time.perf_counter()
            process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                raise subprocess.CalledProcessError(process.returncode, command)
            taken[name].append((time.perf_counter() - began, used.ru_maxrss / 1024))
    return taken


def show(title: str, taken: Taken, base: str) -> None:
    """Prints medians, peaks of memory, and ratios to one of the commands."""
    print(title)
    medians = {name: statistics.median(seconds for seconds, _ in each) for name, each in taken.items()}
    for name, seconds in medians.items():
        ratio = f"  {seconds / medians[base]:8.2f} × {base}" if base else ""
        print(f"  {name:<20} {seconds:8.3f} s {max(peak for _, peak in taken[name]):7.0f} MB{ratio}")


def make_class(place: Path, kind: str, files: int, answers: int) -> tuple[Path, Path, Path]:
    """A class, a third of whom have one answer wrong; the key as a CSV; and the rubric."""
    folder = place / "class"
    folder.mkdir(parents=True)
    rubric = make_rubric(place / "homework.toml", answers)
    expected = expected_values(rubric)
    rng = np.random.default_rng(1)
    for n in range(files):
        figures, wrong = int(rng.integers(4, 7)), int(rng.integers(3 * answers))
        values = [float(f"{value * (-1 if k == wrong else 1):.{figures}g}") for k, (_, value) in enumerate(expected)]
        rows = [(name, value) for (name, _), value in zip(expected, values, strict=True)]
        WRITERS[kind](folder / f"student{n:05d}.{kind}", rows)
    write_csv(place / "key.csv", expected)
    return folder, place / "key.csv", rubric


def make_rubric(path: Path, answers: int) -> Path:
    """A network of sigmoids with the hidden units that so many answers take; the first of its quantities are asked."""
    hidden = next(k for k in range(1, answers) if 7 * k + 5 >= answers)
    units = range(1, hidden + 1)
    rng = np.random.default_rng(2)
    given = {
        name: rng.uniform(-1, 1, size).round(2).tolist() for name, size in (("x", 2), ("w", 2 * hidden), ("v", hidden))
    }
    lines = [
        'title = "Sigmoids"',
        "[given]",
        *(f"{name} = {numbers}" for name, numbers in given.items()),
        "t = 0.4",
        "[forward]",
    ]
    names = []
    for k in units:
        lines += [f's{k} = "x1*w{2 * k - 1} + x2*w{2 * k}"', f'h{k} = "sigmoid(s{k})"']
        names += [f"s{k}", f"h{k}"]
    lines += [f'z = "{" + ".join(f"h{k}*v{k}" for k in units)}"', 'y = "sigmoid(z)"', 'L = "(y - t)^2"', "[marks]"]
    names += ["z", "y", "L", "dL/dy", "dL/dz", *(f"dL/dv{k}" for k in units)]
    names += (
        [f"dL/dh{k}" for k in units] + [f"dL/ds{k}" for k in units] + [f"dL/dw{k}" for k in range(1, 2 * hidden + 1)]
    )
    path.write_text("\n".join([*lines, *(f'"{name}" = 1' for name in names[:answers])]) + "\n", encoding="utf-8")
    return path


def expected_values(rubric: Path) -> list[tuple[str, float]]:
    """What is asked, in its order, with the reference's values."""
    from grader.reference import refer
    from grader.rubric import load

    reference = refer(load(rubric).problems[0])
    return [(a.label, float(reference.values[a.quantity][(0, 0, *(i - 1 for i in a.index))])) for a in reference.asked]


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
