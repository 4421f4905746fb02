"""The command: arguments in, text and exit status out."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from grader.errors import Attention, Fault, GradeError

_PATH = click.Path(path_type=Path)


class _DefaultVerb(click.Group):
    """A group whose first verb may be left out: `grade submissions/` is `grade grade submissions/`."""

    default = "grade"

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("--help", "--version"):
            args = [self.default, *args]
        return super().parse_args(ctx, args)


_HELP = """Grade backpropagation homework.

\b
grade SUBMISSIONS... [--rubric FILE]... [--out DIR]
    grade folders, files, or zips of a learning management system
grade key RUBRIC
    the worked solution, step by step

Exit status: 0 all graded; 1 graded, but a submission could not be read at all; 2 nothing could be done.
"""


@click.group(cls=_DefaultVerb, help=_HELP, no_args_is_help=True)
@click.version_option(package_name="backprop-grader", message="%(version)s")
def main() -> None:
    """Offer the verbs; `grade` may be left out."""


@main.command(name="grade")
@click.argument("submissions", nargs=-1, required=True, type=_PATH)
@click.option(
    "--rubric",
    "rubrics",
    multiple=True,
    type=_PATH,
    metavar="FILE",
    help="A rubric (repeatable); else those in rubrics/.",
)
@click.option(
    "--out", "folder", default="grades", type=_PATH, metavar="DIR", help="Where the results go (grades/ unless given)."
)
def grade_(submissions: tuple[Path, ...], rubrics: tuple[Path, ...], folder: Path) -> None:
    """Grade SUBMISSIONS: folders, files or zips as a learning management system gives them out.

    A subfolder goes to the rubric of its name in rubrics/; a lone rubric serves everything.
    """
    with _faults():
        from grader import exports, gradebook, reports
        from grader.grading import grade

        with _progress() as progress:
            outcome = grade(submissions, rubrics, progress)
        answers, grades = gradebook.answers(outcome.marks), gradebook.gradebook(outcome.marks)
        attention = gradebook.attention(outcome.attention)
        files = {
            "marks.csv": exports.to_csv(answers),
            "attention.csv": exports.to_csv(attention),
            "gradebook.csv": exports.to_csv(grades),
            "gradebook.xlsx": exports.to_workbook(grades, answers, attention),
        }
        exports.land(files, folder)
        reports.show_class(grades, answers, sys.stdout)
        rows = [Attention(*row) for row in attention.itertuples(index=False)]
        reports.show_files(outcome.graded, outcome.listed, outcome.ignored, rows, f"{folder}/", sys.stdout)
        sys.exit(1 if outcome.unreadable else 0)


@main.command()
@click.argument("rubric", type=_PATH)
def key(rubric: Path) -> None:
    """Print the worked solution of RUBRIC, step by step."""
    with _faults():
        from grader.grading import prepare
        from grader.reports import key as worked

        course = prepare(rubric)
        click.echo("\n".join(worked(references[""]) for references in course.problems), nl=False)


@contextmanager
def _faults() -> Iterator[None]:
    """Faults on stderr and exit status 2; a terminal that cannot show a character gets a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        yield
    except GradeError as error:
        for fault in error.faults:
            click.echo(_message(fault), err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        click.echo("stopped; the results are as they were", err=True)
        sys.exit(130)


def _message(fault: Fault) -> str:
    text = f"grade: {fault}"
    return f"{text}\n{_indented(fault.excerpt)}" if fault.excerpt else text


def _indented(excerpt: str) -> str:
    return "\n".join(f"    {line}" for line in excerpt.splitlines())


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr while it works, if somebody is looking."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
