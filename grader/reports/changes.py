"""What is seen of a run over earlier results: whose points have changed, by how much and why; else nothing."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import IO

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from grader.history import Change, Changes
from grader.numbers import points_text
from grader.reports.terminal import alphabetical, console_for, printable

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
    ordered = sorted(changes.students, key=lambda c: (not c.moved, alphabetical(called.get(c.student, c.student))))
    console = console_for(out)
    console.print(f"\n{_headline(changes, folder)}", style="bold")
    shown = ordered if whole else ordered[:_MOST_ROWS]
    reasons = {change.why for change in ordered}
    if len(reasons) == 1 and len(ordered) > 1:
        console.print(f"because of {_reason(ordered[0])}", highlight=False)
    if shown:
        console.print(_table(shown, called, console.width, told=len(reasons) > 1 or len(ordered) == 1))
    if len(shown) < len(ordered):
        console.print(f"… and {len(ordered) - len(shown):,} more; all with --dry-run, which writes nothing")
    if changes.out_of:
        before, now = map(points_text, changes.out_of)
        console.print(f"totals are out of {now} now, and were out of {before}")
    for said in _besides(changes, called):
        console.print(said, style="dim")


def _headline(changes: Changes, folder: str) -> str:
    """How many have another total, and how many other points for some answers that come to the same."""
    moved = sum(change.moved for change in changes.students)
    same = len(changes.students) - moved
    if not same:
        return f"{_have(moved, changes.of)} other points than in {folder}" if moved else "nobody has other points"
    if not moved:
        return f"{_have(same, changes.of)} other points for some answers than in {folder}, and nobody another total"
    others = "1 more has" if same == 1 else f"{same:,} more have"
    return (
        f"{_have(moved, changes.of)} another total than in {folder}; {others} the same by other points for some answers"
    )


def _have(count: int, of: int) -> str:
    return "1 student has" if count == 1 else f"{count:,} of {of:,} students have"


def _besides(changes: Changes, called: Mapping[str, str]) -> Iterator[str]:
    """What else is not as before."""
    if changes.verdicts:
        what = "1 answer has" if changes.verdicts == 1 else f"{changes.verdicts:,} answers have"
        yield f"{what} another verdict for the same points"
    if changes.renamed:
        who = "1 student goes" if len(changes.renamed) == 1 else f"{len(changes.renamed):,} students go"
        pairs = (f"{called.get(now, now)} was {old}" for old, now in sorted(changes.renamed.items())[:_MOST_NAMED])
        named = printable("; ".join(pairs)) + (" …" if len(changes.renamed) > _MOST_NAMED else "")
        yield f"{who} by another name than before ({named}); points are compared all the same"
    if changes.relabelled:
        what = "1 answer is" if changes.relabelled == 1 else f"{changes.relabelled:,} answers are"
        yield f"{what} called otherwise than before; their points are compared all the same"


def _table(changes: Sequence[Change], called: Mapping[str, str], width: int, told: bool) -> Table:
    """The students, a line each as long as the reasons leave room for it; `told`: whether these stand there."""
    rows = [
        (called.get(c.student, c.student), _points(c.before), _points(c.after), signed(c.by), _where(c), _reason(c))
        for c in changes
    ]
    texts = [[Text(printable(text)) for text in row[: None if told else -1]] for row in rows]
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
    table.add_column("student", overflow="ellipsis", no_wrap=True, max_width=_WIDEST_NAME)
    for name in ("before", "now", "change"):
        table.add_column(name, justify="right", no_wrap=True)
    others = min(_WIDEST_NAME, _widest(texts, 0)) + sum(max(6, _widest(texts, column)) for column in (1, 2, 3))
    reasons = min(_widest(texts, 5), _WIDEST_REASON) if told else 0
    room = max(_NARROWEST, width - others - reasons - _GAPS)
    table.add_column("in", overflow="ellipsis", no_wrap=True, max_width=room)
    if told:
        table.add_column("because of", overflow="fold")
    for row in texts:
        table.add_row(*row[:_IN], Text(_fitted(row[_IN].plain, room)), *row[_IN + 1 :])
    return table


def _fitted(text: str, room: int) -> str:
    """What is cut where there is no more room is a name, never how many more there are.

    >>> _fitted("2 dL/dW1[1,2] −0.5 and 3 more", 20), _fitted("2 h1 −0.5 and 3 more", 20), _fitted("2 dL/dW1 −0.5", 9)
    ('2 dL/dW1… and 3 more', '2 h1 −0.5 and 3 more', '2 dL/dW1 −0.5')
    """
    name, more, count = text.rpartition(" and ")
    left = room - len(more) - len(count) - 1
    return f"{name[:left]}…{more}{count}" if more and len(text) > room and left > 0 else text


_IN = 4
"""The column of what has changed."""
_WIDEST_NAME, _WIDEST_REASON, _NARROWEST = 24, 40, 6
_GAPS = 2 * 5
"""Between the columns."""


def _widest(rows: Sequence[Sequence[Text]], column: int) -> int:
    return max(row[column].cell_len for row in rows)


def _reason(change: Change) -> str:
    return " or ".join(change.why)


def _where(change: Change) -> str:
    """`2 h1 −0.5 and 3 more`; nothing for somebody who came or went."""
    if change.before is None or change.after is None:
        return ""
    named = ", ".join(f"{name} {signed(by)}" for name, by in change.answers[:_MOST_ANSWERS])
    more = len(change.answers) - _MOST_ANSWERS
    return f"{named} and {more} more" if more > 0 else named


def signed(points: Decimal) -> str:
    """A change of points; the last of four decimals is not sure, as both points were rounded.

    >>> signed(Decimal("0.50")), signed(Decimal("-2")), signed(Decimal("0.0"))
    ('+0.5', '−2', '0')
    >>> signed(Decimal("0.1667")), signed(Decimal("0.1666")), signed(Decimal("0.0002"))
    ('+0.167', '+0.167', '+0.0002')
    """
    text = points_text(abs(round(points, 3) or points))
    return f"{'−' if points < 0 else '+' if points > 0 else ''}{text}"


def _points(points: Decimal | None) -> str:
    return "–" if points is None else points_text(points)
