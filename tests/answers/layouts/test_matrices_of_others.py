"""Numbers in and around matrices that are no elements of what is asked, and what is told of them."""

import pytest

from grader.answers import Sheet
from grader.answers.containers.delimited import read_delimited
from grader.answers.layouts import lay_out_sheets
from grader.notation import Vocabulary
from grader.numbers import Unreadable
from grader.reference import refer, symbols
from grader.rubric import load
from tests.answers.layouts.sheets import RELU, cell, read, written


def test_a_number_for_what_may_be_a_whole_vector_is_listed():
    found, [remark] = read([["h1", 0.5], ["dDvi/dw", 0.3]])
    assert list(found.values()) == [0.5]
    assert "did you mean 'dDiv/dw', which is several numbers?" in remark.issue


NEXT = """
[given]
x = [[1, 2], [3, 4]]
W = [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]
[forward]
p = "x @ W"
q = "sum(p, axis=1)"
L = "sum(q)"
[marks]
p = 6
q = 3
L = 1
"""


@pytest.fixture(scope="module")
def with_a_next(tmp_path_factory):
    path = tmp_path_factory.mktemp("rubric") / "r.toml"
    path.write_text(NEXT)
    return Vocabulary(s for p in load(path).problems for s in symbols(refer(p)))


@pytest.mark.parametrize(
    ("rows", "expected", "has"),
    [
        ([["p", 1.1, 1.4], ["", "see", 1.5], ["", 1.3, 1.6]], {(1, 1): 1.1, (1, 3): 1.3, (2, 2): 1.5}, "3×2: read as"),
        ([["p"], [1.1, 1.4], ["", 1.5], [1.3, 1.6]], {(1, 1): 1.1, (1, 3): 1.3, (2, 2): 1.5}, "3×2: read as"),
        ([["p", 1.1, 1.2, 1.3]], {(1, 1): 1.1, (1, 3): 1.3}, "1×3"),
        ([["p"], [1.1, 1.2, 1.3]], {(1, 1): 1.1, (1, 3): 1.3}, "1×3"),
    ],
)
def test_a_row_that_begins_with_a_name_is_no_row_of_the_matrix_before_it(with_a_next, rows, expected, has):
    found, remarks = read([*rows, ["q", 2.5, 2.7, 2.9], ["L", 8.1]], with_a_next, "")
    assert {("q", (1,)): 2.5, ("q", (3,)): 2.9, "L": 8.1}.items() <= found.items()
    assert {("p", index): value for index, value in expected.items()}.items() <= found.items()
    assert not {2.5, 2.7, 2.9} & {value for place, value in found.items() if place[0] == "p"}
    assert any(f"'p' should have 2×3 numbers, and has {has}" in remark.issue for remark in remarks)


def test_fields_as_many_as_an_array_has_are_no_halves(with_a_next):
    [sheet] = read_delimited(b"quantity,value\nL,8.1\nq,2,0,5\np,0,5,0.5\n,1,0,5\n")
    answers, remarks = lay_out_sheets([sheet], with_a_next)
    assert [answer.text for answer in answers] == ["2", "0", "5", "0", "5", "0.5", "1", "0", "5", "8.1"]
    assert not remarks
    [sheet] = read_delimited(b"q,2,0,5\np,0.1,0.2,0.5\n,1,0,5\nL,0,81\n")
    answers, remarks = lay_out_sheets([sheet], with_a_next)
    assert isinstance(answers[-1].number, Unreadable)
    assert [remark.place for remark in remarks] == ["line 4"]


VECTORS = """
[given]
x = [1, 2]
[forward]
h = "x*2"
p = "h*3"
L = "sum(p)"
[marks]
h = 2
p = 2
L = 1
"""


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["h = 2 or 4"], ["p = 6 / 12"], ["L = 18"]], {"L": 18}),
        ([["h", "p"], [2, 6], [4, 12]], {"h[1]": 2, "h[2]": 4, "p[1]": 6, "p[2]": 12}),
        ([["h", 2, 4], ["p", 6, 12]], {"h[1]": 2, "h[2]": 4, "p[1]": 6, "p[2]": 12}),
    ],
    ids=["lines of their own", "side by side", "below each other"],
)
def test_the_numbers_of_other_names_are_no_elements_of_an_array(tmp_path, rows, expected):
    (tmp_path / "r.toml").write_text(VECTORS)
    vocabulary = Vocabulary(s for p in load(tmp_path / "r.toml").problems for s in symbols(refer(p)))
    found, _ = read(rows, vocabulary, "")
    assert {_called(target): value for target, value in found.items()} == expected


