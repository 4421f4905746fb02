"""A slip that is proved in a later step, and was made before where no number could prove it."""

import pytest

from tests.marking.classroom import lost, marked, worked

ADAM = """
[given]
theta = 1
g = [2, 1]
eta = 0.1
[training]
parameters = ["theta"]
rule = "adam"
rate = "eta"
steps = 2
samples = {gt = "g"}
gradients = {theta = "gt"}
[marks]
"m'" = 1
"v'" = 1
"mhat'" = 1
"vhat'" = 1
"theta'" = 1
"m''" = 1
"v''" = 1
"mhat''" = 1
"vhat''" = 1
"theta''" = 1
"""
UNCORRECTED = {f"{moment}hat{step}": f"{moment}{step}" for moment in "mv" for step in ("'", "''")}


@pytest.mark.parametrize("figures", [4, 5, 7])
def test_it_is_charged_where_it_was_made_first(problem, figures):
    """m′ is 0.2 and m̂′ too: a single figure, which proves nothing by itself."""
    reference = problem(ADAM)
    [marks] = marked(reference, worked(reference, UNCORRECTED, figures))
    assert lost(marks) == {"mhat'": "missing-factor"}
    assert marks["mhat'"][3].startswith("the division by 1 − β₁¹ is left out")
    assert {marks[name][3] for name in ("vhat'", "mhat''", "vhat''")} == {"the same slip as in m̂′, where it is charged"}


def test_what_does_not_come_of_it_is_no_part_of_it(problem):
    reference = problem(ADAM)
    [marks] = marked(reference, worked(reference, UNCORRECTED | {"mhat'": "m' + 0.1"}, 5))
    assert lost(marks) == {"mhat'": "wrong", "vhat'": "missing-factor"}


def test_each_of_a_class_is_marked_alone(problem):
    reference = problem(ADAM)
    [one, other] = marked(reference, worked(reference, UNCORRECTED, 5), worked(reference, {}, 5))
    assert lost(one) == {"mhat'": "missing-factor"}
    assert lost(other) == {}
