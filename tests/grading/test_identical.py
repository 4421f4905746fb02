"""Works that are the same to the byte: a question to a person, where that says something."""

import pytest

from grader.grading import grade
from tests.answers.workbook import xlsx
from tests.grading.neuron import RUBRIC

WRONG = b"quantity,value\ns,1\nh,0.2689\n"
RIGHT = b"quantity,value\ns,1\nh,0.7311\n"
WORKBOOK = xlsx("<row><c t='str'><v>s</v></c><c><v>1</v></c></row>")
FORM = b"quantity,value\ns,\nh,\n"


def told(tmp_path, files, *more):
    (tmp_path / "hw.toml").write_text(RUBRIC)
    for name, data in files.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes(data)
    found = grade([tmp_path / "in"], [tmp_path / "hw.toml"], rosters=more).attention
    return [(row.submission, row.issue) for row in found if "byte for byte" in row.issue]


@pytest.mark.parametrize(
    ("data", "name"), [(WRONG, "hw.csv"), (WORKBOOK, "hw.xlsx"), (RIGHT + b"mine,1.5\n", "hw.csv")]
)
def test_it_is_asked_once_of_all_of_them(tmp_path, data, name):
    files = {f"{student}/{name}": data for student in ("ada", "ben", "cy")} | {"dan/hw.csv": RIGHT}
    assert told(tmp_path, files) == [
        (
            f"ada/{name}",
            "what 'ada' handed in is byte for byte what 'ben', 'cy' handed in: "
            "did they hand in together, or one of them the wrong file?",
        )
    ]


@pytest.mark.parametrize("data", [RIGHT, FORM, b"", b"%PDF-1.7"])
def test_right_answers_in_plain_text_and_forms_without_any_are_everybodys(tmp_path, data):
    assert told(tmp_path, {"ada.csv": data, "ben.csv": data, "cy.csv": WRONG}) == []


def test_a_group_has_handed_in_one_work(tmp_path):
    (tmp_path / "class.csv").write_text("Name,ID,Group\nAda,1,Team 1\nBen,2,Team 1\n")
    files = {"Team 1_71_assignsubmission_file/hw.csv": WRONG, "Team 2_72_assignsubmission_file/hw.csv": RIGHT}
    assert told(tmp_path, files, tmp_path / "class.csv") == []
