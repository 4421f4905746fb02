"""Formulas as answers, and problems of formulas and of numbers in one file."""

import pytest

from grader.answers import Cell, Formula, Kind
from grader.answers.containers.delimited import read_delimited
from grader.answers.layouts.text.cuts import unexplained
from grader.answers.layouts.text.statements import statements
from grader.answers.layouts.text.worth import worth
from grader.notation import Symbol, Vocabulary
from grader.numbers import Unreadable
from grader.reference import refer, symbols
from grader.rubric import load
from tests.answers.layouts.sheets import read


def test_formulas_for_a_symbolic_problem():
    found, _ = read([["∂y/∂w₀", 1], ["∂y/∂w₁", "x₁"], ["w₃'", "w₃ − η·x₁²"]], problem="1")
    assert found == {"dy/dw0": Formula("1"), "dy/dw1": Formula("x_1"), "w3'": Formula("w_3 - eta*x_1^2")}


FORMULA = Symbol("", "dL/dy", (), ("dL/dy",), formula=True)
SYMBOLIC = """
[[problem]]
name = "a"
symbols = ["w", "x", "eta"]
[problem.forward]
z = "w*x"
p = "1/(1 + exp(-z))"
q = "1 - p"
L = "-log(p)"
[problem.training]
loss = "L"
parameters = ["w"]
rate = "eta"
[problem.marks]
"dL/dz" = 1
"dL/dp" = 1
"w'" = 1
"""


@pytest.fixture(scope="module")
def symbolic(tmp_path_factory):
    path = tmp_path_factory.mktemp("rubric") / "symbolic.toml"
    path.write_text(SYMBOLIC)
    return Vocabulary(s for p in load(path).problems for s in symbols(refer(p)))


@pytest.mark.parametrize(
    "rows",
    [
        [["Question", "Answer"], ["dL/dz", "p"], ["dL/dp", "q"], ["w'", "w - eta*x"]],
        [["dL/dz", "p"], ["dL/dp", "q"], ["w'", "w - eta*x"]],
        [["1", "dL/dz", "p"], ["2", "dL/dp", "q"], ["3", "w'", "w - eta*x"]],
        [["dL/dz", "dL/dp", "w'"], ["p", "q", "w - eta*x"]],
        [["w'", "w - eta*x"], ["dL/dp", "q"], ["dL/dz", "p"]],
        [["dL/dz", "", "p"], ["dL/dp", "", "q"], ["w'", "", "w - eta*x"]],
    ],
)
def test_the_name_of_a_quantity_is_a_formula_beside_one_that_is_asked_for(symbolic, rows):
    found, remarks = read(rows, symbolic, "a")
    assert found == {"dL/dz": Formula("p"), "dL/dp": Formula("q"), "w'": Formula("w - eta*x")}
    assert not remarks


@pytest.mark.parametrize(
    "rows",
    [
        [["dL/dp", "q"], ["dL/dz", "dL/dp*p"], ["w'", "dL/dz"]],
        [["w'", "dL/dz"], ["dL/dp", "q"], ["dL/dz", "dL/dp*p"]],
        [["dL/dz", "dL/dp*p"], ["w'", "dL/dz"], ["dL/dp", "q"]],
        [["dL/dp", "q", "", "/ 2"], ["dL/dz", "dL/dp*p", "", "/ 1"], ["w'", "dL/dz", "", "/ 1"],
         ["Total", "", "", "/ 4"]],
        [["1", "dL/dp", "q", 2], ["2", "dL/dz", "dL/dp*p", 1], ["3", "w'", "= dL/dz", 1], ["", "Total", 4]],
        [["dL/dp", "q", "w'", "dL/dz"], ["dL/dz", "dL/dp*p", "", ""]],
        [["Quantity", "Working", "Answer", "Points"], ["dL/dp", "1-p", "q", 2], ["dL/dz", "dL/dp*dp/dz", "dL/dp*p", 1],
         ["w'", "1*dL/dz", "dL/dz", 1]],
        [["w'", "dL/dz", "dL/dp"], ["dL/dz", "dL/dp*p", "q"]],
        [["dL/dp", "dL/dp = q"], ["dL/dz", "dL/dp*p"], ["w'", "= dL/dz"]],
    ],
)  # fmt: skip
def test_the_name_of_a_quantity_that_is_asked_for_answers_the_one_in_front_of_it(symbolic, rows):
    found, _ = read(rows, symbolic, "a")
    assert {name: formula.text.lstrip("= ") for name, formula in found.items()} == {
        "dL/dp": "q", "dL/dz": "dL/dp*p", "w'": "dL/dz",
    }  # fmt: skip


