"""Slips with pictures and matrices: filters turned round, one pooling taken for another, rows for columns."""

import pytest

from grader.engine import Name, Setting, mutations, parse, pullback, show

SHAPES = {"x": (4, 4), "K": (2, 2), "y": (3, 3), "p": (2, 2), "g": (3, 3)}


def slips(formula):
    return {(m.cause, show(m.expr)) for m in mutations(formula, Setting(SHAPES))}


def test_a_filter_turned_round():
    assert ("transposed", "conv2d(x, flip(K, dims=2))") in slips(parse("conv2d(x, K)"))
    assert ("transposed", "conv2d(x, K)") in slips(parse("convolve2d(x, K)"))


def test_a_filter_that_is_not_turned_round_on_the_way_back():
    [back] = pullback(parse("conv2d(x, K)"), Name("g"), Name("y"), SHAPES)["x"]
    assert show(back) == "conv2d(g, flip(K, dims=2), padding=full)"
    found = [m for m in mutations(back, Setting(SHAPES)) if m.cause == "transposed"]
    assert [m.says for m in found if "filter" in m.says] == ["the filter {0} is not flipped"]


def test_a_filter_that_is_not_dilated():
    assert ("wrong-operand", "conv2d(x, K)[1:2,1:2]") in slips(parse("conv2d(x, K, dilation=2)"))


def test_a_discount_of_the_first_reward_as_well():
    given = Setting({"r": (3,), "g": ()}, given=frozenset({"r", "g"}))
    found = {(m.cause, show(m.expr)) for m in mutations(parse("r[1] + g*r[2] + g^2*r[3]"), given)}
    assert ("wrong-factor", "g·(r₁ + g·r₂ + g²·r₃)") in found


def test_one_pooling_for_the_other():
    assert ("reduction", "avgpool2d(x, size=2)") in slips(parse("maxpool2d(x)"))


def test_rows_for_columns():
    axes = [(cause, expr) for cause, expr in slips(parse("softmax(x) + mean(x, axis=1)")) if cause == "wrong-axis"]
    assert len(axes) == 3  # softmax of the columns and of the whole array, the mean of the rows


def test_long_sums_are_gone_through_at_their_ends():
    shapes = {f"x{i}": () for i in range(500)}
    formula = parse("+".join(shapes))
    found = list(mutations(formula, Setting({**shapes, "out": ()})))
    dropped = {m.parts for m in found if m.cause == "dropped-term" and m.says.startswith("the term")}
    assert dropped == {(Name(f"x{i}"),) for i in (0, 1, 2, 3, 496, 497, 498, 499)}


@pytest.mark.parametrize(
    ("formula", "axis"), [("sum(x, axis=*)", 2), ("var(x, axis=*)", 2), ("mean(x^2, axis=*)", 2), ("sum(v, axis=*)", 1)]
)
def test_an_axis_counted_from_the_end_has_the_slips_of_the_same_axis(formula, axis):
    ends, starts = (
        {(m.cause, m.says, show(m.expr).replace("axis=-1", f"axis={axis}")) for m in mutations(parse(seen), around)}
        for around in [Setting({"x": (4, 4), "v": (3,)})]
        for seen in (formula.replace("*", "-1"), formula.replace("*", str(axis)))
    )
    assert ends == starts


@pytest.mark.parametrize(("formula", "told"), [("mean(v^2)", True), ("var(v)", True), ("mean(v^3)", False)])
def test_only_a_mean_of_squares_is_divided_by_one_less(formula, told):
    says = {m.says.format(*map(show, m.parts), "") for m in mutations(parse(formula), Setting({"v": (3,)}))}
    assert ("it is divided by 2, not by 3" in says) == told
