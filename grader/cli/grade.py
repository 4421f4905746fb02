"""`grade SUBMISSIONS`: the whole river, from what the LMS gave out to what it takes back."""

import atexit
import gc
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from grader.cli.handing_back import Wanted, feedback_options, show_handed_back
from grader.cli.into import Into, into_options, openings, show_filled
from grader.cli.results import Results, worked_out
from grader.cli.speaking import progress, speaking, version
from grader.errors import Attention, Fault, GradeError

if TYPE_CHECKING:
    from grader.grading import Outcome, Progress
    from grader.history import Changes, Run
    from grader.wording import Wording

_PATH = click.Path(path_type=Path)
_ALONE = ("submissions", "rubrics", "folder", "system", "wording")
"""What may be given where one student is graded as a system's autograder."""


@click.command(name="grade")
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
@click.option(
    "--roster",
    "rosters",
    multiple=True,
    type=_PATH,
    metavar="FILE",
    help="A class list (repeatable): names, sections, and who handed in nothing.",
)
@click.option("--layout", default="", metavar="NAME", help="The system that a download comes from, if it is mistaken.")
@click.option(
    "--attempt",
    default="latest",
    metavar="WHICH",
    help="Which attempt counts: latest (default), first, highest-number.",
)
@click.option(
    "--workers", default=0, type=click.IntRange(0), metavar="N", help="Processes that read (one for each core)."
)
@click.option("--dry-run", is_flag=True, help="Write nothing; say what it would be, and whose points would change.")
@click.option(
    "--gradescope",
    "system",
    flag_value="gradescope",
    help="As Gradescope's autograder: SUBMISSIONS is one student's folder, and results.json is all that is written.",
)
@click.option("--prairielearn", "system", flag_value="prairielearn", help="The same for PrairieLearn.")
@into_options
@feedback_options
def command(
    submissions: tuple[Path, ...],
    rubrics: tuple[Path, ...],
    folder: Path,
    rosters: tuple[Path, ...],
    layout: str,
    attempt: str,
    workers: int,
    dry_run: bool,
    wanted: Wanted,
    into: Into,
    system: str | None,
) -> None:
    """Grade SUBMISSIONS: folders, files or zips as a learning management system gives them out.

    A subfolder goes to the rubric of its name in rubrics/; a lone rubric serves everything.
    """
    # A class makes millions of objects and hardly any rubbish: it is looked for seldom.
    gc.set_threshold(300_000, 50, 100)
    with speaking():
        if system:
            from grader.cli.autograde import autograde

            _check_alone(system)
            return autograde(submissions, rubrics, folder, system, wanted.say())
        from grader.answers import Intake
        from grader.grading import grade

        into.check()
        say = wanted.say()
        with progress() as bar:
            intake = Intake(layout, attempt, workers, into.files)
            outcome = grade(submissions, rubrics, _loading(bar), rosters, intake)
        run = _record(outcome, {"layout": layout, "attempt": attempt}, rosters)
        _write(outcome, run, wanted, into, say, folder, dry_run)
        atexit.register(gc.freeze)  # what is left is freed with the process, without being looked through once more
        sys.exit(1 if outcome.unreadable else 0)


def _write(
    outcome: "Outcome", run: "Run", wanted: Wanted, into: Into, say: "Wording", folder: Path, dry_run: bool
) -> None:
    """Writes the results of a run into a folder, unless it is a dry one, and says what came of it."""
    from grader import exports, history

    earlier = history.remarked_before(folder)
    results = worked_out(outcome, wanted, into, say, earlier, dry_run)
    left = history.left(folder, results.handed)
    remarks = dict.fromkeys((*earlier.openings, *(openings(say) if results.gradebooks else ())))
    written = (said for filled in results.gradebooks for said in filled.written)
    remarked = tuple(dict.fromkeys((*earlier.fingerprints, *written)))
    tables = {name: history.digest(results.files[name]) for name in (history.MARKS, history.GRADEBOOK)}
    handed_back = (*results.handed, *left.kept)
    run = replace(run, handed_back=handed_back, remarks=tuple(remarks), tables=tables, remarked=remarked)
    changes = _changes(folder, results.files, run)
    if not dry_run:
        record = {history.FILE: history.to_json(run)}
        exports.land({**results.files, **record, **results.handed}, folder, gone=left.gone)
        show_handed_back(results.handed, folder)
    _show(outcome, results, changes, left.kept, folder, dry_run)


