"""The account of an answer tells what the mark was made of: its bounds hold what was marked right or carried."""

import numpy as np
import pytest

from grader.marking import accounts, mark
from tests.marking.test_properties import RUBRICS, some
from tests.simulation import HARD, USUAL, ClassRoom


@pytest.mark.parametrize("habits", [USUAL, HARD], ids=["usual", "hard"])
@pytest.mark.parametrize("path", [RUBRICS[0], *RUBRICS[2:4]], ids=lambda p: p[0])
def test_what_was_marked_lies_within_the_bounds_that_are_told(reference, path, habits):
    found = reference(*path)
    sheet, _ = ClassRoom(found, habits, 6, seed=11).work()
    marks, carried = mark(found, sheet, ""), 0
    for n in range(6):
        for account, verdict, value, followed in zip(
            accounts(found, some(sheet, [n])), marks.verdict[n], marks.value[n], marks.followed[n], strict=True
        ):
            assert followed == "" or float(followed) == pytest.approx(account.follow, rel=1e-9, abs=1e-12)
            if verdict not in ("correct", "carried", "imprecise") or account.same:
                continue
            unit = account.digits[1] - account.digits[0]
            low, high = account.right if verdict == "correct" else account.follows
            if verdict == "imprecise":
                low, high = min(account.right[0], account.follows[0]), max(account.right[1], account.follows[1])
            assert low - unit <= value <= high + unit + 1e-12
            carried += verdict == "carried"
    assert carried > 3


def test_operands_are_what_the_step_is_worked_out_from(reference):
    found = reference("rubrics/cs637-hw1.toml", "2")
    sheet, _ = ClassRoom(found, USUAL, 4, seed=2).work()
    for n in range(4):
        for account in accounts(found, some(sheet, [n])):
            if not account.blanks and all(o.taken in ("as written", "given") for o in account.operands):
                names = {o.name for o in account.operands}
                assert names
                assert all(name in account.formula for name in names)
                assert all(np.isfinite(o.value) for o in account.operands)


def test_an_earlier_answer_that_was_copied_wrongly_is_told_as_such(reference):
    from grader.marking import Sheet
    from tests.marking.classroom import right_answers
    from tests.simulation import as_written

    found = reference("rubrics/cs637-hw1.toml", "2")
    right = right_answers(found)
    texts = {q.name: np.stack([right[q.name]]) for q in found.graph.computed}
    texts["s1"][0], texts["dDiv/ds3"][0] = "9.87", ""
    unreadable = {name: np.zeros(t.shape, dtype=bool) for name, t in texts.items()}
    sheet = Sheet(("ada",), {name: as_written(t) for name, t in texts.items()}, texts, unreadable)
    told = {a.element.quantity: a for a in accounts(found, sheet)}
    s1, h1, back = told["s1"], told["h1"], told["dDiv/dh1"]
    assert back.blanks == ("∂Div/∂s₃",)
    assert [o.name for o in back.operands] == ["∂Div/∂ŷ", "ŷ", "w₅"]
    assert [(o.name, o.taken) for o in s1.operands] == [
        ("x₁", "given"),
        ("w₁", "given"),
        ("x₂", "given"),
        ("w₂", "given"),
    ]
    assert [(o.name, o.text) for o in h1.operands] == [("s₁", "9.87")]


def test_formulas_have_no_account(reference):
    found = reference("rubrics/cs637-hw1.toml", "1")
    from grader.marking import lay_out

    assert set(accounts(found, lay_out(found, ["ada"], [[]]))) == {None}


def test_beside_another_rule_of_training_the_step_that_the_student_took_is_told(problem):
    from grader.reports.explanation import Explained, Explanation, show_explanation
    from grader.totals import Total
    from tests.marking.classroom import sheet_of, worked
    from tests.marking.test_other_rules import OTHER_RULES, TRAINED

    rule, momentum, *_ = OTHER_RULES["momentum for SGD"]
    found = problem(TRAINED.format(rule))
    sheet = sheet_of(found, worked(found, momentum))
    told = {account.element.quantity: account for account in accounts(found, sheet)}
    assert (told["w''"].formula, told["w'"].own, told["E''"].own) == ("w′ − η · ∂E′/∂w′", "", "")
    by_momentum = told["w''"]
    assert (by_momentum.own, told["b''"].own) == ("w′ − η·v_w′′", "b′ − η·v_b′′")
    assert by_momentum.follow == pytest.approx(float(by_momentum.text), abs=1e-5) != by_momentum.expected
    explained = Explained(mark(found, sheet, ""), tuple(told.values()), tuple(range(len(told))))
    text = show_explanation(Explanation("", "s0", (explained,), Total(())), whole=False)
    assert text.count("  their rule ") == 2
    assert "  their rule w′′ = w′ − η·v_w′′\n  written" in text
