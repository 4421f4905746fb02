"""Every way of writing a name means one thing, and names that differ stay apart."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.notation import Symbol, Vocabulary, after_update, key, plain, problem_heading
from grader.reference import refer, symbols
from grader.rubric import load
from tests.notation.written import vocabulary

RUBRICS = Path(__file__).parent.parent.parent / "rubrics"

ALIKE = [
    ["h₁", "h_1", "h_{1}", "h1", "𝐡₁", "ｈ１", "$h_1$", "h\u200b1"],
    ["x1", "х1", "х₁"],  # the letter of a Russian keyboard
    ["E_total", "Е_total", "Еtotal"],
    ["ŷ", "yhat", "y_hat", r"\hat{y}", "y hat", "y\u0302", "$\\hat y$"],
    ["ŷ₁", r"\hat{y}_1", r"\hat{y_1}", r"\hat{y_{1}}", r"\hat{\mathbf{y}_1}", r"\hat y_1"],
    ["m̂_t", r"\hat{m}_t", r"\hat{m_t}"],
    ["∂Div/∂w₁", "dDiv/dw1", "dDiv_dw1", "d(Div)/d(w_1)", r"\frac{\partial Div}{\partial w_1}", "∇_{w₁}Div",
     r"\( \frac{\partial Div}{\partial w_1} \)", r"\[\partial Div/\partial w_1\]",
     "∇_{w₁} Div",
     r"\nabla_{w_1} \text{Div}", "∂Div / ∂w_1", "gradient of Div wrt w1", "d/dw1 Div", "dDiv(ŷ,y)/dw1", "dDiv/dw1:",
     "δDiv/δw₁", "ΔDiv/Δw1", "d_Div/d_w1", "∂_Div/∂_w1", r"$\pdv{Div}{w_1}$", r"\dv{Div}{w_{1}}"],
    ["w₁'", "w1_new", "w1(1)", "updated w1", "w₁⁺", "new w1", "w1 after", "w1′", "w1_updated",
     "w_{1,new}", r"w_{1_{new}}", r"w_{1,\text{new}}", r"w_{1_{\text{new}}}", "w_{1 neu}"],
    ["w_{1,2}'", "w_{1,2,new}", "w_{1,2}^{new}"],
    ["w_{1,2}^1", "w^1_{1,2}", "w^{(1)}_{1,2}", "w¹₁,₂"],
    ["w_{12}^1'", "w_{12}^{(1)+}", "w^{1+}_{12}", r"w_{12}^{(1)\prime}", r"w_{12}^{[1],\text{new}}", "w_12^(1)+"],
    ["w_h1_o'", "w_{h1_o}'", r"w_{h1\_o}^{\text{new}}"],
    ["z^(1)", "z^{(1)}", "z⁽¹⁾", "z^[1]", "z^{[1]}", "z^1"],
    ["∂L/∂W^(2)", r"\frac{\partial L}{\partial W^{(2)}}", "dL/dW^[2]"],
    ["w^{(t+1)}", "w_{t+1}", "w(t+1)", "w^{t+1}", "w'"],
    ["z_in1", "z_{in1}"],
    ["v_W⁽²⁾", "v_{W}^{(2)}", "v_{W^{(2)}}", "v_{W^2}"],
    ["v_W2", "v_{W2}", "v_{W_2}", "v_{W_{2}}"],
    ["Δw₁", "Δw_1", "Delta_w1", "Δ_{w1}"],
    ["δ_h1", "δ_{h1}", "δh1", "delta_h1"],
    ["W1[1,2]", "W1_{1,2}", "W1[1][2]"],
    ["W1'[1,2]", "W1_new[1,2]", "new W1[1,2]", "W₁′[1,2]", "W1[1,2]'", "W1 new[1,2]",
     "W1new[1,2]", "W1 neu[1,2]", "W1 (new)[1,2]", "W1 new_{1,2}"],
    ["l_2^1' (sample 3)", "l_2^1 (sample 3)'", "updated l_2^1 (sample 3)"],
    ["E_total", "E_{total}", "E total", r"E_{\text{total}}", "Etotal"],
    ["net_h1", "net_{h1}", r"\mathrm{net}_{h1}"],
    ["w1.grad", "∂/∂w₁", "grad w1", "gradient of w1", "w1_grad", "w1 gradient", "Gradient von w1", "gradiente de w1",
     "gradiente di w1", "gradient de w₁", "градиент w1", "Ableitung nach w1", "derivada con respecto a w1"],
    ["∂L/∂w₁", "Ableitung von L nach w1", "dérivée de L par rapport à w1", "derivata di L rispetto a w1",
     "производная L по w1", "gradient L wrt w1"],
    ["w1 neu", "neues w1", "nuevo w1", "w1 nuevo", "nouveau w1", "w1 aggiornato", "novo w1", "новый w1",
     "w1 nach dem Update", "w1 mis à jour", "w1_plus"],
]  # fmt: skip


@pytest.mark.parametrize("names", ALIKE, ids=lambda names: names[0])
def test_spellings_of_one_name_agree(names):
    assert len({key(name) for name in names}) == 1


def test_different_names_differ():
    names = [
        "h1",
        "h2",
        "h12",
        "h1'",
        "w_{1,2}^1",
        "w_{2,1}^1",
        "w_{1,2}^2",
        "dDiv/dw1",
        "dDiv/dw2",
        "Div",
        "f",
        "f*",
        "ŷ",
        "y",
        "x1w1",
        "x1w2",
        "h1in",
        "h1out",
    ]
    assert len({key(name) for name in names}) == len(names)


@given(st.text(max_size=80))
def test_no_text_is_too_odd(text):
    key(text)
    plain(text)
    problem_heading(text)
    after_update(text)


@pytest.fixture(scope="module")
def cs637():
    return Vocabulary(s for p in load(RUBRICS / "cs637-hw1.toml").problems for s in symbols(refer(p)))


@pytest.fixture(scope="module")
def relu():
    return Vocabulary(s for p in load(RUBRICS / "relu-2-2-1.toml").problems for s in symbols(refer(p)))


def test_a_name_counts_for_every_problem_that_knows_it(cs637):
    assert [t.problem for t in cs637.find("∂Div/∂w₁")] == ["2", "3"]
    assert [t.problem for t in cs637.find("∂Div/∂w₁", "3")] == ["3"]
    assert [t.quantity for t in cs637.find("dL/dw3", "2")] == ["dDiv/dw3"]


def test_what_was_looked_up_is_forgotten_before_it_is_too_much(monkeypatch):
    monkeypatch.setattr("grader.notation.vocabulary._REMEMBERED", 2)
    names = Vocabulary(s for p in load(RUBRICS / "cs637-hw1.toml").problems for s in symbols(refer(p)))
    texts = ["h1", "nothing", "∂Div/∂w₁", "h_1", "nobody"]
    assert [len(names.find(text)) for text in texts] == [len(names.find(text)) for text in texts] == [2, 0, 2, 2, 0]
    assert len(names._found) <= 2


def test_case_is_forgiven_where_it_is_clear(cs637):
    assert {t.quantity for t in cs637.find("H1")} == {"h1"}
    assert {t.quantity for t in cs637.find("dDiv/dW_1")} == {"dDiv/dw1"}


def test_a_typing_error_is_suggested_only_when_one_name_is_near(cs637):
    assert cs637.find("dDvi/ds3") == ()
    assert cs637.nearest("dDvi/ds3") == "dDiv/ds3"
    assert cs637.nearest("q7") is None


def test_another_layers_weight_is_no_typing_error(tmp_path):
    path = tmp_path / "r.toml"
    given = "W1 = [[1, 2], [3, 4]]\nW2 = [[5, 6]]\nx = [1, 2]\neta = 1"
    training = "loss = 'L'\nparameters = ['W1', 'W2']\nrule = 'sgd'\nrate = 'eta'"
    path.write_text(
        f"title = 'T'\n[given]\n{given}\n[forward]\nL = 'sum(W2 @ (W1 @ x))'\n[training]\n{training}\n"
        '[marks]\n"dL/dW1" = 1\n"dL/dW2" = 1\n"W1\'" = 1\n"W2\'" = 1\n'
    )
    names = Vocabulary(s for p in load(path).problems for s in symbols(refer(p)))
    assert names.nearest("dLL/dW1[2,1]") == "dL/dW1[2,1]"
    assert names.nearest("new v_{2,1}^1") is None
    assert names.find("∂L/∂W^{(1)}_{2,1}")[0][1:] == ("dL/dW1", (2, 1))
    assert names.find("dL/dW121")[0][1:] == ("dL/dW1", (2, 1))
    assert names.find("new w_{2,1}^{(1)}")[0][1:] == ("W1'", (2, 1))
    assert names.find("∂L/∂W⁽²⁾")[0][1:] == ("dL/dW2", None)


def test_elements_columns_and_updates(relu):
    assert relu.find("w_{1,2}^1")[0][1:] == ("W1", (1, 2))
    assert relu.find("w¹₁,₂ new")[0][1:] == ("W1'", (1, 2))
    assert relu.find("∂MSE/∂b_1^2")[0][1:] == ("dMSE/db2", None)
    assert relu.find("MSE", updated=True)[0].quantity == "MSE'"
    assert relu.find("dW1[1,2]")[0][1:] == ("dMSE/dW1", (1, 2))
    [column] = relu.column("l_2^1")
    assert (column.symbol.quantity, column.column) == ("l1", 2)
    [column] = relu.column("l_1^2 = f(l_1^0, l_2^0)", updated=True)
    assert column.symbol.quantity == "f'"


@pytest.mark.parametrize("prime", ["'", " new", "_new", "+"])
@pytest.mark.parametrize("index", ["(1,2)", "(1; 2)", "[1;2]", "_1,2", "_{1;2}", "(1)(2)", "{1,2}", " (1, 2)"])
def test_an_index_in_any_brackets_with_a_prime_behind_it(relu, index, prime):
    assert relu.find(f"W1{index}{prime}")[0][1:] == ("W1'", (1, 2))


def test_an_index_behind_a_prime(relu):
    assert {relu.find(f"W1'{i}")[0][1:] for i in ("12", "_1,2", "[1;2]", "(1,2)")} == {("W1'", (1, 2))}


NEURON = """
given = { x = [1, 2], w = [0.5, -1] }
[forward]
x1w1 = "x1*w1"
n = "x1w1 + x2*w2"
o = "tanh(n)"
[names]
"do/dn" = "δ_o"
"do/dx" = "s^1"
[marks]
x1w1 = 1
o = 1
"do/dn" = 1
"do/dx" = 2
"do/dw" = 2
"""


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("n.grad", "do/dn"),
        ("dodn", "do/dn"),
        ("dodw1", "do/dw1"),
        ("δₒ", "do/dn"),
        ("x1w1", "x1w1"),
        ("s^1", "do/dx"),
        ("w2.grad", "do/dw2"),
    ],
)
def test_names_as_code_writes_them_and_names_of_gradients_mean_the_quantity(tmp_path, written, meant):
    assert [t.quantity for t in vocabulary(tmp_path, NEURON).find(written)] == [meant]


def test_a_name_of_its_own_comes_before_a_gradient_without_its_line(tmp_path):
    known = vocabulary(tmp_path, NEURON.replace('n = "x1w1', 'dodn = "2*x1"\nn = "x1w1'))
    assert [t.quantity for t in known.find("dodn")] == ["dodn"]


def test_a_derivative_of_the_loss_in_words():
    assert key("derivative of the Div with respect to w1") == key("dDiv/dw1")


CELL = Vocabulary([Symbol("", name, (), (name,)) for name in ("c", "h", "dL/dh", "cprev")])


@pytest.mark.parametrize(
    ("text", "quantity"), [("h_t", "h"), ("C_{t}", "c"), ("∂L/∂h_t", "dL/dh"), ("h(t)", "h"), ("c_{t-1}", None)]
)
def test_the_time_of_a_single_step_may_be_written(text, quantity):
    found = CELL.find(text)
    assert [target.quantity for target in found] == ([quantity] if quantity else [])


MOMENTUM = """
given = {W1 = [[0.5, 1], [2, 3]], x = [2, 1], eta = 0.1}
[forward]
z = "W1 @ x"
E = "sum(z^2)"
[training]
loss = "E"
parameters = ["W1"]
rule = "momentum"
rate = "eta"
[names]
"v'" = ["v", "speed of W1", "2nd speed"]
"W1'[1, 2]" = ["the other weight", "重み"]
E = ["損失関数 E", "speed"]
"dE/dz" = ["x"]
[marks]
E = 1
"dE/dz" = 2
"v'" = 4
"W1'" = 4
"""


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("v", ("v'", None)), ("Speed of W1", ("v'", None)), ("2nd speed:", ("v'", None)), ("v[1,2]", ("v'", (1, 2))),
        ("the other weight", ("W1'", (1, 2))), ("重み", ("W1'", (1, 2))),
        ("損失関数 E", ("E", None)), ("x", ("dE/dz", None)), ("speed", ("E", None)),
    ],
)  # fmt: skip
def test_what_the_rubric_calls_something_is_called_so(tmp_path, written, meant):
    assert [target[1:] for target in vocabulary(tmp_path, MOMENTUM).find(written)] == [meant]


def test_a_name_that_no_key_can_spell_is_that_after_the_step_under_its_heading(tmp_path):
    found = vocabulary(tmp_path, MOMENTUM).find("損失関数 E", updated=True)
    assert [target.quantity for target in found] == ["E'"]


VELOCITIES = """
[given]
x = 2
y = 1
W1 = [[0.3, 0.1], [0.2, 0.4]]
W2 = [[0.5, -0.2]]
v_W1 = [[0.1, 0.1], [0.1, 0.1]]
v_W2 = [[0.1, 0.1]]
[forward]
h = "W1 @ [x, 1]"
L = "sum((W2 @ h - y)^2)"
[training]
loss = "L"
parameters = ["W1", "W2"]
rule = "momentum"
momentum = 0.9
rate = 0.1
[names]
"v_W1'" = ["velocity(1) new"]
"dL/dh" = ["delta(1)"]
[marks]
"dL/dh" = 1
"v_W1'" = 4
"v_W2'" = 2
"""


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("v_W⁽²⁾ (new)", "v_W2'"), ("v_W⁽²⁾ new", "v_W2'"), ("new v_W⁽²⁾", "v_W2'"), ("v_W⁽²⁾'", "v_W2'"),
        ("v_W2 (new)", "v_W2'"), ("vW⁽¹⁾ new", "v_W1'"), ("v_{W^{(1)}}^{new}", "v_W1'"), ("v⁽²⁾_W new", "v_W2'"),
        ("v_W⁽²⁾", "v_W2"), ("velocity⁽¹⁾ (new)", "v_W1'"), ("velocity(1) new", "v_W1'"), ("δ⁽¹⁾", "dL/dh"),
        ("v_W⁽³⁾ new", None), ("δ⁽²⁾", None),
    ],
)  # fmt: skip
def test_the_layer_of_a_velocity_on_top(tmp_path, text, meant):
    assert [target.quantity for target in vocabulary(tmp_path, VELOCITIES).find(text)] == ([meant] if meant else [])


@pytest.mark.parametrize("norm", [r"\|g\|", r"\lVert g \rVert", r"\left\| g \right\|", r"\Vert g\Vert"])
def test_the_norm_of_a_symbol_in_latex(norm):
    assert key(norm) == key("||g||")
    assert key(r"\|\nabla L\|") != key(r"\nabla L")
