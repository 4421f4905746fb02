"""The bytes decide: every other kind of file that is read, or told for what it is."""

import json

import pytest

from grader.answers.record import ContainerError, Kind
from tests.answers.workbook import XLS, opened, texts, xlsx, zipped

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def ods(table: str, **parts: str) -> bytes:
    """An OpenDocument workbook with one table."""
    styles = '<o:style o:name="ta2"><o:table-properties o:display="false"/></o:style>'
    content = f'<o:document-content xmlns:o="urn:o"><o:automatic-styles>{styles}</o:automatic-styles>{table}'
    return zipped({"mimetype": ODS_TYPE, "content.xml": content + "</o:document-content>", **parts})


def row(*cells: str) -> str:
    return f"<o:table-row>{''.join(cells)}</o:table-row>"


def test_ods_tells_the_kinds_apart():
    table = (
        "<o:table o:name='Answers'>"
        + row(
            "<o:table-cell o:value-type='string'><o:p>h<o:span>1</o:span></o:p></o:table-cell>",
            "<o:table-cell o:value-type='float' o:value='0.7875131559'><o:p>0.79</o:p></o:table-cell>",
            "<o:table-cell o:number-columns-repeated='2'/>",
            "<o:table-cell o:value-type='percentage' o:value='0.5'><o:p>50%</o:p></o:table-cell>",
        )
        + "<o:table-row o:number-rows-repeated='3'><o:table-cell/></o:table-row>"
        + row(
            "<o:table-cell o:value-type='string' o:formula='of:=1/0'><o:p>#DIV/0!</o:p></o:table-cell>",
            "<o:table-cell o:value-type='date' o:date-value='2026-03-04'><o:p>3/4</o:p></o:table-cell>",
            "<o:table-cell o:value-type='boolean' o:boolean-value='true'><o:p>TRUE</o:p></o:table-cell>",
            "<o:table-cell o:formula='of:=1+1'/>",
            "<o:table-cell><o:annotation><o:p>a comment</o:p></o:annotation></o:table-cell>",
        )
        + "<o:table-row o:number-rows-repeated='9999999'><o:table-cell o:number-columns-repeated='99'/></o:table-row>"
        + "</o:table><o:table o:name='Old' o:style-name='ta2'>"
        + row("<o:table-cell o:value-type='string'><o:p>x</o:p></o:table-cell>")
        + "</o:table>"
    )
    answers, old = opened(ods(table), "ada.ods")
    assert old.hidden
    assert not answers.hidden
    assert texts(answers) == [
        ["h1", "0.7875131559", "", "", "0.5"],
        [],
        [],
        [],
        ["#DIV/0!", "2026-03-04", "TRUE", "=1+1"],
    ]
    kinds = [Kind.ERROR, Kind.DATE, Kind.BOOLEAN, Kind.UNCALCULATED]
    assert [cell.kind for cell in answers.rows[4]] == kinds


def test_ods_repetitions_are_bounded():
    table = (
        "<o:table o:name='A'><o:table-row o:number-rows-repeated='1048576'>"
        "<o:table-cell o:number-columns-repeated='16384' o:value-type='float' o:value='1'/></o:table-row></o:table>"
    )
    with pytest.raises(ContainerError, match="too many cells"):
        opened(ods(table))


def test_ods_with_a_password():
    with pytest.raises(ContainerError, match="password"):
        opened(ods("", **{"META-INF/manifest.xml": "<m><encryption-data/></m>"}))


def test_xls_whatever_its_name_says():
    for path in ("ada.xls", "ada.xlsx", "ada.csv"):
        [sheet] = opened(XLS, path)
        assert texts(sheet) == [["quantity", "value"], ["h1", "0.7875"], ["on", "TRUE"]]
        assert [row[1].kind for row in sheet.rows] == [Kind.TEXT, Kind.NUMBER, Kind.BOOLEAN]
        assert "looks like a blank" in sheet.remarks[0].issue


def test_an_xlsx_named_csv_and_a_csv_named_xlsx():
    [sheet] = opened(xlsx("<row><c><v>1</v></c></row>"), "ada.csv")
    assert texts(sheet) == [["1"]]
    [sheet] = opened(b"h1;0,79", "ada.xlsx")
    assert texts(sheet) == [["h1", "0,79"]]
    assert sheet.remarks[0].issue == "is called .xlsx but is text"


def test_a_web_page_named_xls():
    page = (
        b"<html><head><title>no</title><script>h1 = 3</script></head><table><tr><td>h1</td><td>0.79</td></tr></table>"
    )
    [sheet] = opened(page, "ada.xls")
    assert texts(sheet) == [["h1", "0.79"]]
    assert sheet.remarks[0].issue == "is called .xls but is a web page"


