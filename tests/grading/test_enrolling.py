"""A class list beside what was handed in: names, sections, blank rows, groups, one name a student."""

import math

import pytest

from grader import gradebook
from grader.answers import Intake
from grader.grading import grade
from tests.cli.running import run
from tests.grading.neuron import RIGHT, RUBRIC, write

LIST = (
    "id,login,name,section,group\n1,ada,Ada Lovelace,A,\n2,ben,Ben Bo,B,Zebra\n3,cy,Cy Young,B,Zebra\n4,dan,Dan Do,A,\n"
)


def graded(root, *, roster=LIST):
    (root / "neuron.toml").write_text(RUBRIC)
    (root / "list.csv").write_text(roster)
    outcome = grade([root / "in"], [root / "neuron.toml"], rosters=[root / "list.csv"])
    return outcome, gradebook.gradebook(outcome.marks, outcome.students, outcome.known)


def test_who_handed_in_nothing_has_a_blank_row(tmp_path):
    for name in ("ada", "Ben Bo", "stranger"):
        write(tmp_path / "in" / f"{name}.csv", RIGHT)
    outcome, table = graded(tmp_path)
    assert list(table["student"]) == ["ada", "ben", "cy", "dan", "stranger"]
    assert list(table["name"]) == ["Ada Lovelace", "Ben Bo", "Cy Young", "Dan Do", ""]
    assert list(table["section"]) == ["A", "B", "B", "A", ""]
    assert outcome.absent == ("cy", "dan")
    absent = table[table["student"] == "cy"].iloc[0]
    assert all(math.isnan(absent[name]) for name in ("neuron", "total", "out of", "percent"))
    assert [a.submission for a in outcome.attention] == ["stranger.csv"]


def test_a_groups_submission_is_every_members(tmp_path):
    write(tmp_path / "in" / "Ada_7_assignsubmission_file" / "hw.csv", {**RIGHT, "s": "see above"})
    write(tmp_path / "in" / "Zebra_9_assignsubmission_file" / "hw.csv", {**RIGHT, "s": "see above"})
    outcome, table = graded(tmp_path)
    assert dict(zip(table["student"], table["total"], strict=True))["cy"] == 4
    assert outcome.absent == ("ada", "dan")
    assert sum("see above" in a.issue for a in outcome.attention) == 2
    assert outcome.graded == 2
    assert outcome.together == {("neuron", "ben"): "ben", ("neuron", "cy"): "ben"}


def test_a_group_that_is_called_as_a_member_goes_to_all_of_it(tmp_path):
    write(tmp_path / "in" / "cysteam_3_70_hw.csv", RIGHT)
    write(tmp_path / "in" / "danb_4_71_hw.csv", RIGHT)
    roster = LIST.replace("Zebra", "Cy's team").replace("Dan Do,A", "Dan B,B")
    _, table = graded(tmp_path, roster=roster)
    assert dict(zip(table["student"], table["total"].fillna(0), strict=True)) == {"ada": 0, "ben": 5, "cy": 5, "dan": 5}


@pytest.mark.parametrize(
    ("others", "has_work", "told"),
    [
        ("zebras_1_71_hw.csv", ["ada", "ben", "cy", "dan"], False),
        ("adalovelace_1_71_hw.csv", ["ada", "cy"], True),
    ],
)
def test_whose_group_has_their_name_handed_in_for_it_where_others_did_for_theirs(tmp_path, others, has_work, told):
    """Canvas writes a member's number, and the name of the group in a group's work, else of the student."""
    write(tmp_path / "in" / "cyyoung_3_70_hw.csv", RIGHT)
    write(tmp_path / "in" / others, RIGHT)
    roster = LIST.replace("A,\n2", "A,Zebras\n2").replace("Zebra\n", "Cy Young\n").replace("Do,A,", "Do,A,Zebras")
    outcome, table = graded(tmp_path, roster=roster)
    assert list(table["student"][table["total"] == 5]) == has_work
    assert ["a group of theirs, too" in a.issue for a in outcome.attention] == [True] * told
    assert outcome.absent == tuple(name for name in ("ben", "dan") if name not in has_work)


