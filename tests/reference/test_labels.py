"""The rubric's own way of writing elements, as a sheet then means them."""

import pytest

from grader.notation import Vocabulary
from grader.reference import symbols

BIAS_FIRST = """
[given]
x = [2, 3]
v = [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]]
w = [0.1, 0.4, -0.2]
[forward]
z = "concat([1], concat([1], x) @ v)"
y = "w @ z"
[training]
loss = "y"
parameters = ["v", "w"]
rate = 0.1
[labels]
"z[j]" = "z_{j-1}"
"w[j]" = "w{j-1}"
"v[i,j]" = "v{i-1}{j}"
[names]
z = ["hidden"]
"dy/dz" = ["delta"]
[marks]
"z[2]" = 1
"w'" = 1
"v'" = 1
"dy/dz" = 1
"""


@pytest.mark.parametrize(
    ("name", "quantity", "index"),
    [
        ("z_0", "z", (1,)),
        ("z1", "z", (2,)),
        ("hidden_2", "z", (3,)),
        ("w1'", "w'", (2,)),
        ("v01'", "v'", (1, 1)),
        ("v_{1,2}'", "v'", (2, 2)),
        ("dy/dz_1", "dy/dz", (2,)),
        ("delta_1", "dy/dz", (2,)),
    ],
)
def test_where_labels_count_from_0_so_do_all_names_of_elements(referred, name, quantity, index):
    [target] = Vocabulary(symbols(referred(BIAS_FIRST))).find(name)
    assert (target.quantity, target.index) == (quantity, index)


def test_the_marks_are_called_by_the_numbers_of_the_sheet(referred):
    called = [asked.label for asked in referred(BIAS_FIRST).asked]
    assert called[:5] == ["z_{1}", "w0'", "w1'", "w2'", "v01'"]
    assert called[-1] == "dy/dz_{2}"


@pytest.mark.parametrize(
    ("name", "quantity"),
    [("W_z", "Wz"), ("Uh", "U_h"), ("b_z1", "bz1"), ("by", "by"), ("b_y", "b_y"), ("dy/dW_z", "dy/dWz")],
)
def test_a_letter_below_another_may_have_a_line_before_it_or_none(referred, name, quantity):
    rubric = (
        '[given]\nWz = 1\nU_h = 2\nbz1 = 3\nb_y = 4\nby = 5\n[forward]\ny = "Wz*U_h + bz1 + b_y*by"\n'
        '[training]\nloss = "y"\nparameters = ["Wz"]\nrate = 0.1\n[marks]\ny = 1\n"dy/dWz" = 1\n'
    )
    [target] = Vocabulary(symbols(referred(rubric))).find(name)
    assert target.quantity == quantity


def test_indices_side_by_side_in_a_label_are_indices(referred):
    text = BIAS_FIRST.replace("v{i-1}{j}", "v_{ij}^{(1)}").replace("z_{j-1}", "z_{hj}").replace("w{j-1}", "w_oj")
    reference = referred(text)
    assert [a.label for a in reference.asked][:5] == ["z_{h2}", "w_{o1}'", "w_{o2}'", "w_{o3}'", "v_{11}^{(1)}'"]
    [target] = Vocabulary(symbols(reference)).find("v_{32}^{(1)+}")
    assert (target.quantity, target.index) == ("v'", (3, 2))
