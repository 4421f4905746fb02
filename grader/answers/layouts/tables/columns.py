"""Columns of names, with the column where their answers stand: with a header or without, several beside each other."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, combinations, islice
from typing import NamedTuple

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.headings.problems import of_column
from grader.answers.layouts.page import Page
from grader.answers.layouts.rivals import differ, has_decimals, is_finer, tell_rival
from grader.answers.layouts.tables.ahead import ahead
from grader.answers.layouts.text.words import (
    attempt,
    heads_answers,
    heads_final,
    heads_names,
    heads_others,
    heads_problems,
    may_head_working,
)
from grader.answers.layouts.text.worth import readable
from grader.answers.record import BLANK, Kind
from grader.notation import Target, after_update, described, heads_another, without_item

_REACH = 6
"""So many columns to the right of a name an answer may stand."""


class Column(NamedTuple):
    """A column of names, down to where it ends, and where its answers stand."""

    column: int
    rows: list[int]
    answers: int
    remark: str
    """What the heading of the answers makes of the names: `(error)`; mostly nothing."""
    earlier: tuple[int, ...]
    """The columns of the answers that those of a last one correct, which is blank where there is nothing to correct;
    the latest first."""
    later: int | None
    """The column of what the names are after the step, where another is headed so: `initial | after the update`."""
    problems: Mapping[int, str]
    """By row the problem that a column of problems says it belongs to."""


def columns(page: Page) -> Iterator[Column]:
    """Every column of names, from left to right."""
    width = max((len(row) for row in page.rows), default=0)
    named = {c: rows for c in range(width) if (rows := [r for r in range(len(page.rows)) if _is_name(page, (r, c))])}
    named = {c: rows for c, rows in named.items() if not _answers_others(page, c, rows, named)}
    named = _without_doubles(page, named)
    headers = {c: _header(page, c, rows) for c, rows in named.items()}
    named = {c: left for c, rows in named.items() if (left := [r for r in rows if r not in headers.values()])}
    before = ahead(page, named)
    for c, rows in named.items():
        header = headers[c]
        if c in before:
            yield Column(c, rows, before[c], "", (), None, {})
            continue
        answers = _answers(page, c, rows, header, [other for other in named if other > c])
        if answers is not None:
            every = [r for r in range(_start(page, c, rows, header), _end(page, c, rows)) if (r, c) not in page.claimed]
            remark = heads_another(page.cell(header, answers).text) if header is not None else ""
            later = _later(page, header, answers, range(c + 1, c + _REACH + 1))
            earlier = _earlier(page, header, c, answers)
            yield Column(c, every, answers, remark, earlier, later, _problems(page, header, c, every))


def _is_name(page: Page, spot: Spot) -> bool:
    return spot not in page.claimed and bool(page.names(spot) or named_in_words(page, spot))


def named_in_words(page: Page, spot: Spot, problem: str | None = None) -> tuple[Target, ...]:
    """What is named among words, or in a list, where a number stands beside: `unit 1, activation h1`, `1) h1`."""
    text = page.cell(*spot).text
    if (" " not in text and text.isascii()) or page.cell(*spot).kind is not Kind.TEXT:
        return ()
    if not _has_number_beside(page, spot) or page.named(text, spot[0], problem):
        return ()
    bare = without_item(text)
    names = (*described(text), *({bare} - {text}), *page.in_words(bare, spot[0]))
    return next((found for symbol in names if (found := page.meant(symbol, spot[0], problem))), ())


def _has_number_beside(page: Page, spot: Spot) -> bool:
    """Whether the first thing beside a text is a number, or one follows behind its working, which names nothing."""
    for c in range(spot[1] + 1, min(spot[1] + 1 + _REACH, len(page.rows[spot[0]]))):
        cell = page.cell(spot[0], c)
        if readable(cell):
            return True
        if cell.kind is not Kind.BLANK and page.names((spot[0], c)):
            return False
    return False


def _without_doubles(page: Page, named: dict[int, list[int]]) -> dict[int, list[int]]:
    """The columns of names without those that say again what another says: `h1 | output of neuron h1 | 0.79`."""
    kept = dict(named)
    every = {r for rows in named.values() for r in rows}
    numbers = {r: list(accumulate(int(readable(cell) > 0) for cell in page.rows[r])) for r in every}
    for one, other in combinations(sorted(named), 2):
        both = sorted({*named[one]} & {*named[other]}) if one in kept and other in kept else []
        if both and all(_mean_alike(page, r, one, other, numbers[r]) for r in both):
            fewer = min((other, one), key=lambda c: (len(named[c]), sum(bool(page.names((r, c))) for r in both)))
            if len(both) == len(named[fewer]):
                del kept[fewer]
    return kept


def _mean_alike(page: Page, row: int, one: int, other: int, numbers: Sequence[int]) -> bool:
    """Whether two cells of a row name the same, with no number between that is the first one's (`numbers` so far)."""
    first, second = (page.names((row, c)) or named_in_words(page, (row, c)) for c in (one, other))
    return not set(first).isdisjoint(second) and numbers[one] == numbers[other - 1]


