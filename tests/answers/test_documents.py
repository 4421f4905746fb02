"""Word and OpenDocument texts: paragraphs, tables and equations, as a person reads them."""

import pytest

from grader.answers.layouts import lay_out_sheets
from grader.answers.record import ContainerError
from grader.numbers import Number
from tests.answers.layouts.sheets import CS637, RELU
from tests.answers.workbook import opened, texts, zipped

WORD = 'xmlns:w="urn:w" xmlns:m="urn:m" xmlns:mc="urn:mc" xmlns:a="urn:a"'
TYPES = {"odt": b"application/vnd.oasis.opendocument.text"}


def docx(body, name="word/document.xml"):
    return zipped({"[Content_Types].xml": "<Types/>", name: f"<w:document {WORD}><w:body>{body}</w:body></w:document>"})


def odt(body, styles=""):
    space = 'xmlns:text="urn:t" xmlns:table="urn:b" xmlns:office="urn:o" xmlns:style="urn:s" xmlns:draw="urn:d"'
    inner = f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}</office:text>"
    content = f"<office:document-content {space}>{inner}</office:body></office:document-content>"
    return zipped({"mimetype": TYPES["odt"], "content.xml": content})


def p(*runs):
    return f"<w:p>{''.join(run if run.startswith('<') else r(run) for run in runs)}</w:p>"


