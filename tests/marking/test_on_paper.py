"""Blanks that were rounded on scratch paper, like all that is written."""

import numpy as np
import pytest

from tests.marking.classroom import lost, marked

SATURATED = """
tolerance = "0.1 %"
[given]
x = 4
w = 1.63
y = 1
[forward]
s = "w*x"
f = "sigmoid(s)"
E = "bce(f, y)"
[marks]
s = 1
f = 1
E = 1
"dE/ds" = 1
"dE/dw" = 1
"""
FIVE_FIGURES = {"s": "6.5200", "f": "0.99852", "E": "0.0014810", "dE/ds": "-0.0014800", "dE/dw": "-0.0059200"}
"""Cut off; to more digits the error is −0.0014716."""


@pytest.mark.parametrize("written", [{}, {"s": "6.2500"}, {"s": "-6.5200"}])
def test_what_is_left_of_a_blank_has_few_of_its_figures(problem, written):
    [marks] = marked(problem(SATURATED), FIVE_FIGURES | {"f": ""} | written)
    assert list(lost(marks)) == list(written)


@pytest.mark.parametrize("error", ["-0.0014600", "-0.0015200"])
def test_rounding_a_blank_does_not_move_it_by_more_than_its_last_place(problem, error):
    [marks] = marked(problem(SATURATED), FIVE_FIGURES | {"f": "", "E": "", "dE/ds": error, "dE/dw": ""})
    assert "dE/ds" in lost(marks)


DECIMALS = """
tolerance = "1e-7"
[given]
o = [0.46, -1.31, 0.62, 0.05]
d = [0.0029683, 0.0570064]
g = 0.8
[forward]
a = "o*g"
b = "d*g"
c = "3*b[1] - 2.5*b[2]"
[marks]
a = 4
b = 2
c = 1
"""


def test_who_writes_so_many_decimals_rounds_to_them_on_paper(problem):
    """0.0023746 and 0.0456051 are 0.00237 and 0.04561: three and four figures."""
    answers = {"a": ["0.36800", "-1.04800", "0.49600", "0.04000"], "c": "-0.10692"}
    [marks] = marked(problem(DECIMALS), answers)
    assert marks["c"][0] == "carried"


MIXED = """
tolerance = "1e-7"
[given]
o = [0.4637, -1.3119, 0.6243, 0.0517, 0.8373, 0.2791]
d = [-0.72, 0.42, 0.5575, -0.1795]
g = 0.83
[forward]
a = "o*g"
b = "d/2"
c = "sum(b)"
[marks]
a = 6
c = 1
"""


@pytest.mark.parametrize(
    ("others", "verdict"),
    [
        (["0.385", "-1.0889", "0.518", "0.0429", "0.69496", "0.232"], "carried"),
        (["0.38487", "-1.0889", "0.51817", "0.042911", "0.69496", "0.23165"], "wrong"),
    ],
)
def test_who_rounds_now_to_five_figures_and_now_to_three_does_so_on_paper(problem, others, verdict):
    """−0.36 + 0.21 + 0.279 − 0.0897 is 0.0393, where the numbers themselves would give 0.039."""
    [marks] = marked(problem(MIXED), {"a": others, "c": "0.0393"})
    assert marks["c"][0] == verdict


@pytest.mark.parametrize(("error", "is_lost"), [("0.057", False), ("0.068", True), ("0.036", True)])
def test_what_rounding_a_great_many_blanks_might_come_to_excuses_no_number_from_nowhere(reference, error, is_lost):
    """Of 0.052, all of whose steps are blank: rounded to two figures each, the worst of them would lead to 0.03."""
    [marks] = marked(reference("tests/rubrics/recurrence.toml"), {"E'": np.array(error, dtype=object)})
    assert ("E'" in lost(marks)) is is_lost
