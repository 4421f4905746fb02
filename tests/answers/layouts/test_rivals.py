"""Two columns, or two rows, of numbers for the same names: which of them counts, and what is told."""

import pytest

from tests.answers.layouts.sheets import RELU, read

RIGHT = {"h1": 0.7875, "dDiv/dw1": 0.0009}


@pytest.mark.parametrize(
    "heads",
    [["quantity", "rounded", "exact"], ["quantity", "value (2 d.p.)", "full value"], ["", "", ""]],
)
def test_of_the_same_numbers_rounded_and_not_the_latter_count(heads):
    rows = [["h1", 0.79, 0.7875], ["dDiv/dw1", "0.001", "0.0009"], ["s1", 1.31, 1.31]]
    assert read([heads, *rows]) == (RIGHT | {"s1": 1.31}, [])
    assert read([[a, c, b] for a, b, c in [heads, *rows]]) == (RIGHT | {"s1": 1.31}, [])
    assert read([["quantity", "my answer", "unrounded"], *rows])[0]["h1"] == 0.79


@pytest.mark.parametrize(
    ("head", "counts"),
    [
        (["step", "my first try", "corrected"], 1),
        (["step", "corrected", "my first try"], 0),
        (["Größe", "Wert", "Endergebnis"], 1),
        (["quantity", "first answer", "final answer"], 1),
        (["", "", ""], 0),
    ],
)
def test_two_columns_of_numbers(head, counts):
    rows = [head, ["h1", 0.51, 0.79], ["s1", 2.62, 1.31], ["dDiv/dw1", 0.12, 0.0009]]
    found, [remark] = read(rows if any(head) else rows[1:])
    assert list(found.values()) == [row[1 + counts] for row in rows[1:]]
    assert "two numbers stand beside each name" in remark.issue


def test_what_is_answered_clearly_counts_before_one_of_two_columns_that_differ():
    table = [["", "SGD", "Momentum"], ["h1", 0.51, 0.79], ["s1", 2.62, 1.31], ["s2", 0.12, 2.94]]
    for rows in ([["h1 = 0.79"], [], *table], [*table, [], ["h1 = 0.79"]]):
        found, remarks = read(rows)
        assert found == {"h1": 0.79, "s1": 2.62, "s2": 0.12}
        assert any("counts" in remark.issue for remark in remarks)


def test_two_columns_that_differ_under_headings_alike_are_told_by_their_letters():
    _, [remark] = read([["quantity", "mine", "mine"], ["h1", 0.51, 0.79], ["s1", 2.62, 1.31], ["s2", 0.12, 2.94]])
    assert "column" in remark.issue


def test_two_columns_of_whole_numbers():
    found, [remark] = read([["h1", "0", "5"], ["s1", "1", "2"], ["h2", "0", "3"]])
    assert found == {"h1": 0, "s1": 1, "h2": 0}
    assert "two numbers stand beside each name" in remark.issue


@pytest.mark.parametrize(
    "rows",
    [
        [["step", "exact", "rounded"], ["h1", 0.7875, 0.79], ["s1", 1.31, 1.3]],
        [["quantity", "value", "other"], ["h1", 0.7875, 0.5], ["s1", 1.31, 0.5]],
        [["h1", 0.7875, 1], ["s1", 1.31, 2]],
        [["h1", 1, 0.7875], ["s1", 2, 1.31]],
        [["quantity", "working", "value"], ["h1", 0.1, 0.7875], ["s1", 0.2, 1.31]],
        [["Quantity", "Solution", "Answer"], ["h1", "1/1.27", 0.7875], ["s1", "1.19 + 0.12", 1.31]],
        [["Größe", "Lösung", "Ergebnis"], ["h1", "1/1.27", 0.7875], ["s1", "1.19 + 0.12", 1.31]],
        [["Величина", "Решение", "Ответ"], ["h1", "1/1.27", 0.7875], ["s1", "1.19 + 0.12", 1.31]],
        [["Quantity", "Value", "Result"], ["h1", "1/1.27", 0.7875], ["s1", "1.19 + 0.12", 1.31]],
        [["#", "points", "quantity", "value"], [1, 2, "h1", 0.7875], [2, 2, "s1", 1.31]],
        [["No.", "eq.", "quantity", "value"], [1, 1, "h1", 0.7875], [2, 2, "s1", 1.31]],
    ],
)
def test_a_second_column_that_is_no_second_answer(rows):
    found, remarks = read(rows)
    assert (found, remarks) == ({"h1": 0.7875, "s1": 1.31}, [])


