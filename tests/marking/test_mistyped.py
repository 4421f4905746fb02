"""A number that a slip gives as well as a keystroke: what it was gone on with decides."""

import pytest

from tests.marking.classroom import lost, marked

UNIT = """
[given]
x = [1, 0.27]
w = [1.165, -0.5]
[forward]
z = "dot(w, x)"
h = "relu(z)"
y = "2.3*h^2"
[marks]
z = 1
h = 1
y = 1
"""


@pytest.mark.parametrize(("h", "y", "cause"), [("1.03", "2.44007", "copy"), ("1.3", "3.887", "sign")])
def test_a_digit_left_out_of_a_number_used_rightly_is_no_lost_sign(problem, h, y, cause):
    [marks] = marked(problem(UNIT), {"z": "1.3", "h": h, "y": y})
    assert lost(marks) == {"z": cause}


def test_a_slip_that_is_no_keystroke_away_keeps_its_cause(problem):
    [marks] = marked(problem(UNIT), {"z": "1.165", "h": "1.03", "y": "2.44007"})
    assert lost(marks) == {"z": "dropped-term"}
