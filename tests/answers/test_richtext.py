"""Rich text, as TextEdit, WordPad and Word save it."""

from contextlib import suppress

import pytest

from grader.answers.containers import open_container
from grader.answers.record import ContainerError, Source

TEXTEDIT = rb"""{\rtf1\ansi\ansicpg1252\cocoartf2761
{\fonttbl\f0\fswiss Helvetica;}{\colortbl;\red255\green255\blue255;}{\*\expandedcolortbl;;}
\pard\tx720\f0\fs24 \cf0 h
\sub 1\nosupersub  = 0.79\
\uc0\u8706 Div/\u8706 w
\sub 1
\nosupersub  = 9e-4\
M\'fcller \{a\}}"""
TABLE = (
    rb"{\rtf1\ansi\deff0\trowd\cellx100\cellx200\pard\intbl h{\sub 1}\cell 0,79\cell\row"
    rb"\trowd\cellx100\cellx200\intbl s1\cell 1.31\par\cell\row\pard L = 0.5\par{\pict\pngblip 89504e470d}}"
)


def read(data):
    return open_container(Source("a.rtf", lambda: data))


def test_lines():
    [sheet] = read(TEXTEDIT)
    assert [row[0].text for row in sheet.rows] == ["h_{1} = 0.79", "∂Div/∂w_{1} = 9e-4", "Müller {a}"]


def test_tables_and_pictures():
    table, text = read(TABLE)
    assert [[cell.text for cell in row] for row in table.rows] == [["h_{1}", "0,79"], ["s1", "1.31"]]
    assert [row[0].text for row in text.rows if row] == ["L = 0.5"]
    assert "a picture" in table.remarks[0].issue


@pytest.mark.parametrize(
    "data",
    [b"{\\rtf1", b"{\\rtf1 }}}}", b"{\\rtf1 \\'z \\u", b"{\\rtf1" + b"{" * 300_000, b"{\\rtf1 \\cell\\cell\\row \\row"],
)
def test_what_is_broken_is_no_trouble(data):
    with suppress(ContainerError):
        assert read(data)


@pytest.mark.parametrize(
    "unread",
    [
        rb"{\*\shppict{\pict\pngblip 89504e}}{\nonshppict{\pict\wmetafile8 0100}}",
        rb"{\mmath{\*\moMath {\mr {s1=1.31}}}}",
        rb"{\object\objemb{\*\objdata 0105}{\result{\pict 01}}}",
    ],
)
def test_what_word_keeps_aside_is_told_once(unread):
    [sheet] = read(rb"{\rtf1 h1 = 0.79\par " + unread + rb"\par {\header{\pict 01}}}")
    assert [remark.issue for remark in sheet.remarks] == [
        "has a picture or an embedded object, in which nothing was read"
    ]


def test_letters_of_mathematics_and_what_follows_a_table_at_once():
    table, text = read(rb"{\rtf1\uc1\trowd\pard\intbl h1\cell 0.79\cell\row\par \u-10187?\u-8704? = 1.31\par}")
    assert [[cell.text for cell in row] for row in table.rows] == [["h1", "0.79"]]
    assert [row[0].text for row in text.rows if row] == ["\U0001d600 = 1.31"]
