"""Files and folders that no system has named."""

import zipfile

import pytest

from grader.answers.downloads import CONVENTIONS, LAYOUTS, open_download
from grader.answers.downloads.attempts import works_of
from grader.answers.downloads.reach import MAX_FILES
from grader.answers.downloads.work import Piece
from grader.answers.record import Person, Source
from tests.answers.downloads.made import TABLE, students
from tests.cost import LONG, paces


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
    cost = paces(lambda: works_of(pieces))
    [work], others = works_of(pieces)
    assert (len(work.sources), len(others)) == (20_000, 20_000)
    assert cost < LONG
