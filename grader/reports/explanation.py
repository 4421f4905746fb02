"""What a TA needs when a student asks: for an answer, what was held against what, and how its points came about."""

import re
import textwrap
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from grader.engine import pretty
from grader.marking import AGAIN, TAKEN_AS, Account, Marks, Operand
from grader.numbers import points_text
from grader.overrides import ruling_on_all
from grader.reports.terminal import printable
from grader.totals import Total

_LABEL, _WIDTH = 11, 100
_BRIEFLY = {"correct": "right", "carried": "carried", "implied": "implied", "missing": "blank"}
"""Verdicts that need no more than a line, where nothing but what they say is to be told."""
_GLUE = "\u00a0"
_SYMBOLS = re.compile(r"[\w'/\[\],]+")


class Explained(NamedTuple):
    """One problem of a student."""

    marks: Marks
    """A single row."""
    accounts: tuple[Account | None, ...]
    """Of each answer; None for a formula."""
    columns: tuple[int, ...]
    """The answers that are asked about."""


class Explanation(NamedTuple):
    """What a student got for one rubric, and how."""

    title: str
    student: str
    problems: tuple[Explained, ...]
    total: Total


def show_explanation(found: Explanation, whole: bool) -> str:
    """The explanation as text: with `whole`, what needs no words in a line, and how the total came about."""
    blocks = [f"{printable(found.student)}: {found.title}"]
    for problem in found.problems:
        name, title = problem.marks.columns[0].problem, problem.marks.title
        if name:
            blocks.append(f"Problem {name}. {title}" if title else f"Problem {name}")
        blocks += _blocks(problem, whole)
    if not found.problems:
        blocks.append("nothing that was handed in could be read: attention.csv says why")
    elif whole:
        blocks.append("\n".join(_total(found.total)))
    return "\n\n".join(blocks) + "\n"


def _blocks(problem: Explained, whole: bool) -> Iterator[str]:
    """The answers that need no words, by verdict; then the others one by one. A ruling on all of them is told alone."""
    marks = problem.marks
    if whole and (ruling := ruling_on_all(marks, 0)):
        earned = sum((c.out_of * marks.shares[share] for c, share in zip(marks.columns, marks.share[0], strict=True)))
        yield "\n".join((_line("all of it", printable(ruling)), _line("points", points_text(earned))))
        return
    brief = [c for c in problem.columns if whole and _is_brief(marks, c)]
    if brief:
        found = {v: [_named(marks, c) for c in brief if marks.verdict[0, c] == v] for v in _BRIEFLY}
        yield "\n".join(_line(_BRIEFLY[v], _listed(names)) for v, names in found.items() if names)
    for c in problem.columns:
        if c not in brief:
            yield "\n".join(_answer(marks, c, problem.accounts[c]))


def _is_brief(marks: Marks, c: int) -> bool:
    """Whether an answer has all its points, or is blank and has none, and nobody has ruled on it."""
    expected = 0 if marks.verdict[0, c] == "missing" else 1
    return marks.verdict[0, c] in _BRIEFLY and marks.shares[marks.share[0, c]] == expected and not _ruled(marks, c)


def _named(marks: Marks, c: int) -> str:
    """An answer's name with real symbols; the sheet's own label as it is."""
    name = marks.columns[c].quantity
    return pretty(name) if _SYMBOLS.fullmatch(name) else name


def _ruled(marks: Marks, column: int) -> bool:
    return marks.ruled is not None and bool(marks.ruled[0, column])


# ---- one answer -----------------------------------------------------------------------------------------------------


def _answer(marks: Marks, c: int, account: Account | None) -> Iterator[str]:
    """An answer: what it is, what was written, what it was held against, the verdict, the points."""
    name = _named(marks, c)
    yield f"{name} = {account.formula}" if account and account.formula else name
    if account and account.own:
        yield _line("their rule", f"{name} = {account.own}")
    yield _line("written", printable(str(marks.answer[0, c])) or "nothing", _digits(account) if account else "")
    if account is None:
        yield _line("expected", str(marks.expected[0, c]))
    else:
        yield _line("expected", _number(account.expected), _between(account))
        yield from _following(account)
    cause = f" ({marks.cause[0, c]})" if marks.cause[0, c] else ""
    yield _line("verdict", f"{marks.verdict[0, c]}{cause}")
    yield _line("", printable(str(marks.note[0, c])))
    yield _line("points", _points(marks, c, account))