def test_text_typed_into_the_system():
    [sheet] = opened("<p>h₁ &#61; 0.79</p><p>s₁&nbsp;= 1.31<br/>ŷ = 0.58</p>".encode(), "onlinetext.html")
    assert texts(sheet) == [["h₁ = 0.79"], ["s₁ = 1.31"], ["ŷ = 0.58"]]


def test_a_notebook_is_read_and_not_run():
    table = ["| quantity | value |\n", "|:--|--:|\n", "| $h_1$ | 0.79 |\n"]
    cells = [
        {"cell_type": "markdown", "source": ["# Problem 2\n", "\n", *table]},
        {
            "cell_type": "code",
            "source": "print('s1 = 9')",
            "outputs": [{"output_type": "stream", "text": ["s1 = 1.31\n"]}],
        },
        {"cell_type": "code", "source": "1/0", "outputs": [{"data": {"text/plain": "0.57"}}]},
    ]
    sheets = opened(json.dumps({"cells": cells, "nbformat": 4}).encode(), "ada.ipynb")
    assert [texts(sheet) for sheet in sheets] == [
        [["Problem 2"]],
        [["quantity", "value"], ["h_1", "0.79"]],
        [["s1 = 1.31"]],
        [["0.57"]],
    ]
    assert [sheet.place(0) for sheet in sheets] == [
        "cell 1, line 1",
        "cell 1, line 3",
        "output of cell 2, line 1",
        "output of cell 3, line 1",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "h1,0.79\nmy code,https://docs.google.com/d/1x\n",
        "h1,0.79,https://docs.google.com/d/1x\n",
        '{"h1": 0.79, "code": "https://docs.google.com/d/1x"}',
        "h1 0.79\nhttps://docs.google.com/d/1x\n",
        "dL/dw = x*y\nSee https://drive.google.com/file/d/1x\n",
    ],
)
def test_a_link_beside_answers_does_not_hide_them(text):
    assert opened(text.encode(), "ada.csv")


def test_what_a_word_processor_puts_between_lines_ends_no_row_of_markdown():
    [sheet] = opened(b"| q | v |\n|---|---|\n| h1\xe2\x80\xa8| 0.79 |\r\n| h2 | 0.8\x0b |\n", "a.md")
    assert texts(sheet) == [["q", "v"], ["h1", "0.79"], ["h2", "0.8"]]


def test_markdown():
    heading, table = opened(b"Problem 2\n\n| q | v |\n|---|---|\n| \\|x\\| | **0.79** |\n", "ada.md")
    assert texts(heading) == [["Problem 2"]]
    assert texts(table) == [["q", "v"], ["|x|", "0.79"]]
    assert table.place(1) == "line 5"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "is empty"),
        (b" \n\t", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b",,,\n,,\n", "is empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\x00\x00\x00\x18ftypheic", "picture"),
        (b'{"url": "https://docs.google.com/open?id=x", "doc_id": "x"}', "only a link"),
        (b'{"":"WARNING! DO NOT EDIT","doc_id":"1x","resource_key":"","email":"ada7@uni.edu"}', "only a link"),
        (b"[InternetShortcut]\r\nURL=https://example.org/\r\nIconIndex=0\r\n", "only a link"),
        (
            b'<html><meta http-equiv="refresh" content="0; url=https://e.org/"><p>See https://e.org/?h=0.7',
            "only a link",
        ),
        (b'<html><meta http-equiv="refresh" content="0; url=https://e.org/' + 500 * b"x0=5&" + b'">', "only a link"),
        (
            b'<?xml version="1.0"?><plist version="1.0">\n<dict>\n<key>URL</key><string>https://e.org</string>',
            "only a link",
        ),
        (b"HW 3, my sheet:\nhttps://docs.google.com/spreadsheets/d/1x/edit?gid=0#gid=0\n", "only a link"),
        (b"HW 3: https://docs.google.com/spreadsheets/d/1x/edit?usp=sharing", "only a link"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le"), "Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "cannot be opened"),
        (b"<html><body></body></html>", "called .xlsx but is no workbook: is a web page"),
        (b'{"cells": 7, "nbformat": 4}', "notebook"),
        (b"\x7fELF" + bytes(range(256)), "program"),
    ],
)
def test_what_holds_no_table_is_told_for_what_it_is(data, what):
    with pytest.raises(ContainerError, match=what):
        opened(data)
