"""Notes are for students: no figures without end, and nothing that could not be read."""

import numpy as np

from grader.marking import Sheet, mark
from tests.marking.classroom import marked, worked
from tests.simulation import as_written

NORMALISED = """
[given]
Z = [[-0.8, 0.1], [-0.9, 0.55], [1.04, -0.48], [0.7, -0.6]]
"dL/dY" = [[0.2, 0.0545], [0.1, -0.0705], [-0.07, 0.3], [0.3094, -0.2]]
[forward]
mu = "mean(Z, axis=1)"
var = "var(Z, axis=1)"
Y = "(Z - mu)/sqrt(var + 1e-5)"
[marks]
mu = 2
var = 2
Y = 8
"dL/dZ" = 8
"""


def test_a_note_has_no_figures_without_end(problem):
    reference = problem(NORMALISED)
    [marks] = marked(reference, worked(reference, {"var": "4/3*var(Z, axis=1)"}))
    assert marks["var[1]"][0] == "slip"
    assert "it is divided by 3, not by 4 (" in marks["var[1]"][3]
    assert "1.33333·" in marks["var[1]"][3]


def test_what_could_not_be_read_is_not_told_as_a_number_of_the_student(problem):
    reference = problem(NORMALISED)
    answers = worked(reference, {"Y": "(Z - mu)/(var + 1e-5)"})
    blank = {q.name: np.full(q.shape, "", dtype=object) for q in reference.graph.computed}
    texts = {name: text[None].copy() for name, text in (blank | answers).items()}
    written = {name: as_written(text) for name, text in texts.items()}
    unreadable = {name: np.zeros(text.shape, dtype=bool) for name, text in texts.items()}
    texts["var"][:], written["var"].value[:], unreadable["var"][:] = "[ 0,7553 ; 0,21417 ]", np.nan, True
    marks = mark(reference, Sheet(("ada",), written, texts, unreadable), "rubric")
    [at] = [c for c, column in enumerate(marks.columns) if column.quantity == "Y[1,1]"]
    assert marks.verdict[0, at] == "slip"
    assert "0,7553" not in marks.note[0, at]
