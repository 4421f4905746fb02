"""What a TA sees: every student of a class, the spread of a large one, and nothing that moves the cursor."""

import io
import re

import pandas as pd
import pytest
from rich.cells import cell_len

from grader.answers import Person
from grader.errors import Attention, Weight
from grader.reports import show_class, show_files, show_roster
from grader.reports.terminal import _alike
from grader.roster import Enrolled


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


def gradebook(students, problems=("1", "2"), points=1.5):
    table = {"student": list(students), **dict.fromkeys(problems, points)}
    total = points * len(problems)
    return pd.DataFrame({**table, "total": total, "out of": 2.0 * len(problems), "percent": 75.0})


def answers(verdicts=("correct",), causes=("",)):
    return pd.DataFrame({"verdict": list(verdicts), "cause": list(causes)})


def shown(grades, table=None, out=None):
    out = io.StringIO() if out is None else out
    show_class(grades, answers() if table is None else table, out)
    return out.getvalue()


def test_points_have_two_decimals_at_most():
    """Those in the gradebook are exact."""
    assert re.search(r"^ada +31\.86 +2 ", shown(gradebook(["ada"], ["1"], 31.8611)), re.M)


def test_each_student_has_a_row():
    lines = shown(gradebook(["ada", "ben"])).splitlines()
    assert lines[0].split() == ["student", "1", "2", "total", "out", "of", "percent"]
    assert [line.split() for line in lines[2:4]] == [
        ["ada", "1.5", "1.5", "3", "4", "75.0"],
        ["ben", "1.5", "1.5", "3", "4", "75.0"],
    ]


def test_students_are_called_by_the_names_of_the_class_list():
    known = gradebook(["a@u.edu", "b@u.edu", "c@u.edu", "d"]).assign(name=["Ada A", "Kim K", "Kim K", ""])
    rows = shown(known).splitlines()[2:6]
    assert [row.split("  ")[0] for row in rows] == ["Ada A", "d", "Kim K (b@u.edu)", "Kim K (c@u.edu)"]


def test_of_a_large_class_its_spread_is_shown():
    grades = gradebook([f"s{i:03}" for i in range(101)])
    grades["total"] = [float(i) for i in range(101)]
    grades["by hand"] = 1.0
    text = shown(grades)
    assert "by hand" not in text.splitlines()[0]
    rows = {line.rsplit(maxsplit=5)[0]: line.split()[-3] for line in text.splitlines() if line[:1].isalpha()}
    assert {name: rows[name] for name in ("highest", "upper quarter", "median", "lower quarter", "lowest", "mean")} == {
        "highest": "100", "upper quarter": "75", "median": "50", "lower quarter": "25", "lowest": "0", "mean": "50",
    }  # fmt: skip
    assert "101 students" in text
    assert "s000" not in text


@pytest.mark.parametrize("name", ["\x1b[31mred", "a\rb", "a\nb", "\x9b2J", "\u202eadb"])
def test_a_name_cannot_move_the_cursor(name):
    for text in (shown(gradebook([name])), shown(gradebook(["ada"], problems=(name, "2")))):
        assert not any(ord(c) < 32 or 127 <= ord(c) < 160 or c == "\u202e" for c in text.replace("\n", ""))
        assert len({len(line) for line in text.splitlines()[:3]}) == 1


def test_what_a_mac_hides_beside_each_file_does_not_look_like_work_that_was_left_out():
    ignored = [f"__MACOSX/hw/{name}s{n}.csv" for n in range(20) for name in ("._", "")]
    assert _alike(ignored) == ["._s….csv × 20", "s….csv × 20"]


def test_markup_in_a_name_is_a_name():
    assert "[bold]x[/bold]" in shown(gradebook(["[bold]x[/bold]"]))


