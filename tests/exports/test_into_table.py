"""A gradebook's file: all but the changed cells stay byte for byte."""

import csv
import io

from hypothesis import example, given
from hypothesis import strategies as st

from grader.exports.into.table import Table

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
