"""Functions by name against an independent library, for a whole class at once, and at their extremes."""

import math
import re
from pathlib import Path

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.engine import FUNCTIONS, ONE, Name, evaluate, parse, pullback, shape_of, show, tidied
from grader.errors import FormulaError

from .test_derivatives import CASES


def softmax(z):
    e = anp.exp(z - anp.max(z, axis=-1, keepdims=True))
    return e / anp.sum(e, axis=-1, keepdims=True)


def normalised(x, axis):
    centred = x - anp.mean(x, axis=axis, keepdims=True)
    return centred / anp.sqrt(anp.mean(centred**2, axis=axis, keepdims=True) + 1e-5)


BY_NAME = {
    "sum(leakyrelu(x))": lambda x, _: anp.sum(anp.where(x > 0, x, 0.01 * x)),
    "sum(y*leakyrelu(x, 0.2))": lambda x, y: anp.sum(y * anp.where(x > 0, x, 0.2 * x)),
    "sum(y*elu(x))": lambda x, y: anp.sum(y * anp.where(x > 0, x, anp.exp(x) - 1)),
    "sum(selu(x))": lambda x, _: anp.sum(
        1.0507009873554805 * anp.where(x > 0, x, 1.6732632423543772 * (anp.exp(x) - 1))
    ),
    "sum(y*swish(x))": lambda x, y: anp.sum(y * x / (1 + anp.exp(-x))),
    "sum(y*gelu_tanh(x))": lambda x, y: anp.sum(
        y * 0.5 * x * (1 + anp.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))
    ),
    "sum(y*hardsigmoid(x))": lambda x, y: anp.sum(y * anp.clip(x / 6 + 0.5, 0, 1)),
    "sum(y*where(x, x^2, -x))": lambda x, y: anp.sum(y * anp.where(x > 0, x**2, -x)),
    "sse(x, y)": lambda x, y: anp.sum((x - y) ** 2),
    "half_sse(x, y)": lambda x, y: anp.sum((x - y) ** 2) / 2,
    "mse(x, y)": lambda x, y: anp.mean((x - y) ** 2),
    "half_mse(x, y)": lambda x, y: anp.mean((x - y) ** 2) / 2,
    "sum(y*hardtanh(x))": lambda x, y: anp.sum(y * anp.clip(x, -1, 1)),
    "sum(y*softsign(x))": lambda x, y: anp.sum(y * x / (1 + anp.abs(x))),
    "huber(x, y, 0.8)": lambda x, y: anp.mean(
        anp.where(anp.abs(x - y) < 0.8, (x - y) ** 2 / 2, 0.8 * (anp.abs(x - y) - 0.4))
    ),
    "mae(x, y)": lambda x, y: anp.mean(anp.abs(x - y)),
    "bce(sigmoid(x), sigmoid(y))": lambda x, y: anp.mean(anp.log(1 + anp.exp(x)) - x / (1 + anp.exp(-y))),
    "bce_logits(x, y)": lambda x, y: anp.mean(anp.log(1 + anp.exp(x)) - x * y),
    "cross_entropy(softmax(x), y)": lambda x, y: -anp.mean(anp.sum(y * anp.log(softmax(x)), axis=-1)),
    "cross_entropy_logits(x, y)": lambda x, y: -anp.mean(anp.sum(y * anp.log(softmax(x)), axis=-1)),
    "hinge(x, sign(y))": lambda x, y: anp.mean(anp.maximum(0, 1 - anp.sign(y) * x)),
    "kl_normal(x, y)": lambda x, y: -0.5 * anp.sum(1 + y - x**2 - anp.exp(y)),
    "l1(x) + l2(y)": lambda x, y: anp.sum(anp.abs(x)) + anp.sum(y**2),
    "sum(y*batchnorm(x))": lambda x, y: anp.sum(y * normalised(x, 0)),
    "sum(x*layernorm(y, gamma=x, beta=2))": lambda x, y: anp.sum(x * (x * normalised(y, -1) + 2)),
    "sum(std(x, axis=2))": lambda x, _: anp.sum(anp.std(x, axis=1)),
    "std(x)": lambda x, _: anp.std(x),
    "norm(x)": lambda x, _: anp.sqrt(anp.sum(x**2)),
    "sum(y*x/norm(x, axis=2, keepdims=1))": lambda x, y: anp.sum(
        y * x / anp.sqrt(anp.sum(x**2, axis=1, keepdims=True))
    ),
    "sum(clip(x, -0.5, 0.5)*y)": lambda x, y: anp.sum(anp.clip(x, -0.5, 0.5) * y),
    "sum(y/sum(x^2, axis=2, keepdims=1))": lambda x, y: anp.sum(y / anp.sum(x**2, axis=1, keepdims=True)),
    "sum(min(x, axis=1))": lambda x, _: anp.sum(anp.min(x, axis=0)),
    "sum((softmax(x @ y.T / sqrt(3)) @ y)^2)": lambda x, y: anp.sum((softmax(x @ y.T / 3**0.5) @ y) ** 2),
    "sum(y @ inv(x.T @ x) @ y.T)": lambda x, y: anp.sum(y @ anp.linalg.inv(x.T @ x) @ y.T),
    "sum(flatten(x)*reshape(y, 12))": lambda x, y: anp.sum(x * y),
    "sum(concat(x[:2], y[2:3], axis=1)^2)": lambda x, y: anp.sum(x[:2] ** 2) + anp.sum(y[1:3] ** 2),
}


