"""Files made to stop, slow or fool the run: each costs little, and ends in a message or in what a person could read."""

import pytest

from grader.answers import read_submissions
from grader.answers.containers.delimited import read_delimited
from grader.answers.containers.foreign import read_foreign
from grader.answers.layouts.text.cuts import pieces
from grader.answers.record import ContainerError, Kind
from grader.notation import Symbol, Vocabulary
from tests.answers.bombs import BOMBS, ROW, WORKS, cost_of_opening, cost_of_reading, replaced
from tests.answers.workbook import XLS, opened, texts, xlsx
from tests.cost import LONG, MEGABYTES, OUT_OF_PROPORTION, calls, paces

FAR = "<sheetData><row><c r='A1'><v>1</v></c></row><row><c r='XFD1048576'><v>2</v></c></row></sheetData>"
LAUGHS = "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_cost_little(name, tmp_path):
    cost = cost_of_opening(name, tmp_path)
    assert cost.paces < OUT_OF_PROPORTION
    assert cost.megabytes < MEGABYTES


def test_a_cell_at_the_end_of_the_sheet_is_told_and_the_rest_is_read():
    [found] = opened(xlsx(FAR))
    assert texts(found) == [["1"]]
    assert found.remarks[0].place == "S1!XFD1048576"


@pytest.mark.parametrize("reference", ["A0", "ZZZZ1", "1A", "A99999999999", "", "A-1", "É1", "A1:B2"])
def test_cells_nowhere(reference):
    [found] = opened(xlsx(f"<row><c><v>1</v></c><c r='{reference}'><v>2</v></c></row>"))
    assert texts(found) == [["1"]]
    assert "do not exist" in found.remarks[0].issue


@pytest.mark.parametrize("part", ["xl/worksheets/s1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"])
@pytest.mark.parametrize(
    "declared",
    [LAUGHS, "<!DOCTYPE x SYSTEM 'file:///etc/passwd'>", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"],
)
def test_entities_are_not_read(part, declared):
    data = replaced(xlsx(ROW), part, f"<?xml version='1.0'?>{declared}<worksheet>&a;&e;</worksheet>".encode())
    with pytest.raises(ContainerError, match="document type"):
        opened(data)


def test_a_part_that_lies_about_its_size_or_is_damaged():
    data = bytearray(xlsx(ROW * 50))
    at = data.index(b"xl/worksheets/s1.xml") + len("xl/worksheets/s1.xml") + 20
    data[at] ^= 0xFF
    with pytest.raises(ContainerError, match="damaged"):
        opened(bytes(data))


def test_an_encrypted_member():
    data = bytearray(xlsx(ROW))
    start = data.rindex(b"PK\x01\x02")
    while start != -1:
        data[start + 8] |= 1
        start = data.rfind(b"PK\x01\x02", 0, start)
    with pytest.raises(ContainerError, match="password"):
        opened(bytes(data))


def test_an_archive_of_a_million_members():
    with pytest.raises(ContainerError, match="parts"):
        opened(b"PK\x03\x04" + b"PK\x01\x02" * 10_000)


def test_the_worker_dies_of_a_workbook_and_the_next_is_read():
    with pytest.raises(ContainerError, match="cannot be read safely"):
        read_foreign(xlsx(FAR))
    [found] = read_foreign(XLS)
    assert found.rows[1][1].value == 0.7875


def test_formulas_stay_text():
    attack = "=cmd|'/c calc'!A0"
    [found] = opened(f'{attack},"{attack}"'.encode(), "ada.csv")
    assert texts(found) == [[attack, attack]]
    [found] = opened(xlsx(f"<row><c t='inlineStr'><is><t>{attack}</t></is></c></row>"))
    assert (found.rows[0][0].kind, found.rows[0][0].text) == (Kind.TEXT, attack)


@pytest.mark.parametrize("name", WORKS)
def test_a_students_work_costs_little(name, tmp_path):
    cost = cost_of_reading(name, tmp_path)
    assert cost.paces < OUT_OF_PROPORTION
    assert cost.told > 0
    assert cost.megabytes < MEGABYTES


def test_a_name_without_end_is_told_in_short(tmp_path):
    (tmp_path / "ada.csv").write_bytes(b"quantity,value\nh1,1\n" + b"q(" * 5_000 + b",1\n")
    [told] = read_submissions(tmp_path, Vocabulary([Symbol("", "h1", (), ("h1",))])).submissions[0].attention
    assert len(told.issue) < 150


def test_blank_rows_without_end_hide_nothing():
    [found] = opened(xlsx(ROW + "<row/>" * 25_000))
    assert not found.remarks
    [found] = opened(xlsx(ROW + "<row/>" * 25_000 + ROW))
    assert "not read" in found.remarks[0].issue


def test_of_rows_without_end_only_those_are_parsed_that_are_read():
    """Thirty students may have the same idea."""
    data = BOMBS["a million empty rows"]()
    assert calls(lambda: opened(data)) < 500_000


def test_a_page_of_more_rows_than_are_read_shifts_nothing():
    [found] = opened(b"<table>" + b"<tr><td>1" * 20_500, "ada.html")
    assert max(map(len, found.rows)) <= 1
    assert found.remarks


@pytest.mark.parametrize("blank", [" ", "\t", "\xa0", "\u3000"])
@pytest.mark.parametrize("before", ["h1 = 0.79\n", "[1] 1 ", "**a** ", "```\n", "array(["])
def test_blanks_without_end_cost_little(before, blank):
    text = f"{before}{blank * 200_000})".encode()
    assert paces(lambda: read_delimited(text)) < LONG


@pytest.mark.parametrize("between", [" |", "| ", " ;", ",", " "])
def test_what_stands_between_numbers_without_end_costs_little(between):
    text = f"h\n1{between * 950}x\nh = 1{between * 90}x\n".encode() * 300
    assert paces(lambda: read_delimited(text)) < LONG


def test_blanks_between_ends_of_lines_cost_little():
    text = "h1 = 0.5" + (" " * 500 + "\\\\ ") * 30
    assert paces(lambda: [pieces(text) for _ in range(40)]) < LONG


@pytest.mark.parametrize("row", ["1, ", "1; ", "1 ", "1 ; ", "1. ", "1,1, ", "1e1 "])
def test_a_drawn_row_that_nothing_closes_costs_little(row):
    text = f"W = [{row * 90}x\n".encode() * 100
    assert paces(lambda: read_delimited(text)) < LONG
