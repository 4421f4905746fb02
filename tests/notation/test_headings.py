"""Headings: of a problem, and of what comes after the update."""

import pytest

from grader.notation import after_update, problem_heading


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Problem 2", "2"),
        ("Q3", "3"),
        ("2.", "2"),
        ("Aufgabe 1: Netz", "1"),
        ("Exercise 2b", "2b"),
        ("0.5", None),
        ("h1", None),
    ],
)
def test_problem_headings(text, problem):
    assert problem_heading(text) == problem


@pytest.mark.parametrize(
    "text",
    [
        "Second layer", "New approach: by hand", "First hidden layer", "Output after activation",
        "We need the gradients to update the weights later.", "Then we get the new weights and all is well.",
    ],
)  # fmt: skip
def test_what_is_no_heading_of_a_pass(text):
    assert after_update(text) is None
