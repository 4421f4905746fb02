"""XLSX and XLSM workbooks (Office Open XML, transitional and strict), read part by part without running anything."""

import posixpath
from collections.abc import Hashable
from functools import partial

from grader.answers.containers.bounds import MAX_PART, MAX_SHEETS
from grader.answers.containers.package import Package, parse
from grader.answers.containers.parts import Entry, Relation, book, relations, shared_strings, shown
from grader.answers.containers.struck import struck_formats
from grader.answers.containers.worksheet import FORMS, EnoughRowsError, TooManyCellsError, Values, Worksheet
from grader.answers.record import ContainerError, Remark, Sheet

USUAL = "xl/workbook.xml"


def read_xlsx(data: bytes) -> list[Sheet]:
    """The worksheets of a workbook, in its order. Raises `ContainerError` when it cannot be read."""
    return read_workbook(Package(data))


def read_workbook(package: Package) -> list[Sheet]:
    """The worksheets of an opened workbook."""
    main = _main_part(package)
    related = _relations(package, main)
    parts = {relation.kind: relation.part for relation in related.values() if relation.part in package}
    about = book(package.read(main))
    strings, styles = (package.read(parts[kind]) if kind in parts else None for kind in ("sharedStrings", "styles"))
    values = Values(
        () if strings is None else shared_strings(strings),
        () if styles is None else shown(styles),
        about.from_1904,
        about.recalculated,
        frozenset() if styles is None else struck_formats(styles),
    )
    beside = (strings, styles, about.from_1904, about.recalculated)
    return [
        _worksheet(package, relation.part, entry, values, beside)
        for entry in about.entries[:MAX_SHEETS]
        if (relation := related.get(entry.relation)) and relation.kind == "worksheet"
    ]


def _main_part(package: Package) -> str:
    if USUAL in package:
        return USUAL
    found = (relation.part for relation in _relations(package, "").values() if relation.kind == "officeDocument")
    main = next(found, "")
    if main not in package:
        raise ContainerError("is no workbook, though it is packed like one", "save it as .xlsx")
    return main


def _relations(package: Package, part: str) -> dict[str, Relation]:
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    return relations(package.read(path), folder) if path in package else {}


def _worksheet(package: Package, part: str, entry: Entry, values: Values, beside: tuple[Hashable, ...]) -> Sheet:
    """A worksheet: what it says depends on its own part, and on what stands beside it in the workbook."""
    try:
        if part not in package:
            raise ContainerError("is missing from the file", "save it again")
        data = package.read(part, cut=True)
    except ContainerError as error:
        return Sheet(entry.name, [], entry.hidden, remarks=[Remark(entry.name, str(error))])
    return FORMS.read(data, (part, entry, *beside), partial(_parsed, part, entry, values))


def _parsed(part: str, entry: Entry, values: Values, data: bytes) -> Sheet:
    sheet = Sheet(entry.name, [], entry.hidden)
    worksheet = Worksheet(sheet, values)
    whole = len(data) <= MAX_PART
    try:
        parse(part, data, worksheet.wire, whole)
    except EnoughRowsError:
        worksheet.told_after(data)
    except TooManyCellsError:
        whole = False
    except ContainerError as error:
        sheet.remarks.append(Remark(sheet.name, str(error)))
    worksheet.finish(whole)
    return sheet
