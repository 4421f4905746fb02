"""A file that differs from one read before in its numbers alone is read as if it were the first."""

import re
import zipfile
from functools import partial
from io import BytesIO

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.answers import containers
from grader.answers.containers import delimited, open_container, package, worksheet, xlsx
from grader.answers.containers.forms import Form, Forms
from grader.answers.record import ContainerError, Kind, Sheet, Source
from tests.answers.workbook import opened
from tests.answers.workbook import xlsx as workbook

NUMBERS = st.decimals(-9, 9, places=4).map(str)
TEXTS = [
    "h1",
    "value",
    "1",
    "0.5",
    "0,5",
    ";",
    ",",
    ", ",
    "\t",
    '"',
    "(",
    "]",
    " = ",
    ":",
    "-",
    "e3",
    "%",
    " ",
    "\n",
    "\n",
]
XML = [
    "<v>", "</v>", '<c r="A1">', '<c r="B2">', '<c t="s">', '<c t="str">', '<c t="b">', '<c s="1">', "<c>", "</c>",
    "<is><t>", "</t></is>", "<f>", "</f>", "<row>", '<row r="3" hidden="1">', "</row>", "<!--", "-->", "<![CDATA[",
    "]]>", "<v>1</v>", '<col min="1" max="2" hidden="1"/>', "&#46;", "<v>3.0</v>",
]  # fmt: skip


def classes(texts, number):
    """Texts with places for numbers, and the numbers of some students."""
    pieces = st.lists(st.sampled_from([*texts, *[number] * 6]), min_size=1, max_size=16)
    return pieces, st.lists(st.lists(NUMBERS, min_size=16, max_size=16), min_size=3, max_size=4)


def filled(pieces, number, numbers):
    left = iter(numbers)
    return "".join(number.format(next(left)) if piece == number else piece for piece in pieces)


@settings(max_examples=400, deadline=None)
@given(*classes(TEXTS, "{}"))
@example(["h1", ",", "{}", "\n"] * 3, [[f"{n}.5"] * 16 for n in range(4)])
def test_a_text_is_read_the_same(pieces, numbers):
    for text in (filled(pieces, "{}", each) for each in numbers):
        assert delimited.sheet_of(text) == delimited._sheet("", text)


@settings(max_examples=400, deadline=None)
@given(*classes(XML, "<c><v>{}</v></c>"))
@example(["<row>", "<c><v>{}</v></c>", "</row>"] * 3, [[f"{n}.5"] * 16 for n in range(4)])
def test_a_worksheet_is_read_the_same(pieces, numbers):
    carefully = partial(
        xlsx._parsed, "sheet1", xlsx.Entry("Sheet1", False, ""), worksheet.Values((), ("", "date"), False, False)
    )
    for part in (f"<s>{filled(pieces, '<c><v>{}</v></c>', each)}</s>".encode() for each in numbers):
        assert worksheet.FORMS.read(part, pieces[0], carefully) == carefully(part)


@settings(max_examples=200, deadline=None)
@given(*classes([*TEXTS, "ŷ", "−", "{", "<p>", "\n| ", "\0", "\r", "\ufeff", "٣", "“"], "{}"))
@example(["h1", ",", "{}", "\n"] * 3, [[f"{n}.5"] * 16 for n in range(4)])
def test_a_file_is_opened_the_same(pieces, numbers):
    for data in (filled(pieces, "{}", each).encode() for each in numbers):
        assert sheets_or_why(lambda data=data: open_container(Source("ada.csv", lambda: data))) == sheets_or_why(
            lambda data=data: containers._opened(data)
        )


def sheets_or_why(opening):
    try:
        return opening()
    except ContainerError as error:
        return str(error)


def test_a_text_with_too_many_control_characters_for_its_length_is_none_whatever_is_known():
    def text(digits):
        return "".join(f"q{n},1.{'5' * digits}\n" for n in range(40)).encode() + b"\x01" * 17

    for digits in (8, 9, 7):
        open_container(Source("ada.csv", lambda digits=digits: text(digits)))
    with pytest.raises(ContainerError, match="neither a spreadsheet nor text"):
        open_container(Source("ada.csv", lambda: text(1)))


