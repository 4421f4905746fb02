"""When work was handed in, from a sheet that lies beside it, or is given with it as a class list or a gradebook.

Moodle's grading worksheet, Sakai's `grades.csv`, Gradescope's scores; Canvas's gradebook, which tells no times, with a
column of them that somebody has added.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from grader.answers.containers.tables import open_tables
from grader.answers.downloads.found import File
from grader.answers.downloads.times import UNCLEAR, day_first, is_unclear, time_of
from grader.answers.downloads.work import Piece
from grader.answers.record import ContainerError, Sheet
from grader.errors import Attention

SHEETS = (".csv", ".tsv", ".xlsx", ".xls")
SEARCHED = 5
GROUP = "group"
KEYS = {
    "identifier": "id", "bezeichner": "id", "identifiant": "id", "identificador": "id", "id": "id",
    "display id": "login", "username": "login", "email": "email", "sid": "id",
    "group": GROUP, "gruppe": GROUP, "groupe": GROUP, "grupo": GROUP, "gruppo": GROUP, "groep": GROUP,
}  # fmt: skip
"""Headings of who, and the field of `Person` that is under them, or whose group's work it is."""
TIMES = frozenset(
    [
        "last modified (submission)", "zuletzt geändert (abgabe)", "dernière modification (travail remis)",
        "última modificación (entrega)", "ultima modifica (consegna)", "laatst gewijzigd (inzending)",
        "última modificação (envio)", "submission date", "submission time",
    ]
)  # fmt: skip
LATENESS = frozenset(["status", "late submission", "lateness (h:m:s)", "statut", "estado", "stato", "estatus"])
LATE = re.compile(
    r"\b(?:late|verspätet|retard|retraso|atraso|ritardo|te laat|true|yes)\b|[1-9]\d*:|:0*[1-9]", re.IGNORECASE
)
PARTICIPANT = re.compile(r"\D+(\d+)")


class Given(NamedTuple):
    """What a sheet says of one submission."""

    when: datetime | None
    late: bool | None


class Timesheet:
    """When the students of a download handed in, as far as sheets in it, or others, say so."""

    def __init__(self, files: Iterable[File], others: Iterable[File] = ()) -> None:
        self.paths: set[str] = set()
        """Of the sheets that were found in it; what they say counts before what others do."""
        self.doubts: list[Attention] = []
        """Of sheets whose times could not be read, as it is not clear which is the day."""
        self._given: dict[tuple[str, str], Given] = {}
        for file in others:
            self._given |= dict(_entries(file, self.doubts))
        for file in files:
            if "/" not in file.path.removesuffix("/grades.csv") and file.path.lower().endswith(SHEETS):
                found = dict(_entries(file, self.doubts))
                self._given |= found
                self.paths |= {file.path} if found else set()

    def told(self, piece: Piece) -> Piece:
        """A piece with its time and lateness, where it has none of its own and a sheet tells them."""
        person = piece.person
        for key in ((GROUP, person.name), ("id", person.id), ("login", person.login), ("email", person.email)):
            if given := self._given.get(key):
                return piece._replace(
                    when=piece.when or given.when, late=given.late if piece.late is None else piece.late
                )
        return piece


def _entries(file: File, doubts: list[Attention]) -> Iterator[tuple[tuple[str, str], Given]]:
    with suppress(ContainerError):
        for sheet in chain.from_iterable(open_tables(file.source)):
            for row in range(min(SEARCHED, len(sheet.rows))):
                headings = {cell.text.strip().casefold(): column for column, cell in enumerate(sheet.rows[row])}
                keys = {KEYS[heading]: column for heading, column in headings.items() if heading in KEYS}
                if keys.keys() - {GROUP} and TIMES.intersection(headings):
                    yield from _told(sheet, row + 1, headings, keys, file.path, doubts)
                    return


def _told(
    sheet: Sheet, first: int, headings: dict[str, int], keys: dict[str, int], path: str, doubts: list[Attention]
) -> Iterator[tuple[tuple[str, str], Given]]:
    """What the rows from the first say under these headings; of times that are not clear, the first is told."""
    [time, *_] = (column for heading, column in headings.items() if heading in TIMES)
    times = [sheet.cell(below, time).text for below in range(first, len(sheet.rows))]
    days_first = day_first(times)
    unclear = (below for below, text in enumerate(times, first) if is_unclear(text, days_first))
    if (below := next(unclear, None)) is not None:
        doubts.append(Attention(path, sheet.place(below, time), UNCLEAR.format(times[below - first])))
    yield from _rows(sheet, first, headings, keys, time, days_first)


def _rows(
    sheet: Sheet, first: int, headings: dict[str, int], keys: dict[str, int], time: int, days_first: bool | None
) -> Iterator[tuple[tuple[str, str], Given]]:
    marks = [column for heading, column in headings.items() if heading in LATENESS]
    groups = [sheet.cell(row, keys[GROUP]).text.strip() for row in range(first, len(sheet.rows)) if GROUP in keys]
    yield from (((GROUP, group), Given(None, None)) for group in groups if group)  # so that its number is nobody's
    for row in range(first, len(sheet.rows)):
        when = time_of(sheet.cell(row, time).text, days_first)
        said = " ".join(sheet.cell(row, column).text for column in marks)
        given = Given(when, bool(LATE.search(said)) if when and said.strip() else None)
        for field, column in keys.items():
            text = sheet.cell(row, column).text.strip()
            participant = PARTICIPANT.fullmatch(text) if field == "id" else None
            if text and given != Given(None, None):
                yield (field, participant[1] if participant else text), given