NUMERIC = """
[[problem]]
name = "b"
[problem.given]
w = 0.5
x = 2
eta = 0.1
b = 0
[problem.forward]
z = "w*x + b"
p = "1/(1 + exp(-z))"
L = "-log(p)"
[problem.training]
loss = "L"
parameters = ["w"]
rate = "eta"
[problem.marks]
"dL/dz" = 1
"""


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    path = tmp_path_factory.mktemp("rubric") / "both.toml"
    path.write_text(SYMBOLIC + NUMERIC)
    return Vocabulary(s for p in load(path).problems for s in symbols(refer(p)))


@pytest.mark.parametrize("heads", [("Part (a)", "Part (b)"), ("a)", "b)"), ("(a)", "(b)"), ("Problem a", "Problem b")])
def test_problems_called_by_letters_have_headings_of_their_own(both, heads):
    rows = [[heads[0]], ["dL/dz = 0.5"], ["dL/dp = -1/p"], [heads[1]], ["dL/dz = -0.2689"]]
    assert read(rows, both, "a")[0] == {"dL/dz": Formula("0.5"), "dL/dp": Formula("-1/p")}
    assert read(rows, both, "b")[0] == {"dL/dz": -0.2689}


def test_without_a_heading_a_formula_answers_where_formulas_are_asked_for_and_a_number_where_numbers_are(both):
    for rows in ([["dL/dz", "p - 1"], ["dL/dz", -0.2689]], [["dL/dz = -0.2689"], ["dL/dz = p - 1"]]):
        assert (read(rows, both, "a"), read(rows, both, "b")) == (
            ({"dL/dz": Formula("p - 1")}, []),
            ({"dL/dz": -0.2689}, []),
        )


@pytest.mark.parametrize("sign", [":=", "←", "<-", r"\leftarrow", r"\gets"])
def test_what_is_given_a_value_worked_out_from_its_old_one_is_the_updated_quantity(both, sign):
    assert read([[f"w {sign} w - eta*x"]], both, "a")[0] == {"w'": Formula("w - eta*x")}
    assert not read([[f"w {sign} 0.5"]], both, "b")[0]


def test_where_there_are_several_steps_it_may_be_the_update_of_any(tmp_path):
    (tmp_path / "r.toml").write_text(
        "[given]\nw = 0.5\nx = 2\neta = 0.1\n[forward]\nL = 'w*x'\n[training]\nloss = 'L'\nparameters = ['w']\n"
        "rate = 'eta'\nsteps = {}\n[marks]\n\"w'\" = 1\n"
    )
    text = (tmp_path / "r.toml").read_text()
    for steps, expected in ((1, {"w'": 0.3}), (2, {})):
        (tmp_path / "r.toml").write_text(text.format(steps))
        names = Vocabulary(s for p in load(tmp_path / "r.toml").problems for s in symbols(refer(p)))
        found, told = read([["w = w - 0.1*2 = 0.3"]], names, "")
        assert (found, "is it a gradient, or the value after the update" in str(told)) == (expected, steps == 2)
    found, _ = read([["w = w - 0.1*2 = 0.3"], ["w := 0.1"]], names, "")
    assert found == {"w'": 0.3, "w''": 0.1}


@pytest.fixture(scope="module")
def vectors(tmp_path_factory):
    path = tmp_path_factory.mktemp("rubric") / "r.toml"
    path.write_text(
        "symbols = ['w', 'x', 'y']\n[forward]\na = 'sigmoid(w*x)'\nv = '[w*x, x^2]'\nL = '(a - y)^2'\n"
        "[marks]\nv = 2\n'dL/da' = 1\n'dL/dw' = 1\n"
    )
    return Vocabulary(s for p in load(path).problems for s in symbols(refer(p)))


