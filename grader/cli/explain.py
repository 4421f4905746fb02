"""`grade explain STUDENT [QUANTITY]`: how the marks of a student came about."""

from pathlib import Path

import click

from grader.cli.speaking import speaking, version


@click.command(name="explain")
@click.argument("student")
@click.argument("quantity", default="")
@click.option(
    "--out", "folder", default="grades", type=click.Path(path_type=Path), metavar="DIR",
    help="Where the results are (grades/ unless given).",
)  # fmt: skip
def command(student: str, quantity: str, folder: Path) -> None:
    """Explain the marks of STUDENT in the results of a run: what was held against what, and how the points came about.

    QUANTITY is named as in marks.csv, or as students may, after the rubric or the problem where several ask for it;
    without one, all answers are explained that are not right.
    """
    with speaking():
        from grader.grading.explaining import explain
        from grader.reports import show_explanation

        found = explain(folder, student, quantity, version())
        click.echo("\n".join(show_explanation(one, whole=not quantity) for one in found), nl=False)
