"""Downloads as each system names them: whose file it is, when, and what was nobody's."""

import io
import os
import stat
import time
import unicodedata
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.answers.downloads import CONVENTIONS, LAYOUTS, Download, open_download
from grader.answers.downloads.attempts import works_of
from grader.answers.downloads.reach import MAX_FILES
from grader.answers.downloads.work import Piece
from grader.answers.record import ContainerError, Person, Source
from tests.answers.workbook import zipped

TABLE = "quantity,value\nh1,0.79\n"


@pytest.fixture
def download(tmp_path):
    """Opens a download made of these files, as a folder or as a zip."""

    def make(*names: str, root: str = "hw", archive: bool = False, layout: str = "", **contents: str) -> Download:
        files = {name: contents.get(name.rpartition("/")[2].replace(".", "_"), TABLE) for name in names}
        if archive:
            with zipfile.ZipFile(tmp_path / f"{root}.zip", "w") as written:
                for name, text in files.items():
                    written.writestr(name, text)
            return open_download(tmp_path / f"{root}.zip", layout)
        for name, text in files.items():
            path = tmp_path / root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return open_download(tmp_path / root, layout)

    return make


def students(found: Download) -> dict[str, list[str]]:
    """By student, the files that count."""
    return {work.student: [source.path for source in work.sources] for work in found.works}


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


def test_moodle_in_folders_of_two_versions(download):
    found = download(
        "Ada Lovelace_1234_assignsubmission_file_/hw.csv",
        "Ada Lovelace_1234_assignsubmission_file_/sub/work.pdf",
        "Nguyễn Văn Á_1235_assignsubmission_file/hw.csv",
        "Cy_1236_assignsubmission_onlinetext/onlinetext.html",
        "Participant_1237_assignsubmission_file_/hw.csv",
        "Default group_assignsubmission_file/hw.csv",
        "Cy_1236_assignfeedback_comments/comments.html",
    )
    assert found.layout == "Moodle"
    assert list(students(found)) == [
        "Ada Lovelace (1234)",
        "Cy (1236)",
        "Default group",
        "Nguyễn Văn Á (1235)",
        "Participant (1237)",
    ]
    assert found.ignored == ("Cy_1236_assignfeedback_comments/comments.html",)


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
    receipt = "Name: A ({})\nAssignment: HW 1\n\nSubmission Field:\n{}\n\nComments:\nnone\n\nFiles:\n\tOriginal: x\n"
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


def test_nbgrader(download):
    found = download("submitted/ada/hw1/a.ipynb", "submitted/ada/hw1/timestamp.txt")
    assert (found.layout, list(students(found))) == ("nbgrader", ["ada"])


def test_a_response_sheet_is_a_row_a_student(download):
    found = download(
        "r.csv",
        r_csv="Timestamp,Email Address,Score,h1,h2\n"
        "2026/10/05 2:05:11 PM GMT+1,ada@u.edu,,0.7,0.9\n"
        "2026/10/05 3:05:11 PM GMT+1,bob@u.edu,,0.6,0.8\n"
        "2026/10/05 4:05:11 PM GMT+1,ada@u.edu,,0.79,0.95\n",
    )
    assert found.layout == "Google Forms responses"
    ada, bob = found.works
    assert (ada.student, bob.student) == ("ada@u.edu", "bob@u.edu")
    assert [[cell.text for cell in row] for row in ada.sheets[0].rows] == [["h1", "h2"], ["0.79", "0.95"]]
    assert ada.sheets[0].place(1) == "line 4"
    assert ada.when == datetime(2026, 10, 5, 15, 5, 11, tzinfo=UTC)
    assert [entry.place for entry in found.attention] == ["line 2"]


