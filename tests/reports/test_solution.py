"""The worked solution: its steps, their chain rule, and what changes under a declared alternative."""

import re

import numpy as np
import pytest

from grader.engine import evaluate, show
from grader.grading import prepare
from grader.reports import document, key, solve
from grader.reports.pages.key import key_page
from grader.reports.solution import number
from tests.conftest import ROOT

RUBRICS = [p.relative_to(ROOT) for place in ("rubrics", "tests/rubrics") for p in sorted((ROOT / place).glob("*.toml"))]
TWO_STEPS = """
title = "Two steps, either loss"
[given]
x = [[1, 2], [3, 1]]
t = [1, 0]
w = [0.5, -0.25]
[forward]
y = "x @ w"
E = "sum((y - t)^2)"
[training]
loss = "E"
parameters = ["w"]
rule = "sgd"
rate = 0.1
steps = 2
[marks]
E = 1
"dE/dw" = 2
"w''" = 2
[[accept]]
name = "half the squared error"
[accept.forward]
E = "1/2*sum((y - t)^2)"
"""


@pytest.fixture
def two_steps(tmp_path):
    (tmp_path / "two.toml").write_text(TWO_STEPS)
    return prepare(tmp_path / "two.toml")


def solution(course, problem=0):
    return solve(course.problems[problem])


def every_step(solved):
    return [step for section in solved.sections for step in section.steps]


@pytest.mark.parametrize(("rubric", "problem"), [("cs637-hw1", "2"), ("relu-2-2-1", "")])
def test_upstream_times_local_is_the_gradient(reference, rubric, problem):
    """Wherever a step says what its local gradient is, multiplying gives the gradient."""
    ref = reference(f"rubrics/{rubric}.toml", problem)
    links = [(step, step.chain) for step in every_step(solve({"": ref})) if step.chain]
    assert links
    for step, chain in links:
        if not step.value.ndim and all(not ref.graph[link.upstream].shape for link in chain):
            total = sum(ref.values[link.upstream].item() * link.value for link in chain)
            assert total == pytest.approx(step.value)
        for link in chain:
            assert link.through == ref.graph[link.upstream].wrt
            if link.local is not None:
                assert np.array_equal(evaluate(link.local, ref.values)[0, 0], link.value)


def test_the_steps_of_a_sigmoid_have_the_local_gradients_of_a_textbook(reference):
    steps = {step.quantity.name: step for step in every_step(solve({"": reference("rubrics/cs637-hw1.toml", "2")}))}
    [link] = steps["dDiv/ds1"].chain
    assert (link.upstream, link.through, show(link.local)) == ("dDiv/dh1", "h1", "h₁·(1 − h₁)")
    assert float(link.value) == pytest.approx(0.787513 * (1 - 0.787513), rel=1e-5)
    assert steps["dDiv/dyhat"].chain == ()


POOL = """
[given]
x = [[1, 2, 0], [0, 1, 3], [2, 1, 0]]
k = [[1, -1], [0.5, 2]]
b = 0.5
[forward]
c = "conv2d(x, k)"
d = "c + b"
e = "-d"
y = "sum(e^2)"
[marks]
"dy/dk" = 1
"dy/db" = 1
"dy/dc" = 1
"dy/dd" = 1
"""


def test_a_local_gradient_is_named_only_where_the_step_is_a_product(tmp_path):
    (tmp_path / "pool.toml").write_text(POOL)
    steps = {step.quantity.name: step for step in every_step(solution(prepare(tmp_path / "pool.toml")))}
    locals_ = {name: [link.local and show(link.local) for link in step.chain] for name, step in steps.items()}
    assert locals_["dy/dk"] == [None]
    assert locals_["dy/dc"] == ["1"]
    assert locals_["dy/db"] == ["1"]
    assert locals_["dy/dd"] == ["−1"]


def test_several_steps_of_training_have_headings_of_their_own(two_steps):
    assert [section.title for section in solution(two_steps).sections] == [
        "Step 1: forward", "Step 1: backward", "Step 1: update",
        "Step 2: forward", "Step 2: backward", "Step 2: update",
    ]  # fmt: skip


def test_an_alternative_tells_what_it_changes_and_nothing_else(two_steps):
    [other] = solution(two_steps).alternatives
    assert other.name == "half the squared error"
    assert next(step.quantity.name for step in other.steps) == "E"
    assert "w''" in {step.quantity.name for step in (*other.steps, *other.values)}
    assert not other.givens
    text = key(solution(two_steps))
    assert "Also accepted: half the squared error\n----" in text
    assert "E = 1/2·(Σ(y − t)²) = 1/2·((0 − 1)² + (1.25 − 0)²) = 1.28125" in text
    assert "w′′ = [0.1875, 0]" in text  # not 2.8e-17, which is what floating point leaves


