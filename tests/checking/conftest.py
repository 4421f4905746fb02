"""Rubrics written for one weakness each, and what a check says of them."""

import pytest

from grader.checking import check
from grader.reference import refer
from grader.rubric import load


@pytest.fixture
def checked(tmp_path):
    """What a check finds in the first problem of a rubric's text."""

    def get(text):
        path = tmp_path / "rubric.toml"
        path.write_text(text, encoding="utf-8")
        problem = load(path).problems[0]
        return check({"": refer(problem), **{other.name: refer(other.problem) for other in problem.accept}})

    return get


@pytest.fixture
def said(checked):
    """The findings of a rubric's text by section, each with its lines on one line."""

    def get(text):
        return {
            section.title: [" | ".join((finding.says, *finding.more)) for finding in section.findings]
            for section in checked(text).sections
        }

    return get
