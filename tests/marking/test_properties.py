"""Properties of marking, on simulated classes: nothing depends on who else is in the class, or on the order."""

from dataclasses import replace

import numpy as np
import pytest

from grader.marking import CAUSES, Sheet, mark
from grader.marking.closeness import Written
from grader.rubric import CAUSES as RUBRIC_CAUSES
from tests.marking.classroom import marked, right_answers
from tests.simulation import HARD, USUAL, ClassRoom

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
        tuple(str(getattr(marks, part)[n, c]) for part in ("verdict", "cause", "followed", "note"))
        for c in range(len(marks.columns))
    ]


@EVERY
def test_the_reference_marks_itself_full(reference, path):
    found = reference(*path)
    [marks] = marked(found, right_answers(found, figures=12))
    assert {verdict for verdict, *_ in marks.values()} == {"correct"}


@pytest.mark.parametrize("path", RUBRICS[:4], ids=lambda p: p[0])
def test_a_student_alone_gets_the_same_marks_as_in_the_class(reference, path):
    found = reference(*path)
    sheet, _ = ClassRoom(found, HARD, 8, seed=5).work()
    together = mark(found, sheet, "")
    for n in range(8):
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
    ("habits", "innocent", "located", "named"),
    [(USUAL, 0.002, 0.97, 0.85), (HARD, 0.004, 0.90, 0.60)],
    ids=["usual", "hard"],
)
@pytest.mark.parametrize(("path", "students"), [(RUBRICS[0], 120), (RUBRICS[4], 20)], ids=["sigmoids", "recurrence"])
def test_simulated_classes(reference, path, students, habits, innocent, located, named):
    """Loose floors for a quick run: innocents not accused, slips found where they show, and called by their name."""
    found = reference(*path)
    sheet, truth = ClassRoom(found, habits, students, seed=3).work()
    asked = {a.quantity for a in found.asked}
    everything = replace(found.problem, marks=dict.fromkeys((q.name for q in found.graph.computed), 1))
    assert asked <= set(everything.marks)
    from grader.reference import refer

    whole = refer(everything)
    marks = mark(whole, sheet, "")
    counts = dict.fromkeys(("innocent", "accused"), 0)
    slips: dict[object, tuple[bool, bool]] = {}
    for c, element in enumerate(whole.asked):
        for n in range(len(sheet.students)):
            if not sheet.texts[element.quantity][(n, *(i - 1 for i in element.index))]:
                continue
            key = (n, element.quantity, tuple(i - 1 for i in element.index))
            what = truth.happened.get(key) or truth.shown.get(key)
            fine = marks.verdict[n, c] in ("correct", "carried", "implied", "imprecise")
            if what is None:
                counts["innocent"] += 1
                counts["accused"] += not fine
            elif what not in ("guess", "copy") and key not in truth.hidden:
                group = (n, what, "" if key in truth.shown else element.quantity)
                before = slips.get(group, (False, False))
                slips[group] = (before[0] or not fine, before[1] or marks.cause[n, c] == what)
    assert counts["accused"] <= innocent * counts["innocent"]
    assert sum(found for found, _ in slips.values()) >= located * len(slips)
    assert sum(called for _, called in slips.values()) >= named * len(slips)
