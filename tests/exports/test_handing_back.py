"""Feedback for upload: file names that every disk takes, and zips whose names the systems' own rules understand."""

import io
import unicodedata
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.exports import file_names, to_bundle

AWKWARD = [
    "ada", "Ada", "ADA", "a/b", "a\\b", "..", ".", "", " ", "../../etc/passwd", "-rf", "nul", "CON.txt", "x" * 300,
    "é" * 200, "e\u0301", "\u00e9", "😀", "a\nb", "a\u202eb", "\udcff", "José (41204)", "Nguyễn Văn Á", "李雷", "a:b",
    "a?b*c", "name.", "name ", "~", "$(rm -rf)", "a\x00b", "LPT1", "＜script＞", "<script>", "%2e%2e%2f",
]  # fmt: skip


def check(names, students):
    assert list(names) == list(dict.fromkeys(students))
    for name in names.values():
        assert name
        assert len(f"{name}.html".encode()) <= 255
        assert not set(name) & set('/\\:*?"<>|\0\n\r\t')
        assert not name.startswith((".", "-", " "))
        assert not name.endswith((".", " "))
        assert ".." not in name
        assert all(unicodedata.category(c)[0] not in "CZ" or c == " " for c in name)
    folded = [unicodedata.normalize("NFKD", name).casefold() for name in names.values()]
    assert len(set(folded)) == len(folded)


def test_awkward_names_become_safe_ones_and_stay_apart(tmp_path):
    names = file_names(AWKWARD)
    check(names, AWKWARD)
    for name in names.values():
        (tmp_path / f"{name}.html").write_text("x")
    assert len(list(tmp_path.iterdir())) == len(AWKWARD)
    assert names["Nguyễn Văn Á"] == "Nguyễn Văn Á"
    assert names["李雷"] == "李雷"


@given(st.lists(st.text(max_size=200) | st.sampled_from(AWKWARD), max_size=30, unique=True))
def test_any_names_become_safe_ones(students):
    check(file_names(students), students)


def moodle_reads(path, participants):
    """What Moodle's importer makes of a path: the participant and the name of the file (importziplib.php)."""
    parts = path.split("/")
    while parts:
        info = parts.pop(0).split("_", 4)
        if len(info) < 4 or not info[1].isdigit() or int(info[1]) not in participants:
            continue
        if info[2] not in ("assignsubmission", "assignfeedback") or info[3] != "file":
            continue
        return int(info[1]), "/".join([info[4] if len(info) > 4 else "", *parts])
    return None


def canvas_reads(path):
    """What Canvas makes of a file's name: the first two numbers between underscores."""
    numbers = [part for part in path.rpartition("/")[2].split("_") if part.isdigit() and part.isascii()]
    return tuple(map(int, numbers[:2]))


MOODLE = {
    "Ada Lovelace (12345)": ["hw.zip/Ada Lovelace_12345_assignsubmission_file_/hw1.xlsx"],
    "Nguyễn Văn (7)": ["hw.zip/Nguyễn Văn_7_assignsubmission_file/sub/answers.csv"],
    "Flat File (88)": ["down/Flat File_88_assignsubmission_file_my_answers_2.csv"],
    "Typed (9)": ["hw.zip/Typed_9_assignsubmission_onlinetext/onlinetext.html"],
}
CANVAS = {
    "lovelaceada (41204)": ["subs.zip/lovelaceada_41204_998877_answers.xlsx"],
    "smith (5)": ["subs.zip/smith_LATE_5_6_answers_final_2.csv"],
    "nguyễnvăn (77)": ["nguyễnvăn_77_78_a.csv", "nguyễnvăn_77_79_b.csv"],
}


def opened(bundle):
    archive = zipfile.ZipFile(io.BytesIO(bundle.data))
    assert archive.testzip() is None
    return {name: archive.read(name).decode() for name in archive.namelist()}


