"""What a rubric that is right is read as."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from grader.engine import names_in, parse, show
from grader.rubric import Label, Problem, Rubric, Tolerance, elements, load

HERE = Path(__file__).parent
RUBRICS = HERE.parents[1] / "rubrics"

SMALL = """
[given]
x = [1, 2]
w = 2
[forward]
s = "x1*w + x2"
loss = "s^2"
[marks]
s = 1
"""


def test_the_rubric_by_hand_loads_as_it_stands() -> None:
    rubric = load(HERE / "by-hand.toml")
    (problem,) = rubric.problems
    assert (rubric.title, problem.name) == ("CS 637 Homework 1, problem 2", "")
    assert list(problem.forward) == ["s1", "h1", "s2", "h2", "s3", "yhat", "Div"]
    assert problem.forward["s1"] == parse("x1*w1 + x2*w2")
    assert problem.givens["x"].tolist() == [-0.7, 1.2, 1.1, -2.0]
    assert problem.givens["y"].shape == ()
    assert problem.marks == {
        "s1": 1, "h1": 1, "yhat": 2, "Div": 1, "dDiv/dyhat": 1, "dDiv/ds3": 2, "dDiv/dw": 6,
    }  # fmt: skip
    assert (problem.tolerance, problem.figures) == (Tolerance(Fraction(1, 1000), Fraction(0)), 3)
    assert problem.training is None


def test_the_rubric_of_one_iteration_loads_as_it_stands() -> None:
    (problem,) = load(HERE / "one-iteration.toml").problems
    assert problem.training is not None
    assert problem.training.parameters == ("W1", "b1", "w2", "b2")
    assert (problem.training.loss, problem.training.rate, problem.training.steps) == ("MSE", "gamma", 1)
    assert problem.labels == (
        Label("W1", ("j", "i"), "w_{j,i}^1"),
        Label("l1", ("s", "j"), "l_j^1 (sample s)"),
    )
    assert problem.names == {"MSE": ("L", "loss", "error")}
    assert show(problem.forward["MSE"], ascii=True) == "sum((target - f)^2)"
    assert problem.givens["l0"].shape == (5, 2)


def test_the_mission_s_rubrics_load() -> None:
    first, second, third = load(RUBRICS / "cs637-hw1.toml").problems
    assert [problem.name for problem in (first, second, third)] == ["1", "2", "3"]
    assert first.symbols == ("w0", "w1", "w2", "w3", "x1", "x2", "eta")
    assert second.forward == third.forward
    assert (sum(second.marks.values()), third.marks) == (23, {"dDiv/dw": 6})
    (relu,) = load(RUBRICS / "relu-2-2-1.toml").problems
    assert Label("b2", (), "b_1^2") in relu.labels
    assert sum(relu.marks.values()) == 50


def test_what_is_not_said_has_its_usual_value(one: Callable[[str], Problem]) -> None:
    problem = one(SMALL)
    assert problem.tolerance == Tolerance(Fraction(1, 1000), Fraction(0))
    assert problem.figures == 0
    assert problem.credit == {
        "correct": 1, "carried": 1, "implied": 1, "imprecise": Fraction(3, 4), "slip": Fraction(1, 2),
        "wrong": 0, "missing": 0, "unreadable": 0, "trivial": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("written", "relative", "absolute"),
    [
        ('"0.1 %"', Fraction(1, 1000), 0),
        ('"5%"', Fraction(1, 20), 0),
        ('"1e-6"', 0, Fraction(1, 10**6)),
        ("0.01", 0, Fraction(1, 100)),
        ("0", 0, 0),
        ('["0.1 %", "1e-6"]', Fraction(1, 1000), Fraction(1, 10**6)),
        ('["1e-6", "0.1 %"]', Fraction(1, 1000), Fraction(1, 10**6)),
    ],
)
def test_a_tolerance_is_exact(
    one: Callable[[str], Problem], written: str, relative: Fraction, absolute: Fraction
) -> None:
    assert one(f"tolerance = {written}\n{SMALL}").tolerance == (relative, absolute)


def test_points_and_credit_are_exact(one: Callable[[str], Problem]) -> None:
    problem = one(SMALL + 'loss = 0.1\n"ds/dw" = 1e-1\n[credit]\nslip = 0.3\nsign = 0.7\n')
    assert problem.marks == {"s": 1, "loss": Fraction(1, 10), "ds/dw": Fraction(1, 10)}
    assert (problem.credit["slip"], problem.credit["sign"], problem.credit["wrong"]) == (
        Fraction(3, 10), Fraction(7, 10), 0,
    )  # fmt: skip


def test_a_vector_s_elements_have_names_unless_these_are_taken() -> None:
    vectors = {"x": np.zeros(3), "w": np.zeros(2), "b1": np.zeros(2), "W": np.zeros((2, 2)), "y": np.zeros(())}
    assert elements(vectors, ["w2"]) == {"x1": "x", "x2": "x", "x3": "x"}


def test_formulas_may_stand_in_any_order_and_run_over_lines(one: Callable[[str], Problem]) -> None:
    problem = one('[given]\nx = 1\n[forward]\nb = "a + 1"\na = """x\n  + 2"""\n[marks]\nb = 1\n')
    assert problem.forward["a"] == parse("x + 2")
    assert names_in(problem.forward["b"]) == ("a",)


LIKE = """
figures = 4
[credit]
slip = 0.25
[[problem]]
name = "a"
title = "By hand"
tolerance = "1 %"
[problem.given]
x = 1
w = 2
[problem.forward]
s = "x*w"
h = "tanh(s)"
[problem.names]
h = "z"
[problem.marks]
s = 1
h = 1
[[problem]]
name = 2
like = "a"
[problem.given]
w = 3
[problem.forward]
h = "sigmoid(s)"
[problem.credit]
sign = 1
[problem.marks]
h = 5
"""


def test_a_problem_like_another_takes_all_but_its_marks(loaded: Callable[[str], Rubric]) -> None:
    first, second = loaded(LIKE).problems
    assert (second.name, second.title, second.marks) == ("2", "", {"h": 5})
    assert {name: float(data) for name, data in second.givens.items()} == {"x": 1, "w": 3}
    assert (second.forward["s"], second.forward["h"]) == (first.forward["s"], parse("sigmoid(s)"))
    assert second.tolerance.relative == Fraction(1, 100)
    assert second.names == {"h": ("z",)}
    assert first.figures == second.figures == 4
    assert (first.credit["slip"], second.credit["slip"]) == (Fraction(1, 4), Fraction(1, 4))
    assert "sign" not in first.credit
    assert float(first.givens["w"]) == 2


SYMBOLIC = """
[[problem]]
name = "a"
symbols = ["w", "x", "y"]
[problem.forward]
s = "w*x"
E = "(s - y)^2"
[problem.marks]
E = 1
[[problem]]
name = "b"
like = "a"
given = {w = 2, x = 3, y = 1}
marks = {E = 1}
[[problem]]
name = "c"
like = "b"
symbols = ["w"]
given = {s = 4}
marks = {E = 1}
"""


def test_a_name_is_what_the_nearest_table_says(loaded: Callable[[str], Rubric]) -> None:
    letters, numbers, mixed = loaded(SYMBOLIC).problems
    assert (letters.symbols, numbers.symbols, mixed.symbols) == (("w", "x", "y"), (), ("w",))
    assert set(numbers.givens) == {"w", "x", "y"}
    assert (set(mixed.givens), set(mixed.forward)) == ({"x", "y", "s"}, {"E"})


def test_an_alternative_overrides_what_it_names(one: Callable[[str], Problem]) -> None:
    problem = one(
        SMALL + '[[accept]]\nname = "half"\n[accept.forward]\nloss = "s^2/2"\n[[accept]]\nname = "w"\ngiven = {w = 3}\n'
    )
    half, other = problem.accept
    assert (half.name, half.problem.forward["loss"]) == ("half", parse("s^2/2"))
    assert half.problem.forward["s"] == problem.forward["s"]
    assert half.problem.marks == problem.marks
    assert float(other.problem.givens["w"]) == 3
    assert problem.forward["loss"] == parse("s^2")


def test_training_with_a_plain_rate_and_an_update_of_its_own(one: Callable[[str], Problem]) -> None:
    problem = one(
        SMALL + '[training]\nloss = "loss"\nparameters = ["w"]\nrate = 0.1\nsteps = 2\nupdate = {w = "w - dloss/dw"}\n'
    )
    assert problem.training is not None
    assert (problem.training.rate, float(problem.givens["rate"]), problem.training.steps) == ("rate", 0.1, 2)
    assert names_in(problem.training.update["w"]) == ("w", "dloss/dw")


MARKS = ["s", "loss", "h", "s'", "h'", "w'", "w1'", "W'", "W'[2,1]", "h[2]", "h'[2]", "w'[2]", "b'", "ds/dw"]
GRADIENTS = ["dloss/dw", "dloss/dw2", "dloss/dx", "dloss/dx1", "dloss/dW[1,2]", "dloss'/dw'", "dloss'/dx"]


@pytest.mark.parametrize("mark", MARKS + GRADIENTS)
def test_a_mark_asks_for_anything_that_follows(one: Callable[[str], Problem], mark: str) -> None:
    text = """
