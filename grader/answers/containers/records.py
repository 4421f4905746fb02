"""JSON: names and their values, problems with such, and records with a field each for the name and for the value."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from grader.answers.containers.bounds import BEYOND, MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from grader.answers.containers.encoding import decoded
from grader.answers.containers.nested import behind, heading
from grader.answers.containers.parts import text_cell
from grader.answers.record import BLANK, Cell, ContainerError, Kind, Remark, Sheet

_OPENS = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{]")
LARGEST = 3_000_000
"""Bytes of JSON; what it holds may take a hundred times as much. A longer text is read as any other."""
REACH = 50_000
"""Characters after a name in which the next one is sought."""
DEEPEST = 20
"""So deep are names within names, or lists within lists, that are read."""


class _Digits(str):
    """A number with its digits as written."""


class _Object(dict[str, object]):
    """Names with values, of which a name may stand there twice."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs


def is_json(data: bytes) -> bool:
    r"""Whether a text is one value of JSON, a list or names with values, or such names line by line.

    >>> [is_json(text) for text in (b'{"h1": 0.79}', b'[{"q": "h1"}]', b'{"q": 1}\n{"q": 2}', b"{'h1': 1}", b"[1 2]")]
    [True, True, True, False, False]
    """
    return len(data) <= LARGEST and _OPENS.match(data) is not None and _loaded(data) is not None


def read_json(data: bytes) -> list[Sheet]:
    """The one sheet of a JSON text, whose places are lines. What lies deeper than anyone writes is told."""
    text, remarks = decoded(data)
    sheet, lines, cells, at = Sheet("", [], remarks=remarks), list[int](), 0, 0
    value = _loaded(data)
    _loaded.cache_clear()  # it may be a hundred times as large as its text
    for key, row in _rows(value):
        if row is None:
            sheet.remarks.append(Remark("", f"what lies more than {DEEPEST} names deep in '{key}' was not read"))
            continue
        cells += len(row)
        if len(lines) >= MAX_ROWS or cells > MAX_CELLS or len(row) > MAX_COLUMNS:
            sheet.remarks.append(Remark("", BEYOND))
            break
        found = text.find(f'"{key}"', at, at + REACH) if key else -1
        lines.append((lines[-1] if lines else 1) + (text.count("\n", at, found) if found >= 0 else 0))
        at = found + 1 if found >= 0 else at
        sheet.rows.append(row)
    sheet.lines = lines
    return [sheet]


@lru_cache(maxsize=1)
def _loaded(data: bytes) -> object:
    """The value of a JSON text, asked for by who claims it and by who reads it; None where it is none."""
    try:
        text, _ = decoded(data)
        try:
            return _load(text)
        except ValueError:
            lines = [line for line in text.splitlines() if line.strip()]
            return [_load(line) for line in lines] if all(line.lstrip().startswith("{") for line in lines) else None
    except (ValueError, RecursionError, ContainerError):
        return None


def _load(text: str) -> object:
    return json.loads(text, parse_float=_Digits, parse_int=_Digits, parse_constant=_Digits, object_pairs_hook=_Object)


Rows = Iterator[tuple[str, list[Cell] | None]]
"""Rows, each with the name that it begins with in the text; None in place of what lies too deep in that name."""
Within = tuple[str, ...]
"""The names that something stands in, the outermost first."""


def _rows(value: object, within: Within = ()) -> Rows:
    """The rows of a value; where what has names within is over, headings say what the next stands in."""
    if isinstance(value, _Object):
        left: list[str] = []
        for key, each in value.pairs:
            if left:
                yield from (("", [text_cell(text)]) for text in behind(left, within))
            left = [key, *_names_within(each)] if _holds_names(each) else []
            yield from _named(key, each, within)
    elif isinstance(value, list):
        for are_records, each in groupby(value, key=lambda each: isinstance(each, _Object)):
            group = list(each)
            yield from _records(group, within) if are_records else _listed(group)


def _named(key: str, value: object, within: Within) -> Rows:
    """`name | value`, `name = [a list]`, or a heading over what is within."""
    if _holds_names(value) and len(within) == DEEPEST:
        yield key, None
    elif _holds_names(value):
        yield key, [text_cell(heading(key))]
        yield from _rows(value, (*within, key))
    elif isinstance(value, list):
        yield key, [text_cell(f"{key} = {_shown(value)}")]
    else:
        yield key, [text_cell(key), _cell(value)]


def _holds_names(value: object) -> bool:
    return isinstance(value, _Object) or (isinstance(value, list) and any(isinstance(v, _Object) for v in value))


def _names_within(value: object, depth: int = 0) -> Iterator[str]:
    """The names within a value that have names within themselves."""
    if isinstance(value, _Object) and depth < DEEPEST:
        for key, each in value.pairs:
            if _holds_names(each):
                yield key
                yield from _names_within(each, depth + 1)


def _listed(values: Iterable[object]) -> Rows:
    """What stands in a list without a name: a list in it is a row, as `["h1", 0.79]`."""
    for value in values:
        yield "", [_cell(each) for each in value] if isinstance(value, list) else [_cell(value)]


def _records(records: Sequence[_Object], within: Within) -> Rows:
    """A table of records; of those with names and values within, or that are no rows of one table, each by itself."""
    keys = Counter(key for record in records for key in record)
    alone = len(records) > 1 and max(keys.values(), default=0) < 2  # {"h1": 0.79} and {"h2": 0.95}
    alone = alone or any(len(record) < len(record.pairs) for record in records)
    if alone or any(_holds_names(value) for record in records for value in record.values()):
        for record in records:
            for key, value in record.pairs:
                plain = not alone and not isinstance(value, dict | list)
                yield from [(key, [text_cell(f"{key} {value}")])] if plain else _named(key, value, within)
        return
    yield "", [text_cell(key) for key in keys]
    for record in records:
        yield next(iter(record), ""), [_cell(record.get(key)) for key in keys]
    yield "", []


def _cell(value: object) -> Cell:
    if value is None:
        return BLANK
    if isinstance(value, bool):
        return Cell(Kind.BOOLEAN, str(value).upper(), float(value))
    return text_cell(_shown(value))


def _shown(value: object, depth: int = 0) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_shown(each, depth + 1) for each in value)}]" if depth < DEEPEST else "…"
    return str(value)
