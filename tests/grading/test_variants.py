"""Givens that differ by student: each is read and marked by their own, as if the rubric had no others."""

import csv

import openpyxl
import pytest

from grader import gradebook
from grader.errors import GradeError
from grader.grading import Known, grade, grade_alone, prepare, variants
from grader.reference import refer

RUBRIC = """
title = "Two neurons"
{variants}
[given]
x = {x}
w = {w}
y = {y}
eta = {eta}
[forward]
s1 = "x1*w1 + x2*w2"
h1 = "sigmoid(s1)"
s2 = "x2*w3"
h2 = "tanh(s2)"
yhat = "h1*w4 + h2*w5"
E = "(yhat - y)^2/2"
[training]
loss = "E"
parameters = ["w"]
rule = "sgd"
rate = "eta"
[marks]
s1 = 1
h1 = 1
h2 = 1
yhat = 2
E = 1
"dE/dyhat" = 1
"dE/dw" = 5
"w'" = 5
[[accept]]
name = "no half"
forward = {{E = "(yhat - y)^2"}}
"""
GIVENS = {
    "A": {"x": [0.7, -1.2], "w": [0.4, 0.3, -0.5, 0.8, -0.6], "y": 0.5, "eta": 0.1},
    "B": {"x": [0.7, -1.2], "w": [0.4, -0.9, -0.5, 0.8, -0.6], "y": 0.9, "eta": 0.1},
    "C": {"x": [-1.4, 0.6], "w": [0.35, 0.3, 0.25, 0.8, -0.6], "y": 0.5, "eta": 0.25},
}
TABLE = """version,id,x1,w,w2,y
A,,,,,
B,,,,-0.9,0.9
C,,"-1.4","[0.35, 0.3, 0.25, 0.8, -0.6]",,
"""
"""The versions as a table has them; what differs of C besides is in `MORE`."""
MORE = {"C": {"x2": "0.6", "eta": "0.25"}}


def rubric(givens, variants=""):
    return RUBRIC.format(**givens, variants=f'variants = "{variants}"' if variants else "")


def table(students):
    """The versions, and a row a student."""
    rows = list(csv.DictReader(TABLE.splitlines()))
    rows = [row | MORE.get(row["version"], {}) for row in rows]
    rows += [{"version": version, "id": student} for student, version in students.items()]
    return rows


def write(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    names = dict.fromkeys(name for row in rows for name in row)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)


def work(reference, wrong=(), restated=False, off=1.3):
    """A sheet with every step worked out from what stands before it, `wrong` ones off by a factor."""
    graph, values = reference.graph, dict(reference.values)
    for quantity in graph.computed:
        values[quantity.name] = graph.step(quantity.name, values) * (off if quantity.name in wrong else 1)
    lines = ["quantity,value"]
    if restated:
        lines += [f"w{i},{value}" for i, value in enumerate(reference.problem.givens["w"], 1)]
        lines += [f"eta,{reference.problem.givens['eta']}", f"y,{reference.problem.givens['y']}"]
    for asked in reference.asked:
        value = float(values[asked.quantity][(0, 0, *(i - 1 for i in asked.index))])
        lines.append(f"{asked.label},{value:.5g}")
    return "\n".join(lines)


@pytest.fixture(scope="module")
def homework(tmp_path_factory):
    """A class with three versions: right work, slips, work that restates its givens, and another version's."""
    tmp_path = tmp_path_factory.mktemp("homework")
    versions, sheets = {}, {}
    own = {}
    for version, givens in GIVENS.items():
        (tmp_path / f"{version}.toml").write_text(rubric(givens))
        own[version] = prepare(tmp_path / f"{version}.toml").problems[0]
    kinds = {
        "right": {},
        "slips": {"wrong": ("s1", "dE/dyhat"), "off": -1},
        "restates": {"restated": True, "wrong": ("yhat",)},
    }
    for version in GIVENS:
        for kind, how in kinds.items():
            versions[f"{kind}{version}"], sheets[f"{kind}{version}"] = version, work(own[version][""], **how)
        versions[f"half{version}"], sheets[f"half{version}"] = version, work(own[version]["no half"])
        versions[f"other{version}"] = version
        sheets[f"other{version}"] = work(own["ABCA"["ABC".index(version) + 1]][""])
    for student, text in sheets.items():
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / f"{student}.csv").write_text(text)
    (tmp_path / "hw.toml").write_text(rubric(GIVENS["A"], "variants.csv"))
    write(tmp_path / "variants.csv", table(versions))
    return tmp_path, versions, grade([tmp_path / "in"], [tmp_path / "hw.toml"])


