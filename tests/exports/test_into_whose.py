"""Whose row a student's is, never guessed between two."""

from fractions import Fraction

import pytest

from grader.answers import Person
from grader.errors import GradeError, Weight
from tests.exports.gradebooks import ADA, BEN, CANVAS, WORKSHEET, filled


def test_the_system_s_own_test_student_is_nobody_to_worry_about(tmp_path):
    people = {
        "ada": (ADA,),
        "ben": (BEN,),
        "studenttest (9)": (Person("studenttest", "9"),),
        "18 (18)": (Person("z", "18"),),
    }
    points = dict.fromkeys(people, Fraction(20))
    found = filled(tmp_path, CANVAS.replace("A,,,", "A,18,,"), people=people, points=points, out_of=points)
    told = {row.place: (row.issue, row.weight) for row in found.attention}
    said = "is the system's own test student; no points were entered"
    assert told["studenttest (9)"] == (said, Weight.SETTLED)
    assert told["18 (18)"] == ("is not in this gradebook; no points were entered", Weight.LOST)
    users = 'Username,"Homework 1 [Total Pts: 20 Score] |1"\nada,\neve_previewuser,\n'
    points, people = (
        dict.fromkeys(("ada", "eve"), Fraction(20)),
        {"ada": (ADA,), "eve": (Person("", "", "eve_previewuser"),)},
    )
    found = filled(tmp_path, users, people=people, points=points, out_of=points)
    assert [(row.issue, row.weight) for row in found.attention] == [(said, Weight.SETTLED)]


def test_whose_points_count_in_one_row_is_not_guessed(tmp_path):
    found = filled(tmp_path, CANVAS, people={"ada": (ADA,), "ben": (Person("Ada Lovelace"),)})
    assert found.changes == ()
    assert [row.issue for row in found.attention] == [
        "'ada' and 'ben' are both in row 4: whose points count? none were entered"
    ]


def test_who_is_not_there_is_told_with_the_nearest_name(tmp_path):
    people = {"ada": (ADA,), "ben": (Person("Nic Nobody"),)}
    found = filled(tmp_path, CANVAS, people=people)
    assert found.attention[0].issue == ("is not in this gradebook (is it 'Nobody, Nick'?); no points were entered")


def test_work_of_groups_needs_to_be_told_whose_they_are(tmp_path):
    data = WORKSHEET.replace(",Status", ",Group,Status").replace('.edu,"', '.edu,"Team A","')
    team = {"people": {"ada": (Person("Team A", "51"),), "ben": (Person("Team B", "52"),)}}
    with pytest.raises(GradeError, match="they are groups: give the gradebook as --roster"):
        filled(tmp_path, data, **team)
    found = filled(tmp_path, data, people={**team["people"], "ben": (Person("Nick Nobody", "53"),)})
    assert found.attention[0].issue.startswith("is a group there (give the gradebook as --roster")


@pytest.mark.parametrize(
    ("numbers", "said", "told"),
    [
        ({"ada": {"51"}, "ben": {"52", "9"}}, (), []),
        ({"ada": {"91"}, "ben": {"92"}}, ("nobody has the number there that the download gives them: is it the",), []),
        ({"ada": {"51"}, "ben": {"92"}}, (), ["has the number 52 there and 92 in the download: is it one?"]),
        ({"ada": set(), "ben": set()}, (), []),  # an older version gives none
    ],
)
def test_numbers_that_are_not_the_downloads_are_told(tmp_path, numbers, said, told):
    """Moodle's are of one assignment: the worksheet may be that of another."""
    people = {"ada": (Person("Ada Lovelace"),), "ben": (Person("Ben Ng"),)}
    data = WORKSHEET.replace("No,-", "Yes,-")
    frozen = {student: frozenset(theirs) for student, theirs in numbers.items()}
    found = filled(tmp_path, data, people=people, download="Moodle", numbers=frozen)
    assert tuple(text.partition(" worksheet")[0] for text in found.said if "nobody" in text) == said
    assert [row.issue for row in found.attention] == told