@pytest.mark.parametrize("name", ["日本語" * 30, "ben"])
@pytest.mark.parametrize("problems", [2, 4, 5, 6, 30])
@pytest.mark.parametrize("columns", [36, 50, 60, 80, 200])
def test_a_table_is_never_wider_than_the_terminal(columns, problems, name, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERM", "xterm")
    text = shown(gradebook([name, "ada"], [f"p{i}" for i in range(problems)]), out=Terminal())
    lines = re.sub("\x1b.*?m", "", text).splitlines()
    assert max(map(cell_len, lines)) <= columns
    assert lines[0].split()[-4:] == ["total", "out", "of", "percent"]
    assert lines[0].count("p") - 1 in (0, problems)
    assert ("p0" in lines[0]) >= (columns == 200 and problems < 30)


def test_colour_only_where_somebody_looks(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[" not in shown(gradebook(["ada"]))
    assert "\x1b[" in shown(gradebook(["ada"]), out=Terminal())


def test_where_symbols_cannot_be_shown_there_are_none():
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii", errors="strict", newline="\n")
    show_class(gradebook(["ada"]), answers(), out)
    out.flush()
    assert raw.getvalue().isascii()


def test_the_commonest_slips_come_first():
    table = answers(["slip", "slip", "slip", "correct"], ["sign", "copy", "sign", ""])
    assert "the commonest slips: sign (2), copy (1)" in shown(gradebook(["ada"]), table)


def test_every_file_is_accounted_for():
    out = io.StringIO()
    rows = [Attention(f"{i}.csv", "line 2", "odd") for i in range(10)]
    show_files(12, 3, ["a/.DS_Store"], rows, "grades/", out)
    text = out.getvalue()
    assert "12 graded, 3 listed, 1 ignored (.DS_Store)" in text
    assert "10 to look at, in attention.csv:" in text
    assert "  0.csv line 2: odd" in text
    assert "… and 2 more" in text
    assert text.endswith("results in grades/\n")


def test_what_is_settled_is_not_among_what_there_is_to_look_at():
    out = io.StringIO()
    rows = [Attention("a.csv", "line 2", "odd"), Attention("b.csv", "", "another attempt", Weight.SETTLED)]
    show_files(2, 0, [], rows, "grades/", out, settled=1)
    assert "1 to look at, 1 settled, in attention.csv:\n  a.csv line 2: odd\n  b.csv: another" in out.getvalue()


def test_where_files_are_not_as_many_as_students_both_are_told():
    for students, said in ((9, "13 files graded for 9 students, 0 listed"), (13, "13 graded, 0 listed")):
        out = io.StringIO()
        show_files(13, 0, [], [], "grades/", out, students)
        assert said in out.getvalue()


def test_the_lines_shown_are_of_as_many_submissions_as_there_are():
    out = io.StringIO()
    rows = [Attention("a.csv", f"line {n}", "odd") for n in range(30)] + [Attention("b.csv", "", "lost")]
    show_files(2, 0, [], rows, "grades/", out)
    assert out.getvalue().count("a.csv") == 7
    assert "  a.csv line 0: odd" in out.getvalue()
    assert "  b.csv: lost" in out.getvalue()


def test_a_long_line_goes_on_below_its_beginning():
    out = Terminal()
    show_files(1, 1, [], [Attention("a.csv", "", "odd " * 60)], "grades/", out)
    told = out.getvalue().partition("attention.csv:")[2].partition("results in")[0].splitlines()[1:]
    assert len(told) > 1
    assert all(line.startswith("  ") for line in told)


def test_who_is_on_the_roster_and_handed_in_nothing():
    known = {"ada": Enrolled(Person("Ada Lovelace")), "b\x1b": Enrolled(Person("Ben\x1b[2J")), "c": Enrolled(Person())}
    out = io.StringIO()
    show_roster(known, {"handed in nothing": ["b\x1b", "c"]}, out)
    assert out.getvalue() == "\n3 on the roster; 2 handed in nothing (Ben·[2J, c)\n"
    out = io.StringIO()
    show_roster({}, {}, out)
    assert not out.getvalue()


def test_who_has_no_work_is_told_by_what_is_known_of_them():
    known = {"ada": Enrolled(Person("Ada Lovelace")), "cem": Enrolled(Person("Cem, C"))}
    told = []
    for without in ({"handed in nothing": ()}, {"handed in nothing": ["ada"], "have points by hand": ["ada", "cem"]}):
        out = io.StringIO()
        show_roster(known, without, out)
        told.append(out.getvalue().strip().partition("; ")[2])
    assert told == [
        "everybody handed something in",
        "1 handed in nothing (Ada Lovelace); 2 have points by hand (Ada Lovelace; Cem, C)",
    ]


def test_a_large_class_with_names_and_sections_has_its_spread():
    grades = gradebook([f"s{i}" for i in range(50)])
    grades.insert(1, "name", "Ada")
    grades.insert(2, "section", "A")
    assert "50 students" in shown(grades)


def test_what_is_taken_off_has_a_minus_as_long_as_a_digit():
    assert "−0.5" in shown(gradebook(["ada"]).assign(penalty=-0.5))
