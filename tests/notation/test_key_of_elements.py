"""A letter of the name and the index of an element, below one line."""

import pytest

from grader.notation.key import key


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (r"\frac{\partial L}{\partial w_{f,1}}", "dL/dw_f[1]"),
        ("dL/dw_f,1", "dL/dw_f[1]"),
        (r"$W_{f, 1, 2}$", "W_f[1,2]"),
        ("w_{f,1}'", "w_f[1]'"),
        ("w_{hh,2}", "w_hh[2]"),
    ],
)
def test_a_letter_and_a_number_below_one_line_are_of_a_name_and_an_element(text: str, same: str) -> None:
    assert key(text) == key(same) != ""


def test_a_list_is_no_name() -> None:
    assert key("w_f,1,5") == ""
    assert key("w_f,1.5") == ""
