"""Properties of marking, on simulated classes: nothing depends on who else is in the class, or on the order."""

import importlib
from dataclasses import replace

import numpy as np
import pytest

from grader.marking import CAUSES, Sheet, best_of, mark
from grader.marking.closeness import Written
from grader.rubric import CAUSES as RUBRIC_CAUSES
from tests.accuracy import ASSIGNMENTS, CLASSES, failures, judged, main, said, tally, whole
from tests.marking.classroom import marked, right_answers
from tests.simulation import USUAL, ClassRoom, Habits

RUBRICS = [
    ("rubrics/cs637-hw1.toml", "2"),
    ("rubrics/relu-2-2-1.toml", ""),
    ("tests/rubrics/relu-distinct.toml", ""),
    ("tests/rubrics/softmax.toml", ""),
    ("tests/rubrics/recurrence.toml", ""),
    ("tests/rubrics/two-layers.toml", ""),
]
EVERY = pytest.mark.parametrize("path", RUBRICS, ids=lambda p: p[0])


def some(sheet, rows):
    """The sheet of some of the students, in this order."""
    rows = np.array(rows)
    return Sheet(
        tuple(sheet.students[n] for n in rows),
        {name: Written(*(part[rows] for part in w)) for name, w in sheet.written.items()},
        {name: t[rows] for name, t in sheet.texts.items()},
        {name: u[rows] for name, u in sheet.unreadable.items()},
    )


def of(marks, n):
    return [
        (*(str(getattr(marks, part)[n, c]) for part in ("verdict", "cause", "note")), marks.shares[marks.share[n, c]])
        for c in range(len(marks.columns))
    ]


@EVERY
def test_the_reference_marks_itself_full(reference, path):
    found = reference(*path)
    [marks] = marked(found, right_answers(found, figures=12))
    assert {verdict for verdict, *_ in marks.values()} == {"correct"}


GAPS = Habits(figures=(3, 6), blank=0.5, slips=(0, 0.3, 0.7), guesses=0.05, miscopies=0.1)
"""What one leaves blank must not matter to another: half of the steps, by each at other places."""


@EVERY
def test_a_student_alone_gets_the_same_marks_as_in_the_class(reference, path):
    found, seed = reference(*path), RUBRICS.index(path)
    sheet, _ = ClassRoom(found, GAPS, 4, seed).work()
    together = mark(found, sheet, "")
    for n in range(seed % 2, 4, 2):  # of one class every other student, of the next those between
        assert of(mark(found, some(sheet, [n]), ""), 0) == of(together, n)


@pytest.mark.parametrize("path", RUBRICS[:2], ids=lambda p: p[0])
def test_the_order_of_students_makes_no_difference(reference, path):
    found = reference(*path)
    sheet, _ = ClassRoom(found, USUAL, 15, seed=6).work()
    order = np.random.default_rng(0).permutation(15)
    straight, shuffled = mark(found, sheet, ""), mark(found, some(sheet, order), "")
    for place, n in enumerate(order):
        assert of(shuffled, place) == of(straight, n)


def test_the_causes_of_the_rubric_are_those_of_marking():
    assert set(CAUSES) == set(RUBRIC_CAUSES)


@pytest.mark.parametrize(
    ("room", "accused", "located", "named", "excused"),
    [("usual", 0.001, 0.98, 0.90, 0.05), ("hard", 0.005, 0.97, 0.75, 0.15)],
    ids=["usual", "hard"],
)
@pytest.mark.parametrize(("name", "students"), [("sigmoids, by hand", 80), ("softmax, cross-entropy", 20)])
def test_simulated_classes(name, students, room, accused, located, named, excused):
    """Loose floors for a quick run; `python -m tests.accuracy` measures."""
    reference = whole(*ASSIGNMENTS[name])
    counts = tally(reference, *judged(reference, CLASSES[room], students, seed=3))
    assert counts["accused"] <= accused * counts["innocent"]
    assert counts["located"] >= located * counts["slips"]
    assert counts["named"] >= named * counts["nameable"]
    assert counts["excused"] <= excused * counts["guesses"]


def test_whatever_counts_against_the_judge_is_told(capsys):
    """Of a judge who passes everything: each slip, and no innocent answer."""
    reference = whole(*ASSIGNMENTS["sigmoids, by hand"])
    marks, truth = judged(reference, USUAL, 12, seed=3)
    lenient = replace(marks, verdict=np.full_like(marks.verdict, "correct"), cause=np.full_like(marks.cause, ""))
    missed = [found for found in failures(reference, lenient, truth) if found.kind == "missed"]
    assert [found.slip for found in missed] == truth.slips
    counts = tally(reference, lenient, truth)
    assert (counts["located"], counts["named"], counts["accused"]) == (0, 0, 0)
    slip = truth.slips[0]
    told = said(reference, lenient, missed[0])
    assert told.startswith(f"  missed: {marks.students[slip.student]} {slip.cause} in {slip.origin}\n")
    main(2, 3, {"sigmoids, by hand": ASSIGNMENTS["sigmoids, by hand"]}, cases=True)
    assert "hard: all" in capsys.readouterr().out


@pytest.mark.parametrize("limit", [{"MOST_AT_ONCE": 4}, {"MANY": 0, "cores": lambda: 3}], ids=["in turn", "beside"])
def test_a_class_marked_in_parts_is_marked_as_one(reference, monkeypatch, limit):
    found = reference(*RUBRICS[0])
    sheet, _ = ClassRoom(found, USUAL, 11, seed=8).work()
    whole_class = mark(found, sheet, "")
    for name, value in limit.items():
        monkeypatch.setattr(importlib.import_module("grader.marking.mark"), name, value)
    parts = mark(found, sheet, "")
    assert parts.students == whole_class.students
    assert [of(parts, n) for n in range(11)] == [of(whole_class, n) for n in range(11)]


def test_there_may_be_any_number_of_conventions(reference):
    found = reference(*RUBRICS[0])
    sheet, _ = ClassRoom(found, USUAL, 3, seed=1).work()
    marks = mark(found, sheet, "")
    best = best_of({str(n or ""): marks for n in range(70)})
    assert [of(best, n) for n in range(3)] == [of(marks, n) for n in range(3)]
