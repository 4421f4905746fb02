"""One neuron: a rubric of a few answers, work that has them right, and what comes of it."""

import csv

from grader import gradebook

RUBRIC = """
title = "One neuron"
[given]
x = 2
w = 0.5
t = 1
eta = 0.1
[forward]
s = "w*x"
h = "sigmoid(s)"
E = "(h - t)^2"
[marks]
s = 1
h = 1
E = 1
"dE/dw" = 2
"""
RIGHT = {"s": "1", "h": "0.7311", "E": "0.07232", "dE/dw": "-0.2115"}


def write(path, answers):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("quantity", "value"), *answers.items()])


def points(outcome):
    table = gradebook.gradebook(outcome.marks)
    return dict(zip(table["student"], table["total"], strict=True))
