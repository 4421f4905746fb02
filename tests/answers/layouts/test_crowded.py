"""Files with more lines of words than any homework has."""

from grader.answers.containers.delimited import read_delimited
from grader.answers.layouts import lay_out_sheets
from grader.answers.layouts.text.crowded import ALL, SAME
from tests.answers.layouts.sheets import CS637, text
from tests.cost import OUT_OF_PROPORTION, paces

EACH = SAME + 4 * CS637.asked


def test_of_what_is_said_in_every_round_the_first_and_the_last_lines_are_read():
    log = "".join(f"Round {n}\nh1 = 0.{n:05}\n" for n in range(1, 3 * EACH))
    values, remarks = text(f"s1 = 1.31\n{log}yhat = 0.58\n", CS637)
    assert values == {"s1": 1.31, "h1": (3 * EACH - 1) / 1e5, "yhat": 0.58}
    told = [remark for remark in remarks if "no homework says as much" in remark.issue]
    assert [(r.place, r.issue.partition(" from")[0]) for r in told] == [
        (f"line {2 * EACH + 2}", f"{EACH - 1:,} lines"),
        (f"line {2 * EACH + 3}", f"{EACH - 1:,} lines"),
    ]


def test_lines_that_are_all_different_are_read_up_to_a_bound():
    words = "abcdefghijklmnopqrst"
    lines = [f"note {a}{b}{c}{d}" for a in words for b in words for c in words[:10] for d in words[:2]]
    assert len(lines) > ALL + 4 * CS637.asked
    values, remarks = text("h1 = 0.79\n" + "\n".join(lines) + "\nh2 = 0.95\n", CS637)
    assert values == {"h1": 0.79, "h2": 0.95}
    assert "no homework says as much" in remarks[0].issue


def test_many_rows_of_numbers_alone_are_none_of_them():
    rows = "".join(f"0.{n},1.{n}\n" for n in range(1, 3 * EACH))
    _, remarks = text(f"h1,h2\n{rows}", CS637)
    assert not any("no homework" in remark.issue for remark in remarks)


def test_a_log_costs_little():
    log = "".join(f"Epoch {n}: loss = 0.{n:05}\n" for n in range(18_000)).encode()
    sheets = read_delimited(log)
    assert paces(lambda: lay_out_sheets(sheets, CS637)) < OUT_OF_PROPORTION