@pytest.mark.parametrize("formula", BY_NAME)
@given(seed=st.integers(0, 10**6))
@settings(max_examples=6, deadline=None)
def test_a_function_by_name_has_the_value_and_the_gradient_of_an_independent_library(formula, seed):
    rng = np.random.default_rng(seed)
    values = {name: rng.normal(size=(4, 3)) for name in ("x", "y")}
    shapes = {name: v.shape for name, v in values.items()}
    lead = {name: v[None, None] for name, v in values.items()}
    expr = tidied(parse(formula), shapes)
    assert evaluate(expr, lead).item() == pytest.approx(BY_NAME[formula](values["x"], values["y"]), rel=1e-9, abs=1e-12)
    received = pullback(expr, ONE, Name("out"), {**shapes, "out": ()})
    lead["out"] = evaluate(expr, lead)

    def loss(x, y):
        return BY_NAME[formula](x, y) + 0 * anp.sum(x * y)  # autograd wants each to be used

    for position, name in enumerate("xy"):
        ours = sum((evaluate(term, lead)[0, 0] for term in received.get(name, [])), np.zeros(()))
        theirs = autograd.grad(loss, position)(values["x"], values["y"])
        np.testing.assert_allclose(np.broadcast_to(ours, (4, 3)), theirs, rtol=1e-8, atol=1e-11)


def test_a_hard_sigmoid_is_flat_at_its_kinks():
    slopes = pullback(parse("hardsigmoid(x)"), ONE, Name("out"), {"x": (3,), "out": (3,)})["x"]
    assert sum(evaluate(term, {"x": np.array([[[-3.0, 0, 3]]])}) for term in slopes).ravel() == pytest.approx(
        [0, 1 / 6, 0]
    )


def test_a_macro_stands_for_what_is_printed():
    assert show(parse("cross_entropy(p, y) + 0.5*lambda*l2(W)")) == "−mean(sum(y·ln(p), axis=-1)) + 0.5·λ·(ΣW²)"
    assert show(parse("maxpool2d(x)")) == "maxpool2d(x, size=2)"
    assert show(parse("convolve2d(x, w, padding=full)")) == "conv2d(x, flip(w, dims=2), padding=full)"