def test_long_arrays_are_lined_up_and_cut_where_nobody_could_read_them(tmp_path):
    (tmp_path / "wide.toml").write_text(
        f"[given]\nx = {[[i * 37 % 101 - 50 for i in range(60)] for _ in range(20)]}\nv = {list(range(40))}\n"
        '[forward]\ny = "2*x"\nz = "sum(v^2)"\n[marks]\nz = 1\n"y[1,1]" = 1\n'
    )
    text = key(solution(prepare(tmp_path / "wide.toml")))
    assert max(map(len, text.splitlines())) <= 120
    assert "…" in text
    assert "v = [0, 1, 2, 3" in text


def test_an_array_has_one_element_worked_out_and_a_sum_all_its_terms(reference):
    solved = solve({"": reference("rubrics/relu-2-2-1.toml")})
    steps = {step.quantity.name: step for step in every_step(solved)}
    example = steps["dMSE/dW1"].example
    assert example.name == "dMSE/dW1[1,1]"
    numbers = {name: float(text) for name, text in example.numbers.items()}
    assert sum(numbers[f"dMSE/dp1[{s},1]"] * numbers[f"l0[{s},1]"] for s in range(1, 6)) == pytest.approx(1.204)
    text = key(solved)
    assert "MSE = Σ(target − f)² = (1 − 1.1)² + (1 − 0.94)² + (1 − 1.42)² + (1 − 1.26)² + (0 − 1.18)² = 1.65" in text
    assert "     p₁[1,1] = 1·0.1 + 3·0.3 + 0.5 = 1.5" in text


def test_the_document_has_no_line_that_is_too_long_and_no_sign_that_latex_does_not_know(tmp_path):
    matrix = [[0.123456 * (i + j) for i in range(3)] for j in range(3)]
    text = f"[given]\nP = {matrix}\nT = {matrix[::-1]}\n"
    forward = '[forward]\nN = "layernorm(P)"\nE = "sum((max(N, 0) - T)^2)/9"\n[marks]\nE = 1\n"dE/dP" = 1\n'
    (tmp_path / "r.toml").write_text(text + forward, encoding="utf-8")
    told = document([solution(prepare(tmp_path / "r.toml"))], "")
    assert told.isascii()
    assert r"\ge 0" in told
    lines = [re.sub(r"\\[a-z]+|[{}]", "", line) for line in told.splitlines() if line.startswith("&= ")]
    assert max(map(len, lines)) < 140


def test_what_is_nothing_but_rounding_is_no_example(tmp_path):
    text = "[given]\nz = [0.3, -0.5, -0.9]\nB = [[1, 1, 2], [1, 2, 1], [1, 3, 2]]\ny = [0, 1, 0]\n"
    forward = '[forward]\no = "B @ z"\np = "softmax(o)"\nJ = "cross_entropy(p, y)"\n[marks]\n"dJ/dz" = 3\n'
    (tmp_path / "r.toml").write_text(text + forward, encoding="utf-8")
    told = key(solution(prepare(tmp_path / "r.toml")))
    assert "∂J/∂z = Bᵀ @" in told
    assert "∂J/∂z₂ = " in told
    assert "e−1" not in told


def test_an_array_of_formulas_has_its_first_element_in_short(tmp_path):
    text = 'symbols = ["a", "b", "y1"]\n[forward]\nz = "[a, b]"\ny = "[y1, 1 - y1]"\np = "softmax(z)"\n'
    (tmp_path / "r.toml").write_text(text + 'L = "cross_entropy(p, y)"\n[marks]\n"dL/dz" = 2\n', encoding="utf-8")
    course = prepare(tmp_path / "r.toml")
    solved = solution(course)
    assert "∂L/∂z = p·(∂L/∂p − Σ(∂L/∂p · p))\n        ∂L/∂z₁ = p₁ − y₁\n" in key(solved)
    assert r"\text{for example }\frac{\partial L}{\partial z_{1}}=p_{1}-y_{1}" in document([solved], "")
    assert "for example" in key_page(course.problems, "", "r.toml")


def test_values_are_shown_to_six_figures():
    assert [number(x) for x in (0.7875134, -1e-7, 1e20, 0.0)] == ["0.787513", "-1e-7", "1e20", "0"]


