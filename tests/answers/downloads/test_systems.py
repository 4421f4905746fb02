"""Downloads as each system names them: whose file it is, when, and what was nobody's."""

import zipfile
from datetime import UTC, datetime

import pytest

from grader.answers import read_submissions
from grader.answers.downloads import open_download
from grader.answers.record import Person
from grader.errors import Attention, Weight
from tests.answers.downloads.made import TABLE, students
from tests.answers.layouts.sheets import CS637
from tests.answers.workbook import zipped


@pytest.mark.parametrize("archive", [False, True])
def test_canvas(download, archive):
    found = download(
        "nguyễnvăná_41204_9_answers.csv",
        "obriensean_LATE_41205_10_answers-1.csv",
        "schmidt_41206_11_a.csv",
        "schmidt_41206_12_b.csv",
        "lee_41207_text.html",
        "LATE_anon_12345_13_hw.xlsx",
        archive=archive,
    )
    assert found.layout == "Canvas"
    assert list(students(found)) == [
        "anon_12345",
        "lee (41207)",
        "nguyễnvăná (41204)",
        "obriensean (41205)",
        "schmidt (41206)",
    ]
    assert [work.late for work in found.works] == [True, False, False, True, False]
    assert len(students(found)["schmidt (41206)"]) == 2
    assert found.works[2].person.id == "41204"
    assert found.works[0].person == Person("anon_12345")  # and of no number, which could be somebody else's


@pytest.mark.parametrize("attempt", ["latest", "first"])
def test_files_numbered_as_uploads_of_one_are_so_in_the_order_of_the_policy(tmp_path, attempt):
    names = ["lee_7_11_hw.csv", "lee_7_12_hw-1.csv", "lee_7_9_hw-2.csv", "lee_7_13_p-1.csv", "lee_7_14_p-2.csv"]
    for name in names:
        (tmp_path / name).write_text(TABLE)
    [work] = open_download(tmp_path, "Canvas", attempt).works
    order = names[:3] if attempt == "latest" else names[2::-1]
    assert work.uploads == (tuple(order),)
    assert [source.path for source in work.sources if "hw" in source.path] == order


@pytest.mark.parametrize("again", ["hw (1).txt", "hw-1.txt"])
def test_what_is_corrected_in_another_upload_counts_though_it_stands_before_by_name(tmp_path, again):
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "hw.txt").write_text("s1 = 1.31\nh1 = 0.5")
    (tmp_path / "ada" / again).write_text("h1 = 0.79")
    [ada] = read_submissions(tmp_path, CS637).submissions
    assert {a.target.quantity: a.text for a in ada.answers if a.target.problem == "2"} == {"s1": "1.31", "h1": "0.79"}


def test_moodle_in_folders_of_two_versions(download):
    found = download(
        "Ada Lovelace_1234_assignsubmission_file_/hw.csv",
        "Ada Lovelace_1234_assignsubmission_file_/sub/work.pdf",
        "Nguyễn Văn Á_1235_assignsubmission_file/hw.csv",
        "Cy_1236_assignsubmission_onlinetext/onlinetext.html",
        "Participant_1237_assignsubmission_file_/hw.csv",
        "Default group_assignsubmission_file/hw.csv",
        "Cy_1236_assignfeedback_comments/comments.html",
        "Cy_1236_assignsubmission_comments/comments.html",
    )
    assert found.layout == "Moodle"
    assert list(students(found)) == [
        "Ada Lovelace (1234)",
        "Cy (1236)",
        "Default group",
        "Nguyễn Văn Á (1235)",
        "Participant (1237)",
    ]
    assert found.ignored == (
        "Cy_1236_assignfeedback_comments/comments.html",
        "Cy_1236_assignsubmission_comments/comments.html",
    )


def test_whose_a_file_is_stands_in_front_however_deep_it_lies(download):
    deep = "/".join(["folder" * 10] * 8)
    found = download(
        "Ada L_7_assignsubmission_file/hw.csv", f"Ben N_8_assignsubmission_file/{deep}/hw.csv", archive=True
    )
    assert (list(students(found)), found.attention) == (["Ada L (7)", "Ben N (8)"], ())


def test_moodle_flat(download):
    found = download("Ada_1234_assignsubmission_file_hw.csv", "Bob_B_1235_assignsubmission_file_hw_2.csv", archive=True)
    assert found.layout == "Moodle"
    assert list(students(found)) == ["Ada (1234)", "Bob_B (1235)"]


