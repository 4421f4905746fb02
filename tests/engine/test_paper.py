"""Mathematics on paper: what MathML and LaTeX show means what the expression means."""

import math
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grader.engine import Apply, Constant, Name, evaluate, parse, show, value
from grader.engine.printing.latex import latex, latex_text
from grader.engine.printing.mathml import mathml
from grader.engine.printing.paper import lay_out, lay_out_label, lay_out_name, lay_out_number, lay_out_value

NAMES = {"x": 1.3, "h1": 0.7, "W1'": -0.4, "yhat": 2.1, "dDiv/dh1": -0.9}


def plain(name):
    """The name as it reads in a page, without any markup."""
    return "".join(ET.fromstring(mathml(lay_out_name(name))).itertext())


BY_TEXT = {plain(name): number for name, number in NAMES.items()}


def larger(exprs):
    several = st.lists(exprs, min_size=2, max_size=3)
    return st.one_of(
        several.map(lambda parts: Apply("add", tuple(parts))),
        several.map(lambda parts: Apply("mul", tuple(parts))),
        exprs.map(lambda e: Apply("neg", (e,))),
        st.tuples(exprs, exprs).map(lambda pair: Apply("div", pair)),
        st.tuples(exprs, st.sampled_from("123")).map(
            lambda pair: Apply("pow", (pair[0], Constant(float(pair[1]), pair[1])))
        ),
        exprs.map(lambda e: Apply("exp", (e,))),
        exprs.map(lambda e: Apply("abs", (e,))),
        exprs.map(lambda e: Apply("sigmoid", (e,))),
        exprs.map(lambda e: Apply("local", (e,))),
    )


constants = st.sampled_from(["1", "2", "0.5", "1e-3"]).map(lambda text: Constant(float(text), text))
expressions = st.recursive(st.sampled_from(sorted(NAMES)).map(Name) | constants, larger, max_leaves=8)


def meaning(node):
    """What a reader takes a piece of MathML for, as Python: by the tags alone, knowing nothing of expressions."""
    text = "".join(node.itertext())
    if text in BY_TEXT and node.tag != "mrow":
        return f"({BY_TEXT[text]})"
    parts = [meaning(child) for child in node]
    match node.tag:
        case "mfrac":
            return f"(({parts[0]})/({parts[1]}))"
        case "msup" if text.startswith("e") and node[0].text == "e":
            return f"exp({parts[1]})"
        case "msup":
            return f"({parts[0]})**({parts[1]})"
        case "mi":
            return {"σ": "sigmoid"}.get(text, text)
        case "mn":
            return text
        case "mo":
            return {"−": "-", "·": "*", "\u2061": ""}.get(text, text)
    joined = "".join(parts)
    return re.sub(r"^\|(.*)\|$", r"abs(\1)", joined) if text.startswith("|") else joined


@given(expressions)
def test_a_reader_of_the_markup_gets_the_same_value(expr):
    expected = evaluate(expr, {name: value(number) for name, number in NAMES.items()}).item()
    assume(math.isfinite(expected) and abs(expected) < 1e9)
    read = meaning(ET.fromstring(mathml(lay_out(expr))))
    names = {"exp": math.exp, "abs": abs, "sigmoid": lambda t: 1 / (1 + math.exp(-t)) if t > -700 else 0.0}
    try:
        got = eval(read, {"__builtins__": {}}, names)
    except (ZeroDivisionError, OverflowError):
        assume(False)
    assert got == pytest.approx(expected, rel=1e-9, abs=1e-9), read


@given(expressions, st.floats(-9, 9).filter(bool).map(lambda v: f"{v:.3g}"))
def test_numbers_put_in_never_leave_two_signs_together(expr, number):
    markup = re.sub(r"</?mfrac>", "<mo>/</mo>", mathml(lay_out(expr, dict.fromkeys(NAMES, number))))
    shown = "".join(ET.fromstring(markup).itertext())  # a bar keeps apart what is beside it
    assert not re.search(r"[−+·]−", shown), shown


