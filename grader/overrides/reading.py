"""Reads `overrides.csv`: every fault with its line, all at once, so that a faulty file is never half applied."""

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from grader.answers import ContainerError, decoded
from grader.engine import suggestion
from grader.errors import Fault, GradeError
from grader.marking import VERDICTS
from grader.numbers import Number, read_number

FILE = "overrides.csv"
COLUMNS = ("student", "quantity", "value", "points", "verdict", "reason", "who", "problem", "rubric")
"""A row rules on a student's answer, or on a `value` that many have written, by points or by a verdict."""

TOTAL = "total"
"""The quantity of a ruling that is of all of a problem, or of a rubric's problems together."""

_LARGEST = 5_000_000
_POINTS = re.compile(r"\d{1,9}(?:[.,]\d{1,12})?")


@dataclass(frozen=True, slots=True)
class Override:
    """One ruling."""

    line: int
    student: str
    """Empty where it is of everybody who has written `value`."""
    value: str
    quantity: str
    points: Fraction | None
    verdict: str
    """Empty where it sets points."""
    reason: str
    who: str
    problem: str
    rubric: str
    """Both empty where only one asks for the quantity."""


def read_overrides(path: Path) -> tuple[Override, ...]:
    """The rulings in a file, none where there is no file. GradeError with all its faults."""
    if not path.exists():
        return ()
    rows = list(_rows(_text(path), path.name))
    headings = [_word(name) for name in rows[0][1]] if rows else []
    faults = list(_faults_of(_without_unused(headings, rows), path.name))
    header = {word: i for i, word in enumerate(headings) if word}
    found = []
    for line, fields in rows[1:] if not faults else ():
        row = {name: fields[i].strip() if i < len(fields) else "" for name, i in header.items()}
        wrong = [Fault(f"{path.name}:{line}", what, todo) for what, todo in _wrong(row, fields, len(headings))]
        faults += wrong
        if not wrong:
            found.append(_override(line, row))
    if faults:
        raise GradeError(faults)
    return tuple(found)


def _text(path: Path) -> str:
    try:
        if not path.is_file():
            raise GradeError([Fault(str(path), "this is not a file")])
        data = path.read_bytes()
    except OSError as error:
        raise GradeError([Fault(str(path), f"cannot be read: {(error.strerror or str(error)).lower()}")]) from None
    if len(data) > _LARGEST:
        raise GradeError([Fault(str(path), f"larger than {_LARGEST:,} bytes")])
    try:
        text, _ = decoded(data)
    except ContainerError:
        raise GradeError([Fault(path.name, "is not text", "save it as CSV")]) from None
    lost = text.find("\ufffd")
    if lost >= 0:
        line = text.count("\n", 0, lost) + 1
        raise GradeError([Fault(f"{path.name}:{line}", "not text that can be read", "save it as CSV in UTF-8")])
    return text


def _rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that have something in them, each with the line that it begins on."""
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for fields in reader:
            if any(field.strip() for field in fields):
                yield line, fields
            line = reader.line_num + 1
    except csv.Error as error:
        raise GradeError([Fault(f"{name}:{line}", f"not a row of CSV: {error}", "check the quotes")]) from None


def _word(heading: str) -> str:
    return heading.strip().casefold()


def _without_unused(headings: Sequence[str], rows: Sequence[tuple[int, list[str]]]) -> list[str]:
    """The headings but for the empty ones over empty columns, which spreadsheets leave behind."""
    used = {i for _, fields in rows for i, field in enumerate(fields) if field.strip()}
    return [word for i, word in enumerate(headings) if word or i in used]


def _faults_of(header: Sequence[str], name: str) -> Iterator[Fault]:
    place = f"{name}:1"
    for word in dict.fromkeys(header):
        if not word:
            yield Fault(place, "a column without a heading", f"the columns are {', '.join(COLUMNS)}")
        elif word not in COLUMNS:
            yield Fault(place, f"unknown column '{word}'", suggestion(word, COLUMNS))
        elif header.count(word) > 1:
            yield Fault(place, f"{header.count(word)} columns are called '{word}'", "keep one of them")
    if "quantity" not in header:
        yield Fault(place, "no column 'quantity'", f"the columns are {', '.join(COLUMNS)}")
    for one, other in (("student", "value"), ("points", "verdict")):
        if one not in header and other not in header:
            yield Fault(place, f"no column '{one}', nor '{other}'", f"the columns are {', '.join(COLUMNS)}")


def _wrong(row: Mapping[str, str], fields: Sequence[str], columns: int) -> Iterator[tuple[str, str]]:
    """What is wrong with a row, and what to do; of one whose fields are not below their headings, that alone."""
    if len(fields) > columns:
        what = f"{len(fields)} fields under {columns} headings"
        yield what, "put quotes around a text with separators in it, or take a separator out"
        return
    if not row.get("quantity"):
        yield "no quantity", f"name it as marks.csv does, or '{TOTAL}' for all of a problem"
    if bool(row.get("student")) == bool(row.get("value")):
        yield ("both a student and a value" if row.get("value") else "neither a student nor a value"), "one of them"
    if bool(row.get("points")) == bool(row.get("verdict")):
        yield ("both points and a verdict" if row.get("points") else "neither points nor a verdict"), "one of them"
    if row.get("points") and not _POINTS.fullmatch(row["points"]):
        yield f"'{row['points']}' is not a number of points", "a number, 0 or more"
    if row.get("verdict") and _word(row["verdict"]) not in VERDICTS:
        yield f"unknown verdict '{row['verdict']}'", suggestion(_word(row["verdict"]), VERDICTS)


def _override(line: int, row: Mapping[str, str]) -> Override:
    points = Fraction(row["points"].replace(",", ".")) if row.get("points") else None
    texts = {name: row.get(name, "") for name in ("student", "value", "quantity", "reason", "who", "problem", "rubric")}
    return Override(line, points=points, verdict=_word(row.get("verdict", "")), **texts)


def digest(overrides: Iterable[Override]) -> str:
    """Known by it is what some rulings say, wherever in the file they stand; empty where there are none."""
    said = sorted(repr(replace(override, line=0)) for override in overrides)
    return hashlib.sha256("\n".join(said).encode("utf-8", "backslashreplace")).hexdigest() if said else ""


def rounds_to(number: float, text: str) -> bool:
    """Whether a number is, rounded to the last place of a number as written, that number.

    >>> rounds_to(0.37962, "0.380"), rounds_to(0.37962, "0.38"), rounds_to(0.37962, "0.379")
    (True, True, False)
    """
    read = read_number(text)
    if not isinstance(read, Number):
        return False
    return abs(number - read.value) <= read.unit / 2 + 1e-12 * abs(read.value)
