"""What numbers prove: none from nowhere, little by a single figure."""

import pytest

from tests.marking.classroom import marked, right_answers, worked

EVERYWHERE = ["0", "1", "0.44", "0.01"]


@pytest.fixture(scope="module")
def everywhere(mazur):
    """The marks of four students, each with one number for all."""
    students = marked(mazur, *({q.name: text for q in mazur.graph.computed} for text in EVERYWHERE))
    return dict(zip(EVERYWHERE, students, strict=True))


@pytest.mark.parametrize("text", EVERYWHERE)
def test_the_same_number_everywhere_earns_next_to_nothing(mazur, everywhere, text):
    points = sum(points for _, _, points, _ in everywhere[text].values())
    assert points < sum(a.out_of for a in mazur.asked) / 3


def test_a_number_that_a_chain_hands_on_is_not_given_everywhere(reference):
    chain = reference("tests/published/cs231n-chain.toml")
    on = dict.fromkeys(("df/ds", "df/dc", "df/da", "df/db", "df/dw2"), "-0.1966")
    [marks] = marked(chain, right_answers(chain) | on)
    assert marks["df/ds"][:2] == ("slip", "sign")


def test_rounding_to_few_places_is_right_but_imprecise(mazur):
    answers = right_answers(mazur)
    answers |= {"dE_total/dw1": "0.000", "dE_total/dw5": "0.082"}
    [marks] = marked(mazur, answers)
    assert {q for q, (verdict, *_) in marks.items() if verdict == "imprecise"} == {"dE_total/dw1", "dE_total/dw5"}


def test_the_published_numbers_are_all_right(mazur):
    [marks] = marked(
        mazur,
        {
            "out_h1": "0.593269992", "out_h2": "0.596884378", "out_o1": "0.75136507", "out_o2": "0.772928465",
            "E1": "0.274811083", "E2": "0.023560026", "E_total": "0.298371109", "dE_total/dout_o1": "0.74136507",
            "dE_total/dw5": "0.082167041", "w5'": "0.35891648", "w6'": "0.408666186", "w7'": "0.511301270",
            "w8'": "0.561370121", "dE_total/dout_h1": "0.036350306", "dE_total/dw1": "0.000438568",
            "w1'": "0.149780716", "w2'": "0.19956143", "w3'": "0.24975114", "w4'": "0.29950229",
            "E_total'": "0.291027924",
        },
    )  # fmt: skip
    assert {verdict for verdict, *_ in marks.values()} <= {"correct", "implied"}


MOMENTUM = """
[given]
x = [0.5, -1.2]
w = [0.7, -0.3]
v = [0.11, -0.04]
[forward]
y = "w @ x"
L = "(y - 0.9)^2/2"
[training]
loss = "L"
parameters = ["w"]
rule = "momentum"
momentum = 0.8
rate = 0.25
[marks]
"dL/dy" = 1
"dL/dw" = 2
"v'" = 2
"w'" = 2
"y'" = 1
"""


@pytest.mark.parametrize(
    ("step", "without", "verdict"),
    [
        ("w - 0.25*v'", ("v'",), "implied"),
        ("w - 0.25*dL/dw", ("v'",), "missing"),
        ("w - 0.25*dL/dw", ("v'", "dL/dw"), "missing"),
        ("w + 0.25*v'", ("v'",), "implied"),  # by a slip that goes on with it
    ],
)
def test_a_step_that_goes_past_a_blank_does_not_prove_it(problem, step, without, verdict):
    [marks] = marked(problem(MOMENTUM), worked(problem(MOMENTUM), {"w'": step}, without=without))
    assert marks["v'[2]"][0] == verdict
    assert "dL/dw" not in without or marks["dL/dw[2]"][0] == "implied"


CLOSE = """
[given]
x = 2.37
w = 0.61
v = 0.8
t = -0.1
[forward]
h = "w*x"
y = "h*v"
L = "(y - t)^2"
[training]
loss = "L"
parameters = ["w", "v"]
rule = "sgd"
rate = 0.05
[marks]
h = 1
y = 1
"dL/dv" = 2
"dL/dw" = 2
"w'" = 2
"""


