"""What interactive sessions show, and what programs print without signs."""

from functools import partial

import pytest

from grader.answers.containers.delimited import read_delimited
from grader.answers.layouts import lay_out_sheets
from tests.answers.layouts.sheets import CS637, RELU
from tests.cost import LONG, paces


def read(text, names=CS637):
    answers, _ = lay_out_sheets(read_delimited(text.encode()), names)
    return {a.target[1:] if a.target.index else a.target.quantity: a.number.value for a in answers if a.target}


@pytest.mark.parametrize(
    "text",
    ["> s1 <- x1*w1 + x2*w2\n> s1\n[1] 1.31\n> h1 <- 1/(1+exp(-s1))\n> print(h1)\n[1] 0.79\n",
     ">>> s1 = x1*w1\n>>> s1\n1.31\n>>> h1 = s(s1)\n>>> print(h1)\n0.79\n",
     "In [1]: s1 = 2*w\n\nIn [2]: s1\nOut[2]: 1.31\n\nIn [3]: h1\nOut[3]: 0.79\n",
     "        s1         h1 \n 1.3100000  0.7900000 \n", "  name  value\n1   s1 1.3100\n2   h1 0.7900\n",
     "> c(s1=s1, h1=h1)\n  s1   h1 \n1.31 0.79 \n", "Forward(s1=np.float64(1.31), h1=0.79)",
     "self.s1 = 1.31\nself.h1=0.79",
     "print(s1)  # 1.31\nh1 = sigmoid(s1)  # 0.79\n", '"""s1 = 1.31\n\nh1 = 0.79"""\nimport numpy as np\n',
     "```r\ns1 <- x*w\ns1\n```\n\n```\n## [1] 1.31\n```\nSo:\n\n```r\nh1 <- s(s1)\nh1\n```\n\n```\n## [1] 0.79\n```\n",
     "```{r}\ns1\nh1\n```\n## [1] 1.31\n## [1] 0.79\n", "```{r}\ns1\n## [1] 1.31\nprint(h1)\n## [1] 0.79\n```\n",
     "s1 1.31 h1 0.79\n", "s1 1.31, h1 0.79 ok\n",
     "s1 1.31 h1 0.79 (rounded).\n", "julia> s1 = x*w\n1.31\n\njulia> h1 = s(s1)\n0.79\n",
     "julia> s1\n1.31\n\njulia> ∇h1 = 2\n2\n\njulia> h1\n0.79\n",
     ">>> s1.item()\n1.31\n>>> h1\ntensor(0.79, grad_fn=<SigmoidBackward0>)\n",
     ">>> round(s1, 2)\n1.31\n>>> h1.detach()\ntensor(0.79)\n",
     ">>> s1 = 1.31\n>>> h1 = 0.5\n>>> h1\n0.79\n", ">> s1 = 1.31\n>> h1 = 0.79\n",
     ">> s1\nans = 1.31\n>> h1\n\nans =\n\n    0.7900\n", "octave:1> s1\nans = 1.3100\noctave:2> h1\nans = 0.79\n",
     "s1 tensor(1.3100, grad_fn=<AddBackward0>)\nh1 tensor(0.79, dtype=torch.float64)\n",
     "octave:1> s1 = 1.3\ns1 = 1.3100\noctave:2> h1 = s(s1)\nh1 = 0.7900\n", "s1, 1.31, h1, 0.79\ns2, 2.94, h2, 0.95\n",
     "In[1]:= s1 = x.w\nOut[1]= 1.31\n\nIn[2]:= h1 = 1/(1 + Exp[-s1])\nOut[2]= 0.79\n",
     ">> s1 = 1.3; h1 = 2;\n>> hw1\n\ns1 =\n\n    1.31\n\nh1 =\n\n  7.9e-01\n"],
)  # fmt: skip
def test_sessions(text):
    assert read(text).items() >= {"s1": 1.31, "h1": 0.79}.items()


@pytest.mark.parametrize("title", ["b1 new", "new b1", "updated b1:"])
def test_the_words_of_a_title_are_no_names_of_the_numbers_of_an_array(title):
    expected = {("b1'", (1,)): 0.47, ("b1'", (2,)): 0.48, "MSE": 1.65}
    assert read(f"{title}\n0.47 0.48\n\nMSE = 1.65\n", RELU) == expected


def test_a_chunk_that_puts_out_nothing_gives_no_name_to_what_the_next_one_does():
    assert read("```{r}\nh1\n```\n```{r}\ns1\n```\n## [1] 1.31\n") == {"s1": 1.31}


