"""`grade --gradescope` and `--prairielearn`: one student's work, in the system's own container."""

import json
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.errors import Fault, GradeError

if TYPE_CHECKING:
    from grader.totals import Total

RESULTS = "results.json"
METADATA = "submission_metadata.json"
"""Gradescope puts it beside the folder of the submission."""


def autograde(submissions: tuple[Path, ...], rubrics: tuple[Path, ...], folder: Path, system: str) -> None:
    """Grades one submission and writes `results.json`; whatever was handed in, there is one."""
    from grader import exports
    from grader.grading import grade_alone
    from grader.totals import totals, uneven

    if len(submissions) != 1 or len(rubrics) != 1:
        todo = f"grade FOLDER --rubric FILE --{system} --out DIR"
        raise GradeError([Fault(f"--{system}", "takes the folder of one submission, and one rubric", todo)])
    single = grade_alone(submissions[0], rubrics[0])
    had = totals(single.marks) if single.marks else {}
    total = next(iter(had.values()), None)
    if system == "prairielearn":
        results = exports.to_prairielearn(single.marks, total, single.attention)
    else:
        full = _full(submissions[0].resolve().parent / METADATA, total, uneven(single.marks, had)) if total else None
        results = exports.to_gradescope(single.marks, total, single.attention, full)
    exports.land({RESULTS: results}, folder)
    said = f"{float(total.total):g} of {float(total.out_of):g} points" if total else "nothing could be graded"
    click.echo(f"{said}; {folder / RESULTS}")


def _full(metadata: Path, total: "Total", share: bool) -> Fraction | None:
    """What the assignment is out of, where a student's score is a share of that; else None.

    The instructor, who alone sees it, is told where the assignment is out of other points than the rubric.
    """
    try:
        points = Fraction(str(json.loads(metadata.read_text(encoding="utf-8"))["assignment"]["total_points"]))
    except (OSError, ValueError, KeyError, TypeError, ZeroDivisionError):
        return None
    if share:
        return points
    if points != total.out_of:
        said = f"the assignment is out of {float(points):g} points, the rubric out of {float(total.out_of):g}"
        click.echo(f"grade: {METADATA}: {said}", err=True)
    return None
