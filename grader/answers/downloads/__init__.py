"""What a TA points the command at, to works: by the conventions of the system that it came from."""

from grader.answers.downloads.attempts import ATTEMPTS, LATEST
from grader.answers.downloads.conventions import CONVENTIONS
from grader.answers.downloads.folder import read_file
from grader.answers.downloads.opening import LAYOUTS, PLAIN, open_download
from grader.answers.downloads.work import Download, Work

__all__ = ["ATTEMPTS", "CONVENTIONS", "LATEST", "LAYOUTS", "PLAIN", "Download", "Work", "open_download", "read_file"]
