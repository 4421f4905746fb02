"""The gradebook that a learning management system exported, filled in: the points' cells change and nothing else."""

from grader.exports.into.filling import Change, Filled, fill
from grader.exports.into.scores import Scores

__all__ = ["Change", "Filled", "Scores", "fill"]
