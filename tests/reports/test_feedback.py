"""What each student gets back: their own numbers, where it first went wrong, and nothing about anybody else."""

import re
import shutil

import pytest

from grader.reports.feedback import FORMATS
from grader.wording import SIGNS, Wording
from tests.reports.letters import ROOT, rows, written


def test_the_first_slip_is_shown_in_the_students_own_numbers(all_letters):
    [sheet] = all_letters["chidi"].sheets
    by_hand = sheet.parts[1].first
    assert (by_hand.row.label, by_hand.row.answer) == ("dDiv/ds3", "0.15738")
    assert by_hand.text == "dDiv/ds3 = ∂Div/∂ŷ · ŷ·(1 − ŷ) = 0.15738 · 0.57869·(1 − 0.57869) = 0.0383705"
    assert "the derivative ŷ·(1 − ŷ) of the activation is left out" in by_hand.row.note


def test_an_element_of_a_matrix_is_worked_out_term_by_term(all_letters):
    [sheet] = all_letters["slides"].sheets
    first = sheet.parts[0].first
    assert first.row.label == "dMSE/dw_{1,2}^1"
    assert first.text.endswith("= 0.02·3 + (−0.012·1) + 0.084·5 + 0.052·3 + 0.236·3 = 1.332")
    assert sheet.parts[0].others


def test_who_made_no_slip_is_shown_none(all_letters):
    assert all(part.first is None for sheet in all_letters["amara"].sheets for part in sheet.parts)
    assert all_letters["amara"].sheets[0].percent == "100"


def test_right_values_are_shown_only_beside_wrong_answers(all_letters):
    for letter in all_letters.values():
        for row in rows(letter).values():
            assert bool(row.right) == (row.verdict in ("slip", "wrong", "imprecise", "unreadable")), row
    assert rows(all_letters["slides"])["dMSE/dw_{2,2}^1"].verdict == "missing"
    assert "3.996" not in FORMATS["md"](all_letters["slides"], Wording())


def test_what_went_wrong_in_a_step_without_points_is_told_where_it_shows(tmp_path):
    (tmp_path / "hw.toml").write_text(
        '[given]\nx = 0.4\nw = 0.7\n[forward]\ns = "w*x"\nh = "tanh(s)"\nL = "3/2*h^2"\n[marks]\nh = 1\n"dL/dw" = 1\n'
    )
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ada.csv").write_text("s,0.28\nh,0.27291\ndL/ds,0.6112\ndL/dw,0.24448\n")
    [letter] = written(tmp_path / "in", [tmp_path / "hw.toml"]).values()
    first = letter.sheets[0].parts[0].first
    assert first.row.label == "dL/dw"
    assert first.happened.startswith("follows from your ∂L/∂s, which is neither right nor explained")
    assert first.text.endswith("0.757751 · 0.4 = 0.3031")


def test_an_array_of_one_number_is_shown_as_the_number(tmp_path):
    (tmp_path / "hw.toml").write_text(
        "[given]\nR = [[1, 2], [0, 0]]\n[forward]\nm = 'maxpool2d(R, 2)'\n[marks]\nm = 1\n"
    )
    (tmp_path / "hw").mkdir()
    (tmp_path / "hw" / "ada.csv").write_text("m,3\n")
    [sheet] = written(tmp_path / "hw", [tmp_path / "hw.toml"])["ada"].sheets
    assert [line.text for box in sheet.parts[0].pictures[0].boxes for line in box.lines] == ["R", "m = 3"]


def test_an_element_that_is_asked_alone_is_shown_by_its_own_name(tmp_path):
    (tmp_path / "hw.toml").write_text("[given]\nx = [1, 2]\n[forward]\nh = 'tanh(x)'\n[marks]\n'h[2]' = 1\n")
    (tmp_path / "hw").mkdir()
    (tmp_path / "hw" / "ada.csv").write_text("h2,0.964\n")
    [sheet] = written(tmp_path / "hw", [tmp_path / "hw.toml"])["ada"].sheets
    lines = [line.text for box in sheet.parts[0].pictures[0].boxes for line in box.lines]
    assert lines == ["x", "h₂ = 0.964"]


