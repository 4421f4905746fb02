"""What a class's marks tell of its questions: how hard they are, where errors start, and what is commonly wrong.

Every table is by rubric, since its problems are one test.
"""

from collections.abc import Sequence
from types import MappingProxyType
from typing import NamedTuple

import pandas as pd

from grader.analysis.agreement import agreements
from grader.analysis.items import arrays, questions, tests
from grader.analysis.scores import distribution
from grader.analysis.sheet import Together, accepted, as_ruled, settled, sheets
from grader.analysis.wrong import wrong_values
from grader.marking import Marks

__all__ = [
    "Analysis",
    "accepted",
    "agreements",
    "analyse",
    "arrays",
    "as_ruled",
    "distribution",
    "questions",
    "settled",
    "sheets",
    "tests",
    "wrong_values",
]


class Analysis(NamedTuple):
    """The tables of an analysis; blank (nan) where a class is too small or too alike for a figure."""

    questions: pd.DataFrame
    tests: pd.DataFrame
    distribution: pd.DataFrame
    wrong_values: pd.DataFrame
    agreements: pd.DataFrame
    arrays: pd.DataFrame
    """The questions that have several elements, each as one."""


def analyse(marks: Sequence[Marks], together: Together = MappingProxyType({})) -> Analysis:
    """Everything that is known of a class's questions; those who handed one work in `together` share nothing odd."""
    found = tuple(sheets(marks, together))
    return Analysis(
        questions(found), tests(found), distribution(found), wrong_values(found), agreements(found), arrays(found)
    )
