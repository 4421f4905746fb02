"""What a person reads: the class in the terminal, the worked solution."""

from grader.reports.against import against
from grader.reports.changes import show_changes
from grader.reports.check import show_check
from grader.reports.document import document
from grader.reports.explanation import Explained, Explanation, show_explanation
from grader.reports.key import key
from grader.reports.solution import solve
from grader.reports.terminal import show_class, show_files, show_layouts, show_roster
from grader.reports.worth import added_up, worth

__all__ = [
    "Explained",
    "Explanation",
    "added_up",
    "against",
    "document",
    "key",
    "show_changes",
    "show_check",
    "show_class",
    "show_explanation",
    "show_files",
    "show_layouts",
    "show_roster",
    "solve",
    "worth",
]
