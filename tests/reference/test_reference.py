"""The references of the two assignments, to ten digits, and of rubrics whose vectors are used whole or by element."""

import numpy as np
import pytest

from grader.engine import show
from grader.errors import RubricError
from grader.reference import refer
from grader.reference.shortest import shortest_form
from grader.rubric import load

CS637 = {
    "s1": 1.31, "h1": 0.7875131559, "s2": 2.94, "h2": 0.9497887268, "s3": 0.3173917322, "yhat": 0.5786884661,
    "Div": 0.0061918747, "dDiv/dyhat": 0.1573769322, "dDiv/ds3": 0.0383697748, "dDiv/dh1": -0.0076739550,
    "dDiv/dh2": 0.0191848874, "dDiv/ds1": -0.0012841303, "dDiv/ds2": 0.0009149292, "dDiv/dw1": 0.0008988912,
    "dDiv/dw2": -0.0015409564, "dDiv/dw3": 0.0010064221, "dDiv/dw4": -0.0018298585, "dDiv/dw5": 0.0302167025,
    "dDiv/dw6": 0.0364431796,
}  # fmt: skip
RELU = {
    "l1": [[1.5, 1.5], [1.1, 1.1], [2.3, 2.3], [1.9, 1.9], [1.7, 1.7]],
    "f": [1.1, 0.94, 1.42, 1.26, 1.18],
    "MSE": 1.65,
    "dMSE/dw2": [7.1, 7.1],
    "dMSE/db2": 3.8,
    "dMSE/dW1": [[1.204, 1.332], [3.612, 3.996]],
    "dMSE/db1": [0.38, 1.14],
    "W1'": [[0.08796, 0.28668], [0.06388, 0.26004]],
    "b1'": [0.4962, 0.4886],
    "w2'": [0.029, 0.229],
    "b2'": 0.462,
    "f'": [0.8090472, 0.70768016, 0.97913168, 0.87776464, 0.84340592],
    "MSE'": 0.8486243766,
}


@pytest.mark.parametrize("quantity", CS637)
def test_the_sigmoid_network_to_ten_digits(reference, quantity):
    found = reference("rubrics/cs637-hw1.toml", "2").values[quantity].item()
    assert found == pytest.approx(CS637[quantity], abs=1e-10)


@pytest.mark.parametrize("quantity", RELU)
def test_the_relu_network_to_ten_digits(reference, quantity):
    found = reference("rubrics/relu-2-2-1.toml").values[quantity][0, 0]
    np.testing.assert_allclose(found, RELU[quantity], rtol=0, atol=5.1e-11)


def test_what_has_a_row_a_sample_is_told_from_the_formulas(reference):
    graph = reference("rubrics/relu-2-2-1.toml").graph
    first_pass = {name for name in graph if graph[name].samples and "/" not in name and "'" not in name}
    assert first_pass == {"l0", "target", "p1", "l1", "p2", "f"}
    assert not any(q.samples for q in reference("tests/rubrics/softmax.toml").graph.values())


def rubric(tmp_path, text):
    (tmp_path / "r.toml").write_text(text, encoding="utf-8")
    [problem] = load(tmp_path / "r.toml").problems
    return refer(problem)


WHOLE = """
[given]
w = [1, 2]
x = [3, 4]
t = 1
eta = 0.1
[forward]
s = "w @ x"
L = "(s - t)^2"
[training]
loss = "L"
parameters = ["w"]
rate = "eta"
steps = 2
[marks]
"dL/dw2" = 1
"w1'" = 1
"w''" = 2
"dL'/dw'" = 2
"""


def test_elements_of_a_vector_that_formulas_use_whole(tmp_path):
    found = rubric(tmp_path, WHOLE)
    assert [(a.label, a.quantity, a.index) for a in found.asked][:2] == [
        ("dL/dw2", "dL/dw", (2,)),
        ("w1'", "w'", (1,)),
    ]
    assert found.values["w''"].ravel() == pytest.approx([19, 26])
    assert found.values["dL'/dw'"].ravel() == pytest.approx([-240, -320])