@pytest.mark.parametrize("known", ["benbo_2_70_hw.csv", "benbo_502_70_hw.csv"])
def test_who_has_another_number_of_the_same_kind_is_somebody_else_of_that_name(tmp_path, known):
    write(tmp_path / "in" / known, RIGHT)
    write(tmp_path / "in" / "lovelaceada_888_71_hw.csv", RIGHT)
    outcome, _ = graded(tmp_path)
    same = known == "benbo_2_70_hw.csv"
    assert ("ada" in outcome.absent) is same
    assert [a.issue for a in outcome.attention if "lovelaceada" in a.issue] == (
        ["'lovelaceada (888)' has the name of 'Ada Lovelace' (ada) on the roster, and another id: whose is it?"]
        if same
        else []
    )


def test_whose_name_a_file_tells_in_part_may_have_handed_it_in(tmp_path):
    """It is not guessed, and it is not said of them that they handed in nothing."""
    for name in ("hw1_young", "HW1-Bo (9)", "lovelace and byron", "homework 1"):
        write(tmp_path / "in" / f"{name}.csv", RIGHT)
    roster = LIST.replace("Dan Do", "Dan Bo")
    outcome, _ = graded(tmp_path, roster=roster)
    told = {a.submission: a.issue for a in outcome.attention}
    said = "tells a part of the name of {} on the roster: whose is it? (say more in the file's name)"
    assert told["hw1_young.csv"] == "'hw1_young' " + said.format("'Cy Young' (cy)")
    assert told["HW1-Bo (9).csv"] == "'HW1-Bo (9)' " + said.format("'Ben Bo' (ben) and 'Dan Bo' (dan)")
    assert ["is of nobody on the roster" in told[f"{name}.csv"] for name in ("lovelace and byron", "homework 1")] == [
        True,
        True,
    ]
    assert (set(outcome.absent), outcome.doubtful) == ({"ada", "ben", "cy", "dan"}, {"ben", "cy", "dan"})


def test_two_submissions_of_one_student_are_told_and_one_counts(tmp_path):
    write(tmp_path / "in" / "ada.csv", RIGHT)
    write(tmp_path / "in" / "Lovelace, Ada.csv", RIGHT)
    outcome, table = graded(tmp_path)
    assert list(table["student"]).count("ada") == 1
    assert (outcome.graded, outcome.listed) == (1, 1)
    assert "another submission of 'ada'" in outcome.attention[0].issue


def test_students_of_one_name_are_nobody_on_the_list(tmp_path):
    for number, name, day in ((8, "Ada Lovelace", 3), (9, "Ada Lovelace", 4), (7, "Dan Do", 3), (7, "Dan Do", 4)):
        write(tmp_path / "in" / f"{number}-64 - {name} - Oct {day}, 2025 905 PM" / "hw.csv", RIGHT)
    outcome, table = graded(tmp_path)
    assert outcome.absent == ("ada", "ben", "cy")
    assert list(table["student"][table["total"] == 5]) == ["Ada Lovelace (8)", "Ada Lovelace (9)", "dan"]


@pytest.mark.parametrize("layout", ["brightspace", "BRIGHTSPACE", "Plain"])
def test_a_layout_is_asked_for_in_capitals_or_not(tmp_path, layout):
    write(tmp_path / "in" / "8-64 - Ada Lovelace - Oct 3, 2025 905 PM" / "hw.csv", RIGHT)
    (tmp_path / "neuron.toml").write_text(RUBRIC)
    outcome = grade([tmp_path / "in"], [tmp_path / "neuron.toml"], intake=Intake(layout))
    assert [name.casefold() for name in outcome.layouts] == [layout.casefold()]


def test_without_a_list_nothing_is_added(tmp_path):
    write(tmp_path / "in" / "ada.csv", RIGHT)
    (tmp_path / "neuron.toml").write_text(RUBRIC)
    outcome = grade([tmp_path / "in"], [tmp_path / "neuron.toml"])
    table = gradebook.gradebook(outcome.marks, outcome.students, outcome.known)
    assert list(table.columns) == ["student", "neuron", "total", "out of", "percent"]


