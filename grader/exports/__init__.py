"""What leaves the house as files: the gradebook as CSV and as a workbook."""

from grader.exports.autograder import to_gradescope, to_prairielearn
from grader.exports.handing_back import to_bundle, with_number
from grader.exports.into import Filled, Scores, fill
from grader.exports.landing import land
from grader.exports.names import file_names
from grader.exports.plain import to_csv
from grader.exports.printing import check_printing, to_pdf
from grader.exports.workbook import to_workbook

__all__ = [
    "Filled",
    "Scores",
    "check_printing",
    "file_names",
    "fill",
    "land",
    "to_bundle",
    "to_csv",
    "to_gradescope",
    "to_pdf",
    "to_prairielearn",
    "to_workbook",
    "with_number",
]
