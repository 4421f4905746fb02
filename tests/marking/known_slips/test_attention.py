"""Slips in scaled dot-product attention over two tokens, where every matrix is square and any order fits."""

import pytest

from tests.marking.classroom import lost, marked, worked

ATTENTION = """
[given]
X = [[1.0, 0.5], [-0.8, 1.6]]
Wq = [[0.7, -0.2], [0.4, 0.9]]
Wv = [[1.1, -0.6], [0.2, 0.75]]
Y = [[0.5, 0.2], [-1.0, 0.4]]
[forward]
Q = "X @ Wq"
V = "X @ Wv"
S = "Q @ X.T/sqrt(2)"
P = "softmax(S)"
O = "P @ V"
L = "half_sse(O, Y)"
[marks]
Q = 4
V = 4
S = 4
P = 4
O = 4
"dL/dO" = 4
"dL/dV" = 4
"dL/dWv" = 4
"""


@pytest.mark.parametrize(
    ("slips", "said"),
    [
        ({"dL/dV": "dL/dO @ P.T"}, "Pᵀ and ∂L/∂O are multiplied in the other order"),
        ({"dL/dWv": "dL/dV @ X.T"}, "Xᵀ and ∂L/∂V are multiplied in the other order"),
        ({"dL/dV": "P @ dL/dO"}, "Pᵀ is used the wrong way round (transposed)"),
    ],
)
def test_a_product_in_the_other_order_is_one_slip(problem, slips, said):
    reference = problem(ATTENTION)
    [marks] = marked(reference, worked(reference, slips))
    [first] = lost(marks)
    assert lost(marks)[first] == "transposed"
    assert first == f"{next(iter(slips))}[1,1]"
    assert marks[first][3].startswith(said)