def test_a_class_list_among_the_submissions_is_nobodys(tmp_path):
    write(tmp_path / "in" / "ada.csv", RIGHT)
    write(tmp_path / "in" / "ben.csv", {"no name": "1", "nor this": "2"})
    (tmp_path / "in" / "grades export.csv").write_text("Student,ID,Section\nAda,1,A\nBen,2,A\n")
    (tmp_path / "neuron.toml").write_text(RUBRIC)
    outcome = grade([tmp_path / "in"], [tmp_path / "neuron.toml"])
    assert outcome.students == ("ada", "ben")
    assert (outcome.graded, outcome.listed) == (1, 2)
    assert any("class list" in a.issue for a in outcome.attention)


def test_who_could_not_be_read_or_had_an_empty_folder_has_a_blank_row(tmp_path):
    write(tmp_path / "in" / "ada" / "hw.csv", RIGHT)
    (tmp_path / "in" / "ben").mkdir()
    (tmp_path / "in" / "cy").mkdir()
    (tmp_path / "in" / "cy" / "hw.xlsx").write_bytes(b"PK")
    (tmp_path / "neuron.toml").write_text(RUBRIC)
    outcome = grade([tmp_path / "in"], [tmp_path / "neuron.toml"])
    table = gradebook.gradebook(outcome.marks, outcome.students, outcome.known)
    assert list(table["student"]) == ["ada", "ben", "cy"]
    assert list(table["total"].isna()) == [False, True, True]
    assert outcome.unreadable == 1


def test_a_class_list_that_somebody_without_a_name_handed_in_is_theirs(tmp_path):
    (tmp_path / "hw.toml").write_text(RUBRIC)
    (tmp_path / "in").mkdir()
    for who in "ab":
        (tmp_path / "in" / f"anon_{who}9_77_hw.csv").write_text("Student,ID\nAda,1\nBen,2\n")
    assert grade([tmp_path / "in"], [tmp_path / "hw.toml"]).students == ("anon_a9", "anon_b9")


TEAM = (
    "login,name,handed in with\nada,Ada Lovelace,\nben,Ben Bo,Ada Lovelace\ncy,Cy Young,{}\ndan,Dan Do,Ada Lovelace\n"
)


def test_who_handed_in_with_somebody_has_that_work_and_who_did_so_alone_has_their_own(tmp_path):
    write(tmp_path / "in" / "ada.csv", RIGHT)
    write(tmp_path / "in" / "dan.csv", {**RIGHT, "s": "see above"})
    outcome, table = graded(tmp_path, roster=TEAM.format("Eve"))
    assert dict(zip(table["student"], table["total"].fillna(-1), strict=True)) == {
        "ada": 5,
        "ben": 5,
        "cy": -1,
        "dan": 4,
    }
    assert outcome.absent == ("cy",)
    assert outcome.together == {("neuron", "ada"): "ada", ("neuron", "ben"): "ada"}
    assert [(a.submission, a.place, a.issue) for a in outcome.attention if a.submission == "list.csv"] == [
        ("list.csv", "line 4", "'Eve', with whom 'cy' handed in, is no one student with work: whose is it?")
    ]


def test_who_handed_in_with_somebody_for_one_assignment_and_alone_for_another(tmp_path):
    for rubric, *students in (("hw1", "ada"), ("hw2", "ada", "ben"), ("hw3", "ben")):
        (tmp_path / f"{rubric}.toml").write_text(RUBRIC)
        for student in students:
            write(tmp_path / "in" / rubric / f"{student}.csv", RIGHT)
    (tmp_path / "list.csv").write_text("login,name,handed in with\nada,Ada L,\nben,Ben B,Ada L\ncy,Cy Y,Eve\n")
    rubrics = [tmp_path / f"hw{n}.toml" for n in (1, 2, 3)]
    outcome = grade([tmp_path / "in"], rubrics, rosters=[tmp_path / "list.csv"])
    assert [m.students for m in outcome.marks] == [("ada", "ben"), ("ada", "ben"), ("ben",)]
    assert outcome.listed_with == {("hw1", "ben")}
    assert outcome.together == {("hw1", "ada"): "ada", ("hw1", "ben"): "ada"}
    assert outcome.absent == ("cy",)
    assert [a.place for a in outcome.attention if a.submission == "list.csv"] == ["line 4"]


