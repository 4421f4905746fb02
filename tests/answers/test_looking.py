"""How far long work is looked at: a log hides no answers, whatever is left out is told, and one file hides no other."""

import pytest

from grader.answers.downloads import Work
from grader.answers.layouts import lay_out_sheets
from grader.answers.looking import ENDS, Gap, Looking
from grader.answers.record import BLANK, Cell, Kind, Sheet, Source
from grader.answers.submission import read_work
from grader.notation import Symbol, Vocabulary

ONE = Vocabulary([Symbol("", "h1", (), ("h1",))])
LOG = "".join(f"Epoch {n}: cost {1 / n:.4f} after {n / 7:.1e} s\n" for n in range(1, 1_500))
UNLIKE = "".join(
    f"q{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)} was put aside\n" for n in range(9_000)
)
ANSWER = "h1 = 0.7875\n"


def read(*files: str):
    sources = (Source(f"{n}.txt", lambda text=text: text.encode()) for n, text in enumerate(files))
    submission = read_work(Work("ada", tuple(sources)), ONE, lay_out_sheets)
    return [answer.text for answer in submission.answers if answer.target], submission.attention


@pytest.mark.parametrize("text", [ANSWER + LOG, LOG + ANSWER, LOG + ANSWER + LOG.replace("Epoch", "Run")])
def test_an_answer_before_behind_and_within_a_long_log_is_read(text):
    answers, attention = read(text)
    assert answers == ["0.7875"]
    assert any("they are like those before and behind" in told.issue for told in attention)


@pytest.mark.parametrize("text", [ANSWER + UNLIKE, UNLIKE + ANSWER])
def test_of_lines_without_end_the_first_and_the_last_are_read(text):
    answers, attention = read(text)
    assert answers == ["0.7875"]
    assert any("no homework has as much" in told.issue for told in attention)


def test_a_file_without_end_hides_no_other():
    assert read(UNLIKE, UNLIKE, ANSWER)[0] == ["0.7875"]


def test_what_is_like_what_is_asked_for_is_read_however_much_that_is():
    weights = Vocabulary([Symbol("", f"w{n}", (), (f"w{n}",)) for n in range(1, 701)])
    text = "".join(f"w{n} = 0.{n:05}1\n" for n in range(1, 701))
    submission = read_work(Work("ada", (Source("w.txt", text.encode),)), weights, lay_out_sheets)
    assert len({answer.target for answer in submission.answers}) == 700


def rows(*texts: str) -> Sheet:
    return Sheet("S", [[Cell(Kind.TEXT, text)] for text in texts])


def test_what_is_left_out_of_many_alike_is_their_middle_but_for_what_is_beside_another():
    alike = [f"epoch {n}" for n in range(5 * ENDS)]
    [gap] = Looking(0).gaps(rows(*alike))
    assert gap == Gap(ENDS + 3, 4 * ENDS - 3, alike=True)
    at = 2 * ENDS
    before, behind = Looking(0).gaps(rows(*alike[:at], "h1", *alike[at:]))
    assert (before.end, behind.first) == (at - 3, at + 4)


def test_what_was_spent_on_one_sheet_is_left_to_no_other():
    looking, sheet = Looking(0), rows(*(f"{'x' * (n % 99)} {'y' * (n // 99)}" for n in range(12_000)))
    sizes = [len(sheet.rows) - sum(gap.end - gap.first for gap in looking.gaps(sheet)) for _ in range(3)]
    assert sizes == sorted(sizes, reverse=True)
    assert 0 < sizes[2] < sizes[0] / 2
    assert looking.left > 0


@pytest.mark.parametrize("before", ["", "| a | b |\n|---|---|\n| s1 | 0.5 |\n\n"])
def test_an_answer_behind_more_lines_than_are_read_is_read_where_it_stands(before):
    text = before + "".join(f"Epoch {n}\n" for n in range(25_000)) + ANSWER
    submission = read_work(Work("ada", (Source("a.txt", text.encode),)), ONE, lay_out_sheets)
    last = len(text.splitlines())
    assert [(answer.text, answer.place) for answer in submission.answers] == [("0.7875", f"line {last}")]
    assert "lines from here on were not read (20,000 were)" in str(submission.attention)


def test_blank_cells_before_a_stray_one_cost_little():
    sheet = Sheet("S", [[Cell(Kind.TEXT, f"h{n}"), *[BLANK] * 400, Cell(Kind.TEXT, "see above")] for n in range(100)])
    assert Looking(0).gaps(sheet) == []