@pytest.mark.parametrize(("name", "formula", "shapes"), CASES)
def test_a_class_is_evaluated_at_once_as_each_student_and_point_alone(name, formula, shapes):
    rng = np.random.default_rng(7)
    leads = ((3, 2), (3, 1), (1, 2))
    values = {n: rng.uniform(0.3, 1.8, (*lead, *s)) for n, s, lead in zip("xy", shapes, leads, strict=False)}
    together = np.broadcast_to(
        evaluate(formula, values), (3, 2, *shape_of(formula, dict(zip("xy", shapes, strict=False))))
    )
    for student in range(3):
        for point in range(2):
            alone = {
                n: np.broadcast_to(v, (3, 2, *v.shape[2:]))[student : student + 1, point : point + 1]
                for n, v in values.items()
            }
            np.testing.assert_allclose(
                together[student, point], evaluate(formula, alone)[0, 0], rtol=1e-12, err_msg=name
            )


@pytest.mark.parametrize(("name", "formula", "shapes"), CASES)
def test_a_class_of_nobody_has_values_of_the_same_shape(name, formula, shapes):
    values = {n: np.ones((0, 2, *s)) for n, s in zip("xy", shapes, strict=False)}
    assert evaluate(formula, values).shape[2:] == shape_of(formula, dict(zip("xy", shapes, strict=False))), name


@pytest.mark.parametrize("pool", ["maxpool2d", "avgpool2d"])
@pytest.mark.parametrize("lead", [(3, 1), (1, 2), (3, 2)])
def test_a_pooling_s_gradient_is_that_of_each_student_and_point(pool, lead):
    shapes = {"x": (2, 4, 4), "y": (2, 2, 2)}
    [back] = pullback(parse(f"{pool}(x)"), Name("g"), Name("y"), {**shapes, "g": shapes["y"]})["x"]
    rng = np.random.default_rng(1)
    values = {"x": rng.normal(size=(*lead, 2, 4, 4)), "g": rng.normal(size=(*lead, 2, 2, 2))}
    values["y"] = evaluate(parse(f"{pool}(x)"), values)
    together = evaluate(back, values)
    for student, point in np.ndindex(*lead):
        alone = {n: v[student : student + 1, point : point + 1] for n, v in values.items()}
        np.testing.assert_allclose(together[student, point], evaluate(back, alone)[0, 0], rtol=1e-12)


def brute_convolution(x, w, stride, before, after):
    """[sample, channel, row, column] with [filter, channel, row, column], by loops."""
    x = np.pad(x, ((0, 0), (0, 0), (before, after), (before, after)))
    n, f, rows, columns = len(x), len(w), *(np.array(x.shape[2:]) - w.shape[2:]) // stride + 1
    y = np.zeros((n, f, rows, columns))
    for s, k, i, j in np.ndindex(*y.shape):
        part = x[s, :, i * stride : i * stride + w.shape[2], j * stride : j * stride + w.shape[3]]
        y[s, k, i, j] = (part * w[k]).sum()
    return y


@given(
    sizes=st.tuples(*[st.integers(1, 3)] * 3), side=st.integers(3, 6), kernel=st.integers(1, 3),
    stride=st.integers(1, 3), padding=st.integers(0, 2), seed=st.integers(0, 10**6),
)  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_convolution_is_what_loops_make_of_it(sizes, side, kernel, stride, padding, seed):
    n, channels, filters = sizes
    rng = np.random.default_rng(seed)
    x, w = rng.normal(size=(n, channels, side, side)), rng.normal(size=(filters, channels, kernel, kernel))
    expected = brute_convolution(x, w, stride, padding, padding)
    formula = parse(f"conv2d(x, w, stride={stride}, padding={padding})")
    found = evaluate(formula, {"x": x[None, None], "w": w[None, None]})[0, 0]
    np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-12)
    lines = {"x": x[None, None, :, :, :, 0], "w": w[None, None, :, :, :, 0]}
    found = evaluate(parse(f"conv1d(x, w, stride={stride})"), lines)[0, 0]
    expected = brute_convolution(x[..., :1], w[..., :1], stride, 0, 0)[..., 0]
    np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-12)


def numpy_values(text, **values):
    return evaluate(parse(text), {n: np.asarray(v, float)[None, None] for n, v in values.items()})[0, 0].tolist()