def _answers_others(page: Page, column: int, rows: list[int], named: dict[int, list[int]]) -> bool:
    """Whether the names in a column are formulas for those in the column of names left of it: `dL/dz1 | p1`."""
    left = max((c for c in named if c < column), default=None)
    return left is not None and all(r in named[left] and page.answers_with_name((r, left), (r, column)) for r in rows)


def _header(page: Page, column: int, rows: list[int]) -> int | None:
    """The row with the words of a header above the first name, if there is one."""
    first = rows[0]
    while first and (first - 1, column) in page.claimed:
        first -= 1  # names above it that another layout has read
    for r in range(rows[0] - 1, max(-1, first - 8), -1):
        texts = [cell.text for cell in page.rows[r][column:] if cell.kind is Kind.TEXT]
        alone = len(texts) == 1 and page.cell(r, column).kind is Kind.BLANK
        if (len(texts) > 1 and any(map(_heads, texts))) or (alone and heads_another(texts[0])):
            return r
    return None


def _heads(text: str) -> bool:
    words = heads_answers(text) or heads_names(text) or heads_final(text)
    return words or bool(heads_another(text)) or after_update(text) is not None


def _answers(page: Page, column: int, rows: list[int], header: int | None, others: list[int]) -> int | None:
    """The column of the answers: the one headed so, or the one that looks most like numbers."""
    last = min([*others, column + _REACH + 1])
    candidates = [c for c in range(column + 1, last) if any(_is_left(page, (r, c)) for r in rows)]
    heads = {c: page.cell(header, c).text if header is not None else "" for c in candidates}
    plain = [c for c in candidates if not heads_others(heads[c])] or candidates
    plain = [c for c in plain if not heads_another(heads[c])] or plain
    if not plain:
        return column + 1 if header is not None else None
    headed = [c for c in plain if heads_answers(heads[c]) or heads_final(heads[c])]
    final = [c for c in headed if heads_final(heads[c])] or _last_attempt(heads)
    symbolic = all(page.symbol(t).formula for r in rows for t in page.names((r, column)))
    score = {c: sum(_looks(page, r, c, symbolic) for r in rows) for c in plain}
    if final:
        best = final[-1]
    elif headed:
        best = max(headed, key=lambda c: (not may_head_working(heads[c]), score[c], -c))
    else:
        best = _likeliest(score, [] if symbolic else [c for c in plain if has_decimals(page, c, rows)])
    if not final:
        best = next((c for c in headed or plain if is_finer(page, rows, c, best)), best)
    rivals = [c for c in plain if c != best and not after_update(heads[c])] if final or len(headed) != 1 else []
    tell_rival(page, rows, best, next((c for c in rivals if differ(page, rows, best, c)), None), heads)
    return best


