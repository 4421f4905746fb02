"""Other people's worked examples, graded as homework: a rubric and a sheet each, with the numbers that they print.

The first line of a rubric names the source. The sheets keep its notation and its digits, and its errors: those are
listed here, and are all that may be found. Some are documents: the lines with its workings, as it sets them.
"""

import csv
import tomllib
from functools import cache
from pathlib import Path

import pytest

from grader.analysis import analyse
from grader.grading import grade
from grader.reports.classroom import class_page
from grader.reports.feedback import Assignment, Problem, letters
from grader.totals import totals
from grader.wording import Wording

HERE = Path(__file__).parent
EXAMPLES = sorted(path.stem for path in HERE.glob("*.toml"))
ERRORS = {
    # 0.001·10² is 0.1, and 5 − 0.001·10/√1000 is 4.9997
    "adam-square": {"v'": "", "x'": ""},
    # the target of (0, 0) is -1: -1 - 0.2954
    "adaline-binary": {"e'''": "sign"},
    # hardlim(0) is 1, as in the first step
    "aihub": {"a" + "'" * 9: ""},
    # σ(1.98) is 0.8787
    "amia": {"y1[1]": ""},
    # tanh 0.35 is 0.3364
    "click4ai-gru": {"h_hat[2]": ""},
    # the ½ is left out, ½·0.056² is 0.0016, and o1 stands where h1 belongs
    "coderslab": {"E1": "wrong-factor", "E2": "", "dE/dw5": "wrong-operand"},
    # −log 0.353 is 1.04; the slides of 2015 and 2016 took the common logarithm
    "cs231n-classifier": {"L": "log-base"},
    # σ(0.21) is 0.552 and σ(0.315) 0.578; −0.00819; the weight is made greater by a negative δ
    "geeksforgeeks": {"y3": "missing-factor", "delta4": "decimal-point", "Dw11": ""},
    # the target of (1, 1) is taken for that of (0, 1)
    "goldsmiths-rbf": {"Fy2": "wrong-operand"},
    # σ(−5) is 0.0067, and σ(−20) 2·10⁻⁹
    "khamjane": {"h[3]": "decimal-point", "h[4]": "decimal-point"},
    # ½·(3.1768 − 4)² is 0.339; the error before the step is there again
    "linear-step": {"E'": "wrong-operand"},
    # the path through h1 to the gates of the second step is left out, as the author says
    "lstm-showcase": {"dL/dc1": "dropped-term"},
    # ∂C2/∂C1 is more than f2: C1 goes into h1, and that into every gate
    "lstm-two-steps": {"dC2/dC1": "dropped-term"},
    # b is 0.35, not 0.30; h1 stands where h2 belongs, for both outputs, and t1 where t2; ŷ(1 − ŷ) is taken of ŷ − t
    "melfm": {"z1": "misread", "y1": "wrong-operand", "E_y2": "wrong-operand", "dyhat1/dy1": ""},
    # tanh 1.1 is 0.8005
    "micrograd-tanh": {"h": ""},
    # the net inputs of the second layer are of those of the first, not of its outputs; 1 has but one figure
    "ninjakx": {"net_{H21}": "wrong-operand", "net_{H22}": "copy"},
    # tanh 0.63 is 0.558
    "lstm-traced": {"ctilde2": ""},
    # x₁·x₂ is 0, x₁·x₃ −0.02, and x₂·x₃ 0.01; the other half of the matrix has the same errors
    "lynx-attention": {"G[1,2]": "", "G[1,3]": "", "G[2,3]": ""},
    # 1 − h₃² is in δ₃ already
    "pen-paper-bptt": {"dL/dz2": "extra-derivative"},
    # −0.0426 + 0.1 + 0.1 is 0.157
    "postnetwork": {"z4": ""},
    # tanh 1.04621 is 0.7803
    "prachub": {"h2": ""},
    # 0.0075 + 0.02 + 0.35 is 0.3775; the net inputs of both outputs are printed without the bias: one slip
    "primelearnpoint-2x2": {
        "net_H1": "wrong-operand",
        "net_H2": "wrong-operand",
        "net_Y1": "missing-bias",
    },
    # the output stands for the loss, and weights for the error signals of the hidden layer
    "quesba-relu": {"E": "misplaced", "dE/dnet_h[1]": "", "dE/dnet_h[2]": "", "dE/dnet_h[3]": ""},
    # σ(3) is 0.953, and 0.047 that of −3
    "staged-sigmoids": {"sigx": "sign"},
    # the 1 is not taken away, and 2/1.0183 is 1.964
    "studyx-delta": {"O": ""},
    # y − ŷ for ŷ − y, one path of three, and factors multiplied element by element
    "thsis-rnn": {"dloss/dW[1]": "", "dloss/dW[2]": ""},
    # the first gradient is taken again for the second, and 0.1·0.4 is left out
    "wankhede-average": {"v2": "wrong-operand", "v3": "dropped-term"},
    # 0.2·0.5 + 0.4·0.3 + 0.2 is 0.42: the bias of the first unit is added
    "two-layers-bias": {"z1[2]": "wrong-operand"},
    # 0.59635·0.23886 is 0.14244
    "without-biases": {"dE/dw5": ""},
    # the variance is 0.975, with which the numbers after it agree
    "zen-batchnorm": {"s2": "copy"},
}
"""What a source itself gets wrong: by example and quantity, the cause, empty for plain arithmetic."""


