"""The prediction by either of its usual names."""

import pytest

from grader.notation import Target
from tests.answers.layouts.sheets import written

RUBRIC = """
given = {{w = 0.5, y = 1}}
[forward]
z = "3*w"
{0} = "sigmoid(z)"
L = "({0} - y)^2"
[training]
loss = "L"
parameters = ["w"]
rate = 0.1
[marks]
{0} = 1
"dL/d{0}" = 1
"d{0}/dz" = 1
"{0}'" = 1
"""
HATS = {"ŷ": "{}", "∂L/∂ŷ": "dL/d{}", r"\frac{\partial\hat{y}}{\partial z}": "d{}/dz", "new y_hat": "{}'"}
PREDICTED = {"y_pred": "{}", "dL/dy_{pred}": "dL/d{}", "dy_predicted/dz": "d{}/dz", "y_pred (new)": "{}'"}


@pytest.mark.parametrize("own", ["yhat", "y_pred"])
@pytest.mark.parametrize(("name", "means"), [*HATS.items(), *PREDICTED.items()])
def test_a_rubric_that_says_one_of_them_means_the_other_too(own, name, means, tmp_path):
    names = written(RUBRIC.format(own), tmp_path)
    assert [*names.find(name)] == [Target("", means.format(own))]
    assert not names.find("y_predictor")