def test_the_graph_has_the_students_numbers_each_with_a_sign(all_letters):
    [sheet] = all_letters["emre"].sheets
    boxes = {box.key: box for picture in sheet.parts[1].pictures for box in picture.boxes}
    assert [(line.text, line.style, line.sign) for line in boxes["s1"].lines] == [
        ("s₁ = 1.31", "correct", "✓"),
        ("∂Div/∂s₁ = -0.00604337", "slip", "✗"),
    ]
    assert boxes["x1"].lines[0].text == "x₁ = −0.7"
    lines = [line for box in boxes.values() for line in box.lines]
    assert all(line.sign == SIGNS[line.style] for line in lines if line.style)


def test_of_an_array_the_graph_counts_each_verdict(all_letters):
    [sheet] = all_letters["slides"].sheets
    boxes = {box.key: box for box in sheet.parts[0].pictures[0].boxes}
    assert [line.sign for line in boxes["W1"].lines] == ["", "2✓ 1– 1✗", "2✓ 1↪ 1✗"]


def test_nothing_about_anybody_else(all_letters, pages):
    """No other student's name, and no answer that only another student gave."""
    own = {student: {row.answer for row in rows(letter).values()} for student, letter in all_letters.items()}
    for student, page in pages.items():
        shown = set(re.findall(r"[\w.−-]+", re.sub(r"<[^>]*>", " ", page)))
        shown -= {f"{float(a):.6g}" for a in own[student] if re.fullmatch(r"\d+\.\d+", a)}  # as on the graph
        for other, answers in own.items():
            if other == student:
                continue
            assert other not in shown
            lonely = answers.difference(*(theirs for name, theirs in own.items() if name != other))
            assert not {answer for answer in lonely if len(answer) > 5 and answer[0].isdigit()} & shown


def test_what_a_person_has_ruled_on_is_not_shown_as_a_slip(tmp_path):
    for name in ("rubrics", "submissions"):
        (tmp_path / name).mkdir()
    shutil.copy(ROOT / "rubrics/relu-2-2-1.toml", tmp_path / "rubrics")
    shutil.copy(ROOT / "submissions/relu-2-2-1/slides.csv", tmp_path / "submissions")
    (tmp_path / "rubrics/overrides.csv").write_text(
        'student,quantity,points,reason,who\nslides,"dMSE/dw_{1,2}^1",1,the sheet was misprinted,Lee\n'
    )
    [letter] = written(tmp_path / "submissions", [tmp_path / "rubrics/relu-2-2-1.toml"]).values()
    row = rows(letter)["dMSE/dw_{1,2}^1"]
    assert (row.points, "the sheet was misprinted" in row.note) == ("1", True)
    assert letter.sheets[0].parts[0].first.row.label == "w_{2,2}^1'"


def test_points_add_up_to_the_gradebook(all_letters):
    for letter in all_letters.values():
        for sheet in letter.sheets:
            points = [float(row.points) for part in sheet.parts for row in part.rows]
            assert sum(points) == pytest.approx(float(sheet.points), abs=1e-3)


def test_work_marked_by_a_declared_alternative_says_so_and_follows_it(tmp_path):
    (tmp_path / "two.toml").write_text(
        '[given]\nx = 3\n[forward]\nE = "x^2"\nF = "E + 1"\n[marks]\nE = 1\nF = 1\n'
        '[[accept]]\nname = "half"\n[accept.forward]\nE = "x^2/2"\n'
    )
    (tmp_path / "in").mkdir()
    (tmp_path / "in/ada.csv").write_text("E,4.5\nF,7\n")
    (tmp_path / "in/ben.csv").write_text("E,9\nF,10\n")
    found = written(tmp_path / "in", [tmp_path / "two.toml"])
    ada, ben = (found[name].sheets[0].parts[0] for name in ("ada", "ben"))
    assert (ada.convention, ben.convention) == ("half", "")
    assert ada.first.text == "F = E + 1 = 4.5 + 1 = 5.5"
    assert "half" not in FORMATS["md"](found["ben"], Wording())


