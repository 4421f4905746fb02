"""Another rule of training in place of the one that is asked is one slip, charged once and named."""

import pytest

from tests.marking.classroom import lost, marked, worked

TRAINED = """
[given]
x = 1.5
t = 0.6
w = 0.7
b = 0.2
eta = 0.1
[forward]
y = "w*x + b"
E = "(y - t)^2"
[training]
loss = "E"
parameters = ["w", "b"]
rate = "eta"
steps = 2
{}
[marks]
y = 1
"dE/dw" = 1
"w'" = 1
"b'" = 1
"E'" = 1
"w''" = 1
"b''" = 1
"E''" = 1
"""
ADAM = 'rule = "adam"\nbeta1 = 0.9\nbeta2 = 0.999\n'


def steps(update, **moments):
    """The formulas of both steps of both parameters: `p`, `g`, the moments before the step and, with a prime, after."""
    found = {}
    for primes in ("", "'"):
        for p in ("w", "b"):
            for name, formula in (*moments.items(), ("p", update)):
                text = formula
                for moment in ("mhat", "vhat", "m", "v", "s"):
                    text = text.replace(f"{{{moment}'}}", f"{moment}_{p}{primes}'")
                    text = text.replace(f"{{{moment}}}", f"{moment}_{p}{primes}")
                text = text.replace("{p}", p + primes).replace("{g}", f"dE{primes}/d{p}{primes}")
                found[(p if name == "p" else f"{name}_{p}") + primes + "'"] = text
    return found


DECAYED = steps(
    "{p} - eta*0.1*{p} - eta*{mhat'}/(sqrt({vhat'}) + 1e-8)", m="0.9*{m} + 0.1*{g}", v="0.999*{v} + 0.001*{g}^2"
)
COUPLED = steps(
    "{p} - eta*{mhat'}/(sqrt({vhat'}) + 1e-8)",
    m="0.9*{m} + 0.1*({g} + 0.1*{p})",
    v="0.999*{v} + 0.001*({g} + 0.1*{p})^2",
)
MOMENTUM = {f"{p}''": f"{p}' - eta*(dE'/d{p}' + 0.9*dE/d{p})" for p in ("w", "b")}
OTHER_RULES = {
    "AdamW for Adam + L2": (
        ADAM + "weight_decay = 0.1",
        DECAYED,
        "w'",
        "the steps are those of AdamW, not of Adam with weight decay in the gradient",
    ),
    "Adam + L2 for AdamW": (
        ADAM.replace("adam", "adamw") + "weight_decay = 0.1",
        COUPLED,
        "w'",
        "the steps are those of Adam with weight decay in the gradient, not of AdamW",
    ),
    "momentum for SGD": (
        'rule = "sgd"',
        MOMENTUM,
        "w''",
        "the steps are those of momentum, not of plain gradient descent",
    ),
    "Nesterov for momentum": (
        'rule = "momentum"\nmomentum = 0.9',
        steps("{p} - eta*({g} + 0.9*{v'})"),
        "w'",
        "the steps are those of Nesterov’s momentum, not of momentum",
    ),
    "RMSprop for AdaGrad": (
        'rule = "adagrad"',
        steps("{p} - eta*{g}/(sqrt({s'}) + 1e-8)", s="0.9*{s} + 0.1*{g}^2"),
        "w'",
        "the steps are those of RMSprop, not of AdaGrad",
    ),
}


@pytest.mark.parametrize("name", OTHER_RULES)
def test_another_rule_is_one_slip(problem, name):
    rule, slips, charged, said = OTHER_RULES[name]
    reference = problem(TRAINED.format(rule))
    [marks] = marked(reference, worked(reference, slips, figures=6))
    assert lost(marks) == {charged: "wrong-rule"}
    assert marks[charged][3] == said


