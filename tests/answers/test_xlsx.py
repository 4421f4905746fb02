"""XLSX: the seven kinds of cell told apart, and nothing believed but what is there."""

import io
from datetime import date

import openpyxl
import pytest

from grader.answers.record import Cell, ContainerError, Kind
from tests.answers.workbook import opened, texts, xlsx, zipped


def first(row: str, **more) -> Cell:
    """The first cell of a workbook with one row."""
    [sheet] = opened(xlsx(f"<sheetData><row>{row}</row></sheetData>", **more))
    return sheet.rows[0][0]


def test_openpyxl_writes_and_we_read():
    book = openpyxl.Workbook()
    rows = [["quantity", "value"], ["h₁", 0.7875131559], ["y", 1], [None, True], ["late", date(2026, 3, 4)]]
    for row in rows:
        book.active.append(row)
    book.active.merge_cells("A7:C7")
    buffer = io.BytesIO()
    book.active["B2"].number_format = "0.00"
    book.active["B3"].number_format = "0.0000"
    book.save(buffer)
    [sheet] = opened(buffer.getvalue())
    assert texts(sheet) == [
        ["quantity", "value"],
        ["h₁", "0.7875131559"],
        ["y", "1"],
        ["", "TRUE"],
        ["late", "2026-03-04"],
    ]
    assert [row[1].kind for row in sheet.rows[1:]] == [Kind.NUMBER, Kind.NUMBER, Kind.BOOLEAN, Kind.DATE]
    assert sheet.rows[1][1].value == 0.7875131559
    assert sheet.place(1, 1) == "Sheet!B2"
    assert sheet.merged == [(6, 0, 6, 2)]


@pytest.mark.parametrize(
    ("row", "kind", "text"),
    [
        ("<c><v>0.78749999999999998</v></c>", Kind.NUMBER, "0.7875"),
        ("<c t='n'><v>1E-3</v></c>", Kind.NUMBER, "0.001"),
        ("<c t='b'><v>0</v></c>", Kind.BOOLEAN, "FALSE"),
        ("<c t='e'><v>#DIV/0!</v></c>", Kind.ERROR, "#DIV/0!"),
        ("<c t='e'><f>1/0</f><v>#DIV/0!</v></c>", Kind.ERROR, "#DIV/0!"),
        ("<c><f>1+1</f></c>", Kind.UNCALCULATED, "=1+1"),
        ("<c><f>1+1</f><v/></c>", Kind.UNCALCULATED, "=1+1"),
        ("<c><f>1+1</f><v>2</v></c>", Kind.NUMBER, "2"),
        ("<c t='str'><f>A1</f><v> 0.79 </v></c>", Kind.TEXT, " 0.79 "),
        ("<c t='inlineStr'><is><r><t>h</t></r><r><t>1</t></r><rPh><t>x</t></rPh></is></c>", Kind.TEXT, "h1"),
        ("<c t='s'><v>0</v></c>", Kind.TEXT, "dw₁"),
        ("<c t='s'><v>7</v></c>", Kind.ERROR, "7"),
        ("<c t='s'><v>-1</v></c>", Kind.ERROR, "-1"),
        ("<c><v>1_000</v></c>", Kind.ERROR, "1_000"),
        ("<c><v>INF</v></c>", Kind.ERROR, "INF"),
        ("<c t='d'><v>2026-03-04</v></c>", Kind.DATE, "2026-03-04"),
        ("<c s='1'><v>46085</v></c>", Kind.DATE, "2026-03-04"),
        ("<c s='3'><v>0.57869</v></c>", Kind.DATE, "13:53:19"),
        ("<c s='4'><v>0.001</v></c>", Kind.NUMBER, "0.001"),
        ("<c s='99'><v>0.5</v></c>", Kind.NUMBER, "0.5"),
        ("<c s='2'><v>0.57869</v></c>", Kind.NUMBER, "0.57869"),
    ],
)
def test_kinds(row, kind, text):
    strings = "<si><r><t>dw</t></r><r><t>₁</t></r><rPh><t>ruby</t></rPh></si>"
    cell = first(row, strings=strings)
    assert (cell.kind, cell.text) == (kind, text)


def test_notes_say_how_a_number_was_shown():
    assert first("<c s='2'><v>0.5</v></c>").note == "shown as a percentage"
    date_cell = first("<c s='1'><v>46085</v></c>")
    assert "46085" in date_cell.note
    assert date_cell.value == 46085.0


def test_a_formula_is_kept_beside_its_value():
    assert first("<c><f>0.5-0.01*7.1</f><v>0.429</v></c>").formula == "=0.5-0.01*7.1"


def test_a_formula_that_was_never_calculated_is_no_zero():
    row = "<c><f>1/(1+EXP(-1.31))</f><v>0</v></c>"
    assert first(row, settings="<calcPr fullCalcOnLoad='1'/>").kind is Kind.UNCALCULATED
    assert first(row).kind is Kind.NUMBER


