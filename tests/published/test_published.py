"""Other people's worked examples, graded as homework: a rubric and a sheet each, with the numbers that they print.

The first line of a rubric names the source. The sheets keep its notation and its digits, and its errors: those are
listed here, and are all that may be found.
"""

import csv
import tomllib
from pathlib import Path

import pytest

from grader.grading import grade

HERE = Path(__file__).parent
EXAMPLES = sorted(path.stem for path in HERE.glob("*.toml"))
ERRORS = {
    # −log 0.353 is 1.04; the slides of 2015 and 2016 took the common logarithm
    "cs231n-classifier": {"L": "log-base"},
}
"""What a source itself gets wrong: by example and quantity, the cause that is found."""


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_published_number_is_right_or_follows_or_is_the_error_that_it_is_known_to_be(example):
    outcome = grade([HERE / f"{example}.csv"], [HERE / f"{example}.toml"])
    assert outcome.attention == ()
    found = {
        column.quantity: str(marks.cause[0, c]) or str(marks.verdict[0, c])
        for marks in outcome.marks
        for c, column in enumerate(marks.columns)
        if marks.verdict[0, c] not in ("correct", "carried", "implied")
    }
    assert found == ERRORS.get(example, {})


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_row_of_the_sheet_is_an_answer(example):
    outcome = grade([HERE / f"{example}.csv"], [HERE / f"{example}.toml"])
    with (HERE / f"{example}.csv").open(encoding="utf-8", newline="") as file:
        written = [row[1] for row in csv.reader(file) if row[1]]
    read = sum(bool(text) for marks in outcome.marks for text in marks.answer[0])
    assert read == sum(text.count(",") + 1 for text in written)


def test_there_are_many_of_them_and_each_names_its_source():
    assert len(EXAMPLES) >= 20
    for example in EXAMPLES:
        text = (HERE / f"{example}.toml").read_text(encoding="utf-8")
        assert text.startswith("# ")
        assert tomllib.loads(text)["title"]


def test_no_error_is_listed_of_an_example_that_is_not_there():
    assert set(ERRORS) <= set(EXAMPLES)