def _line(label: str, text: str, more: str = "") -> str:
    """A label and its text, wrapped beside it."""
    whole = f"{text}   {more}" if more else text
    first, rest = f"  {label:<{_LABEL}}", " " * (_LABEL + 2)
    wrapped = textwrap.wrap(whole, _WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False,
                            break_on_hyphens=False, drop_whitespace=True, replace_whitespace=False)  # fmt: skip
    return "\n".join(wrapped or [first]).replace(_GLUE, " ")


def _listed(items: Iterable[str]) -> str:
    """Items with commas between them, none of which is broken over two lines."""
    return ", ".join(item.replace(" ", _GLUE) for item in items)


def _digits(account: Account) -> str:
    if account.digits is None:
        return "no number" if account.text else ""
    low, high = account.digits
    return "exact as written" if low == high else f"stands for {_number(low)} … {_number(high)}"


def _between(account: Account) -> str:
    low, high = account.right
    step = " (the tolerance is held to the size of the step)" if account.stepped else ""
    return f"right within {_number(low)} … {_number(high)}{step}"


def _following(account: Account) -> Iterator[str]:
    """What follows from the earlier answers, from which of them, and how each was taken."""
    if account.follow != account.follow:
        return
    low, high = account.follows
    bounds = f"carried within {_number(low)} … {_number(high)}"
    yield _line("follows", _number(account.follow), "without the slip" if account.same else bounds)
    for taken, operands in groupby(sorted(account.operands, key=_order), key=_order):
        yield _line("", f"{taken[1]}: {_listed(map(_operand, operands))}")
    if account.blanks:
        yield _line("", f"left blank on the way, and worked out: {_listed(account.blanks)}")


def _order(operand: Operand) -> tuple[int, str]:
    """What the student wrote first, what is given last."""
    return (TAKEN_AS.index(operand.taken) if operand.taken in TAKEN_AS else len(TAKEN_AS), operand.taken)


def _operand(operand: Operand) -> str:
    """`h₁ = 0.7875`, and what was written where another value was taken."""
    if operand.value is None:
        return operand.name
    if operand.taken == TAKEN_AS[0]:
        return f"{operand.name} = {printable(operand.text)}"
    wrote = f" (written {printable(operand.text)})" if operand.text else ""
    return f"{operand.name} = {_number(operand.value)}{wrote}"


def _number(value: float) -> str:
    """A value to nine figures: enough to see on which side of a bound it lies.

    >>> _number(0.78751313), _number(-0.0), _number(float("nan"))
    ('0.78751313', '0', '')
    """
    return "" if value != value else f"{value + 0.0:.9g}"


def _points(marks: Marks, c: int, account: Account | None) -> str:
    """`1 of 2: a slip is worth 1/2 here`."""
    column, share = marks.columns[c], marks.shares[marks.share[0, c]]
    bonus = ", a bonus" if column.bonus else ""
    earned = f"{points_text(column.out_of * share)} of {points_text(column.out_of)}{bonus}"
    if _ruled(marks, c):
        return f"{earned}, ruled by hand"
    if account is None or share in (0, 1):
        return earned
    word = str(marks.cause[0, c]) if marks.cause[0, c] in account.element.credit else str(marks.verdict[0, c])
    word = AGAIN if marks.again[0, c] else word
    return f"{earned}: '{word}' is worth {_share(share)} here"


def _share(share: Fraction) -> str:
    """A share as a rubric has it.

    >>> _share(Fraction(3, 4)), _share(Fraction(1, 3))
    ('0.75', '1/3')
    """
    text = f"{float(share):.10g}"
    return text if Fraction(text) == share else str(share)


# ---- the total ------------------------------------------------------------------------------------------------------


def _total(total: Total) -> Iterator[str]:
    """How the total came about, a line a step."""
    raw = sum((score.points for score in total.counted), Fraction(0))
    yield _line("answers", f"{points_text(raw)} of {points_text(total.out_of)}")
    if total.dropped:
        yield _line(
            "dropped", f"{len(total.dropped)} of {len(total.scores)} problems, the worst: not in the line above"
        )
    if total.returned:
        yield _line("cap", f"+{points_text(total.returned)}: slips cost no more")
    if total.lateness and (str(total.lateness) or total.penalty):
        late = f"{total.lateness} late" if total.lateness.by else "late"
        yield _line("late", f"−{points_text(total.penalty)}: {late}, {total.lateness.units} counted")
    yield _line("total", f"{points_text(total.total)} of {points_text(total.out_of)}")
