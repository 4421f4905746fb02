"""What is no TOML, as people write it: each fault with how it is written here, and no other that comes of it."""

import pytest

from tests.rubric.conftest import Refuses
from tests.rubric.texts import FORWARD, GIVEN, MARKS, RIGHT


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("[1, 2]", "[1, 2", "2:1: unclosed array (a ']' is missing)"),
        ("w = 2", "w =", "3:4: invalid value (a number, a list, or a text in quotes)"),
        ("w = 2", "w 2", "3:3: expected '=' after a key in a key/value pair (a line reads key = value)"),
        ('x1*w"', "x1*w", "5:10: illegal character 'line end' (a closing quote is missing)"),
        ("[forward]", "[given]", "4:7: the table 'given' stands twice"),
        (
            "[forward]",
            "[forward",
            "4:9: expected ']' at the end of a table declaration (as in [marks] or [credit.\"dL/dw\"])",
        ),
        (
            "[forward]",
            "[problem]\n[problem]\n[forward]",
            "5:9: the table 'problem' stands twice (each begins with [[problem]])",
        ),
        (
            "[forward]",
            "[problem.accept]\n[problem.accept]\n[forward]",
            "5:16: the table 'problem.accept' stands twice (each begins with [[problem.accept]])",
        ),
        ("w = 2", "w = " + "9" * 5000, "3:5: a number of too many digits"),
    ],
)
def test_a_fault_of_the_syntax_brings_no_others_with_it(faults: Refuses, before: str, after: str, fault: str) -> None:
    assert faults(RIGHT.replace(before, after)) == [f"hw.toml:{fault}"]


@pytest.mark.parametrize(
    ("value", "todo"),
    [
        ("“x1*w”", 'quotes are straight: "…"'),
        ("[−0.7, 1]", "write '-'"),
        ("0,5", "a number has a point, as in 0.5"),
        (".5", "a digit stands before the point, as in 0.5"),
        ("[1, .5]", "a digit stands before the point, as in 0.5"),
        ("0.1 %", 'a share stands in quotes, as in "0.1 %"'),
        ("[1, 2; 3, 4]", "rows are lists, as in [[1, 2], [3, 4]]"),
        ("1 // one", "a remark stands behind #"),
        ("1/3", "write the number, as in 0.5"),
        ("sigmoid(s1)", 'a formula stands in quotes, as in "sigmoid(s1)"'),
        ("2*w", 'a formula stands in quotes, as in "sigmoid(s1)"'),
        (r'"\sigma"', "write it twice, or put the text in single quotes"),
        ("sgd", "a number, a list, or a text in quotes"),
    ],
)
def test_a_value_as_it_is_written_elsewhere_is_told_how_it_is_written_here(
    faults: Refuses, value: str, todo: str
) -> None:
    [fault] = faults(RIGHT.replace("w = 2", f"w = {value}"))
    assert fault.endswith(f"({todo})"), fault


def test_faults_of_the_syntax_and_of_the_contents_come_together(faults: Refuses) -> None:
    text = GIVEN + 'b = 1 2\nc = [1,\n  2,, 3]\n[forward]\ns = "x1*q"\nt = "b*c"\n' + MARKS
    assert [message.split(":")[1] for message in faults(text)] == ["4", "6", "8"]


@pytest.mark.parametrize("name", ["ds/dw", "w'", "W[1,2]", "s[t]"])
def test_a_name_that_needs_quotes_is_said_to_need_them(faults: Refuses, name: str) -> None:
    [fault] = faults(f"{GIVEN}{FORWARD}[marks]\n{name} = 1\n")
    assert fault.endswith(f'(put the name in quotes: "{name}" = …)')
