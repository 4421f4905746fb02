"""Whole downloads to submissions: everything accounted for once, nobody's answers anybody else's business."""

import random
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.answers import Reading, read_submissions
from grader.answers.crew import read_works
from grader.answers.downloads import Work, open_download
from grader.answers.layouts import lay_out_sheets
from grader.answers.record import Answer, Remark, Sheet, Source
from grader.answers.submission import MOST_TOLD, read_work
from grader.errors import Weight
from grader.notation import Symbol, Target, Vocabulary
from grader.numbers import Number
from tests.answers.workbook import xlsx


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    names = ("s1", "h1", "yhat")
    return Vocabulary([Symbol("", name, (), (name,)) for name in names])


LAST = "the last counts (if another should, keep that one alone)"


def first_column(sheets, _vocabulary):
    """A layout for tests: the first cell of each row names what the second answers."""
    asked = Target("", "h1")
    rows = [(sheet, number, row) for sheet in sheets for number, row in enumerate(sheet.rows) if len(row) > 1]
    return [Answer(asked, row[0].text, row[1].text, None, sheet.place(n)) for sheet, n, row in rows], []


def work(student: str, *files: tuple[str, bytes], **more) -> Work:
    return Work(student, tuple(Source(path, lambda data=data: data) for path, data in files), **more)


def test_a_file_that_cannot_be_read_costs_the_student_no_other(vocabulary):
    both = work("ada", ("ada/hw.csv", b"h1,0.79"), ("ada/scan.pdf", b"%PDF-1.7"))
    submission = read_work(both, vocabulary, first_column)
    assert submission.readable
    assert [(answer.name, answer.place) for answer in submission.answers] == [("h1", "hw.csv: line 1")]
    assert [(entry.submission, entry.issue[:8]) for entry in submission.attention] == [("ada/scan.pdf", "is a PDF")]


def test_why_a_file_answers_nothing_is_told_once(vocabulary):
    both = work("ada", ("ada/README.md", b"# Homework"), ("ada/scan.pdf", b"%PDF-1.7"))
    told = read_work(both, vocabulary, lay_out_sheets).attention
    assert [entry.submission for entry in told] == ["ada/scan.pdf", "ada/README.md"]


def test_a_program_is_no_answer_sheet_where_there_is_one(vocabulary):
    table, program = ("ada/hw.csv", b"h1,0.79"), ("ada/train.py", b"h1 = 0\n")
    submission = read_work(work("ada", table, program), vocabulary, lay_out_sheets)
    assert [answer.text for answer in submission.answers] == ["0.79"]
    assert [entry.submission for entry in submission.attention] == ["ada/train.py"]
    alone = read_work(work("ada", ("ada.py", b"h1 = 0.79\n")), vocabulary, lay_out_sheets)
    assert [answer.text for answer in alone.answers] == ["0.79"]


def test_what_is_told_of_one_student_ends(vocabulary):
    def layouts(_sheets, _vocabulary):
        return [Answer(Target("", "s1"), "s1", "1", Number(1.0, "1", 1.0, 1), "line 1")], [
            Remark(f"line {n}", f"remark {n}") for n in range(2_000)
        ]

    told = read_work(work("ada", ("ada.csv", b"s1,1")), vocabulary, layouts).attention
    assert len(told) == MOST_TOLD + 1
    assert told[-1].issue.endswith("more things to look at")


def test_what_is_told_of_many_places_in_the_same_words_is_told_once(vocabulary):
    text = "h1 = 0.79\n" + "".join(f"q{n} = 0.5\n" for n in "abcdefgh") + "s1 = see page 2\n"
    told = read_work(work("ada", ("ada.txt", text.encode())), vocabulary, lay_out_sheets).attention
    assert [row.issue.partition(" (")[0] for row in told] == [
        "mostly not understood: 9 numbers or lines were not, and 1 of 3 answers were read",
        "nobody asked for 'qa'",
        "'see page 2' for 's1' could not be read: not a number",
    ]
    assert all(f"'q{n}' (line {place})" in told[1].issue for place, n in enumerate("bcdefgh", 3))
    assert told[0].weight is Weight.LOST


