"""Files made to stop, slow or fool the run: each costs little, and ends in a message or in what a person could read."""

import io
import subprocess
import sys
import time
import zipfile

import pytest

from grader.answers import read_submissions
from grader.answers.containers.delimited import read_delimited
from grader.answers.containers.foreign import read_foreign
from grader.answers.layouts.text.cuts import pieces
from grader.answers.record import ContainerError, Kind
from grader.notation import Symbol, Vocabulary
from tests.answers.workbook import XLS, opened, texts, xlsx, zipped

PACES = 400
"""Of computing, each what a loop of a million additions takes in the same process: 12 s where that takes 0.03 s."""
PACE = """
import time
def pace():
    start, total = time.process_time(), 0
    for n in range(1_000_000):
        total += n
    return time.process_time() - start
"""
MEGABYTES = 500
FAR = "<sheetData><row><c r='A1'><v>1</v></c></row><row><c r='XFD1048576'><v>2</v></c></row></sheetData>"
LAUGHS = "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
ROW = "<row><c><v>1</v></c></row>"


def replaced(data: bytes, name: str, part: bytes) -> bytes:
    """A workbook with another part of that name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped({**{member: archive.read(member) for member in archive.namelist()}, name: part})


def sheet(data: bytes) -> bytes:
    """A workbook whose first worksheet is these bytes."""
    return replaced(xlsx(ROW), "xl/worksheets/s1.xml", data)


BOMBS = {
    "a string of 100 MB": lambda: replaced(
        xlsx(ROW), "xl/sharedStrings.xml", b"<sst><si><t>" + b"a" * 100_000_000 + b"</t></si></sst>"
    ),
    "a million empty rows": lambda: xlsx(ROW + "<row/>" * 1_000_000),
    "a million formatted cells": lambda: xlsx(ROW + "<row>" + "<c s='1'/>" * 1_000_000 + "</row>"),
    "half a million filled cells": lambda: xlsx("<row><c><v>1</v></c><c><v>1</v></c></row>" * 250_000),
    "large sheets without end": lambda: xlsx(*[ROW + "<row/>" * 1_000_000] * 40),
    "a page of outputs": lambda: b'{"nbformat": 4, "cells": [' + b'{"outputs": [{"text": "h1 1"}]},' * 300_000 + b"7]}",
    "elements within one another": lambda: sheet(b"<a>" * 5_000_000),
    "half a million attributes": lambda: sheet(b"<a " + b" ".join(b'b%d=""' % n for n in range(500_000)) + b"/>"),
    "many texts in one cell": lambda: xlsx("<c t='inlineStr'><is>" + "<t>ab</t>" * 900_000 + "</is></c>"),
    "hidden columns without end": lambda: xlsx("<col min='1' max='16384' hidden='1'/>" * 150_000 + ROW * 5_000),
    "cell formats without end": lambda: replaced(xlsx(ROW), "xl/styles.xml", b"<s><cellXfs>" + b"<xf/>" * 2_500_000),
    "a line of 60 MB": lambda: b"h1," + b"9" * 60_000_000,
    "a line of 11 MB": lambda: b"h1," + b"9," * 5_500_000,
    "lines without end": lambda: b"\n" * 11_000_000,
    "equal headers": lambda: b"h1," * 100_000,
    "brackets": lambda: b"h1,(" + b"[(" * 500_000 + b"\n" + b"a(,),[,]" * 100_000,
    "brackets that never close": lambda: b"[[1,2],\n" * 39_000 + (b"[1," + b"1," * 990 + b"\n") * 4_000,
    "a cell format of quotes": lambda: replaced(
        xlsx(ROW),
        "xl/styles.xml",
        b"<s><numFmt numFmtId='200' formatCode='"
        + b"&quot;[" * 300_000
        + b"'/><cellXfs><xf numFmtId='200'/></cellXfs></s>",
    ),
    "strings without end": lambda: replaced(
        xlsx(ROW), "xl/sharedStrings.xml", b"<sst>" + b"<si><t>s</t></si>" * 900_000 + b"</sst>"
    ),
    "quotes": lambda: (b'"h1,"' * 10 + b"\n") * 20_000,
    "spaces": lambda: b"h1" + b" " * 5_000_000 + b"|\n" * 10,
    "tags": lambda: b"<table>" + b"<a <td <!-- " * 500_000,
    "a tag without end": lambda: b"<table></t" + b"x" * 1_000_000,
    "a page of cells": lambda: b"<table>" + b"<tr><td>1" * 500_000,
    "a notebook of brackets": lambda: b'{"cells": ' + b"[" * 1_000_000 + b', "nbformat"',
    "a text of 100 MB": lambda: zipped({"word/document.xml": b"<d><p><t>" + b"a" * 100_000_000 + b"</t></p></d>"}),
    "paragraphs without end": lambda: zipped({"word/document.xml": b"<d>" + b"<p><t>h=1</t></p>" * 900_000 + b"</d>"}),
    "cells without end": lambda: zipped(
        {"word/document.xml": b"<d><tbl>" + b"<tr><tc/></tr>" * 900_000 + b"</tbl></d>"}
    ),
    "wide cells": lambda: zipped(
        {"word/document.xml": b"<d><tbl>" + b"<tr><tc><gridSpan val='9999'/></tc></tr>" * 300_000 + b"</tbl></d>"}
    ),
    "tables in tables": lambda: zipped({"word/document.xml": b"<d>" + b"<tbl><tr><tc>" * 70_000}),
    "equations without end": lambda: zipped(
        {"word/document.xml": b"<d><p>" + b"<oMath><f><num><t>1</t></num></f></oMath>" * 350_000 + b"</p></d>"}
    ),
    "hats": lambda: zipped(
        {"word/document.xml": b"<d><p>" + b"<oMath>" + b"<acc><e>" * 39 + b"<t>y</t>" * 900_000 + b"</e></acc>" * 39}
    ),
    "an ODT of spaces": lambda: zipped(
        {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<d><p>" + b"<s c='99'/>" * 900_000}
    ),
    "dollars": lambda: b"|a|b|\n|---|---|\n|" + b"$" * 1_000_000 + b"x|b|\n",
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_cost_little(name, tmp_path):
    """Each is read in a process of its own, whose time and memory are measured."""
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(BOMBS[name]())
    code = PACE + (
        "import sys; from functools import partial\n"
        "from grader.answers.containers import open_container\n"
        "from grader.answers.downloads.folder import read_file\n"
        "from grader.answers.record import ContainerError, Source\n"
        "try: open_container(Source(sys.argv[1], partial(read_file, sys.argv[1])))\n"
        "except ContainerError as error: print(error, file=sys.stderr)\n"
        "peak = next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM'))\n"
        "print(peak, time.process_time() / min(pace(), pace()))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    peak, paces = done.stdout.split()
    assert float(paces) < PACES
    assert int(peak) / 1024 < MEGABYTES


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


WORKS = {
    "a zip of bombs": lambda: zipped({f"{n}.xlsx": BOMBS["a million empty rows"]() for n in range(1)} | SMALL_BOMBS),
    "a zip of zips": lambda: zipped({f"{n}.zip": zipped({"a.csv": b"0" * 49_000_000}) for n in range(10)}),
    "a zip of 60,000 files": lambda: zipped({str(n): b"" for n in range(60_000)}),
    "a wide and a long row": lambda: b"h," * 400 + b"\n" + b"h\n" * 19_000,
    "sheets of words": lambda: zipped({"a.xlsx": xlsx(*(words(n, 20, 2_490) for n in range(4)))}),
    "sheets of sentences": lambda: zipped({"a.xlsx": xlsx(*(words(n, 4, 6_000, " so and so" * 30) for n in range(2)))}),
    "a directory of a million files": lambda: (
        b"PK\x03\x04" + b"PK\x01\x02".ljust(47, b"\0") * 1_000_000 + DIRECTORY_ENDS
    ),
    "folders in folders": lambda: zipped({"a/" * 20_000 + f"{n}/": b"" for n in range(90)}),
    "names without end": lambda: b"".join(b"h1%s%d=,1\n" % (b"_" * 1_900, n) for n in range(200)),
    "tabs": lambda: b"".join(b"x = %s),%d\n" % (b"\t" * 1_900, n) for n in range(200)),
    "names of nobody over decimals": lambda: (
        (b",".join(b"q%d" % n for n in range(390)) + b"\n" + b"0.51," * 390 + b"\n") * 80
    ),
    "a name beside itself": lambda: (b"h1," * 390 + b"\n") * 150,
    "cells of names": lambda: (b",".join(b"h%d" % n for n in range(400)) + b"\n") * 1_500,
}


def words(sheet: int, columns: int, rows: int, more: str = "") -> str:
    """A worksheet of texts that are all different."""
    texts = (f"<c t='inlineStr'><is><t>word {sheet} {n}{more}</t></is></c>" for n in range(columns * rows))
    return "".join(f"<row>{''.join(next(texts) for _ in range(columns))}</row>" for _ in range(rows))


DIRECTORY_ENDS = b"PK\x05\x06\0\0\0\0\xff\xff\xff\xff" + (47_000_000).to_bytes(4, "little") + b"\4\0\0\0\0\0"
SMALL_BOMBS = {f"s{n}.csv": b"h1,1\n" * 250_000 for n in range(60)}


@pytest.mark.parametrize("name", WORKS)
def test_a_students_work_costs_little(name, tmp_path):
    """Read and laid out in a process of its own; what is measured is its own computing, and its memory."""
    path = tmp_path / "ada.zip"
    path.write_bytes(WORKS[name]())
    code = PACE + (
        "import sys; from pathlib import Path\n"
        "from grader.answers import read_submissions\n"
        "from grader.notation import Symbol, Vocabulary\n"
        "vocabulary = Vocabulary([Symbol('', 'h1', (), ('h1',))])\n"
        "start = time.process_time()\n"
        "read = read_submissions(Path(sys.argv[1]), vocabulary)\n"
        "computing = time.process_time() - start\n"
        "print(computing / min(pace(), pace()), len(read.submissions[0].attention))\n"
        "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))\n"
    )
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ben.csv").write_bytes(b"h1,1")
    path.rename(tmp_path / "in" / "ada.zip")
    arguments = [sys.executable, "-c", code, str(tmp_path / "in")]
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    (paces, told), [memory] = (line.split() for line in done.stdout.splitlines())
    assert float(paces) < PACES
    assert int(told) > 0
    assert int(memory) / 1024 < MEGABYTES


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
    start = time.process_time()
    opened(data)
    assert time.process_time() - start < 0.4


def test_a_page_of_more_rows_than_are_read_shifts_nothing():
    [found] = opened(b"<table>" + b"<tr><td>1" * 20_500, "ada.html")
    assert max(map(len, found.rows)) <= 1
    assert found.remarks


@pytest.mark.parametrize("blank", [" ", "\t", "\xa0", "\u3000"])
@pytest.mark.parametrize("before", ["h1 = 0.79\n", "[1] 1 ", "**a** ", "```\n", "array(["])
def test_blanks_without_end_cost_little(before, blank):
    start = time.process_time()
    read_delimited(f"{before}{blank * 200_000})".encode())
    assert time.process_time() - start < 2


@pytest.mark.parametrize("between", [" |", "| ", " ;", ",", " "])
def test_what_stands_between_numbers_without_end_costs_little(between):
    start = time.process_time()
    read_delimited(f"h\n1{between * 950}x\nh = 1{between * 90}x\n".encode() * 300)
    assert time.process_time() - start < 2


def test_blanks_between_ends_of_lines_cost_little():
    start = time.process_time()
    for _ in range(40):
        pieces("h1 = 0.5" + (" " * 500 + "\\\\ ") * 30)
    assert time.process_time() - start < 2


@pytest.mark.parametrize("row", ["1, ", "1; ", "1 ", "1 ; ", "1. ", "1,1, ", "1e1 "])
def test_a_drawn_row_that_nothing_closes_costs_little(row):
    start = time.process_time()
    read_delimited(f"W = [{row * 90}x\n".encode() * 100)
    assert time.process_time() - start < 2
