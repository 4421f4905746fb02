"""Printing: what is printed plainly reads back as the same tree, and what is printed for people is as on paper."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.engine import Apply, Constant, Expr, Name, Shape, parse, pullback
from grader.engine.expr import apply, is_apply, mul, neg, number
from grader.engine.printing.latex import latex
from grader.engine.printing.paper import lay_out
from grader.engine.printing.pretty import pretty
from grader.engine.printing.show import show

NAMES = {"x", "y", "h1", "W1", "W1'", "w5", "Div", "target", "f''", "yhat"}

names = st.sampled_from([*sorted(NAMES), "dDiv/dh1", "dDiv/dW1'"]).map(Name)
constants = st.sampled_from(["0", "1", "2", "0.50", ".5", "1e-3", "12"]).map(lambda text: Constant(float(text), text))
letters = st.sampled_from([Constant(math.e, "e"), Constant(math.pi, "pi")])
places = st.lists(
    st.one_of(
        st.integers(1, 9),
        st.tuples(st.just("slice"), st.none() | st.integers(1, 9), st.none() | st.integers(1, 9)),
    ),
    min_size=1,
    max_size=2,
).map(tuple)
axes = st.sampled_from([(), (("axis", 1),), (("axis", -1),)])


def flat(primitive: str, parts: list[Expr]) -> Expr:
    return Apply(primitive, tuple(a for part in parts for a in (part.args if is_apply(part, primitive) else (part,))))


def larger(exprs: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    several = st.lists(exprs, min_size=2, max_size=4)
    return st.one_of(
        several.map(lambda parts: flat("add", parts)),
        several.map(lambda parts: flat("mul", parts)),
        exprs.map(lambda e: Apply("neg", (e,))),
        *(
            st.tuples(exprs, exprs).map(lambda pair, p=primitive: Apply(p, pair))
            for primitive in ("div", "pow", "matmul", "outer")
        ),
        *(
            exprs.map(lambda e, p=primitive: Apply(p, (e,)))
            for primitive in ("sigmoid", "exp", "log", "sqrt", "abs", "transpose", "softmax", "amax")
        ),
        several.map(lambda parts: Apply("max", tuple(parts))),
        several.map(lambda parts: Apply("stack", tuple(parts))),
        st.tuples(exprs, axes).map(lambda pair: Apply("sum", (pair[0],), pair[1])),
        st.tuples(exprs, places).map(lambda pair: Apply("index", (pair[0],), pair[1])),
    )


expressions = st.recursive(names | constants | letters, larger, max_leaves=12)


@given(expressions)
def test_what_is_printed_plainly_reads_back_the_same(expr: Expr) -> None:
    assert parse(show(expr, ascii=True), NAMES) == expr


@given(expressions)
def test_plain_text_is_plain(expr: Expr) -> None:
    assert show(expr, ascii=True).isascii()


@given(expressions, st.floats(-9, 9).filter(bool).map(lambda v: f"{v:.3g}"))
def test_numbers_put_in_never_leave_two_signs_together(expr: Expr, text: str) -> None:
    shown = show(expr, lambda _: text)
    for sign in ("−−", "+ −", "− −", "·−", "· −", "/−", "^−"):
        assert sign not in shown


@pytest.mark.parametrize(
    ("text", "on_paper"),
    [
        ("x*y + h1*w5", "x·y + h₁·w₅"),
        ("x - (y - h1)", "x − (y − h₁)"),
        ("-x*y", "−x·y"),
        ("(-x)*y", "(−x)·y"),
        ("(x + y)^2", "(x + y)²"),
        ("x^-2", "x^(−2)"),
        ("x/(y*h1)", "x/(y·h₁)"),
        ("dDiv/dh1*w5", "∂Div/∂h₁ · w₅"),
        ("dDiv/dh1^2/2", "(∂Div/∂h₁)²/2"),
        ("dDiv/dh1.T @ x", "(∂Div/∂h₁)ᵀ @ x"),
        ("x @ W1.T", "x @ W₁ᵀ"),
        ("x.T @ dDiv/dh1", "xᵀ @ ∂Div/∂h₁"),
        ("2*sum(dDiv/dh1)", "2·(Σ ∂Div/∂h₁)"),
        ("sum((target - yhat)^2)", "Σ(target − ŷ)²"),
        ("2*sum(x)", "2·(Σx)"),
        ("sum(x, axis=1)", "sum(x, axis=1)"),
        ("sqrt(x + y)", "√(x + y)"),
        ("abs(x - y)", "|x − y|"),
        ("sigmoid(x)", "σ(x)"),
        ("ln(x)", "ln(x)"),
        ("outer(x, y)", "x ⊗ y"),
        ("W1[1,2]*x[2]", "W₁[1,2]·x₂"),
        ("W1[:,2]", "W₁[:,2]"),
        ("pi*e^x", "π·e^x"),
        ("1e-3*x", "1e−3·x"),
    ],
)
def test_on_paper(text: str, on_paper: str) -> None:
    assert show(parse(text, NAMES)) == on_paper


def test_numbers_stand_where_names_were() -> None:
    step = parse("dDiv/dh1*x + y", NAMES)
    assert show(step, {"dDiv/dh1": "0.03837", "x": "-0.2", "y": "-1"}) == "0.03837 · (−0.2) + (−1)"
    assert show(parse("-x*y", NAMES), {"x": "-0.7"}) == "−(−0.7·y)"
    assert show(parse("x[2]*x", NAMES), {"x[2]": "1.2"}) == "1.2·x"
    assert show(parse("x^2", NAMES), {"x": "w_{1,2}^1"}) == "(w_{1,2}^1)²"
    assert show(parse("x*y", NAMES), {"x": "1 + 2", "y": "[1, 2]"}) == "(1 + 2)·[1, 2]"
    assert show(parse("x*2", NAMES), {"x": "-3"}, ascii=True) == "-3*2"


def test_a_local_derivative_stands_beside_the_upstream_gradient() -> None:
    step = pullback(parse("sigmoid(s)"), Name("dDiv/dh1"), Name("h1"), {"s": (), "dDiv/dh1": (), "h1": ()})["s"][0]
    assert show(step) == "∂Div/∂h₁ · h₁·(1 − h₁)"
    assert show(step, {"dDiv/dh1": "0.03837", "h1": "0.7875"}) == "0.03837 · 0.7875·(1 − 0.7875)"
    assert show(step, ascii=True) == "dDiv/dh1*(h1*(1 - h1))"
    rectified = pullback(parse("relu(p)"), Name("g"), Name("h"), {"p": (), "g": ()})["p"][0]
    assert show(rectified) == "g · [p > 0]"


@pytest.mark.parametrize(
    ("formula", "shape", "step"),
    [
        ("concat([1], sigmoid(s))", (3,), "(∂E/∂z)[2:3] · z[2:3]·(1 − z[2:3])"),
        ("[tanh(u), sigmoid(s)]", (2, 2), "∂E/∂z₂ · z₂·(1 − z₂)"),
        ("sigmoid(s.T).T", (2, 3), "((∂E/∂z)ᵀ · zᵀ·(1 − zᵀ))ᵀ"),
    ],
)
def test_the_output_of_an_activation_is_read_off_where_it_was_put(formula: str, shape: Shape, step: str) -> None:
    shapes: dict[str, Shape] = {"s": shape if "T" in formula else (2,), "u": (2,), "dE/dz": shape, "z": shape}
    [found] = pullback(parse(formula), Name("dE/dz"), Name("z"), shapes)["s"]
    assert show(found) == step


def test_what_only_the_engine_writes_can_be_printed() -> None:
    x = Name("x")
    assert show(mul(number(-0.5), x)) == "−0.5·x"
    assert show(neg(mul(number(-0.5), x))) == "−(−0.5·x)"
    assert show(apply("sibling", x, params=(1, 0))) == "x[:,1]"
    assert show(apply("without", x, params=(0, 2))) == "x[without 3]"
    assert show(apply("is_max", x, Name("y"), params=(0,))) == "[x ≥ y]"
    assert show(apply("is_max", x, Name("y"), params=(1,))) == "[x > y]"
    assert show(apply("put", x, params=((4,), 2))) == "x at [2]"
    assert show(apply("fold", x, params=(2,))) == "Σx"
    assert show(apply("expand", x, params=(2, 2))) == "x"


@pytest.mark.parametrize(
    ("name", "on_paper"),
    [
        ("h1", "h₁"),
        ("x12", "x₁₂"),
        ("w_1", "w₁"),
        ("yhat", "ŷ"),
        ("y_hat2", "ŷ₂"),
        ("xbar", "x̄"),
        ("gamma", "γ"),
        ("beta1", "β₁"),
        ("Delta", "Δ"),
        ("eta_w", "η_w"),
        ("dDiv/dw1", "∂Div/∂w₁"),
        ("dMSE'/dW1'", "∂MSE′/∂W₁′"),
        ("dMSE/dW1[1,2]", "∂MSE/∂W₁[1,2]"),
        ("W1'", "W₁′"),
        ("W1'[1,2]", "W₁′[1,2]"),
        ("x[2]", "x₂"),
        ("b1[2]", "b₁[2]"),
        ("target", "target"),
        ("hidden_out", "hidden_out"),
        ("ŷ", "ŷ"),
    ],
)
def test_names_get_their_symbols(name: str, on_paper: str) -> None:
    assert pretty(name) == on_paper


def test_of_a_long_sum_only_the_ends_are_written():
    long = parse(" + ".join(f"a{i}" for i in range(1, 21)))
    assert show(long) == "a₁ + a₂ + a₃ + a₄ + … + a₁₉ + a₂₀"
    assert parse(show(long, ascii=True)) == long
    assert latex(lay_out(long)).endswith(r"a_{4}+\cdots +a_{19}+a_{20}")