@pytest.mark.parametrize(
    "rows",
    [
        [["dE/dz of layer 3"], [0.71, 0.72], [0.73, 0.74]],
        [["Foo", "[0.71, 0.72]"]],
        [["Foo", 0.71, 0.72], ["", 3, 4.5]],
        [["Foo behind whose long title is a gap", "", 0.71, 0.72], ["", "", 3, 4.5]],
        [["penalty", "", 0.71]],
    ],
)
def test_a_matrix_that_nobody_asked_for_is_told(rows):
    found, [remark] = read([["h1", 0.5], [], *rows])
    assert found == {"h1": 0.5}
    assert remark.issue == f"nobody asked for the numbers of '{rows[0][0]}': they were not read"


def test_numbers_that_are_given_need_not_be_told():
    assert read([["h1", 0.5], [], ["Inputs"], [-0.7, 1.2], [1.1, -2]]) == ({"h1": 0.5}, [])


def test_labels_that_count_from_0_are_nothing_to_tell(tmp_path):
    (tmp_path / "r.toml").write_text(VECTORS + '[labels]\n"h[i]" = "h_{i-1}"\n')
    vocabulary = Vocabulary(s for p in load(tmp_path / "r.toml").problems for s in symbols(refer(p)))
    found, remarks = read([["h_0", 2], ["h_1", 4], ["L", 18]], vocabulary, "")
    assert {_called(target): value for target, value in found.items()} == {"h[1]": 2, "h[2]": 4, "L": 18}
    assert not remarks


def _called(target):
    name, index = target if isinstance(target, tuple) else (target, ())
    return f"{name}[{','.join(map(str, index))}]" if index else name


def test_a_list_that_nobody_asked_for_is_told_whatever_its_name():
    assert "nobody asked for 'My own sums'" in str(read([["My own sums: [1.23, 2.34]"]], RELU, "")[1])
    assert not read([["Inputs of the net: [1, 3]"]], RELU, "")[1]


@pytest.mark.parametrize("rows", [[["b1'", 0.5, 0.6, 0.7]], [["b1'"], [0.5], [0.6], [0.7]], [["b1'"], [0.5, 0.6, 0.7]]])
def test_more_numbers_than_a_vector_has_are_told(rows):
    found, [remark] = read([*rows, [], ["MSE", 1.65]], RELU, "")
    assert found == {("b1'", (1,)): 0.5, ("b1'", (2,)): 0.6, "MSE": 1.65}
    assert remark.issue == "'b1'' should have 2 numbers, and has 3: the first 2 were read"
    assert not read([["b1'", 0.5, 0.6, 2], ["MSE", 1.65, 1]], RELU, "")[1]  # points


def test_numbers_over_a_vector_beside_its_name_are_none_of_it():
    assert read([["", "1", "2"], ["b1'", 0.5, 0.6], ["w2'", 0.1, 0.2]], RELU, "") == (
        {("b1'", (1,)): 0.5, ("b1'", (2,)): 0.6, ("w2'", (1,)): 0.1, ("w2'", (2,)): 0.2},
        [],
    )


@pytest.mark.parametrize("form", ["{}", "[{}]"])
def test_other_numbers_of_a_matrix_of_one_row_are_told(tmp_path, form):
    rubric = """
    given = {W = [[0.5, 0.6]], x = [1, 2]}
    [forward]
    L = "sum(W @ x)"
    [training]
    loss = "L"
    parameters = ["W"]
    rule = "sgd"
    rate = 0.1
    [marks]
    "W'" = 2
    """
    names, after = written(rubric, tmp_path), {("W'", (1, 1)): 0.412, ("W'", (1, 2)): 0.388}
    old, new = (form.format(each) for each in ("[0.5, 0.6]", "[0.412, 0.388]"))
    found, remarks = read([[f"W = {new}"]], names, "")
    assert (found, "these are other numbers: not read" in remarks[0].issue) == ({}, True)
    for sign in ("->", "→", "=>"):
        found, remarks = read([[f"W: {old} {sign} {new}"]], names, "")
        assert (found, "taken for the value after the step" in remarks[0].issue) == (after, True)
    assert read([[f"W = {old}"]], names, "") == ({}, [])


@pytest.mark.parametrize("name", ["W1 - W2", "the old W1 is", "hidden values l1 (net input)", "my W1 (gradient)"])
def test_the_numbers_of_something_else_are_not_those_of_the_name_in_it(name):
    found, _ = read([[name], [0.1, 0.2], [0.3, 0.4]], RELU, "")
    assert found == {}


def test_what_a_draft_says_does_not_count_against_the_fair_copy():
    sheets = [Sheet(name, [[cell("MSE"), cell(value)]]) for name, value in {"Final": 0.93, "Scratch work": 0.5}.items()]
    [answer], [remark] = lay_out_sheets(sheets, RELU)
    assert answer.number.value == 0.93
    assert remark.issue == "'MSE' is answered twice: '0.5' (Scratch work!B1) and '0.93'; the last counts"