def test_arrays_of_r():
    text = "> dW1\n     [,1] [,2]\n[1,]  1.2  1.3\n[2,]  3.6  4.0\n> db1\n[1] 0.38\n[2] 1.14\n> MSE\n[1] 1.65\n"
    found = read(text, RELU)
    assert [found["dMSE/dW1", (i, j)] for i in (1, 2) for j in (1, 2)] == [1.2, 1.3, 3.6, 4.0]
    assert (found["dMSE/db1", (1,)], found["dMSE/db1", (2,)], found["MSE"]) == (0.38, 1.14, 1.65)


def test_arrays_of_mathematica():
    text = "In[1]:= dW1 = Outer[Times, d, x]\nOut[1]= {{1.2, 1.3}, {3.6, 4.}}\nIn[2]:= b1new // MatrixForm\n"
    found = read(f"{text}Out[2]//MatrixForm= {{0.47, 0.48}}\n", RELU)
    assert [found["dMSE/dW1", (i, j)] for i in (1, 2) for j in (1, 2)] == [1.2, 1.3, 3.6, 4.0]
    assert (found["b1'", (1,)], found["b1'", (2,)]) == (0.47, 0.48)


def test_what_is_typed_and_assigned_again_is_no_answer():
    assert read(">>> h1 = 0.5\n>>> h1 = s(h1)\n>>> MSE = 0.0\n>>> for e in errors:\n...     MSE += e\n", RELU) == {}


def test_a_whole_number_that_is_typed_is_an_answer_unless_it_is_where_a_sum_begins():
    assert read(">>> s1 = 3\n>>> h1 = -2\n>>> Div = 0\n") == {"s1": 3.0, "h1": -2.0}


def test_elements_by_their_numbers_are_no_output_of_r():
    found = read("b1':\n[1] = 0.47\n[2] = 0.48\n", RELU)
    assert found == {("b1'", (1,)): 0.47, ("b1'", (2,)): 0.48}


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_factor_of_matlab_multiplies_all_below_it(between):
    text = between.join(("W1_new =", "   1.0e-01 *", "    1.0000   -2.5\n    0.5   10\n", "MSE =", "   1.65", ""))
    found = read(text, RELU)
    assert [found["W1'", (i, j)] for i in (1, 2) for j in (1, 2)] == [0.1, -0.25, 0.05, 1.0]
    assert found["MSE"] == 1.65


@pytest.mark.parametrize("said", ["shape (2, 2)", "(shape (2, 2)):", "of shape (2,2):", "size: (2x2)"])
def test_an_array_with_its_shape(said):
    found = read(f"dW1 {said}\n[[1.2 1.3]\n [3.6 4. ]]\n", RELU)
    assert [found["dMSE/dW1", (i, j)] for i in (1, 2) for j in (1, 2)] == [1.2, 1.3, 3.6, 4.0]


def test_other_lines_stay_as_they_are():
    assert read("> quoted\nh1 = 0.79\n> more\n") == {"h1": 0.79}
    assert read("h1 0.79\nh2 0.95\n") == {"h1": 0.79, "h2": 0.95}


def test_lines_without_end_cost_little():
    for text in (
        "a 0.5 " * 20_000,
        "(" * 100_000 + ")",
        " " * 100_000 + ")",
        "[1] " + "0.5 " * 100_000,
        "> x\n" * 20_000,
        "{'h1': 3\n" * 20_000,
    ):
        assert paces(partial(read_delimited, f"[1] 1\n{text}".encode())) < LONG


def test_arrays_of_julia():
    text = "julia> dW1\n2×2 Matrix{Float64}:\n 1.2  1.3\n 3.6  4.0\n\n"
    text += "julia> db1\n2-element Vector{Float64}:\n 0.38\n 1.14\n\njulia> MSE\n1.65\n"
    found = read(text, RELU)
    assert [found["dMSE/dW1", (i, j)] for i in (1, 2) for j in (1, 2)] == [1.2, 1.3, 3.6, 4.0]
    assert (found["dMSE/db1", (1,)], found["dMSE/db1", (2,)], found["MSE"]) == (0.38, 1.14, 1.65)


def test_a_comment_is_a_value_only_where_it_is_a_number():
    text = "h1 = 0.79  # 3 decimals\ns1 = 1.31 # 0.5 off\nh2 = sigmoid(s2) # 2 layers"
    assert read(text.rpartition("\n")[0]) == {"h1": 0.79, "s1": 1.31}
    answers, _ = lay_out_sheets(read_delimited(text.encode()), CS637)
    assert [a.number.reason for a in answers if a.target == ("2", "h2", None)] == ["not a number"]


def test_numbers_of_several_rows_under_names_are_no_single_ones():
    assert read("x1 x2 f\n1.0 3.0 1.1\n3.0 1.0 0.94\n", RELU).get("f") is None


def test_a_gradient_by_its_sign():
    shown = "julia> ∇w\n6-element Vector{Float64}:\n" + "".join(f"  0.{n}\n" for n in range(1, 7))
    assert read(shown) == {f"dDiv/dw{n}": n / 10 for n in range(1, 7)}
