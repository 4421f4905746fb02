"""What is left of a formula has its value, and nothing in it that cancels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.engine import Apply, Constant, Name, evaluate, parse, show, value
from grader.engine.expr import ONE, neg, sub
from grader.engine.printing.cancelling import cancelled

VALUES = {"x": value(1.3), "y": value(-0.7), "z": value([0.4, -2.0]), "dL/dy": value(0.6)}
constants = st.sampled_from(["0.5", "2", "1", "4", "0.25", "-2"]).map(lambda text: Constant(float(text), text))
steps = st.sampled_from(sorted(VALUES)).map(lambda name: Apply("step", (Name(name),)))


def larger(exprs):
    several = st.lists(exprs, min_size=2, max_size=4).map(tuple)
    choice = st.tuples(steps, exprs, exprs).map(
        lambda c: Apply("add", (Apply("mul", (c[1], c[0])), Apply("mul", (sub(ONE, c[0]), c[2]))))
    )
    return st.one_of(
        several.map(lambda parts: Apply("add", parts)),
        several.map(lambda parts: Apply("mul", parts)),
        st.tuples(exprs, constants | st.just(Name("x"))).map(lambda pair: Apply("div", pair)),
        exprs.map(neg),
        choice,
    )


expressions = st.recursive(st.sampled_from(sorted(VALUES)).map(Name) | constants | steps, larger, max_leaves=12)


@given(expressions)
def test_it_has_the_same_value(expr):
    before, after = evaluate(expr, VALUES), evaluate(cancelled(expr), VALUES)
    np.testing.assert_allclose(after + 0 * before, before, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("1/2*2*(x - y)", "x − y"),
        ("0.5/6*2*(x - y)", "(x − y)/6"),
        ("2*x/6", "2·x/6"),
        ("4*x/4", "x"),
        ("1/(2*sqrt(x))*2*y", "y/√x"),
        ("-y*(1/x) + (1 - y)*(1/(1 - x))", "−y/x + (1 − y)/(1 − x)"),
        ("dL/dy*(1/x)", "∂L/∂y · (1/x)"),
        ("x*step(z)*y + x*(1 - step(z))*3", "x·[y if z > 0, else 3]"),
        ("step(z)*y - (1 - step(z))", "[y if z > 0, else −1]"),
        ("step(z)*y + (1 - step(x))*3", "[z > 0]·y + (1 − [x > 0])·3"),
    ],
)
def test_what_is_left(text, left):
    assert show(cancelled(parse(text, {"L", "x", "y", "z"}))) == left