def rows_of(marks, student):
    found = gradebook.answers(marks)
    return found[found["student"] == student].to_csv(index=False)


def test_whoever_has_givens_of_their_own_is_marked_as_if_the_rubric_had_no_others(homework):
    folder, versions, outcome = homework
    assert outcome.students == tuple(sorted(versions))
    for student, version in versions.items():
        alone = grade([folder / "in" / f"{student}.csv"], [folder / f"{version}.toml"])
        assert rows_of(outcome.marks, student) == rows_of(alone.marks, alone.students[0]), student
        told = [(a.place, a.issue) for a in outcome.attention if a.submission == f"{student}.csv"]
        assert set(told) >= {(a.place, a.issue) for a in alone.attention}
    right = {student for student in versions if student.startswith(("right", "half"))}
    verdicts = gradebook.answers(outcome.marks).groupby("student")["verdict"].agg(set)
    assert {student for student, found in verdicts.items() if found == {"correct"}} == right


def test_a_system_that_grades_one_student_and_whoever_explains_go_by_the_same_givens(homework):
    folder, _, outcome = homework
    for student in ("slipsB", "restatesC"):
        (folder / student).mkdir()
        (folder / student / "a.csv").write_bytes((folder / "in" / f"{student}.csv").read_bytes())
        single = grade_alone(folder / student, folder / "hw.toml", Known((student,)))
        assert rows_of(single.marks, student) == rows_of(outcome.marks, student)
    unknown = grade_alone(folder / "slipsB", folder / "hw.toml", Known(("somebody",)))
    assert not unknown.marks
    assert "variants.csv has no row that is surely that of 'somebody'" in unknown.attention[0].issue


def test_whoever_has_no_row_is_told_and_not_held_against_the_givens_of_others(homework, tmp_path):
    folder, _, before = homework
    (tmp_path / "in").mkdir()
    for student in ("rightA", "rightB", "slipsC"):
        (tmp_path / "in" / f"{student}.csv").write_bytes((folder / "in" / f"{student}.csv").read_bytes())
    (tmp_path / "hw.toml").write_text(rubric(GIVENS["A"], "variants.csv"))
    rows = table({"rightA": "A", "nobody": "A", "SLIPSc": "C"})
    write(tmp_path / "variants.csv", rows)
    outcome = grade([tmp_path / "in"], [tmp_path / "hw.toml"])
    assert outcome.marks[0].students == ("rightA", "slipsC")
    assert outcome.unreadable == 1
    told = {(a.submission, a.issue) for a in outcome.attention}
    lost = "not graded: variants.csv has no row that is surely that of 'rightB' (add one; --roster joins ids and names)"
    assert {("rightB.csv", lost), ("variants.csv", "1 row is of nobody who has handed in anything: 'nobody'")} <= told
    assert rows_of(outcome.marks, "slipsC") == rows_of(before.marks, "slipsC")


def test_answers_that_are_right_by_the_givens_of_another_are_told_of_nobody_else(homework):
    outcome = homework[2]
    told = [(a.submission, a.issue) for a in outcome.attention if "right by the givens of" in a.issue]
    assert [path for path, _ in told] == ["otherA.csv", "otherB.csv", "otherC.csv"]
    assert "by the givens of 'B', not by those of 'A'" in told[0][1]