def test_two_students_of_one_name_are_not_guessed_between(tmp_path):
    data = CANVAS.replace('"Nobody, Nick",8,,nick', '"Lovelace, Ada",8,,nick')
    found = filled(tmp_path, data, people={"ada": (Person("Ada Lovelace"),), "ben": (BEN,)})
    assert [change.student for change in found.changes] == ["ben"]
    assert "whose is it?" in found.attention[0].issue


def test_of_an_anonymous_download_it_is_told_what_to_do(tmp_path):
    with pytest.raises(GradeError, match="is the download anonymous"):
        filled(tmp_path, CANVAS, people={"ada": (Person("anon_x7"),), "ben": (Person("anon_b2"),)}, download="Canvas")


def test_a_name_with_another_number_of_the_same_system_is_another_student(tmp_path):
    """Of the same name in another course; a number that is not the system's says nothing."""
    person = Person("Ada Lovelace", "41204")
    given = {"people": {"ada": (person, Person("ada (41204)")), "ben": (BEN,)}}
    assert [c.student for c in filled(tmp_path, CANVAS, **given).changes] == ["ada", "ben"]
    found = filled(tmp_path, CANVAS, download="Canvas", **given)
    assert [c.student for c in found.changes] == ["ben"]
    assert found.attention[0].issue == "is not in this gradebook (is it 'Lovelace, Ada'?); no points were entered"


def test_a_name_some_letters_of_which_a_spreadsheet_has_lost_is_theirs_by_the_number(tmp_path):
    data = WORKSHEET.replace("Ada Lovelace", "V?n Á Nguy?n")
    people = {"ada": (Person("Nguyễn Văn Á", "51"),), "ben": (BEN,)}
    assert "ada" in {change.student for change in filled(tmp_path, data, people=people).changes}
    people = {"ada": (Person("Cem Demir", "51"),), "ben": (BEN,)}
    found = filled(tmp_path, data, people=people)
    assert "ada" not in {change.student for change in found.changes}


SAKAI_GROUPS = (
    '\ufeff"HW 1","Points"\n""\n"Group","ID","Users","grade","Submission date","Late submission"\n'
    '"Lions","5f0e","Ada Lovelace; Ben Ng","","","On time"\n"Tigers","5f0f","Cy Li; Ben Ng","","","On time"\n'
)
PRAIRIELEARN_GROUPS = "group_name,qid,instance,submission_id,score_perc\nlions,hw,1,5,\ntigers,hw,1,6,\n"


def test_the_row_of_a_group_takes_the_points_that_its_members_share(tmp_path):
    people = {"ada": (Person("Ada Lovelace", "", "ada"),), "cy": (Person("Li, Cy"),)}
    points = {"ada": Fraction(7), "cy": Fraction(9)}
    told = {"people": people, "points": points, "out_of": dict.fromkeys(people, Fraction(20)), "comments": {}}
    found = filled(tmp_path, SAKAI_GROUPS, **told)
    assert found.data.decode() == SAKAI_GROUPS.replace('Ben Ng","",', 'Ben Ng","7",', 1).replace(
        'Cy Li; Ben Ng","",', 'Cy Li; Ben Ng","9",'
    )
    groups = {"ada": ("A", "Lions"), "ben": ("Lions",), "cy": ("Tigers",)}
    people["ben"] = (Person("Ben Ng"),)
    for theirs, entered, issues in (
        ({"ben": Fraction(7)}, "35", []),
        ({"ben": Fraction(8)}, "", ["'ada' and 'ben' are both in row 2: whose points count? none were entered"]),
    ):
        told = {**told, "points": {**points, **theirs}, "out_of": dict.fromkeys(people, Fraction(20))}
        found = filled(tmp_path, PRAIRIELEARN_GROUPS, groups=groups, **told)
        assert f"lions,hw,1,5,{entered}\ntigers,hw,1,6,45\n" in found.data.decode()
        assert [row.issue for row in found.attention] == issues


def test_who_may_be_in_two_groups_of_a_gradebook_is_told(tmp_path):
    people = {"ada": (Person("Ada Lovelace"),), "ben": (Person("Ben Ng"),)}
    found = filled(tmp_path, SAKAI_GROUPS, people=people, points=dict.fromkeys(people, Fraction(7)), comments={})
    assert [(row.place, row.issue) for row in found.attention] == [
        ("ben", "is in several of the groups there; no points were entered")
    ]
