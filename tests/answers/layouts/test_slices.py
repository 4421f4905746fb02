"""Rows and columns of a matrix that stand by themselves."""

import re

import pytest

from tests.answers.layouts.sheets import RELU, read


@pytest.mark.parametrize(
    "names",
    [
        ["W1'[1,:]", "W1'[2,:]"], ["W1'[0, :]", "W1'[1, :]"], ["W1'(1,:)", "W1'(2,:)"], ["W_1'_{1,:}", "W_1'_{2,:}"],
        ["W1'[1]", "W1'[2]"], ["W1'[0]", "W1'[1]"], ["W1' row 1", "W1' row 2"], ["W1', row 1", "Row 2 of W1'"],
        ["First row of W1'", "second row of W1'"], ["Zeile 1 von W1'", "Zeile 2 von W1'"],
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["{} = [{}, {}]", "{}: ({} {})", None, [1]])
def test_rows_and_columns_by_themselves(names, form):
    said = [[0.1, 0.2], [0.3, 0.4]]

    def line(name, row):
        if isinstance(form, str):
            return [form.format(name, *row)]
        return [name, *row] if form else [name, f"[{row[0]}, {row[1]}]"]

    right = {("W1'", (i, j)): said[i - 1][j - 1] for i in (1, 2) for j in (1, 2)}
    assert read([line(*each) for each in zip(names, said, strict=True)], RELU, "") == (right, [])
    columns = [name.replace("row", "column").replace("Zeile", "Spalte").replace("Row", "Col") for name in names]
    columns = [re.sub(r"(\d) ?, ?:", r":,\1", name) for name in columns]
    if columns != names:
        turned = [list(column) for column in zip(*said, strict=True)]
        assert read([line(*each) for each in zip(columns, turned, strict=True)], RELU, "") == (right, [])


def test_a_row_of_another_length_is_told():
    beside = [["W1'[1,:] = [0.1, 0.2], b2' = 0.3", "", "MSE = 0.5"]]
    assert read(beside, RELU, "")[0].items() >= {"b2'": 0.3, "MSE": 0.5, ("W1'", (1, 2)): 0.2}.items()
    found, [told] = read([["W1'[1,:] = [0.1, 0.2, 0.3]"]], RELU, "")
    assert (found, told.issue) == ({}, "the row of 'W1'' should have 2 numbers")