@pytest.mark.parametrize(
    "text",
    [
        "[wx, x^2]",
        "⟨w x, x²⟩",
        "(wx; x^2)ᵀ",
        r"$\left[ w x, x^2 \right]^T$",
        r"\begin{pmatrix} wx \\ x^2 \end{pmatrix}",
    ],
)
def test_a_vector_of_formulas_in_one_cell(vectors, text):
    found, remarks = read([["v", text]], vectors, "")
    assert {place: formula.text.replace(" ", "") for place, formula in found.items()} == {
        ("v", (1,)): "wx",
        ("v", (2,)): "x^2",
    }
    assert remarks == []


def test_a_vector_of_too_many_formulas_is_unreadable(vectors):
    found, remarks = read([["v = [wx, x^2, 0]"]], vectors, "")
    assert all(isinstance(value, Unreadable) for value in found.values())
    assert "3 formulas, and should be 2" in remarks[0].issue


def test_a_product_with_parentheses_is_no_heading(vectors):
    found, _ = read([["dL/da", "a(w·x − y)"], ["dL/dw", "a(1-a)x"]], vectors, "")
    assert vectors.find("a(pre-activation)") == vectors.find("a")
    assert {place: formula.text for place, formula in found.items()} == {
        "dL/da": "a(w*x - y)",
        "dL/dw": "a(1-a)x",
    }


@pytest.mark.parametrize("word", ["where", ", where", "with", "since", "wobei", "où", "(where"])
@pytest.mark.parametrize("parted", [True, False])
def test_what_a_letter_in_a_formula_stands_for_is_no_part_of_it(symbolic, word, parted):
    said = f"-q*x {word} q = 1/(1 + exp(w*x)){')' * word.startswith('(')}".replace(" ,", ",")
    found, _ = read([["dL/dz", said] if parted else [f"dL/dz = {said}"]], symbolic, "a")
    assert found["dL/dz"].text == "-q*x"


@pytest.mark.parametrize(
    "said", [", where eta > 0 is the learning rate", " (where eta is the learning rate)", " where x is an input"]
)
def test_what_is_said_of_a_letter_behind_a_formula_is_no_case_of_it(symbolic, said):
    for rows in ([["w'", f"w - eta*q*x{said}"]], [[f"w' = w - eta*q*x{said}"]]):
        assert read(rows, symbolic, "a")[0]["w'"] == Formula("w - eta*q*x")
    assert unexplained("1 where z is positive, 0 elsewhere") == "1 where z is positive, 0 elsewhere"


def test_what_a_part_of_a_formula_is_may_be_told_in_cases(symbolic):
    found, _ = read([["dL/dz = dL/dp*p where dL/dp = 1 if z > 0 else 0"]], symbolic, "a")
    assert found == {"dL/dz": Formula("dL/dp*p"), "dL/dp": Formula("1 if z > 0 else 0")}


@pytest.mark.parametrize(
    "text",
    [
        "if z > 0 then dL/dp = 1 else dL/dp = 0",
        "If z > 0: dL/dp = 1; if z <= 0: dL/dp = 0.",
        "for z > 0, dL/dp = 1, otherwise dL/dp = 0",
        "falls z > 0, dL/dp = 1, sonst dL/dp = 0",
    ],
)
def test_each_case_may_stand_before_the_name(symbolic, text):
    assert read([[text]], symbolic, "a")[0]["dL/dp"].text.startswith("1 if z > 0; 0 ")


@pytest.mark.parametrize("sign", [":", " ="])
def test_cases_may_stand_below_the_name(symbolic, sign):
    [sheet] = read_delimited(f"dL/dp{sign}\n  1 if z > 0\n  0 otherwise\n".encode())
    assert read([[sheet.rows[0][0].text]], symbolic, "a")[0]["dL/dp"] == Formula("1 if z > 0; 0 otherwise")


def test_samples_are_no_cases():
    assert [each.sides for each in statements("for sample 1, h = 0.5; for sample 2, h = 0.6")][-1][-1] == "0.6"


def test_a_number_of_what_is_worked_with_is_not_that_of_the_name():
    found, _ = read([["h1 = sigmoid(s1) with s1 = 1.31"]])
    assert found == {"h1": Unreadable("sigmoid(s1)", "not a number"), "s1": 1.31}


