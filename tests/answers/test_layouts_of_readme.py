"""What the README says of files and layouts is so."""

import re

import pytest

from grader.answers import Source, open_container
from grader.answers.layouts import lay_out_sheets
from tests.answers.layouts.sheets import CS637, RELU
from tests.answers.workbook import zipped
from tests.test_readme import TEXT

SECTION = re.search(r"^### What is read\n(.*?)^### ", TEXT, re.DOTALL | re.MULTILINE)[1]
LAYOUTS = dict(re.findall(r"^\| ([^`|]+) \| `([^|]*)` \|$", SECTION, re.MULTILINE))
MATRIX = {("W1'", (1, 1)): 0.1, ("W1'", (1, 2)): 0.2, ("W1'", (2, 1)): 0.3, ("W1'", (2, 2)): 0.4}
PAIR = {("h1", None): 0.7875, ("dDiv/dw1", None): 0.0009}
SAMPLES = {("l1", (2, 1)): 1.1, ("l1", (2, 2)): 1.2, ("l1", (1, 1)): 1.5, ("l1", (1, 2)): 1.6}


def read(data, names=RELU, problem=""):
    answers, remarks = lay_out_sheets(open_container(Source("ada", lambda: data)), names)
    asked = [answer for answer in answers if answer.target and answer.target.problem == problem]
    return {tuple(answer.target[1:]): getattr(answer.number, "value", None) for answer in asked}, remarks


def test_there_are_layouts():
    assert len(LAYOUTS) == 13


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout(layout):
    text = LAYOUTS[layout].replace(" ⏎ ", "\n").encode()
    if "matri" in layout:
        assert read(text) == (MATRIX, [])
    elif "sample" in layout:
        assert read(text) == (SAMPLES, [])
    else:
        assert read(text, CS637, "2") == (PAIR, [])


@pytest.mark.parametrize("kind", ["PDF", "picture", "doc"])
def test_what_is_not_read_is_told(kind):
    data = {
        "PDF": b"%PDF-1.7",
        "picture": b"\x89PNG",
        "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
    }
    with pytest.raises(Exception, match=r"hand in|save it as"):
        read(data[kind])


def test_every_kind_of_file_that_is_named_is_known():
    named = re.findall(r"^\| ([^`|]*?) \| [^`]", SECTION, re.MULTILINE)[1:6]
    assert sum(kind.count(",") + 1 for kind in named) == 5 + 3 + 1 + 3 + 4
    for data in (
        b"h1;0.7875",
        b'{"h1": 0.7875}',
        "h1\t0,7875".encode("utf-16"),
        b"| q | v |\n|--|--|\n| h1 | 0.7875 |",
        b"<table><td>h1<td>0.7875",
        rb"\begin{tabular}{c|c} $h_1$ & 0.7875 \\ \end{tabular}",
    ):
        assert read(data, CS637, "2")[0] == {("h1", None): 0.7875}
    word = "<d><body><p><r><t>h1 = 0.7875</t></r></p></body></d>"
    assert read(zipped({"word/document.xml": word}), CS637, "2")[0] == {("h1", None): 0.7875}