def test_gradescope_with_a_group(download):
    metadata = """---
submission_7:
  :submitters:
  - :name: Ada L
    :sid: '042'
    :email: ada@u.edu
  - :name: Bob
    :sid:
    :email: bob@u.edu
  :created_at: 2024-10-03 14:05:06.123 -07:00
  :history:
  - :id: 3
    :created_at: 2020-01-01 00:00:00
submission_8:
  :submitters:
  - :name: Cy
    :email: cy@u.edu
"""
    found = download(
        "submission_7/a.csv",
        "submission_8/b.csv",
        "submission_metadata.yml",
        root="assignment_1_export",
        submission_metadata_yml=metadata,
    )
    assert found.layout == "Gradescope"
    assert students(found) == {"ada@u.edu": ["submission_7/a.csv"], "cy@u.edu": ["submission_8/b.csv"]}
    assert [member.label for member in found.works[0].members] == ["ada@u.edu", "bob@u.edu"]
    assert found.works[0].person.id == "042"
    assert found.works[0].when == datetime(2024, 10, 3, 21, 5, 6, tzinfo=UTC)
    assert found.ignored == ("submission_metadata.yml",)


def test_brightspace_takes_the_latest_folder(download):
    early = "397063-2557369 - Mary-Ann Smith - Sep 24, 2024 926 PM/document.csv"
    late = "397063-2557370 - Mary-Ann Smith - Sep 25, 2024 926 AM/document.csv"
    other = "12345-67890 - N0123456 - Jane Doe- Nov 3, 2015 2359 - file.csv"
    found = download(early, late, other, "index.html")
    assert found.layout == "Brightspace"
    assert students(found) == {"Jane Doe (N0123456)": [other], "Mary-Ann Smith": [late]}
    assert found.listed == (early,)
    assert found.works[1].when == datetime(2024, 9, 25, 9, 26)
    assert found.ignored == ("index.html",)


def test_brightspace_in_other_languages_and_below_a_folder(download):
    found = download(
        "Devoir 1/39786-640693 - Zoé Roy - 10 févr. 2025 10 h 22/a.csv",
        "Devoir 1/39787-640693 - Bo Li - Okt 11, 2025 1130/index.html",
        "Devoir 1/index.html",
    )
    assert (found.layout, list(students(found))) == ("Brightspace", ["Bo Li", "Zoé Roy"])
    assert [work.when for work in found.works] == [datetime(2025, 10, 11, 11, 30), datetime(2025, 2, 10, 10, 22)]
    assert found.ignored == ("Devoir 1/index.html",)


def test_brightspace_folders_of_one_name_are_one_student_s_where_their_first_number_is_one(download):
    one, other, again = (f"{n}-{k} - Wei Li - Oct {k}, 2025 905 PM/a.csv" for n, k in ((3001, 4), (3002, 5), (3002, 6)))
    found = download(one, other, again)
    assert students(found) == {"Wei Li (3001)": [one], "Wei Li (3002)": [again]}
    assert [entry.submission for entry in found.attention if "are attempts of one" in entry.issue] == [one]
    assert found.listed == (other,)


def test_two_archives_of_brightspace_are_one_download(tmp_path):
    def name(number: int, day: int) -> str:
        return f"{number}-7 - Wei Li - Oct {day}, 2026 905 PM/a.csv"

    (tmp_path / "1.zip").write_bytes(zipped({name(3001, 4): TABLE, name(3002, 4): TABLE, "index.html": ""}))
    (tmp_path / "2.zip").write_bytes(zipped({name(3002, 5): TABLE, name(3001, 4): TABLE, "index.html": ""}))
    found = open_download(tmp_path)
    assert found.ignored == ("1.zip/index.html", "2.zip/index.html")
    assert students(found) == {
        "Wei Li (3001)": [f"1.zip/{name(3001, 4)}"],
        "Wei Li (3002)": [f"2.zip/{name(3002, 5)}"],
    }
    assert sorted(found.listed) == [f"1.zip/{name(3002, 4)}", f"2.zip/{name(3001, 4)}"]


def test_blackboard_believes_the_receipt(download):
    early, late = (f"HW 1_ada_l_attempt_2026-10-0{day}-14-05-11" for day in (4, 5))
    found = download(
        f"{early}_hw.csv",
        f"{late}_hw_v2.csv",
        f"{late}.txt",
        "HW 1_bob_forsøk_2026-10-05-14-05-12_hw.csv",
        **{f"{late}_txt": "Name: Ada Lovelace (ada_l)\nAssignment: HW 1\n"},
    )
    assert found.layout == "Blackboard"
    assert list(students(found)) == ["ada_l", "bob"]
    assert students(found)["ada_l"] == [f"{late}_hw_v2.csv"]
    assert found.works[0].person.name == "Ada Lovelace"
    assert found.ignored == (f"{late}.txt",)


