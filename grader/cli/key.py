"""`grade key RUBRIC`: the worked solution."""

from pathlib import Path

import click

from grader.cli.speaking import speaking


@click.command(name="key")
@click.argument("rubric", type=click.Path(path_type=Path))
def command(rubric: Path) -> None:
    """Print the worked solution of RUBRIC, step by step."""
    with speaking():
        from grader.grading import prepare
        from grader.reports import key as worked

        course = prepare(rubric)
        click.echo("\n".join(worked(references[""]) for references in course.problems), nl=False)
