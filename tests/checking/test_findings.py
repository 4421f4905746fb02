"""A rubric made for each weakness, and a neighbour without it."""

import pytest

BASE = """
{top}
[given]
x = 2
w = {w}
b = 0.5
{given}
[forward]
s = "w*x + b"
h = "{h}"
E = "h^2"
{forward}
{training}
[marks]
s = 1
h = 1
E = 1
"dE/dw" = 1
{marks}
{rest}
"""
USUAL = {
    "top": "figures = 3",
    "w": "0.7",
    "given": "",
    "h": "sigmoid(s)",
    "forward": "",
    "training": "",
    "marks": "",
    "rest": "",
}
DESCENT = '[training]\nloss = "E"\nparameters = ["w"]\nrate = {}'
BY_VALUE, AT_AN_EDGE, UNNEEDED = "Values the tolerance cannot see", "Numbers at an edge", "Not needed"

WEAK = {
    "givens that nothing uses": (
        {"given": "q = 3\nr = 4"}, UNNEEDED, "q and r are given, but no answer depends on them"
    ),
    "a step that nobody asks for": (
        {"forward": 'z = "h*3"'}, UNNEEDED, "z has a formula, but no mark asks for it and nothing that is"
    ),
    "samples that no formula uses": (
        {
            "given": "X = [1, 2]",
            "training": DESCENT.format("0.1") + '\nsamples = {k = "X"}',
            "marks": "\"w'\" = 1",
        },
        UNNEEDED,
        "k is the row of a sample, but no answer depends on it",
    ),
    "a value of 0": ({"w": "-0.25"}, BY_VALUE, "s is 0: most slips give 0"),
    "a value below the tolerance": (
        {"top": 'tolerance = "0.05"', "w": "-0.26"}, BY_VALUE, "s is less than the absolute tolerance 0.05"
    ),
    "a value not far above the tolerance": (
        {"top": 'tolerance = "0.05"', "w": "-0.2"}, BY_VALUE, "s is not far above the absolute tolerance 0.05"
    ),
    "an amount where a share may be meant": (
        {"top": "figures = 3\ntolerance = 0.5"},
        BY_VALUE,
        'the tolerance 0.5 is one amount for all values (a share of each is written "0.5 %")',
    ),
    "a share that lets much pass": (
        {"top": 'figures = 3\ntolerance = "20 %"'}, BY_VALUE, "the tolerance of 20 % lets pass what is a long way off"
    ),
    "a step that is lost in three figures": (
        {"training": DESCENT.format("1e-4"), "marks": "\"w'\" = 1"},
        BY_VALUE,
        "the step is lost in 3 figures: who copies the old value has the new one right | w′: still w",
    ),
    "no figures are asked for": (
        {"top": ""}, BY_VALUE, "no figures are asked for, so that 0.8 is right for E = 0.756711 (say figures = 3)"
    ),
    "a value of few figures where it is rounded to decimals": (
        {"w": "-2.7"},
        "Figures that decimals do not reach",
        "rounded to 4 decimals, h, E and ∂E/∂w would not have the 3 figures that are asked for, which costs points",
    ),
    "a kink": ({"w": "-0.25", "h": "relu(s)"}, AT_AN_EDGE, "s is at the kink of ReLU"),
    "a kink of ELU": ({"w": "-0.25", "h": "elu(s, 2)"}, AT_AN_EDGE, "s is at the kink of ELU"),
    "a kink of SELU": ({"w": "-0.25", "h": "selu(s)"}, AT_AN_EDGE, "s is at the kink of ELU"),
    "nearly a kink": ({"w": "-0.24995", "h": "relu(s)"}, AT_AN_EDGE, "s is so near to the kink of ReLU"),
    "a tie": ({"h": "max(s, 1.9)"}, AT_AN_EDGE, "max(s, 1.9) is at a tie of max"),
    "a tie of three": ({"h": "max(s, 1, 1.9)"}, AT_AN_EDGE, "max(s, 1, 1.9) is at a tie of max"),
    "a tie of the least of three": ({"h": "min(s, 1.9, 3)"}, AT_AN_EDGE, "min(s, 1.9, 3) is at a tie of min"),
    "a dead neuron": ({"w": "-0.7", "h": "relu(s)"}, AT_AN_EDGE, "h is 0 altogether: ReLU lets nothing"),
    "several dead neurons": (
        {
            "given": "V = [[-1, 0.1], [-2, 0.3], [3, 1]]",
            "forward": 'q = "relu(V @ [x, 1.5])"\nF = "E + sum(q)"',
            "marks": 'F = 1\n"dF/dV" = 6',
        },
        AT_AN_EDGE,
        "q₁ and q₂ are 0: every gradient through them is 0",
    ),
    "a saturated neuron": ({"w": "4.7"}, AT_AN_EDGE, "the activation before s is saturated"),
    "a large number": ({"h": "exp(180*s)"}, AT_AN_EDGE, "h reaches"),
    "an alternative that is none": (
        {"rest": '[[accept]]\nname = "other"\n[accept.forward]\nE = "h*h"'},
        "Alternatives",
        "the alternative 'other' differs in no answer that is asked",
    ),
    "two names that are one": (
        {"forward": 'x_1 = "h*3"\nx1 = "h*4"', "marks": "x_1 = 1\nx1 = 1"}, "Names", "may mean 'x_1' or 'x1'"
    ),
    "names that differ in capitals": (
        {"forward": 'S = "h*3"', "marks": "S = 1"}, "Names", "s and S differ only in capitals"
    ),
    "a matrix times a vector": (
        {"given": "W = [[1, 2], [3, 4]]\nv = [5, 6]", "forward": 'p = "W*v + s"', "marks": "p = 4"},
        "Products",
        "p multiplies each row of W by v, element by element | the product of the matrix and the vector is W @ v",
    ),
    "single outputs taken for classes": (
        {
            "given": "V = [[1, 2], [3, 4]]\ny = [1, 0]",
            "forward": 'p = "sigmoid(V @ [x, w])"\nF = "cross_entropy(p, y)"',
            "marks": "F = 1",
        },
        "Cross-entropies",
        "F is a cross-entropy of p, which makes 1.97 in all and not 1 | of outputs that stand for themselves",
    ),
    "two elements of one label": (
        {
            "given": "v = [1, 2]",
            "forward": 'p = "v*h"\nq = "v*s"',
            "marks": "p = 2\nq = 2",
            "rest": '[labels]\n"p[i]" = "a_i"\n"q[i]" = "a_i"',
        },
        "Labels",
        "'a_1' is the name of 2 answers",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WEAK)
def test_a_weakness_is_told(said, name):
    changes, title, text = WEAK[name]
    found = said(BASE.format(**{**USUAL, **changes}))
    assert any(text in line for line in found.get(title, [])), found


def test_a_rubric_without_weakness_is_told_nothing(said):
    assert said(BASE.format(**USUAL)) == {}
    for fine in ("1 %", "1e-6"):
        assert said(BASE.format(**USUAL | {"top": f'figures = 3\ntolerance = "{fine}"'})) == {}
    assert AT_AN_EDGE not in said(BASE.format(**USUAL | {"h": "max(s, 1, 1)"}))


def test_a_velocity_that_the_rule_starts_from_0_is_not_told_as_given(said):
    training = DESCENT.format("0.1") + '\nrule = "momentum"\nmomentum = 0.9'
    found = said(BASE.format(**USUAL | {"training": training}))
    assert found[UNNEEDED] == ["rate is given, but no answer depends on it"]


def test_a_name_that_the_rubric_gives_to_one_of_two_is_not_told(said):
    """`z(1)` could be the next value of a z, which is what is called z1' here."""
    asked = {"forward": 'z1 = "3*w"', "training": DESCENT.format("0.1"), "marks": 'z1 = 1\n"z1\'" = 1'}
    assert "Names" not in said(BASE.format(**USUAL | asked | {"rest": '[names]\nz1 = ["z(1)"]'}))


def test_a_matrix_is_scaled_where_that_may_well_be_meant(said):
    given = {"given": "W = [[1, 2], [3, 4]]\nv = [5, 6]", "marks": "p = 4\nq = 2"}
    forward = 'p = "(W @ W)*v"\nq = "sum(W*v, axis=2)"'
    assert "Products" not in said(BASE.format(**USUAL | given | {"forward": forward}))


@pytest.mark.parametrize(
    "loss", ["bce(p, y)", "-sum(y*log(p)) - sum((1 - y)*log(1 - p))", "cross_entropy(softmax(p), y)", "sum(z*log(p))"]
)
def test_what_is_no_cross_entropy_of_classes_is_not_told_so(said, loss):
    given = {"given": "V = [[1, 2], [3, 4]]\ny = [1, 0]\nz = [3, -2]", "marks": "F = 1"}
    forward = f'p = "sigmoid(V @ [x, w])"\nF = "{loss}"'
    assert "Cross-entropies" not in said(BASE.format(**USUAL | given | {"forward": forward}))


def test_only_faults_are_wrong(checked):
    assert checked(BASE.format(**{**USUAL, **WEAK["two elements of one label"][0]})).wrong
    assert not checked(BASE.format(**{**USUAL, **WEAK["a value of 0"][0]})).wrong


SYMBOLIC = """
symbols = ["a", "b"]
[forward]
y = "{y}"
[marks]
"dy/da" = 1
"dy/db" = 1
"""


def test_formulas_that_are_one_by_value(said):
    assert said(SYMBOLIC.format(y="(a + b)^2"))["Formulas"] == ["∂y/∂a and ∂y/∂b are the same at every point"]
    assert said(SYMBOLIC.format(y="a^2*b")) == {}


def test_formulas_that_have_few_points_in_common(said):
    [found] = said(SYMBOLIC.format(y="log(a - b - 3.9)*a"))["Formulas"]
    assert "of the random points at which they are compared" in found


def test_targets_that_do_not_make_one_are_told_where_everybody_takes_them_to(said):
    text = """
symbols = ["z1", "z2", "y1"{}]
[forward]
{}y = "[y1, y2]"
z = "[z1, z2]"
p = "softmax(z)"
L = "cross_entropy(p, y)"
[marks]
"dL/dz" = 2
"""
    [found] = said(text.format(', "y2"', ""))["Formulas"]
    assert found.startswith("∂L/∂z is p·Σy − y, and not p − y")
    assert said(text.format("", 'y2 = "1 - y1"\n')) == {}


@pytest.mark.parametrize(("scale", "at_a_kink"), [("", False), (", a", False), (", 2*a", True)])
def test_elu_of_a_scale_of_1_has_no_kink(said, scale, at_a_kink):
    text = f'[given]\nx = 1\nw = 0\na = 1\n[forward]\ns = "w*x"\nh = "elu(s{scale})"\n[marks]\nh = 1\n"dh/ds" = 1\n'
    assert (AT_AN_EDGE in said(text)) is at_a_kink


@pytest.mark.parametrize(
    ("rate", "says"),
    [
        ("-0.1", "the learning rate is -0.1: a step goes uphill"),
        ("0", "the learning rate is 0: nothing moves in a step"),
        ("25", "the learning rate is 25 (is the decimal point in its place?)"),
    ],
)
def test_an_odd_learning_rate_is_told_where_a_step_is_asked(said, rate, says):
    training = {"training": DESCENT.format(rate)}
    assert said(BASE.format(**USUAL | training | {"marks": '"w\'" = 1'}))["Learning rate"] == [says]
    assert "Learning rate" not in said(BASE.format(**USUAL | training))


RULE = '[training]\nloss = "E"\nparameters = ["w"]\nrate = 0.1\nrule = "rmsprop"\n'


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("beta = -0.3", "β is -0.3: the rule keeps a share, from 0 to below 1"),
        ("beta = 1", "β is 1: the rule keeps a share, from 0 to below 1"),
        ("eps = -0.001", "ε is -0.001, and the rule adds it to a root"),
    ],
)
def test_a_setting_that_no_rule_has_is_told(said, setting, says):
    asked = {"marks": '"w\'" = 1'}
    assert said(BASE.format(**USUAL | asked | {"training": RULE + setting}))["Learning rate"] == [says]
    assert "Learning rate" not in said(BASE.format(**USUAL | asked | {"training": RULE + "beta = 0\neps = 0"}))


