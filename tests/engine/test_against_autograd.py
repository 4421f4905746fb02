"""The engine's gradients against those of an independent library."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.engine import ONE, Name, evaluate, pullback
from grader.engine.expr import add, apply, mul, neg, number, sub

W, X, B, T = Name("W"), Name("x"), Name("b"), Name("t")
AFFINE = add(apply("matmul", X, apply("transpose", W)), B)


def softmax(z):
    e = anp.exp(z - anp.max(z, axis=-1, keepdims=True))
    return e / anp.sum(e, axis=-1, keepdims=True)


ACTIVATIONS = {
    "sigmoid": lambda z: 1 / (1 + anp.exp(-z)),
    "bipolar": lambda z: 2 / (1 + anp.exp(-z)) - 1,
    "tanh": anp.tanh,
    "relu": lambda z: anp.maximum(z, 0),
    "softplus": lambda z: anp.log(1 + anp.exp(z)),
    "softmax": softmax,
    "log_softmax": lambda z: anp.log(softmax(z)),
    "exp": anp.exp,
}


@pytest.mark.parametrize("activation", ACTIVATIONS)
@given(sizes=st.tuples(*[st.integers(1, 4)] * 3), seed=st.integers(0, 10**6))
@settings(max_examples=15, deadline=None)
def test_a_layer_with_squared_error(activation, sizes, seed):
    samples, inputs, outputs = sizes
    rng = np.random.default_rng(seed)
    values = {
        "W": rng.normal(size=(outputs, inputs)),
        "x": rng.normal(size=(samples, inputs)),
        "b": rng.normal(size=outputs),
        "t": rng.normal(size=(samples, outputs)),
    }
    shapes = {name: v.shape for name, v in values.items()}
    formula = apply("sum", apply("pow", sub(apply(activation, AFFINE), T), number(2)))
    received = pullback(formula, ONE, formula, shapes)
    lead = {name: v[None, None] for name, v in values.items()}

    def loss(W, x, b):
        return anp.sum((ACTIVATIONS[activation](x @ W.T + b) - values["t"]) ** 2)

    for position, name in enumerate(("W", "x", "b")):
        ours = sum(evaluate(term, lead) for term in received[name])[0, 0]
        theirs = autograd.grad(loss, position)(values["W"], values["x"], values["b"])
        np.testing.assert_allclose(np.broadcast_to(ours, shapes[name]), theirs, rtol=1e-9, atol=1e-12)


@given(seed=st.integers(0, 10**6))
@settings(max_examples=15, deadline=None)
def test_a_recurrence_that_shares_its_weight(seed):
    rng = np.random.default_rng(seed)
    w, x = rng.normal(), rng.normal(size=3)
    state = number(0)
    for i in range(3):
        state = apply("tanh", add(mul(Name("w"), state), apply("index", X, params=(i + 1,))))
    received = pullback(neg(state), ONE, neg(state), {"w": (), "x": (3,)})

    def loss(w):
        h = 0.0
        for i in range(3):
            h = anp.tanh(w * h + x[i])
        return -h

    lead = {"w": np.full((1, 1), w), "x": x[None, None]}
    ours = sum(evaluate(term, lead) for term in received["w"])
    np.testing.assert_allclose(ours.item(), autograd.grad(loss)(w), rtol=1e-9)