def r(text, align=""):
    how = f'<w:rPr><w:vertAlign w:val="{align}"/></w:rPr>' if align else ""
    return f'<w:r>{how}<w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows):
    cells = ("".join(f"<w:tc><w:tcPr/>{p(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def t(text):
    return f"<m:r><m:t>{text}</m:t></m:r>"


def math(*parts):
    return f"<m:oMath>{''.join(part if part.startswith('<') else t(part) for part in parts)}</m:oMath>"


def e(kind, marks="", **operands):
    inner = "".join(
        f"<m:{name}>{text if text.startswith('<') else t(text)}</m:{name}>" for name, text in operands.items()
    )
    return f"<m:{kind}>{f'<m:{kind}Pr>{marks}</m:{kind}Pr>' if marks else ''}{inner}</m:{kind}>"


def found(data, names=CS637, problem="2"):
    answers, remarks = lay_out_sheets(opened(data, "ada.docx"), names)
    values = {}
    for a in answers:
        if a.target and a.target.problem == problem:
            place = a.target.quantity if a.target.index is None else a.target[1:]
            values[place] = a.number.value if isinstance(a.number, Number) else a.number
    return values, remarks


W1 = e("sSub", e="w", sub="1")


@pytest.mark.parametrize(
    ("equation", "line"),
    [
        (math(e("f", num="∂Div", den="∂" + "w1"), "=0.5"), "∂Div/∂w1=0.5"),
        (math(e("f", num="y-1", den="2")), "(y-1)/2"),
        (math(e("f", num=t("∂Div"), den=t("∂") + W1)), "∂Div/∂w_{1}"),
        (math(e("sSubSup", e="w", sub="1,2", sup="1")), "w_{1,2}^{1}"),
        (math(e("sSup", e="w", sup="′"), e("sSup", e="x", sup="2")), "w′x^{2}"),
        (math(e("acc", '<m:chr m:val="&#x0302;"/>', e="y")), "y\u0302"),
        (math(e("acc", e="y")), "y\u0302"),
        (math(e("bar", e="x")), "x\u0304"),
        (math(e("rad", deg="", e="x1")), "sqrt(x1)"),
        (math("σ", e("d", e="s1")), "σ(s1)"),
        (math(e("d", '<m:begChr m:val="["/><m:endChr m:val="]"/>', e="a")), "[a]"),
        (math(e("func", fName="tanh", e="x")), "tanh(x)"),
        (math(e("nary", '<m:chr m:val="∑"/>', sub="i", sup="n", e="x")), "∑_{i}^{n}x"),
        (math(e("limLow", e="max", lim="x")), "max_{x}"),
        (math("h=1", "<m:r><w:br/></m:r>", "k=2"), "h=1\nk=2"),
    ],
)
def test_equations_are_lines(equation, line):
    assert "\n".join(row[0] for row in texts(opened(docx(p(equation)))[0])) == line


def test_a_matrix_of_an_equation():
    rows = "".join(f"<m:mr><m:e>{t(a)}</m:e><m:e>{t(b)}</m:e></m:mr>" for a, b in [("0.1", "-0.2"), ("0.3", "4")])
    fenced = e("d", '<m:begChr m:val="["/><m:endChr m:val="]"/>', e=f"<m:m><m:mPr/>{rows}</m:m>")
    values, remarks = found(docx(p(math(e("sSup", e=e("sSub", e="W", sub="1"), sup="'"), "=", fenced))), RELU, "")
    matrix = {("W1'", (1, 1)): 0.1, ("W1'", (1, 2)): -0.2, ("W1'", (2, 1)): 0.3, ("W1'", (2, 2)): 4.0}
    assert (values, remarks) == (matrix, [])


def test_paragraphs_tables_and_equations_in_order():
    working = p(math(e("f", num="∂Div", den=t("∂") + W1), "=", "-0.03·", "-0.03=0.0009"))
    body = [
        p("Homework of Ada, 4711"),
        p("Problem 3"),
        p("dDiv/dw1 = 0.5"),
        p("Problem 2"),
        table(["Größe", "Rechenweg", "Wert"], ["h1", "1/(1+exp(-1.31))", "0,7875"], ["s1", "", "1,31"]),
        p(r("h"), r("2", "subscript"), " = 9.5·10", r("-1", "superscript")),
        working,
        p("s", "2", " = 2.9, ", "Div", " = 0.0062"),
    ]
    values, remarks = found(docx("".join(body)))
    assert values == {"h1": 0.7875, "s1": 1.31, "h2": 0.95, "dDiv/dw1": 0.0009, "s2": 2.9, "Div": 0.0062}
    assert not remarks


@pytest.mark.parametrize("tag", ["sub", "SUB"])
def test_letters_below_the_line_are_indices_on_a_web_page_too(tag):
    rows = f"<tr><td>h<{tag}>1</{tag}></td><td>0.79</td></tr><tr><td>s<sub>2</sub></td><td>3·10<sup>-1</sup></td></tr>"
    assert found(f"<html><table>{rows}</table></html>".encode())[0] == {"h1": 0.79, "s2": 0.3}


@pytest.mark.parametrize(
    "page",
    [
        "<ul><li><b>h1</b>: <code>0.79</code></li><li><b>s2</b>: 0.3</li></ul>",
        "<dl><dt>h1</dt><dd>0.79</dd><dt>s2</dt><dd>0.3</dd></dl>",
        '<p dir="ltr">h1 = 0.79</p><p dir="ltr">s2 = 0.3</p>',
    ],
)
def test_a_piece_of_a_web_page_as_an_lms_keeps_it(page):
    assert found(page.encode()) == ({"h1": 0.79, "s2": 0.3}, [])


def test_a_heading_holds_for_the_table_after_it():
    body = p("Updated Model") + table(["MSE", "0.84"], ["b_1^1", "0.49"])
    assert found(docx(body), RELU, "")[0] == {"MSE'": 0.84, ("b1'", (1,)): 0.49}
    prose = p("In the next step we would get another one, and in the one after that yet another.")
    assert found(docx(prose + table(["MSE", "1.65"], ["w", "1"])), RELU, "")[0] == {"MSE": 1.65}


def test_a_table_of_numbers_has_its_name_above_it():
    body = p("W1' =") + table(["0.1", "−0,2"], ["0.3", "4"]) + p("") + p("MSE = 1.65")
    values, _ = found(docx(body), RELU, "")
    assert values == {
        ("W1'", (1, 1)): 0.1,
        ("W1'", (1, 2)): -0.2,
        ("W1'", (2, 1)): 0.3,
        ("W1'", (2, 2)): 4.0,
        "MSE": 1.65,
    }


def test_what_is_no_text_is_left_out():
    aside = (
        "<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr>"
        "<w:del><w:r><w:delText>h1 = 0.1</w:delText></w:r></w:del>"
        "<mc:AlternateContent><mc:Choice><w:r><w:t>h1 = 0.79</w:t></w:r></mc:Choice>"
        "<mc:Fallback><w:r><w:t>h1 = 0.3</w:t></w:r></mc:Fallback></mc:AlternateContent>"
        "<w:r><w:instrText>PAGE 5</w:instrText></w:r></w:p><w:moveFrom><w:r><w:t>s1 = 3</w:t></w:r></w:moveFrom>"
    )
    assert texts(opened(docx(aside))[0]) == [["h1 = 0.79"]]


def test_merged_and_nested_cells():
    wide = "<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p/></w:tc>"
    nested = f"<w:tc>{p('a')}{table(['b', 'c'])}{p('d')}</w:tc>"
    body = f"<w:tbl><w:tr>{wide}<w:tc>{p('h1')}</w:tc></w:tr><w:tr>{nested}</w:tr></w:tbl>"
    assert texts(opened(docx(body))[0]) == [["", "", "h1"], ["a\nb\nc\nd"]]


def test_pictures_are_told():
    [sheet] = opened(docx(p("h1 = 0.79") + "<w:p><w:r><a:blip/></w:r></w:p>"))
    assert "picture" in sheet.remarks[0].issue
    with pytest.raises(ContainerError, match="pictures and no text"):
        opened(docx("<w:p><w:r><a:blip/></w:r></w:p>"))


@pytest.mark.parametrize("name", ["word/document.xml", "word/document2.xml"])
def test_whatever_its_part_is_called(name):
    assert texts(opened(docx(p("h1 = 0.79"), name))[0]) == [["h1 = 0.79"]]


def test_an_opendocument_text():
    styles = "<style:style style:name='T1'><style:text-properties style:text-position='super 58%'/></style:style>"
    styles += "<style:style style:name='T2'><style:text-properties style:text-position='sub 58%'/></style:style>"
    cells = "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in ("s1", "1.31"))
    body = (
        "<text:tracked-changes><text:p>h1 = 0.1</text:p></text:tracked-changes><text:h>Problem 2</text:h>"
        "<text:p>h<text:span text:style-name='T2'>1</text:span> = 7.9·10<text:span text:style-name='T1'>-1</text:span>"
        "<office:annotation><text:p>0.5</text:p></office:annotation></text:p>"
        f"<table:table><table:table-row>{cells}</table:table-row></table:table>"
        "<text:p>Div =<text:s text:c='3'/>0.0062<text:line-break/>s2 = 2.9</text:p>"
    )
    values, remarks = found(odt(body, styles))
    assert (values, remarks) == ({"h1": 0.79, "s1": 1.31, "Div": 0.0062, "s2": 2.9}, [])


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (docx(p("h1 = 0.79"))[:-20], "cannot be opened"),
        (docx(""), "empty"),
        (docx("<w:p>"), "damaged"),
        (zipped({"word/document.xml": "<!DOCTYPE w [<!ENTITY a 'b'>]><w>&a;</w>"}), "document type"),
        (docx(p("<m:oMath>" + "<m:f><m:num>" * 60 + "</m:num></m:f>" * 60 + "</m:oMath>")), "no document is"),
        (odt("<text:p/>"), "empty"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.graphics", "content.xml": "<x/>"}), "not a workbook"),
    ],
)
def test_what_cannot_be_read_is_said(data, what):
    with pytest.raises(ContainerError, match=what):
        opened(data, "ada.docx")


@pytest.mark.parametrize("mark", ["<w:strike/>", "<w:dstrike/>", '<w:strike w:val="true"/>'])
def test_what_is_crossed_out_is_taken_back(mark):
    struck = f"<w:r><w:rPr>{mark}</w:rPr><w:t>h1 = 0.9</w:t></w:r>"
    assert found(docx(p(struck, r(" h1 = 0.79"))))[0] == {"h1": 0.79}
    kept = struck.replace(mark, '<w:strike w:val="0"/>').replace("0.9", "0.79")
    assert found(docx(p(kept)))[0] == {"h1": 0.79}


@pytest.mark.parametrize("tag", ["s", "del", "strike"])
def test_what_is_crossed_out_on_a_web_page_is_taken_back(tag):
    page = f"<html><p>h1 = <{tag}>0.9</{tag}> 0.79</p><table><tr><td>s1<td><{tag}>2</{tag}>1.31</table></html>"
    assert found(page.encode())[0] == {"h1": 0.79, "s1": 1.31}
    assert found(f"<html><p>h1 = <{tag}>0.79<p>s1 = 1.31</html>".encode())[0] == {"h1": 0.79, "s1": 1.31}


def test_what_is_crossed_out_in_markdown_is_taken_back():
    assert found(b"h1 = ~~0.9~~ 0.79\ns1 = ~1.31")[0] == {"h1": 0.79, "s1": 1.31}
    assert found(b"h1 = ~~0.9~~0.79")[0] == {"h1": 0.79}
    assert found(b"| q | v |\n|---|---|\n| h1 | ~~0.9~~ 0.79 |\n| s1 | 1.31 |")[0] == {"h1": 0.79, "s1": 1.31}


def test_tildes_behind_names_cross_nothing_out():
    assert "not understood" in str(found(b"h1~~0.79\ts1~~1.31")[1])