def test_microsoft_forms_responses(download):
    header = "ID,Start time,Completion time,Email,Name,h1,Points - h1,Feedback - h1"
    found = download("r.csv", r_csv=f"{header}\n1,10/5/26 1:02,10/5/26 1:03,anonymous,Ada,0.79,1,\n2,,,,,0.5,,\n")
    assert (found.layout, [work.student for work in found.works]) == ("Microsoft Forms responses", ["Ada"])
    assert [cell.text for cell in found.works[0].sheets[0].rows[0]] == ["h1"]
    assert found.attention[0].place == "line 3"


@pytest.mark.parametrize(("other", "when"), [("13/6/2026 9:00", datetime(2026, 6, 10, 15, 5)), ("6/6/2026 9:00", None)])
def test_which_is_the_day_is_told_by_other_times_or_not_at_all(download, other, when):
    rows = f"10/6/2026 15:05,ada@u.edu,0.7\n{other},ben@u.edu,0.6\n"
    found = download("r.csv", r_csv=f"Timestamp,Email Address,h1\n{rows}")
    assert found.works[0].when == when
    assert ["not clear which is the day" in entry.issue for entry in found.attention] == [True] * (when is None)


def test_a_form_that_asks_who_one_is(download):
    header = "ID,Start time,Completion time,Email,Name,First name,Last name,What is your student ID?,h1"
    rows = "1,x,y,anonymous,,Ada,Lo,042,0.79\n2,x,y,anonymous,,Bo,Li,,0.5\n"
    found = download("r.csv", r_csv=f"{header}\n{rows}")
    assert [work.person for work in found.works] == [Person("Ada Lo", "042"), Person("Bo Li")]
    assert [cell.text for cell in found.works[0].sheets[0].rows[0]] == ["h1"]
    found = download("r.csv", r_csv=f"{header}\n1,x,y,anonymous,,,,,0.79\n")
    assert (found.works, found.listed) == ((), ("r.csv",))


def test_plain_files_and_folders(download):
    found = download(
        "ada.csv",
        "Ada.csv",
        "bob/hw.csv",
        "bob/papers/scan.pdf",
        "cy.csv",
        "cy.xlsx",
        ".DS_Store",
        "bob/~$hw.xlsx",
        "x-1.csv",
    )
    assert found.layout == "plain"
    assert students(found) == {
        "Ada": ["Ada.csv"],
        "ada": ["ada.csv"],
        "bob": ["bob/hw.csv", "bob/papers/scan.pdf"],
        "cy": ["cy.csv", "cy.xlsx"],
        "x-1": ["x-1.csv"],
    }
    assert found.ignored == (".DS_Store", "bob/~$hw.xlsx")
    assert found.attention == ()


def test_plain_resubmissions(download):
    found = download("ada.csv", "ada-1.csv", "ada-2.csv", "bob.csv", "bob (1).csv")
    assert students(found) == {"ada": ["ada-2.csv"], "bob": ["bob (1).csv"]}
    assert set(found.listed) == {"ada.csv", "ada-1.csv", "bob.csv"}


def test_a_wrapping_folder_of_an_archive_is_no_student(download):
    found = download("class/ada.csv", "class/bob.csv", "__MACOSX/class/._ada.csv", archive=True)
    assert list(students(found)) == ["ada", "bob"]
    assert found.ignored == ("hw.zip/__MACOSX/class/._ada.csv",)


@pytest.mark.parametrize("archive", [False, True])
def test_folders_around_the_class_are_no_students(download, archive):
    found = download("CS 1/HW 1/ada/hw.csv", "CS 1/HW 1/ben/a.csv", "CS 1/HW 1/ben/b.csv", archive=archive)
    assert list(students(found)) == ["ada", "ben"]


def test_the_only_folder_is_a_class_where_it_holds_spreadsheets_as_of_one(download):
    found = download("hw1/ada.csv", "hw1/ben.xlsx", "hw1/cy.csv", root="a")
    assert list(students(found)) == ["ada", "ben", "cy"]
    assert "a student's own" in found.attention[0].issue
    found = download("ada/hw.csv", "ada/scan.pdf", "ada/photo.jpg", "ada/notes.txt", root="b")
    assert list(students(found)) == ["ada"]