def test_convolution_flips_only_where_it_says_so():
    assert numpy_values("conv1d(x, w)", x=[1, 2, 3, 4], w=[1, 0, -1]) == [-2, -2]
    assert numpy_values("convolve1d(x, w)", x=[1, 2, 3, 4], w=[1, 0, -1]) == [2, 2]
    assert numpy_values("convolve1d(x, w, padding=full)", x=[1, 2, 3], w=[0, 1, 0.5]) == [0, 1, 2.5, 4, 1.5]
    assert numpy_values("conv1d(x, w, padding=same)", x=[1, 2, 3, 4], w=[1, 1, 1]) == [3, 6, 9, 7]


def test_a_matrix_without_an_inverse_harms_no_other():
    found = evaluate(parse("inv(x)"), {"x": np.array([[[[1.0, 2], [2, 4]], [[2, 0], [0, 4]]]])})[0]
    assert np.isnan(found[0]).all()
    assert found[1].tolist() == [[0.5, 0], [0, 0.25]]


def test_the_taps_of_a_dilated_filter_lie_apart():
    x, w = [1, 2, 3, 4, 5, 6], [1, 10, 100]
    assert numpy_values("conv1d(x, w, dilation=2)", x=x, w=w) == [531, 642]
    assert numpy_values("convolve1d(x, w, dilation=2)", x=x, w=w) == [135, 246]
    assert numpy_values("conv1d(x, w, dilation=2, padding=same)", x=x, w=w) == [310, 420, 531, 642, 53, 64]
    with pytest.raises(FormulaError, match="a window of 7 does not fit into 6"):
        shape_of(parse("conv1d(x, w, dilation=3)"), {"x": (6,), "w": (3,)})


def test_pooling():
    x = [[1, 2, 5, 0], [4, 3, 1, 1], [0, 0, 7, 8], [9, 0, 6, 5]]
    assert numpy_values("maxpool2d(x)", x=x) == [[4, 5], [9, 8]]
    assert numpy_values("avgpool2d(x)", x=x) == [[2.5, 1.75], [2.25, 6.5]]
    assert numpy_values("maxpool2d(x, size=3, stride=1)", x=x) == [[7, 8], [9, 8]]
    assert numpy_values("maxpool1d(x, size=2)", x=x[0]) == [2, 5]


def test_the_gradient_of_max_pooling_goes_to_the_first_of_equal_ones():
    received = pullback(parse("sum(maxpool1d(x, size=3))"), ONE, Name("out"), {"x": (3,), "out": ()})
    assert evaluate(received["x"][0], {"x": np.array([[[2.0, 5.0, 5.0]]])}).tolist() == [[[0, 1, 0]]]


@pytest.mark.parametrize(
    ("text", "x", "expected"),
    [
        ("softmax(x)", [1000, 1000, -1000], [0.5, 0.5, 0]),
        ("log_softmax(x)", [1000, 0, -1000], [0, -1000, -2000]),
        ("softplus(x)", [1000, -1000], [1000, 0]),
        ("sigmoid(x)", [1000, -1000], [1, 0]),
        ("swish(x)", [1000, -1000], [1000, 0]),
        ("elu(x)", [1000, -1000], [1000, -1]),
        ("gelu(x)", [1000, -1000], [1000, 0]),
        ("gelu_tanh(x)", [1000, -1000], [1000, 0]),
        ("gelu(x)", [0], [0]),
        ("tanh(x)", [1000, -1000], [1, -1]),
        ("bce_logits(x, 1)", [1000], 0),
        ("bce_logits(x, 0)", [1000], 1000),
        ("cross_entropy_logits(x, onehot(2, classes=2))", [1000, 0], 1000),
    ],
)
def test_at_its_extremes_a_function_is_exact(text, x, expected):
    assert numpy_values(text, x=x) == expected


def test_far_to_the_left_gelu_keeps_its_digits():
    """Φ(−10) as in tables of the normal distribution; the approximation worked out to fifty digits."""
    assert numpy_values("gelu(x)", x=-10.0) == pytest.approx(-7.61985302416052606e-23, rel=1e-12)
    assert numpy_values("gelu_tanh(x)", x=-6.0) == pytest.approx(-8.439646700762297e-11, rel=1e-12)


