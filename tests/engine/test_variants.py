"""Variants of a formula have their own values, and what they share with it is worked out once."""

import numpy as np
import pytest

from grader.engine import Apply, Name, Setting, Variants, evaluate, mutations, parse, rewrite, shape_of, value, walk
from grader.errors import FormulaError

FORMULA = parse("exp(x)*w + exp(y)*v + exp(x*y) + w*v")
VALUES = {"x": value([0.5, -1.0]), "y": value([1.5, 0.2]), "w": value(2.0), "v": value([0.1, 0.3])}


def without(i):
    return Apply("add", FORMULA.args[:i] + FORMULA.args[i + 1 :])


@pytest.mark.parametrize("variant", [FORMULA, *map(without, range(4)), parse("exp(x) + x")])
def test_a_variant_has_the_value_and_the_shape_that_it_has_by_itself(variant):
    variants = Variants(FORMULA, VALUES)
    np.testing.assert_array_equal(variants.evaluate(variant), evaluate(variant, VALUES))
    assert variants.shape(variant) == shape_of(variant, {name: v.shape[2:] for name, v in VALUES.items()})


def test_what_a_variant_shares_with_the_formula_is_worked_out_once():
    variants = Variants(FORMULA, VALUES)
    terms = without(0).args
    before = [variants.evaluate(term) for term in terms]
    assert all(variants.evaluate(term) is known for term, known in zip(terms, before, strict=True))
    assert variants.evaluate(Apply("exp", (Name("x"),))) is not variants.evaluate(Apply("exp", (Name("x"),)))


def test_a_variant_that_does_not_fit_is_told():
    with pytest.raises(FormulaError, match="shapes do not fit"):
        Variants(FORMULA, VALUES | {"q": value([1, 2, 3])}).shape(parse("x + q"))


def test_what_a_rewriting_leaves_alone_stays_the_same_object():
    changed = rewrite(FORMULA, lambda node: Name("u") if node == Name("y") else None)
    assert changed.args[0] is FORMULA.args[0]
    assert changed.args[3] is FORMULA.args[3]
    assert Name("u") in set(walk(changed))
    assert rewrite(FORMULA, lambda _: None) is FORMULA


def test_two_operands_in_each_other_s_place_leave_the_terms_without_them_the_same_objects():
    siblings = {"x": ("y",), "y": ("x",)}
    setting = Setting(shapes={"x": (), "y": (), "w": (), "v": ()}, siblings=siblings)
    [edit] = [e for e in mutations(FORMULA, setting) if e.says == "{0} and {1} stand in each other's place"]
    assert edit.expr == parse("exp(y)*w + exp(x)*v + exp(y*x) + w*v")
    assert edit.expr.args[3] is FORMULA.args[3]
