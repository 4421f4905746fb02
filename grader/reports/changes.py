"""What is seen of a run over earlier results: whose points have changed, by how much and why; else nothing."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import IO

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from grader.history import Change, Changes
from grader.numbers import points_text
from grader.reports.terminal import console_for, printable

_MOST_ROWS, _MOST_ANSWERS, _MOST_NAMED = 40, 1, 3


def show_changes(
    changes: Changes,
    folder: str,
    out: IO[str],
    whole: bool = False,
    called: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Prints whom a run changed since the results in `folder`; of many only the first, unless the `whole` is asked.

    `called` are better names for the students, where they are known.
    """
    if not (changes.students or changes.verdicts or changes.renamed or changes.relabelled or changes.out_of):
        return
    console, count = console_for(out), len(changes.students)
    who = "1 student has" if count == 1 else f"{count:,} of {changes.of:,} students have"
    console.print(f"\n{who} other points than in {folder}" if count else "\nnobody has other points", style="bold")
    shown = changes.students if whole else changes.students[:_MOST_ROWS]
    if shown:
        console.print(_table(shown, called))
    if len(shown) < count:
        console.print(f"… and {count - len(shown):,} more; all with --dry-run, which writes nothing")
    if changes.out_of:
        before, now = map(points_text, changes.out_of)
        console.print(f"totals are out of {now} now, and were out of {before}")
    if changes.verdicts:
        console.print(f"{changes.verdicts:,} answers have another verdict for the same points", style="dim")
    if changes.renamed:
        who = "1 student goes" if len(changes.renamed) == 1 else f"{len(changes.renamed):,} students go"
        pairs = (f"{called.get(now, now)} was {old}" for old, now in sorted(changes.renamed.items())[:_MOST_NAMED])
        named = printable("; ".join(pairs)) + (" …" if len(changes.renamed) > _MOST_NAMED else "")
        console.print(f"{who} by another name than before ({named}); points are compared all the same", style="dim")
    if changes.relabelled:
        what = "1 answer is" if changes.relabelled == 1 else f"{changes.relabelled:,} answers are"
        console.print(f"{what} called otherwise than before; their points are compared all the same", style="dim")


def _table(changes: Sequence[Change], called: Mapping[str, str]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
    table.add_column("student", overflow="ellipsis", no_wrap=True, max_width=24)
    for name in ("before", "now", "change"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("in", overflow="ellipsis", no_wrap=True)
    table.add_column("because of", overflow="fold")
    for change in changes:
        texts = (called.get(change.student, change.student), _where(change), " or ".join(change.why))
        who, where, why = (Text(printable(text)) for text in texts)
        table.add_row(who, _points(change.before), _points(change.after), signed(change.by), where, why)
    return table


def _where(change: Change) -> str:
    """`2 h1 −0.5 and 3 more`; nothing for somebody who came or went."""
    if change.before is None or change.after is None:
        return ""
    named = ", ".join(f"{name} {signed(by)}" for name, by in change.answers[:_MOST_ANSWERS])
    more = len(change.answers) - _MOST_ANSWERS
    return f"{named} and {more} more" if more > 0 else named


def signed(points: Decimal) -> str:
    """A change of points.

    >>> signed(Decimal("0.50")), signed(Decimal("-2")), signed(Decimal("0.0"))
    ('+0.5', '−2', '0')
    """
    text = points_text(abs(points))
    return f"{'−' if points < 0 else '+' if points > 0 else ''}{text}"


def _points(points: Decimal | None) -> str:
    return "–" if points is None else points_text(points)
