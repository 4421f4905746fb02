"""Tables as CSV: nothing that runs in a spreadsheet, and everything as it was."""

import csv
import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.defusing import defused
from grader.exports import to_csv
from tests.exports.tables import ANSWERS, HOSTILE


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_can_run_in_a_spreadsheet(text):
    assert defused(text).startswith("'")


@pytest.mark.parametrize(
    "text",
    [
        "-0.0077",
        " -0.0077",
        "+3",
        "1e-3",
        "-1e-3",
        "h1",
        "−0.5",
        "",
        "0.03837*-0.2",
        "-0,0077",
        "-1 234,5",
        "-2.5 %",
        "-",
        "--",
        "—",
    ],
)
def test_numbers_and_words_stay_as_written(text):
    assert defused(text) == text


@pytest.mark.parametrize("text", ["-A1", "-e5", "-1/3", "+1-800", "-1,A1", "\u200b=1", "-1 A1"])
def test_what_only_begins_like_a_number_is_quoted(text):
    assert defused(text) == f"'{text}"


def test_a_long_text_costs_little():
    assert defused("-" + "1" * 1_000_000 + "A").startswith("'")


def test_what_is_not_utf_8_is_written_all_the_same():
    table = pd.DataFrame({"student": pd.Series(["caf\udce9", "nul\0", "é"], dtype=object)})
    assert to_csv(table).decode("utf-8").splitlines() == ["student", "caf?", "nul\ufffd", "é"]


@given(st.lists(st.floats(allow_infinity=False), min_size=1))
def test_numbers_read_back_as_they_were(values):
    rows = list(csv.reader(io.StringIO(to_csv(pd.DataFrame({"value": values, "n": "x"})).decode("utf-8"), newline="")))
    back = [float(row[0] or "nan") for row in rows[1:]]
    assert np.array_equal(back, values, equal_nan=True)


@given(st.lists(st.tuples(st.text("a,\"\r\n' ;\0é"), st.sampled_from([0.0, -0.0, 0.5, 2.0])), min_size=1))
def test_csv_is_as_the_library_writes_it(pairs):
    out = io.StringIO(newline="")
    csv.writer(out).writerows([("text", "number"), *((defused(t), repr(n).removesuffix(".0")) for t, n in pairs)])
    expected = out.getvalue().replace("\0", "\ufffd").encode()
    assert to_csv(pd.DataFrame(pairs, columns=["text", "number"])) == expected


def test_csv_reads_back():
    rows = list(csv.reader(io.StringIO(to_csv(ANSWERS).decode("utf-8"), newline="")))
    assert rows[0] == list(ANSWERS.columns)
    assert rows[1:][10][0] == 'c\nd, "e"'
    assert {row[1] for row in rows[1:]} == {"0.1"}