@pytest.mark.parametrize("text", ["relu(x)", "leakyrelu(x, 0)", "abs(x)", "step(x)", "where(x, x, 0)", "max(0, x)"])
def test_at_its_kink_a_derivative_is_0(text):
    received = pullback(parse(text), ONE, Name("out"), {"x": (), "out": ()}).get("x", [])
    assert sum(evaluate(term, {"x": np.zeros((1, 1))}).item() for term in received) == 0


@pytest.mark.parametrize(("text", "slope"), [("leakyrelu(x, 0.2)", 0.2), ("elu(x, 2)", 2), ("selu(x)", 1.7580993408)])
def test_at_its_kink_a_derivative_is_that_from_the_left(text, slope):
    received = pullback(parse(text), ONE, Name("out"), {"x": (), "out": ()})["x"]
    assert sum(evaluate(term, {"x": np.zeros((1, 1))}).item() for term in received) == pytest.approx(slope)


def test_a_transposed_convolution_lays_the_filter_once_for_each_number():
    square = [[0, 1], [2, 3]]
    plain = [[0, 0, 1], [0, 4, 6], [4, 12, 9]]
    apart = [[0, 0, 0, 1], [0, 0, 2, 3], [0, 2, 0, 3], [4, 6, 6, 9]]
    assert numpy_values("convtranspose2d(x, x)", x=square) == plain
    assert numpy_values("convtranspose2d(x, x, stride=2)", x=square) == apart
    assert numpy_values("convtranspose2d(x, x, padding=1)", x=square) == [[4]]
    assert numpy_values("convtranspose1d(x, w)", x=[[1, 2], [3, 4]], w=[[[1]], [[10]]]) == [[31, 42]]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("convtranspose2d(x, x, padding=same)", "a padding of same"),
        ("convtranspose2d(x, x, padding=2)", "nothing is left within a padding of 2"),
        ("convtranspose2d(x[1], x)", "a transposed convolution of 1 axis with weights of 2"),
        ("convtranspose1d(x, [x, x, x])", "2 channels, but weights for 3"),
        ("diag(x[:,1:1])", "the diagonal of 2×1"),
    ],
)
def test_what_cannot_be_transposed_or_has_no_diagonal(text, what):
    with pytest.raises(FormulaError, match=re.escape(what)):
        shape_of(parse(text), {"x": (2, 2)})


def test_diagonals_and_the_identity():
    assert numpy_values("diag(v)", v=[1, 2]) == [[1, 0], [0, 2]]
    assert numpy_values("diag(m) + trace(m)", m=[[1, 2], [3, 4]]) == [6, 9]
    assert numpy_values("m - 2*eye(2)", m=[[1, 2], [3, 4]]) == [[-1, 2], [3, 2]]
    assert show(parse("m - 2*eye(2)"), ascii=True) == "m - 2*eye(2)"
    for faulty in ("eye(0)", "eye(1.5)", "eye(n)", "eye(5000)"):
        with pytest.raises(FormulaError, match="takes the number of its rows"):
            parse(faulty)


def test_the_place_of_the_largest_counts_from_1_and_the_first_of_equal_ones_has_it():
    x = [[1, 3, 3], [0.3, 0.1 * 3, 0]]
    assert numpy_values("argmax(x, axis=2)", x=x) == [2, 1]
    assert numpy_values("argmax(x, axis=1, keepdims=1)", x=x) == [[1, 1, 1]]
    assert numpy_values("argmax(x)", x=x) == 2
    assert numpy_values("onehot(argmax(x, axis=2), classes=3)", x=x) == [[0, 1, 0], [1, 0, 0]]
    assert "x" not in pullback(parse("argmax(x)"), ONE, Name("y"), {"x": (3,), "y": ()})


