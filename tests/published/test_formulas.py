"""Derivations of courses, answered with their own formulas of vectors and matrices."""

import pytest

from grader.grading import grade

CS224N = """
title = "CS224n, assignment 1 of 2018, 2 (b) and (c): softmax with cross-entropy"
symbols = ["x1", "x2", "w11", "w12", "w21", "w22", "y1"]
[forward]
x = "[x1, x2]"
W = "[[w11, w12], [w21, w22]]"
y = "[y1, 1 - y1]"
theta = "W @ x"
yhat = "softmax(theta)"
CE = "cross_entropy(yhat, y)"
[marks]
"dCE/dtheta" = 2
"dCE/dx" = 2
"dCE/dW" = 4
"""
CRF = """
title = "CRF Layer on the Top of BiLSTM, part 5, createmomo.github.io: the score of all paths"
symbols = ["x01", "x02", "x11", "x12", "t11", "t12", "t21", "t22"]
[forward]
previous = "[x01, x02]"
T = "[[t11, t12], [t21, t22]]"
obs = "[x11, x12]"
scores = "logsumexp(reshape(previous, 2, 1) + T, axis=1) + obs"
total = "logsumexp(scores)"
[marks]
scores = 2
total = 1
"""


@pytest.mark.parametrize(
    ("rubric", "sheet"),
    [
        (CS224N, 'dCE/dtheta,yhat - y\ndCE/dx,W^T (yhat - y)\ndCE/dW,"(yhat - y) x^T"\n'),
        (CS224N, "dCE/dtheta,ŷ − y\ndCE/dx,Wᵀ(ŷ − y)\ndCE/dW,(ŷ − y)·x^{\\top}\n"),
        (CS224N, "dCE/dtheta,yhat - y\ndCE/dx,W.T @ (yhat - y)\ndCE/dW,(yhat - y) @ x.T\n"),
        (
            CRF,
            "scores[1],log(e^(x01 + x11 + t11) + e^(x02 + x11 + t21))\n"
            "scores[2],log(e^(x01 + x12 + t12) + e^(x02 + x12 + t22))\n"
            "total,log(e^(x01+x11+t11) + e^(x02+x11+t21) + e^(x01+x12+t12) + e^(x02+x12+t22))\n",
        ),
    ],
)
def test_the_formulas_of_a_derivation_are_right(rubric, sheet, tmp_path):
    (tmp_path / "rubric.toml").write_text(rubric, encoding="utf-8")
    (tmp_path / "ada.csv").write_text(sheet, encoding="utf-8")
    outcome = grade([tmp_path / "ada.csv"], [tmp_path / "rubric.toml"])
    assert set(outcome.marks[0].verdict[0]) == {"correct"}
    assert outcome.attention == ()


def test_the_wrong_order_of_matrices_is_not_right(tmp_path):
    (tmp_path / "rubric.toml").write_text(CS224N, encoding="utf-8")
    (tmp_path / "ada.csv").write_text(
        "dCE/dtheta,yhat - y\ndCE/dx,W (yhat - y)\ndCE/dW,x (yhat - y)^T\n", encoding="utf-8"
    )
    [marks] = grade([tmp_path / "ada.csv"], [tmp_path / "rubric.toml"]).marks
    verdicts = dict(zip((c.quantity for c in marks.columns), marks.verdict[0], strict=True))
    assert verdicts["dCE/dx[1]"] != "correct"
    assert verdicts["dCE/dW[1,2]"] != "correct"
