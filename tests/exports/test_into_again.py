"""A filled gradebook is a gradebook, a class list and a list of times as it was before: a second round goes on."""

from fractions import Fraction

import pytest

from grader.answers import Person, open_download
from grader.roster import read_roster
from tests.exports.gradebooks import ADA, BEN, CANVAS, WORKSHEET, filled

COMMENTS = [
    "hw.pdf: is a PDF document (hand in the answers as .xlsx or .csv)",
    "missing: Problem 2 dL/dy, dy/dz, dL/dw1; dL/dw2",
    "h1 = sigmoid(1.31) = 0.7875\nh2: 0.95",
    '"quoted, and <table><tr><td>0.5</td></tr></table>',
    "# Problem 2\n\n| a | b |\n|---|---|\n\\begin{{document}} $x$",
]
"""What makes a web page of a text, or mail, Markdown, LaTeX, lines of homework."""
TIMED = WORKSHEET.replace('"Last modified (grade)"', '"Last modified (submission)","Last modified (grade)"').replace(
    ",-,", ',"Monday, 5 October 2026, 2:05 PM",-,'
)
GRADEBOOKS = {
    "Canvas": CANVAS,
    "worksheet": TIMED,
    "worksheet with semicolons": TIMED.replace(", ", "##").replace(",", ";").replace("##", ", "),
    "Moodle's gradebook": (
        "Vorname;Nachname;ID-Nummer;E-Mail-Adresse;Aufgabe: Homework 1 (Punkte);Aufgabe: Homework 1 (Feedback)\n"
        "Ada;Lovelace;0442471;ada@x.edu;-;\nBen;Ng;7;ben@x.edu;3,5;\n"
    ).replace("(Punkte)", "(Real)"),
    "Brightspace": (
        "OrgDefinedId,Username,Homework 1 Points Grade <Numeric MaxPoints:20 Weight:5>,End-of-Line Indicator\r\n"
        "#0442471,#ada,,#\r\n#7,#ben,1,#\r\n"
    ),
    "Blackboard": (
        '"Last Name"\t"First Name"\t"Username"\t"Homework 1 [Total Pts: 20 Score] |12"\n'
        '"Lovelace"\t"Ada"\t"ada"\t""\n"Ng"\t"Ben"\t"ben"\t"Needs Grading"\n'
    ),
    "Sakai": (
        '\ufeff"Student ID","Student Name","Homework 1 [20]","* Homework 1"\r\n'
        '"ada","Lovelace, Ada","",""\r\n"ben","Ng, Ben","",""\r\n'
    ),
    "PrairieLearn": (
        "uid,uin,qid,old_score_perc,submission_id,score_perc,feedback\nada@x.edu,0442471,hw,,5,,\nben@x.edu,7,hw,,6,,\n"
    ),
}


@pytest.mark.parametrize("name", GRADEBOOKS)
def test_the_second_round_changes_nothing(tmp_path, name):
    told = {
        "people": {"ada": (ADA, Person("Ada Lovelace", "51")), "ben": (BEN, Person("", "52"))},
        "comments": {"ada": COMMENTS, "ben": [*COMMENTS[::-1]]},
    }
    path = tmp_path / "gradebook.csv"
    before = GRADEBOOKS[name].encode()
    path.write_bytes(before)
    students = [student._replace(place="") for student in read_roster([path]).students]
    once = filled(tmp_path, before, **told)
    assert once.changes
    path.write_bytes(once.data)
    listed = read_roster([path])
    assert ([student._replace(place="") for student in listed.students], listed.attention) == (students, ())
    again = filled(tmp_path, once.data, **told)
    assert (again.data, again.changes) == (once.data, ())


def test_a_filled_worksheet_tells_the_times_of_handing_in_beside_the_work_or_among_it(tmp_path):
    for name in ("Ada Lovelace_51", "Ben Ng_52"):
        work = tmp_path / "hw" / f"{name}_assignsubmission_file" / "hw.csv"
        work.parent.mkdir(parents=True)
        work.write_text("h1,0.79\n")
    people = {"people": {"ada": (Person("Ada Lovelace", "51"),)}, "comments": {"ada": COMMENTS}}
    beside, among = tmp_path / "list.csv", tmp_path / "hw" / "list.csv"
    beside.write_bytes(filled(tmp_path, TIMED, **people).data)
    assert _hours(open_download(tmp_path / "hw", given=[beside])) == [14, 14]
    beside.rename(among)
    assert _hours(open_download(tmp_path / "hw")) == [14, 14]


def _hours(found):
    return [work.when and work.when.hour for work in found.works]


def test_points_of_whom_no_work_is_known_any_more_stay_and_are_told(tmp_path):
    """Work was taken back, or handed in on paper; no points, and 0, are nothing to be told of."""
    found = filled(tmp_path, CANVAS.replace("nick,A,,", "nick,A,0,"), points={"ada": Fraction(16)})
    assert found.said == (
        "'Homework 1': 1 student of whom no work is known has points there, which stay: 18.00 of '=Ng, Ben'",
    )
    assert [change.student for change in found.changes] == ["ada"]