def test_two_files_that_answer_the_same(vocabulary):
    files = ("ada/a.csv", b"h1,0.79\ns1,1.31"), ("ada/b.csv", b"h1,0.79\nyhat,0.5")
    submission = read_work(work("ada", *files), vocabulary, lay_out_sheets)
    assert sorted(answer.text for answer in submission.answers) == ["0.5", "0.79", "1.31"]
    assert [(row.submission, row.issue.partition(":")[0], row.weight) for row in submission.attention] == [
        ("ada/b.csv", "answers 1 of the quantities that 'a.csv' answers, too", Weight.SETTLED)
    ]


UPLOADED = Vocabulary(Symbol(problem, f"{problem}{n}", (), (f"{problem}{n}",)) for problem in "ab" for n in range(1, 7))
FIRST = b"a1,1\na2,1\na3,1\na4,1\na5,1\nb1,1\nb2,1\n"


@pytest.mark.parametrize(
    ("again", "counts", "weight"),
    [
        (FIRST.replace(b",1", b",2"), {"2": 7}, Weight.SETTLED),  # all of it once more
        (b"a1,2\na2,2\na3,2\na4,2\n", {"2": 4, "1": 2}, Weight.LOOK),  # without one, and without a problem
        (b"a1,2\na2,2\na3,2\n", {"2": 3, "1": 4}, None),  # hardly an answer sheet of its own
        (b"a6,2\nb3,2\n", {"1": 7, "2": 2}, None),  # another part of the work
        (b"a1,see\na2,2\na3,2\na4,x y\na5,?\n", {"2": 2, "1": 5}, None),  # nothing that could be read instead
    ],
)
def test_of_uploads_of_a_file_one_counts_as_far_as_it_answers_the_same(again, counts, weight):
    files = work("ada", ("z/6_hw.csv", FIRST), ("z/7_hw-1.csv", again), uploads=(("z/6_hw.csv", "z/7_hw-1.csv"),))
    submission = read_work(files, UPLOADED, lay_out_sheets)
    assert Counter(answer.text for answer in submission.answers if isinstance(answer.number, Number)) == counts
    said = "is another upload of it, answers the same questions, and counts"
    told = [each.weight for each in submission.attention if said in each.issue]
    assert told == ([] if weight is None else [weight])


def test_what_can_be_read_counts_whatever_file_is_the_last(vocabulary):
    files = ("ada/a.csv", b"h1,0.79"), ("ada/b.csv", b"h1,see a.csv")
    submission = read_work(work("ada", *files), vocabulary, lay_out_sheets)
    assert [answer.text for answer in submission.answers] == ["0.79"]
    assert "what can be read counts" in submission.attention[-1].issue


def test_a_submission_that_cannot_be_read_at_all(vocabulary):
    submission = read_work(work("ada", ("ada.csv", b"")), vocabulary, first_column)
    assert not submission.readable
    assert submission.answers == ()
    assert "is empty" in submission.attention[0].issue


def test_a_file_without_an_answer_is_told(vocabulary):
    submission = read_work(work("ada", ("ada.csv", b"hello")), vocabulary, first_column)
    assert not submission.readable
    assert "no answers" in submission.attention[0].issue


def test_hidden_sheets_are_told_and_left_alone(vocabulary):
    sheets = [f"<row><c><v>1</v></c><c><v>{number}</v></c></row>" for number in (1, 2)]
    submission = read_work(
        work("ada", ("a.xlsx", xlsx(*sheets, states=("hidden", "visible")))), vocabulary, first_column
    )
    assert [answer.text for answer in submission.answers] == ["2"]
    assert "hidden" in submission.attention[0].issue


def test_our_own_fault_in_one_file_stops_nobody(vocabulary):
    def broken(_sheets: list[Sheet], _vocabulary: Vocabulary):
        raise RecursionError

    submission = read_work(work("ada", ("ada.csv", b"h1,1")), vocabulary, broken)
    assert "RecursionError" in submission.attention[0].issue


