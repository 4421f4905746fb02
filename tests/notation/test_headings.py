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


@pytest.mark.parametrize(
    "text",
    [
        "nach ReLU:", "nach der Aktivierung", "après ReLU", "Après l'activation", "después de la activación",
        "depois da ReLU", "ReLU之后", "после активации", "aktivasyondan sonra", "Ableitung nach w1", "nach dem Pooling",
        "dopo ReLU", "After layer 1", "after the forward pass", "vor der Aktivierung", "avant l'activation",
        "antes de la activación",
    ],
)  # fmt: skip
def test_what_is_after_something_else_than_a_step(text):
    assert after_update(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "After:", "nach einem Schritt", "Nach der Gewichtsaktualisierung", "después del primer paso",
        "Après la mise à jour", "Dopo un passo di discesa", "После обновления", "güncellemeden sonra",
        "After one step of gradient descent", "after training", "بعد التحديث", "更新后",
    ],
)  # fmt: skip
def test_what_is_after_a_step(text):
    assert after_update(text) is True
