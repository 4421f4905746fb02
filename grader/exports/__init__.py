"""What leaves the house as files: the gradebook as CSV and as a workbook."""

from grader.exports.landing import land
from grader.exports.plain import defused, to_csv
from grader.exports.workbook import to_workbook

__all__ = ["defused", "land", "to_csv", "to_workbook"]
