"""The rules by which parameters move: each a few formulas in the rubric's own language.

In a rule, `p` is a parameter, `g` the gradient for it, `rate` the learning rate and `t` the number of the step, from 1.
What a rule keeps from step to step has a name and a formula; a prime is its value after the step. It begins at 0.
"""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from grader.engine import Expr, names_in, parse


class Rule(NamedTuple):
    """How a parameter moves."""

    update: str
    """The parameter after the step."""
    moments: Mapping[str, str] = {}
    """What else is computed in a step, in order."""
    settings: Mapping[str, str] = {}
    """Numbers that a rubric may set, with what they are where it does not."""

    def kept(self) -> tuple[str, ...]:
        """The moments that go on to the next step."""
        used = {name for text in (*self.moments.values(), self.update) for name in names_in(rule_formula(text))}
        return tuple(name for name in self.moments if name in used)


_MOMENTUM = {"momentum": "0.9"}
_ADAM = {"beta1": "0.9", "beta2": "0.999", "eps": "1e-8"}
_MOMENTS = {
    "m": "beta1*m + (1 - beta1)*g",
    "v": "beta2*v + (1 - beta2)*g^2",
    "mhat": "m'/(1 - beta1^t)",
    "vhat": "v'/(1 - beta2^t)",
}

RULES: dict[str, Rule] = {
    "sgd": Rule("p - rate*g"),
    "momentum": Rule("p - rate*v'", {"v": "momentum*v + g"}, _MOMENTUM),
    "velocity": Rule("p + v'", {"v": "momentum*v - rate*g"}, _MOMENTUM),
    "averaged": Rule("p - rate*v'", {"v": "beta*v + (1 - beta)*g"}, {"beta": "0.9"}),
    "nesterov": Rule("p - rate*(g + momentum*v')", {"v": "momentum*v + g"}, _MOMENTUM),
    "nesterov_velocity": Rule("p + momentum*v' - rate*g", {"v": "momentum*v - rate*g"}, _MOMENTUM),
    "update_vector": Rule("p - v'", {"v": "momentum*v + rate*g"}, _MOMENTUM),
    "nesterov_update_vector": Rule("p - momentum*v' - rate*g", {"v": "momentum*v + rate*g"}, _MOMENTUM),
    "adagrad": Rule("p - rate*g/(sqrt(s') + eps)", {"s": "s + g^2"}, {"eps": "1e-8"}),
    "rmsprop": Rule(
        "p - rate*g/(sqrt(s') + eps)", {"s": "beta*s + (1 - beta)*g^2"}, {"beta": "0.9", "eps": "1e-8"}
    ),
    "adam": Rule("p - rate*mhat'/(sqrt(vhat') + eps)", _MOMENTS, _ADAM),
    "adamw": Rule(
        "p - rate*weight_decay*p - rate*mhat'/(sqrt(vhat') + eps)", _MOMENTS, {**_ADAM, "weight_decay": "0.01"}
    ),
}  # fmt: skip
"""By name. `momentum` and `nesterov` are as in PyTorch, `velocity` and `nesterov_velocity` as in Keras and CS231n
(Nesterov's with the gradient at the parameters themselves: Bengio and others, arXiv:1212.0901), `update_vector` as in
Ruder, arXiv:1609.04747; `averaged` is momentum as a moving average; `adam` is algorithm 1 of Kingma and Ba,
arXiv:1412.6980; `adamw`, Loshchilov and Hutter, arXiv:1711.05101."""


class Ahead(NamedTuple):
    """How a rule of Nesterov's looks ahead."""

    rule: str
    """The rule by which parameters then move, its gradient being that of the point ahead."""
    point: str


AHEAD: dict[str, Ahead] = {
    "nesterov": Ahead("momentum", "p - rate*momentum*v"),
    "nesterov_velocity": Ahead("velocity", "p + momentum*v"),
    "nesterov_update_vector": Ahead("update_vector", "p - momentum*v"),
}
"""Where `lookahead = true` takes the gradient: Sutskever and others, ICML 2013, equations 3 and 4, for the velocity;
Ruder, section 4.2, for the update vector; and the same point for the sum of gradients."""

LOOKAHEAD = "lookahead"
"""The setting that takes the gradient ahead of the parameters."""

FOR_ALL: dict[str, str] = {"clip": "clip(g, -clip, clip)", "weight_decay": "g + weight_decay*p"}
"""Settings of every rule, and what they make of the gradient before the rule sees it. A rule that has one of these as
its own uses it in its own way."""

SHARES = ("momentum", "beta", "beta1", "beta2")
"""Settings that say what a rule keeps of the step before: a part of it."""

INSIDE = "eps_inside"
"""The setting that takes eps under the root: sqrt(v + eps)."""


@cache
def rule_formula(text: str, eps_inside: bool = False) -> Expr:
    """A rule's formula as an expression."""
    return parse(_with_eps_inside(text) if eps_inside else text)


def _with_eps_inside(text: str) -> str:
    """A rule's formula with eps under the root.

    >>> _with_eps_inside("p - rate*g/(sqrt(s') + eps)")
    "p - rate*g/sqrt(s' + eps)"
    """
    before, root, after = text.partition("(sqrt(")
    return f"{before}sqrt({after.replace(') + eps)', ' + eps)')}" if root else text


def settings_of(rule: str) -> dict[str, str]:
    """The numbers that a rule knows, with what they are where a rubric does not say; "" for those that then are not."""
    return {**dict.fromkeys(FOR_ALL, ""), **(RULES[rule].settings if rule in RULES else {})}