def test_blackboard_keeps_what_was_typed_in_the_receipt(download):
    ada, ben, cy = (f"HW 1_{login}_attempt_2026-10-05-14-05-11" for login in ("ada", "ben", "cy"))
    late = "HW 1_cy_attempt_2026-10-06-14-05-11.txt"
    field = "There is no student submission text data for this assignment."
    receipt = "Name: A ({})\nAssignment: HW 1\n\nSubmission Field:\n{}\n\nComments:\nThere are no …\n\nFiles:\n\tx\n"
    found = download(
        f"{ada}.txt",
        f"{ada}_work.pdf",
        f"{ben}.txt",
        f"{cy}.txt",
        f"{cy}_hw.csv",
        late,
        **{
            f"{ada}_txt": receipt.format("ada", "<p>h1 = 0.79</p>"),
            f"{ben}_txt": receipt.format("ben", field),
            f"{cy}_txt": receipt.format("cy", field),
            late.replace(".", "_"): receipt.format("cy", field),
        },
    )
    assert students(found) == {"ada": [f"{ada}.txt", f"{ada}_work.pdf"], "ben": [f"{ben}.txt"], "cy": [f"{cy}_hw.csv"]}
    assert [found.works[0].sources[0].read(), found.works[1].sources[0].read()] == [b"<p>h1 = 0.79</p>", b""]
    assert found.ignored == (f"{cy}.txt", late)


@pytest.mark.parametrize(
    ("remark", "read"),
    [("h1 = 0.79\nsee above", b"h1 = 0.79\nsee above"), ("There are no student comments for this assignment.", b"")],
)
def test_who_hands_in_nothing_but_a_remark_to_blackboard_has_handed_in_that(download, remark, read):
    ada = "HW 1_ada_attempt_2026-10-05-14-05-11.txt"
    said = "Name: A (ada)\n\nSubmission Field:\nThere is no student submission text data for this assignment.\n\n"
    found = download(ada, **{ada.replace(".", "_"): f"{said}Comments:\n{remark}\n\nFiles:\nThere are no files.\n"})
    assert found.works[0].sources[0].read() == read


def test_sakai_tells_who_handed_in_nothing_and_which_texts_nobody_typed(download):
    found = download(
        "HW1/Lee, Jo(jlee)/timestamp.txt",
        "HW1/Ray, Al(aray)/Submission attachment(s)/a.csv",
        "HW1/Ray, Al(aray)/Ray, Al(aray)_submissionText.html",
        "HW1/Team Lion (3f-2a)/Submission attachment(s)/a.csv",
        "HW1/Team Lion (3f-2a)/timestamp.txt",
        **{"Ray, Al(aray)_submissionText_html": "\n", "timestamp_txt": "20261005140511000"},
    )
    assert [(work.student, work.person.name) for work in found.works] == [
        ("3f-2a", "Team Lion"),
        ("aray", "Ray, Al"),
        ("jlee", "Lee, Jo"),
    ]
    assert students(found)["jlee"] == []
    assert found.works[0].when == datetime(2026, 10, 5, 14, 5, 11, tzinfo=UTC)
    assert len(found.ignored) == 3


def test_sakai_with_and_without_folders_and_in_groups(download):
    found = download(
        "HW1/Nguyen, Van A(nva)/Submission attachment(s)/a.csv",
        "HW1/Nguyen, Van A(nva)/timestamp.txt",
        "HW1/Nguyen, Van A(nva)/Nguyen, Van A(nva)_submissionText.html",
        "HW1/A, B(e1); C, D(e2)/Submission attachment(s)/x.csv",
        "HW1/grades.csv",
    )
    assert found.layout == "Sakai"
    assert list(students(found)) == ["e1", "nva"]
    assert len(students(found)["nva"]) == 2
    assert [member.label for member in found.works[0].members] == ["e1", "e2"]
    assert set(found.ignored) == {"HW1/Nguyen, Van A(nva)/timestamp.txt", "HW1/grades.csv"}


def test_sakai_flat(download):
    found = download("Doe, Jo(jdoe)_Submission attachment(s)_hw.csv")
    assert (found.layout, list(students(found))) == ("Sakai", ["jdoe"])


def test_sakai_flat_with_texts_comments_and_what_teachers_attached(download):
    ada, ben = "HW 1/Lovelace, Ada(ada)", "HW 1/Ng, Ben(ben)"
    theirs = [f"{ada}_Submission attachment(s)_hw.csv", f"{ben}__submissionText.html"]
    sides = [f"{who}_{file}" for who in (ada, ben) for file in ("comments.txt", "feedbackText.html")]
    found = download(*theirs, *sides, f"{ada}_Feedback Attachment(s)marked.csv", "HW 1/grades.csv")
    assert students(found) == {"ada": theirs[:1], "ben": theirs[1:]}
    assert (len(found.ignored), found.attention) == (6, ())


