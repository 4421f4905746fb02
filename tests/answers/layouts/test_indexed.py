"""Tables with a row an element of matrices, which say its row and column."""

import pytest

from tests.answers.layouts.sheets import RELU, read

ELEMENTS = {("dMSE/dW1", (1, 1)): 0.5, ("dMSE/dW1", (1, 2)): 0.6, ("dMSE/dW1", (2, 1)): 0.7, ("dMSE/dW1", (2, 2)): 0.8}


@pytest.mark.parametrize(
    ("heads", "keys"),
    [
        (["row", "column"], [(1, 1), (1, 2), (2, 1), (2, 2)]),
        (["Zeile", "Spalte"], [(0, 0), (0, 1), (1, 0), (1, 1)]),
    ],
)
def test_every_element_once(heads, keys):
    rows = [[*heads, "dMSE/dW1", "W1 new"], *([*key, 0.5 + i / 10, i] for i, key in enumerate(keys))]
    values, remarks = read(rows, RELU, "")
    assert values == pytest.approx({**ELEMENTS, **{("W1'", index): i for i, (_, index) in enumerate(ELEMENTS)}})
    assert not remarks


@pytest.mark.parametrize("keys", [[(1, 1), (1, 2), (2, 1), (2, 1)], [(1, 1), (1, 2), (2, 1)]])
def test_nothing_where_not_every_element_is_there_once(keys):
    rows = [["row", "column", "dMSE/dW1"], *([*key, 0.5] for key in keys)]
    assert not {("dMSE/dW1", (2, 2))} & read(rows, RELU, "")[0].keys()
