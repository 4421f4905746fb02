"""Work of one student in two downloads for one assignment: parts of one work, or a second one."""

import pytest

from grader.errors import Weight
from grader.grading import grade
from tests.cli.running import run
from tests.grading.neuron import RIGHT, RUBRIC, points, write

FORWARD = {name: RIGHT[name] for name in ("s", "h")}
BACKWARD = {name: RIGHT[name] for name in ("E", "dE/dw")}


@pytest.fixture
def handed_in(tmp_path):
    """Makes two downloads with a file of ada's each, and gives what is graded of them."""

    def make(*works):
        (tmp_path / "neuron.toml").write_text(RUBRIC)
        for n, answers in enumerate(works):
            write(tmp_path / f"download {n}" / "ada.csv", answers)
        return [tmp_path / f"download {n}" for n in range(len(works))], tmp_path / "neuron.toml"

    return make


def test_what_answers_other_questions_is_the_rest_of_the_work(handed_in):
    downloads, rubric = handed_in(FORWARD, BACKWARD)
    for order in (downloads, downloads[::-1]):
        outcome = grade(order, [rubric])
        assert points(outcome) == {"ada": 5}
        assert (outcome.graded, outcome.listed) == (2, 0)
        [told] = outcome.attention
        assert told.issue.startswith("another submission of 'ada', which answers other questions")
        assert told.weight is Weight.SETTLED


def test_of_what_answers_the_same_the_first_counts_and_it_is_told_what_is_lost(handed_in):
    downloads, rubric = handed_in(FORWARD, {"h": "0.7", "E": "0.07232"})
    outcome = grade(downloads, [rubric])
    assert points(outcome) == {"ada": 2}
    assert (outcome.graded, outcome.listed) == (1, 1)
    [told] = outcome.attention
    assert "the one found first counts, which does not answer 'E' (" in told.issue
    assert told.weight is Weight.LOOK


@pytest.mark.parametrize("second", [{"h": "0.7"}, {"nothing asked": "1"}], ids=str)
def test_what_answers_nothing_else_loses_nothing(handed_in, second):
    downloads, rubric = handed_in(FORWARD, second)
    outcome = grade(downloads, [rubric])
    assert points(outcome) == {"ada": 2}
    [told] = [row for row in outcome.attention if "another submission" in row.issue]
    assert told.issue.endswith(" counts")
    assert told.weight is Weight.SETTLED


def test_both_parts_are_explained(handed_in, tmp_path):
    downloads, rubric = handed_in(FORWARD, BACKWARD)
    assert run(*downloads, "--rubric", rubric, "--out", tmp_path / "grades").returncode == 0
    done = run("explain", "ada", "--out", tmp_path / "grades")
    assert done.returncode == 0, done.stderr
    assert "5 of 5" in done.stdout
