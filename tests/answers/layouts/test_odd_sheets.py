"""No sheet is too odd to be read."""

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.answers import Sheet
from grader.answers.layouts import lay_out_sheets
from tests.answers.layouts.sheets import CS637, RELU, cell

CONTENTS = st.one_of(
    st.none(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(
        [
            "h1",
            "h₁",
            "dDiv/dw1",
            "W1'",
            "l_1^1",
            "f",
            "value",
            "quantity",
            "Problem 2",
            "Updated",
            "w = [1, 2]",
            "h1 = 0.5",
            "=",
        ]
    ),
    st.text(max_size=12),
)


@given(st.lists(st.lists(CONTENTS, max_size=6), max_size=12), st.sampled_from([CS637, RELU]))
@settings(max_examples=150, deadline=None)
def test_no_sheet_is_too_odd(rows, names):
    answers, _ = lay_out_sheets([Sheet("Sheet1", [[cell(c) for c in row] for row in rows])], names)
    targets = [a.target for a in answers if a.target is not None]
    assert len(targets) == len(set(targets))
