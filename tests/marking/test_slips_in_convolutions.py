"""Slips in one of the products that a filter adds up, and in what one place of the output gives its gradient."""

from itertools import product

import numpy as np

from tests.marking.classroom import lost, marked, right_answers

CONVOLVED = """
[given]
X = [[0.5, -1.2, 0.8, 1.5], [1.1, 0.3, -0.7, 0.9], [-0.4, 1.6, 0.2, -1.3], [0.7, -0.9, 1.4, 0.6]]
K = [[0.6, -0.4], [0.3, 0.8]]
c = 0.1
[forward]
Z = "conv2d(X, K) + c"
L = "sum(Z^2)"
[marks]
Z = 9
"dL/dZ" = 9
"dL/dK" = 4
"""
PLACES = list(product(range(3), range(3)))


def test_a_product_with_the_wrong_sign_or_left_out_is_named_at_whatever_place(problem):
    reference = problem(CONVOLVED)
    x, k = reference.values["X"][0, 0], reference.values["K"][0, 0]
    mates = []
    for times in (2, 1):
        for n, (row, column) in enumerate(PLACES):
            z, tap = reference.values["Z"][0, 0].copy(), (n % 2, n // 2 % 2)
            z[row, column] -= times * x[row + tap[0], column + tap[1]] * k[tap]
            mates.append({"Z": np.array([f"{value:.4f}" for value in z.ravel()], dtype=object)})
    for n, marks in enumerate(marked(reference, *mates)):
        row, column = PLACES[n % 9]
        charged = {q: cause for q, cause in lost(marks).items() if cause != "missing"}
        assert charged == {f"Z[{row + 1},{column + 1}]": "sign" if n < 9 else "dropped-term"}
        assert "the product with K[" in marks[f"Z[{row + 1},{column + 1}]"][3]


def test_a_place_left_out_of_a_filter_s_gradient_or_taken_alone_is_named_and_charged_once(problem):
    reference = problem(CONVOLVED)
    x, right = reference.values["X"][0, 0], right_answers(reference, 6)
    whole = reference.values["dL/dK"][0, 0]
    mates, said = [], []
    for row, column in PLACES[::2]:
        own = reference.values["dL/dZ"][0, 0][row, column] * x[row : row + 2, column : column + 2]
        for value, says in ((whole - own, "the product with {} is left out"), (own, "only the product with {}")):
            texts = np.array([f"{number:.4f}" for number in value.ravel()], dtype=object)
            mates.append({**right, "dL/dK": texts})
            said.append(says.format(f"∂L/∂Z[{row + 1},{column + 1}]"))
    for says, marks in zip(said, marked(reference, *mates), strict=True):
        assert list(lost(marks).values()) == ["dropped-term"]
        [note] = [note for verdict, _, _, note in marks.values() if verdict == "slip"]
        assert says in note
