"""Every derivative rule against a central difference along random directions, over random shapes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.engine import ELEMENTWISE, ONE, PRIMITIVES, Apply, Expr, Name, evaluate, parse, pullback, shape_of
from grader.engine.expr import add, apply, mul, number

SHAPES = st.sampled_from([(), (3,), (2, 3), (4, 2), (1,), (1, 1)])
PAIRS = [
    ((), ()), ((3,), (3,)), ((2, 3), (3,)), ((3,), ()), ((2, 1), (2, 3)),
    ((1,), ()), ((1,), (3,)), ((1, 3), (2, 1)), ((1, 1), (3,)), ((2, 1), (3,)), ((4, 2, 3), (2, 1)),
    ((1, 2), (4, 1, 2)),
]  # fmt: skip
BINARY = ["add", "mul", "div", "pow", "max", "min", "leaky_relu", "elu"]
UNARY = [name for name in ELEMENTWISE if name not in {*BINARY, "where", "is_max", "is_min"}]
STEPS = {"step", "sign", "is_max", "is_min", "winners", "onehot", "argmax", "eye"}
ANSWERED = {"product"}
SLIPS = {"sibling", "without", "only", "negated", "put_for", "swapped", "read_as", "weighed", "latest"}

X, Y = Name("x"), Name("y")
CONV = [  # (input, weights, settings)
    ("conv1d", (6,), (3,), ()),
    ("conv1d", (2, 5), (3, 2, 2), (("padding", "same"),)),
    ("conv1d", (2, 2, 7), (3, 2, 3), (("stride", 2),)),
    ("conv1d", (2, 2, 8), (3, 2, 3), (("dilation", 2), ("padding", 1), ("stride", 2))),
    ("conv2d", (4, 5), (2, 3), ()),
    ("conv2d", (5, 5), (2, 2), (("dilation", 2),)),
    ("conv2d", (4, 4), (2, 3, 3), (("padding", 1),)),
    ("conv2d", (2, 4, 4), (2, 3, 3), (("padding", "same"), ("stride", 2))),
    ("conv2d", (3, 4, 4), (2, 2), (("padding", "full"),)),
    ("conv2d", (2, 4, 4), (3, 2, 2, 2), ()),
    ("conv2d", (2, 2, 5, 4), (3, 2, 2, 2), (("stride", 2),)),
    ("conv2d", (2, 2, 4, 4), (2, 2, 2), ()),
]


TRANSPOSED = [
    ("conv1d_transposed", (3,), (2,), (("stride", 2),)),
    ("conv1d_transposed", (2, 3, 3), (3, 2, 4), (("padding", 1), ("stride", 2))),
    ("conv2d_transposed", (2, 2), (2, 2), ()),
    ("conv2d_transposed", (3, 2, 2), (2, 3), (("stride", 2),)),
    ("conv2d_transposed", (2, 3), (2, 2, 2), ()),
    ("conv2d_transposed", (2, 2, 3), (2, 2, 2), (("dilation", 2),)),
    ("conv2d_transposed", (2, 2, 2), (2, 3, 3, 3), (("padding", 1), ("stride", 2))),
    ("conv2d_transposed", (2, 3, 2, 2), (3, 2, 2, 3), (("stride", 3),)),
]


def convolutions():
    """Each convolution, and each of its two gradients as functions themselves."""
    for name, x, w, params in CONV:
        y = shape_of(apply(name, X, Y, params=params), {"x": x, "y": w})
        yield name, apply(name, X, Y, params=params), (x, w)
        yield f"{name}_weights", apply(f"{name}_weights", X, Y, params=(w, *params)), (x, y)
        yield f"{name}_input", apply(f"{name}_input", X, Y, params=(x, *params)), (y, w)
    for name, x, w, params in TRANSPOSED:
        yield name, apply(name, X, Y, params=params), (x, w)


POOLED = (("dims", 2), ("size", 2), ("stride", 1))
ARRAYS = {
    "sum": [(apply("sum", X), ((2, 3),)), (apply("sum", X, params=(("axis", 2),)), ((2, 3),))],
    "mean": [
        (apply("mean", X), ((4,),)),
        (apply("mean", X, params=(("axis", 1),)), ((2, 3),)),
        (apply("mean", apply("sum", apply("exp", X), params=(("axis", 2),))), ((2, 3),)),
        (apply("sum", apply("amax", X, params=(("axis", 1),))), ((2, 3),)),
    ],
    "var": [
        (apply("var", X), ((4,),)),
        (apply("var", X, params=(("axis", 1),)), ((1, 2),)),
        (apply("var", X, params=(("axis", 1),)), ((3, 2),)),
    ],
    "amax": [(apply("amax", X), ((4,),)), (apply("amax", X, params=(("axis", 2),)), ((3, 4),))],
    "matmul": [
        (apply("matmul", X, Y), shapes)
        for shapes in [
            ((2, 3), (3, 4)),
            ((2, 3), (3,)),
            ((3,), (3, 2)),
            ((3,), (3,)),
            ((4, 2, 3), (3, 5)),
            ((2, 3), (4, 3, 5)),
            ((4, 2, 3), (4, 3, 2)),
            ((2, 1, 2, 3), (4, 3, 2)),
            ((4, 2, 3), (3,)),
            ((3,), (4, 3, 2)),
            ((1,), (1,)),
            ((1, 2), (2, 1)),
            ((1, 2), (2,)),
            ((1,), (1, 2)),
            ((1, 2, 3), (4, 3, 1)),
        ]
    ],
    "inv": [(apply("inv", add(X, parse("[[5, 0], [0, 5]]"))), ((2, 2),))],
    "outer": [(apply("outer", X, Y), ((2,), (3,))), (apply("outer", X, Y), ((1,), (1,)))],
    "transpose": [(apply("transpose", X), ((2, 3),)), (apply("transpose", apply("matmul", X, Y)), ((2, 3), (3, 2)))],
    "index": [(apply("index", X, params=(2, ("slice", 1, 2))), ((3, 4),))],
    "put": [(apply("put", X, params=((3, 2), 2)), ((2,),))],
    "stack": [(apply("stack", X, Y), ((3,), (3,)))],
    "concat": [
        (apply("concat", X, Y), ((3,), (2,))),
        (apply("concat", X, Y), ((3,), ())),
        (apply("concat", X, Y), ((), ())),
        (apply("concat", X, Y, params=(("axis", 2),)), ((), (2, 3))),
        (apply("concat", X, Y), ((2, 3), ())),
        (apply("concat", X, Y, params=(("axis", 2),)), ((2, 3), (2, 1))),
        (apply("concat", X, Y, params=(("axis", -1),)), ((2, 3), (2, 1))),
    ],
    "softmax": [
        (apply("softmax", X), ((4,),)),
        (apply("softmax", X), ((1, 3),)),
        (apply("softmax", X), ((1,),)),
        (apply("softmax", X), ((2, 3),)),
    ],
    "log_softmax": [(apply("log_softmax", X), ((4,),)), (apply("log_softmax", X), ((2, 3),))],
    "unsqueeze": [(apply("unsqueeze", X, params=(1,)), ((3,),))],
    "reshape": [(apply("reshape", X, params=(3, 2)), ((2, 3),))],
    "expand": [(apply("expand", X, params=(2, 3)), ((3,),))],
    "fold": [(apply("fold", X, params=(3,)), ((2, 3),))],
    "flatten": [(apply("flatten", X), ((2, 3),))],
    "diag": [(apply("diag", X), ((3,),)), (apply("diag", X), ((3, 3),)), (apply("diag", X), ((1, 1),))],
    "where": [(apply("where", apply("sin", X), mul(X, Y), Y), ((2, 3), (3,)))],
    "flip": [(apply("flip", X, params=(("dims", 2),)), ((2, 3, 2),))],
    "windows": [
        (apply("windows", X, params=POOLED), ((3, 4),)),
        (apply("amax", apply("windows", X, params=POOLED), params=(("axis", -1),)), ((2, 3, 4),)),
        (apply("windows", X, params=(("dims", 1), ("size", 3), ("stride", 2))), ((2, 7),)),
    ],
    "picked": [
        (
            apply(
                "amax", apply("picked", apply("windows", X, params=POOLED), params=(2, 0, 1)), params=(("axis", -1),)
            ),
            ((3, 4),),
        ),
    ],
    "unwindow": [
        (apply("unwindow", X, params=((3, 3), *POOLED)), ((2, 2, 4),)),
        (apply("unwindow", apply("expand", X, params=(2, 2, 4)), params=((3, 3), *POOLED)), ((2, 2, 1),)),
    ],
    "local": [(apply("local", mul(X, X), params=(X, X, "sigmoid")), ((3,),))],
}
CASES = [(name, formula, shapes) for name, cases in ARRAYS.items() for formula, shapes in cases] + [*convolutions()]


def check(formula: Expr, shapes: dict[str, tuple[int, ...]], seed: int, positive: bool = False) -> None:
    """The gradient of sum(c * formula), c random, against a central difference along a random direction."""
    rng = np.random.default_rng(seed)
    values = {
        n: rng.uniform(0.3, 1.8, (1, 1, *s)) * (1 if positive else rng.choice([-1, 1], (1, 1, *s)))
        for n, s in shapes.items()
    }
    out = shape_of(formula, shapes)
    weights = rng.normal(size=(1, 1, *out))
    loss = apply("sum", mul(Name("c"), formula)) if out else mul(Name("c"), formula)
    everything = {**values, "c": weights}
    known = {**shapes, "c": out}
    received = pullback(loss, ONE, loss, known)
    direction = {n: rng.normal(size=v.shape) for n, v in values.items()}
    slope = 0.0
    for name in shapes:
        for term in received.get(name, []):
            gradient = evaluate(term, everything)
            lead = (1,) * (values[name].ndim - gradient.ndim)
            gradient = gradient.reshape(gradient.shape[:2] + lead + gradient.shape[2:])
            slope += float((np.broadcast_to(gradient, values[name].shape) * direction[name]).sum())
    h = 1e-6
    ahead, behind = (
        evaluate(loss, {"c": weights, **{n: v + sign * h * direction[n] for n, v in values.items()}}).item()
        for sign in (1, -1)
    )
    assert slope == pytest.approx((ahead - behind) / (2 * h), rel=2e-5, abs=1e-7)


@pytest.mark.parametrize("name", UNARY)
@given(shape=SHAPES, seed=st.integers(0, 10**6))
@settings(max_examples=12, deadline=None)
def test_functions_of_one_argument(name, shape, seed):
    check(apply(name, X), {"x": shape}, seed, positive=name in {"log", "log2", "log10", "sqrt"})


@pytest.mark.parametrize("name", BINARY)
@given(shapes=st.sampled_from([*PAIRS, *(pair[::-1] for pair in PAIRS)]), seed=st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_functions_of_two_arguments_with_broadcasting(name, shapes, seed):
    check(Apply(name, (X, Y)), {"x": shapes[0], "y": shapes[1]}, seed, positive=name == "pow")


@pytest.mark.parametrize(("name", "formula", "shapes"), CASES)
@given(seed=st.integers(0, 10**6))
@settings(max_examples=8, deadline=None)
def test_arrays(name, formula, shapes, seed):
    assert name in PRIMITIVES
    check(formula, dict(zip("xy", shapes, strict=False)), seed)


def test_every_primitive_is_checked():
    checked = {*UNARY, *BINARY, *(name for name, _, _ in CASES)}
    assert set(PRIMITIVES) - checked == (STEPS | SLIPS | ANSWERED) - set(UNARY)


@given(power=st.sampled_from([1, 2, 3, 0.5, -1]), seed=st.integers(0, 10**6))
@settings(max_examples=20, deadline=None)
def test_constant_powers(power, seed):
    check(apply("pow", X, number(power)), {"x": (3,)}, seed, positive=True)


@given(seed=st.integers(0, 10**6))
@settings(max_examples=10, deadline=None)
def test_a_number_added_to_an_array_gathers_the_gradient_of_every_element(seed):
    check(apply("sum", add(X, Y)), {"x": (4,), "y": ()}, seed)
    check(apply("sum", add(apply("relu", X), Y), params=(("axis", 1),)), {"x": (4, 2), "y": (2,)}, seed)


def test_at_a_tie_of_max_the_gradient_goes_to_the_first():
    received = pullback(apply("max", X, Y), ONE, Name("m"), {"x": (), "y": (), "m": ()})
    values = {"x": np.ones((1, 1)), "y": np.ones((1, 1))}
    assert evaluate(received["x"][0], values).item() == 1
    assert evaluate(received["y"][0], values).item() == 0
