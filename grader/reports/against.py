"""An instructor's own key held against the rubric: where the two disagree, and which slip explains it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from grader.engine import pretty
from grader.errors import Attention
from grader.marking import FROM_WRONG, Marks, Said
from grader.numbers import Number, read_number
from grader.reports.solution import number
from grader.reports.terminal import printable

_AGREE = ("correct", "imprecise")
_BLANK = ("missing", "implied")
_MOST_NAMED, _LONGEST = 6, 48


class _Answer(NamedTuple):
    quantity: str
    answer: str
    expected: str
    verdict: str
    cause: str
    note: str


class Comparison(NamedTuple):
    """What came of it, in words; `agrees` is None where the key answers nothing."""

    agrees: bool | None
    lines: tuple[str, ...]


def against(marks: Sequence[Marks], attention: Iterable[Attention], name: str) -> Comparison:
    """Compares the only submission of `marks`, the key called `name`, with the rubric's own values."""
    answers = [answer for table in marks if table.students for answer in _answers(table, len(marks) > 1)]
    given = [answer for answer in answers if answer.verdict not in _BLANK]
    differ = [answer for answer in given if answer.verdict not in (*_AGREE, "carried")]
    coarse = [answer for answer in differ if _rounds(answer)]
    begun = [answer for answer in differ if answer not in coarse]
    follow = [answer for answer in given if answer.verdict == "carried"]
    remarks = [f"{printable(row.place)}: {printable(row.issue)}".removeprefix(": ") for row in attention]
    if not given:
        return Comparison(None, (f"{name}: no answer in it was found that the rubric asks for", *remarks))
    lines = list(_summary(name, len(given), begun, follow, coarse))
    blank = [answer.quantity for answer in answers if answer.verdict in _BLANK]
    if blank:
        more = f" and {len(blank) - _MOST_NAMED} more" if len(blank) > _MOST_NAMED else ""
        lines.append(f"not in it: {', '.join(blank[:_MOST_NAMED])}{more}")
    return Comparison(not begun and all(map(_is_rounded, follow)), (*lines, *remarks))


def _answers(table: Marks, several: bool) -> Iterator[_Answer]:
    for c, column in enumerate(table.columns):
        name = pretty(column.quantity) if column.quantity.isidentifier() else column.quantity
        cells = (array[0, c] for array in (table.answer, table.expected, table.verdict, table.cause, table.note))
        yield _Answer(f"{column.problem}: {name}" if several and column.problem else name, *cells)


def _summary(
    name: str, given: int, begun: Sequence[_Answer], follow: Sequence[_Answer], coarse: Sequence[_Answer]
) -> Iterator[str]:
    if not begun and all(map(_is_rounded, follow)):
        agreeing = f"{name} agrees with the rubric in {'all ' if given > 1 else ''}{_quantities(given)}"
        yield agreeing if not follow else f"{agreeing}; by rounded numbers before them: {_named(follow)}"
    else:
        yield f"{name} disagrees with the rubric in {len(begun) + len(follow)} of {_quantities(given)}:"
        yield from (f"  {_told(answer)}" for answer in begun)
        if follow and not begun:
            yield f"  from something that is not asked for follow {_named(follow)}"
        elif follow:
            which = "differs only because it follows" if len(follow) == 1 else "differ only because they follow"
            yield f"  {len(follow)} more {which} from these: {_named(follow)}"
    if coarse:
        yield f"right, but rounded to a figure or none, for which a student would get no points: {_named(coarse)}"


def _rounds(answer: _Answer) -> bool:
    """Whether an answer is what is expected, rounded or cut off where it ends, however little of it that leaves."""
    read = read_number(answer.answer) if answer.verdict != "unreadable" else None
    try:
        expected = float(answer.expected)
    except ValueError:
        return False
    return isinstance(read, Number) and abs(read.value - expected) < read.unit * (1 + 1e-9)


def _is_rounded(answer: _Answer) -> bool:
    """Whether an answer that only follows is nearly what is expected: worked out from rounded numbers."""
    try:
        value, expected = float(answer.answer), float(answer.expected)
    except ValueError:
        return False
    return abs(value - expected) <= _ROUNDED * abs(expected) or _rounds(answer)


_ROUNDED = 0.05


def _quantities(count: int) -> str:
    return f"{count} quantit{'y' if count == 1 else 'ies'}"


def _named(answers: Sequence[_Answer]) -> str:
    names = [answer.quantity for answer in answers]
    return ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")


def _rounded(expected: str) -> str:
    """The rubric's value to as many figures as its key shows; a formula as it stands."""
    try:
        return number(float(expected))
    except ValueError:
        return expected


def _told(answer: _Answer) -> str:
    text = printable(answer.answer.strip())
    shown = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    said = f"{answer.quantity}: {shown} in the key, {_rounded(answer.expected)} by the rubric"
    if answer.verdict == "slip":
        return f"{said}; {answer.cause}: {answer.note}"
    if isinstance(answer.note, Said) and answer.note.pattern == FROM_WRONG:
        [before] = answer.note.parts
        return f"{said}; it follows from {before}, which is not asked for, and which no known slip explains"
    return f"{said}; {answer.note}" if answer.verdict == "unreadable" else f"{said}; no known slip explains it"
