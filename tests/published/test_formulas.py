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
TWO_LAYERS = """
title = "Derive Backprop for 2-Layer Network, challenge 3 of a lesson on neural networks, notes, GitHub"
symbols = ["x1", "x2", "y1", "y2", "u11", "u12", "u21", "u22", "c1", "c2", "v11", "v12", "v21", "v22", "d1", "d2"]
[forward]
x = "[x1, x2]"
y = "[y1, y2]"
W1 = "[[u11, u12], [u21, u22]]"
b1 = "[c1, c2]"
W2 = "[[v11, v12], [v21, v22]]"
b2 = "[d1, d2]"
z1 = "W1 @ x + b1"
h1 = "sigmoid(z1)"
z2 = "W2 @ h1 + b2"
h2 = "sigmoid(z2)"
L = "sum((h2 - y)^2)"
[names]
"dL/dz2" = ["delta2"]
"dL/dz1" = ["delta1"]
[marks]
"dL/dh2" = 1
"dL/dz2" = 1
"dL/dW2" = 1
"dL/db2" = 1
"dL/dh1" = 1
"dL/dz1" = 1
"dL/dW1" = 1
"dL/db1" = 1
"""
DERIVED = """
### Challenge 3: Derive Backprop for 2-Layer Network

**Network:**
```
x → z₁ = W₁x + b₁ → h₁ = σ(z₁) → z₂ = W₂h₁ + b₂ → h₂ = σ(z₂) → L = (h₂ - y)²
```

**Notation:**
- σ'(z) = σ(z)(1 - σ(z))
- δ₂ = ∂L/∂z₂
- δ₁ = ∂L/∂z₁

**Backward pass:**

**1. ∂L/∂h₂:**
∂L/∂h₂ = 2(h₂ - y)

**2. ∂L/∂z₂ = δ₂:**
δ₂ = (∂L/∂h₂)(∂h₂/∂z₂)
   = 2(h₂ - y) · σ'(z₂)
   = 2(h₂ - y) · h₂(1 - h₂)

**3. ∂L/∂W₂:**
∂L/∂W₂ = δ₂ · h₁ᵀ

**4. ∂L/∂b₂:**
∂L/∂b₂ = δ₂

**5. ∂L/∂h₁:**
∂L/∂h₁ = W₂ᵀ · δ₂

**6. ∂L/∂z₁ = δ₁:**
δ₁ = (∂L/∂h₁) ⊙ σ'(z₁)
   = (W₂ᵀδ₂) ⊙ [h₁ ⊙ (1 - h₁)]

(⊙ denotes element-wise multiplication)

**7. ∂L/∂W₁:**
∂L/∂W₁ = δ₁ · xᵀ

**8. ∂L/∂b₁:**
∂L/∂b₁ = δ₁

**Summary:**
```
Forward: x → z₁ → h₁ → z₂ → h₂ → L
Backward: ∂L/∂W₁, ∂L/∂b₁ ← δ₁ ← δ₂ ← ∂L/∂h₂
```

This is the essence of backpropagation!
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


def test_a_derivation_as_it_is_written_up_with_a_summary_of_what_flows_where(tmp_path):
    (tmp_path / "rubric.toml").write_text(TWO_LAYERS, encoding="utf-8")
    (tmp_path / "ada.md").write_text(DERIVED, encoding="utf-8")
    [marks] = grade([tmp_path / "ada.md"], [tmp_path / "rubric.toml"]).marks
    assert set(marks.verdict[0]) == {"correct"}
