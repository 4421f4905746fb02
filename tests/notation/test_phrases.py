"""Quantities named in words, by what the rubric calls them."""

import pytest

from grader.notation import Vocabulary
from grader.reference import refer, symbols
from grader.rubric import load
from tests.answers.layouts.sheets import CS637, RELU, RUBRICS

MAZUR = Vocabulary(s for p in load(RUBRICS.parent / "tests/published/mazur.toml").problems for s in symbols(refer(p)))


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("net input of o1", "net_o1"), ("total net input to hidden neuron h1", "net_h1"), ("h1 net input", "net_h1"),
        ("output of neuron h2", "out_h2"), ("the activation of h1", "out_h1"), ("h1's output", "out_h1"),
        ("Net input h1", "net_h1"), ("Output o1", "out_o1"), ("output of hidden neuron h1", "out_h1"),
        ("Input i1", None), ("target output o1", None), ("derivative output o1", None), ("Error h1", None),
        ("error for o2", "E_o2"), ("error of o1", "E_o1"), ("delta of o1", "dE_total/dnet_o1"),
        ("total error", "E_total"), ("loss before update", "E_total"), ("initial loss", "E_total"),
        ("error after the update", "E_total'"), ("new total error", "E_total'"), ("loss after one step", "E_total'"),
        ("total error after the weight update", "E_total'"), ("updated weight w5", "w5'"),
        ("Loss (after update)", "E_total'"),
        ("gradient of the loss with respect to w5", "dE_total/dw5"), ("gradient of weight w5", "dE_total/dw5"),
        ("derivative of the total error with respect to out_o1", "dE_total/dout_o1"),
        ("derivative of error E_o1 w.r.t. the net input of o1", "dE_o1/dnet_o1"),
        ("gradient of the loss with respect to the output of hidden unit h1", "dE_total/dout_h1"),
        ("updated weights", "w'"), ("weights after the update", "w'"), ("gradients of the weights", "dE_total/dw"),
        ("weight gradients", "dE_total/dw"), ("updated biases", None),
        ("Compute the total error", "E_total"), ("What is the gradient of the loss w.r.t. w5?", "dE_total/dw5"),
        ("neuron h1", None), ("error of h1", None), ("bias h1", None), ("derivative of out_h1", None),
        ("sum of h1", None),
        ("derivative of out_o1 with respect to net_o1", None), ("target of o1", None), ("error after 3 updates", None),
        ("gradient of the loss", None), ("network output", None), ("delta w5", None), ("weight of o1", None),
    ],
)  # fmt: skip
def test_by_the_units_of_names(phrase, name):
    assert MAZUR.in_words(phrase) == ((name,) if name else ())


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("net input of h1", "s1"), ("weighted sum of neuron h1", "s1"), ("output of neuron h2", "h2"),
        ("output of s1", None),
        ("network output", "yhat"), ("output of the network", "yhat"), ("predicted value", "yhat"),
        ("output of neuron 2", None), ("final output", "yhat"), ("final value", None), ("output delta", None),
        ("gradient at h1", "dDiv/dh1"), ("gradient of the divergence wrt the net input of h2", "dDiv/ds2"),
        ("derivative of h1", None), ("derivative of h1 with respect to s1", None), ("loss after the update", None),
    ],
)  # fmt: skip
def test_by_what_is_the_activation_of_what(phrase, name):
    assert CS637.in_words(phrase) == ((name,) if name else ())


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("loss before the update", "MSE"),
        ("MSE before", "MSE"),
        ("initial loss", "MSE"),
        ("loss after one iteration", "MSE'"),
        ("final output", None),
    ],
)  # fmt: skip
def test_by_the_time(phrase, name):
    assert RELU.in_words(phrase) == ((name,) if name else ())


SOFTMAX = """
given = {X = [[1, 2], [3, 1]], Y = [[1, 0], [0, 1]], W1 = [[1, 2], [0, 1]], W2 = [[1, 0], [2, 1]], eta = 0.1}
[forward]
Z1 = "X @ W1"
A1 = "relu(Z1)"
Z2 = "A1 @ W2"
P = "softmax(Z2)"
L = "cross_entropy(P, Y)"
[training]
loss = "L"
parameters = ["W1", "W2"]
rule = "momentum"
rate = "eta"
[marks]
L = 1
"dL/dZ2" = 4
"v_W1'" = 4
"""


@pytest.fixture(scope="module")
def softmax(tmp_path_factory):
    path = tmp_path_factory.mktemp("rubric") / "r.toml"
    path.write_text(SOFTMAX)
    return Vocabulary(s for p in load(path).problems for s in symbols(refer(p)))


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("softmax output", "P"), ("output of the softmax", "P"), ("softmax probabilities", "P"), ("ReLU output", "A1"),
        ("hidden layer output", "A1"), ("hidden pre-activation", "Z1"), ("pre-activations of the hidden layer", "Z1"),
        ("output layer activation", "P"), ("net input of the output layer", "Z2"), ("sigmoid output", None),
        ("updated hidden layer output", "A1'"), ("gradient of the loss wrt the hidden layer output", "dL/dA1"),
        ("gradient of the cross-entropy loss with respect to W1", "dL/dW1"), ("hidden weights", None),
        ("velocity of W1", "v_W1'"), ("the momentum for W2 after the update", "v_W2'"), ("new velocity of W1", "v_W1'"),
        ("velocity of X", None),
    ],
)  # fmt: skip
def test_by_layers_functions_and_rules(softmax, phrase, name):
    assert softmax.in_words(phrase) == ((name,) if name else ())


@pytest.mark.parametrize("words", ["hidden layer output", "output of the hidden layer"])
def test_by_the_layer_where_one_quantity_is_such(words):
    assert (RELU.in_words(words), CS637.in_words(words)) == (("l1",), ())


def test_the_weights_are_what_alone_is_learnt():
    assert CS637.in_words("weight gradients") == ("dDiv/dw",)
    assert RELU.in_words("updated weights") == ()
