"""Feedback for each student: their score, every answer, where it first went wrong, and nothing about anybody else."""

from collections.abc import Callable, Iterable, Mapping

from grader.reports.feedback.letter import Assignment, Letter, Problem, Unread, letters
from grader.reports.feedback.markdown import to_markdown
from grader.reports.feedback.page import to_page
from grader.wording import Wording

FORMATS: Mapping[str, Callable[[Letter, Wording], str]] = {"html": to_page, "md": to_markdown}
"""How a letter may be written, by the extension of its file."""


def feedback(written: Iterable[Letter], format: str, say: Wording) -> dict[str, bytes]:
    """The file for each student, by student."""
    write = FORMATS[format]
    return {letter.student: write(letter, say).encode("utf-8", "replace") for letter in written}


__all__ = ["FORMATS", "Assignment", "Letter", "Problem", "Unread", "feedback", "letters"]
