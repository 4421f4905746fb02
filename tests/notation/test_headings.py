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
    "heading",
    [
        "Problème 2", "Problema 2:", "PROBLEMA 2", "Oppgave 2", "Uppgift 2", "Øvelse 2", "Övning 2", "Oefening 2",
        "Exercício 2", "Questão 2", "Cuestión 2", "Domanda 2", "Cvičení 2", "Zadanie 2", "Ćwiczenie 2", "Feladat 2",
        "Tehtävä 2", "Alıştırma 2", "Упражнение 2", "Задача 2", "문제 2", "練習 2", "第2題", "سؤال 2",
    ],
)  # fmt: skip
def test_a_problem_in_any_language(heading):
    assert problem_heading(heading) == problem_heading(f"## {heading}") == "2"


@pytest.mark.parametrize("text", ["Assignment 2", "Homework 2", "Problema", "Problème", "Questions", "Parts"])
def test_what_heads_no_problem(text):
    assert problem_heading(text) is None


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