def test_a_value_that_is_no_number_is_a_fault_with_its_place(tmp_path):
    text = '[given]\nx = 0\n[forward]\na = "x + 1"\nb = "log(x)"\nc = "a*b"\n[marks]\nc = 1\n'
    with pytest.raises(RubricError) as error:
        rubric(tmp_path, text)
    [fault] = error.value.faults
    assert ":5:" in fault.place
    assert fault.what == "'b' is infinite"
    assert "x = 0" in fault.todo


def test_a_value_after_the_step_that_is_no_number_is_told_with_its_prime(tmp_path):
    training = '[training]\nloss = "E"\nparameters = ["w"]\nrate = 1\n'
    text = f'[given]\nx = 1e150\nw = 2\n[forward]\nE = "(x*w)^2"\n{training}[marks]\n"E\'" = 1\n'
    with pytest.raises(RubricError) as error:
        rubric(tmp_path, text)
    assert [fault.what for fault in error.value.faults] == ['"E\'": x·w′ is infinite']


def test_a_parameter_that_the_loss_does_not_depend_on_has_the_gradient_0(tmp_path):
    text = '[given]\nx = 2\nu = 3\n[forward]\na = "x*x"\nb = "u + a"\n[marks]\n"da/du" = 1\n"db/du" = 1\n'
    found = rubric(tmp_path, text)
    assert (found.values["da/du"].item(), found.values["db/du"].item()) == (0, 1)


@pytest.mark.parametrize(
    ("formula", "fault"),
    [
        ("2^9^9^9", "'s': 9^9⁹ is infinite"),
        ("1 + z/z", "'s': z/z is not a number (it is computed from z = 0)"),
        ("2/z", "'s' is infinite (it is computed from z = 0)"),
        ("exp(big)*0", "'s': exp(big) is infinite (it is computed from big = 1000)"),
        ("sqrt(z - 1)", "'s' is not a number (it is computed from z = 0)"),
        ("cross_entropy(softmax([big, z]), [1, 0])", "'s': ln(softmax([big, z])) is infinite"),
        ("sqrt(z)", "'ds/dz': 1/(2·s) is infinite (it is computed from s = 0)"),
        (
            "onehot(4, classes=3) @ [1, 2, 3]",
            "'s': onehot(4, classes=3) is of a class that is not there: they count from 1",
        ),
    ],
)
def test_what_has_no_value_is_named_with_the_numbers_it_comes_from(tmp_path, formula, fault):
    text = f'[given]\nz = 0\nbig = 1000\n[forward]\ns = "{formula}"\nafter = "s*2"\n[marks]\nafter = 1\n"ds/dz" = 1\n'
    with pytest.raises(RubricError) as error:
        rubric(tmp_path, text)
    [found] = error.value.faults
    assert fault in str(found)


@pytest.mark.parametrize(
    ("formula", "loss", "gradient"),
    [
        ("cross_entropy(p, y)", -np.log(0.7), [-1 / 0.7, 0, 0]),
        ("-sum(y*log(p))", -np.log(0.7), [-1 / 0.7, 0, 0]),
        ("-(y @ log2(p))", -np.log2(0.7), [-1 / 0.7 / np.log(2), 0, 0]),
        ("sum(y*(log(q) - log(p)))", -np.log(1.4), [-1 / 0.7, 0, 0]),
        ("-sum(y*log(p) + (1 - y)*log(1 - p))", -np.log(0.7) * 2, [-1 / 0.7, 1 / 0.7, 1]),
        ("-sum(q*log(p))", None, None),
        ("sum(p*log(p))", 0.7 * np.log(0.7) + 0.3 * np.log(0.3), None),
        ("sum(p*(1/p))", None, None),
    ],
)
def test_0_times_the_logarithm_of_0_is_0(tmp_path, formula, loss, gradient):
    given = "[given]\np = [0.7, 0.3, 0]\ny = [1, 0, 0]\nq = [0.5, 0.25, 0.25]\n"
    text = f'{given}[forward]\nE = "{formula}"\n[marks]\nE = 1\n'
    for marks, expected in (("", loss), ('"dE/dp" = 1\n', gradient)):
        if expected is None:
            with pytest.raises(RubricError):
                rubric(tmp_path, text + marks)
        else:
            found = rubric(tmp_path, text + marks).values
            value = found["dE/dp" if marks else "E"][0, 0]
            np.testing.assert_allclose(value, expected, rtol=1e-12)