def test_of_a_students_many_files_the_nearest_to_the_top_are_read(download):
    many = [f"ada/venv/lib/{n}.txt" for n in range(MAX_FILES + 5)]
    found = download(*many, "ada/hw.csv", "ben.csv")
    assert [len(work.sources) for work in found.works] == [MAX_FILES, 1]
    assert "ada/hw.csv" in students(found)["ada"]
    [told] = found.attention
    assert told.submission in found.listed
    assert "and 5 more of 'ada' were not read" in told.issue
    assert len(found.listed) == 6


def test_the_lms_zip_left_in_the_folder(tmp_path):
    (tmp_path / "cy.csv").write_text(TABLE)
    with zipfile.ZipFile(tmp_path / "submissions.zip", "w") as archive:
        archive.writestr("ada_1_2_hw.csv", TABLE)
    found = open_download(tmp_path)
    assert students(found) == {"ada (1)": ["submissions.zip/ada_1_2_hw.csv"], "cy": ["cy.csv"]}


def test_a_stray_file_in_a_canvas_download_is_graded_and_told(download):
    found = download("ada_1_2_hw.csv", "bob_3_4_hw.csv", "cy.csv")
    assert (found.layout, list(students(found))) == ("Canvas", ["ada (1)", "bob (3)", "cy"])
    assert "not named as the rest" in found.attention[0].issue


def test_the_layout_can_be_told(download):
    assert list(students(download("ada_1_2_hw.csv", layout="plain"))) == ["ada_1_2_hw"]
    assert len(set(LAYOUTS)) == len(CONVENTIONS) + 1


def test_a_student_of_many_files_is_put_together_at_once():
    pieces = [Piece(Person("ada"), Source(f"{n}.csv", lambda: b""), attempt=n % 2) for n in range(40_000)]
    start = time.process_time()
    [work], others = works_of(pieces)
    assert (len(work.sources), len(others)) == (20_000, 20_000)
    assert time.process_time() - start < 5


def test_links_pipes_and_names_that_no_one_should_have(tmp_path):
    (tmp_path / "ada.csv").write_text(TABLE)
    (tmp_path / "link.csv").symlink_to("/etc/passwd")
    (tmp_path / "loop").symlink_to(".")
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "empty").mkdir()
    for name in (b"\xff.csv", "a\nb\u202e.csv".encode(), b"x" * 251 + b".csv", "😀.csv".encode()):
        Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name))).write_text(TABLE)  # noqa: PTH118
    found = open_download(tmp_path)
    assert list(students(found)) == ["\\xff", "a\\x0ab\\u202e", "ada", "empty", "x" * 251, "😀"]
    assert found.listed == ("link.csv", "loop", "pipe.csv")
    assert {entry.submission for entry in found.attention} == {"link.csv", "loop", "pipe.csv", "empty"}
    assert all(source.read() == TABLE.encode() for work in found.works for source in work.sources)


def test_a_file_that_vanishes_or_becomes_a_link(tmp_path):
    for name in ("ada.csv", "bob.csv"):
        (tmp_path / name).write_text(TABLE)
    ada, bob = open_download(tmp_path).works
    (tmp_path / "ada.csv").unlink()
    (tmp_path / "bob.csv").unlink()
    (tmp_path / "bob.csv").symlink_to("/etc/passwd")
    for work in (ada, bob):
        with pytest.raises(ContainerError, match="cannot be opened"):
            work.sources[0].read()


def test_hostile_members_of_an_archive(tmp_path):
    path = tmp_path / "class.zip"
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("../up.csv", "/root.csv", "C:\\x.csv", "a/../../b.csv", "ada.csv"):
            archive.writestr(name, TABLE)
        archive.writestr(link, "/etc/passwd")
        archive.writestr("bomb.csv", b"0" * 60_000_000)
        archive.writestr("..\\evil.csv", TABLE)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("ada.csv", "other")
    found = open_download(path)
    assert students(found) == {"ada": ["class.zip/ada.csv"]}
    assert found.works[0].sources[0].read() == TABLE.encode()
    assert sorted(found.listed) == sorted(
        f"class.zip/{name}"
        for name in (
            "../up.csv",
            "/root.csv",
            "C:/x.csv",
            "a/../../b.csv",
            "link.csv",
            "bomb.csv",
            "../evil.csv",
            "ada.csv",
        )
    )


