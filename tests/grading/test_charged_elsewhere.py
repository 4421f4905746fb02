"""An answer that counts for several problems is charged in one of them."""

import numpy as np
import pytest

from grader.grading import grade

TWO = """
[[problem]]
name = "hand"
[problem.given]
x = 0.4
w = 0.7
[problem.forward]
s = "w*x"
h = "tanh(s)"
L = "3/2*h^2"
[problem.marks]
h = 1
"dL/ds" = 1
"dL/dw" = 1
[[problem]]
name = "program"
like = "hand"
[problem.marks]
"dL/dw" = 1
"""


@pytest.mark.parametrize(("named", "lost"), [("", {"dL/ds"}), ("program", {"dL/dw"})])
def test_an_answer_that_another_problem_asks_for_is_charged_there(tmp_path, named, lost):
    """One answer counts for every problem that has the quantity; a step of the second alone has no points anywhere."""
    (tmp_path / "hw.toml").write_text(TWO)
    (tmp_path / "in").mkdir()
    steps = {"h": "0.27291", "dL/ds": "0.81873", "dL/dw": "0.32749"}  # 3·h, without the derivative of tanh
    rows = ["problem,quantity,answer", *(f"{named},{name},{value}" for name, value in steps.items())]
    (tmp_path / "in" / "ada.csv").write_text("\n".join(rows))
    marks = grade([tmp_path / "in"], [tmp_path / "hw.toml"]).marks
    slips = {(m.columns[c].problem, m.columns[c].quantity) for m in marks for _, c in np.argwhere(m.verdict == "slip")}
    assert slips == {("program" if named else "hand", quantity) for quantity in lost}