def test_a_step_proves_the_blank_before_it_though_x_is_nearly_what_a_slip_elsewhere_makes_of_it(problem):
    """The 2 of the square is left out: so ∂L/∂w is 2.38 beside x = 2.37, and the step 0.61 − 0.05·2.38 = 0.491."""
    work = worked(problem(CLOSE), {"dL/dy": "y - t"}, figures=3, without=("dL/dw",))
    [marks] = marked(problem(CLOSE), work)
    assert (marks["dL/dv"][0], marks["dL/dw"][0], marks["w'"][0]) == ("slip", "implied", "carried")


SHORT = """
[given]
a = 0.31
b = 0.76
[forward]
p = "a*b"
q = "p + a"
[marks]
p = 1
q = 1
"""


@pytest.mark.parametrize(("answer", "verdict"), [("0.5456", "implied"), ("0.55", "implied"), ("0.5", "missing")])
def test_one_figure_does_not_prove_a_blank(problem, answer, verdict):
    [marks] = marked(problem(SHORT), {"q": answer})
    assert (marks["p"][0], marks["q"][0]) == (verdict, "correct")


@pytest.mark.parametrize(("figures", "verdict"), [(0, "slip"), (3, "imprecise")])
def test_one_figure_is_a_rounding_where_more_are_asked_for(problem, figures, verdict):
    [marks] = marked(problem(f"figures = {figures}\n{SHORT}"), {"p": "0.2", "q": "0.5456"})
    assert marks["p"][0] == verdict


@pytest.mark.parametrize("figures", [0, 3])
def test_it_is_none_where_the_first_figure_is_another(problem, figures):
    found = problem(
        f'figures = {figures}\n[given]\nx = 0.66\n[forward]\ny = "x + 0.003"\nz = "y*0.2"\n[marks]\ny = 1\nz = 1'
    )
    [marks] = marked(found, {"y": "1", "z": "0.1326"})
    assert marks["y"][0] not in ("correct", "imprecise")


@pytest.mark.parametrize(("answer", "points"), [("0.85", 49), ("0.855", 1), ("0.86", 1)])
def test_a_number_near_the_right_one_that_stands_alone_proves_no_blank(reference, answer, points):
    """MSE′ = 0.8486: 0.855 follows if everything before it was rounded, but nothing of that is shown."""
    network = reference("rubrics/relu-2-2-1.toml")
    [marks] = marked(network, {"MSE'": answer})
    assert sum(worth for _, _, worth, _ in marks.values()) == points


SUM = """
[given]
x = [0.8, -1.5]
W = [[0.4, 0.7], [-0.3, 0.6]]
[forward]
z = "W @ x"
h = "sigmoid(z)"
y = "sum(h)"
E = "(y - 2)^2"
[marks]
z = 2
h = 2
y = 1
E = 1
"dE/dy" = 1
"dE/dh" = 2
"dE/dz" = 2
"""


def test_one_right_number_among_many_from_nowhere_shows_no_copying(problem):
    """What goes into it is not written wrongly and used rightly, but unknown like all the rest."""
    nowhere = {
        "z": ["1.3721", "0.2291"], "h": ["0.9137", "0.1672"], "E": "0.3391",
        "dE/dy": "2.7719", "dE/dh": ["0.0913", "4.417"], "dE/dz": ["0.1197", "0.5533"],
    }  # fmt: skip
    known = {"z": ["-0.7300", "-1.1400"], "h": ["0.9137", "0.2423"]}
    invented, copied = marked(problem(SUM), nowhere | {"y": "0.5675"}, known | {"y": "0.5675"})
    assert [invented[q][:2] for q in ("y", "h[1]", "h[2]")] == [("correct", ""), ("wrong", ""), ("wrong", "")]
    assert copied["h[1]"][:2] == ("slip", "copy")
