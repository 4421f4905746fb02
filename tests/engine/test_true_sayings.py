"""What is said of axes and of counts is true of the very step that it is said of."""

import numpy as np
import pytest

from grader.engine import Setting, evaluate, mutations, parse

SHAPES = {"x": (3, 4), "y": (3, 4), "v": (5,), "w": (4,), "c": ()}
AROUND = Setting(SHAPES, samples=frozenset({"x", "y"}), counts=(3, 4, 5, 12))
FORMULAS = [
    *(f"{f}(x, axis={axis})" for f in ("sum", "mean", "var", "max") for axis in (1, 2)),
    *(f"{f}(x, axis={axis}, keepdims=1)" for f in ("sum", "mean", "var", "max") for axis in (1, 2)),
    *("sum((x - y)^2)/2", "mean((x - y)^2)", "0.5*sum(v^2)", "v @ v", "2*(x - y)", "c*sum(v)"),
    *("sum(v^2) + c", "sum((x - y)^2) + c", "mean(v)", "x*(x - y)"),
]
CASES = [(f, m) for f in FORMULAS for m in mutations(parse(f), AROUND)]


def probe():
    rng = np.random.default_rng(0)
    return {name: rng.uniform(0.5, 2, (1, 1, *shape)) for name, shape in SHAPES.items()}


def moved_by(name, step):
    """Which elements of the result each element of an operand moves: (*its shape, elements)."""
    values, moved = probe(), []
    for index in np.ndindex(SHAPES[name]):
        one = {**values, name: values[name].copy()}
        one[name][(0, 0, *index)] = np.nan
        moved.append(np.isnan(evaluate(step, one)).ravel())
    return np.array(moved).reshape(*SHAPES[name], -1)


def reduced(step):
    """The axes of x, from 0, along which every element moves the same of the result."""
    moved = moved_by("x", step)
    return {axis for axis in (0, 1) if (moved == moved.take([0], axis)).all()}


ALONG = {"rows": {1}, "columns": {0}}
"""Along a row one goes from column to column."""


@pytest.mark.parametrize(("formula", "slip"), [(f, m) for f, m in CASES if m.says.startswith("it goes")])
def test_along_which_axis_a_slip_goes(formula, slip):
    made, belongs = ("rows", "columns") if slip.says.startswith("it goes along the rows") else ("columns", "rows")
    assert slip.says.endswith(f"{'along' if belongs == 'rows' else 'down'} the {belongs}")
    assert reduced(slip.expr) == ALONG[made]
    assert reduced(parse(formula)) == ALONG[belongs]


COUNTED = [(f, m) for f, m in CASES if m.cause == "reduction" and m.parts]


@pytest.mark.parametrize(("formula", "slip"), COUNTED)
def test_how_many_terms_or_samples_there_are(formula, slip):
    n = int(slip.parts[-1].value)
    ratio = evaluate(slip.expr, probe()) / evaluate(parse(formula), probe())
    if len(slip.parts) == 1:
        np.testing.assert_allclose(ratio, 1 / n if "divided" in slip.says else n)
    if "samples" in slip.says:
        assert n == 3
    if "terms" in slip.says:
        assert n == moved_by("v" if "v" in formula.replace("var", "") else "x", parse(formula))[..., 0].sum()


def test_each_of_these_sentences_is_tried():
    said = {m.says for _, m in COUNTED}
    for words in ("number of its terms", "number of samples", "as for a mean"):
        assert any(words in says for says in said)
    assert len([1 for _, m in CASES if m.says.startswith("it goes")]) >= 8
