"""All that a run is to write, worked out before any of it is written."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from grader.cli.handing_back import Wanted, handed_back
from grader.cli.into import FOLDER, Into, attention_of, filled_in
from grader.cli.outcome import assignments, unmarked
from grader.errors import Weight

if TYPE_CHECKING:
    import pandas as pd

    from grader.exports import Filled
    from grader.grading import Outcome
    from grader.history import Remarked
    from grader.wording import Wording

_MANY = 20_000
"""Answers of which the table, the workbook and the page are written by processes of their own."""


class Results(NamedTuple):
    """The tables of a run, and its files by their places in the folder of results."""

    grades: "pd.DataFrame"
    answers: "pd.DataFrame"
    """Those among the class's figures."""
    attention: "pd.DataFrame"
    settled: int
    """How many of its rows, the last, are settled."""
    called: Mapping[str, str]
    """The better names of students."""
    gradebooks: "list[Filled]"
    files: Mapping[str, bytes]
    """The tables, the workbook and the page of the class."""
    handed: Mapping[str, bytes]
    """What goes to students, and back into the learning management system."""


def worked_out(
    outcome: "Outcome", wanted: Wanted, into: Into, say: "Wording", earlier: "Remarked", dry_run: bool
) -> Results:
    """The results of a run; of a dry one, nothing is made that goes to students.

    `earlier` are the comments that earlier runs have written into gradebooks.
    """
    from grader import exports, gradebook
    from grader.analysis import analyse
    from grader.beside import beside
    from grader.reports import classroom

    of_class = outcome.of_class
    answers = gradebook.answers(outcome.marks)
    large = len(answers) > _MANY
    with beside(partial(exports.to_csv, answers), large) as marks:
        analysis = analyse(of_class.as_read, of_class.together)
        grades = gradebook.gradebook(outcome.marks, outcome.students, outcome.known)
        called = gradebook.called(grades)
        gradebooks = filled_in(outcome, into, say, earlier)
        rows = [*outcome.attention, *attention_of(gradebooks)]
        attention = gradebook.attention(rows, outcome.lost(rows))
        told = gradebook.with_rubrics(answers, outcome.marks)
        making_book = partial(exports.to_workbook, grades, told, attention, analysis)
        making_page = partial(classroom.class_page, assignments(of_class), analysis, called, unmarked(outcome))
        with beside(making_book, large) as book, beside(making_page, large) as page:
            handed = {} if dry_run else handed_back(outcome, wanted, say)
            files = {
                "marks.csv": marks(),
                "attention.csv": exports.to_csv(attention),
                "gradebook.csv": exports.to_csv(grades),
                classroom.FILE: page(),
                "gradebook.xlsx": book(),
            }
    handed |= {f"{FOLDER}/{filled.path.name}": filled.data for filled in gradebooks}
    settled = sum(row.weight is Weight.SETTLED for row in rows)
    return Results(grades, _counted(outcome, answers), attention, settled, called, gradebooks, files, handed)


def _counted(outcome: "Outcome", answers: "pd.DataFrame") -> "pd.DataFrame":
    """The answers among the figures of the class: without those of nobody, and what a person alone has read.

    Who was given all points by hand is right there.
    """
    from grader import gradebook
    from grader.analysis import accepted, as_ruled

    read = outcome.of_class.as_read
    if [m.students for m in read] == [m.students for m in outcome.marks] and not any(accepted(m).any() for m in read):
        return answers
    return gradebook.answers([as_ruled(m) for m in read])
