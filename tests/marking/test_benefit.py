"""The benefit of the doubt: no credit falls when a right answer is added that hides where a slip was made."""

from dataclasses import replace

import numpy as np
import pytest

from grader.marking import mark
from tests.accuracy import ASSIGNMENTS, CLASSES, whole
from tests.marking.classroom import marked, worked
from tests.simulation import ClassRoom, as_written


def test_a_right_answer_that_was_not_gone_on_with_hides_no_slip_after_it():
    """After y = 0.3·h₃ the student's own wh′ is −0.4085; a1′ is worked out from that, with h₁ for h₀."""
    recurrence = whole(*ASSIGNMENTS["recurrence"])
    work = worked(recurrence, {"y": "0.3*h3", "a1'": "wx'*0.5 + wh'*h1 + b'"}, without=("wh'",))
    blank, right = marked(recurrence, work, work | {"wh'": "-0.39223"})
    assert [marks["a1'"][:2] for marks in (blank, right)] == [("slip", "wrong-operand")] * 2
    assert right["wh'"][3] == "right, but not the number that you went on with"
    assert sum(points for _, _, points, _ in right.values()) >= sum(points for _, _, points, _ in blank.values())


FILLED_IN = {
    "what it follows from is as far away as its digits leave open": ("ReLU, other numbers", 24, "dMSE/dp2[4]", "0.67"),
    "a slip took another number for it, which is no step before": ("batch with matrices", 12, "W2'[2,2]", "0.486544"),
    "it is too short to prove what is blank before it": ("Adam, two steps", 7, "w2'", "-0.4"),
    "four answers follow from a number that it hides": ("batch with matrices", 17, "W1'[1,1]", "0.145337"),
    "one answer follows from a slip that it hides": ("softmax, cross-entropy", 18, "b'[1]", "0.0898449", (30, 5)),
    "it leads to right answers, too": ("sigmoids, by hand", 3, "h2", "0.949789", (60, 5)),
    "a later answer is the slip that it hides, too": ("recurrence", 5, "a2", "-0.811597", (30, 7)),
}


@pytest.mark.parametrize("why", FILLED_IN)
def test_no_credit_falls_when_a_right_answer_is_put_in(why):
    """In the place of a blank or of a wrong number, in the work of somebody in a simulated class."""
    name, student, label, text, *of = FILLED_IN[why]
    reference = whole(*ASSIGNMENTS[name])
    sheet = (
        ClassRoom(reference, CLASSES["hard"], *(of[0] if of else (25, 11))).work()[0].of(np.array([student, student]))
    )
    element = next(element for element in reference.asked if element.label == label)
    texts = {quantity: answers.copy() for quantity, answers in sheet.texts.items()}
    texts[element.quantity][(1, *(i - 1 for i in element.index))] = text
    written = {quantity: as_written(answers) for quantity, answers in texts.items()}
    before, after = mark(reference, replace(sheet, texts=texts, written=written), "").points().sum(axis=1)
    assert after >= before - 1e-9
