"""The benefit of the doubt: no credit falls when a right answer is added that hides where a slip was made."""

from tests.accuracy import ASSIGNMENTS, whole
from tests.marking.classroom import marked, worked


def test_a_right_answer_that_was_not_gone_on_with_hides_no_slip_after_it():
    """After y = 0.3·h₃ the student's own wh′ is −0.4085; a1′ is worked out from that, with h₁ for h₀."""
    recurrence = whole(*ASSIGNMENTS["recurrence"])
    work = worked(recurrence, {"y": "0.3*h3", "a1'": "wx'*0.5 + wh'*h1 + b'"}, without=("wh'",))
    blank, right = marked(recurrence, work, work | {"wh'": "-0.39223"})
    assert [marks["a1'"][:2] for marks in (blank, right)] == [("slip", "wrong-operand")] * 2
    assert right["wh'"][3] == "right, but not the number that you went on with"
    assert sum(points for _, _, points, _ in right.values()) >= sum(points for _, _, points, _ in blank.values())