def test_sakai_in_other_languages_leaves_out_what_teachers_attached(download):
    ada, ben = "Tarea/Lovelace, Ada(ada)", "Tarea/Ng, Ben(ben)"
    found = download(
        *(f"{who}/{file}" for who in (ada, ben) for file in ("timestamp.txt", "Adjuntos al envo/hw.csv")),
        f"{ada}/Adjuntos de la realimentación/hw.csv",
        f"{ben}/Adjuntos al envo/2/hw.csv",
    )
    assert (found.layout, list(students(found))) == ("Sakai", ["ada", "ben"])
    assert [len(files) for files in students(found).values()] == [1, 2]


def test_sakai_keeps_the_members_of_a_group_in_a_file(download):
    team = "HW1/Team Lion (0b6e1a2c-1111-4222-8333-000000000001)"
    found = download(
        f"{team}/Submission attachment(s)/a.csv", f"{team}/members.txt", members_txt="Lee, Jo(jlee); Ray, Al(aray)"
    )
    assert [(member.name, member.login) for member in found.works[0].members] == [
        ("Lee, Jo", "jlee"),
        ("Ray, Al", "aray"),
    ]
    assert (len(found.works), found.ignored) == (1, (f"{team}/members.txt",))


def test_sakai_s_group_of_one_is_that_one(download):
    team = "HW1/Team Solo (0b6e1a2c-1111-4222-8333-000000000001)"
    found = download(f"{team}/Submission attachment(s)/a.csv", f"{team}/members.txt", members_txt="Lee, Jo(jlee)")
    assert [(work.person, work.members) for work in found.works] == [(Person("Lee, Jo", login="jlee"), ())]


def test_sakai_without_names_has_the_numbers_of_its_sheet_of_grades(download):
    one = "0b6e1a2c-1111-4222-8333-000000000001 Anonymous"
    found = download(f"HW1/{one}/Submission attachment(s)/a.csv", f"HW1/{one}/timestamp.txt")
    assert (found.layout, [work.person.login for work in found.works]) == ("Sakai", [one])


def test_sakai_folders_for_what_teachers_attach_are_nobody_s(tmp_path):
    with zipfile.ZipFile(tmp_path / "HW1.zip", "w") as archive:
        for file in ("timestamp.txt", "Submission attachment(s)/a.csv", "Feedback Attachment(s)/", "comments.txt"):
            archive.writestr(f"HW1/Ray, Al(aray)/{file}", "" if file.endswith("/") else TABLE)
        archive.writestr("HW1/Lee, Jo(jlee)/Submission attachment(s)/a.csv", TABLE)
        archive.writestr("HW1/Lee, Jo(jlee)/Feedback Attachment(s)/marked.csv", TABLE)
    found = open_download(tmp_path / "HW1.zip")
    assert (list(students(found)), found.attention) == (["aray", "jlee"], ())


def test_what_lies_beside_the_folders_of_students_is_not_called_as_the_assignment(download):
    found = download(
        "HW1/Ray, Al(aray)/Submission attachment(s)/a.csv", "HW1/Ray, Al(aray)/timestamp.txt", "HW1/ben.csv"
    )
    assert list(students(found)) == ["aray", "ben"]


@pytest.mark.parametrize(("word", "name"), [("Teilnehmerin", "Participant"), ("Participante", "Participant")])
def test_moodle_s_word_for_who_may_not_be_known_is_no_name(download, word, name):
    found = download(*(f"{word}_{number}_assignsubmission_file/hw.csv" for number in (7, 8, 9)))
    assert {work.person.name for work in found.works} == {name}
    others = download(*(f"{word}_{number}_assignsubmission_file/hw.csv" for number in (7, 8)), root="two")
    assert {work.person.name for work in others.works} == {word}


def test_prairielearn(download):
    found = download("HW1/ada@u.edu_123_q1_77_ans.csv", "HW1/bob@u.edu__q1_78_ans.csv")
    assert (found.layout, list(students(found))) == ("PrairieLearn", ["ada@u.edu", "bob@u.edu"])


