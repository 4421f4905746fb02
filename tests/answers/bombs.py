"""Files made to stop, slow or fool the run, as a student could hand them in, and what they cost."""

import io
import zipfile
from functools import partial
from pathlib import Path

from grader.answers import read_submissions
from grader.answers.containers import open_container
from grader.answers.downloads.folder import read_file
from grader.answers.record import ContainerError, Source
from grader.notation import Symbol, Vocabulary
from tests.answers.workbook import xlsx, zipped
from tests.cost import Cost, alone

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
    "equations that never end": lambda: b"\\begin{aligned}" * 100_000 + b"\nh = 1\n" + b"= 1\n" * 20_000,
    "dollars": lambda: b"|a|b|\n|---|---|\n|" + b"$" * 1_000_000 + b"x|b|\n",
}
"""Files to open, by what they are full of."""


def _words(sheet: int, columns: int, rows: int, more: str = "") -> str:
    """A worksheet of texts that are all different."""
    texts = (f"<c t='inlineStr'><is><t>word {sheet} {n}{more}</t></is></c>" for n in range(columns * rows))
    return "".join(f"<row>{''.join(next(texts) for _ in range(columns))}</row>" for _ in range(rows))


_DIRECTORY_ENDS = b"PK\x05\x06\0\0\0\0\xff\xff\xff\xff" + (47_000_000).to_bytes(4, "little") + b"\4\0\0\0\0\0"
WORKS = {
    "a zip of bombs": lambda: zipped(
        {"0.xlsx": BOMBS["a million empty rows"]()} | {f"s{n}.csv": b"h1,1\n" * 250_000 for n in range(60)}
    ),
    "a zip of zips": lambda: zipped({f"{n}.zip": zipped({"a.csv": b"0" * 49_000_000}) for n in range(10)}),
    "a zip of 60,000 files": lambda: zipped({str(n): b"" for n in range(60_000)}),
    "a wide and a long row": lambda: b"h," * 400 + b"\n" + b"h\n" * 19_000,
    "sheets of words": lambda: zipped({"a.xlsx": xlsx(*(_words(n, 20, 2_490) for n in range(4)))}),
    "sheets of sentences": lambda: zipped(
        {"a.xlsx": xlsx(*(_words(n, 4, 6_000, " so and so" * 30) for n in range(2)))}
    ),
    "a directory of a million files": lambda: (
        b"PK\x03\x04" + b"PK\x01\x02".ljust(47, b"\0") * 1_000_000 + _DIRECTORY_ENDS
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
"""Work to read and lay out."""


def cost_of_opening(name: str, folder: Path) -> Cost:
    """What one of the files costs whoever opens it; said is why it was refused, if it was."""
    path = folder / "bomb.xlsx"
    path.write_bytes(BOMBS[name]())
    return alone("tests.answers.bombs:opened", path)


def opened(path: str) -> str:
    try:
        open_container(Source(path, partial(read_file, path)))
    except ContainerError as error:
        return str(error)
    return ""


def cost_of_reading(name: str, folder: Path) -> Cost:
    """What one student's work costs, beside another's; said is how many rows there are to look at."""
    (folder / "ben.csv").write_bytes(b"h1,1")
    (folder / "ada.zip").write_bytes(WORKS[name]())
    return alone("tests.answers.bombs:looked_at", folder)


def looked_at(folder: str) -> int:
    read = read_submissions(Path(folder), Vocabulary([Symbol("", "h1", (), ("h1",))]))
    return len(read.submissions[0].attention)
