"""The formula language: what is read, and what is refused with which words."""

import math

import pytest

from grader.engine import Apply, Constant, Expr, Name
from grader.engine.language.parse import LONGEST_FORMULA, parse, read
from grader.errors import FormulaError

X, Y, Z = Name("x"), Name("y"), Name("z")
TWO = Constant(2.0, "2")


def op(primitive: str, *args: Expr, params: tuple[object, ...] = ()) -> Expr:
    return Apply(primitive, args, params)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x + y - z", op("add", X, Y, op("neg", Z))),
        ("x - (y + z)", op("add", X, op("neg", op("add", Y, Z)))),
        ("x + (y + z)", op("add", X, Y, Z)),
        ("x * y * z", op("mul", X, Y, Z)),
        ("x / y / z", op("div", op("div", X, Y), Z)),
        ("x * y / z * x", op("mul", op("div", op("mul", X, Y), Z), X)),
        ("-x^2", op("neg", op("pow", X, TWO))),
        ("-x*y", op("neg", op("mul", X, Y))),
        ("(-x)*y", op("mul", op("neg", X), Y)),
        ("x*-y", op("mul", X, op("neg", Y))),
        ("x^y^z", op("pow", X, op("pow", Y, Z))),
        ("x**-2", op("pow", X, op("neg", TWO))),
        ("x @ y.T", op("matmul", X, op("transpose", Y))),
        ("x.T^2", op("pow", op("transpose", X), TWO)),
        ("+x", X),
        ("2*1*0 + 0", op("add", op("mul", TWO, Constant(1.0, "1"), Constant(0.0, "0")), Constant(0.0, "0"))),
        ("0.50", Constant(0.5, "0.50")),
        (".5e-3", Constant(0.0005, ".5e-3")),
        ("W1'", Name("W1'")),
        ("f''", Name("f''")),
        ("x[2]", op("index", X, params=(2,))),
        ("x[1,2]", op("index", X, params=(1, 2))),
        ("x[1:3]", op("index", X, params=(("slice", 1, 3),))),
        ("x[:,1]", op("index", X, params=(("slice", None, None), 1))),
        ("x[2:]", op("index", X, params=(("slice", 2, None),))),
        ("[x, 2]", op("stack", X, TWO)),
        ("[[x, y], [y, x]]", op("stack", op("stack", X, Y), op("stack", Y, X))),
        ("sigmoid(x)", op("sigmoid", X)),
        ("ReLU(x)", op("relu", X)),
        ("ln(x)", op("log", X)),
        ("sum(x, axis=1)", op("sum", X, params=(("axis", 1),))),
        ("sum(x, axis=-1)", op("sum", X, params=(("axis", -1),))),
        ("max(x, y, z)", op("max", X, Y, Z)),
        ("max(x)", op("amax", X)),
        ("min(x)", op("neg", op("amax", op("neg", X)))),
    ],
)
def test_a_formula_is_read_as_written(text: str, expected: Expr) -> None:
    assert parse(text) == expected


def test_a_gradient_is_one_name_where_both_quantities_are_known() -> None:
    assert parse("x - eta*dDiv/dx", {"x", "eta", "Div"}) == op(
        "add", X, op("neg", op("mul", Name("eta"), Name("dDiv/dx")))
    )
    assert parse("dMSE'/dW1'^2", {"MSE'", "W1'"}) == op("pow", Name("dMSE'/dW1'"), TWO)


def test_a_comparison_is_1_where_it_holds_and_0_elsewhere() -> None:
    assert parse("x > y") == parse("step(x - y)") == parse("y < x") == parse("[x > y]")
    assert parse("x >= y") == parse("1 - step(y - x)") == parse("y ≤ x")
    assert parse("0 < x <= y") == parse("step(x)*(1 - step(x - y))")
    assert parse("(x > 0)*x") == parse("step(x)*x")
    assert parse("where(abs(x) <= y, x, 0)") == parse("where(abs(x) - y, 0, x)")


def test_a_quotient_of_differences_stays_a_quotient() -> None:
    assert parse("dx/dy", {"dx", "dy"}) == op("div", Name("dx"), Name("dy"))
    assert parse("dx/dy", {"x", "y", "dx", "dy"}) == op("div", Name("dx"), Name("dy"))


def test_e_and_pi_are_numbers_unless_they_are_quantities() -> None:
    assert parse("e*pi", {"x"}) == op("mul", Constant(math.e, "e"), Constant(math.pi, "pi"))
    assert parse("e*x", {"x", "e"}) == op("mul", Name("e"), X)


