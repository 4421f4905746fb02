"""Elements of arrays one by one, under their numbers, which may count from 0."""

import pytest

from tests.answers.layouts.sheets import RELU, read


@pytest.mark.parametrize("aside", ["{} = {}", "{}|{}"])
def test_elements_as_matlab_writes_them(aside):
    names = {"l1(1,2)": 1.5, "f(1)": 1.1, "f(2)": 0.94, "∂MSE/∂W1(2,1)": 3.612, "dMSE/db1(1)": 0.38, "W1'(1,1)": 0.088}
    names |= {"w2'(1)": 0.029, "f'(1)": 0.81}
    rows = [aside.format(name, number).split("|") for name, number in {"w2(1)": 0.1, **names}.items()]
    found, remarks = read(rows, RELU, "")
    assert (list(found.values()), remarks) == ([*names.values()], [])
    assert found["f", (1,)] == 1.1
    assert found["w2'", (1,)] == 0.029


@pytest.mark.parametrize("names", ["w11 w12 w21 w22", "w_{1,1} w_{1,2} w_{2,1} w_{2,2}", "(1,1) (1,2) (2,1) (2,2)"])
def test_elements_listed_under_the_name_of_their_array(names):
    rows = [[name, number] for name, number in zip(names.split(), [0.1, 0.2, 0.3, 0.4], strict=True)]
    expected = {("W1'", (1, 1)): 0.1, ("W1'", (1, 2)): 0.2, ("W1'", (2, 1)): 0.3, ("W1'", (2, 2)): 0.4}
    bias = {("b1'", (1,)): 0.5, ("b1'", (2,)): 0.6}
    assert read([["W1_new"], *rows, ["b1_new"], ["b1", 0.5], ["b2", 0.6]], RELU, "") == (expected | bias, [])
    rows[1][1] = ""
    assert read([["W1_new"], *rows], RELU, "")[0] == expected | {("W1'", (1, 2)): None}
    if names[0] == "w":
        assert read([["W1_new"], *rows[:3], ["MSE", 1.65]], RELU, "")[0] == {"MSE": 1.65}


@pytest.mark.parametrize("line", ["{}: {}", "{}) {}", "({}) = {}", "[{}]: {}"])
@pytest.mark.parametrize("first", [0, 1])
def test_elements_by_their_numbers(line, first):
    found = {("b1'", (1,)): 0.47, ("b1'", (2,)): 0.48}
    assert read([["b1' :"], [line.format(first, 0.47)], [line.format(first + 1, 0.48)]], RELU, "")[0] == found
    assert read([["b1'"], [first, 0.47], [first + 1, 0.48], ["MSE", 1.65]], RELU, "")[0] == found | {"MSE": 1.65}
    alone = {("b1'", (1,)): first, ("b1'", (2,)): first + 1}
    assert read([["b1'"], [first], [first + 1], ["MSE", 1.65]], RELU, "")[0] == alone | {"MSE": 1.65}


@pytest.mark.parametrize("name", ["W1_new[{},{}]", "W1_new[{}][{}]", "W1'_{}{}", "W1'_{{{},{}}}"])
@pytest.mark.parametrize("first", [0, 1])
def test_indices_that_count_from_0(name, first):
    elements = {(1, 1): 0.1, (1, 2): 0.2, (2, 1): 0.3, (2, 2): 0.4}
    rows = [[name.format(i - 1 + first, j - 1 + first), number] for (i, j), number in elements.items()]
    found, remarks = read([*rows, ["b1'_2", 0.5], ["MSE", 1.65]], RELU, "")
    assert found == {**{("W1'", index): number for index, number in elements.items()}, ("b1'", (2,)): 0.5, "MSE": 1.65}
    assert [remark.issue for remark in remarks] == ["the elements of 'W1'' are counted from 0 here"] * (1 - first)
    found, _ = read([*rows, [name.format(2, 2), 0.5]], RELU, "")
    assert first or found["W1'", (1, 1)] == 0.4


SINGLE = {"s1": 1.31, "s2": 2.94, "s3": 0.31, "h1": 0.79, "h2": 0.95}
SINGLE |= {f"dDiv/dw{n}": n / 1000 for n in range(1, 7)}


@pytest.mark.parametrize("name", ["{}[{}]", "{}{}", "{}_{}"])
@pytest.mark.parametrize("rows", [lambda n, v: [n, str(v)], lambda n, v: [f"{n} = {v}"]])
def test_single_quantities_that_are_counted_from_0(name, rows):
    lines = [rows(name.format(each[:-1], int(each[-1]) - 1), value) for each, value in SINGLE.items()]
    assert read([*lines, rows("Div", 0.0062)])[0] == {**SINGLE, "Div": 0.0062}
    lines = [rows(name.format(each[:-1], int(each[-1])), value) for each, value in SINGLE.items()]
    assert read([*lines, rows(name.format("h", 0), 5.0)])[0] == SINGLE


def test_two_that_may_be_the_input_and_the_first_are_not_counted_from_0():
    assert read([["h0", "0.5"], ["h1", "0.79"], ["s1", "1.31"]])[0] == {"h1": 0.79, "s1": 1.31}


@pytest.mark.parametrize("lead", ["", "Result after the update: ", "New: "])
@pytest.mark.parametrize("sign", [", ", "; ", " and "])
@pytest.mark.parametrize(
    ("one", "other"), [("w_{1,1}^1", "w_{1,2}^1"), ("W1[1,1]", "W1[1, 2]"), ("W1(1,1)", "W1(1,2)")]
)
def test_elements_on_one_line(lead, sign, one, other):
    prime = "" if lead else "'"
    line = f"{lead}{one}{prime} = 0.08796{sign}{other}{prime} = 0.28668"
    assert read([[line]], RELU, "")[0] == {("W1'", (1, 1)): 0.08796, ("W1'", (1, 2)): 0.28668}
