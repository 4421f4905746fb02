"""An element written out has the value that the whole formula has there."""

import numpy as np
import pytest

from grader.engine import Apply, Name, evaluate, names_in, parse, pullback, rename, shape_of, show, value
from grader.engine.elements.written_out import MOST, element
from grader.engine.expr import add, mul, number
from grader.reference import indices

RNG = np.random.default_rng(7)
ARRAYS = {"x": (3, 2), "W": (4, 2), "b": (4,), "v": (2,), "d": (3, 4), "c": (), "u": (3, 1)}
ARRAYS |= {"p": (2, 4, 4), "k": (2, 2, 2, 2), "q": (2, 2, 3, 3), "f": (1, 2, 2, 2)}
VALUES = {name: RNG.normal(size=shape) for name, shape in ARRAYS.items()}


@pytest.mark.parametrize(
    "formula",
    [
        "x @ W.T + b",
        "relu(x @ W.T + b)",
        "p @ d.T",
        "d[1:2,1:2] @ p[:,1:2]",
        "p @ p.T",
        "p @ b",
        "b @ p",
        "(d.T @ x)*2 - W",
        "x @ v",
        "v @ W.T",
        "outer(b, v)",
        "sum(d, axis=1)",
        "sum(d, axis=-1)",
        "sum(b)",
        "sum(x)",
        "mean(b)",
        "mean(d, axis=2)",
        "x[2,1]*v[1]",
        "d[2:3,1]",
        "d[3]",
        "sum((b - c)^2)",
        "d*u + c",
        "sigmoid(d)*(1 - sigmoid(d))",
        "v @ v",
        "c*v",
        "exp(d)/u",
        "softmax(v)",
        "softmax(d)*2",
        "max(b)",
        "max(d, axis=1)",
        "conv2d(d, x[1:2,:])",
        "conv2d(d, x[1:2,:], stride=2, padding=same)",
        "conv2d(d, x, padding=1)",
        "conv1d(b, v)",
        "conv1d(b, v, dilation=2, padding=2)",
        "conv2d(p, k)",
        "conv2d(q, f, padding=1)",
        "convtranspose1d(b, v, stride=2)",
        "convtranspose2d(d, x, stride=2, padding=1)",
        "convtranspose2d(p, k, dilation=2)",
        "diag(v)",
        "diag(d @ d.T)",
        "eye(3) - 1",
        "maxpool2d(p)",
        "maxpool2d(d)",
        "maxpool2d(d, 2, stride=1)",
        "avgpool1d(d, 2)",
        "var(v)",
        "var(d, axis=1)",
        "d - mean(d, axis=2, keepdims=1)",
        "layernorm(d)",
        "concat(v, 1, c)",
        "concat(x, W)[5,1]",
        "concat(d, x, axis=2)",
        "concat(1, d, c, axis=2)",
        "flatten(x)",
        "reshape(x, 2, 3)",
        "[v, x[1]]",
    ],
)
def test_every_element_has_its_value(formula):
    expr = parse(formula, set(ARRAYS))
    whole = evaluate(expr, {name: value(data) for name, data in VALUES.items()})[0, 0]
    for index in indices(whole.shape):
        written = element(expr, index, ARRAYS)
        assert written is not None
        numbers = {name: value(_at(name)) for name in names_in(written)}
        assert evaluate(written, numbers).item() == pytest.approx(float(whole[tuple(i - 1 for i in index)]))