def test_of_a_known_text_it_is_not_asked_again_what_it_is(monkeypatch):
    files = [f"known by its bytes,{n}.25\nnot asked,{n}.75".encode() for n in range(3)]
    for data in files[:2]:
        open_container(Source("ada.csv", lambda data=data: data))
    monkeypatch.setattr(containers, "CONTAINERS", ())
    [sheet] = open_container(Source("ada.csv", lambda: files[2]))
    assert [row[1].text for row in sheet.rows] == ["2.25", "2.75"]


def test_numbers_that_make_a_file_unreadable_belong_to_no_form():
    def carefully(text):
        if ".5" in text:
            raise ContainerError("is no table")
        return delimited._sheet("", text)

    forms = Forms(re.compile(r"(\d\.\d)"), delimited._FORMS.cell, [lambda n: f"{n}.5", lambda n: f"{n}.7"])
    assert [forms.read(f"h,{n}.1", "", carefully).form for n in range(3)] == [None] * 3


def test_a_form_is_known_from_the_second_file_on():
    texts = [f"quantity,value\nthe first,{n}.25\nthe second,{n}.75" for n in range(3)]
    sheets = [delimited.sheet_of(text) for text in texts]
    assert sheets[0].form is None
    assert isinstance(sheets[1].form, Form)
    assert sheets[2].form is sheets[1].form
    assert sheets[2].rows[1][1] == (Kind.TEXT, "2.25", None, "", "")


def test_a_known_form_is_not_read_again():
    asked = []

    def carefully(text):
        asked.append(text)
        return delimited._sheet("", text)

    forms = Forms(re.compile(r"(\d\.\d)"), delimited._FORMS.cell, [lambda n: f"{n}.5", lambda n: f"{n}.7"])
    for n in range(5):
        assert forms.read(f"h,{n}.1", "", carefully).rows[0][1].text == f"{n}.1"
    assert asked == ["h,0.1", "h,1.1", "h,0.5", "h,0.7"]


def test_a_number_that_decides_more_than_its_own_cell_is_always_read_with_care():
    def carefully(text):
        return Sheet("", delimited._sheet("", text).rows[: int(text[0]) + 1])

    forms = Forms(re.compile(r"(\d\.\d)"), delimited._FORMS.cell, [lambda n: f"{n}.5", lambda n: f"{8 - n}.7"])
    texts = [f"{n}.1\n2.5\n3.5\n" for n in range(3)]
    assert [forms.read(text, "", carefully) for text in texts] == [carefully(text) for text in texts]


@pytest.mark.parametrize("whole", ["1.0", "2.50e1", "-3.000"])
def test_a_whole_number_in_a_form_may_be_an_index(whole):
    rows = "<sheetData><row><c><v>0.25</v></c><c><v>{}</v></c></row></sheetData>"
    for number in ("0.5", "0.75", "0.125", whole):
        [sheet] = opened(workbook(rows.format(number)))
    assert sheet.form is None
    assert sheet.rows[0][1].value == float(whole)


def test_a_whole_number_belongs_to_the_form_of_a_text():
    sheets = [delimited.sheet_of(f"h1,0.25,{number}") for number in ("0.5", "0.75", "0.125", "1.0")]
    assert sheets[2].form
    assert sheets[3].form is None


NAMES = ["xl/workbook.xml", "a", "é", "b\0c", "d\\e"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(NAMES), st.binary(max_size=40), st.sampled_from([0, 8, 12])), max_size=4),
    st.sampled_from([b"", b"comment"]),
    st.sampled_from([b"", b"before"]),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=3),
)
def test_a_directory_is_read_as_zipfile_reads_it(members, comment, before, damage):
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.comment = comment
        for name, content, method in members:
            archive.writestr(name, content, method)
    changed = bytearray(before + data.getvalue())
    for place, byte in damage:
        changed[-1 - place % len(changed)] = byte
    found = package._plain_members(bytes(changed))
    if found is None:
        return
    with zipfile.ZipFile(BytesIO(changed)) as archive:
        assert found == [
            (m.filename, m.flag_bits, m.compress_type, m.CRC, m.compress_size, m.header_offset)
            for m in archive.infolist()
        ]
