"""`overrides.csv`: what a row may say, and every fault with its line, all at once."""

from fractions import Fraction

import pytest

from grader.errors import GradeError
from grader.overrides import read_overrides
from grader.overrides.reading import COLUMNS

HEAD = "student,quantity,value,points,verdict,reason,who\n"


@pytest.fixture
def reads(tmp_path):
    def read(text):
        path = tmp_path / "overrides.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_overrides(path)

    return read


@pytest.fixture
def faults(reads):
    def refuse(text):
        with pytest.raises(GradeError) as caught:
            reads(text)
        return [str(fault) for fault in caught.value.faults]

    return refuse


def test_no_file_is_no_rulings(tmp_path):
    assert read_overrides(tmp_path / "overrides.csv") == ()


def test_a_row_rules_on_a_student_or_on_a_value(reads):
    one, other = reads(HEAD + 'ada,h1,,0.5,,"misprint, page 2",M. Meyer\n\n,h1,0.38,,Correct,,\n')
    assert (one.line, one.student, one.quantity, one.points, one.verdict) == (2, "ada", "h1", Fraction(1, 2), "")
    assert (one.reason, one.who) == ("misprint, page 2", "M. Meyer")
    assert (other.line, other.student, other.value, other.points, other.verdict) == (4, "", "0.38", None, "correct")


@pytest.mark.parametrize(
    "text",
    [
        "Student;Quantity;Points\nada;h1;0,5\n",
        "\ufeffquantity\tstudent\tpoints\r\nh1\tada\t0.5\r\n",
        'points,student,quantity\n0.5,"ada",h1\n',
        "student,,quantity,points,,\nada,,h1,0.5,,\n",
    ],
)
def test_a_spreadsheet_s_own_ways_of_writing_csv(reads, text):
    [row] = reads(text)
    assert (row.student, row.quantity, row.points) == ("ada", "h1", Fraction(1, 2))


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
def test_a_spreadsheet_s_own_alphabets(reads, encoding):
    [row] = reads("Student;Quantity;Points;Reason\nMüller, Zoë;h1;0,5;“as told”\n".encode(encoding))
    assert (row.student, row.points, row.reason) == ("Müller, Zoë", Fraction(1, 2), "“as told”")


def test_a_row_over_several_lines_does_not_move_those_after_it(reads):
    assert [row.line for row in reads(HEAD + 'a,h1,,1,,"two\nlines",\nb,h1,,1,,,\n')] == [2, 4]


def test_a_reason_may_hold_what_a_word_processor_puts_between_lines(reads):
    first, second = reads(HEAD + "a,h1,,1,,one\vtwo\u2028three\x85,\r\nb,h1,,1,,,\r\n")
    assert (first.reason, second.line) == ("one\vtwo\u2028three", 3)


def test_all_faults_are_said_at_once(faults):
    rows = ["ada,,,1,,,", ",h1,,1,,,", "ada,h1,0.3,1,,,", "ada,h1,,,,,", "ada,h1,,1,correct,,", "ada,h1,,-1,,,",
            "ada,h1,,,corect,,", "ada,h1,,,1,,a,b"]  # fmt: skip
    assert faults(HEAD + "\n".join(rows) + "\n") == [
        "overrides.csv:2: no quantity (name it as marks.csv does, or 'total' for all of a problem)",
        "overrides.csv:3: neither a student nor a value (one of them)",
        "overrides.csv:4: both a student and a value (one of them)",
        "overrides.csv:5: neither points nor a verdict (one of them)",
        "overrides.csv:6: both points and a verdict (one of them)",
        "overrides.csv:7: '-1' is not a number of points (a number, 0 or more)",
        "overrides.csv:8: unknown verdict 'corect' (did you mean 'correct'?)",
        "overrides.csv:9: 8 fields under 7 headings (put quotes around a text with separators in it, "
        "or take a separator out)",
    ]


KNOWN = ", ".join(COLUMNS)
ALL = [
    f"overrides.csv:1: no column 'quantity' (the columns are {KNOWN})",
    f"overrides.csv:1: no column 'student', nor 'value' (the columns are {KNOWN})",
    f"overrides.csv:1: no column 'points', nor 'verdict' (the columns are {KNOWN})",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("student,points\na,1\n", ALL[:1]),
        ("quantity,points\nh1,1\n", ALL[1:2]),
        ("student,quantity\nada,h1\n", ALL[2:]),
        (
            "student,quantity,point\nada,h1,1\n",
            ["overrides.csv:1: unknown column 'point' (did you mean 'points'?)", *ALL[2:]],
        ),
        (HEAD + 'ada,"h1,,1\n', ["overrides.csv:2: not a row of CSV: unexpected end of data (check the quotes)"]),
        (
            HEAD.encode() + b"ad\x81,h1,,1,,,\n",
            ["overrides.csv:2: not text that can be read (save it as CSV in UTF-8)"],
        ),
        (
            "student,quantity,points,Points\na,h1,1,2\n",
            ["overrides.csv:1: 2 columns are called 'points' (keep one of them)"],
        ),
        (
            "student,quantity,points,\na,h1,1,misprint\n",
            [f"overrides.csv:1: a column without a heading (the columns are {KNOWN})"],
        ),
        (b"", ALL),
    ],
)
def test_a_fault(faults, text, expected):
    assert faults(text) == expected


@pytest.mark.parametrize("data", [b"\0\0\0", b"PK\x03\x04" + bytes(range(128))])
def test_what_is_no_text_is_told(faults, data):
    assert faults(data) == ["overrides.csv: is not text (save it as CSV)"]
