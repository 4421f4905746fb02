"""A gradebook's file: all but the changed cells stay byte for byte."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.answers import TableError
from grader.exports.into.table import Table
from tests.exports.gradebooks import filled

CELLS = st.text(st.sampled_from('ab1.,;"\t =\né'), max_size=5)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=4), st.sampled_from(",;\t"), st.data())
@example([["a", ""], ["", ""]], ",", None)
def test_all_but_the_changed_cells_stay_byte_for_byte(rows, separator, data):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    raw = out.getvalue().encode()
    table = Table(raw)
    assert table.with_cells({}) == raw
    if table.separator != separator or data is None:
        return
    row = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.integers(0, len(rows[row]) - 1))
    text = data.draw(CELLS)
    changed = [list(fields) for fields in rows]
    changed[row][column] = text
    [*found] = csv.reader(
        io.StringIO(table.with_cells({(row, column): text}).decode(), newline=""), delimiter=separator
    )
    assert found == changed


@pytest.mark.parametrize("cell", ["a\n", '"a\n'])
def test_what_has_more_cells_than_any_gradebook_is_not_read_to_the_end(monkeypatch, cell):
    monkeypatch.setattr("grader.answers.containers.separated._MOST", 1_000)
    with pytest.raises(TableError, match="more than 1,000 cells"):
        Table(cell.encode() * 1_500)


def test_a_file_is_read_by_the_separator_by_which_it_is_a_gradebook(tmp_path):
    """Names and decimals have more commas here than there are semicolons."""
    sakai = '"Student ID";"Student Name";"Homework 1 [20]"\n"ada";"Lovelace, Ada";""\n"ben";"Ng, Ben";"2,5"\n'
    assert filled(tmp_path, sakai).data.decode() == sakai.replace('""', '"15,67"').replace("2,5", "20")


def test_more_rows_than_any_gradebook_has_are_refused():
    with pytest.raises(TableError, match="has more than 500,000 rows, which no gradebook has"):
        Table(b"x\n" * 500_001)


def test_a_quotation_whose_last_mark_is_a_doubled_one_is_not_closed():
    with pytest.raises(TableError, match="quotation mark in line 2 that is not closed"):
        Table(b'a,b\n1,"c""\n')


def test_a_separator_that_parts_nothing_does_not_hide_a_faulty_quotation():
    with pytest.raises(TableError, match="quotation mark in line 2 that is not closed"):
        Table(b'a,b\n1,"c\n2,d\n')
