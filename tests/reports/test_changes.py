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
        ("Ada·Lovelace", "the submission or grade 2"), ("41205", "no submission now"),
    ]  # fmt: skip
    assert "totals are out of 70 now, and were out of 66" in out.getvalue()
