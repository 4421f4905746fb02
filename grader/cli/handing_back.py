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

_FOLDER = "feedback"


class Wanted(NamedTuple):
    """What the options say."""

    format: str | None
    system: str | None
    wording: Path | None

    def say(self) -> "Wording":
        """The phrases of the course. GradeError with what is wrong in its file."""
        from grader.reports.wording import Wording, read_wording

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
        click.option("--feedback", type=click.Choice(["html", "md"]), help="A file for each student, in feedback/."),
    ):
        wrapped = option(wrapped)
    return wrapped


def hand_back(outcome: "Outcome", wanted: Wanted, say: "Wording", folder: Path) -> None:
    """Writes the feedback that the options ask for, and says what it wrote; nothing where they ask for none."""
    if not wanted.format and not wanted.system:
        return
    from grader import exports
    from grader.reports import feedback as room

    format = wanted.format or "html"
    written = room.feedback(_letters(outcome, say), format, say)
    if not written:
        click.echo("no feedback is written: nothing could be graded", err=True)
        return
    if wanted.format:
        names = exports.file_names(written)
        exports.land({f"{names[s]}.{format}": data for s, data in written.items()}, folder / _FOLDER)
        click.echo(f"feedback for {len(written):,} students in {folder / _FOLDER}/", err=True)
    if wanted.system:
        # Moodle numbers the files of a group by the group, which is the number of somebody else.
        alone = [h.submission for h in outcome.handed if wanted.system != "moodle" or not h.submission.members]
        paths = {submission.student: submission.paths for submission in alone}
        bundle = exports.to_bundle(wanted.system, written, paths, f"{_FOLDER}.{format}")
        name = f"{_FOLDER}-{wanted.system}.zip"
        if len(bundle.without) < len(written):
            exports.land({name: bundle.data}, folder)
        _tell(bundle.without, wanted.system, folder / name, len(written))


def _tell(without: tuple[str, ...], system: str, path: Path, students: int) -> None:
    if len(without) < students:
        click.echo(f"feedback for {students - len(without):,} students in {path}", err=True)
    if without:
        some = ", ".join(ascii(student)[1:-1] for student in without[:5]) + (" …" if len(without) > 5 else "")
        click.echo(f"not in {path.name}, because their files do not come from {system.title()}: {some}", err=True)


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
