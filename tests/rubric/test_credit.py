"""What answers are worth, for all quantities or for some; the rubric and the marking agree on the words for it."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from grader.marking.slips import LIKELIEST_FIRST
from grader.marking.verdicts import VERDICTS as MARKED
from grader.reference import refer
from grader.rubric import CAUSES, VERDICTS, Problem
from tests.rubric.conftest import Refuses

NETWORK = """
[given]
x = [1, 2]
w = [0.5, 0.25]
[forward]
s = "x1*w1 + x2*w2"
h = "tanh(s)"
slip = "h^2"
[marks]
s = 1
h = 1
slip = 2
"dslip/dh" = 1
"dslip/dw" = 2
"""


def test_every_verdict_and_cause_of_the_marking_can_be_given_credit() -> None:
    assert list(VERDICTS) == list(MARKED)
    assert set(LIKELIEST_FIRST) <= set(CAUSES)


def worth(problem: Problem, word: str) -> dict[str, Fraction]:
    """What a verdict or a cause is worth, by the answer."""
    return {e.label: e.credit.get(word, e.credit["slip"]) for e in refer(problem).asked}


def test_a_number_is_of_a_verdict_and_a_table_of_a_quantity(one: Callable[[str], Problem]) -> None:
    problem = one(NETWORK + '[credit]\nwrong = 0.1\n[credit.slip]\nslip = 0.25\n[credit."dslip/dw"]\nsign = 1\n')
    half, quarter = Fraction(1, 2), Fraction(1, 4)
    assert worth(problem, "slip") == {
        "s": half, "h": half, "slip": quarter, "dslip/dh": half, "dslip/dw1": half, "dslip/dw2": half,
    }  # fmt: skip
    assert worth(problem, "sign") == {
        "s": half, "h": half, "slip": quarter, "dslip/dh": half, "dslip/dw1": 1, "dslip/dw2": 1,
    }  # fmt: skip
    assert set(worth(problem, "wrong").values()) == {Fraction(1, 10)}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0)])
def test_the_narrowest_counts_whatever_the_order(one: Callable[[str], Problem], order: tuple[int, ...]) -> None:
    tables = ("[credit.back]\nslip = 0.1\n", '[credit."dslip/dw"]\nslip = 0.2\n', '[credit."dslip/dw1"]\nslip = 0.3\n')
    groups = '[groups]\nback = ["dslip/dh", "dslip/dw"]\n'
    problem = one(NETWORK + groups + "".join(tables[i] for i in order))
    assert [worth(problem, "slip")[f"dslip/d{name}"] for name in ("h", "w2", "w1")] == [
        Fraction(1, 10), Fraction(2, 10), Fraction(3, 10),
    ]  # fmt: skip


def test_a_quantity_s_own_slip_counts_more_than_a_cause_does_in_general(one: Callable[[str], Problem]) -> None:
    problem = one(NETWORK + "[credit]\nsign = 0.75\nrate = 0.9\n[credit.h]\nslip = 0.1\nrate = 0.2\n")
    assert (worth(problem, "sign")["h"], worth(problem, "sign")["s"]) == (Fraction(1, 10), Fraction(3, 4))
    assert (worth(problem, "rate")["h"], worth(problem, "rate")["s"]) == (Fraction(1, 5), Fraction(9, 10))


def test_a_bonus_is_marked_as_such(one: Callable[[str], Problem]) -> None:
    asked = refer(one('bonus = ["dslip/dw"]\n' + NETWORK)).asked
    assert [e.label for e in asked if e.bonus] == ["dslip/dw1", "dslip/dw2"]


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ("[credit]\nh = 0.5\n", "16:1: unknown verdict or cause 'h' (what 'h' is worth stands in [credit.h])"),
        (
            '[credit]\n"dslip/dh" = 0.5\n',
            "16:2: unknown verdict or cause 'dslip/dh' (what 'dslip/dh' is worth stands in [credit.\"dslip/dh\"])",
        ),
        ("[credit.hh]\nslip = 1\n", "15:1: 'hh' is no quantity to be marked (did you mean 'h'"),
        ("[credit.h]\nslipp = 1\n", "16:1: unknown verdict or cause 'slipp' (did you mean 'slip'"),
        ("[credit]\nslip = 1.5\n", "16:8: not a share of the points"),
        ("[credit]\nmost_lost = -1\n", "16:13: not a number of points"),
        ("[credit]\ncorrect = 0.5\nslip = 0.75\n", "17:8: 'slip' is worth more than 'correct'"),
        ("[credit.h]\ncorrect = 0.25\nslip = 0.75\n", "17:8: 'slip' is worth more than 'correct'"),
        ("[groups]\nsign = ['h']\n", "16:1: 'sign' is a verdict or cause already"),
        ("[groups]\nh = ['s']\n", "16:1: 'h' is a quantity already"),
        ("[groups]\na = ['h']\nb = ['h']\n", "17:7: 'h' is in the group 'a' already"),
        ("[groups]\na = ['hh']\n", "16:7: 'hh' is no quantity to be marked"),
        ("[groups]\na = [1]\n", "16:6: not a name in quotes"),
    ],
)
def test_a_fault(faults: Refuses, more: str, fault: str) -> None:
    assert any(message.startswith(f"hw.toml:{fault}") for message in faults(NETWORK + more)), faults(NETWORK + more)


def test_a_bonus_may_be_a_group(one: Callable[[str], Problem], faults: Refuses) -> None:
    text = 'bonus = ["extra", "h"]\n' + NETWORK + "[groups]\nextra = ['dslip/dh', 'dslip/dw']\n"
    assert one(text).bonus == {"dslip/dh", "dslip/dw", "h"}
    without = text.replace('"dslip/dh" = 1\n', "")
    assert faults(without) == [
        "hw.toml:1:11: 'dslip/dh', in the group 'extra', has no points in [marks] (did you mean 'dslip/dw'?)"
    ]


def test_a_bonus_is_asked(faults: Refuses) -> None:
    assert faults("bonus = ['hh']\n" + NETWORK) == ["hw.toml:1:11: 'hh' has no points in [marks] (did you mean 'h'?)"]


def test_what_all_problems_share_says_nothing_of_one_quantity(faults: Refuses) -> None:
    blocks = "[[problem]]\nname = 'a'\n[problem.given]\nx = 1\n[problem.forward]\nh = 'x'\n[problem.marks]\nh = 1\n"
    assert faults("[credit.h]\nslip = 1\n" + blocks) == [
        "hw.toml:1:1: the credit of 'h' above the problems (it belongs in a [[problem]])"
    ]


def test_a_problem_like_another_takes_its_credit_though_it_asks_less(loaded) -> None:  # type: ignore[no-untyped-def]
    text = "[[problem]]\nname = 'a'\nbonus = ['h']\n[problem.given]\nx = 1\n[problem.forward]\nh = 'x'\nz = 'h'\n"
    text += "[problem.marks]\nh = 1\nz = 1\n[problem.groups]\nfirst = ['h']\n[problem.credit.first]\nslip = 0.25\n"
    text += "[[problem]]\nlike = 'a'\n[problem.marks]\nz = 2\n[problem.credit.first]\nsign = 1\n"
    first, second = loaded(text).problems
    assert (first.bonus, second.bonus) == ({"h"}, frozenset())
    assert [name for name, _ in second.credit_of] == ["h"]
    assert worth(second, "slip") == {"z": Fraction(1, 2)}