[given]
x = [1, 2]
w = [3, 4]
W = [[1, 2], [3, 4]]
b = 1
eta = 0.1
[forward]
h = "W @ x + b"
s = "h @ w"
loss = "s^2"
[training]
loss = "loss"
parameters = ["w", "W", "b"]
rate = "eta"
[marks]
"""
    assert one(f'{text}"{mark}" = 1\n').marks == {mark: 1}


def test_places_say_where_things_stand(one: Callable[[str], Problem]) -> None:
    places = one(SMALL + '"ds/dw" = 2\n').places
    assert str(places["forward.s"]).endswith("hw.toml:6:6")
    assert str(places["marks.ds/dw"]).endswith("hw.toml:10:2")
    fault = places["forward.s"].part(7, 9).fault("what")
    assert fault.excerpt == 's = "x1*w + x2"\n            ^^'


def test_a_mark_may_tell_a_later_value_by_the_number_of_its_step(one: Callable[[str], Problem]) -> None:
    training = '[training]\nloss = "loss"\nparameters = ["w"]\nrate = 0.1\n'
    assert list(one(SMALL.replace("s = 1", '"w^(1)" = 1') + training).marks) == ["w'"]


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "hw.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    assert list(load(path).problems[0].forward) == ["s", "loss"]


def test_a_rubric_without_a_title_is_called_by_its_file(loaded: Callable[[str], Rubric]) -> None:
    assert loaded(SMALL).title == "hw"
