"""Titles in bold before a statement in the same line, in Markdown and in LaTeX."""

import pytest

from tests.answers.layouts.sheets import CS637, text


@pytest.mark.parametrize(
    "form", ["**{}** ${}$", "*{}* ${}$", "- __{}.__ ${}$", r"\textbf{{{}}} ${}$", r"\paragraph{{{}}} ${}$"]
)
@pytest.mark.parametrize("title", ["Forward", "Hidden layer", "Step 1"])
def test_a_title_before_mathematics_is_none_of_the_name(form, title):
    assert text(form.format(title, "s_1 = 1.31"), CS637)[0].keys() == {"s1"}


def test_on_the_way_back_a_derivative_is_named_and_a_value_is_not():
    back = "**Back** ${} = 0.0377$"
    assert text(back.format(r"\frac{\partial Div}{\partial s_3}"), CS637)[0] == {"dDiv/ds3": 0.0377}
    assert "s3" not in text(back.format("s_3"), CS637)[0]


def test_words_that_make_another_number_of_a_name_are_no_title():
    assert text("**Gradient** $s_1 = -0.0013$", CS637)[0] == {"dDiv/ds1": -0.0013}
    assert not text("**Change of** $s_1 = -0.0013$", CS637)[0]