@given(expressions)
def test_latex_has_its_braces_and_fences_in_pairs(expr):
    text = latex(lay_out(expr))
    assert text.count("{") == text.count("}")
    assert text.count(r"\left") == text.count(r"\right")


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("x/h1", r"\frac{x}{h_{1}}"),
        ("(x + h1)^2", r"\left(x+h_{1}\right)^{2}"),
        ("sigmoid(x)", r"\sigma \left(x\right)"),
        ("l0 @ W1.T", r"l_{0}\,W_{1}^{\top }"),
        ("sum((x - h1)^2)", r"\sum \left(x-h_{1}\right)^{2}"),
        ("relu(x)", r"\operatorname{ReLU}\left(x\right)"),
        ("sqrt(x + 1)", r"\sqrt{x+1}"),
        ("log(x)", r"\operatorname{ln}\left(x\right)"),
    ],
)
def test_formulas_in_latex(formula, shown):
    assert latex(lay_out(parse(formula, {"x", "h1", "l0", "W1"}))) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("dDiv/dw1", r"\frac{\partial \mathrm{Div}}{\partial w_{1}}"),
        ("W1''", r"W_{1}^{\prime \prime }"),
        ("yhat", r"\hat{y}"),
        ("gamma", r"\gamma "),
        ("v_W1'", r"v_{W_{1}}^{\prime }"),
        ("v_b[1]", r"v_{b,1}"),
        ("w_hidden2", r"w_{\mathrm{hidden},2}"),
        ("W1[1,2]", r"W_{1}\text{[1,2]}"),
    ],
)
def test_names_in_latex(name, shown):
    assert latex(lay_out_name(name)) == shown


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("w_{1,2}^1'", r"w_{\text{1,2}}^{\text{1}\prime }"),
        ("l_1^2 (sample 3)", r"l_{\text{1}}^{\text{2}}\text{ (sample 3)}"),
        ("dMSE/db_1^1", r"\frac{\partial \mathrm{MSE}}{\partial b_{\text{1}}^{\text{1}}}"),
        ("h1", "h_{1}"),
        ("what is this?", r"\mathrm{what is this?}"),
    ],
)
def test_labels_of_sheets_in_latex(label, shown):
    assert latex(lay_out_label(label)) == shown


def test_a_matrix_is_a_table_and_a_fraction_grows_its_fences():
    markup = mathml(lay_out_value(value([[1, 2], [3, -4]])[0, 0], lambda x: f"{x:g}"))
    assert markup.count("<mtr>") == 2
    assert markup.count("<mtd>") == 4
    assert "stretchy" not in markup
    assert 'stretchy="false"' in mathml(lay_out(parse("sigmoid(x)", {"x"})))


def test_powers_of_ten_and_minus_signs_of_numbers():
    assert latex(lay_out_number("-1.5e-05")[0]) == r"-1.5\cdot 10^{-5}"
    assert latex(lay_out_number("see page 2")[0]) == r"\text{see page 2}"


@given(st.text(max_size=30))
def test_no_text_breaks_the_markup(text):
    for layout in (lay_out_label(text), lay_out_number(text)[0], lay_out_name(text)):
        ET.fromstring(mathml(layout))


def test_no_text_is_a_command_of_latex():
    assert latex_text(r"\input{x} 50% $ # _ ^ ~ &") == (
        r"\textbackslash{}input\{x\} 50\% \$ \# \_ \textasciicircum{} \textasciitilde{} \&"
    )


@pytest.mark.parametrize(
    ("expr", "text", "set_"),
    [
        (Apply("without", (Name("x"),), (0, 1)), "x[without 2]", r"x\text{[without 2]}"),
        (Apply("put_for", (Name("x"),), (1, 0, 2)), "x[:,3 for 1]", r"x\text{[:,3 for 1]}"),
        (Apply("read_as", (Name("x"),), (0.3, 1, 2)), "x[2,3 as 0.3]", r"x\text{[2,3 as 0.3]}"),
        (parse("b + (-x)*y", {"b", "x", "y"}), "b + (−x)·y", r"b+\left(-x\right)\cdot y"),
        (parse("b - x*y", {"b", "x", "y"}), "b − x·y", r"b-x\cdot y"),
    ],
)
def test_what_is_set_on_paper_is_put_together_as_in_a_line(expr, text, set_):
    assert (show(expr), latex(lay_out(expr))) == (text, set_)