def _last_attempt(heads: Mapping[int, str]) -> list[int]:
    """The column of the last of several attempts."""
    attempts = {c: n for c, text in heads.items() if (n := attempt(text))}
    return [max(attempts, key=attempts.__getitem__)] if len(set(attempts.values())) > 1 else []


def _likeliest(score: Mapping[int, float], decimals: Collection[int]) -> int:
    """The column with most answers; one with decimals that has half as many is likelier: points stand beside blanks."""
    most = max(score.values())
    return max(score, key=lambda c: (c in decimals and 2 * score[c] >= most > 0, score[c], -c))


def _earlier(page: Page, header: int | None, names: int, answers: int) -> tuple[int, ...]:
    """The last column headed as answers between the names and those that are headed as final: `value | corrected`.

    Or those of the attempts before the last, the latest of them first.
    """
    if header is None:
        return ()
    head, before = page.cell(header, answers).text, range(answers - 1, names, -1)
    if attempt(head):
        return tuple(c for c in before if attempt(page.cell(header, c).text))
    found = (c for c in before if heads_answers(page.cell(header, c).text))
    return tuple(islice(found, 1)) if heads_final(head) else ()


def _later(page: Page, header: int | None, answers: int, columns: Iterable[int]) -> int | None:
    """The one column that is headed as after the step, where the answers' is not."""
    if header is None or after_update(page.cell(header, answers).text):
        return None
    found = [c for c in columns if c != answers and after_update(page.cell(header, c).text)]
    return found[0] if len(found) == 1 else None


def _is_left(page: Page, spot: Spot) -> bool:
    return page.cell(*spot).kind is not Kind.BLANK and spot not in page.claimed


def _looks(page: Page, row: int, column: int, symbolic: bool) -> float:
    cell = page.cell(row, column)
    if (row, column) in page.claimed:
        return 0.0
    if symbolic:
        return 0.0 if cell.kind is Kind.BLANK else 0.5 if readable(cell) == 1 else 1.0
    return readable(cell)


def _start(page: Page, column: int, rows: list[int], header: int | None) -> int:
    """The first row that belongs to the column: below its header, as far up as texts stand above its first name."""
    start = rows[0]
    while start - 1 > (-1 if header is None else header) and page.cell(start - 1, column).kind is Kind.TEXT:
        start -= 1
    return start


def _end(page: Page, column: int, rows: list[int]) -> int:
    """One past the last row that belongs to the column: after its last name, as far as texts follow one another."""
    end = rows[-1] + 1
    while end < len(page.rows) and page.cell(end, column).kind is Kind.TEXT:
        end += 1
    return end


def _problems(page: Page, header: int | None, column: int, rows: list[int]) -> Mapping[int, str]:
    """What a column of problems says of each row; a cell that is left blank there goes on from the one above.

    Where nothing has a heading, the column before the names may be one.
    """
    heads = page.rows[header] if header is not None else []
    at = next((c for c, head in enumerate(heads) if c != column and heads_problems(head.text)), None)
    bare = header is None and column > 0
    if at is None and not bare:
        return {}
    said, last = {}, BLANK
    for r in rows:
        cell = page.cell(r, column - 1 if at is None else at)
        said[r] = last = cell if cell.kind is not Kind.BLANK else last
    numbers = of_column(((cell, page.cell(r, column).text) for r, cell in said.items()), page.vocabulary)
    found = {r: page.problems.called(cell.text, numbers) for r, cell in said.items()}
    known = {r: problem for r, problem in found.items() if problem}
    return known if not bare or (len(known) == len(rows) and _ask(page, column, known)) else {}


def _ask(page: Page, column: int, problems: Mapping[int, str]) -> bool:
    """Whether each problem asks for what it stands before, and something stands under several: items do not so."""
    names = Counter(page.cell(r, column).text.strip() for r in problems)
    asked = all(p in {target.problem for target in page.names((r, column))} for r, p in problems.items())
    return asked and len(set(problems.values())) > 1 and max(names.values(), default=0) > 1