def test_the_document_has_every_step_and_escapes_titles(two_steps):
    solved = solution(two_steps)._replace(title="50% of w_1 & ∂")
    text = document([solved, solved], "A # title")
    assert r"\title{A \# title}" in text
    assert r"\section*{50\% of w\_1 \& \ensuremath{\partial}}" in text
    assert text.count(r"\begin{align*}") == text.count(r"\end{align*}") == 16
    assert r"\begin{bmatrix}1 & 2 \\ 3 & 1\end{bmatrix}" in text
    assert text.isascii()


OUTPUTS = """
title = "Outputs and their losses"
[given]
x = [1, 2, 3]
y = [1, 2, 2]
w = 0.7
z = [0.2, -0.4]
t = [0, 1]
s = -40
k = 1
[forward]
out = "w*x"
E = "half_mse(out, y)"
p = "softmax(z)"
L = "-sum(t*log(p))"
a = "sigmoid(s)"
J = "bce(a, k)"
[marks]
"dE/dout" = 1
"dL/dp" = 1
"dL/dz" = 1
"dJ/ds" = 1
"""


def test_numbers_that_cancel_are_left_out_and_an_output_layer_has_its_short_form(tmp_path):
    (tmp_path / "outputs.toml").write_text(OUTPUTS)
    course = prepare(tmp_path / "outputs.toml")
    solved = solution(course)
    text = key(solved)
    assert "∂E/∂out = (out − y)/3\n" in text
    assert "∂L/∂p = −t/p\n" in text
    assert "∂L/∂z = p·(∂L/∂p − Σ(∂L/∂p · p)) = p − t\n" in text
    assert "∂L/∂z₁ = 0.645656 − 0 = 0.645656\n" in text
    assert "∂J/∂s = ∂J/∂a · a·(1 − a) = a − k = 4.24835e−18 − 1 = −1\n" in text
    assert "&= p-t" in document([solved], "")


PICTURE = """
title = "A picture"
[given]
X = [[1, 0, 2, 1, 0], [0, 3, 1, 0, 1], [2, 1, 0, 1, 2], [1, 0, 1, 2, 0], [0, 1, 2, 0, 1]]
K = [[0.5, -0.2], [0.1, 0.3]]
"dL/dP" = [[1, 2], [0, -1]]
[forward]
A = "conv2d(X, K)"
P = "maxpool2d(A)"
[marks]
"dL/dA" = 16
"dL/dK" = 4
"""


def test_poolings_have_an_element_worked_out_and_long_sums_their_terms_that_are_not_0(tmp_path):
    (tmp_path / "picture.toml").write_text(PICTURE)
    text = key(solution(prepare(tmp_path / "picture.toml")))
    assert "∂L/∂A[1,1] = 1·[1.4 ≥ 0.2, −0.1, 1.4] = 1\n" in text
    assert "∂L/∂K[1,1] = 1·1 + 2·2 + 2·(−1) = 3\n" in text


def test_the_branches_of_a_choice_are_one_term(tmp_path):
    given = "[given]\nr = [0.1, -2]\na = 0.25\n"
    forward = '[forward]\nl = "where(1 - abs(r), r^2/2, abs(r) - 1/2)"\nh = "where(r, r, a*r)"\nL = "sum(l) + sum(h)"\n'
    (tmp_path / "choice.toml").write_text(f'{given}{forward}[marks]\n"dL/dr" = 1\n')
    text = key(solution(prepare(tmp_path / "choice.toml")))
    assert "[r if 1 > |r|, else sign(r)]" in text
    assert "[1 if r > 0, else a]" in text


@pytest.mark.parametrize("path", RUBRICS, ids=str)
def test_what_the_key_writes_has_the_value_that_it_shows(path):
    for references in prepare(ROOT / path).problems:
        values = references[""].values
        for step in every_step(solve(references)):
            for form in (step.formula, step.closed):
                if form is not None and step.value is not None:
                    written = evaluate(form, values)[0, 0]
                    np.testing.assert_allclose(written + 0 * step.value, step.value, rtol=1e-9, atol=1e-12)


def test_what_a_rubric_makes_of_gradients_stands_among_them(tmp_path):
    text = """
    [given]
    x = 2
    t = 1
    w = [0.5, -0.25]
    [forward]
    net = "w[1]*x + w[2]"
    o = "sigmoid(net)"
    E = "(t - o)^2/2"
    delta = "-dE/dnet"
    step = "0.5*delta"
    [marks]
    E = 1
    step = 1
    "dE/dw" = 2
    """
    (tmp_path / "r.toml").write_text(text)
    solved = solution(prepare(tmp_path / "r.toml"))
    sections = {section.title: [step.quantity.name for step in section.steps] for section in solved.sections}
    assert list(sections) == ["Forward", "Backward"]
    assert {"delta", "step"} < set(sections["Backward"])