def test_moodle_understands_the_names():
    bundle = to_bundle("moodle", {s: s.encode() for s in MOODLE}, MOODLE, "feedback.html")
    members = opened(bundle)
    read = {moodle_reads(name, {12345, 7, 88, 9}): text for name, text in members.items()}
    assert {who: (file.lstrip("/"), read[who, file]) for who, file in read} == {
        12345: ("feedback.html", "Ada Lovelace (12345)"),
        7: ("feedback.html", "Nguyễn Văn (7)"),
        88: ("feedback.html", "Flat File (88)"),
        9: ("feedback.html", "Typed (9)"),
    }
    assert not bundle.without


def test_canvas_understands_the_names():
    members = opened(to_bundle("canvas", {s: s.encode() for s in CANVAS}, CANVAS, "feedback.html"))
    assert {canvas_reads(name): text for name, text in members.items()} == {
        (41204, 998877): "lovelaceada (41204)",
        (5, 6): "smith (5)",
        (77, 78): "nguyễnvăn (77)",
    }
    assert all("/" not in name and name.endswith("_feedback.html") for name in members)


@pytest.mark.parametrize(("system", "paths"), [("moodle", CANVAS), ("canvas", MOODLE)])
def test_who_comes_from_elsewhere_is_told_and_left_out(system, paths):
    feedback = dict.fromkeys(paths, b"x") | {"ada": b"y"}
    bundle = to_bundle(system, feedback, paths, "feedback.html")
    assert opened(bundle) == {}
    assert {*bundle.without.values()} == {tuple(feedback)}


def test_anonymous_work_of_canvas_is_left_out():
    bundle = to_bundle("canvas", {"anon": b"x"}, {"anon": ["anon_x7Yq_991_answers.csv"]}, "feedback.html")
    assert bundle.without == {"their files have none of Canvas's numbers": ("anon",)}


def test_the_same_feedback_is_the_same_zip_and_a_group_is_in_it_once():
    paths = {"ada": ["g1_5_6_a.csv"], "ben": ["g1_5_6_a.csv"]}
    bundles = [to_bundle("canvas", {"ada": b"1", "ben": b"1"}, paths, "feedback.md") for _ in range(2)]
    assert bundles[0] == bundles[1]
    assert opened(bundles[0]) == {"g1_5_6_feedback.md": "1"}


def test_a_group_whose_members_have_different_pages_is_left_out_and_told():
    """Canvas shows the file of a group to all of it; one has a ruling of their own, or an extension."""
    paths = {"ada": ["g1_5_6_a.csv"], "ben": ["g1_5_6_a.csv"], "cy": ["cy_7_8_a.csv"]}
    bundle = to_bundle("canvas", {"ada": b"1", "ben": b"2", "cy": b"3"}, paths, "feedback.md")
    assert opened(bundle) == {"cy_7_8_feedback.md": "3"}
    assert [*bundle.without.values()] == [("ada", "ben")]


@pytest.mark.parametrize(
    "folders",
    [
        ("Group A_17_assignsubmission_file_", "Group B_18_assignsubmission_file_"),
        ("Alpha 1_17_assignsubmission_file_", "Alpha 2_18_assignsubmission_file_"),
        ("Foxes_17_assignsubmission_file_", "Default group_assignsubmission_file_"),
    ],
)
def test_the_number_of_a_group_is_not_taken_for_a_student_s(folders):
    paths = {folder: [f"hw.zip/{folder}/hw.csv"] for folder in folders}
    bundle = to_bundle("moodle", dict.fromkeys(paths, b"x"), paths, "feedback.html")
    assert opened(bundle) == {}
    [(reason, students)] = bundle.without.items()
    assert (reason[:35], students) == ("Moodle numbers the files of groups ", folders)


def test_students_with_numbers_for_names_are_no_groups():
    paths = {f"Student {n}": [f"Student {n}_{300 + n}_assignsubmission_file_/hw.csv"] for n in range(1, 4)}
    bundle = to_bundle("moodle", dict.fromkeys(paths, b"x"), paths, "feedback.html")
    assert (len(opened(bundle)), bundle.without) == (3, {})


def test_who_is_known_to_be_in_a_group_is_left_out_of_moodle_s():
    bundle = to_bundle("moodle", dict.fromkeys(MOODLE, b"x"), MOODLE, "feedback.html", ["Typed (9)"])
    assert [*bundle.without.values()] == [("Typed (9)",)]
    assert len(opened(bundle)) == 3
