"""The rules that may be taken for the one that a problem trains by: all others, and this one with other settings."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from grader.engine import Array, pretty
from grader.errors import RubricError
from grader.marking.carrying.misread import READ
from grader.marking.said import Said
from grader.reference import Reference, Role, refer
from grader.rubric import RULES, SHARES, Problem, Training

CALLED = {
    "sgd": "plain gradient descent", "momentum": "momentum", "velocity": "momentum", "update_vector": "momentum",
    "averaged": "momentum as a moving average", "nesterov": "Nesterov’s momentum",
    "nesterov_velocity": "Nesterov’s momentum", "nesterov_update_vector": "Nesterov’s momentum",
    "adagrad": "AdaGrad", "rmsprop": "RMSprop", "adam": "Adam", "adamw": "AdamW",
}  # fmt: skip
"""What the rules are called in a note."""
_USUAL_SHARES = (0.9, 0.99, 0.999, 0.5, 0.95)
"""What momentum and the betas usually are."""
_DECAY = "weight_decay"
_VELOCITIES = {"velocity": "μ·v − η·g", "update_vector": "μ·v + η·g"}
"""The velocity of each way of writing momentum, by the end of its name; μ·v + g of any other."""
WITH_VELOCITY = "{0} with v′ = {1}"
"""What two ways of writing one rule are called."""
OTHER_RULE, DECAYED = "the steps are those of {1}, not of {0}", "{0} with weight decay in the gradient"
"""What is said of another rule, and what a rule is called that decays the weights by their gradients."""


class OtherRule(NamedTuple):
    """A rule taken for the one that is asked."""

    reference: Reference
    """The same problem under it, with what it asks of those quantities that are computed by it, too."""
    cause: str
    said: Said


@lru_cache(maxsize=8)
def other_rules(reference: Reference) -> tuple[OtherRule, ...]:
    """The rules that may be taken for that of a problem, the other ones first; none where a step is a formula."""
    training = reference.problem.training
    if training is None or training.update or training.gradients or training.ahead or reference.points > 1:
        return ()
    problem = _asking_its_steps(reference)
    return tuple(_worked_out(reference, (*_of_rules(problem, training), *_of_settings(problem, training))))


def _asking_its_steps(reference: Reference) -> Problem:
    """The problem asking what is computed under every rule: all but the moments, by quantity."""
    names = dict.fromkeys(element.quantity for element in reference.asked)
    marks = {name: Fraction(1) for name in names if reference.graph[name].role is not Role.MOMENT}
    return replace(reference.problem, marks=marks, labels=(), credit_of=(), bonus=frozenset())


def _worked_out(reference: Reference, tries: Iterable[tuple[Problem, str, Said]]) -> Iterator[OtherRule]:
    for problem, cause, said in tries:
        try:
            other = refer(problem)
        except RubricError:
            continue  # by this rule the numbers lead nowhere
        asked = tuple(e for e in reference.asked if e.quantity in other.graph)
        if all(other.graph[e.quantity].shape == reference.graph[e.quantity].shape for e in asked):
            yield OtherRule(replace(other, asked=asked), cause, said)


def _of_rules(problem: Problem, training: Training) -> Iterator[tuple[Problem, str, Said]]:
    """The problem under each other rule: with weight decay as the rubric has it, and in the other way."""
    for rule in RULES:
        decays = _DECAY in training.settings and _DECAY not in RULES[rule].settings
        for bent in dict.fromkeys(
            (tuple(b for b in training.bent if b not in RULES[rule].settings), (_DECAY,) * decays)
        ):
            if (rule, bent) != (training.rule, training.bent):
                rules = (training.rule, training.bent), (rule, bent)
                yield _under(problem, training, rule, bent), "wrong-rule", Said(OTHER_RULE, *_said(*rules))


def _said(*rules: tuple[str, tuple[str, ...]]) -> Iterator[Said]:
    """What two rules are called, so that it is seen in what they differ."""
    alike = len({CALLED[rule] for rule, _ in rules}) == 1 and len({rule for rule, _ in rules}) > 1
    for rule, bent in rules:
        velocity = next((v for end, v in _VELOCITIES.items() if rule.endswith(end)), "μ·v + g")
        called = Said(WITH_VELOCITY, Said(CALLED[rule]), velocity) if alike else Said(CALLED[rule])
        yield Said(DECAYED, called) if _DECAY in bent else called


def _under(problem: Problem, training: Training, rule: str, bent: tuple[str, ...]) -> Problem:
    """The problem under another rule, with the usual numbers where it says nothing, and what is kept beginning at 0."""
    usual = {name: number for name, number in RULES[rule].settings.items() if name not in training.settings}
    givens: dict[str, Array] = {f"{name}_{rule}": np.array(float(number)) for name, number in usual.items()}
    moments = (*(("g",) if bent else ()), *RULES[rule].moments)
    parameters = dict.fromkeys((*training.parameters, *(parameter for _, parameter in training.moments)))
    named = {(m, p): training.moments.get((m, p), f"{m}_{p}") for m in moments for p in parameters}
    kept = {name: np.zeros_like(problem.givens.get(p, np.array(0.0))) for (_, p), name in named.items()}
    changed = replace(
        training,
        rule=rule,
        settings={**training.settings, **{name: f"{name}_{rule}" for name in usual}},
        moments=named,
        bent=bent,
    )
    return replace(problem, givens={**kept, **problem.givens, **givens}, training=changed)


def _of_settings(problem: Problem, training: Training) -> Iterator[tuple[Problem, str, Said]]:
    """The problem with another of the usual numbers for each share that the rule keeps."""
    for setting in (name for name in SHARES if name in training.settings):
        given = training.settings[setting]
        for number in _USUAL_SHARES if given in problem.givens else ():
            if not np.isclose(problem.givens[given], number).any():
                said = Said(READ, pretty(given), f"{number:g}")
                yield replace(problem, givens={**problem.givens, given: np.array(number)}), "misread", said
