"""`grade --gradescope` and `--prairielearn`: one student's work, in the system's own container."""

import json
from pathlib import Path

import click

from grader.errors import Fault, GradeError

RESULTS = "results.json"
METADATA = "submission_metadata.json"
"""Gradescope puts it beside the folder of the submission."""


def autograde(submissions: tuple[Path, ...], rubrics: tuple[Path, ...], folder: Path, system: str) -> None:
    """Grades one submission and writes `results.json`; whatever was handed in, there is one."""
    from grader import exports
    from grader.grading import grade_alone
    from grader.totals import totals

    if len(submissions) != 1 or len(rubrics) != 1:
        todo = f"grade FOLDER --rubric FILE --{system} --out DIR"
        raise GradeError([Fault(f"--{system}", "takes the folder of one submission, and one rubric", todo)])
    single = grade_alone(submissions[0], rubrics[0])
    total = next(iter(totals(single.marks).values()), None) if single.marks else None
    if system == "gradescope" and total:
        _compare(submissions[0].resolve().parent / METADATA, float(total.out_of))
    write = exports.to_gradescope if system == "gradescope" else exports.to_prairielearn
    exports.land({RESULTS: write(single.marks, total, single.attention)}, folder)
    said = f"{float(total.total):g} of {float(total.out_of):g} points" if total else "nothing could be graded"
    click.echo(f"{said}; {folder / RESULTS}")


def _compare(metadata: Path, out_of: float) -> None:
    """Tells the instructor, who alone sees it, where the assignment is out of other points than the rubric."""
    try:
        points = float(json.loads(metadata.read_text(encoding="utf-8"))["assignment"]["total_points"])
    except (OSError, ValueError, KeyError, TypeError):
        return
    if points != out_of:
        click.echo(
            f"grade: {METADATA}: the assignment is out of {points:g} points, the rubric out of {out_of:g}", err=True
        )
