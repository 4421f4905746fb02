"""The computation as it is drawn: a picture for each pass, the gradient in its quantity's own box."""

from grader.grading import prepare
from grader.reports.computation import passes


def test_a_pass_has_a_box_for_each_quantity_with_its_gradient(reference):
    [only] = passes(reference("rubrics/cs637-hw1.toml", "2"))
    assert ("h1", "dDiv/dh1") in only.boxes
    assert ("Div",) in only.boxes
    assert {("s1", "h1"), ("w5", "s3"), ("yhat", "Div")} <= set(only.arrows)
    assert len(only.boxes) == 18


def test_what_only_gradients_are_asked_of_is_drawn_whole(reference):
    """The last problem asks only for the gradients; what they are gradients of stands at the end all the same."""
    [only] = passes(reference("rubrics/cs637-hw1.toml", "3"))
    assert ("yhat", "Div") in only.arrows


def test_a_step_of_training_gives_a_second_picture_that_begins_with_the_new_parameters(reference):
    first, second = passes(reference("rubrics/relu-2-2-1.toml"))
    assert ("W1", "dMSE/dW1", "W1'") in first.boxes
    assert ("W1'",) in second.boxes
    assert ("l0",) in second.boxes
    assert ("f'", "MSE'") in second.arrows
    assert (first.number, second.number) == (0, 1)


def test_every_arrow_joins_boxes_that_are_there(reference):
    for path, problem in [("cs637-hw1", "1"), ("cs637-hw1", "2"), ("relu-2-2-1", "")]:
        for drawn in passes(reference(f"rubrics/{path}.toml", problem)):
            heads = {box[0] for box in drawn.boxes}
            assert {end for arrow in drawn.arrows for end in arrow} <= heads


THREE_STEPS = """
[given]
x = 2
t = 1
w = 0.5
[forward]
y = "w*x"
E = "(y - t)^2"
[training]
loss = "E"
parameters = ["w"]
rule = "sgd"
rate = 0.1
steps = 3
[marks]
"w'''" = 1
"""


def test_a_parameter_of_a_later_pass_stands_in_a_box_with_its_gradient_and_its_next_value(tmp_path):
    (tmp_path / "three.toml").write_text(THREE_STEPS)
    [references] = prepare(tmp_path / "three.toml").problems
    drawn = passes(references[""])
    assert [each.number for each in drawn] == [0, 1, 2]
    assert ("w'", "dE'/dw'", "w''") in drawn[1].boxes
    assert ("w''", "dE''/dw''", "w'''") in drawn[2].boxes
    for each in drawn:
        assert {end for arrow in each.arrows for end in arrow} <= {box[0] for box in each.boxes}
        assert all("rate" not in box for box in each.boxes)


def test_what_a_rule_computes_beside_a_parameter_stands_in_its_box(tmp_path):
    """Of a matrix, of the elements of a vector, and in the second step."""
    (tmp_path / "two.toml").write_text(
        "[given]\nX = [[1, 2], [3, 4]]\nW = [[1, 2], [3, 5]]\nb = [1, 2]\n"
        '[forward]\ny = "W @ X"\nz = "b1*2 + b2"\nE = "sum(y^2) + z^2"\n'
        '[training]\nloss = "E"\nparameters = ["W", "b"]\nrule = "momentum"\nrate = 0.1\nsteps = 2\n'
        '[marks]\n"v_W\'" = 1\n"W\'\'" = 1\n"b\'\'" = 1\n'
    )
    [references] = prepare(tmp_path / "two.toml").problems
    first, second, *_ = passes(references[""])
    assert {"W", "dE/dW", "v_W", "v_W'", "W'"} in map(set, first.boxes)
    for drawn in (first, second):
        joined = {end for arrow in drawn.arrows for end in arrow}
        assert {box[0] for box in drawn.boxes} <= joined
    assert any("v_W''" in box and box[0] == "W'" for box in second.boxes)


def test_a_parameter_names_its_box_though_what_a_rule_begins_with_stands_before_it(tmp_path):
    """Among symbols the velocity at first is a symbol, too, and comes before the parameter."""
    (tmp_path / "symbols.toml").write_text(
        'symbols = ["w", "x", "t", "eta", "mu"]\n[forward]\nL = "(w*x - t)^2"\n[training]\nloss = "L"\n'
        'parameters = ["w"]\nrule = "momentum"\nrate = "eta"\nmomentum = "mu"\n[marks]\n"w\'" = 1\n'
    )
    [references] = prepare(tmp_path / "symbols.toml").problems
    for drawn in passes(references[""]):
        assert {name for arrow in drawn.arrows for name in arrow} <= {box[0] for box in drawn.boxes}
