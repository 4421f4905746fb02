"""Slips in which element of a window is its largest, and in what comes back to it."""

import numpy as np
import pytest

from tests.marking.classroom import lost, marked, right_answers

POOLED = """
[given]
Z = [[1.45, -1.41, 0.49], [1.8, 1.2, -1.66], [0.76, 1.83, 1.64]]
w = [[0.31, -0.47], [0.83, 0.29]]
[forward]
A = "relu(Z)"
P = "maxpool2d(A, 2, 1)"
L = "sum(w*P^2)"
[marks]
P = 4
L = 1
"dL/dP" = 4
"dL/dA" = 9
"dL/dZ" = 9
"""


def handed_in(reference, largest, gather=np.add.at):
    """The work of someone for whom these elements, from 0, are the largest of the windows, row by row."""
    a, w = reference.values["A"][0, 0], reference.values["w"][0, 0]
    pooled = np.array([a[at] for at in largest]).reshape(2, 2)
    back = np.zeros_like(a)
    gather(back, tuple(np.array(largest).T), (2 * w * pooled).ravel())
    found = {"P": pooled, "L": (w * pooled**2).sum(), "dL/dP": 2 * w * pooled, "dL/dA": back, "dL/dZ": back * (a > 0)}
    return {name: np.array([f"{x:.4f}" for x in np.ravel(v)], dtype=object) for name, v in found.items()}


RIGHT = ((1, 0), (1, 1), (2, 1), (2, 1))


@pytest.mark.parametrize(("window", "taken"), [(0, (0, 0)), (1, (0, 2)), (2, (2, 0)), (3, (2, 2))])
def test_another_element_for_the_largest_of_a_window_is_charged_once_with_what_comes_back_to_it(problem, window, taken):
    reference = problem(POOLED)
    largest = [*RIGHT[:window], taken, *RIGHT[window + 1 :]]
    [marks] = marked(reference, handed_in(reference, largest))
    place = f"[{window // 2 + 1},{window % 2 + 1}]"
    assert lost(marks) == {f"P{place}": "wrong-branch"}
    note = marks[f"P{place}"][3]
    assert f"A[{taken[0] + 1},{taken[1] + 1}] is taken as the largest of window {window + 1}" in note


@pytest.mark.parametrize(("window", "taken"), [(0, (1, 1)), (1, (0, 2)), (2, (2, 0)), (3, (2, 2))])
@pytest.mark.parametrize("blank", [(), ("dL/dA",)])
def test_a_gradient_brought_to_another_element_of_its_window_is_charged_once(problem, window, taken, blank):
    reference = problem(POOLED)
    right, slipped = right_answers(reference, 5), handed_in(reference, [*RIGHT[:window], taken, *RIGHT[window + 1 :]])
    value = reference.values["dL/dP"][0, 0].ravel()
    back = np.zeros((3, 3))
    np.add.at(back, tuple(np.array([*RIGHT[:window], taken, *RIGHT[window + 1 :]]).T), value)
    slipped = np.array([f"{x:.4f}" for x in back.ravel()], dtype=object)
    answers = {**right, "dL/dA": slipped, "dL/dZ": slipped}
    [marks] = marked(reference, {name: text for name, text in answers.items() if name not in blank})
    charged = [cause for cause in lost(marks).values() if cause != "missing"]
    assert charged == ["wrong-branch"]


def test_gradients_of_overlapping_windows_written_over_one_another_are_charged_once(problem):
    def written_over(back, places, values):
        back[places] = values

    reference = problem(POOLED)
    [marks] = marked(reference, handed_in(reference, RIGHT, written_over))
    assert lost(marks) == {"dL/dA[3,2]": "dropped-term"}
    assert "where windows overlap, the gradient of the last of them stands" in marks["dL/dA[3,2]"][3]


def test_a_number_of_no_element_is_no_largest_of_a_window(problem):
    reference = problem(POOLED)
    answers = right_answers(reference, 5)
    answers["P"][1, 0] = "1.3127"
    [marks] = marked(reference, {"P": answers["P"]})
    assert marks["P[2,1]"][:2] == ("wrong", "")
