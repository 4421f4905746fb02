"""Formulas that could not be read: a person is told."""

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
    told = [(a.submission, a.issue) for a in outcome.attention]
    assert told == [("bob.txt", "'see scan' for dL/dw could not be read as a formula")]