def test_beside_a_diagonal_all_is_0_whatever_stands_on_it():
    found = evaluate(parse("diag(x)"), {"x": np.array([[[-1.5, np.inf]]])})[0, 0]
    assert found.tolist() == [[-1.5, 0], [0, np.inf]]
    assert not np.signbit(found[found == 0]).any()


def test_class_numbers_as_rows():
    assert numpy_values("onehot(y, classes=3)", y=[2, 3]) == [[0, 1, 0], [0, 0, 1]]
    assert np.isnan(numpy_values("onehot(y, classes=3)", y=4)).all()
    assert numpy_values("onehot(ids, classes=3) @ E", ids=[3, 1], E=[[1, 2], [3, 4], [5, 6]]) == [[5, 6], [1, 2]]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("kl_normal(x)", "kl_normal is given 1 argument"),
        ("mse(x, y, x)", "mse is given 3 arguments"),
        ("mse(x, yhat=x)", "mse is given 'yhat' twice"),
        ("cross_entropy(x, 2)", "the target of cross_entropy is a number, 2, and not one for each class"),
        ("mse(x, gamma=x)", "mse has no setting 'gamma'"),
        ("sum(x, keepdims=1)", "keepdims needs an axis"),
        ("reshape(x, 2, y)", "the lengths of a new shape are whole numbers"),
        ("maxpool2d(x, size=1.5)", "the size of maxpool2d is not a whole number"),
        ("batchnorm(" * 12 + "x" + ")" * 12, "the formula grows too large with batchnorm"),
        ("*".join("x" * 200), "a product of more than 100 factors"),
        ("(" * 9000 + "x" + ")" * 9000 + "+" + "-" * 1000 + "x", "the formula is nested too deeply"),
    ],
)
def test_a_faulty_call(text, what):
    with pytest.raises(FormulaError) as caught:
        parse(text, ["x", "y"])
    assert caught.value.what == what


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("outer(concat(x, x, x, x, x, x), concat(x, x, x, x, x, x))", "an array of 1200×1200 elements"),
        ("outer(x, 2)", "shapes do not fit: 200 ⊗ a number"),
        ("outer(x, outer(x, x))", "shapes do not fit: 200 ⊗ 200×200"),
        ("onehot(x, classes=100000000)", "an array of 200×100000000 elements"),
        ("conv2d(outer(x, x), outer(x, x), padding=9)", "a convolution too large to work out"),
        ("conv1d(x, reshape(x, 2, 100), stride=0)", "a stride of 0"),
        ("conv1d(x, x, padding=100000000)", "a padding of 100000000"),
        ("conv1d(x[1:3], x)", "a window of 200 does not fit into 3"),
        ("conv1d(x, reshape(x, 1, 2, 100))", "a convolution of 1 axis with weights of 3"),
        ("reshape(x, 3, 3)", "200 elements do not make 3×3"),
        ("onehot(x)", "onehot needs to know how many classes there are"),
        ("maxpool2d(x)", "too few axes to pool over"),
        ("concat(x, x, axis=3)", "axis 3 does not exist"),
        ("concat(outer(x, x), x)", "the parts of concat do not fit: 200×200 and 200"),
        ("x[2:201]", "the slice 2:201 is not within 1 … 200"),
        ("x[3:2]", "the slice 3:2 is not within 1 … 200"),
        ("x[201:]", "the slice 201:200 is not within 1 … 200"),
    ],
)
def test_shapes_that_cannot_be(text, what):
    with pytest.raises(FormulaError) as caught:
        shape_of(parse(text), {"x": (200,)})
    assert caught.value.what == what


def test_the_readme_lists_every_function():
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    table = readme.partition("### What a formula may say")[2].partition("Logarithms are natural")[0]
    listed = {*re.findall(r"[a-z]\w*", " ".join(re.findall(r"`([^`]*)`", table)))}
    synonyms = {
        "logistic",
        "ln",
        "silu",
        "leaky_relu",
        "linear",
        "matmul",
        "windows",
        "bce_logits",
        "cross_entropy_logits",
    }
    assert {*FUNCTIONS} - listed == synonyms