def _show(
    outcome: "Outcome", results: Results, changes: "Changes | None", kept: tuple[str, ...], folder: Path, dry_run: bool
) -> None:
    """Says what came of it; `kept` are files of an earlier run that lie there still."""
    from grader import reports

    place = "" if dry_run else f"{folder}/"
    reports.show_class(results.grades, results.answers, sys.stdout)
    if changes:
        reports.show_changes(changes, f"{folder}/", sys.stdout, whole=dry_run, called=results.called)
    if changes and changes.students and kept and not dry_run:
        click.echo(f"grade: {folder}: {_left(kept)}", err=True)
    reports.show_roster(outcome.known, _without_work(outcome), sys.stdout)
    reports.show_layouts(outcome.layouts, sys.stdout)
    rows = [Attention(*row) for row in results.attention.itertuples(index=False)]
    students = len({student for table in outcome.marks for student in table.students})
    files = (outcome.graded, outcome.listed, outcome.ignored)
    reports.show_files(*files, rows, place, sys.stdout, students, results.settled)
    show_filled(results.gradebooks, place, results.called)


def _without_work(outcome: "Outcome") -> dict[str, Sequence[str]]:
    """By what is said of them, those on the class list of whom no work is there, or none that is surely theirs."""
    on_paper = outcome.without_file
    return {
        "handed in nothing": outcome.nothing,
        "may have handed in what could be another’s": outcome.perhaps,
        f"{'has' if len(on_paper) == 1 else 'have'} points by hand, and no file": on_paper,
    }


def _loading(bar: "Progress") -> "Progress":
    """The bar; and while other processes read, this one loads what writes the results."""

    def told(done: int, of: int) -> None:
        if not done:
            import grader.exports
            import grader.history
            import grader.reports.classroom  # noqa: F401
        bar(done, of)

    return told


def _left(kept: tuple[str, ...]) -> str:
    if len(kept) == 1:
        return f"a file of an earlier run is left as it was, {kept[0]} (ask for it again, or remove it)"
    left = f"{len(kept):,} files of an earlier run are left as they were, such as {kept[0]}"
    return f"{left} (ask for them again, or remove them)"


def _check_alone(system: str) -> None:
    """GradeError for each option that says nothing of one student's work graded by itself."""
    context = click.get_current_context()
    faults = [
        Fault(option.opts[0], f"does not go with --{system}", "leave it out")
        for option in context.command.params
        if option.name not in _ALONE and context.get_parameter_source(option.name or "") is ParameterSource.COMMANDLINE
    ]
    if faults:
        raise GradeError(faults)


def _record(outcome: "Outcome", taken_in: dict[str, str], rosters: tuple[Path, ...]) -> "Run":
    """What the results are made from."""
    from grader import history
    from grader.history import Used
    from grader.overrides import FILE, ruled_on

    asked: dict[str, list[tuple[str, str]]] = {}
    for table in outcome.marks:
        asked.setdefault(table.rubric, []).extend((column.problem, column.quantity) for column in table.columns)
    return history.record(
        version(),
        {course.name: course.path for course in outcome.courses},
        {c.name: Used((c.path.parent / FILE).as_posix(), outcome.by_hand[c.name]) for c in outcome.courses},
        outcome.parts,
        outcome.handed,
        taken_in,
        rosters,
        outcome.also,
        ruled_on(outcome.marks),
        asked,
        {course.name: course.variants_in for course in outcome.courses if course.variants_in},
    )


def _changes(folder: Path, files: Mapping[str, bytes], run: "Run") -> "Changes | None":
    """How the results differ from those in a folder; None where they do not, or none are there that can be read."""
    from grader import history

    marks, gradebook = files[history.MARKS], files[history.GRADEBOOK]
    if history.as_before(folder, marks, gradebook):
        return None
    try:
        before = history.read_results(folder)
    except ValueError:
        click.echo(f"grade: {folder}: the results before are not as grade writes them: nothing is compared", err=True)
        return None
    return history.compare(before, history.Results.of(marks, gradebook, run)) if before else None
