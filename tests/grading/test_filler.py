"""Sheets that were only filled in are asked about; those of whom the same number is right are left in peace."""

import pytest

from grader.grading import grade

RUBRIC = """
[given]
x = [1, 2, 3, 4]
w = 0.5
[forward]
s = "w*x"
h = "relu(s - 1)"
E = "sum(h)"
[marks]
s = 4
h = 4
E = 1
"dE/dw" = 1
"""


def told(folder, answers, rubric=RUBRIC):
    (folder / "hw.toml").write_text(rubric)
    names = [*(f"s[{i}]" for i in range(1, 5)), *(f"h[{i}]" for i in range(1, 5)), "E", "dE/dw"]
    (folder / "ada.csv").write_text("".join(f"{name},{value}\n" for name, value in zip(names, answers, strict=False)))
    found = grade([folder / "ada.csv"], [folder / "hw.toml"]).attention
    return [row.issue for row in found if "filled in" in row.issue]


@pytest.mark.parametrize("value", ["0.5", "1", "0"])
def test_one_number_all_over_is_a_question_for_a_person(tmp_path, value):
    issue = f"10 of 10 numbers are {value}, where the right ones differ: was it only filled in?"
    assert told(tmp_path, [value] * 10) == [issue]
    assert told(tmp_path, [value] * 9 + ["7"]) == [issue.replace("10 of", "9 of")]


def test_who_computed_who_wrote_little_and_whose_unit_is_dead_are_left_in_peace(tmp_path):
    assert told(tmp_path, ["0.5", "1", "1.5", "2", "0", "0", "0", "0", "0", "0"]) == []
    assert told(tmp_path, ["0.5"] * 5) == []
    assert told(tmp_path, ["0.5"] * 8 + ["7", "8"]) == []
    dead = RUBRIC.replace("s - 1", "s - 9").replace("s = 4\n", "")
    assert told(tmp_path, ["9"] * 4 + ["0"] * 6, dead) == []
