"""The mean or the sum where the largest belongs: one slip, with the gradients that come of it."""

import pytest

from tests.marking.classroom import charged, lost, marked, worked

POOL = """
[given]
R = [[0.4, 2.35], [0.1, 0.25]]
w = 0.8
[forward]
m = "max(R)"
L = "w*m^2"
[marks]
m = 1
L = 1
"dL/dm" = 1
"dL/dR" = 4
"""


@pytest.mark.parametrize(("reduction", "share"), [("mean", 0.25), ("sum", 1)])
def test_another_reduction_of_a_whole_array_is_one_slip_with_its_gradient(problem, reduction, share):
    slips = {"m": f"{reduction}(R)", "dL/dR": f"{share}*dL/dm*(R^0)"}
    losses, said = charged(problem(POOL), slips)
    assert losses == ["reduction"]
    assert f"the {reduction} is taken, not the largest" in said


def test_a_gradient_shared_out_behind_the_right_maximum_is_a_slip_of_its_own(problem):
    reference = problem(POOL)
    [marks] = marked(reference, worked(reference, {"dL/dR": "dL/dm*(R^0)/4"}))
    assert lost(marks) == {"dL/dR[1,1]": "reduction"}
    assert "the gradient is shared out, not given to the largest" in marks["dL/dR[1,1]"][3]
