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


def test_of_a_formula_nobody_is_promised_numbers(tmp_path):
    (tmp_path / "hw.toml").write_text('symbols = ["w", "x"]\n[forward]\ny = "w*x^2"\n[marks]\n"dy/dw" = 1\n')
    (tmp_path / "ada.csv").write_text("dy/dw,2*x\n")
    letter = written(tmp_path / "ada.csv", [tmp_path / "hw.toml"])["ada"]
    assert "- The step: `dy/dw = x²`" in FORMATS["md"](letter, Wording())
