"""What stands beside one answer: the right value by whose numbers, and the word for what a person has ruled on."""

import pytest

from grader.reports.feedback import FORMATS
from grader.wording import Wording
from tests.reports.letters import rows, written

RUBRIC = '[given]\nx = 2.5\n[forward]\nu = "x^2"\nw = "3*u + 1"\n[marks]\nu = 1\nw = 1\n'


@pytest.fixture
def told(tmp_path):
    def tell(answers, overrides=""):
        (tmp_path / "hw.toml").write_text(f"figures = 3\n{RUBRIC}")
        (tmp_path / "overrides.csv").write_text(f"student,quantity,points,reason\n{overrides}")
        (tmp_path / "in").mkdir()
        (tmp_path / "in" / "ada.csv").write_text(answers)
        [letter] = written(tmp_path / "in", [tmp_path / "hw.toml"]).values()
        return letter

    return tell


@pytest.mark.parametrize("format", ["md", "html"])
def test_where_there_are_no_earlier_numbers_none_are_spoken_of(told, format):
    page = FORMATS[format](told("u,9.17\nw,11.19\n"), Wording())
    assert "it is 6.25" in page
    assert "with your earlier numbers it is 6.25" not in page
    assert "with your earlier numbers it is 28.51" in page


def test_an_answer_of_too_few_figures_is_shown_so(told):
    row = rows(told("u,6.2\nw,19.75\n"))["u"]
    assert (row.verdict, row.right) == ("imprecise", "6.25")


def test_and_by_a_ruling_it_is_no_longer_shown_as_it_was_marked(told):
    row = rows(told("u,6.2\nw,19.75\n", "ada,u,1,fine\n"))["u"]
    assert (row.verdict, row.look, row.right, row.points) == ("correct", "correct", "", "1")
    assert "ruled by hand: fine" in row.note


def test_a_ruling_on_less_leaves_the_word(told):
    row = rows(told("u,6.2\nw,19.75\n", "ada,u,0.5,half\n"))["u"]
    assert (row.verdict, row.points) == ("imprecise", "0.5")