def test_the_name_of_who_handed_in_for_all_means_nobody_else(tmp_path):
    write(tmp_path / "in" / "ada.csv", {**RIGHT, "s": "see above"})
    (tmp_path / "overrides.csv").write_text("student,quantity,verdict\nAda,s,correct\nBen Bo,s,correct\n")
    outcome, table = graded(tmp_path, roster=TEAM.format("Ada Lovelace"))
    assert dict(zip(table["student"], table["total"], strict=True)) == {"ada": 5, "ben": 5, "cy": 4, "dan": 4}
    assert not [a.issue for a in outcome.attention if a.submission == "overrides.csv" and a.place]
    assert outcome.also["ben"] == ("Ben Bo",)


def test_two_of_one_name_are_asked_about_and_neither_is_told_that_nothing_was_found(tmp_path):
    """As Brightspace gives them out, which says no more of students than their names."""
    for number, name in ((390010, "Maria Garcia"), (390011, "Maria Garcia"), (390012, "Ben Bo")):
        write(tmp_path / "in" / f"{number}-255 - {name} - Sep 11, 2026 926 PM" / "hw.csv", RIGHT)
    listed = "OrgDefinedId,First Name,Last Name\n#1,Maria,Garcia\n#2,Maria,Garcia\n#3,Ben,Bo\n#4,Cy,Young\n"
    (tmp_path / "neuron.toml").write_text(RUBRIC)
    (tmp_path / "list.csv").write_text(listed)
    done = run("in", "--rubric", "neuron.toml", "--roster", "list.csv", "--feedback", "md", cwd=tmp_path)
    told = "1 handed in nothing (Cy Young); 2 may have handed in what could be another’s (Maria Garcia, Maria Garcia)"
    assert told in " ".join(done.stdout.split())
    rows = (tmp_path / "grades" / "attention.csv").read_text()
    assert rows.count("has the name of 'Maria Garcia' (Maria Garcia (1)) and 'Maria Garcia' (Maria Garcia (2))") == 2
    nothing = [page.stem for page in (tmp_path / "grades" / "feedback").iterdir() if "was found" in page.read_text()]
    assert nothing == ["Cy Young (4)"]
    (tmp_path / "overrides.csv").write_text("student,quantity,points\nMaria Garcia (1),total,5\n")
    done = run("in", "--rubric", "neuron.toml", "--roster", "list.csv", cwd=tmp_path)
    told = (
        "1 may have handed in what could be another’s (Maria Garcia); 1 has points by hand, and no file (Maria Garcia)"
    )
    assert told in " ".join(done.stdout.split())


def test_whose_files_may_be_theirs_is_not_said_to_have_handed_in_nothing(tmp_path):
    listed = "id,name\n41,Ada Abara\n42,Maria Garcia\n43,Maria Garcia\n44,Cy Young\n45,Ben Bo\n"
    for name in ("abaraada_77_9_hw", "youngcy_44_9_hw"):
        write(tmp_path / "canvas" / f"{name}.csv", RIGHT)
    write(tmp_path / "plain" / "maria garcia.csv", RIGHT)
    (tmp_path / "neuron.toml").write_text(RUBRIC)
    (tmp_path / "list.csv").write_text(listed)
    found = [
        grade([tmp_path / folder], [tmp_path / "neuron.toml"], rosters=[tmp_path / "list.csv"])
        for folder in ("canvas", "plain")
    ]
    assert [sorted(outcome.doubtful) for outcome in found] == [
        ["Ada Abara (41)"],
        ["Maria Garcia (42)", "Maria Garcia (43)"],
    ]
    assert found[0].nothing == ("Maria Garcia (42)", "Maria Garcia (43)", "Ben Bo (45)")