@pytest.mark.parametrize(
    "heads", [("initial", "after update"), ("before", "after"), ("vorher", "nachher"), ("value", "new")]
)
def test_a_column_before_the_step_and_one_after_it(heads):
    found, told = read([("quantity", *heads), ("MSE", 1.65, 1.2), ("b2", 0.5, 0.462)], RELU, "")
    assert (found, told) == ({"MSE": 1.65, "MSE'": 1.2, "b2'": 0.462}, [])
    found, [remark] = read([("quantity", *heads), *((name, n, n + 1) for name, n in RIGHT.items())])
    assert found == RIGHT
    assert "nobody asked for what these are after the step" in remark.issue


def test_columns_before_and_after_the_step_go_on_below_the_parameters():
    rows = [("", "before", "after"), ("b2", 0.5, 0.462), *([("w_{1,1}^2", 0.1, 0.03), ("w_{1,2}^2", 0.3, 0.23)])]
    assert read([*rows, ("MSE", 1.65, 1.2)], RELU, "") == (
        {"b2'": 0.462, ("w2'", (1,)): 0.03, ("w2'", (2,)): 0.23, "MSE": 1.65, "MSE'": 1.2},
        [],
    )


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["", "s1", "h1"], ["value", 1.31, 0.79], ["points", 1, 1]], ""),
        ([["", "s1", "h1"], ["first try", 1.5, 0.4], ["my answer", 1.31, 0.79]], ""),
        ([["", "s1", "h1"], ["by hand", 1.31, 0.79], ["by program", 1.3099, 0.7875]], ""),
        ([["", "s1", "h1"], ["a", 1.31, 0.79], ["b", 1.5, 0.4]], "'a' counts, 'b' does not"),
        ([["s1", "h1"], [1.31, 0.79], [1.5, 0.4]], "row 1 counts, row 2 does not"),
    ],
)
def test_of_several_rows_under_names_the_one_called_so_counts_or_the_first_which_is_told(rows, told):
    found, remarks = read(rows)
    assert found == {"s1": 1.31, "h1": 0.79}
    assert [remark.issue.rpartition(": ")[2] for remark in remarks] == ([told] if told else [])


def test_of_several_rows_of_whole_numbers_the_first_counts_which_is_told():
    found, [remark] = read([["s1", "h1"], ["0", "1"], ["1", "0"]])
    assert found == {"s1": 0, "h1": 1}
    assert "row 1 counts, row 2 does not" in remark.issue


def test_where_nothing_is_corrected_the_value_before_stands():
    rows = [
        ["quantity", "value", "corrected"],
        ["s1", 1.9, 1.31],
        ["h1", 0.79, ""],
        ["s2", 2.94, "-"],
        ["h2", "", 0.95],
    ]
    assert read(rows)[0] == {"s1": 1.31, "h1": 0.79, "s2": 2.94, "h2": 0.95}


@pytest.mark.parametrize(
    "heads", [("1st attempt", "2nd attempt"), ("Versuch 1", "Versuch 2"), ("first try", "third try")]
)
def test_the_last_attempt_at_each_counts(heads):
    rows = [["quantity", *heads], ["s1", 1.2, 1.31], ["h1", 0.7, 0.79]]
    assert read(rows)[0] == {"s1": 1.31, "h1": 0.79}
    rows[2][2] = ""
    assert read(rows)[0] == {"s1": 1.31, "h1": 0.7}


def test_of_several_attempts_the_latest_that_is_there_counts():
    rows = [["quantity", "1st try", "2nd try", "3rd try"], ["s1", 1.2, 1.3, 1.31], ["h1", 0.79, "", ""]]
    assert read(rows)[0] == {"s1": 1.31, "h1": 0.79}
