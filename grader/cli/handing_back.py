"""The options of `grade` that hand feedback back, and what they write."""

from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

if TYPE_CHECKING:
    from grader.grading import Outcome
    from grader.reports.feedback import Assignment
    from grader.reports.wording import Wording

PDF = "pdf"
_FOLDER = "feedback"


class Wanted(NamedTuple):
    """What the options say."""

    format: str | None
    system: str | None
    wording: Path | None

    def say(self) -> "Wording":
        """The phrases of the course; GradeError, before any work is done, where they are faulty or nothing prints."""
        from grader.reports.wording import Wording, read_wording

        if self.format == PDF:
            from grader.exports import check_printing

            check_printing()
        return read_wording(self.wording) if self.wording else Wording()


def feedback_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options; the command gets them together, as `wanted`."""

    @wraps(command)
    def with_wanted(
        *args: Any, feedback: str | None, feedback_zip: str | None, wording: Path | None, **others: Any
    ) -> Any:
        return command(*args, wanted=Wanted(feedback, feedback_zip, wording), **others)

    wrapped: Callable[..., Any] = with_wanted
    for option in (
        click.option(
            "--wording",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Phrases of feedback in a course's own words, or its own language.",
        ),
        click.option(
            "--feedback-zip",
            type=click.Choice(["moodle", "canvas"]),
            help="Feedback as a zip that the system hands out to its students.",
        ),
        click.option(
            "--feedback", type=click.Choice(["html", "md", PDF]), help="A file for each student, in feedback/."
        ),
    ):
        wrapped = option(wrapped)
    return wrapped


def handed_back(outcome: "Outcome", wanted: Wanted, say: "Wording") -> dict[str, bytes]:
    """The files that the options ask for, by their places among the results; what is not in a zip is said."""
    if not wanted.format and not wanted.system:
        return {}
    from grader import exports

    format = wanted.format or "html"
    written = _written(outcome, format, say)
    if not written:
        click.echo("no feedback is written: nothing could be graded", err=True)
        return {}
    files = {}
    if wanted.format:
        names = exports.file_names(written)
        files = {f"{_FOLDER}/{names[student]}.{format}": data for student, data in written.items()}
    if wanted.system:
        # Moodle numbers the files of a group by the group, which is the number of somebody else.
        alone = [h.submission for h in outcome.handed if wanted.system != "moodle" or not h.submission.members]
        paths = {submission.student: submission.paths for submission in alone}
        bundle = exports.to_bundle(wanted.system, written, paths, f"{_FOLDER}.{format}")
        name = f"{_FOLDER}-{wanted.system}.zip"
        if len(bundle.without) < len(written):
            files[name] = bundle.data
        _tell(bundle.without, wanted.system, name)
    return files


def _written(outcome: "Outcome", format: str, say: "Wording") -> dict[str, bytes]:
    """The file for each student, by student."""
    from grader.exports import to_pdf
    from grader.reports.feedback import feedback

    pages = feedback(_letters(outcome, say), "html" if format == PDF else format, say)
    return to_pdf(pages) if format == PDF and pages else pages


def show_handed_back(files: Mapping[str, bytes], folder: Path) -> None:
    """Says where the feedback lies that has been written."""
    pages = sum(name.startswith(f"{_FOLDER}/") for name in files)
    if pages:
        click.echo(f"feedback for {pages:,} students in {folder / _FOLDER}/", err=True)
    for name in files:
        if name.startswith(f"{_FOLDER}-"):
            click.echo(f"feedback to upload in {folder / name}", err=True)


def _tell(without: tuple[str, ...], system: str, name: str) -> None:
    if without:
        some = ", ".join(ascii(student)[1:-1] for student in without[:5]) + (" …" if len(without) > 5 else "")
        click.echo(f"not in {name}, because their files do not come from {system.title()}: {some}", err=True)


def _letters(outcome: "Outcome", say: "Wording") -> Any:
    from grader.reports.feedback import letters

    names: Mapping[str, str] = {student: known.person.name for student, known in outcome.known.items()}
    return letters(assignments(outcome), names, say)


def assignments(outcome: "Outcome") -> "list[Assignment]":
    """What a run gave, as reports take it: one a rubric."""
    from grader.reports.feedback import Assignment, Problem
    from grader.totals import totals

    found = []
    for course in outcome.courses:
        marks = [table for table in outcome.marks if table.rubric == course.name]
        problems = tuple(Problem(*pair) for pair in zip(marks, course.problems, strict=bool(marks)))
        found.append(Assignment(course.title, problems, totals(marks) if marks else {}))
    return found
