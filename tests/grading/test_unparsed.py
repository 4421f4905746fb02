"""Formulas that could not be read: a person is told."""

import pytest

from grader.grading import grade

RUBRIC = """
symbols = ["x", "w"]
[forward]
s = "x*w"
L = "s^2"
[marks]
"dL/dw" = 1
"""


def test_what_is_no_formula_is_told_and_a_remark_behind_one_is_none(tmp_path):
    (tmp_path / "hw.toml").write_text(RUBRIC)
    (tmp_path / "class").mkdir()
    (tmp_path / "class/ada.txt").write_text("dL/dw = 2xwx (chain rule)\n")
    (tmp_path / "class/bob.txt").write_text("dL/dw = see scan\n")
    outcome = grade([tmp_path / "class"], [tmp_path / "hw.toml"])
    assert list(outcome.marks[0].verdict[:, 0]) == ["correct", "unreadable"]
    [told] = outcome.attention
    assert told.submission == "bob.txt"
    assert told.issue.startswith("'see scan' for dL/dw could not be read as a formula: unknown name 'see' (")


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ("2*s*x + h0", "unknown name 'h0'"),
        ("2*e*x", "unknown name 'e'"),
        ("2*s*x & 1", "unexpected '&'"),
        ("2*s*ds/dL", "the derivative of 's' by 'L' is not one of a single step"),
    ],
)
def test_what_is_at_fault_in_a_formula_is_told(tmp_path, answer, fault):
    (tmp_path / "hw.toml").write_text(RUBRIC)
    (tmp_path / "class").mkdir()
    (tmp_path / "class/ada.txt").write_text(f"dL/dw = {answer}\n")
    outcome = grade([tmp_path / "class"], [tmp_path / "hw.toml"])
    assert outcome.marks[0].note[0, 0] == f"could not be read as a formula: {fault}"
    [told] = outcome.attention
    assert told.issue.startswith(f"'{answer}' for dL/dw could not be read as a formula: {fault}")
    assert ("under [names]" in told.issue) == fault.startswith("unknown name")
