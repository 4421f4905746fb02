"""Files that are zip archives or old office documents: which workbooks and texts they are, and what the others are."""

from grader.answers.containers.foreign import read_foreign
from grader.answers.containers.opendocument import read_opendocument
from grader.answers.containers.package import Package
from grader.answers.containers.word import main_part, read_word
from grader.answers.containers.xlsx import read_workbook
from grader.answers.record import ContainerError, Sheet

ZIP = b"PK\x03\x04"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

STRANGERS = (
    ("ppt/presentation.xml", "is a presentation, not a workbook"),
    ("Index/Document.iwa", "is an Apple document, which only Apple's programs read"),
    ("Index.zip", "is an Apple document, which only Apple's programs read"),
)
"""Parts by which other documents are known, and what to say of them."""
ASK = "hand in the answers as .xlsx or .csv"


def is_office(data: bytes) -> bool:
    """Whether the bytes are a zip archive, as all office documents of today are."""
    return data.startswith(ZIP)


def read_office(data: bytes) -> list[Sheet]:
    """The sheets of a workbook or a document of today: XLSX, XLSM, XLSB, ODS, DOCX or ODT."""
    package = Package(data)
    if "xl/workbook.xml" in package:
        return read_workbook(package)
    if "xl/workbook.bin" in package:
        return read_foreign(data)
    if "content.xml" in package and "mimetype" in package:
        return read_opendocument(package)
    if main_part(package):
        return read_word(package)
    for part, what in STRANGERS:
        if part in package:
            raise ContainerError(what, ASK)
    if "_rels/.rels" in package:
        return read_workbook(package)
    raise ContainerError("is an archive of files, not a workbook", "hand in the files themselves")


def is_old_office(data: bytes) -> bool:
    """Whether the bytes are an office document of before 2007, or an encrypted one."""
    return data.startswith(OLD)


def read_old_office(data: bytes) -> list[Sheet]:
    """The worksheets of an XLS workbook."""
    if _stream("EncryptedPackage") in data or _stream("EncryptionInfo") in data:
        raise ContainerError("is protected by a password", "save it without one")
    if _stream("WordDocument") in data:
        raise ContainerError("is a Word document of before 2007", "save it as .docx")
    return read_foreign(data)


def _stream(name: str) -> bytes:
    return name.encode("utf-16-le")
