"""Problems written down in a test."""

import pytest

from grader.reference import refer
from grader.rubric import load


@pytest.fixture
def referred(tmp_path):
    def refer_(text):
        (tmp_path / "r.toml").write_text(text, encoding="utf-8")
        [problem] = load(tmp_path / "r.toml").problems
        return refer(problem)

    return refer_