@pytest.mark.parametrize("rate", ["0.01", "1", "10"])
def test_a_usual_learning_rate_is_not(said, rate):
    training = {"training": DESCENT.format(rate), "marks": '"w\'" = 1'}
    assert "Learning rate" not in said(BASE.format(**USUAL | training))


SQUARE = """
figures = 3
[given]
X = [[1.0, 2.0], [0.5, -1.0]]
W = {w}
[forward]
H = "{formula}"
E = "sum(H^2)"
[labels]
"W[{letters}]" = "w_{{{letters}}}"
[marks]
H = 2
E = 1
"dE/dW" = 4
"""
SIDEWAYS = (
    "H takes W[j,i] for the weight from j to i: X @ W | where [labels] mean the weight to j, from i, it is X @ W.T"
)


def test_a_square_matrix_whose_label_has_the_unit_first_is_told_to_the_right_of_its_input(said):
    square, oblong = "[[0.1, 0.2], [0.3, 0.4]]", "[[0.1, 0.2, 0.5], [0.3, 0.4, 0.7]]"
    assert said(SQUARE.format(w=square, formula="X @ W", letters="j,i"))["Products"] == [SIDEWAYS]
    for w, formula, letters in (
        (square, "X @ W.T", "j,i"),
        (square, "W @ X", "j,i"),
        (square, "X @ W", "i,j"),
        (square, "X @ W", "r,c"),
        (oblong, "X @ W", "j,i"),
    ):
        assert "Products" not in said(SQUARE.format(w=w, formula=formula, letters=letters))