@pytest.mark.parametrize(
    "proof", ["<c><f>MAX(0,E3)</f><v>0.9366</v></c>", "<c t='str'><f>A1&amp;A2</f><v>h1</v></c>", "<c><f/><v>1</v></c>"]
)
def test_one_calculated_formula_proves_that_the_zeros_beside_it_were_calculated(proof):
    [sheet] = opened(
        xlsx(f"<row><c><f>MAX(0,E2)</f><v>0</v></c>{proof}</row>", settings="<calcPr fullCalcOnLoad='1'/>")
    )
    assert (sheet.rows[0][0].kind, sheet.rows[0][0].value) == (Kind.NUMBER, 0.0)


@pytest.mark.parametrize("beside", ["<c><v>0.5</v></c>", "<c><f>2-1</f></c>", "<c><f>0*2</f><v>0.0</v></c>"])
def test_what_was_typed_or_is_zero_proves_nothing_of_formulas(beside):
    [sheet] = opened(
        xlsx(f"<row><c><f>MAX(0,E2)</f><v>0</v></c>{beside}</row>", settings="<calcPr fullCalcOnLoad='1'/>")
    )
    assert sheet.rows[0][0].kind is Kind.UNCALCULATED


def test_dates_from_1904():
    assert first("<c s='1'><v>44623</v></c>", settings="<workbookPr date1904='1'/>").text == "2026-03-04"


def test_a_blank_string_is_blank():
    [sheet] = opened(xlsx("<row><c t='str'><f>A9</f><v></v></c><c><v>1</v></c></row>"))
    assert sheet.rows[0][0].kind is Kind.BLANK


def test_cells_without_references_and_out_of_order():
    [sheet] = opened(xlsx("<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row>"))
    assert texts(sheet) == [["1", "", "3"], ["4"]]
    [sheet] = opened(
        xlsx("<row r='2'><c r='C2'><v>3</v></c><c r='A2'><v>1</v></c></row><row r='1'><c><v>0</v></c></row>")
    )
    assert texts(sheet) == [["0"], ["1", "", "3"]]


def test_prefixed_and_strict_and_elsewhere():
    row = "<x:row><x:c t='inlineStr'><x:is><x:t>h1</x:t></x:is></x:c><x:c><x:v>0.79</x:v></x:c></x:row>"
    data = xlsx(f"<x:sheetData xmlns:x='urn:x'>{row}</x:sheetData>", strict=True, main="xl/other.xml")
    assert texts(opened(data)[0]) == [["h1", "0.79"]]


def test_hidden_sheets_chart_sheets_and_hidden_rows():
    row = "<row hidden='1'><c><v>1</v></c></row>"
    cols = "<cols><col min='1' max='2' hidden='1'/></cols>"
    data = xlsx(
        row, row, cols + row, kinds=("chartsheet", *["worksheet"] * 2), states=("visible", "veryHidden", "visible")
    )
    sheets = opened(data)
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [("S2", True), ("S3", False)]
    assert [remark.place for remark in sheets[1].remarks] == ["S3!A1", "S3!A1"]


def test_escaped_characters():
    assert first("<c t='inlineStr'><is><t>a_x000D_b_x005F_c</t></is></c>").text == "a\rb_c"


def test_the_same_workbook_reads_the_same_after_another():
    one, other = (xlsx(f"<row><c s='{style}'><v>46085</v></c></row>") for style in (0, 1))
    assert [opened(data)[0].rows[0][0].kind for data in (one, other, one)] == [Kind.NUMBER, Kind.DATE, Kind.NUMBER]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (xlsx("<row><c><v>1</v></c></row>")[:-30], "cannot be opened"),
        (zipped({"word/document.xml": "<x/>"}), "empty"),
        (zipped({"ppt/presentation.xml": "<x/>"}), "presentation"),
        (zipped({"Index/Document.iwa": b""}), "Apple"),
        (zipped({"a.csv": "h1,1"}), "archive of files"),
        (zipped({"_rels/.rels": "<Relationships/>"}), "no workbook"),
        (zipped({"xl/workbook.xml": "<workbook>"}), "damaged"),
        (xlsx(), "empty"),
        (xlsx("<sheetData/>"), "empty"),
    ],
)
def test_what_cannot_be_read_is_said(data, what):
    with pytest.raises(ContainerError, match=what):
        opened(data)


def test_a_damaged_sheet_spoils_no_other():
    good, bad = opened(xlsx("<row><c><v>1</v></c></row>", "<row><c><v>2</v></row>"))
    assert texts(good) == [["1"]]
    assert "damaged" in bad.remarks[0].issue


def test_letters_below_the_line_are_indices():
    lowered = '<rPr><vertAlign val="subscript"/></rPr>'
    strings = f"<si><r><t>Z</t></r><r>{lowered}<t>1,2</t></r><r><t>'</t></r></si>"
    [sheet] = opened(xlsx('<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>', strings=strings))
    assert texts(sheet) == [["Z_{1,2}'"]]
