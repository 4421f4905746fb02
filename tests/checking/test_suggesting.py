"""Suggested givens are as round as the rubric's, and really reveal more."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from grader.checking import Looking, check
from grader.reference import refer
from grader.rubric import load
from tests.conftest import ROOT

RUBRICS = ["rubrics/relu-2-2-1.toml", "tests/rubrics/two-layers.toml", "tests/rubrics/batch.toml",
           "tests/rubrics/softmax.toml"]  # fmt: skip


@pytest.fixture(scope="module", params=RUBRICS)
def case(request):
    """A problem, and what is suggested after two changes, each of which is looked for as all are."""
    problem = load(ROOT / request.param).problems[0]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("grader.checking.suggesting._MOST_CHANGES", 2)
        return problem, check({"": refer(problem)}, suggesting=True)


def test_it_reveals_more(case):
    problem, checked = case
    better = Looking(refer(replace(problem, givens={**problem.givens, **checked.suggestion.givens}))).sight()
    assert len(better.hidden) < len(checked.sight.hidden)


def decimals(number):
    return max(0, -int(Decimal(repr(float(number))).normalize().as_tuple().exponent))


def test_it_has_the_shape_the_roundness_and_the_size_of_what_it_replaces(case):
    problem, checked = case
    for name, new in checked.suggestion.givens.items():
        old = problem.givens[name]
        assert new.shape == old.shape
        assert max(map(decimals, new.flat)) <= max(map(decimals, old.flat))
        assert ((new == 0) == (old == 0)).all()
        assert (np.abs(new) <= 3 * np.abs(old) + 3 * 10.0 ** -max(map(decimals, old.flat))).all()


def test_targets_rates_and_flags_stay(case):
    _, checked = case
    assert not {"target", "T", "t", "t1", "t2", "eta", "gamma", "rate"} & set(checked.suggestion.givens)


def test_a_number_with_many_decimals(tmp_path):
    given, forward = "x = [0.123456789012, 0.5]\nw = [0.5, 0.5]\ny = 1", 's = "x1*w1 + x2*w2"\nL = "(s - y)^2"'
    rubric = tmp_path / "r.toml"
    rubric.write_text(f"[given]\n{given}\n[forward]\n{forward}\n[marks]\ns = 1\nL = 1\n")
    assert check({"": refer(load(rubric).problems[0])}, suggesting=True).suggestion