def test_where_all_terms_cancel_the_value_is_0_and_what_is_only_small_stays(tmp_path):
    path = tmp_path / "cancel.toml"
    path.write_text(
        """title = "x"
[given]
x = [[0.5, 0.3, -0.2, 0.1], [-0.1, 0.4, 0.2, -0.3]]
a = 0.1
s = -40
[forward]
G = "x @ x.T"
z = "a*3 - 0.3"
r = "relu(z)"
h = "sigmoid(s)"
[marks]
G = 4
"dr/dz" = 1
h = 1
""",
        encoding="utf-8",
    )
    values = refer(load(path).problems[0]).values
    assert values["G"][0, 0, 0, 1] == values["G"][0, 0, 1, 0] == values["z"].item() == 0
    assert values["dr/dz"].item() == 0  # at the kink, and not just above it
    assert values["h"].item() == pytest.approx(np.exp(-40), rel=1e-9)


def test_of_equal_ones_the_first_is_the_largest_whatever_floating_point_makes_of_them(tmp_path):
    text = """title = "tie"
[given]
a = 0.3
b = 0.1
[forward]
x = "[a, 3*b]"
m = "max(x)"
n = "max(a, 3*b)"
[marks]
"dm/dx" = 2
"dn/da" = 1
"dn/db" = 1
"""
    values = rubric(tmp_path, text).values
    assert values["dm/dx"][0, 0].tolist() == [1, 0]
    assert (values["dn/da"].item(), values["dn/db"].item()) == (1, 0)


def test_a_step_that_diverges_is_told_once(tmp_path):
    training = '[training]\nloss = "s"\nparameters = "z"\nrate = 10\nsteps = 1000\n'
    with pytest.raises(RubricError) as error:
        rubric(tmp_path, f'[given]\nz = 0\n[forward]\ns = "(z - 1)^2"\n{training}[marks]\ns = 1\n')
    assert len(error.value.faults) == 1


def test_thousands_of_quantities_and_no_limit_of_recursion(tmp_path):
    forward = '[repeat]\nt = "1..3000"\n[forward]\nh0 = "z"\n"h[t]" = "tanh(h[t-1]*w + z)"\nL = "h[3000]^2"\n'
    text = f'[given]\nz = 0.1\nw = 0.9\n{forward}[marks]\n"dL/dh[t]" = 1\n"dL/dw" = 1\n'
    found = rubric(tmp_path, text)
    assert len(found.asked) == 3001
    assert np.isfinite(found.values["dL/dw"]).all()
    total = rubric(tmp_path, f'[given]\nz = 1\n[forward]\ns = "{"+".join(["z"] * 5000)}"\n[marks]\n"ds/dz" = 1\n')
    assert total.values["ds/dz"].item() == 5000


def test_too_many_steps_of_too_many_quantities(tmp_path):
    forward = '[repeat]\nt = "1..500"\n[forward]\nh0 = "z"\n"h[t]" = "h[t-1]/2"\n'
    training = '[training]\nloss = "h500"\nparameters = "z"\nrate = 0.1\nsteps = 1000\n'
    with pytest.raises(RubricError, match="501 quantities in 1000 steps are too many"):
        rubric(tmp_path, f"[given]\nz = 1\n{forward}{training}[marks]\nh500 = 1\n")


def test_what_bounds_an_absolute_value_is_above_0(tmp_path):
    symbols = 'symbols = ["y", "t", "d", "c"]\n'
    found = rubric(tmp_path, symbols + '[forward]\nL = "huber(y, t, d) + (abs(y) > c)*t"\n[marks]\nL = 1\n').values
    assert (found["d"] > 0).all()
    assert (found["c"] > 0).all()
    assert (found["t"] < 0).any()


