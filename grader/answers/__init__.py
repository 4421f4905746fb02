"""Files as students hand them in, to answers: downloads, containers and layouts."""

from grader.answers.crew import read_works
from grader.answers.downloads import Download, Work, open_download
from grader.answers.layouts import lay_out_sheets
from grader.answers.record import Answer, Formula, Submission

__all__ = ["Answer", "Download", "Formula", "Submission", "Work", "lay_out_sheets", "open_download", "read_works"]