def test_a_verdict_is_explained_where_no_note_does_it(tmp_path):
    """Nobody is told of a slip before an answer that follows from what was rounded."""
    (tmp_path / "hw.toml").write_text('[given]\nx = 3\n[forward]\ny = "x/7"\nz = "1000*y"\n[marks]\ny = 1\nz = 1\n')
    for name, y, z in (("ada", "0.43", "430"), ("ben", "0.7", "700")):
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / f"{name}.csv").write_text(f"y,{y}\nz,{z}\n")
    found = written(tmp_path / "in", [tmp_path / "hw.toml"])
    ada, ben = (found[name].sheets[0].parts[0] for name in ("ada", "ben"))
    assert [(row.verdict, row.note) for row in ada.rows][1] == (
        "carried", "follows from your earlier answers, as they are rounded",
    )  # fmt: skip
    assert (ada.meanings, [word for word, _ in ben.meanings]) == ((), ["carried", "wrong"])
    assert "\n- ↪ carried on: follows from your earlier answers; the slip" in FORMATS["md"](found["ben"], Wording())


def test_what_is_to_be_said_of_many_answers_alike_is_said_once_below_them(tmp_path):
    quantities = {name: f'"{k}*x"' for k, name in enumerate("pqrs", 2)}
    forward = "".join(f"{name} = {formula}\n" for name, formula in quantities.items())
    marks = "".join(f"{name} = 1\n" for name in quantities)
    (tmp_path / "hw.toml").write_text(f"figures = 3\n[given]\nx = 0.1237\n[forward]\n{forward}[marks]\n{marks}")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ada.csv").write_text("p,0.25\nq,0.37\nr,0.49\ns,0.62\n")
    (tmp_path / "in" / "ben.csv").write_text("p,0.25\nq,0.37\nr,0.49\ns,0.6185\n")
    found = written(tmp_path / "in", [tmp_path / "hw.toml"])
    ada, ben = (found[name].sheets[0].parts[0] for name in ("ada", "ben"))
    said = "right, but to fewer than 3 figures"
    assert (ada.meanings, {row.note for entry in ada.entries for row in entry.rows}) == ((("imprecise", said),), {""})
    assert (ben.meanings, [row.note for entry in ben.entries for row in entry.rows]) == ((), [said] * 3 + [""])


def test_what_only_a_person_can_read_waits_for_one_until_there_is_a_ruling(tmp_path):
    (tmp_path / "hw.toml").write_text('[given]\nx = 3\n[forward]\ny = "x/7"\nz = "2*y"\n[marks]\ny = 1\nz = 1\n')
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ada.csv").write_text("y,see page 2\nz,0.857\n")
    for ruling, told in (("", ["unreadable"]), ("ada,y,1,on page 2\n", [])):
        (tmp_path / "overrides.csv").write_text(f"student,quantity,points,reason\n{ruling}")
        [part] = written(tmp_path / "in", [tmp_path / "hw.toml"])["ada"].sheets[0].parts
        assert [word for word, _ in part.meanings] == told


def test_of_a_formula_nobody_is_promised_numbers(tmp_path):
    (tmp_path / "hw.toml").write_text('symbols = ["w", "x"]\n[forward]\ny = "w*x^2"\n[marks]\n"dy/dw" = 1\n')
    (tmp_path / "ada.csv").write_text("dy/dw,2*x\n")
    letter = written(tmp_path / "ada.csv", [tmp_path / "hw.toml"])["ada"]
    assert "- The step: `dy/dw = x²`" in FORMATS["md"](letter, Wording())


POLICIES = """
[late]
due = 2026-03-01T23:59:00Z
penalty = "10 %"
[credit]
implied = 0
carried = 0.5
[given]
x = 3
[forward]
y = "2*x"
z = "y + 1/3"
u = "z/7"
v = "u + 1"
[marks]
y = 1
z = 1
u = 1
v = 1
"""