def test_prairielearn_all_files_takes_the_latest_of_each_question(download):
    found = download("a@u.edu_1_q1_1_1_77_f.csv", "a@u.edu_1_q1_1_2_79_f.csv", "a@u.edu_1_q2_1_1_78_f.csv")
    assert students(found) == {"a@u.edu": ["a@u.edu_1_q1_1_2_79_f.csv", "a@u.edu_1_q2_1_1_78_f.csv"]}
    assert found.listed == ("a@u.edu_1_q1_1_1_77_f.csv",)


def test_prairielearn_for_manual_grading_has_one_attempt_a_question(download):
    files = ("HW1/jo_ray@u.edu_12_hw_q1_77_a.csv", "HW1/jo_ray@u.edu_12_hw_q2_78_b_2.csv")
    assert students(download(*files)) == {"jo_ray@u.edu": list(files)}
    found = download("HW1/lions_q1_77_a.csv", "HW1/cats_hw/q1_78_a.csv", root="hw1_files_for_manual_grading")
    assert (found.layout, list(students(found))) == ("PrairieLearn", ["cats", "lions"])


def test_teams_and_autolab_count_the_latest_version(download):
    draft = "Working files/Roy, Zoé/HW 1/b.csv"
    early, late = (f"Submitted files/Pérez, Luis/HW 1/Version {n}/a.csv" for n in (2, 10))
    found = download(early, late, draft, "Submitted files/Roy, Zoé/HW 1/b.csv", root="CS 1 - Student Work")
    assert (found.layout, found.listed, found.ignored) == ("Microsoft Teams", (early,), (draft,))
    assert list(students(found)) == ["Pérez, Luis", "Roy, Zoé"]
    found = download("a_l@cmu.edu_2_handin.csv", "a_l@cmu.edu_10_handin.csv", "bo@cmu.edu_1_handin.csv")
    assert (found.layout, found.listed) == ("Autolab", ("a_l@cmu.edu_2_handin.csv",))
    assert list(students(found)) == ["a_l@cmu.edu", "bo@cmu.edu"]


def test_github_classroom(download):
    found = download("hw1-ada/a.csv", "hw1-ada/.git/config", "hw1-bob-x/a.csv", root="hw1-submissions")
    assert (found.layout, list(students(found))) == ("GitHub Classroom", ["ada", "bob-x"])
    assert found.ignored == ("hw1-ada/.git/config",)


def test_google_and_microsoft_forms(download):
    found = download("Upload (File responses)/my - hw - Ada L.csv", "Upload (File responses)/hw - Bob (1).csv")
    assert (found.layout, list(students(found))) == ("Google Forms", ["Ada L", "Bob"])
    found = download("Apps/Microsoft Forms/HW/Question/hw_v1_Ada L.csv", root="drive")
    assert (found.layout, list(students(found))) == ("Microsoft Forms", ["Ada L"])


@pytest.mark.parametrize(
    ("folder", "part", "sign", "again"),
    [
        ("HW (File responses)/Upload (File responses)", "{} - Bob", ".csv", " (1).csv"),
        ("HW (File responses)/Upload (File responses)", "{} - Bob", ".csv", "(1).csv"),
        ("Apps/Microsoft Forms/HW/Question", "{}_Bob", ".csv", " 1.csv"),
    ],
)
def test_forms_number_what_is_called_alike_and_nothing_else(download, folder, part, sign, again):
    one, two, other = (f"{folder}/{part.format(f'part{n}')}{end}" for n, end in ((1, sign), (2, sign), (2, again)))
    found = download(one, two, other)
    assert set(students(found)["Bob"]) == {one, other}
    told = "an earlier attempt; the latest one counts (or is it another student's of that name?)"
    assert found.attention == (Attention(two, "", told, Weight.LOOK),)


def test_nbgrader(download):
    found = download("submitted/ada/hw1/a.ipynb", "submitted/ada/hw1/timestamp.txt")
    assert (found.layout, list(students(found))) == ("nbgrader", ["ada"])


def test_of_a_sheet_of_times_it_is_told_where_it_is_not_clear_which_is_the_day(download):
    names = ("Lovelace, Ada(ada)/Submission attachment(s)/a.csv", "Noether, Emmy(en)/Submission attachment(s)/b.csv")
    header = "Display ID,Last Name,First Name,Submission date,Late submission\n"
    for other, clear in (("13/6/2026 9:00", True), ("6/6/2026 9:00", False)):
        sheet = f"{header}ada,Lovelace,Ada,10/6/2026 15:05,\nen,Noether,Emmy,{other},\n"
        found = download(*names, "grades.csv", root=f"hw{clear}", grades_csv=sheet)
        assert [work.when is not None for work in found.works] == [clear, True]
        assert [(told.submission, told.place) for told in found.attention] == (
            [] if clear else [("grades.csv", "line 2")]
        )