@pytest.mark.parametrize(
    "formula",
    [
        "conv2d(d, x)",
        "conv2d(d, x, padding=same, stride=2)",
        "conv1d(b, v)",
        "conv1d(b, v, dilation=2, padding=2)",
        "conv2d(p, k)",
        "conv2d(p, k, stride=2, padding=1)",
        "conv2d(q, f)",
        "convtranspose2d(d, x, stride=2)",
        "diag(v)",
        "maxpool2d(d)",
        "maxpool2d(d, 2, stride=1)",
        "avgpool2d(p)",
        "maxpool1d(b, 3, stride=1)",
        "max(d, axis=1)",
        "max(v)",
        "p @ d.T",
        "p @ b",
        "b @ p",
        "d*u + c",
        "x*v[1]",
        "d[2:3,1]*2",
        "d[2]",
    ],
)
def test_the_gradients_of_convolutions_and_poolings_are_written_out_as_well(formula):
    whole = parse(formula, set(ARRAYS))
    shapes = {**ARRAYS, "g": shape_of(whole, ARRAYS), "y": shape_of(whole, ARRAYS)}
    numbers = {**VALUES, "g": RNG.normal(size=shapes["g"])}
    for name, terms in pullback(whole, Name("g"), Name("y"), shapes).items():
        right = evaluate(terms[0], {n: value(data) for n, data in numbers.items()})[0, 0]
        for index in indices(ARRAYS[name]):
            written = element(terms[0], index, shapes)
            used = {n: value(_at(n, numbers)) for n in names_in(written)}
            assert evaluate(written, used).item() == pytest.approx(float(right[tuple(i - 1 for i in index)]))


def _at(name, numbers=VALUES):
    base, _, place = name.partition("[")
    return numbers[base][tuple(int(i) - 1 for i in place.rstrip("]").split(","))] if place else numbers[base]


@pytest.mark.parametrize("formula", ["sum(outer(b, b))", "amax"])
def test_what_is_no_short_formula_of_elements_is_not_written_out(formula):
    names = {**ARRAYS, "amax": (MOST + 1,)}
    expr = parse("sum(amax)" if formula == "amax" else formula, set(names))
    assert element(expr, (), names) is None


def test_what_is_summed_up_within_a_formula_may_stand_there_as_a_number():
    expr = parse("(d - mean(d, axis=1))/sqrt(var(d, axis=1) + c)", set(ARRAYS))
    written = element(expr, (1, 2), ARRAYS, lambda part, index: Name(f"<{show(part)} at {index}>"))
    means, variances = "<mean(d, axis=1) at (2,)>", "<var(d, axis=1) at (2,)>"
    names = {"a": "d[1,2]", "m": means, "v": variances}
    assert written == rename(parse("(a - m)/sqrt(v + c)", {"c", *names}), names)


@pytest.mark.parametrize(
    ("slip", "params"),
    [
        ("sibling", (1, 0)),
        ("without", (0, 1)),
        ("only", (1, 2)),
        ("negated", (0, 0)),
        ("put_for", (1, 0, 2)),
        ("swapped", (1, 0, 2)),
        ("read_as", (0.3, 1, 2)),
    ],
)
def test_what_a_slip_has_in_an_elements_place_is_written_there(slip, params):
    expr = Apply(slip, (Name("d"),), params)
    whole = evaluate(expr, {"d": value(VALUES["d"])})[0, 0]
    for index in indices(whole.shape):
        written = element(expr, index, ARRAYS)
        numbers = {name: value(_at(name)) for name in names_in(written)}
        assert evaluate(written, numbers).item() == pytest.approx(float(whole[tuple(i - 1 for i in index)]))


def test_a_number_may_be_put_into_every_place_of_a_part():
    """As a slip has it that leaves the matrix out of the gradient of a penalty."""
    put = Apply("put", (Name("c"),), ((2, 3), ("slice", None, None), ("slice", 2, 3)))
    assert evaluate(put, {"c": np.array([[0.5, 0.7]])})[0, 1].tolist() == [[0, 0.7, 0.7]] * 2


def test_one_number_for_the_gradient_of_a_convolution_is_that_at_every_place():
    left = Apply("conv2d_weights", (Name("X"), number(0.5)), ((2, 2),))
    found = element(left, (1, 1), {"X": (3, 3)})
    met = [Name(name) for name in ("X[1,1]", "X[1,2]", "X[2,1]", "X[2,2]")]
    assert found == add(*[mul(name, number(0.5)) for name in met])
    back = Apply("conv2d_input", (number(0.5), Name("K")), ((3, 3),))
    assert element(back, (2, 2), {"K": (2, 2)}) == mul(Name("K[2,2]"), number(0.5))
