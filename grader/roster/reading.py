"""A class list as a file: every cell is read as text, so that `0442471`, `Null` and `NA` stay what they are."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, zip_longest
from pathlib import Path

from grader.answers import ContainerError, Person, Sheet, Source, open_tables, read_file
from grader.errors import Attention, Fault, GradeError
from grader.roster.headings import kind_of
from grader.roster.merging import Enrolled, merged
from grader.roster.participants import are_participants

_SEARCHED = 30
"""Rows in which the headings are looked for: titles may stand above them."""
_STAFF = re.compile(
    r"\b(?:instructor|teacher|teaching|ta|tutor|grader|designer|observer|staff|admin|manager|lehrende|dozent|profes+or|"
    r"enseignant|docente|nauczyciel)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r'="(.*)"')
"""How Canvas and others keep a spreadsheet from working on a text."""
_WITH_DECIMALS = re.compile(r"(\d+)\.0")
"""An id that a program has read as a number, and written as one; where others end otherwise, it is one with a point."""
_PARTICIPANT = re.compile(r"\D{3,}(\d+)")
"""Moodle's word for it, in any language, and the number; GitHub Classroom has other things under the same heading."""
_NUMBERED = re.compile(r"\D*\s\d+|\D{8,}[1-9]\d*")
"""The same where the heading says no more than `ID`: `Teilnehmer/in 1204` and, as most languages have it,
`Teilnehmer/in1204`; not `stud017`, which is a number of the university's."""
_POSSIBLE = re.compile(r"\s*points possible\s*", re.IGNORECASE)
_TEST = re.compile(r"student, test|test student|studenttest|\S*previewuser", re.IGNORECASE)
"""Names in Canvas's gradebook and downloads, and logins in Blackboard's, that are nobody's."""
_KEYS = ("id", "participant", "login", "email", "name", "family")


@dataclass(frozen=True, slots=True)
class Roster:
    """A class list, or several."""

    students: tuple[Enrolled, ...]
    attention: tuple[Attention, ...] = ()


def read_roster(paths: Sequence[Path]) -> Roster:
    """The students of these class lists, each once. GradeError where a file is no class list."""
    students: list[Enrolled] = []
    attention: list[Attention] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            students = merged(students, list(_students(path, attention)))
        except GradeError as error:
            faults += error.faults
    if faults:
        raise GradeError(faults)
    return Roster(tuple(students), (*attention, *_shared(students)))


def _shared(students: Iterable[Enrolled]) -> Iterator[Attention]:
    """Ids, logins and e-mail addresses that two students of the list have."""
    first: dict[tuple[str, str], Enrolled] = {}
    for student in students:
        person = student.person
        for field, text in (("id", person.id), ("login", person.login), ("e-mail address", person.email)):
            other = first.setdefault((field, text.casefold()), student) if text else student
            if other is not student:
                path, _, place = student.place.partition("\n")
                names = f"'{other.person.name or other.person.label}' and '{person.name or person.label}'"
                yield Attention(path, place, f"the {field} '{text}' is given to {names}")


def _students(path: Path, attention: list[Attention]) -> Iterator[Enrolled]:
    sheet, header = _headed(path)
    columns: dict[str, list[int]] = {}
    for column, kind in enumerate(_kinds(sheet, header)):
        columns.setdefault(kind, []).append(column)
    columns.pop("", None)
    if (
        columns.get("id", [])[:1] == [0]
        and all(map(_NUMBERED.fullmatch, first := _first(sheet)))
        and are_participants(first)
    ):
        columns.setdefault("participant", [0])
    attention += [Attention(path.name, remark.place, remark.issue) for remark in sheet.remarks]
    rows = {
        f"{path.name}\n{sheet.place(row)}": {
            kind: [_text(sheet, row, at) for at in places] for kind, places in columns.items()
        }
        for row in range(header + 1, len(sheet.rows))
    }
    yield from _people(rows)


def enrolled_in(headings: Sequence[str], rows: Mapping[str, Sequence[str]]) -> list[Enrolled]:
    """Who the rows of a table under these headings are, by their places; not who is nobody, or of the staff."""
    found: dict[str, _Given] = {}
    kinds = [kind_of(heading) for heading in headings]
    for place, texts in rows.items():
        given = found.setdefault(place, {})
        for kind, text in zip(kinds, texts, strict=False):
            if kind:
                quoted = _QUOTED.fullmatch(text.strip())
                given.setdefault(kind, []).append((quoted[1] if quoted else text.strip()).removeprefix("#"))
    return list(_people(found))


_Given = dict[str, list[str]]
"""What a row says, by the kind of its headings."""


def _people(rows: Mapping[str, _Given]) -> Iterator[Enrolled]:
    """Who the rows are, by their places."""
    theirs = {place: given for place, given in rows.items() if _is_somebody(given)}
    columns = zip_longest(*(given.get("id", ()) for given in theirs.values()), fillvalue="")
    numbers = [_as_numbers(column) for column in columns]
    for place, given in theirs.items():
        ids = [known.get(text, text) for text, known in zip(given.get("id", ()), numbers, strict=False)]
        yield _enrolled({**given, "id": ids}, place)


