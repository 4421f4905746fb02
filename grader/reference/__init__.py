"""The reference: the graph of named quantities of a problem, and the value of each."""

from grader.reference.asked import Asked, asked, indices, label
from grader.reference.derive import derive
from grader.reference.graph import Graph, Quantity, Role, fitted
from grader.reference.reference import Reference, refer
from grader.reference.symbols import symbols

__all__ = [
    "Asked",
    "Graph",
    "Quantity",
    "Reference",
    "Role",
    "asked",
    "derive",
    "fitted",
    "indices",
    "label",
    "refer",
    "symbols",
]
