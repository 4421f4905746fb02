"""Sentences and notes that tell a value, and what else they say."""

import pytest

from tests.answers.layouts.sheets import RELU
from tests.answers.layouts.sheets import read as table
from tests.answers.layouts.sheets import read_lines as read


def test_sentences_that_say_what_something_is():
    said = read("The value of s1 is 1.31 and h1 is 0.7875.", "Then s2 is 2.94, which is large.", "So yhat is 0.5787")
    assert said == ({"s1": 1.31, "h1": 0.7875, "s2": 2.94, "yhat": 0.5787}, [])


@pytest.mark.parametrize(
    "line",
    ["Applying the sigmoid gives h1 = 0.79.", "x1 w1 + x2 w2 is 1.31. Then we get h1 = 0.79", "h1 is equal to 0.79",
     "h1 equals 0.79", "h1 was found to be 0.79", "For h1 we get 0.79", "h1 beträgt 0.79", "h1 ist 0,79",
     "h1 vale 0,79",
     "h1 es igual a 0.79", "Therefore, h1 comes out as 0.79", "h1 ≐ 0.79", "h1 ~ 0.79", "so that h1 = 0.79",
     "Daraus ergibt sich und damit h1 = 0.79", "In the same way h1 = 0.79"],
)  # fmt: skip
def test_sentences_that_tell_a_value(line):
    assert table([[line]])[0] == {"h1": 0.79}


@pytest.mark.parametrize(
    "line",
    [
        "with bias h1 = 0.5",
        "The error of h1 = 0.5",
        "sum of h1 and h2 = 1.74",
        "h1 and h2 = 1.74",
        "Comparing h1 to 0.79",
        "es 0.79",
        "is 0.79",
    ],
)
def test_sentences_that_do_not(line):
    assert table([[line]])[0] == {}


def test_notes_without_signs():
    lines = ("s1 is 1.31", "h1 ..... .79", "y hat 0,58", "error 0.0062", "dDiv/dw1 9e-4", "the gradient at h1 -0.0077")
    found = {"s1": 1.31, "h1": 0.79, "yhat": 0.58, "Div": 0.0062, "dDiv/dh1": -0.0077}
    assert read(*lines) == (found, [])
    assert read("E 1.2", "P 2.1", "Python 3.11", "h1 2", "Chapter 3.1", "w1 0.5") == ({}, [])


def test_what_stands_around_a_statement_in_a_sentence():
    lines = ("This gives an activation of h1 = 0.79, which is right", "s1 = 1.31 and so on")
    assert read(*lines) == ({"h1": 0.79, "s1": 1.31}, [])
    assert table([["h1 = 0.79 (rounded)", "by hand"], ["s1 = 1.31", ""]]) == ({"h1": 0.79, "s1": 1.31}, [])


@pytest.mark.parametrize(
    "line",
    [
        "s1 = 1.31 so h1 = 0.79",
        "s1 = 1.19 + 0.12 = 1.31 which gives h1 = 1/(1 + e^-1.31) = 0.79",
        "h1 = 0.79 where s1 = 1.31",
        "h1 = 0.79 with s1 = 1.31",
        "h1 = 1 - 0.21 for s1 = 1.31",
        "s1 = 1.31, h1 = 0.79 where h1 is the activation",
        "h1 ist 0,79 weil s1 = 1,31",
        "s1 = 1.31 and the activation h1 is then 0.79",
        "Therefore s1 is 1.31 and thus h1 is 0.79",
        "s1 vaut 1.31 donc h1 vaut 0.79",
        "s1 = 1.5 - 0.19 so it is 1.31, h1 = 1/(1 + e^-1.31) so h1 = 0.79",
    ],
)
def test_what_is_told_of_another_thing_in_a_sentence_is_none_of_the_first(line):
    assert table([[line]]) == ({"s1": 1.31, "h1": 0.79}, [])


def test_a_paragraph_with_several_arrays():
    said = (
        "The gradients are dMSE/dW1 = [[1.5, 2.5], [3.5, 4.5]] and dMSE/db1 = [0.5, -0.5]. With these the loss MSE "
        "becomes 0.93. Finally W1' = [[0.1, 0.2], [0.3, 0.4]]."
    )
    found, remarks = table([[said]], RELU, "")
    gradients = {(1, 1): 1.5, (1, 2): 2.5, (2, 1): 3.5, (2, 2): 4.5}
    assert {index: found["dMSE/dW1", index] for index in gradients} == gradients
    assert (found["dMSE/db1", (1,)], found["dMSE/db1", (2,)], found["MSE"]) == (0.5, -0.5, 0.93)
    assert [found["W1'", index] for index in gradients] == [0.1, 0.2, 0.3, 0.4]
    assert not remarks


@pytest.mark.parametrize(
    ("lines", "expected", "told"),
    [
        (["h1 — 0.7875", "dDiv/dh1 — -0.0077"], {"h1": 0.7875, "dDiv/dh1": -0.0077}, ""),
        (["- h1 -- 0.7875", "h2 around 0.95"], {"h1": 0.7875, "h2": 0.95}, ""),
        (["h1 – 0.7875", "dDiv/dh1 – -0.0077"], {"h1": 0.7875, "dDiv/dh1": -0.0077}, "a dash stands between"),
        (["h1 - 0.7875", "E - 0.006"], {"h1": 0.7875, "Div": 0.006}, "a dash stands between"),
        (["h1 - 0.7875", "s1 — 1.31"], {"s1": 1.31}, "1 line was not understood"),
        (["h1 - 0.7875", "h2 0.95", "s1 - 1.31"], {"h2": 0.95}, "2 lines were not understood"),
    ],
)
def test_a_dash_between_a_name_and_a_number(lines, expected, told):
    found, remarks = read(*lines)
    assert found == expected
    assert [remark.issue.startswith(told) for remark in remarks] == [True] * bool(told)


@pytest.mark.parametrize(
    "line",
    [
        "The error is now $MSE' = 0.85$.",
        "The loss with the new weights is MSE' = 0.85",
        "New loss $MSE' = 0.85$, it fell.",
        "The error is now MSE' = 0.5 + 0.35 = 0.85",
        "The error is MSE' = 0.85 = 0.85",
    ],
)
def test_words_before_a_symbol_of_a_later_value_are_about_that(line):
    assert table([["MSE = 1.26"], [line]], RELU, "") == ({"MSE": 1.26, "MSE'": 0.85}, [])
