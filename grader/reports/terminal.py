"""What a TA sees when a run is over: the class at a glance, what happened to every file, and what needs a person."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from pathlib import PurePosixPath
from typing import IO

import pandas as pd
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.errors import Attention
from grader.gradebook import ADJUSTMENTS, TOTALS, called, problems
from grader.numbers import percent_text, points_on_page
from grader.roster import Enrolled

_MOST_ROWS = 40
"""Of a larger class its spread is shown; everybody is in the gradebook."""
_MOST_ATTENTION = 8
_WIDEST_NAME, _NARROWEST_NAME, _UNBOUNDED = 32, 8, 10_000
_SPREAD = {"highest": 1.0, "upper quarter": 0.75, "median": 0.5, "lower quarter": 0.25, "lowest": 0.0}


def show_class(grades: pd.DataFrame, answers: pd.DataFrame, out: IO[str]) -> None:
    """Prints the class: a row a student, points by problem, total and percent; the spread of a large class."""
    if grades.empty:
        return
    console, large = console_for(out), len(grades) > _MOST_ROWS
    shown = _spread(grades) if large else _by_name(grades)
    adjusted = [name for name in ADJUSTMENTS if name in shown.columns]
    named = problems(grades) if len(problems(grades)) > 1 or adjusted else []
    console.print(_fitting(shown, [*named, *adjusted, *TOTALS], console))
    if large:
        console.print(f"{len(grades):,} students; each is in the gradebook")
    _verdicts(answers, console)
    if "by hand" in grades.columns and (count := int(grades["by hand"].sum())):
        console.print(f"{count:,} answer{'s' * (count != 1)} ruled by hand, in overrides.csv", style="dim")


def _fitting(grades: pd.DataFrame, columns: Sequence[str], console: Console) -> Table:
    """The table as wide as there is room: names are cut first, then the problems are left out."""
    widest = min(_WIDEST_NAME, max(cell_len(printable(name)) for name in ["student", *grades["student"]]))
    table = _table(grades, columns, widest)
    excess = console.measure(table, options=console.options.update(width=_UNBOUNDED)).maximum - console.width
    if excess <= 0:
        return table
    if widest - excess >= _NARROWEST_NAME or tuple(columns) == TOTALS:
        return _table(grades, columns, max(widest - excess, _NARROWEST_NAME))
    return _fitting(grades, TOTALS, console)


def _table(grades: pd.DataFrame, columns: Sequence[str], widest: int) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
    table.add_column("student", overflow="ellipsis", no_wrap=True, max_width=widest)
    for name in columns:
        table.add_column(Text(printable(name)), justify="right", no_wrap=True)
    for row in grades.to_dict("records"):
        cells = [_percent(row[name]) if name == TOTALS[2] else _cell(row[name]) for name in columns]
        table.add_row(Text(printable(str(row["student"]))), *cells)
    return table


def _by_name(grades: pd.DataFrame) -> pd.DataFrame:
    """The class by what the students are called."""
    named = grades.assign(student=list(called(grades).values()))
    return named.sort_values("student", key=lambda names: names.map(alphabetical)) if "name" in named else named


def alphabetical(name: str) -> tuple[str, str]:
    """By what a list of names is sorted: letters with accents among those without, capitals among the small.

    >>> sorted(["Zoë", "Ánna", "anna", "Åsa", "Ben"], key=alphabetical)
    ['anna', 'Ánna', 'Åsa', 'Ben', 'Zoë']
    """
    folded = name.casefold()
    return "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c)), folded


def _spread(grades: pd.DataFrame) -> pd.DataFrame:
    """How the numbers of a large class lie, column by column: quartiles and the mean."""
    numbers = grades.drop(columns=["student", "by hand"], errors="ignore").select_dtypes("number")
    rows = numbers.quantile(list(_SPREAD.values())).set_axis(list(_SPREAD))
    rows.loc["mean"] = numbers.mean()
    return rows.rename_axis("student").reset_index()


def _cell(value: float | str) -> Text:
    said = value if isinstance(value, str) else "" if pd.isna(value) else points_on_page(value).replace("-", "−")
    return Text(printable(said))


def _percent(value: float) -> str:
    return "" if pd.isna(value) else percent_text(value)


def _verdicts(answers: pd.DataFrame, console: Console) -> None:
    counts = Counter(answers["verdict"].tolist())
    if counts:
        console.print(", ".join(f"{count:,} {verdict}" for verdict, count in counts.most_common()), style="dim")
    causes = Counter(filter(None, answers["cause"].tolist()))
    if causes:
        most = ", ".join(f"{cause} ({count:,})" for cause, count in causes.most_common(5))
        console.print(f"the commonest slips: {most}", style="dim")


def show_roster(known: Mapping[str, Enrolled], without: Mapping[str, Sequence[str]], out: IO[str]) -> None:
    """Prints how many are on a class list, and who of them has no work there; nothing where there is no list.

    `without` are these by what is said of them.
    """
    if not known:
        return
    named = [
        f"{len(students):,} {what}" + _names((s in known and known[s].person.name) or s for s in students)
        for what, students in without.items()
        if students
    ]
    said = "; ".join(named or ["everybody handed something in"])
    console_for(out).print(f"\n{len(known):,} on the roster; {said}", highlight=False)


def show_layouts(layouts: Sequence[str], out: IO[str]) -> None:
    """Prints whose conventions the downloads were taken to follow."""
    names = list(dict.fromkeys(layouts))
    if names:
        said = f"\nlayout{'s' if len(names) > 1 else ''}: {', '.join(names)}"
        console_for(out).print(said, style="dim", highlight=False)


def show_files(
    graded: int,
    listed: int,
    ignored: Sequence[str],
    attention: Sequence[Attention],
    folder: str,
    out: IO[str],
    students: int | None = None,
    settled: int = 0,
) -> None:
    """Prints what became of every file, what a person should look at, and where the results are ("": nowhere).

    `students` are those whose work the graded files are, told where they are not as many; so many of what a person
    should look at, the last, are `settled`.
    """
    console = console_for(out)
    whose = "" if students in (None, graded) else f" for {students:,} student{'s' * (students != 1)}"
    files = f" file{'s' * (graded != 1)}" if whose else ""
    left = f"{listed:,} listed, {len(ignored):,} ignored{_names(_alike(ignored))}"
    console.print(f"{graded:,}{files} graded{whose}, {left}", highlight=False)
    if attention:
        done = f", {settled:,} settled" if settled else ""
        console.print(f"{len(attention) - settled:,} to look at{done}, in attention.csv:", style="bold")
        for row in _of_many(attention):
            place = f" {row.place}" if row.place else ""
            said = Text(f"{printable(row.submission)}{printable(place)}: {printable(row.issue)}")
            # On a terminal a line that is too long goes on below its own beginning; in a file it stays one line.
            console.print(Padding.indent(said, 2) if out.isatty() else Text.assemble("  ", said))
        if len(attention) > _MOST_ATTENTION:
            console.print(f"  … and {len(attention) - _MOST_ATTENTION:,} more")
    console.print(f"results in {folder}" if folder else "nothing was written", highlight=False)


def _of_many(attention: Sequence[Attention]) -> list[Attention]:
    """The rows to show: the first of each submission before the others, in their order."""
    first = {row.submission: place for place, row in reversed(list(enumerate(attention)))}
    places = sorted(range(len(attention)), key=lambda place: first[attention[place].submission] != place)
    return [attention[place] for place in sorted(places[:_MOST_ATTENTION])]


def _alike(paths: Iterable[str]) -> list[str]:
    """What files are called, the commonest names first, and how many have one: a system puts the same into each folder.

    Of very many names that end alike, their ends are told, and how all of them begin: `._….csv` is no work of anybody.

    >>> _alike(["a/x.txt", "b/x.txt", "a/y.txt"]), _alike([f"receipt of {n}.txt" for n in range(60)])
    (['x.txt × 2', 'y.txt'], ['receipt of ….txt × 60'])
    """
    names = [path.rstrip("/").rpartition("/")[2] for path in paths]
    ending: dict[tuple[bool, str], set[str]] = {}
    for name in names:
        ending.setdefault(_kind(name), set()).add(name)
    short = {
        kind: f"{_beginning([name.removesuffix(kind[1]) for name in theirs])}…{kind[1]}"
        for kind, theirs in ending.items()
        if kind[1] and len(theirs) > _MOST_ATTENTION
    }
    counts = Counter(short.get(_kind(name), name) for name in names)
    return [f"{name} × {count:,}" if count > 1 else name for name, count in counts.most_common()]


def _kind(name: str) -> tuple[bool, str]:
    """Whether a file is hidden, as a system hides its own, and how its name ends."""
    return name.startswith("."), PurePosixPath(name).suffix


def _beginning(names: Sequence[str]) -> str:
    """How all of some names begin."""
    return "".join(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], zip(min(names), max(names), strict=False)))


def _names(files: Iterable[str]) -> str:
    """The first of some names, in brackets; those with commas in them, as lists of students have, are told apart.

    >>> _names(["Ada L", "Ben"]), _names(["Lee, Ada", "Ben"]), _names([])
    (' (Ada L, Ben)', ' (Lee, Ada; Ben)', '')
    """
    names = [printable(name) for name in files]
    separator = "; " if any("," in name for name in names) else ", "
    shown = separator.join(names[:_MOST_ATTENTION]) + (" …" if len(names) > _MOST_ATTENTION else "")
    return f" ({shown})" if names else ""


def printable(text: str) -> str:
    r"""A text of somebody's on one line, without anything that moves the cursor.

    >>> printable("a\x1b[2Jb\nc")
    'a·[2Jb·c'
    """
    return "".join(c if c.isprintable() else "·" for c in text)


def console_for(out: IO[str]) -> Console:
    """A console on a stream: as wide as the terminal, or 100 characters where nobody is looking."""
    width = None if out.isatty() else 100
    return Console(file=out, width=width, soft_wrap=not out.isatty(), emoji=False, markup=False, highlight=False)
