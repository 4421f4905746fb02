"""The rubric: a TOML file with the formulas of an assignment, read into records, with every fault said at once."""

from grader.rubric.credit import CAUSES, VERDICTS, narrowed
from grader.rubric.load import load
from grader.rubric.place import Place
from grader.rubric.record import Alternative, Label, Problem, Rubric, Tolerance, Training
from grader.rubric.scope import elements
from grader.rubric.training import RULES

__all__ = [
    "CAUSES",
    "RULES",
    "VERDICTS",
    "Alternative",
    "Label",
    "Place",
    "Problem",
    "Rubric",
    "Tolerance",
    "Training",
    "elements",
    "load",
    "narrowed",
]
