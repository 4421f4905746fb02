"""`grade --gradescope` and `--prairielearn`: one student's work, in the system's own container."""

import json
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.errors import Fault, GradeError

if TYPE_CHECKING:
    from grader.grading import Known
    from grader.totals import Total
    from grader.wording import Wording

RESULTS = "results.json"
METADATA = "submission_metadata.json"
"""Gradescope puts it beside the folder of the submission."""


def autograde(
    submissions: tuple[Path, ...], rubrics: tuple[Path, ...], folder: Path, system: str, say: "Wording"
) -> None:
    """Grades one submission and writes `results.json`; whatever was handed in, there is one."""
    from grader import exports
    from grader.grading import grade_alone
    from grader.numbers import points_text
    from grader.totals import totals, uneven

    if len(submissions) != 1 or len(rubrics) != 1:
        todo = f"grade FOLDER --rubric FILE --{system} --out DIR"
        raise GradeError([Fault(f"--{system}", "takes the folder of one submission, and one rubric", todo)])
    said = _metadata(submissions[0].resolve().parent / METADATA) if system == "gradescope" else {}
    single = grade_alone(submissions[0], rubrics[0], _known(said))
    theirs = totals(single.marks) if single.marks else {}
    total = next(iter(theirs.values()), None)
    if system == "prairielearn":
        results = exports.to_prairielearn(single.marks, total, single.attention, say)
    else:
        full = _full(said, total, uneven(single.marks, theirs)) if total else None
        results = exports.to_gradescope(single.marks, total, single.attention, say, full)
    exports.land({RESULTS: results}, folder)
    had = f"{points_text(total.total)} of {points_text(total.out_of)} points" if total else "nothing could be graded"
    click.echo(f"{had}; {folder / RESULTS}")


def _metadata(path: Path) -> dict[str, Any]:
    """What Gradescope says of the submission; nothing where that cannot be read."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _known(said: dict[str, Any]) -> "Known":
    """Who handed in, and when: by e-mail address, its beginning, number and name, for each member of a group."""
    from grader.grading import Known

    users = said.get("users")
    people = [user for user in users if isinstance(user, dict)] if isinstance(users, list) else []
    fields = [[str(p.get("email") or ""), str(p.get("sid") or ""), str(p.get("name") or "")] for p in people]
    names = [name for email, *others in fields for name in (email, email.partition("@")[0], *others) if name]
    when, due = _time(said.get("created_at")), _time(_assignment(said).get("due_date"))
    return Known(tuple(names), when, when > due if when and due else None)


def _assignment(said: dict[str, Any]) -> dict[str, Any]:
    found = said.get("assignment")
    return found if isinstance(found, dict) else {}


def _time(text: object) -> datetime | None:
    """A time with its zone, as Gradescope writes them; None where it is none."""
    try:
        time = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return time if time.tzinfo else None


def _full(said: dict[str, Any], total: "Total", share: bool) -> Fraction | None:
    """What the assignment is out of, where a student's score is a share of that; else None.

    The instructor, who alone sees it, is told where the assignment is out of other points than the rubric.
    """
    from grader.numbers import points_text

    try:
        points = Fraction(str(_assignment(said)["total_points"]))
    except (ValueError, KeyError, ZeroDivisionError):
        return None
    if share:
        return points
    if points != total.out_of:
        what = f"the assignment is out of {points_text(points)} points, the rubric out of {points_text(total.out_of)}"
        click.echo(f"grade: {METADATA}: {what}", err=True)
    return None
