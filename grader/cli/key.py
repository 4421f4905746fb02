"""`grade key RUBRIC`: the worked solution."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.speaking import speaking
from grader.errors import Fault, GradeError

if TYPE_CHECKING:
    from grader.grading import Course

_FILE = click.Path(path_type=Path)


@click.command(name="key")
@click.argument("rubric", type=_FILE)
@click.option("--html", "page", type=_FILE, metavar="FILE", help="Write it as a page that needs no network.")
@click.option(
    "--latex",
    "document",
    type=_FILE,
    metavar="[FILE]",
    is_flag=False,
    flag_value=Path("-"),
    help="Write it as a LaTeX document, or print that.",
)
@click.option(
    "--variant", default="", metavar="NAME", help="By the givens of a version, or of a student, if they differ."
)
@click.option("--against", "other", type=_FILE, metavar="FILE", help="Hold your own key against it, in any layout.")
def command(rubric: Path, page: Path | None, document: Path | None, other: Path | None, variant: str) -> None:
    """Print the worked solution of RUBRIC, step by step, or write it as a page or a document.

    With --against, the exit status is 0 where the two agree, 1 where they differ, 2 where nothing could be done.
    """
    with speaking():
        from grader.grading import prepare

        course = prepare(rubric).called(variant)
        if page:
            _write(page, _page(course, rubric))
        if document:
            _write(document, _document(course))
        if other:
            sys.exit(_compare(rubric, other, variant))
        if not page and not document:
            _write(Path("-"), _text(course))


def _compare(rubric: Path, other: Path, variant: str) -> int:
    """Prints where another key disagrees; the exit status."""
    from grader.grading import grade
    from grader.reports import against

    outcome = grade([other], [rubric], of_class=False, variant=variant)
    if len(outcome.handed) > 1:
        raise GradeError([Fault(str(other), "holds several submissions", "give one file, the key")])
    comparison = against(outcome.marks, outcome.attention, other.name)
    click.echo("\n".join(comparison.lines), err=comparison.agrees is None)
    return {True: 0, False: 1, None: 2}[comparison.agrees]


def _text(course: "Course") -> str:
    from grader.reports import key, solve

    texts = [key(solve(references)) for references in course.problems]
    return "\n".join([*texts, *(f"{told}\n" for told in filter(None, [_added_up(course)]))])


def _added_up(course: "Course") -> str:
    """What several problems are worth together; "" of one, which says it itself."""
    from grader.reports import added_up, worth

    problems = [references[""].problem for references in course.problems]
    return added_up({problem.name: worth(problem) for problem in problems}, course.policy.drop)


def _page(course: "Course", rubric: Path) -> str:
    from grader.reports.pages.key import key_page

    return key_page(course.problems, course.title, rubric.name, _added_up(course))


def _document(course: "Course") -> str:
    from grader.reports import document, solve

    return document([solve(references) for references in course.problems], course.title, _added_up(course))


def _write(path: Path, text: str) -> None:
    """Writes a file whole or not at all; `-` is the terminal."""
    if path == Path("-"):
        click.echo(text, nl=False)
        return
    from grader.exports import land

    land({path.name: text.encode()}, path.parent, "choose another FILE")
    click.echo(f"{path} is written", err=True)