def test_another_way_of_writing_momentum_is_told_by_its_velocity(problem):
    asked = "".join(f'"v_{p}{step}" = 1\n' for step in ("'", "''") for p in ("w", "b"))
    begun = TRAINED.replace("eta = 0.1", "eta = 0.1\nv_w = 0.2\nv_b = -0.1")
    reference = problem(begun.format('rule = "momentum"\nmomentum = 0.9') + asked)
    [marks] = marked(reference, worked(reference, steps("{p} + {v'}", v="0.9*{v} - eta*{g}"), figures=6))
    assert lost(marks) == {"v_w'": "wrong-rule"}
    assert marks["v_w'"][3] == "the steps are those of momentum with v′ = μ·v − η·g, not of momentum with v′ = μ·v + g"


def test_another_of_the_usual_numbers_throughout_is_one_slip(problem):
    """ρ = 0.99 for 0.9: alone, each step might have its point in the wrong place."""
    reference = problem(TRAINED.format('rule = "rmsprop"\nbeta = 0.9'))
    [marks] = marked(
        reference, worked(reference, steps("{p} - eta*{g}/(sqrt({s'}) + 1e-8)", s="0.99*{s} + 0.01*{g}^2"))
    )
    assert lost(marks) == {"w'": "misread"}
    assert marks["w'"][3] == "the given β is read as 0.99"


def test_a_number_read_otherwise_in_every_moment_is_no_decimal_point_in_the_first(problem):
    """0.01·g² for 0.001·g² has its point in another place; with 0.99 for β₂ in the next moment it was read so."""
    asked = "".join(f'"v_{p}{step}" = 1\n"vhat_{p}{step}" = 1\n' for step in ("'", "''") for p in ("w", "b"))
    reference = problem(TRAINED.format(ADAM) + asked)
    slips = {}
    for p, now, after, t in (("w", "", "'", 1), ("b", "", "'", 1), ("w", "'", "''", 2), ("b", "'", "''", 2)):
        slips[f"v_{p}{after}"] = f"0.99*v_{p}{now} + 0.01*(dE{now}/d{p}{now})^2"
        slips[f"vhat_{p}{after}"] = f"v_{p}{after}/(1 - 0.99^{t})"
    [marks] = marked(reference, worked(reference, slips))
    assert lost(marks) == {"v_w'": "misread"}
    assert marks["v_w'"][3].startswith("the given β₂ is read as 0.99")


def test_who_takes_another_rule_changes_nothing_for_others(problem):
    rule, slips, charged, _ = OTHER_RULES["momentum for SGD"]
    reference = problem(TRAINED.format(rule))
    works = [worked(reference, made, figures=6) for made in ({}, slips, {"y": "w*x - b"}, slips | {"y": "w*x - b"})]
    assert list(map(lost, marked(reference, *works))) == [
        {},
        {charged: "wrong-rule"},
        {"y": "sign"},
        {"y": "sign", charged: "wrong-rule"},
    ]


def test_a_slip_beside_another_rule_is_charged_by_itself(problem):
    rule, slips, charged, _ = OTHER_RULES["AdamW for Adam + L2"]
    reference = problem(TRAINED.format(rule))
    [marks] = marked(reference, worked(reference, slips | {"y": "w*x - b"}, figures=6))
    assert lost(marks) == {"y": "sign", charged: "wrong-rule"}


def test_steps_that_no_rule_takes_are_charged_as_they_were(problem):
    reference = problem(TRAINED.format(ADAM))
    [marks] = marked(reference, worked(reference, {"w'": "0.7123", "b'": "0.1931", "w''": "0.5112"}))
    assert list(lost(marks).values()) == ["wrong"] * 3


def test_a_rubric_says_what_another_rule_costs(problem):
    rule, slips, charged, _ = OTHER_RULES["momentum for SGD"]
    reference = problem(TRAINED.format(rule) + "[credit]\nwrong-rule = 0.75\n")
    [marks] = marked(reference, worked(reference, slips, figures=6))
    assert float(marks[charged][2]) == 0.75
    assert marks["b''"][3] == "the same slip as in w'', where it is charged"
    assert marks["E''"][3].startswith("follows from your earlier answers")
