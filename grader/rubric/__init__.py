"""The rubric: a TOML file with the formulas of an assignment, read into records, with every fault said at once."""

from grader.rubric.credit import CAUSES, VERDICTS, narrowed
from grader.rubric.load import load
from grader.rubric.place import Place
from grader.rubric.record import (
    NO_POLICY,
    Alternative,
    Amount,
    Label,
    Late,
    Policy,
    Problem,
    Rubric,
    Tolerance,
    Training,
)
from grader.rubric.rules import FOR_ALL, RULES, SHARES, rule_formula
from grader.rubric.scope import elements, ordered, parents, with_samples

__all__ = [
    "CAUSES",
    "FOR_ALL",
    "NO_POLICY",
    "RULES",
    "SHARES",
    "VERDICTS",
    "Alternative",
    "Amount",
    "Label",
    "Late",
    "Place",
    "Policy",
    "Problem",
    "Rubric",
    "Tolerance",
    "Training",
    "elements",
    "load",
    "narrowed",
    "ordered",
    "parents",
    "rule_formula",
    "with_samples",
]
