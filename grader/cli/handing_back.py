"""The options of `grade` that hand feedback back, and what they write."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from grader.cli.outcome import assignments, unread, unused

if TYPE_CHECKING:
    from grader.grading import Outcome
    from grader.reports.feedback import Assignment
    from grader.wording import Wording

PDF = "pdf"
_FOLDER = "feedback"
_MOST_NAMED = 5


class Wanted(NamedTuple):
    """What the options say."""

    formats: tuple[str, ...]
    system: str | None
    wording: Path | None

    def say(self) -> "Wording":
        """The phrases of the course; GradeError, before any work is done, where they are faulty or nothing prints."""
        from grader.wording import Wording, read_wording

        if PDF in self.formats:
            from grader.exports import check_printing

            check_printing()
        return read_wording(self.wording) if self.wording else Wording()


def feedback_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options; the command gets them together, as `wanted`."""

    @wraps(command)
    def with_wanted(
        *args: Any, feedback: tuple[str, ...], feedback_zip: str | None, wording: Path | None, **others: Any
    ) -> Any:
        return command(*args, wanted=Wanted(tuple(dict.fromkeys(feedback)), feedback_zip, wording), **others)

    wrapped: Callable[..., Any] = with_wanted
    for option in _OPTIONS:
        wrapped = option(wrapped)
    return wrapped


def _show_phrases(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        from grader.wording import to_toml

        # As UTF-8 wherever it goes: a file of phrases is, and Windows would write a file in an alphabet of its own.
        click.echo(to_toml().encode(), nl=False)
        context.exit()


_OPTIONS = (
    click.option(
        "--phrases",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show_phrases,
        help="Print every phrase in English, as a file for --wording to begin with, and exit.",
    ),
    click.option(
        "--wording",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="What students are told, in a course's own words or language.",
    ),
    click.option(
        "--feedback-zip",
        type=click.Choice(["moodle", "canvas"]),
        help="Feedback as a zip that the system hands out to its students.",
    ),
    click.option(
        "--feedback",
        multiple=True,
        type=click.Choice(["html", "md", PDF]),
        help="A file for each student, in feedback/ (repeatable).",
    ),
)
"""The last first, as a decorator nearest to the command is applied first."""


def handed_back(outcome: "Outcome", wanted: Wanted, say: "Wording") -> dict[str, bytes]:
    """The files that the options ask for, by their places among the results; what is not in a zip is said."""
    if not wanted.formats and not wanted.system:
        return {}
    from grader import exports

    told = [each for each in assignments(outcome) if each.totals]
    if not told:
        click.echo("no feedback is written: nothing could be graded", err=True)
        return {}
    first, files = (wanted.formats or ("html",))[0], dict[str, bytes]()
    written = {format: _written(outcome, told, format, say, outcome.nothing) for format in wanted.formats}
    for format, pages in written.items():
        names = exports.file_names(pages)
        files |= {f"{_FOLDER}/{names[student]}.{format}": data for student, data in pages.items()}
    for each in told if wanted.system else ():  # to a system, each assignment is one by itself
        groups = _groups(outcome)
        alone = len(told) == 1 and first in written and not groups
        pages = written[first] if alone else _written(outcome, [each], first, say, groups=groups)
        files |= _zipped(outcome, each, pages, wanted.system or "", first, len(told) > 1)
    return files


def _zipped(
    outcome: "Outcome", assignment: "Assignment", pages: Mapping[str, bytes], system: str, format: str, several: bool
) -> dict[str, bytes]:
    """The zip of one assignment, by its name; nothing where none of its files come from such a system."""
    from grader import exports

    rubric = assignment.problems[0].marks.rubric
    paths, members, listed = _of_whom(outcome, rubric)
    pages = {student: page for student, page in pages.items() if student not in outcome.absent}
    bundle = exports.to_bundle(system, pages, paths, f"{_FOLDER}.{format}", members, listed)
    name = f"{_FOLDER}-{system}-{rubric}.zip" if several else f"{_FOLDER}-{system}.zip"
    some_in = sum(map(len, bundle.without.values())) < len(pages)
    _tell(bundle.without, f"not in {name}" if some_in else f"{name} is not written")
    return {name: bundle.data} if some_in else {}


def _of_whom(outcome: "Outcome", rubric: str) -> tuple[dict[str, tuple[str, ...]], list[str], set[str]]:
    """The files of each student for a rubric, the members of groups, and who has another's work by the class list.

    These have no files of their own; but where the list tells Moodle's numbers of this assignment, they have one there.
    """
    from grader import exports

    handed = [h.submission for h in outcome.handed if h.rubric == rubric]
    listed = {student for of, student in outcome.listed_with if of == rubric}
    number = {student: known.participant for student, known in outcome.known.items()}
    by_files: dict[tuple[str, ...], list[str]] = {}
    for s in handed:
        by_files.setdefault(s.paths, []).append(s.student)
    whole = {files: [s for s in theirs if s not in listed] for files, theirs in by_files.items()}
    paths = {s.student: s.paths for s in handed}
    for student in listed:
        for_them = whole[paths[student]]
        own = (exports.with_number(p, number[student], number.get(f, "")) for p in paths[student] for f in for_them)
        paths[student] = tuple(filter(None, own))
    alone = {theirs[0] for files, theirs in whole.items() if len(theirs) == 1 and len(by_files[files]) > 1}
    return paths, [s.student for s in handed if s.members and s.student not in listed | alone], listed


def _written(
    outcome: "Outcome",
    told: "list[Assignment]",
    format: str,
    say: "Wording",
    absent: Sequence[str] = (),
    groups: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, bytes]:
    """The file for each student, by student; `groups` are the names for those whose page goes to a group."""
    from grader.exports import to_pdf
    from grader.reports.feedback import Unread, feedback, letters

    names = {**{student: known.person.name for student, known in outcome.known.items()}, **groups}
    without: dict[str, list[Unread]] = {}
    for each in told:
        for student, why in unread(outcome, each.problems[0].marks.rubric, say).items():
            without.setdefault(student, []).append(Unread(each.title, tuple(why)))
    written = letters(told, names, say, absent, without, unused(outcome, say))
    pages = feedback(written, "html" if format == PDF else format, say)
    return to_pdf(pages) if format == PDF and pages else pages


def _groups(outcome: "Outcome") -> dict[str, str]:
    """Of whose page a system shows to a whole group, the names of all in it: it is not one member's."""
    return {
        handed.submission.student: ", ".join(member.name or member.label for member in handed.submission.members)
        for handed in outcome.handed
        if len(handed.submission.members) > 1
    }


def show_handed_back(files: Mapping[str, bytes], folder: Path) -> None:
    """Says where the feedback lies that has been written."""
    students = {name.rpartition(".")[0] for name in files if name.startswith(f"{_FOLDER}/")}
    if students:
        click.echo(
            f"feedback for {len(students):,} student{'s' * (len(students) != 1)} in {folder / _FOLDER}/", err=True
        )
    for name in files:
        if name.startswith(f"{_FOLDER}-"):
            click.echo(f"feedback to upload in {folder / name}", err=True)


def _tell(without: Mapping[str, tuple[str, ...]], what: str) -> None:
    for reason, students in without.items():
        named = ["".join(c if c.isprintable() else "?" for c in student) for student in students[:_MOST_NAMED]]
        some = ", ".join(named) + (" …" if len(students) > _MOST_NAMED else "")
        count = f" ({len(students):,} students)" if len(students) > _MOST_NAMED else ""
        click.echo(f"{what}, because {reason}{count}: {some}", err=True)
