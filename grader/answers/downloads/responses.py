"""The response sheet of a form: one row a student, one column a question."""

import re
from typing import NamedTuple

from grader.answers.containers import open_container
from grader.answers.downloads.attempts import ATTEMPTS, LATEST
from grader.answers.downloads.times import UNCLEAR, day_first, is_unclear, time_of
from grader.answers.downloads.work import Piece, Work
from grader.answers.record import ContainerError, Person, Sheet, Source
from grader.errors import Attention, Weight


class Form(NamedTuple):
    """How a form service heads its responses: the columns that say who and when, and those that are no answers."""

    name: str
    first: frozenset[str]
    """Words of the first column's heading by which the service is known."""
    needs: frozenset[str]
    """Headings that must be there as well."""
    when: frozenset[str]
    person: dict[str, frozenset[str]]
    """By field of `Person`, the headings of the column; a question that has an id's heading in it asks for that."""
    aside: frozenset[str]


NAMES = frozenset(["name", "full name", "your name", "student name", "nom", "nombre"])
GIVEN = frozenset(["first name", "given name", "vorname", "prénom", "nombre de pila"])
FAMILY = frozenset(["last name", "surname", "family name", "nachname", "nom de famille", "apellido", "apellidos"])
IDS = frozenset(["student id", "student number", "id number", "matriculation number", "matrikelnummer"])
MAILS = frozenset(["email", "email address", "e-mail", "e-mail address", "username", "e-mail-adresse"])

FORMS = (
    Form(
        "Google Forms responses",
        frozenset(["timestamp", "zeitstempel", "horodateur", "marca temporal"]),
        frozenset(),
        frozenset(["timestamp", "zeitstempel", "horodateur", "marca temporal"]),
        {"email": MAILS, "name": NAMES, "id": IDS},
        frozenset(["score"]),
    ),
    Form(
        "Microsoft Forms responses",
        frozenset(["id"]),
        frozenset(["start time", "completion time"]),
        frozenset(["completion time"]),
        {"email": MAILS, "name": NAMES, "id": IDS},
        frozenset(["id", "start time", "last modified time", "total points", "quiz feedback"]),
    ),
)
"""Form services; the headings are compared in lower case."""


class Responses(NamedTuple):
    """What a response sheet holds."""

    form: str
    works: list[Work]
    attention: list[Attention]


def responses(source: Source, attempt: str = LATEST) -> Responses | None:
    """The works in a form's response sheet; None of a file that is none, or cannot be read."""
    try:
        sheets = open_container(source)
    except ContainerError:
        return None
    for sheet in sheets:
        headings = [cell.text.strip().casefold() for cell in sheet.rows[0]] if sheet.rows else []
        for form in FORMS:
            if headings and headings[0] in form.first and form.needs <= set(headings):
                return _read(source, sheet, form, headings, attempt)
    return None


def _read(source: Source, sheet: Sheet, form: Form, headings: list[str], attempt: str) -> Responses:
    rank, issue = ATTEMPTS[attempt]
    counting: dict[str, tuple[Piece, Work]] = {}
    attention = []
    times = [text for row in range(1, len(sheet.rows)) if (text := _when(sheet, form, headings, row))]
    days_first = day_first(times)
    for row, cells in enumerate(sheet.rows[1:], 1):
        if not any(cell.text for cell in cells):
            continue
        place = sheet.place(row)
        person = _person(sheet, form, headings, row)
        if not person.label:
            said = "this row does not say whose answers it holds"
            attention.append(Attention(source.path, place, said, Weight.LOST))
            continue
        when = time_of(_when(sheet, form, headings, row), days_first)
        work = Work(person.label, (source,), person, when=when, sheets=(_own(sheet, form, headings, row),))
        piece = Piece(person, source, when, attempt=row)
        before = counting.get(person.label)
        better = before is None or rank(piece) > rank(before[0])
        if before:
            other = before[0].attempt if better else row
            said = f"{person.label}: {issue}"
            attention.append(Attention(source.path, sheet.place(other), said, Weight.SETTLED))
        if better:
            counting[person.label] = (piece, work)
    if unclear := [text for text in times if is_unclear(text, days_first)]:
        said = f"{UNCLEAR.format(unclear[0])}; of several attempts the order of the rows says which is the latest"
        several = any(entry.weight is Weight.SETTLED for entry in attention)
        attention.append(Attention(source.path, "", said, Weight.LOOK if several else Weight.SETTLED))
    return Responses(form.name, [work for _, work in counting.values()], attention)


def _when(sheet: Sheet, form: Form, headings: list[str], row: int) -> str:
    texts = [sheet.cell(row, column).text for column, heading in enumerate(headings) if heading in form.when]
    return texts[0] if texts else ""


def _person(sheet: Sheet, form: Form, headings: list[str], row: int) -> Person:
    fields: dict[str, str] = {}
    for column, heading in enumerate(headings):
        text = sheet.cell(row, column).text.strip()
        if (field := _field(form, heading)) and text and text.casefold() != "anonymous":
            fields.setdefault(field, text)
    parts = [fields.pop(field, "") for field in ("given", "family")]
    fields.setdefault("name", " ".join(filter(None, parts)))
    return Person(**fields)


def _field(form: Form, heading: str) -> str:
    """What a column says of who a student is: a field of `Person`, `given` or `family`; empty when it says nothing."""
    known = {**form.person, "given": GIVEN, "family": FAMILY}
    found = next((field for field, headings in known.items() if heading in headings), "")
    asks = len(heading) < 60 and any(re.search(rf"\b{re.escape(text)}\b", heading) for text in form.person["id"])
    return found or ("id" if asks else "")


def _own(sheet: Sheet, form: Form, headings: list[str], row: int) -> Sheet:
    """The headings and the student's row, without the columns that are no answers."""
    said = form.aside | form.when | form.first | {heading for heading in headings if _field(form, heading)}
    kept = [
        column
        for column, heading in enumerate(headings)
        if heading and heading not in said and not heading.startswith(("points - ", "feedback - "))
    ]
    lines = [sheet.lines[0], sheet.lines[row]] if sheet.lines else [1, row + 1]
    rows = [[sheet.cell(at, column) for column in kept] for at in (0, row)]
    return Sheet("" if sheet.lines else sheet.name, rows, lines=lines)
