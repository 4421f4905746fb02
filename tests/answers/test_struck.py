"""What is struck out in a workbook is taken back."""

import io

import openpyxl
import pytest
from openpyxl.styles import Font

from tests.answers.test_containers import ods
from tests.answers.workbook import opened, texts, xlsx


def workbook(*struck: str) -> bytes:
    """A workbook whose cells with these references are struck out."""
    book = openpyxl.Workbook()
    for row in [["quantity", "value"], ["s1", 9.5], ["h1", "0,79"], ["h1", "h1 = 0.9"]]:
        book.active.append(row)
    for reference in struck:
        book.active[reference].font = Font(strike=True)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_an_answer_that_is_struck_out_is_not_read_and_that_is_told():
    [sheet] = opened(workbook("B2", "B4"))
    assert texts(sheet) == [["quantity", "value"], ["s1", ""], ["h1", "0,79"], ["h1", ""]]
    [remark] = sheet.remarks
    assert remark == ("Sheet!B2", "this and 1 more cells are struck out, and not read", remark.weight)


def test_a_name_that_is_struck_out_is_ticked_off():
    [sheet] = opened(workbook("A2", "A3"))
    assert texts(sheet) == texts(opened(workbook())[0])
    assert not sheet.remarks


def test_so_is_an_answer_that_is_struck_out_with_it_unless_the_name_stands_elsewhere_too():
    [sheet] = opened(workbook("A2", "B2", "A3", "B3"))
    assert texts(sheet) == [["quantity", "value"], ["s1", "9.5"], ["h1", ""], ["h1", "h1 = 0.9"]]
    assert [(remark.place, "ticked off" in remark.issue) for remark in sheet.remarks] == [
        ("Sheet!B3", False),
        ("Sheet!A2", True),
    ]


@pytest.mark.parametrize(("mark", "said"), [("<strike/>", "0.79"), ("<strike val='0'/>", "0.90.79")])
def test_a_part_of_a_cell_that_is_struck_out_is_not_read(mark, said):
    runs = f"<r><rPr>{mark}</rPr><t>0.9</t></r><r><t>0.79</t></r>"
    inline = f"<sheetData><row><c t='inlineStr'><is>{runs}</is></c></row></sheetData>"
    shared = "<sheetData><row><c t='s'><v>0</v></c></row></sheetData>"
    for data in (xlsx(inline), xlsx(shared, strings=f"<si>{runs}</si>")):
        assert texts(opened(data)[0]) == [[said]]


def test_what_is_struck_out_in_an_ods_workbook():
    styles = (
        "<style:style style:name='a'><style:text-properties style:text-line-through-style='solid'/></style:style>"
        "<style:style style:name='b'><style:text-properties style:text-line-through-style='none'/></style:style>"
    )
    cells = "".join(
        f"<table:table-cell table:style-name='{style}' office:value-type='float' office:value='{n}'/>"
        for style, n in (("a", 1.5), ("b", 2.5))
    )
    [sheet] = opened(
        ods(f"{styles}<table:table table:name='T'><table:table-row>{cells}</table:table-row></table:table>")
    )
    assert texts(sheet) == [["", "2.5"]]
    assert [remark.place for remark in sheet.remarks] == ["T!A1"]
