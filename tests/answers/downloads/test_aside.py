"""What lies among submissions and is nobody's; folders with nothing in them; which attempt counts."""

import io
import zipfile
from datetime import UTC, datetime

import pytest

from grader.answers import Person, Source
from grader.answers.downloads import open_download
from grader.answers.downloads.attempts import works_of
from grader.answers.downloads.times import time_of
from grader.answers.downloads.work import Piece
from tests.answers.downloads.made import TABLE, students

OURS = {
    "marks.csv": "student,problem,quantity,answer,value\n",
    "attention.csv": "submission,place,issue\n",
    "gradebook.csv": "student,total\n",
}


def fill(root, files):
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def test_the_results_of_an_earlier_run_are_no_submission(tmp_path):
    fill(tmp_path, {f"grades/{name}": text for name, text in OURS.items()})
    fill(tmp_path, {"grades/feedback/ada.html": "x", "ada.csv": TABLE})
    (tmp_path / "grades" / ".new-1").mkdir()
    found = open_download(tmp_path)
    assert students(found) == {"ada": ["ada.csv"]}
    assert len(found.ignored) == 4


def test_results_written_among_the_submissions(tmp_path):
    fill(tmp_path, {**OURS, "gradebook.xlsx": "PK", "feedback/ada.html": "x", "ada.csv": TABLE, "ben/hw.csv": TABLE})
    assert list(students(open_download(tmp_path))) == ["ada", "ben"]


def test_a_student_may_hand_in_a_file_called_marks(tmp_path):
    fill(tmp_path, {"ada/marks.csv": TABLE, "ben/marks.csv": TABLE, "ben/gradebook.csv": "", "ben/attention.csv": ""})
    assert list(students(open_download(tmp_path))) == ["ada", "ben"]


def test_the_courses_own_files_beside_the_submissions(tmp_path):
    fill(tmp_path, {"hw.toml": "title", "overrides.csv": "", "class list.csv": "id,name\n", "ada.csv": TABLE})
    found = open_download(tmp_path, given=[tmp_path / "class list.csv", tmp_path / "elsewhere.csv"])
    assert students(found) == {"ada": ["ada.csv"]}
    assert found.ignored == ("class list.csv", "hw.toml", "overrides.csv")


def test_a_folder_with_nothing_in_it_is_a_student_who_handed_in_nothing(tmp_path):
    fill(tmp_path, {"ada/hw.csv": TABLE, "ben/.DS_Store": "", "cy/hw.csv": TABLE})
    (tmp_path / "cy" / "drafts").mkdir()
    (tmp_path / "__MACOSX").mkdir()
    found = open_download(tmp_path)
    assert students(found) == {"ada": ["ada/hw.csv"], "ben": [], "cy": ["cy/hw.csv"]}
    assert {entry.submission for entry in found.attention} == {"ben", "cy/drafts"}


def test_an_empty_folder_of_a_systems_download(tmp_path):
    fill(tmp_path, {"Ada_1_assignsubmission_file/hw.csv": TABLE, "Cy_3_assignsubmission_file/hw.csv": TABLE})
    (tmp_path / "Ben_2_assignsubmission_file").mkdir()
    (tmp_path / "notes").mkdir()
    assert list(students(open_download(tmp_path))) == ["Ada (1)", "Ben (2)", "Cy (3)"]


def test_an_empty_folder_of_an_archive(tmp_path):
    with zipfile.ZipFile(tmp_path / "hw.zip", "w") as archive:
        for name in ("class/", "class/ada/", "class/ada/hw.csv", "class/ben/"):
            archive.writestr(name, TABLE if name.endswith("csv") else "")
    assert list(students(open_download(tmp_path / "hw.zip"))) == ["ada", "ben"]


def test_a_download_unpacked_with_its_folder(tmp_path):
    fill(tmp_path, {"HW 1 download/ada/hw.csv": TABLE, "HW 1 download/ben/hw.csv": TABLE})
    assert list(students(open_download(tmp_path))) == ["ada", "ben"]


