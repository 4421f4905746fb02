"""Problems written down in a test."""

from functools import cache

import pytest

from grader.reference import refer
from grader.rubric import load


@pytest.fixture(scope="session")
def problem(tmp_path_factory):
    """The reference of a rubric's first problem, from its text: one for all the tests that write down the same."""

    @cache
    def written(text):
        path = tmp_path_factory.mktemp("rubric") / "rubric.toml"
        path.write_text(text, encoding="utf-8")
        return refer(load(path).problems[0])

    return written


@pytest.fixture(scope="module")
def mazur(reference):
    return reference("tests/rubrics/two-layers.toml")