def test_a_workbook_may_have_a_sheet_for_versions_and_one_for_students(tmp_path):
    (tmp_path / "hw.toml").write_text(rubric(GIVENS["A"], "who.xlsx"))
    book = openpyxl.Workbook()
    for row in (["version", "x1", "y"], ["A"], ["B", 0.9, -0.4]):
        book.active.append(row)
    sheet = book.create_sheet("class")
    for row in (["Matrikelnummer", "Name", "version"], [1041, "Lovelace, Ada", "A"], [1042, "Ben Hur", "B"]):
        sheet.append(row)
    book.create_sheet("notes").append(["made in March"])
    book.active["B3"] = "=0.4+0.5"
    book.save(tmp_path / "who.xlsx")
    with pytest.raises(
        GradeError, match=r"who\.xlsx, Sheet!B3: x1: '=0.4[+]0.5' is not a number \(the formula was never"
    ):
        prepare(tmp_path / "hw.toml")
    book.active["B3"] = 0.9
    book.save(tmp_path / "who.xlsx")
    course = prepare(tmp_path / "hw.toml")
    assert [(v.name, [who for row in v.rows for who in row.people]) for v in course.variants] == [
        ("A", [("1041", "Lovelace, Ada")]),
        ("B", [("1042", "Ben Hur")]),
    ]
    [references] = course.called("ben hur").problems
    assert references[""].problem.givens["x"].tolist() == [0.9, -1.2]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,x9\nada,1\n", "variants.csv:1: unknown column 'x9' (did you mean 'x'?)"),
        ("id,h1\nada,1\n", "variants.csv:1: 'h1' is computed, not given"),
        ("id,y,y\nada,1,2\n", "variants.csv:1: two columns are called 'y' (keep one of them)"),
        ("id,x1,x[1]\nada,1,2\n", "variants.csv:2: x[1]: another column says otherwise of the same number"),
        ('id,x2,x\nada,1,"[3, 2]"\n', "variants.csv:2: x: another column says otherwise of the same number"),
        ("", "variants.csv: is empty (a table is .csv or .xlsx)"),
        ("id,y\nada,abc\n", "variants.csv:2: y: 'abc' is not a number (blank: the rubric's own value)"),
        ("id,x\nada,0.5\n", "variants.csv:2: x: '0.5' is not 2 numbers"),
        ("id,x\nada,[1]\n", "variants.csv:2: x: '[1]' is not 2 numbers"),
        ("id,y\nada,1\n\nAda,2\n", "variants.csv:4: 'Ada' has a row already, variants.csv:2 (keep one of them)"),
        ("id,version,y\nada,B,\n", "variants.csv:2: no row says what version 'B' is"),
        ("id,version,y\n,B,1\nada,b2,3\n", "variants.csv:3: no row says what version 'b2' is"),
        ("id,version,y\n,B,1\n,b,2\nada,B,\n", "variants.csv:3: version 'b' again (variants.csv:2 has it already)"),
        ("id,version,y\n,B,1\n", "variants.csv: no row says who has which givens"),
        ("id,y\n,1\n", "variants.csv:2: the row is nobody's"),
        ("id,y\nada,1e200\n", "variants.csv:2: with these givens, 'E': (ŷ − y)² is infinite"),
    ],
)
def test_a_faulty_table_is_told_with_its_lines(tmp_path, text, said):
    (tmp_path / "hw.toml").write_text(rubric(GIVENS["A"], "variants.csv"))
    (tmp_path / "variants.csv").write_text(text)
    with pytest.raises(GradeError) as error:
        prepare(tmp_path / "hw.toml")
    assert said in str(error.value)


def test_columns_that_say_the_same_of_a_number_contradict_nobody(tmp_path):
    (tmp_path / "hw.toml").write_text(rubric(GIVENS["A"], "variants.csv"))
    (tmp_path / "variants.csv").write_text('id,x1,x[1],x\nada,3,3,"[3, 2]"\nben,,4,\ncal,,,"[5, 6]"\n')
    givens = [v.problems[0][""].problem.givens["x"].tolist() for v in prepare(tmp_path / "hw.toml").variants]
    assert givens == [[3, 2], [4, -1.2], [5, 6]]


def test_the_solution_of_a_version_is_worked_out_once_however_many_have_it(tmp_path, monkeypatch):
    (tmp_path / "hw.toml").write_text(rubric(GIVENS["A"], "variants.csv"))
    students = "".join(f"{'AB'[n % 2]},s{n},\n" for n in range(50))
    (tmp_path / "variants.csv").write_text(f"version,id,y\nA,,\nB,,0.9\n{students}")
    worked_out = []
    monkeypatch.setattr(variants, "refer", lambda problem: worked_out.append(problem) or refer(problem))
    course = prepare(tmp_path / "hw.toml")
    assert [len(variant.rows) for variant in course.variants] == [25, 25]
    assert len(worked_out) == len(course.problems[0])


def test_a_version_is_shown_by_its_name_though_somebody_who_has_another_is_called_so(tmp_path):
    (tmp_path / "hw.toml").write_text(rubric(GIVENS["A"], "variants.csv"))
    (tmp_path / "variants.csv").write_text("version,id,y\nA,,\nB,,0.9\nA,b\nB,ada\n")
    [references] = prepare(tmp_path / "hw.toml").called("B").problems
    assert references[""].problem.givens["y"].tolist() == 0.9


def test_a_table_without_a_name_is_a_fault_and_not_the_rubrics_own_givens(tmp_path):
    (tmp_path / "hw.toml").write_text(rubric(GIVENS["A"], " "))
    with pytest.raises(GradeError, match="variants names no table"):
        prepare(tmp_path / "hw.toml")