def _as_numbers(ids: Sequence[str]) -> dict[str, str]:
    """By an id of a column that a program has made a number of, the id as it was; none where they may be so themselves.

    >>> _as_numbers(["17.0", "", "8.0"]), _as_numbers(["1.0", "1.1"]), _as_numbers(["7", "7.0"])
    ({'17.0': '17', '8.0': '8'}, {}, {})
    """
    found = {text: whole[1] for text in ids if (whole := _WITH_DECIMALS.fullmatch(text))}
    others = {text for text in ids if text not in found}
    return {} if others.intersection(found.values()) or any("." in text for text in others) else found


def _headed(path: Path) -> tuple[Sheet, int]:
    """The sheet whose headings say most of who the students are, and their row."""
    try:
        for sheets in open_tables(Source(path.name, partial(read_file, str(path.resolve())))):
            places = [(sheet, row) for sheet in sheets for row in range(min(_SEARCHED, len(sheet.rows)))]
            found = max(places, key=lambda at: len(_told(*at)), default=None)
            if found and _told(*found).intersection(_KEYS):
                return found
    except ContainerError as error:
        raise GradeError([Fault(str(path), str(error))]) from None
    what = "no column of it says who the students are"
    todo = "head the columns with: id, login, email, name (or first name, last name), section"
    raise GradeError([Fault(str(path), what, todo)])


def is_test_student(given: Mapping[str, Iterable[str]]) -> bool:
    """Whether what is known of somebody, by the kind of heading, is of a system's own test student.

    >>> is_test_student({"family": ["Student"], "given": ["Test"]}), is_test_student({"name": ["Tess Student"]})
    (True, False)
    """
    whole = map(", ".join, zip(given.get("family", ()), given.get("given", ()), strict=False))
    texts = chain(given.get("name", ()), given.get("login", ()), whole)
    return any(_TEST.fullmatch(text.strip()) for text in texts)


def is_class_list(sheets: Sequence[Sheet]) -> bool:
    """Whether these sheets are a class list: two headings or more say who students are, and two rows or more follow."""
    return any(
        len({kind_of(cell.text) for cell in sheet.rows[row]}.intersection(_KEYS)) > 1
        and sum(map(any, sheet.rows[row + 1 :])) > 1
        for sheet in sheets
        for row in range(min(_SEARCHED, len(sheet.rows)))
    )


def _told(sheet: Sheet, row: int) -> set[str]:
    """What the columns under a row hold, as far as it is known."""
    return {*_kinds(sheet, row)} - {""}


def _kinds(sheet: Sheet, row: int) -> list[str]:
    """What each column under a row holds, by its heading; under one that is not known, numbers of Moodle's are."""
    kinds = [kind_of(cell.text) for cell in sheet.rows[row]]
    if row or not kinds or kinds[0]:
        return kinds
    return ["participant", *kinds[1:]] if are_participants(_first(sheet)) else kinds


def _first(sheet: Sheet) -> list[str]:
    """What stands in the first column below the first row."""
    return [text for texts in sheet.rows[1:] if texts and (text := texts[0].text.strip())]


def _text(sheet: Sheet, row: int, column: int) -> str:
    text = sheet.cell(row, column).text.strip()
    quoted = _QUOTED.fullmatch(text)
    return (quoted[1] if quoted else text).removeprefix("#")


def _is_somebody(given: _Given) -> bool:
    if not any(text for kind in _KEYS for text in given.get(kind, ())):
        return False
    if is_test_student(given) or any(map(_POSSIBLE.fullmatch, chain(given.get("name", ()), given.get("family", ())))):
        return False
    return not any(_STAFF.match(text) for text in given.get("role", ()))


def _enrolled(given: _Given, place: str) -> Enrolled:
    first = {kind: next(filter(None, texts), "") for kind, texts in given.items()}
    participant = _PARTICIPANT.fullmatch(first.get("participant", ""))
    other = "" if participant else first.get("participant", "")
    if "@" in other:
        first["email"] = first.get("email") or other
    ids = tuple(dict.fromkeys(filter(None, [*given.get("id", ()), other if "@" not in other else ""])))
    sections = [text for kind in ("section", "group") for text in given.get(kind, ()) if text]
    return Enrolled(
        Person(_name(first), ids[0] if ids else "", first.get("login", ""), first.get("email", "")),
        sections[0] if sections else "",
        ids,
        participant[1] if participant else "",
        tuple(part.strip() for text in sections for part in {text: None, **dict.fromkeys(re.split("[,;]", text))}),
        place,
        first.get("partner", ""),
    )


def _name(first: dict[str, str]) -> str:
    """The name as people say it: given name first where the list keeps them apart."""
    given, family, whole = (first.get(kind, "") for kind in ("given", "family", "name"))
    if given and (family or whole):
        return whole if not family and given in whole else f"{given} {family or whole}"
    return whole or given or family