def test_names_of_members_without_the_utf8_flag(tmp_path):
    path = tmp_path / "class.zip"
    raw = "Ngá_1_2_h".encode()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("y" * len(raw) + ".csv"), TABLE)
    path.write_bytes(path.read_bytes().replace(b"y" * len(raw), raw))
    assert list(students(open_download(path))) == ["Ngá (1)"]


class Stream(io.RawIOBase):
    """What a system packs into while it sends it: nobody can go back in it."""

    def __init__(self, data: bytearray) -> None:
        self.data = data

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self.data += data
        return len(data)


@pytest.mark.parametrize("streamed", [False, True])
def test_an_archive_that_was_cut_off(tmp_path, streamed):
    data = bytearray()
    whole = io.BytesIO()
    with zipfile.ZipFile(Stream(data) if streamed else whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for student in range(6):
            archive.writestr(f"s{student}_{student}_7_hw.csv", TABLE * (student + 1))
    data = bytes(data or whole.getvalue())
    path = tmp_path / "class.zip"
    path.write_bytes(data[: data.index(b"s4_4_7") + 20])
    found = open_download(path)
    assert [work.sources[0].read().decode() for work in found.works] == [TABLE * n for n in range(1, 5)]
    assert found.damaged
    assert "only the first 4 files" in found.attention[0].issue
    path.write_bytes(data[:20])
    assert open_download(path).works == ()


def test_an_archive_that_unpacks_itself(tmp_path):
    (tmp_path / "class.zip").write_bytes(b"MZ\x90" + b"\0" * 900 + zipped({"ada_1_2_hw.csv": TABLE}))
    [work] = open_download(tmp_path / "class.zip").works
    assert (work.student, work.sources[0].read()) == ("ada (1)", TABLE.encode())
    assert students(open_download(tmp_path)) == students(open_download(tmp_path / "class.zip"))


@pytest.mark.parametrize("folder", ["", "My Drive/CS 1/"])
def test_an_archive_of_downloads(tmp_path, folder):
    one, other = (zipped({f"s{n}_{n}_7_hw.csv": TABLE, f"t{n}_{n}9_7_hw.zip": zipped({"a": TABLE})}) for n in (1, 2))
    for number, files in enumerate(({"1.zip": one, "2.zip": other}, {"1.zip": one})):
        path = tmp_path / f"all{number}.zip"
        path.write_bytes(zipped({folder + name: data for name, data in files.items()} | {"__MACOSX/._1.zip": b""}))
        found = open_download(path)
        assert (found.layout, len(found.works)) == ("Canvas", 2 * len(files))
    assert list(students(found).values())[1] == [f"all1.zip/{folder}1.zip/t1_19_7_hw.zip"]


def test_names_that_look_the_same_come_in_one_order(tmp_path):
    names = [unicodedata.normalize(form, "Zoë.csv") for form in ("NFC", "NFD")]
    read = []
    for turn in (1, -1):
        (tmp_path / "hw.zip").write_bytes(zipped({name: f"h1,{len(name)}" for name in names[::turn]}))
        read.append([source.read() for work in open_download(tmp_path / "hw.zip").works for source in work.sources])
    assert read[0] == read[1]
    assert len(read[0]) == 2


def test_a_damaged_archive_and_a_damaged_member(tmp_path):
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ada.csv", TABLE)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"h1,0.79", b"h1,0.97"))
    with pytest.raises(ContainerError, match="damaged"):
        open_download(path).works[0].sources[0].read()
