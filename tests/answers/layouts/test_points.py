"""What answers are worth stands before, behind or between them, and is none of them."""

import pytest

from tests.answers.layouts.sheets import read, written

CELLS = """
given = {z = [1, -0.66, 0.32]}
[forward]
h = "tanh(z)"
s = "sum(h)"
[marks]
h = 3
s = 1
"""
H = [0.7616, -0.5784, 0.3095]
ALL = {("h", (1,)): 0.7616, ("h", (2,)): -0.5784, ("h", (3,)): 0.3095, "s": 0.4927}


@pytest.fixture(scope="module")
def cells(tmp_path_factory):
    return written(CELLS, tmp_path_factory.mktemp("rubric"))


HEADS = [
    "Points", "points", "Punkte", "Max", "Max. Punkte", "Pts", "Pts.", "Marks", "Out of", "/", "Puntos", "Barème",
    "Points possible", "Score (max)", "Erreichbare Punkte", "punti", "баллы", "分数",
]  # fmt: skip


@pytest.mark.parametrize("head", HEADS)
def test_points_before_the_answers(cells, head):
    rows = [["Task", head, "Answer"], ["h", 3, *H], ["s", "1", 0.4927], ["Total", "/ 4"]]
    assert read(rows, cells, "") == (ALL, [])
    assert read([["", *row] for row in rows], cells, "") == (ALL, [])


@pytest.mark.parametrize("head", HEADS)
def test_points_beside_blanks_answer_nothing(cells, head):
    rows = [["Quantity", "Answer", "", "", "Working", head], ["h", "", "", "", "", 3], ["s", "", "", "", "", 1]]
    assert read(rows, cells, "") == ({"s": None}, [])
    assert read([["Quantity", "Answer", head], ["h", "", 3], ["s", "", 1], ["Total", "", "0.5/4"]], cells, "") == (
        {"s": None},
        [],
    )


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([["h", "", "", "", "", 3], ["s", "", "", "", "", 1]], {}),
        ([["h", *H, 3], ["s", "", "", "", 1]], {each: ALL[each] for each in ALL if each != "s"}),
        ([["h", *H, "/ 3"], ["s", "", "", "", "/ 1"]], {each: ALL[each] for each in ALL if each != "s"}),
        ([["h", *H, "3 pts"], ["s", 0.4927, "", "", "(1 pt)"]], ALL),
        ([["h", *H, "", "___/3"], ["s", 0.4927, "", "", "", "___/1"]], ALL),
    ],
)
def test_points_without_a_heading(cells, rows, found):
    values, remarks = read(rows, cells, "")
    assert ({name: value for name, value in values.items() if value is not None}, remarks) == (found, [])


@pytest.mark.parametrize(
    "rows",
    [
        [["Quantity", "Points"], ["s", 0.4927]],  # one who has put the answers there
        [["Quantity", "Points", "Answer"], ["s", 0.4927, ""]],
        [["Quantity", "maximal error", "Answer"], ["s", 1, 0.4927]],
        [["h", "", "", "", 0.4927], ["s", "", "", "", 0.4927]],
    ],
)
def test_numbers_that_are_no_points(cells, rows):
    assert read(rows, cells, "")[0]["s"] == 0.4927
