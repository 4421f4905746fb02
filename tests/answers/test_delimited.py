"""CSV, TSV and text: what a person reads in them, whatever program wrote them."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.answers.containers.delimited import read_delimited
from grader.answers.layouts.text.worth import worth
from grader.answers.record import Cell, Kind
from grader.numbers import Unreadable
from tests.answers.workbook import texts

TABLE = [["quantity", "value"], ["h₁", "0.7875"], ["∂Div/∂w₁", "−0.0077"]]


def read(text: str) -> list[list[str]]:
    [sheet] = read_delimited(text.encode())
    return texts(sheet)


@pytest.mark.parametrize("space", [r"\,", r"\;", r"\!", r"\:"])
def test_a_thin_space_of_latex_parts_no_fields(space):
    formula = rf"\frac{{\partial L}}{{\partial w}} = 2(y-t){space}w_y(1-h^2){space}x"
    assert read(f"Task\n$${formula}$$\n") == [["Task"], [formula]]
    assert read(f"dL/dw,2{space}x\ndL/db,2\n") == [["dL/dw", f"2{space}x"], ["dL/db", "2"]]


@pytest.mark.parametrize("row", ["1,441e-01 -3,635e-01 2,194e-01", "1,522 0 0,158", "1,522 0,158"])
def test_a_line_of_numbers_that_spaces_part_is_one_field(row):
    assert texts(read_delimited(f"b\n{row}\n".encode())[0]) == [["b"], [row]]


def test_a_declared_separator_is_dropped_and_lines_still_count():
    [sheet] = read_delimited(b"sep=;\r\nh1;0,79\r\n")
    assert texts(sheet) == [["h1", "0,79"]]
    assert sheet.place(0, 1) == "line 2"


def test_in_most_rows_there_are_as_many_fields_as_there_should_be():
    [sheet] = read_delimited(b"s1,1,31\nh1,0.79\ns2,2.94\n")
    assert (sheet.rows[0][1].kind, sheet.rows[0][1].text) == (Kind.SPLIT, "1,31")


def test_several_names_of_one_value_are_no_fields_but_where_most_lines_have_them():
    assert read("s1, h1 = 1.31 V\ns2, 2.94\n") == [["s1, h1 = 1.31 V"], ["s2", " 2.94"]]
    assert read("a, h1 = 0.79\nb, h1 = 0.95\n") == [["a", " h1 = 0.79"], ["b", " h1 = 0.95"]]


def test_trailing_commas_and_blank_lines():
    [sheet] = read_delimited(b"title,,\n\nh1,.5,,\n , ,\n")
    assert texts(sheet) == [["title"], [], ["h1", ".5"], []]
    assert [sheet.place(row) for row in range(3)] == ["line 1", "line 2", "line 3"]


def test_a_note_in_a_third_cell_shifts_nothing():
    assert read("quantity,value\nh1,0.79,rounded\nh2,0.95") == [
        ["quantity", "value"],
        ["h1", "0.79", "rounded"],
        ["h2", "0.95"],
    ]


def test_a_separator_in_brackets_separates_nothing():
    assert read("W1[1,2],0.3\nw_{1,2}^1,0.4\nDiv(ŷ, y),[1, 2]\n(0, 1],5") == [
        ["W1[1,2]", "0.3"],
        ["w_{1,2}^1", "0.4"],
        ["Div(ŷ, y)", "[1, 2]"],
        ["(0", " 1]", "5"],
    ]


def test_unquoted_decimal_commas_are_joined_where_nothing_else_can_be_meant():
    [sheet] = read_delimited(b"quantity,value\nh1,0,78751\ndw1,-8,9889E-04\ny,1")
    assert texts(sheet) == [["quantity", "value"], ["h1", "0,78751"], ["dw1", "-8,9889E-04"], ["y", "1"]]
    assert [remark.place for remark in sheet.remarks] == ["line 2", "line 3"]


def test_fields_more_than_the_header_are_told_and_never_shifted():
    [sheet] = read_delimited(b"quantity,value\nh1,0.5\nh2,0,95")
    assert texts(sheet)[2] == ["h2", "0,95"]
    assert sheet.rows[2][1].kind is Kind.SPLIT


def test_decimal_commas_and_a_title_with_a_comma():
    table = [["Lovelace, Ada"], ["quantity", "value"], ["h1", "0,79"], ["dw1", "-0,0077"], ["y", "1"]]
    for mark in ";\t":
        assert read("\n".join(mark.join(row) for row in table)) == table
    assert read("h1,0.79; rounded\nh2,0.95; too")[0] == ["h1", "0.79; rounded"]
    assert read("h1;0.79, rounded\nh2;0,95, too") == [["h1", "0.79, rounded"], ["h2", "0,95, too"]]


def test_printed_output_stays_in_lines():
    printed = "dDiv/dW_1  : 0.0008989\nPrediction : 0.57, rounded\nw1 = 0,5"
    assert read(printed) == [[line] for line in printed.split("\n")]


def test_columns_lined_up_with_spaces():
    assert read("h1        0.79\ndDiv/dw1  0.001") == [["h1", "0.79"], ["dDiv/dw1", "0.001"]]


def test_an_unclosed_quote_swallows_no_line():
    [sheet] = read_delimited(b'h1,"0.79\nh2,0.95\nh3,"a, b"')
    assert texts(sheet) == [["h1", "0.79"], ["h2", "0.95"], ["h3", "a, b"]]
    assert sheet.remarks[0].place == "line 1"


def test_quoted_line_breaks_keep_the_count_of_lines():
    [sheet] = read_delimited(b'"a\nb",1\nc,2')
    assert texts(sheet) == [["a\nb", "1"], ["c", "2"]]
    assert sheet.lines == [1, 3]


def test_every_cell_stays_text():
    [sheet] = read_delimited(b"h1,0.790\nNA,TRUE\n=1+1,0442471")
    assert {cell.kind for row in sheet.rows for cell in row} == {Kind.TEXT}
    assert texts(sheet) == [["h1", "0.790"], ["NA", "TRUE"], ["=1+1", "0442471"]]


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).filter(
    lambda text: text.strip()
)


@given(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=6), st.sampled_from(";\t,"))
@example([["a", "b\n"], ["c", '"d"']], ",")
@example([["0", "0"], ["0", "0", "0"]], ",")
def test_what_the_csv_module_quotes_comes_back(rows, mark):
    rows = [[*row, "end"] for row in rows]
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=mark, quoting=csv.QUOTE_ALL).writerows(rows)
    assert read(f"sep={mark}\n" + buffer.getvalue()) == rows


@pytest.mark.parametrize(
    "text",
    [
        "out_h1,0,59327\nout_h2,0,59688\n",
        "out_h1,0,59327\nE,3\nout_h2,-1,5\n",
        "quantity,value,\nout_h1,0,59327\nout_h2,0,59688\n",
        "quantity,value,note\nout_h1,0,59327\nout_h2,0,59688\n",
        "Größe,Wert,Bemerkung\nout_h1,0,59327,geschätzt\nout_h2,0,59688\n",
        "out_h1,out_h2\n0,59327,0,59688\n",
        "out_h1,0,59327,out_h2,0,59688\n",
        "1,out_h1,0,59327\n1,out_h2,0,59688\n",
    ],
)
def test_a_decimal_comma_that_separates_is_never_nought(text):
    [sheet] = read_delimited(text.encode())
    values = [cell.text for row in sheet.rows for cell in row]
    assert "0,59327" in values
    assert "0" not in values
    assert not {cell.kind for row in sheet.rows for cell in row} & {Kind.SPLIT}
    assert any("decimal comma" in remark.issue for remark in sheet.remarks)


@pytest.mark.parametrize(
    "text",
    [
        "out_h1,0,59327\nout_h2,0.59688\n",
        "quantity,value\nh1,0.5\nout_h1,0,59327\nh2,1,2,3",
        "W,0.5,0.2\nout_h1,0,59327\n",
        "out_h1,0,59327\nh1,0.5\nh2,0.25\n",
    ],
)
def test_where_something_else_can_be_meant_it_is_no_answer(text):
    [sheet] = read_delimited(text.encode())
    [split] = [cell for row in sheet.rows for cell in row if cell.kind is Kind.SPLIT and cell.text == "0,59327"]
    assert "or two?" in getattr(worth(split), "reason", "")


@pytest.mark.parametrize(
    "text",
    [
        "quantity,value,points\nh1,0,5\nh2,1,5\n",
        "quantity,value,points\nh1,0,100\nh2,0.5,100\n",
        "h1,1,2\nh2,3,4\n",
        "sample,h1,h2\n1,0,120\n2,5,130\n",
        "W1\n0,120\n110,3\n",
        "x1,x2,y\n0,255,1\n255,0,0\n",
        "A1,0,0,2.2\n,0,0.8,0\nL,3.78\n",
        "L,5.7\nr,0,5,0.7\nh,-3,5,0.7\n",
        "L,5.7\nr,0,0\n",
    ],
)
def test_numbers_in_columns_of_their_own_are_left_alone(text):
    [sheet] = read_delimited(text.encode())
    assert texts(sheet) == [line.split(",") for line in text.split()]
    assert not sheet.remarks


@pytest.mark.parametrize("text", ["0x10", "-0x1F", "0b11", "NaN", "1e999", "1_000"])
def test_what_only_programs_call_a_number_is_none(text):
    assert isinstance(worth(Cell(Kind.TEXT, text)), Unreadable)


TITLES = [
    "",
    "Hausaufgabe 1, Kim",
    "Hausaufgabe 1, Kim, 4711\n\nAlles von Hand, außer E",
    "Kim\nNetz, wie in der Vorlesung:",
]


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("sign", [" = ", ": ", "=", " ≈ "])
def test_a_comma_in_a_title_makes_no_fields_of_decimal_commas(title, sign):
    lines = [f"net_h1{sign}0,3775", f"net_h2{sign}-0,39", f"w_{{1,2}}{sign}1,5"]
    rows = read("\n".join([title, *lines]))
    assert rows[-3:] == [[line] for line in lines]


@pytest.mark.parametrize("title", TITLES)
def test_a_comma_in_a_title_and_decimal_points(title):
    lines = ["h1 = 0.79", "h2 = 0.95, by hand", "s1 = 1.31"]
    assert read("\n".join([title, *lines]))[-3:] == [[line] for line in lines]


@pytest.mark.parametrize("lines", [["h1 = 0.79, h2 = 0.95"], ["h1: 0.79,h2: 0.95", "s1: 1.31,s2: 2.9"]])
def test_a_comma_before_another_name_and_sign_makes_no_fields(lines):
    assert read("\n".join(lines)) == [[line] for line in lines]


@pytest.mark.parametrize("title", ["", "Homework\n", "Homework of Ada, 4711\n"])
@pytest.mark.parametrize("name", ["h1 =", "h1:", "h1 = sigmoid(s1)", "h1: the first"])
def test_a_sign_at_the_end_of_a_name_makes_no_sentence(title, name):
    assert read(f"{title}{name},0.79\ns1,1.31\n{name},0.95")[-3:] == [[name, "0.79"], ["s1", "1.31"], [name, "0.95"]]


@pytest.mark.parametrize(
    "text",
    [
        "Z =\n0.75 -0.50 1\n-0.04 0.46 0.25\nb2 new = 0.1417",
        "Z =\n0.75  -0.50  1\n-0.04  0.46  0.25\nb2 new = 0.1417",
        "Z:\n[0.75 -0.50 1]\n[-0.04 0.46 0.25]\nL = 0.6883",
        "Z =\n| 0.75 -0.50 1 |\n| -0.04 0.46 0.25 |",
        "Z =\n⎡ 0.75 -0.50 1 ⎤\n⎣ -0.04 0.46 0.25 ⎦",
        "Z =\n\t0.75\t-0.50\t1\n\t-0.04\t0.46\t0.25\nL = 0.6883",
        "Z\n0.75   -0.50   1\n-0.04   0.46   0.25\nL = 0.6883",
    ],
)
def test_a_matrix_typed_row_by_row_below_its_name_is_one_list(text):
    first = read_delimited(text.encode())[0].rows[0]
    assert [cell.text.replace(":", " =") for cell in first] == ["Z = [[0.75, -0.50, 1], [-0.04, 0.46, 0.25]]"]


def test_a_numbered_list_is_no_matrix():
    assert read("z =\n1. 0.75\n2. -0.50\nL = 0.6")[0] == ["z = [[0.75], [-0.50]]"]
    assert read("Z =\n1. 0.75\n3. -0.50\nL = 0.6")[0] == ["Z = [[1., 0.75], [3., -0.50]]"]


@pytest.mark.parametrize(
    "text", ["Z =\n0.75 -0.50\n0.25", "Z =\n0.75 0,5\n1 2", "Z\n0.1\t0.2\n0.3\t0.4", "x y\n1 2\n3 4"]
)
def test_what_is_not_surely_a_matrix_below_its_name_stays_as_it_is(text):
    assert not any("[[" in cell.text for row in read_delimited(text.encode())[0].rows for cell in row)


@pytest.mark.parametrize(
    "line", ["{} | {} | ok", "| {} | {} | ok", "{} | {} | ok |", "| {} | {} | ok |", "{}\t│ {} │ ok"]
)
def test_borders_part_fields_with_a_frame_or_without(line):
    text = "\n".join(line.format(*each) for each in (("h1", "0.79"), ("L", "0.3")))
    assert [row[:3] for row in read(text)] == [["h1", "0.79", "ok"], ["L", "0.3", "ok"]]


def test_decimal_commas_of_sentences_that_end_in_full_stops():
    lines = ["La salida es ŷ = 0,5787.", "El error es Div = 0,0062.", "∂Div/∂w1 = 0,0009"]
    assert read("\n".join(lines)) == [[line] for line in lines]


def test_a_statement_among_fields_keeps_its_decimal_comma():
    [sheet] = read_delimited(b"quantity,value\ns1,1.31\ns2,2.9\nh1 = 0,79\nx = 1,2,3")
    assert texts(sheet)[3:] == [["h1 = 0,79"], ["x = 1", "2,3"]]
    assert [remark.issue for remark in sheet.remarks] == ["read 'h1 = 0,79' as one number with a decimal comma"]


@pytest.mark.parametrize(
    "text", ["     s1    h1\n0  1.31  0.79\n", "s1,h1\n1,1.31,0.79\n2,1.5,0.8", "s1\th1\n0\t1.31\t0.79"]
)
def test_a_header_with_nothing_over_the_numbers_of_the_rows(text):
    assert read(text)[0] == ["", "s1", "h1"]


@pytest.mark.parametrize("text", ["s1,h1\n1,1,79\n", "s1,h1\n3,1.31,0.79", "s1,h1\n1,0.79\n"])
def test_a_number_that_may_be_an_answer_is_none_of_the_rows(text):
    assert read(text)[0] == ["s1", "h1"]


def test_quotation_marks_as_word_makes_them():
    assert read("“h1”,“0,79”\n„s1“,“1.31”") == [["h1", "0,79"], ["s1", "1.31"]]


@pytest.mark.parametrize(
    "text",
    [
        '"name" "value"\n"1" "s1" 1.31\n"2" "h1" 0.79\n',
        "# A tibble: 2 x 2\n  name  value\n  <chr> <dbl>\n1 s1     1.31\n2 h1     0.79\n",
        "    Name     Value\n    ______    _____\n\n    {'s1'}    1.31\n    {'h1'}    0.79\n",
    ],
)
def test_tables_as_r_and_matlab_write_them(text):
    assert [row[-2:] for row in read(text) if row][-2:] == [["s1", "1.31"], ["h1", "0.79"]]


@pytest.mark.parametrize(
    "line", [r"\begin{align*} s_1 &= 1.31 \end{align*}", r"\begin{equation}\label{eq:s} s_1 &= 1.31 \end{equation}"]
)
def test_what_stands_around_equations_of_latex_says_nothing(line):
    assert read(f"{line}\n") == [[" s_1 &= 1.31 "]]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("f = y if |y| <= d, d otherwise\n", [["f = y if |y| <= d, d otherwise"]]),
        ("f = y if |y| <= d, d otherwise\ng = 1 if y > 0, 0 else\n", [["f = y if |y| <= d, d otherwise"],
         ["g = 1 if y > 0, 0 else"]]),
        ("f = y   if |y| <= d\n    d   otherwise\n", [["f = y   if |y| <= d; d   otherwise"]]),
        ("f = { y : |y| <= d\n    { d : else\n", [["f = { y : |y| <= d; { d : else"]]),
        ("f = y if |y| <= d\nf = d if |y| > d\n", [["f = y if |y| <= d; d if |y| > d"]]),
        ("f = \\begin{cases}\n y & y = 0 \\\\\n 1, & y > 0\n\\end{cases}\ng = 1\n",
         [["f = \\begin{cases} y & y = 0 \\\\ 1, & y > 0 \\end{cases}"], ["g = 1"]]),
        ('f,"\\begin{cases}\n y & y = 0 \\\\\n 1, & y > 0\n\\end{cases}"\ng,1\n',
         [["f", "\\begin{cases} y & y = 0 \\\\ 1, & y > 0 \\end{cases}"], ["g", "1"]]),
        ("z1 = 0.3 > 0\n(0 otherwise)\nh1 = 0.3\n", [["z1 = 0.3 > 0"], ["(0 otherwise)"], ["h1 = 0.3"]]),
    ],
)  # fmt: skip
def test_a_formula_in_cases_is_one_field_of_one_line(text, rows):
    assert [row for row in read(text) if row] == rows


def test_a_function_of_a_number_is_no_second_name_before_a_sign():
    assert read("quantity,value\ns1,0.7+0.61 = 1.31\nh1,sigmoid(1.31)=0.79\n")[2] == ["h1", "sigmoid(1.31)=0.79"]


@pytest.mark.parametrize("end", ["h1,0.", "h1,1.2e-", 'z,"[0.1, 0.', "z = [0.1, 0.2"])
def test_a_file_that_ends_in_the_middle_of_something_is_told(end):
    [sheet] = read_delimited(f"quantity,value\ns1,1.31\n{end}".encode())
    assert sheet.remarks[-1].place == "line 3"
    [sheet] = read_delimited(b"quantity,value\ns1,1.31\nh1,0.79")
    assert not sheet.remarks


def test_the_header_of_a_frame_has_nothing_over_the_names_where_it_begins_with_spaces():
    [sheet] = read_delimited(b"   grad new\nw1 0.41 0.15\nw2 0.88 0.19\n")
    assert [[cell.text for cell in row] for row in sheet.rows][:2] == [["", "grad", "new"], ["w1", "0.41", "0.15"]]


@pytest.mark.parametrize("text", ["L = 1 234,5", "L = 1 234,5\nh1 = 0,79\n"])
def test_a_number_in_groups_behind_a_name_is_one(text):
    [sheet] = read_delimited(text.encode())
    assert [cell.text for cell in sheet.rows[0]] == ["L = 1 234.5"]
