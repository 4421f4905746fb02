"""Questions with their answers below them, in lines that say no name."""

import pytest

from tests.answers.layouts.sheets import CS637, RELU, read, read_lines


@pytest.mark.parametrize(
    "rows",
    [
        [["(a) h1"], ["Answer: 0.79"], ["(b) s1"], ["Answer: 1.31"]],
        [["1. Compute h1"], ["My answer = 0.79"], [], ["2. Compute s1"], ["Ans: 1.31"]],
        [["Frage 1: h1"], ["Antwort: 0,79"], ["Frage 2: s1"], ["Antwort: 1,31"]],
        [["h1 = sigmoid(s1)"], ["Answer", 0.79], ["s1 = ?"], ["Answer", 1.31]],
        [["What is h1?"], ["Answer", 0.79, "rounded"], ["What is s1?"], ["w1 x1 + w2 x2"], ["Answer", 1.31]],
        [["h1:"], ["value: 0.79"], ["note: sigmoid"], ["s1:"], ["value: 1.31"]],
        [["h1:"], ["value: 0.79"], ["net: 1.31"]],
        [["- name: h1"], ["  value: 0.79"], ["- name: s1"], ["  value: 1.31"]],
        [["h1"], ["The input: 1.31"], ["The answer: 0.79"]],
        [["Q: What is h1?"], ["A: 0.79"], ["Q: What is s1?"], ["A: 1.31"]],
        [["Q1. h1"], ["A1. 0.79"], [], ["Q2. s1"], ["A2. 1.31"]],
        [["a) h1"], ["h1 = 1/(1 + e^-1.31) = 0.79"], ["Answer: 0.79"], ["b) s1"], ["s1 = 1.31"], ["Answer", 1.31]],
    ],
)  # fmt: skip
def test_a_word_for_the_answer_stands_for_what_is_asked_above(rows):
    assert read(rows) == ({"h1": 0.79, "s1": 1.31}, [])


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([["h1 and s1"], ["Answer: 0.79"]], {}),
        ([["h1"], ["s1"], ["Answer: 0.79"]], {}),
        ([["h1"], ["Answer: 0.79"], ["(b)"], ["Answer: 1.31"]], {"h1": 0.79}),
        ([["h1"], ["Answer: 0.79"], ["Answer: 1.31"]], {"h1": 0.79}),
        ([["h1"], ["Answer: s1 = 1.31"]], {"s1": 1.31}),
        ([["Q) h1"], ["A) 0.79"], ["B) 0.97"]], {}),
        ([["Output"], ["yhat = 0.58"], ["h1 = 0.79"], ["Final answer: 0.0062"]], {"yhat": 0.58, "h1": 0.79}),
        ([["h1"], ["Value", "Note"], [0.79, "rounded"]], {}),
        ([["h1"], ["The error term: 0.2"], ["local gradient: 0.3"]], {}),
    ],
)
def test_none_is_guessed_where_it_is_not_clear_what_is_asked(rows, found):
    assert read(rows)[0] == found


def test_formulas_and_arrays():
    assert read([["dy/dw0"], ["Answer: 1"]], CS637, "1")[0]["dy/dw0"].text == "1"
    found, _ = read([["Compute b1'"], ["Answer: [0.47, 0.48]"]], RELU, "")
    assert found == {("b1'", (1,)): 0.47, ("b1'", (2,)): 0.48}


def test_a_word_for_something_else_of_an_array_says_no_numbers_of_the_array():
    found = {("dMSE/db1", (1,)): 0.38, ("dMSE/db1", (2,)): 1.14}
    assert read([["dMSE/db1 = [0.38, 1.14]"], ["delta: [0.1, 0.2]"]], RELU, "")[0] == found
    assert not read([["dMSE/db1 = sum(delta)"], ["delta: [0.1, 0.2]"]], RELU, "")[0].keys() & found.keys()


def test_an_answer_may_be_said_in_a_sentence():
    found, _ = read_lines(
        "Question 1: compute s1", "My answer is 1.31.", "Question 2: compute h1", "The result is 0.79"
    )
    assert found == {"s1": 1.31, "h1": 0.79}
