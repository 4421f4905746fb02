"""What a TA sees when a run is over: the class at a glance, what happened to every file, and what needs a person."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import IO

import pandas as pd
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.errors import Attention
from grader.gradebook import TOTALS

_MOST_ROWS = 40
"""A larger class is shown by its ends; everybody is in the gradebook."""
_MOST_ATTENTION = 8


def show_class(grades: pd.DataFrame, answers: pd.DataFrame, out: IO[str]) -> None:
    """Prints the class: a row a student, points by problem, total and percent."""
    console = _console(out)
    if grades.empty:
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
    problems = [name for name in grades.columns if name not in ("student", *TOTALS)]
    table.add_column("student", overflow="ellipsis", no_wrap=True, max_width=32)
    for name in [*(problems if len(problems) > 1 else []), "total", "out of", "percent"]:
        table.add_column(name, justify="right", no_wrap=True)
    for row in _shown(grades).to_dict("records"):
        if not row:
            continue
        cells = [_points(row[name]) for name in (problems if len(problems) > 1 else [])]
        table.add_row(
            Text(str(row["student"])), *cells, _points(row["total"]), _points(row["out of"]), _percent(row["percent"])
        )
    console.print(table)
    if len(grades) > _MOST_ROWS:
        console.print(f"… {len(grades) - _MOST_ROWS} more students are in the gradebook")
    _verdicts(answers, console)


def _shown(grades: pd.DataFrame) -> pd.DataFrame:
    return grades if len(grades) <= _MOST_ROWS else grades.head(_MOST_ROWS)


def _points(value: float) -> str:
    return "" if pd.isna(value) else f"{value:g}"


def _percent(value: float) -> str:
    return "" if pd.isna(value) else f"{value:.1f}"


def _verdicts(answers: pd.DataFrame, console: Console) -> None:
    counts = Counter(answers["verdict"])
    console.print(", ".join(f"{count:,} {verdict}" for verdict, count in counts.most_common()), style="dim")
    causes = Counter(cause for cause in answers["cause"] if cause)
    if causes:
        most = ", ".join(f"{cause} ({count:,})" for cause, count in causes.most_common(5))
        console.print(f"the commonest slips: {most}", style="dim")


def show_files(
    graded: int, listed: int, ignored: Sequence[str], attention: Sequence[Attention], folder: str, out: IO[str]
) -> None:
    """Prints what became of every file, what a person should look at, and where the results are."""
    console = _console(out)
    console.print(
        f"\n{graded:,} graded, {listed:,} listed, {len(ignored):,} ignored" + _names(ignored), highlight=False
    )
    if attention:
        console.print(f"{len(attention):,} to look at, in attention.csv:", style="bold")
        for row in attention[:_MOST_ATTENTION]:
            place = f" {row.place}" if row.place else ""
            console.print(Text(f"  {printable(row.submission)}{printable(place)}: {printable(row.issue)}"))
        if len(attention) > _MOST_ATTENTION:
            console.print(f"  … and {len(attention) - _MOST_ATTENTION:,} more")
    console.print(f"results in {folder}", highlight=False)


def _names(files: Iterable[str]) -> str:
    names = [printable(name) for name in files]
    return f" ({', '.join(names[:_MOST_ATTENTION])}{' …' if len(names) > _MOST_ATTENTION else ''})" if names else ""


def printable(text: str) -> str:
    r"""A text of somebody's on one line, without anything that moves the cursor.

    >>> printable("a\x1b[2Jb\nc")
    'a·[2Jb·c'
    """
    return "".join(c if c.isprintable() else "·" for c in text)


def _console(out: IO[str]) -> Console:
    width = None if out.isatty() else 100
    return Console(file=out, width=width, soft_wrap=not out.isatty(), emoji=False, markup=False, highlight=False)
