"""Which slips are known of a step: those of ReLU differ from what is right only where it cuts something off."""

import pytest

from grader.marking.slips import Slips
from grader.reference import refer
from grader.rubric import load
from tests.marking.classroom import lost, marked, right_answers

RUBRIC = """
[given]
x = 2
w = -0.7
v = 1.5
[forward]
p = "w*x + 0.3"
h = "relu(p)"
y = "v*h + 0.4"
[marks]
p = 1
h = 1
y = 1
"dy/dh" = 1
"dy/dp" = 1
"dy/dw" = 1
"""


@pytest.fixture(scope="module")
def relu(tmp_path_factory):
    path = tmp_path_factory.mktemp("rubric") / "relu.toml"
    path.write_text(RUBRIC)
    [problem] = load(path).problems
    return refer(problem)


def test_leaving_out_relu_and_its_derivative_are_known_slips(relu):
    slips = Slips(relu.graph, "")
    assert "missing-activation" in {m.cause for m in slips.singles("h")}
    assert "missing-derivative" in {m.cause for m in slips.singles("dy/dp")}


@pytest.mark.parametrize(
    ("quantity", "text", "later", "cause"),
    [
        ("h", "-1.1", {"y": "-1.25"}, "missing-activation"),
        ("dy/dp", "1.5", {"dy/dw": "3"}, "missing-derivative"),
    ],
)
def test_who_leaves_out_relu_is_told_so(relu, quantity, text, later, cause):
    [marks] = marked(relu, {**right_answers(relu), quantity: text, **later})
    assert lost(marks) == {quantity: cause}