def test_no_verdict_looks_better_than_what_it_earns(tmp_path):
    (tmp_path / "hw.toml").write_text(POLICIES)
    (tmp_path / "ada.csv").write_text("y,6\nz,6.5\nv,1.928571\n")
    found = rows(written(tmp_path / "ada.csv", [tmp_path / "hw.toml"])["ada"])
    told = [found[name] for name in "yuv"]
    assert [(row.verdict, row.look, row.sign, row.points, row.note) for row in told] == [
        ("correct", "correct", "✓", "1", ""),
        (
            "implied", "missing", "–", "0",
            "no answer found, but a later answer of yours could not have come without it; worth nothing here",
        ),
        (
            "carried", "imprecise", "≈", "0.5",
            "follows from your earlier answers; the slip before it is charged where it happened; worth 50 % here",
        ),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("late", "when", "said"),
    [
        ("", "Mar 3, 2026 1015 AM", "for being late (1 d 10 h 16 min): −0.67, 2 d at 10 % of 3.33"),
        ('of = "possible"', "Mar 3, 2026 1015 AM", "for being late (1 d 10 h 16 min): −0.6, 2 d at 10 % of 3"),
        (
            'most = "15 %"',
            "Mar 3, 2026 1015 AM",
            "for being late (1 d 10 h 16 min): −0.5, 2 d at 10 % of 3.33, up to the limit",
        ),
        ('per = "hour"', "Mar 2, 2026 0130 AM", "for being late (1 h 31 min): −0.67, 2 h at 10 % of 3.33"),
    ],
)
def test_it_is_said_how_a_penalty_came_about_and_what_is_a_bonus(tmp_path, late, when, said):
    rubric = POLICIES.replace("implied = 0\ncarried = 0.5\n", "").replace(
        "[credit]", f"{late}\n[credit]\nslip = 0.3333"
    )
    rubric = rubric.replace("[late]", 'bonus = ["v"]\n[late]').replace("u = 1\nv = 1", "u = 1\nv = 0.33333")
    (tmp_path / "hw.toml").write_text(rubric)
    folder = tmp_path / "in" / f"1-2 - Ada A - {when}"
    folder.mkdir(parents=True)
    (folder / "hw.csv").write_text("y,6\nz,6.33333\nu,0.904762\nv,1.904762\n")
    [sheet] = written(tmp_path / "in", [tmp_path / "hw.toml"])["Ada A"].sheets
    assert sheet.remarks == ("with a bonus of 0.33", said)
    assert (sheet.out_of, sheet.parts[0].points, sheet.parts[0].bonus) == ("3", "3.33", "with a bonus of 0.33")


def test_an_array_stands_in_the_table_as_the_array_that_it_is(tmp_path):
    """Its points are those of the whole; what is said of elements is said once of all of which it is so."""
    (tmp_path / "hw.toml").write_text(
        "[given]\nX = [[1, 2, 3], [4, 5, 7]]\nv = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11]\n"
        '[forward]\nY = "2*X"\nu = "3*v"\nz = "sum(Y) + sum(u)"\n[marks]\nY = 1\nu = 10\nz = 1\n'
    )
    vector = "".join(f"u[{i}],{3 * v}\n" for i, v in enumerate((1, 2, 3, 4, 5, 6, 7, 8, 9, 11), 1))
    (tmp_path / "ada.csv").write_text(f'"Y[1,1]",2\n"Y[1,2]",4\n"Y[1,3]",-6\n"Y[2,2]",see page 2\n{vector}')
    letter = written(tmp_path / "ada.csv", [tmp_path / "hw.toml"])["ada"]
    y, u, z = letter.sheets[0].parts[0].entries
    assert [[row.answer for row in line] for line in y.lines] == [["2", "4", "-6"], ["", "see page 2", ""]]
    assert (y.label, y.points, y.out_of, y.named) == ("Y", "0.42", "1", False)
    assert [(t.verdict, t.times) for t in y.tallies] == [
        ("correct", 2), ("slip", 1), ("missing", 2), ("unreadable", 1),
    ]  # fmt: skip
    assert [([row.label for row in r.rows], r.row.points, r.row.right, r.of_all) for r in y.remarks] == [
        (["Y[1,3]"], "0.08", "6", False), (["Y[2,1]", "Y[2,3]"], "0", "", False), (["Y[2,2]"], "0", "10", False),
    ]  # fmt: skip
    assert ([len(line) for line in u.lines], u.points, u.named, u.remarks) == ([5, 5], "10", False, ())
    assert (z.tallies, z.rows[0].verdict) == ((), "missing")
    table = [line for line in FORMATS["md"](letter, Wording()).splitlines() if line.startswith("| `")]
    assert [line.split(" | ")[1] for line in table[:2]] == [
        "`2 ✓, 4 ✓, -6 ✗; · –, see page 2 ?, · –`",
        "`3 ✓, 6 ✓, 9 ✓, 12 ✓, 15 ✓; 18 ✓, 21 ✓, 24 ✓, 27 ✓, 33 ✓`",
    ]
    assert "`Y[2,1]`, `Y[2,3]`: missing (0 of 0.17 points)" in table[0]
