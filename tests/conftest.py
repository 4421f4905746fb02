"""What many tests need: the rubrics of the repository, and answers typed in as text."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from grader.reference import Reference, refer
from grader.rubric import load

pytest.register_assert_rewrite("tests.marking.classroom")

ROOT = Path(__file__).parent.parent

# The same examples in every run, however slow the machine, so that a suite that passed passes again;
# `pytest --hypothesis-profile=default` looks for new ones.
settings.register_profile("settled", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("settled")


@pytest.fixture(scope="session")
def reference():
    """The reference of one problem of a rubric, by the file's path in the repository."""
    known: dict[tuple[str, str], Reference] = {}

    def get(path: str, problem: str = "") -> Reference:
        if (path, problem) not in known:
            [found] = [p for p in load(ROOT / path).problems if p.name == problem]
            known[path, problem] = refer(found)
        return known[path, problem]

    return get