def test_one_student_with_several_files_is_one(tmp_path):
    fill(tmp_path, {"ada/hw.csv": TABLE, "ada/drafts/a.csv": TABLE})
    assert list(students(open_download(tmp_path))) == ["ada"]


BLACKBOARD = [
    "hw_ada_attempt_2026-10-05-10-00-00_a.csv",
    "hw_ada_attempt_2026-10-06-10-00-00_a.csv",
    "hw_ben_attempt_2026-10-05-10-00-00_a.csv",
]
PRAIRIE = ["a@u.edu_1_q1_1_2_90_hw.csv", "a@u.edu_1_q1_1_1_91_hw.csv"]


@pytest.mark.parametrize(
    ("names", "attempt", "counts"),
    [
        (BLACKBOARD, "latest", BLACKBOARD[1]),
        (BLACKBOARD, "first", BLACKBOARD[0]),
        (PRAIRIE, "highest-number", PRAIRIE[1]),
        (PRAIRIE, "first", PRAIRIE[0]),
    ],
)
def test_which_attempt_counts(tmp_path, names, attempt, counts):
    fill(tmp_path, dict.fromkeys(names, TABLE))
    found = open_download(tmp_path, attempt=attempt)
    assert found.works[0].sources[0].path == counts
    assert len(found.listed) == 1
    assert attempt.split("-")[0] in found.attention[0].issue


def test_what_has_no_time_is_not_the_first_for_that():
    undated, dated = (Piece(Person("ada"), Source(name, bytes)) for name in ("a.csv", "b.csv"))
    [work], _ = works_of([undated, dated._replace(when=datetime(2026, 1, 1, tzinfo=UTC))], "first")
    assert [source.path for source in work.sources] == ["b.csv"]


def test_what_is_refused_in_an_archive_is_not_the_first_of_its_name(tmp_path):
    link = zipfile.ZipInfo("ada.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "hw.zip", "w") as archive:
        archive.writestr(link, "elsewhere")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("ada.csv", TABLE)
    found = open_download(tmp_path / "hw.zip")
    assert list(students(found)) == ["ada"]
    assert [a.issue for a in found.attention] == ["is a link, and links are not followed"]


MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Jänner Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
}


@pytest.mark.parametrize("language", MONTHS)
def test_the_months_in_every_language(language):
    told = [time_of(f"15 {month} 2026 14:05") for month in MONTHS[language].split()]
    assert [time.month if time else None for time in told] == list(range(1, 13))


def test_which_response_counts(tmp_path):
    fill(tmp_path, {"r.csv": "Timestamp,Email,h1\n2026-10-05 10:00:00,a@u,1\n2026-10-06 10:00:00,a@u,2\n"})
    for attempt, answer, place in (("latest", "2", "line 2"), ("first", "1", "line 3")):
        found = open_download(tmp_path, attempt=attempt)
        assert found.works[0].sheets[0].rows[1][0].text == answer
        assert [entry.place for entry in found.attention] == [place]


def test_several_zips_of_systems_are_told(tmp_path):
    for name, member in (("c.zip", "ada_1_2_hw.csv"), ("m.zip", "Ben_1_assignsubmission_file/hw.csv")):
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w") as archive:
            archive.writestr(member, TABLE)
        (tmp_path / name).write_bytes(data.getvalue())
    found = open_download(tmp_path)
    assert (found.layout, list(students(found))) == ("Canvas and Moodle", ["Ben (1)", "ada (1)"])


WORKSHEET = """Identifier,"Full name",Status,Grade,"Maximum Grade","Last modified (submission)"
"Participant 1","Ada A","Submitted for grading",,10,"Monday, 5 October 2026, 2:05 PM"
"Participant 2","Ben B","Submitted for grading - 1 hour 14 mins late",,10,"Monday, 5 October 2026, 6:14 PM"
"Participant 3","Cy C","No submission",,10,-
"""


