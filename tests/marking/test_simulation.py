"""What a simulated class is told to have done is what a careful reader of the paper could tell."""

from dataclasses import replace

import numpy as np
import pytest

from grader.marking import CAUSES
from grader.marking.shortening import SHORTENED
from tests.accuracy import ASSIGNMENTS, whole
from tests.simulation import ClassRoom, Habits

CARELESS = Habits(blank=0, slips=(1,), guesses=0, miscopies=0.3, misreads=1)


@pytest.fixture(scope="module")
def careless():
    reference = whole(*ASSIGNMENTS["recurrence"])
    return reference, *ClassRoom(reference, CARELESS, 40, seed=1).work()


def test_a_slip_shows_in_nothing_that_follows_from_the_paper_in_fewer_figures(careless):
    """Nor where what is read there has been copied wrongly: 0.29 as 0.291."""
    reference, sheet, truth = careless
    graph = reference.graph
    shows = [key for slip in truth.slips for key in slip.shows]
    assert shows
    for n, name, _ in shows:
        paper = {p: sheet.written[p].value[n : n + 1] for p in graph[name].parents if graph[p].formula is not None}
        given = {p: reference.values[p] for p in graph[name].parents if p not in paper}
        for shorter in SHORTENED.values():
            value = graph.step(name, {**given, **{p: shorter(number, 2) for p, number in paper.items()}})
            answer = sheet.written[name].rows(np.array([n]))
            assert abs(answer.value - value) > answer.unit, (n, name)


def test_a_slip_that_only_a_wrong_copy_shows_is_located_there_and_has_no_name():
    reference = whole(*ASSIGNMENTS["sigmoids, by hand"])
    _, truth = ClassRoom(reference, replace(CARELESS, miscopies=0.5), 40, seed=1).work()
    covered = [slip for slip in truth.slips if truth.copies.issuperset(slip.shows)]
    assert covered
    assert not any(slip.nameable for slip in covered)


OTHERWISE = {"misread", "copy"}
"""Made in the writing or the reading of numbers: not by a change to a step."""
NOT_SIMULATED = {"digits", "extra-term", "exchanged", "misplaced", "wrong-rule"}
"""What `python -m tests.accuracy` says nothing about."""


def test_every_other_kind_of_slip_is_made_in_some_assignment():
    made = set()
    for assignment in ASSIGNMENTS.values():
        room = ClassRoom(whole(*assignment), CARELESS, 1, seed=1)
        made |= {mutation.cause for q in room.graph.computed for mutation in room.slips.singles(q.name)}
    assert set(CAUSES) - made == OTHERWISE | NOT_SIMULATED
