"""`grade key RUBRIC`: the worked solution."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.speaking import speaking

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
def command(rubric: Path, page: Path | None, document: Path | None) -> None:
    """Print the worked solution of RUBRIC, step by step, or write it as a page or a document."""
    with speaking():
        from grader.grading import prepare

        course = prepare(rubric)
        if page:
            _write(page, _page(course, rubric))
        if document:
            _write(document, _document(course))
        if not page and not document:
            _write(Path("-"), _text(course))


def _text(course: "Course") -> str:
    from grader.reports import key, solve

    return "\n".join(key(solve(references)) for references in course.problems)


def _page(course: "Course", rubric: Path) -> str:
    from grader.reports.pages.key import key_page

    return key_page(course.problems, course.title, rubric.name)


def _document(course: "Course") -> str:
    from grader.reports import document, solve

    return document([solve(references) for references in course.problems], course.title)


def _write(path: Path, text: str) -> None:
    """Writes a file whole or not at all; `-` is the terminal."""
    if path == Path("-"):
        click.echo(text, nl=False)
        return
    from grader.exports import land

    land({path.name: text.encode()}, path.parent, "choose another FILE")
    click.echo(f"{path} is written", err=True)
