"""What is seen of a run over earlier results."""

import io
from decimal import Decimal

from grader.history import Change, Changes
from grader.reports import show_changes


def test_students_are_called_by_the_names_of_the_class_list():
    change = Change("41204", Decimal(37), Decimal("36.5"), (("2 h1", Decimal("-0.5")),), ("the submission", "grade 2"))
    gone = Change("41205", Decimal(3), None, (), ("no submission now",))
    out = io.StringIO()
    show_changes(
        Changes((change, gone), 9, 0, 0, 0, (Decimal(66), Decimal(70))),
        "grades/",
        out,
        called={"41204": "Ada\x1bLovelace"},
    )
    rows = [line.rstrip().split("   ") for line in out.getvalue().splitlines() if "submission" in line]
    assert [(row[0].strip(), row[-1].strip()) for row in rows] == [
        ("41205", "no submission now"), ("Ada·Lovelace", "the submission or grade 2"),
    ]  # fmt: skip
    assert "totals are out of 70 now, and were out of 66" in out.getvalue()


def changed(*whys):
    names = (f"{n} problem 2 dL/dW1[1,2] of the second layer after the step" for n in range(9))
    moved = [((name, Decimal("-0.1666")),) * 3 for name in names]
    students = (Change(f"{n}@x", Decimal(2), Decimal(1), moved[n], why) for n, why in enumerate(whys))
    out = io.StringIO()
    show_changes(Changes(tuple(students), 9, 0, {}), "grades/", out)
    return out.getvalue()


def test_what_all_changes_are_due_to_is_told_once():
    said = changed(*[("the rubric hw5",)] * 3)
    assert said.count("because of the rubric hw5\n") == said.count("rubric") == 1


def test_a_change_is_a_line_with_its_reason():
    said = changed(("the rubric hw5",), ("the time of handing in, which nobody knows",), ("the submission",))
    rows = [line for line in said.splitlines() if "@x" in line]
    assert [line.rstrip().rpartition("   ")[2] for line in rows[::2]] == ["the rubric hw5", "the submission"]
    assert len(said.splitlines()) <= 4 + 4
    assert all("…" in line for line in rows)


def test_whose_total_is_the_same_is_counted_apart():
    moved = Change("b", Decimal(3), Decimal(2), (("h", Decimal(-1)),), ("the rubric hw",))
    same = [Change(name, Decimal(3), Decimal(3), (("h", Decimal(-1)), ("s", Decimal(1))), moved.why) for name in "ac"]
    nothing = Change("d", None, Decimal(0), (), ("a ruling by hand",))
    told = []
    for students in ((moved,), tuple(same), (same[0], moved, same[1]), (nothing,)):
        out = io.StringIO()
        show_changes(Changes(students, 9, 0, {}), "grades/", out)
        told.append(out.getvalue().splitlines())
    assert [lines[1] for lines in told] == [
        "1 student has other points than in grades/",
        "2 of 9 students have other points for some answers than in grades/, and nobody another total",
        "1 student has another total than in grades/; 2 more have the same by other points for some answers",
        "1 student has other points than in grades/",
    ]
    assert [line.split()[0] for line in told[2] if line[:2] in ("a ", "b ", "c ")] == ["b", "a", "c"]