def test_moodles_worksheet_tells_the_times(tmp_path):
    fill(tmp_path, {f"{name}_assignsubmission_file/hw.csv": TABLE for name in ("Ada A_1", "Ben B_2", "Cy C_3")})
    fill(tmp_path, {"Grades-CS-HW1-77.csv": WORKSHEET})
    found = open_download(tmp_path)
    assert [(work.when and work.when.hour, work.late) for work in found.works] == [
        (14, False),
        (18, True),
        (None, None),
    ]
    assert found.ignored == ("Grades-CS-HW1-77.csv",)


def test_a_worksheet_given_with_the_download_tells_the_times(tmp_path):
    """As a class list, or as the gradebook to be filled: it need not lie among what was handed in."""
    fill(tmp_path / "hw", {f"{name}_assignsubmission_file/hw.csv": TABLE for name in ("Ada A_1", "Ben B_2")})
    fill(tmp_path, {"grades.csv": WORKSHEET})
    assert [work.when for work in open_download(tmp_path / "hw").works] == [None, None]
    found = open_download(tmp_path / "hw", given=[tmp_path / "grades.csv"])
    assert [(work.when and work.when.hour, work.late) for work in found.works] == [(14, False), (18, True)]


def test_a_worksheet_tells_the_times_of_groups_by_their_names(tmp_path):
    """Their numbers are numbers of groups, which are some participants', too."""
    rows = (
        '"Participant 7","Ada A","Team 1",10,"Monday, 5 October 2026, 2:05 PM"',
        '"Participant 9","Ben B","Team 2",10,-',
    )
    (tmp_path / "grades.csv").write_text(
        'Identifier,"Full name",Group,"Maximum Grade","Last modified (submission)"\n' + "\n".join(rows)
    )
    fill(tmp_path / "hw", {f"{name}_assignsubmission_file/hw.csv": TABLE for name in ("Team 1_9", "Team 2_7")})
    found = open_download(tmp_path / "hw", given=[tmp_path / "grades.csv"])
    assert [work.when and work.when.hour for work in found.works] == [14, None]


def test_sakais_grades_and_timestamps_tell_the_times(tmp_path):
    grades = """"HW 1","Points"

"Display ID","ID","Last Name","First Name","grade","Submission date","Late submission"
"ada","ada","A","Ada","","2026-10-05 14:05:11","On time"
"ben","ben","B","Ben","","2026-10-06 14:05:11","Late"
"""
    fill(tmp_path, {f"HW 1/{name}/Submission attachment(s)/hw.csv": TABLE for name in ("A, Ada(ada)", "B, Ben(ben)")})
    fill(tmp_path, {"HW 1/A, Ada(ada)/timestamp.txt": "20261005140511000", "HW 1/grades.csv": grades})
    ada, ben = open_download(tmp_path).works
    assert (str(ada.when), ada.late) == ("2026-10-05 14:05:11+00:00", False)
    assert (str(ben.when), ben.late) == ("2026-10-06 14:05:11", True)


def test_gradescopes_scores_tell_who_is_late(tmp_path):
    scores = "First Name,Last Name,SID,Email,Status,Submission Time,Lateness (H:M:S)\n"
    scores += "Ada,A,1,ada@u,Ungraded,2026-10-05 14:05:11 -0700,00:00:00\n"
    scores += "Ben,B,2,ben@u,Ungraded,2026-10-06 14:05:11 -0700,24:00:00\n"
    people = "".join(
        f"submission_{n}:\n  :submitters:\n  - :name: {m}\n    :email: {m}@u\n" for n, m in ((7, "ada"), (8, "ben"))
    )
    fill(tmp_path, {"submission_7/a.csv": TABLE, "submission_8/a.csv": TABLE})
    fill(tmp_path, {"submission_metadata.yml": people, "scores.csv": scores})
    assert [(work.student, work.late) for work in open_download(tmp_path).works] == [("ada@u", False), ("ben@u", True)]