@pytest.mark.parametrize("roots", ["abcde", "abcdeghijk"])
def test_symbols_that_hardly_any_point_suits_are_drawn_again(tmp_path, roots):
    formula = " + ".join(f"sqrt({name})" for name in roots)
    symbols = ", ".join(f'"{name}"' for name in f"{roots}f")
    found = rubric(tmp_path, f'symbols = [{symbols}]\n[forward]\ny = "{formula} + abs(f)"\n[marks]\ny = 1\n')
    assert found.points == 16
    assert np.isfinite(found.values["y"]).all()
    assert len(roots) > 5 or set(np.sign(found.values["f"].ravel())) == {-1, 1}


def test_a_formula_with_a_value_at_hardly_any_point(tmp_path):
    with pytest.raises(RubricError, match="'y' has a value at hardly any point"):
        rubric(tmp_path, 'symbols = ["a"]\n[forward]\nz = "a^2"\ny = "log(a - 5)"\n[marks]\nz = 1\ny = 1\n')


@pytest.mark.parametrize(
    ("name", "index", "form"),
    [
        ("dL/dz", (1,), "p₁ − y₁"), ("dL/db", (), "p₁ − y₁"), ("dL/dw", (), "(p₁ − y₁)·x"),
        ("w'", (), "w − η·(p₁ − y₁)·x"), ("L", (), "−(y₁·ln(p₁) + (1 − y₁)·ln(p₂))"),
    ],
)  # fmt: skip
def test_what_is_asked_is_written_in_the_nearest_named_quantities(tmp_path, name, index, form):
    forward = 'z1 = "w*x + b"\nz = "[z1, 0]"\np = "softmax(z)"\nL = "-(y1*log(p[1]) + (1 - y1)*log(p[2]))"\n'
    training = '[training]\nloss = "L"\nparameters = ["w", "b"]\nrate = "eta"\n'
    marks = """[marks]\nL = 1\n"dL/dz" = 2\n"dL/dw" = 1\n"dL/db" = 1\n"w'" = 1\n"""
    symbols = 'symbols = ["w", "b", "x", "y1", "eta"]\n[forward]\n'
    assert show(shortest_form(name, index, rubric(tmp_path, symbols + forward + training + marks))) == form


NET = """symbols = ["w", "v", "x", "y", "eta"]
[forward]
s = "w*x"
h = "sigmoid(s)"
out = "tanh(v*h)"
E = "(out - y)^2"
[training]
loss = "E"
parameters = ["w", "v"]
rate = "eta"
[marks]
"dE/dw" = 1
"w'" = 1
"""


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("dE/dw", "2 · (out − y) · (1 − out²) · v · h·(1 − h) · x"),
        ("w'", "w − η · 2 · (out − y) · (1 − out²) · v · h·(1 − h) · x"),
    ],
)
def test_gradients_that_the_sheet_does_not_name_are_written_out(tmp_path, name, form):
    assert show(shortest_form(name, (), rubric(tmp_path, NET))) == form


def test_a_gradient_that_would_be_long_stays_by_its_name(tmp_path):
    forward = '[repeat]\nt = "1..30"\n[forward]\nh0 = "w*x"\n"h[t]" = "tanh(w*h[t-1] + h[t-1]*x)"\n'
    text = f'symbols = ["w", "x"]\n{forward}[marks]\n"dh30/dw" = 1\n"dh30/dh0" = 1\n'
    assert show(shortest_form("dh30/dh0", (), rubric(tmp_path, text))).startswith("∂h₃₀/∂h₁ · (1 − h₁²)")


def test_a_gradient_by_a_gradient_is_called_as_on_paper_where_it_has_no_value(referred):
    text = """
[given]
x = 0.5
w = 0
[forward]
D = "x*w"
n = "sqrt((dD/dx)^2)"
[marks]
"dn/dw" = 1
"""
    with pytest.raises(RubricError) as error:
        referred(text)
    assert error.value.faults[0].what.startswith("'∂n/∂(∂D/∂x)'")
