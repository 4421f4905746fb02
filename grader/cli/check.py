"""`grade check RUBRIC`: what is wrong or weak in a rubric."""

import sys
from pathlib import Path

import click

from grader.cli.speaking import speaking


@click.command(name="check")
@click.argument("rubric", type=click.Path(path_type=Path))
@click.option("--suggest", is_flag=True, help="Look for givens, as round as these, that reveal more slips.")
def command(rubric: Path, suggest: bool) -> None:
    """Say what is wrong or weak in RUBRIC: derivatives, blind spots, values that the tolerance cannot see, names.

    The points are added up, too.

    The exit status is 0 where nothing is wrong, whatever is weak, and 2 where something is.
    """
    with speaking():
        from grader.checking import check, with_variants
        from grader.grading import prepare
        from grader.reports import show_check

        course = prepare(rubric)
        checked = []
        for n, references in enumerate(course.problems):
            own = {v.name: v.problems[n] for v in course.variants if v.problems[n] is not references}
            checked.append(with_variants(check(references, suggest), own))
        click.echo(show_check(checked, suggest, course.policy.drop), nl=False)
        sys.exit(2 if any(one.wrong for one in checked) else 0)