@pytest.mark.parametrize(
    ("text", "what", "word", "todo"),
    [
        ("", "the formula is empty", "", ""),
        ("   ", "the formula is empty", "   ", ""),
        ("x +", "the formula ends too early", "", "a number, a name or '(' belongs here"),
        ("(x", "the formula ends too early", "", "a ')' or ']' is missing"),
        ("x)", "unexpected ')'", ")", "there is no opening one for it"),
        ("2x", "unexpected 'x'", "x", "an operator such as '*' is missing before it"),
        ("x * / y", "unexpected '/'", "/", "a number, a name or '(' belongs before it"),
        ("x + h3", "unknown name 'h3'", "h3", "did you mean 'h1' or 'h2'?"),
        ("sigmod(x)", "unknown function 'sigmod'", "sigmod", "did you mean 'sigmoid'?"),
        ("x(1 - x)", "unknown function 'x'", "x", "a product is written 'x*(…)'"),
        ("x²", "unexpected '²'", "²", "write '^2'"),
        ("x·y", "unexpected '·'", "·", "write '*'"),
        ("x.real", "unexpected '.'", ".", "only .T, the transpose, may follow a dot"),
        ("x <", "the formula ends too early", "", "a number, a name or '(' belongs here"),
        ("x != y", "unexpected '!'", "!", "a formula compares with < > <= >="),
        ("2*x > 0*y < ;", "unexpected ';'", ";", "a number, a name or '(' belongs before it"),
        ("np.dot(x, y)", "unexpected 'np.'", "np.", "leave out 'np.'"),
        ("σ(x)", "unknown function 'σ'", "σ", "write sigmoid(…)"),
        ("sum_i(x)", "unknown function 'sum_i'", "sum_i", "sum(x) adds up all elements of x"),
        ("x^T", "unknown name 'T'", "T", "the transpose of x is written x.T"),
        ("-ln", "unknown name 'ln'", "ln", "a function has parentheses: ln(…)"),
        ("|x|", "unexpected '|'", "|", "write abs(x), or norm(x) of a vector"),
        ("x == y", "unexpected '='", "=", "a formula compares with < > <= >="),
        ("'x'", "unexpected '''", "'", "a formula is names, numbers and + - * / ^ @"),
        ('"x"', "unexpected '\"'", '"', "a formula holds no text; a word such as same stands without quotes"),
        ("__import__(x)", "the name '__import__' begins with '__'", "__import__", "choose another name"),
        ("x[0]", "'0' is not an index", "0", "indices are whole numbers and count from 1"),
        ("x[1.5]", "'1.5' is not an index", "1.5", "indices are whole numbers and count from 1"),
        ("x[y]", "unexpected 'y'", "y", "a whole number belongs here"),
        ("sigmoid(x, y)", "sigmoid is given 2 arguments", "sigmoid", "it takes 1 argument"),
        ("outer(x)", "outer is given 1 argument", "outer", "it takes 2 arguments"),
        ("sum(x, ax=1)", "sum has no setting 'ax'", "ax", "it has: axis, keepdims"),
        ("exp(x, axis=1)", "exp has no setting 'axis'", "axis", "it has none"),
        ("sum(axis=1, x)", "the setting 'axis' stands before an argument", "axis", "settings come last"),
        ("sum(x, axis=1, axis=2)", "the setting 'axis' is given twice", "axis", ""),
        ("1e999", "the number '1e999' is too large", "1e999", ""),
    ],
)
def test_a_fault_has_a_place_and_says_what_to_do(text: str, what: str, word: str, todo: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text, {"x": 0, "y": 0, "z": 0, "h1": 0, "h2": 0})
    assert (caught.value.what, caught.value.todo) == (what, todo)
    assert text[caught.value.start : caught.value.end] == word


def test_read_tells_every_fault_of_a_formula_from_left_to_right() -> None:
    reading = read("foo*x + sigmod(bar) +", {"x"})
    assert reading.expr is None
    assert [fault.what for fault in reading.faults] == [
        "unknown name 'foo'",
        "unknown function 'sigmod'",
        "unknown name 'bar'",
        "the formula ends too early",
    ]


@pytest.mark.parametrize(
    "text", ["-" * 9000 + "x", "x" + "^x" * 5000, "x" + "/x" * 5000, "exp(" * 150 + "x" + ")" * 150]
)
def test_a_deep_formula_is_refused(text: str) -> None:
    with pytest.raises(FormulaError, match="nested too deeply"):
        parse(text)


def test_parentheses_alone_are_no_depth() -> None:
    assert parse("(" * 5000 + "x" + ")" * 5000) == X


def test_a_long_formula_is_refused() -> None:
    with pytest.raises(FormulaError, match="characters"):
        parse("x" * (LONGEST_FORMULA + 1))