@pytest.mark.parametrize(
    "formula",
    [
        "y − t if |y−t| ≤ δ, δ·sign(y−t) otherwise",
        "y-t for |y-t| <= δ, else δ·sgn(y-t)",
        "(y-t) if abs(y-t)<=delta else delta*sign(y-t)",
        "0 if z > 0, 1 otherwise",
        "1 if z = 0, 0 else",
        "1 falls z = 0; sonst: 0",
        "1 if z >= 0 else 0.01",
        "y-t if |y-t| < 1, = δ·sign(y-t) otherwise",
        "y - t when |y - t| < δ and δ sign(y-t) when |y-t| >= δ",
        "y-t, wenn |y-t| <= δ, und δ·sgn(y-t) sonst",
        "y-t (if |y-t|<=δ), δ*sign(y-t) (else)",
        "{ y-t : |y-t| <= δ ; δ sgn(y-t) : otherwise",
        "if |y-t| <= delta: y-t; else: delta*sign(y-t)",
        r"\begin{cases} y - t & z = 0 \\ \delta & z = 1 \end{cases}",
        "\\begin{cases}\ny - t & \\text{if } |y-t| \\le \\delta \\\\\nδ & \\text{otherwise}\n\\end{cases}",
        r"\left\{\begin{array}{ll} y-t & z = 0 \\ \delta & z = 1 \end{array}\right.",
    ],
)
def test_a_formula_in_cases_is_one_value(formula):
    assert [said.sides for said in statements(f"dL/dy = {formula}, dL/dw = x")] == [("dL/dy", formula), ("dL/dw", "x")]
    assert statements(f"dL/dy = dh/dy = {formula}")[0].sides == ("dL/dy", "dh/dy", formula)
    assert worth(Cell(Kind.TEXT, f"dL/dy = {formula}"), FORMULA) == worth(Cell(Kind.TEXT, formula), FORMULA)


@pytest.mark.parametrize(
    ("line", "sides"),
    [
        ("z1 = 0.3 > 0 => h1 = 0.3", [("z1", "0.3 > 0"), ("h1", "0.3")]),
        ("z1 = 0.1+0.2 = 0.3 >= 0, h1 = 0.3", [("z1", "0.1+0.2", "0.3 >= 0"), ("h1", "0.3")]),
        ("h1 = 0.79 for s1 = 1.31, z1 = 0.3 > 0", [("h1", "0.79"), ("s1", "1.31"), ("z1", "0.3 > 0")]),
        ("h1 -> h2 = 0.5, w5 -> new = 0.3", [("h1", "h2", "0.5"), ("w5", "new", "0.3")]),
    ],
)
def test_what_only_compares_or_gives_a_reason_makes_no_cases(line, sides):
    assert [said.sides for said in statements(line)] == sides


@pytest.mark.parametrize("reason", ["since z1 >= 0", "as z1 > 0", ", weil z1 ≥ 0", "(because 0.3 > 0)", "if z1 >= 0"])
def test_a_comparison_may_be_the_reason_of_a_number(reason):
    number = worth(Cell(Kind.TEXT, statements(f"h1 = max(0, 0.3) = 0.3 {reason}")[0].value))
    assert number.value == 0.3
    assert isinstance(worth(Cell(Kind.TEXT, f"0.3 {reason}, else 0")), Unreadable)


@pytest.mark.parametrize(
    "text", ["0.3 > 0", "0.1*0.5 + 0.25 > 0", "0.1 + 0.2 = 0.3 >= 0", "(0.1 + 0.2) ≥ 0.0", "0,3 > 0"]
)
def test_on_which_side_of_zero_a_number_is_does_not_change_it(text):
    assert worth(Cell(Kind.TEXT, text)).value == pytest.approx(0.3)
    assert read([["s1", text]])[0] == read([[f"s1 = {text}"]])[0] == {"s1": pytest.approx(0.3)}


@pytest.mark.parametrize("text", ["0.1*0.5 + 0.25 < 0.4", "2*0.3 ≥ 0.5", "0.2+0.1 > 0 > -1"])
def test_whether_arithmetic_is_more_than_a_number_is_no_number(text):
    assert isinstance(worth(Cell(Kind.TEXT, text)), Unreadable)


@pytest.mark.parametrize("second", ["dL/dz", ""])
def test_points_beside_formulas_are_none(symbolic, second):
    rows = [["dL/dp", "q*x", 0.5], ["w'", second, 0.5], ["dL/dz", "x", 1]]
    found, _ = read(rows, symbolic, "a")
    assert found == {"dL/dp": Formula("q*x"), "w'": Formula(second) if second else None, "dL/dz": Formula("x")}
