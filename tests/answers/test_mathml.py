"""Equations of web pages, in MathML."""

import pytest

from grader.answers.containers.webpage import is_webpage, read_webpage
from grader.answers.layouts import lay_out_sheets
from tests.answers.layouts.sheets import CS637
from tests.cost import LONG, paces

DIV = "<mo>&part;</mo><mi>D</mi><mi>i</mi><mi>v</mi>"
W1 = "<msub><mi>w</mi><mn>1</mn></msub>"


def line(mathematics):
    (sheet,) = read_webpage(f"<p><math>{mathematics}</math></p>".encode())
    return sheet.rows[0][0].text


@pytest.mark.parametrize(
    ("mathematics", "expected"),
    [
        (f"<mfrac><mrow>{DIV}</mrow><mrow><mo>∂</mo>{W1}</mrow></mfrac><mo>=</mo><mo>−</mo><mn>0.5</mn>",
         "∂Div/∂w_{1}=−0.5"),
        ("<mfrac><mn>1</mn><mrow><mn>1</mn><mo>+</mo><mi>e</mi></mrow></mfrac>", "1/(1+e)"),
        ("<mover accent='true'>\n <mi>y</mi>\n <mo>^</mo>\n</mover> <mo>=</mo> <mn>0.57</mn>", "y\u0302=0.57"),
        ("<msubsup><mi>w</mi><mn>1</mn><mo>′</mo></msubsup>", "w_{1}′"),
        ("<mi>W</mi><mo>=</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr>\n"
         "<mtr><mtd><mn>3</mn></mtd><mtd><mn>4</mn></mtd></mtr></mtable>", "W=[[1, 2], [3, 4]]"),
        ("<mi>h</mi><mspace/><mo>=</mo><mn>1</mn><annotation encoding='tex'>h = 1</annotation>", "h=1"),
        ("<mfrac><mi>a</mi><mrow><mi>b</mi>", "a/b"),
    ],
)  # fmt: skip
def test_an_equation_as_a_line(mathematics, expected):
    assert line(mathematics) == expected


def test_equations_are_read():
    slope = f"<mfrac><mrow>{DIV}</mrow><mrow><mo>∂</mo>{W1}</mrow></mfrac>"
    page = f"<h1>Homework</h1><math>{slope}<mo>=</mo><mn>2</mn></math>"
    answers, remarks = lay_out_sheets(read_webpage(page.encode()), CS637)
    assert [(a.target.quantity, a.number.value) for a in answers if a.target.problem == "2"] == [("dDiv/dw1", 2.0)]
    assert not remarks


def test_what_begins_with_a_heading_is_a_page():
    assert is_webpage(b"\n<h1>Homework</h1><pre>h1 = 0.79</pre>")
    assert not is_webpage(b"# Homework with <b>bold</b> words")


def test_equations_within_one_another_cost_little():
    page = b"<p>h = 1<math>" + b"<mi>" * 20_000 + b"</mrow>" * 20_000
    assert paces(lambda: read_webpage(page)) < LONG
