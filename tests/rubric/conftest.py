from collections.abc import Callable
from pathlib import Path

import pytest

from grader.errors import RubricError
from grader.rubric import Problem, Rubric, load

Loads = Callable[[str], Rubric]
Refuses = Callable[[str], list[str]]


@pytest.fixture
def loaded(tmp_path: Path) -> Loads:
    """Loads a rubric's text."""

    def load_text(text: str) -> Rubric:
        path = tmp_path / "hw.toml"
        path.write_text(text, encoding="utf-8")
        return load(path)

    return load_text


@pytest.fixture
def one(loaded: Loads) -> Callable[[str], Problem]:
    """The only problem of a rubric's text."""
    return lambda text: loaded(text).problems[0]


@pytest.fixture
def faults(loaded: Loads) -> Refuses:
    """The messages with which a rubric's text is refused."""

    def refuse(text: str) -> list[str]:
        with pytest.raises(RubricError) as caught:
            loaded(text)
        return [str(fault) for fault in caught.value.faults]

    return refuse
