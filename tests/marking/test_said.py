"""Whatever marking says to a student is made of patterns that the catalogue has, so that a course can have its own."""

import pickle

import pytest

from grader.marking import SENTENCES, Said, mark
from tests.accuracy import ASSIGNMENTS, whole
from tests.marking.classroom import patterns
from tests.simulation import ClassRoom, Habits


@pytest.mark.parametrize(("assignment", "students"), [("sigmoids, by hand", 40), ("softmax, cross-entropy", 8)])
def test_every_note_is_of_patterns_in_the_catalogue(assignment, students):
    """So is every note of the classes that are typed in by hand, wherever they are marked (see `marked`)."""
    habits = Habits(slips=(0.2, 0.4, 0.4), guesses=0.1, miscopies=0.2, blank=0.1)
    reference = whole(*ASSIGNMENTS[assignment])
    notes = mark(reference, ClassRoom(reference, habits, students, 1).work()[0], "").note.ravel()
    assert {pattern for note in notes for pattern in patterns(note)} <= set(SENTENCES)


def test_a_note_is_the_same_after_it_has_been_to_another_process():
    note = Said("{0}, in {1}", Said("the bias {0} is left out", "b₁"), "s₁")
    again = pickle.loads(pickle.dumps(note))
    assert (again, again.pattern, again.parts) == (note, note.pattern, note.parts)