DOCUMENTS = sorted(path.stem for path in HERE.glob("*.md"))


@cache
def graded(example):
    return grade([HERE / f"{example}.{'md' if example in DOCUMENTS else 'csv'}"], [HERE / f"{example}.toml"])


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_published_number_is_right_or_follows_or_is_an_error_that_the_source_is_known_for(example):
    outcome = graded(example)
    assert outcome.attention == ()
    found = {
        column.quantity: (str(marks.verdict[0, c]), str(marks.cause[0, c]))
        for marks in outcome.marks
        for c, column in enumerate(marks.columns)
        if marks.verdict[0, c] not in ("correct", "carried", "implied")
    }
    known = ERRORS.get(example, {})
    assert set(found) == set(known)
    for quantity, (verdict, cause) in found.items():
        assert (verdict, cause) in (("slip", known[quantity]), ("wrong", ""))  # no cause is better than a false one


@pytest.mark.parametrize("example", DOCUMENTS)
def test_every_answer_is_found_in_the_document(example):
    assert all(marks.answer[0].all() for marks in graded(example).marks)


@pytest.mark.parametrize("example", [example for example in EXAMPLES if example not in DOCUMENTS])
def test_every_row_of_the_sheet_is_an_answer(example):
    outcome = graded(example)
    with (HERE / f"{example}.csv").open(encoding="utf-8", newline="") as file:
        written = [row[1] for row in csv.reader(file) if row[1]]
    read = sum(bool(text) for marks in outcome.marks for text in marks.answer[0])
    assert read == sum(text.count(",") + 1 for text in written)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_has_its_pages(example):
    outcome = graded(example)
    [course] = outcome.courses
    told = [Assignment(course.title, tuple(map(Problem, outcome.marks, course.problems)), totals(outcome.marks))]
    [letter] = letters(told, {}, Wording())
    pictures = [picture for sheet in letter.sheets for part in sheet.parts for picture in part.pictures]
    assert pictures or not any(references[""].problem.forward for references in course.problems)
    assert course.title.encode() in class_page(told, analyse(outcome.marks))


def test_there_are_many_of_them_and_each_names_its_source():
    assert len(EXAMPLES) >= 25
    for example in EXAMPLES:
        text = (HERE / f"{example}.toml").read_text(encoding="utf-8")
        assert text.startswith("# ")
        assert tomllib.loads(text)["title"]


def test_no_error_is_listed_of_an_example_that_is_not_there():
    assert set(ERRORS) <= set(EXAMPLES)