def write(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def summary(reading: Reading) -> dict[str, list[tuple[str, str]]]:
    return {one.student: [(answer.name, answer.text) for answer in one.answers] for one in reading.submissions}


def test_the_whole_river(tmp_path, vocabulary):
    write(tmp_path, {"ada.csv": b"quantity,value\ns1,1.31\nh1,0.7875\n", "bob.csv": b"", ".DS_Store": b"x"})
    seen: list[tuple[int, int]] = []
    reading = read_submissions(tmp_path, vocabulary, progress=lambda done, of: seen.append((done, of)))
    assert summary(reading) == {"ada": [("s1", "1.31"), ("h1", "0.7875")], "bob": []}
    assert (reading.graded, reading.unreadable, reading.ignored) == (("ada.csv",), ("bob.csv",), (".DS_Store",))
    assert seen == [(0, 2), (1, 2), (2, 2)]


def test_every_member_of_a_group_has_the_answers(tmp_path, vocabulary):
    write(tmp_path / "hw", {"A, B(e1); C, D(e2)/Submission attachment(s)/x.csv": b"quantity,value\ns1,1.31\n"})
    reading = read_submissions(tmp_path / "hw", vocabulary)
    assert summary(reading) == {"e1": [("s1", "1.31")], "e2": [("s1", "1.31")]}
    assert len(reading.graded) == 1


def test_any_number_of_processes_reads_the_same(tmp_path, vocabulary):
    write(tmp_path, {f"s{number:03}.csv": b"quantity,value\ns1,%d\n" % number for number in range(250)})
    works = open_download(tmp_path).works
    one, two = (list(read_works(works, vocabulary, first_column, workers)) for workers in (1, 2))
    assert one == two
    assert len(one) == 250


NAMES = st.sampled_from(
    [
        "ada.csv",
        "ada-1.csv",
        "Ada.csv",
        "bob/hw.csv",
        "bob/papers/x.pdf",
        "bob/~$hw.xlsx",
        ".DS_Store",
        "__MACOSX/._ada.csv",
        "lee_41_5_hw.csv",
        "lee_LATE_41_6_hw2.csv",
        "cy_42_7_a.csv",
        "Cy_9_assignsubmission_file_/hw.csv",
        "Cy_9_assignfeedback_comments/c.html",
        "submission_7/a.csv",
        "submission_metadata.yml",
        "1-2 - Jo Doe - Sep 24, 2024 926 PM/d.csv",
        "1-3 - Jo Doe - Sep 25, 2024 926 PM/d.csv",
        "index.html",
        "HW_jo_attempt_2026-10-05-14-05-11_hw.csv",
        "HW_jo_attempt_2026-10-05-14-05-11.txt",
        "responses.csv",
        "grades.csv",
        "😀 ‮.csv",
    ]
)
CONTENTS = st.sampled_from(
    [b"", b"h1,0.79", b"%PDF-1", b"\x00\x01", b"Timestamp,Email\n1,a@b\n2,a@b", xlsx("<row><c><v>1</v></c></row>")]
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(NAMES, CONTENTS, min_size=1, max_size=12), st.booleans(), st.randoms(use_true_random=False))
def test_every_file_is_graded_listed_or_ignored_exactly_once(files, archive, chance):
    with tempfile.TemporaryDirectory() as temporary:
        found = [_reading(Path(temporary) / str(turn) / "hw", files, archive, chance) for turn in range(2)]
    assert found[0] == found[1]
    reading = found[0]
    told = [*reading.graded, *reading.unreadable, *reading.listed, *reading.ignored]
    prefix = "hw.zip/" if archive else ""
    assert sorted(told) == sorted(prefix + name.replace("‮", "\\u202e") for name in files)
    about = {entry.submission for entry in reading.attention}
    about |= {entry.submission for one in reading.submissions for entry in one.attention}
    assert about.issuperset(reading.listed)
    assert about.issuperset(reading.unreadable)
    students = [one.student for one in reading.submissions]
    assert len(set(students)) == len(students)


def _reading(folder: Path, files: dict[str, bytes], archive: bool, chance: random.Random) -> Reading:
    vocabulary = Vocabulary([Symbol("", "h1", (), ("h1",))])
    names = list(files)
    chance.shuffle(names)
    folder.mkdir(parents=True)
    if archive:
        path = folder.parent / "hw.zip"
        with zipfile.ZipFile(path, "w") as written:
            for name in names:
                written.writestr(name, files[name])
        return read_submissions(path, vocabulary)
    write(folder, {name: files[name] for name in names})
    return read_submissions(folder, vocabulary)


@settings(max_examples=25, deadline=None)
@given(CONTENTS, st.binary(max_size=60))
def test_what_one_hands_in_changes_nothing_for_the_others(content, noise):
    vocabulary = Vocabulary([Symbol("", "h1", (), ("h1",))])
    alone, together = ({"ada.csv": b"quantity,value\nh1,0.79"} for _ in range(2))
    together |= {"bob.csv": content, "cy/x.xlsx": noise, "aa.csv": noise}
    results = []
    for files in (alone, together):
        with tempfile.TemporaryDirectory() as temporary:
            write(Path(temporary), files)
            reading = read_submissions(Path(temporary), vocabulary)
            results.append([one for one in reading.submissions if one.student == "ada"])
    assert results[0] == results[1]


def test_an_array_that_differs_between_two_files_is_told_once():
    vocabulary = Vocabulary([Symbol("", "W", (2, 2), ("W",)), Symbol("", "y", (), ("y",))])
    first = b"W,,\n1,2\n3,4\n,\ny,7\n"
    found = read_work(work("ada", ("a.csv", first), ("b.csv", b"W,,\n1,5\n6,7\n,\ny,8\n")), vocabulary, lay_out_sheets)
    assert [row.issue for row in found.attention] == [
        "answers 5 of the quantities that 'a.csv' answers, too: of each the last that can be read counts",
        "'W' is '2' here and '5' at b.csv: line 2 (3 of its elements differ); " + LAST,
        "'y' is '7' here and '8' at b.csv: line 5; " + LAST,
    ]
    twice = read_work(work("ada", ("a.csv", first + b"\nW,,\n1,5\n6,7\n")), vocabulary, lay_out_sheets)
    assert ["answered twice: '2' (line 2) and '5' (3 of its elements" in r.issue for r in twice.attention] == [True]


def test_the_elements_of_an_array_that_nobody_asked_for_are_told_once(vocabulary):
    names = ("s1", "Q neu[1,1]", "Q neu[1,2]", "R[1]", "Q neu[2,1]")
    data = "".join(f'"{name}",0.5\n' for name in names).encode()
    found = read_work(work("ada", ("a.csv", data)), vocabulary, lay_out_sheets)
    assert [(row.place, row.issue.replace(" (no name asked for is near)", "")) for row in found.attention] == [
        ("line 2", "nobody asked for 'Q neu[1,1]', nor for 2 more of its elements"),
        ("line 4", "nobody asked for 'R[1]'"),
    ]


def test_what_two_files_answer_differently_is_told_once_however_many_problems_ask_for_it():
    names = Vocabulary([Symbol(problem, "h1", (), ("h1",)) for problem in ("1", "2")])
    read = read_work(work("ada", ("a.csv", b"h1,0.79"), ("b.csv", b"h1,0.87")), names, lay_out_sheets)
    told = [told.issue for told in read.attention if "here and" in told.issue]
    assert told == ["'h1' is '0.79' here and '0.87' at b.csv: line 1; " + LAST]


@pytest.mark.parametrize("order", [1, -1])
def test_a_name_of_several_problems_belongs_to_that_of_its_file(order):
    nets = (("1", "hjL"), ("2", "zpL"))
    names = Vocabulary(Symbol(problem, name, (), (name,)) for problem, letters in nets for name in letters)
    files = [("ada/a.csv", b"h,0.1\nj,0.2\nL,0.6\n"), ("ada/b.csv", b"z,0.3\np,0.4\nL,1.6\n")][::order]
    submission = read_work(work("ada", *files), names, lay_out_sheets)
    assert {a.target.problem: a.text for a in submission.answers if a.target.quantity == "L"} == {
        "1": "0.6",
        "2": "1.6",
    }
    assert not submission.attention
