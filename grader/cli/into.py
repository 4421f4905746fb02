"""The options of `grade` that fill an LMS's own gradebook, and what they do."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from grader.cli.outcome import unread
from grader.errors import Attention, Fault, GradeError, Weight

if TYPE_CHECKING:
    from grader.answers import Person
    from grader.exports import Filled, Scores
    from grader.grading import Outcome
    from grader.history import Remarked
    from grader.wording import Wording

FOLDER = "into"
_MOST_SHOWN = 8


class Into(NamedTuple):
    """What the options say."""

    files: tuple[Path, ...]
    column: str
    scale: bool

    def check(self) -> None:
        """GradeError where something is said of a gradebook, and none is given."""
        said = [name for name, given in (("--column", self.column), ("--scale", self.scale)) if given]
        if said and not self.files:
            todo = "give the gradebook that the LMS exported with --into FILE"
            raise GradeError([Fault(name, "there is no gradebook to fill", todo) for name in said])


def into_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options; the command gets them together, as `into`."""

    @wraps(command)
    def with_into(*args: Any, into: tuple[Path, ...], column: str, scale: bool, **others: Any) -> Any:
        return command(*args, into=Into(into, column, scale), **others)

    wrapped: Callable[..., Any] = with_into
    for option in (
        click.option("--scale", is_flag=True, help="Convert points where the column is out of others than the rubric."),
        click.option("--column", default="", metavar="TITLE", help="The column to fill, if no title is the rubric's."),
        click.option(
            "--into",
            multiple=True,
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="A gradebook as the LMS exported it (repeatable): a filled copy is written, the file left as it is.",
        ),
    ):
        wrapped = option(wrapped)
    return wrapped


def openings(say: "Wording") -> tuple[str, ...]:
    """The phrases that a comment in a gradebook begins with."""
    return say.pattern("score"), say.pattern("unread")


def filled_in(outcome: "Outcome", into: Into, say: "Wording", earlier: "Remarked") -> "list[Filled]":
    """The gradebooks with the class's points in them; GradeError, with every fault, where one cannot be filled.

    `earlier` are the comments of earlier runs, which may be written over.
    """
    if not into.files:
        return []
    from grader.exports import fill

    scores, found, faults = list(_scores(outcome, say, earlier)), [], []
    names = [path.name for path in into.files]
    faults += [
        Fault(str(path), "two gradebooks of one name", "rename one")
        for path in dict.fromkeys(into.files)
        if names.count(path.name) > 1
    ]
    for path in into.files:
        try:
            found.append(fill(path, scores, into.column, into.scale))
        except GradeError as error:
            faults += error.faults
    if faults:
        raise GradeError(faults)
    return found


def _scores(outcome: "Outcome", say: "Wording", earlier: "Remarked") -> "Iterator[Scores]":
    """What is entered of each rubric that has marks."""
    from grader.exports import Scores
    from grader.reports.comment import comments, few
    from grader.totals import totals, uneven

    people, numbers = _people(outcome), _numbers(outcome)
    [download] = set(outcome.layouts) if len(set(outcome.layouts)) == 1 else [""]
    for course in outcome.courses:
        marks = [table for table in outcome.marks if table.rubric == course.name]
        if not marks:
            continue
        had = totals(marks)
        yield Scores(
            title=course.title,
            name=course.name,
            points={student: total.total for student, total in had.items()},
            out_of={student: total.out_of for student, total in had.items()},
            uneven=uneven(marks, had),
            people=people,
            comments=comments(marks, had, say),
            download=download,
            numbers=numbers,
            groups={student: known.groups for student, known in outcome.known.items()},
            score=say.pattern("score"),
            unread={student: few(why, say) for student, why in unread(outcome, course.name, say).items()},
            nothing_read=say("unread"),
            earlier=earlier.openings,
            written=frozenset(earlier.fingerprints),
        )


def _people(outcome: "Outcome") -> "dict[str, tuple[Person, ...]]":
    """By student who handed something in, what is known of who it is: by the class list, by the download, by a name."""
    from grader.answers import Person

    found: dict[str, tuple[Person, ...]] = {}
    for handed in outcome.handed:
        theirs = handed.submission
        known = outcome.known.get(theirs.student)
        listed = [known.person._replace(id=id_) for id_ in (known.ids or ("",))] if known else []
        people = [*listed, theirs.person, Person(theirs.student)]
        found[theirs.student] = (*found.get(theirs.student, ()), *people)
    return found


def _numbers(outcome: "Outcome") -> "dict[str, frozenset[str]]":
    """By student who handed something in, the ids that their own submissions bear."""
    found: dict[str, frozenset[str]] = {}
    for handed in outcome.handed:
        theirs = handed.submission
        own = () if theirs.members else filter(None, [theirs.person.id])
        found[theirs.student] = found.get(theirs.student, frozenset()).union(own)
    return found


def attention_of(filled: "Sequence[Filled]") -> list[Attention]:
    """What a person should look at in the gradebooks."""
    return [row for gradebook in filled for row in gradebook.attention]


def show_filled(filled: "Sequence[Filled]", folder: str, called: Mapping[str, str]) -> None:
    """Says what was filled, and which grades that were there already are others now.

    Without a folder nothing was written: then all of them are said. `called` are the better names of students.
    """
    for gradebook in filled:
        did = f"in {folder}{FOLDER}/{gradebook.path.name}" if folder else "not written"
        columns = "columns " if len(gradebook.columns) > 1 else "column "
        columns += ", ".join(f"'{title}'" for title in gradebook.columns)
        click.echo(
            f"{gradebook.system} {gradebook.path.name}, {columns}: {len(gradebook.changes):,} filled, "
            f"{gradebook.same:,} the same as before, {_to_look_at(gradebook.attention)} to look at ({did})"
        )
        for line in gradebook.said:
            click.echo(f"  {line}")
        others = [change for change in gradebook.changes if any(map(str.isdigit, change.old))]
        shown = others[:_MOST_SHOWN] if folder else others
        for change in shown:
            click.echo(f"  {called.get(change.student, change.student)}: {change.old} → {change.new}")
        if len(others) > len(shown):
            click.echo(f"  … and {len(others) - len(shown):,} more that are others than before; all with --dry-run")


def _to_look_at(rows: "Sequence[Attention]") -> str:
    return f"{sum(row.weight is not Weight.SETTLED for row in rows):,}"
