"""What a run leaves behind: how its results came about, and how they differ from those that lay there before."""

from grader.history.changes import Change, Changes, compare
from grader.history.leaving import Left, left
from grader.history.results import GRADEBOOK, MARKS, Results, as_before, read_results
from grader.history.run import FILE, Remarked, Run, Used, Work, digest, read_run, record, remarked_before, to_json

__all__ = [
    "FILE",
    "GRADEBOOK",
    "MARKS",
    "Change",
    "Changes",
    "Left",
    "Remarked",
    "Results",
    "Run",
    "Used",
    "Work",
    "as_before",
    "compare",
    "digest",
    "left",
    "read_results",
    "read_run",
    "record",
    "remarked_before",
    "to_json",
]
