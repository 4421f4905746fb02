"""Workbooks written by hand, part by part, so that a test can put anything into them."""

import base64
import io
import zipfile
import zlib

from grader.answers.containers import open_container
from grader.answers.record import Sheet, Source

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATED = "http://purl.oclc.org/ooxml/officeDocument/relationships"
FORMATS = ("0", "14", "10", "164", "165")
"""Cell formats 0 to 4: general, a date, a percentage, `h:mm`, and `0.00E+00`."""


def zipped(parts: dict[str, bytes | str]) -> bytes:
    """An archive of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def xlsx(
    *sheets: str,
    strings: str = "",
    states: tuple[str, ...] = (),
    kinds: tuple[str, ...] = (),
    settings: str = "",
    strict: bool = False,
    main: str = "xl/workbook.xml",
) -> bytes:
    """A workbook with these worksheets, each given as what stands in `<worksheet>`."""
    space, related = (STRICT_MAIN, STRICT_RELATED) if strict else (MAIN, RELATED)
    entries, relations, parts = "", "", {}
    for number, sheet in enumerate(sheets, 1):
        state = states[number - 1] if states else "visible"
        kind = kinds[number - 1] if kinds else "worksheet"
        entries += f'<sheet name="S{number}" sheetId="{number}" state="{state}" r:id="rId{number}"/>'
        relations += f'<Relationship Id="rId{number}" Type="{related}/{kind}" Target="worksheets/s{number}.xml"/>'
        parts[f"xl/worksheets/s{number}.xml"] = f'<worksheet xmlns="{space}">{sheet}</worksheet>'
    for name in ("sharedStrings", "styles"):
        relations += f'<Relationship Id="{name}" Type="{related}/{name}" Target="/xl/{name}.xml"/>'
    formats = "".join(f'<xf numFmtId="{number}"/>' for number in FORMATS)
    codes = '<numFmt numFmtId="164" formatCode="h:mm"/><numFmt numFmtId="165" formatCode="0.00E+00"/>'
    folder, _, file = main.rpartition("/")
    return zipped(
        {
            "_rels/.rels": f'<Relationships><Relationship Id="x" Type="{related}/officeDocument" Target="{main}"/>'
            "</Relationships>",
            main: f'<workbook xmlns="{space}" xmlns:r="{related}">{settings}<sheets>{entries}</sheets></workbook>',
            f"{folder}/_rels/{file}.rels": f"<Relationships>{relations}</Relationships>",
            "xl/sharedStrings.xml": f"<sst>{strings}</sst>",
            "xl/styles.xml": f"<styleSheet>{codes}<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
            f"<cellXfs>{formats}</cellXfs></styleSheet>",
            **parts,
        }
    )


def opened(data: bytes, path: str = "ada.xlsx") -> list[Sheet]:
    """The sheets of these bytes."""
    return open_container(Source(path, lambda: data))


def texts(sheet: Sheet) -> list[list[str]]:
    """The texts of a sheet's cells."""
    return [[cell.text for cell in row] for row in sheet.rows]


XLS = zlib.decompress(
    base64.b64decode(
        "eNrtWE1oE0EU/maTbX5o001NhVYoodCqtZfixUu7VtCeLNWLIoJu7YKlYaPbVKkXqzVHQfCkeCn04qXqxR/0oDdBoaIHQRASPYkn"
        "QcFDm/XNyyymmkMDtqjMt8ybt+9n5mXnzdvMvlpOlxbudZbxC4YQQSVIoKlGJqglwhsLpA8CyYZ9nFqg8U8hEaeFbDLxuOVlTK6h"
        "XO8yDNyNPiMKfKB2HGcwmvfc7CZiH8fgCBnDIFGBWyRJoYOjamN6iukWpnfY8gnTvSy5ynSQbEviGJbt0b49KouPGt2sS0GO+4B9"
        "3rFkAO14LrP44jVRtTUx7E86ub9T0RVtxiJo3UZcz/WdXAkZWsBFfAuywNdwpz7NavnmygVI/n2tPFZHft2IAnMITnKCF9GKFxGp"
        "iWHYmz7v+tMr6AGZcKPqenbG8QqThVkTOOfkZlxK2dMDRPJeUpZm3srWmq3cwineTHSCRpd8mhPdouFWbn95fXB8zD7Bkjku39Ui"
        "3yPjQoBL0oOcU6zh0Ni2j+kuppd51G3MdzLNUHpS3zvWrpgD82xzhbW9NM9uxht7ew2/g/ji50MPu4of7Z3EL42UL2SW3toL6KaX"
        "zgT5y2se/aJf3Lwh8cgOe6EKwnumHb8Vh7hhqdgD9SZrxSqSzKaZVu/k0xHKXtSxF2wvR4zQMxFsX43/ky19jDo+BvvIZ2cacbUC"
        "AkNGG+5LFRWrn0hCQ0NDQ0NDQ0NDY0Mh1F/6iDplmOrgEFPfdVapVfRnkv8Wh5Gnq0AH0/3wqPcx21D+bIUpwrHEOn3C74USR2h2"
        "H1MY5zimGs5fOviJ2t+zbkfrz22hRuevNBLnBs//A0EDx8o="
    )
)
"""A BIFF8 workbook: quantity, value; h1, 0.7875; on, TRUE."""
