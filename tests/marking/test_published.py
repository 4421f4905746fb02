"""The two published works of the mission, graded as submissions: every verdict is known."""

import numpy as np
import pytest

from grader.marking.mark import mark
from grader.marking.sheet import Sheet
from tests.simulation import as_written

SLIDES = {
    "l1": [["1.5", "1.5"], ["1.1", "1.1"], ["2.3", "2.3"], ["1.9", "1.9"], ["1.7", "1.7"]],
    "f": ["1.1", "0.94", "1.42", "1.26", "1.18"],
    "MSE": "1.65",
    "dMSE/dW1": [["1.204", "1.204"], ["3.612", ""]],
    "dMSE/db1": ["0.38", "1.14"],
    "W1'": [["0.08796", "0.28796"], ["0.06388", "0.26388"]],
    "b1'": ["0.0462", "0.4886"],
    "w2'": ["0.029", "0.229"],
    "b2'": "0.462",
    "l1'": [
        ["0.99804", "1.34412"],
        ["0.59804", "0.94412"],
        ["1.74988", "1.99964"],
        ["1.34988", "1.59964"],
        ["1.17396", "1.47188"],
    ],
    "f'": ["0.79875", "0.69555", "0.97066", "0.86746", "0.83311"],
    "MSE'": "0.84569",
}
REPORT = {
    "s1": "1.31", "h1": "0.78751", "s2": "2.94", "h2": "0.9498", "s3": "0.317", "yhat": "0.57869", "Div": "0.006192",
    "dDiv/dyhat": "0.15738", "dDiv/ds3": "0.03837", "dDiv/dh1": "-0.007674", "dDiv/ds1": "-0.001284",
    "dDiv/dw1": "0.0008989", "dDiv/dw2": "-0.001541", "dDiv/dw3": "0.001006", "dDiv/dw4": "-0.00183",
    "dDiv/dw5": "0.03022", "dDiv/dw6": "0.03644",
}  # fmt: skip
"""The report, with the gradients that its program prints for problem 3."""


def graded(reference, answers):
    """The marks of a class of one, by the quantity's label."""
    texts = {}
    for quantity in reference.graph.computed:
        given = np.array(answers.get(quantity.name, np.full(quantity.shape, "")), dtype=object)
        texts[quantity.name] = given.reshape((1, *quantity.shape))
    written = {name: as_written(t) for name, t in texts.items()}
    unreadable = {name: np.zeros(t.shape, dtype=bool) for name, t in texts.items()}
    marks = mark(reference, Sheet(("x",), written, texts, unreadable), "rubric")
    return {
        column.quantity: (
            str(marks.verdict[0, c]),
            str(marks.cause[0, c]),
            str(marks.note[0, c]),
            column.out_of * marks.shares[marks.share[0, c]],
        )
        for c, column in enumerate(marks.columns)
    }


@pytest.fixture(scope="module")
def slides(reference):
    return graded(reference("rubrics/relu-2-2-1.toml"), SLIDES)


def test_the_three_slips_of_the_slides_are_found_named_and_charged_once(slides):
    slips = {quantity: (cause, note) for quantity, (verdict, cause, note, _) in slides.items() if verdict == "slip"}
    assert {quantity: cause for quantity, (cause, _) in slips.items()} == {
        "dMSE/dw_{1,2}^1": "wrong-operand",
        "w_{2,2}^1'": "wrong-operand",
        "b_1^1'": "decimal-point",
    }
    assert "column 1 of l₀ is used where column 2 belongs" in slips["dMSE/dw_{1,2}^1"][1]
    assert "decimal point of b₁" in slips["b_1^1'"][1]


def test_everything_after_the_slips_of_the_slides_is_carried(slides):
    verdicts = {quantity: verdict for quantity, (verdict, *_) in slides.items()}
    assert verdicts["w_{1,2}^1'"] == "carried"
    later = [q for q in verdicts if q.startswith(("l_1^1'", "l_2^1'", "l_1^2'", "MSE'"))]
    assert len(later) == 16
    assert {verdicts[q] for q in later} == {"carried"}
    assert "wrong" not in verdicts.values()


def test_what_the_slides_do_not_show_is_implied_or_missing(slides):
    assert slides["dMSE/dw_{1,1}^2"][0] == "implied"
    assert slides["dMSE/db_1^2"][0] == "implied"
    assert slides["dMSE/dw_{2,2}^1"][0] == "missing"


def test_the_report_earns_full_marks(reference):
    for problem in ("2", "3"):
        marks = graded(reference("rubrics/cs637-hw1.toml", problem), REPORT)
        assert {verdict for verdict, *_ in marks.values()} <= {"correct", "implied"}
        asked = reference("rubrics/cs637-hw1.toml", problem).asked
        assert sum(points for *_, points in marks.values()) == sum(a.out_of for a in asked)
