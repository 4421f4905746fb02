"""The characters of a text file: encodings, code pages, and bytes that are none."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.answers.containers.delimited import read_delimited
from grader.answers.record import ContainerError
from tests.answers.workbook import texts

TABLE = [["quantity", "value"], ["h₁", "0.7875"], ["∂Div/∂w₁", "−0.0077"]]


def read(text: str) -> list[list[str]]:
    [sheet] = read_delimited(text.encode())
    return texts(sheet)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encodings_separators_and_line_ends_make_no_difference(encoding, mark, end):
    text = end.join(mark.join(row) for row in TABLE) + end
    [sheet] = read_delimited(text.encode(encoding))
    assert texts(sheet) == TABLE
    assert sheet.lines == [1, 2, 3]
    assert sheet.remarks == []


def test_windows_1252_is_read_and_said():
    [sheet] = read_delimited("Größe;Wert\nh1;0,79".encode("cp1252"))
    assert texts(sheet) == [["Größe", "Wert"], ["h1", "0,79"]]
    assert "Windows-1252" in sheet.remarks[0].issue


@pytest.mark.parametrize(
    ("encoding", "name", "text"),
    [
        ("cp932", "Shift-JIS", "項目,答え\n出力 yhat,-0.2126\nセル状態 c1,0.8665\nWi（更新後）,0.6077\n∂L/∂σ,1"),
        ("gb18030", "GB 18030", "项目,答案\n输出 yhat,-0.2126\n损失 L,0.6189\n隐藏状态 h1,0.4222\n权重（更新后）,0.6"),
        ("cp949", "EUC-KR", "항목,답\n출력 yhat,-0.2126\n손실 L,0.6189\n은닉 상태 h1,0.4222\n가중치,0.6"),
        ("cp1251", "Windows-1251", "Величина;Значение\nвыход yhat;0,79\nпотери L;0,61"),
    ],
)
def test_words_of_another_script_tell_the_code_page(encoding, name, text):
    [sheet] = read_delimited(text.encode(encoding))
    assert [cell for row in texts(sheet) for cell in row] == re.split("[,\n]" if ";" not in text else "[;\n]", text)
    assert [remark.issue for remark in sheet.remarks] == [f"not in UTF-8; read as {name}"]


@pytest.mark.parametrize(
    "text",
    [
        "Größe;Wert\nhäufig;1\nStraße;2\nÄÖÜ;3\nÜBERGRÖSSE;4",
        "créée,1\ndifférence,2\nété,3\nà l’été,4\nŒuvre,5",
        "µ,1\nσ² (variança),2\n°C·m,3".replace("σ", "s"),
        "It’s,1\n“h1” – “h2”…,2\nI’ve,3\n“Yes”—“no”,4",
        "øre,1\nærø,2\nåål,3\nÆØÅ,4\nÐÞ,5",
        "niño,1\n¿qué?,2\nAÑO,3\nSEÑORÍA,4\n«açúcar»,5",
        "É,1",
        "ÀÉ,1\nÈÊ,2",
        "’“,1",
    ],
)
def test_genuine_windows_1252_stays_so(text):
    [sheet] = read_delimited(text.encode("cp1252"))
    assert sheet.remarks[0].issue == "not in UTF-8; read as Windows-1252"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1253", "έξοδος,1\nσφάλμα,2\nβάρος,3"),
        ("cp1255", "שגיאה,1\nפלט,2\nמשקל,3"),
        ("euc_jp", "項目,答え\n出力,1\n損失,2\n状態,3"),
        ("koi8_r", "выход,1\nпотери,2"),
    ],
)
def test_what_only_resembles_another_script_is_not_taken_for_it(encoding, text):
    [sheet] = read_delimited(text.encode(encoding))
    assert [remark.issue for remark in sheet.remarks] == ["not in UTF-8; read as Windows-1252"]


@pytest.mark.parametrize("text", ["αβγδ,1\nθλμν,2", "выход,1\nпотери,2", "損失,1\n出力,2", "é,1\nàé,2"])
def test_damaged_utf_8_is_no_other_code_page(text):
    [sheet] = read_delimited(text.encode() + b"\nh1,0.79\xff")
    assert [remark.issue for remark in sheet.remarks] == ["not in UTF-8; read as Windows-1252"]


def test_nuls_are_left_out_and_said():
    [sheet] = read_delimited(b"h1,0.79\0" + b"\nh2,0.95" * 9)
    assert texts(sheet)[0] == ["h1", "0.79"]
    assert "NUL" in sheet.remarks[0].issue


@pytest.mark.parametrize("data", [bytes(range(256)) * 4, b"\x00" * 100, b"\x01\x02\x03" * 50])
def test_what_is_no_text_is_refused(data):
    with pytest.raises(ContainerError, match="neither a spreadsheet nor text"):
        read_delimited(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    try:
        [sheet] = read_delimited(data)
    except ContainerError:
        return
    assert sheet.lines is not None
    assert len(sheet.lines) == len(sheet.rows)
