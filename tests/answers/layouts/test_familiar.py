"""A sheet like one seen before is read as if it were the first."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.answers import layouts
from grader.answers.layouts import Familiar, lay_out_sheets
from grader.answers.layouts.tables import listing
from grader.answers.record import BLANK, Cell, Kind, Sheet
from grader.grading import prepare

ROOT = Path(__file__).parents[3]

NAMES = ["h1", "s2", "yhat", "dDiv/dw1", "w1'", "quantity", "value", "Problem 2", "nonsense", "W1", "1", "2"]
NUMBERS = st.one_of(st.floats(-9, 9, allow_nan=False), st.integers(-2, 2)).map(lambda x: f"{x:.4f}")
TEXTS = st.sampled_from([*NAMES, "", "", "about 0.5", "0,5"])


def sheet(rows):
    return Sheet("Sheet1", [[Cell(Kind.TEXT, text) if text else BLANK for text in row] for row in rows])


@pytest.fixture(scope="module")
def vocabulary():
    return prepare(ROOT / "rubrics/cs637-hw1.toml").vocabulary


def slowly(page, vocabulary, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(layouts, "_familiar", lambda _: type("Nobody", (), {"answers": staticmethod(lambda _: None)}))
        return lay_out_sheets([page], vocabulary)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(st.one_of(TEXTS, st.just("#")), min_size=1, max_size=4), min_size=1, max_size=8),
    st.lists(st.lists(NUMBERS, min_size=32, max_size=32), min_size=3, max_size=4),
)
def test_what_is_read_is_the_same(vocabulary, skeleton, classes):
    """The same texts with other numbers, three times and more, so that the sheet becomes a familiar one."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        for numbers in classes:
            left = iter(numbers)
            page = sheet([[next(left) if text == "#" else text for text in row] for row in skeleton])
            assert lay_out_sheets([page], vocabulary) == slowly(page, vocabulary, monkeypatch)


def test_whole_numbers_do_not_make_a_column_of_answers(vocabulary, monkeypatch):
    for left, right in (("0.5", "0.6"), ("0.7", "0.8"), ("1.0", "0.5")):
        page = sheet([["h1", left, right]])
        assert lay_out_sheets([page], vocabulary) == slowly(page, vocabulary, monkeypatch)


def test_a_table_of_names_and_values_becomes_familiar(vocabulary):
    familiar = Familiar(vocabulary, [read for _, read in layouts.LAYOUTS], listing.read)
    pages = [sheet([["quantity", "value"], ["h1", f"0.78{n}"], ["yhat", f"0.5{n}"]]) for n in range(3)]
    assert familiar.answers(pages[0]) is None
    for n, page in enumerate(pages[1:], 1):
        assert {a.text for a in familiar.answers(page)} == {f"0.78{n}", f"0.5{n}"}


def test_a_table_by_sample_is_never_taken_for_familiar():
    vocabulary = prepare(ROOT / "rubrics/relu-2-2-1.toml").vocabulary
    familiar = Familiar(vocabulary, [read for _, read in layouts.LAYOUTS], listing.read)
    for n in range(4):
        page = sheet([["x1", "x2", "f"], ["1.0", "3.0", f"0.5{n}"], ["3.0", "1.0", f"0.7{n}"]])
        assert familiar.answers(page) is None
