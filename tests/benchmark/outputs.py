"""Every output of a large class, beside the same table written barely."""

import io
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from openpyxl import Workbook

from tests.benchmark.timing import ROOT, apart

if TYPE_CHECKING:
    import pandas as pd

    from grader.grading import Course
    from grader.marking import Marks
    from grader.reports.feedback import Problem

PROBLEM = "2"
FEEDBACK = 500
"""Pages of feedback that are written: each takes as long whatever the class."""
BESIDE = {
    "gradebook.xlsx": "openpyxl",
    "report.html": "the answers as JSON by pandas",
    f"{FEEDBACK} pages": "a table each by pandas",
    "--into": "read_csv, map and to_csv by pandas",
}


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
