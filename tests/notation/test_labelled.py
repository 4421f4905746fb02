"""Symbols with words before them: what is that symbol, and what is something else."""

import pytest

from grader.notation import Vocabulary
from grader.reference import refer, symbols
from grader.rubric import load

RUBRIC = """
[given]
X = [[1, 0.5, -1], [0, 1.5, 2], [-1, 1, 0.5]]
K = [[0.2, -0.3], [0.4, 0.5]]
W = [[0.8], [-0.5]]
y = [0, 1]
[forward]
F = "conv2d(X, K)"
R = "relu(F)"
m = "maxpool2d(R, 2)"
z = "W @ flatten(m)"
p = "softmax(z)"
L = "cross_entropy(p, y)"
[training]
loss = "L"
parameters = ["K", "W"]
rate = 0.1
steps = 1
[names]
z = ["logits"]
[marks]
F = 1
R = 1
m = 1
z = 1
p = 1
L = 1
"dL/dF" = 1
"K'" = 1
"""


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    path = tmp_path_factory.mktemp("rubric") / "r.toml"
    path.write_text(RUBRIC)
    return Vocabulary(s for p in load(path).problems for s in symbols(refer(p)))


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("Feature map F", "F"), ("Merkmalskarte F", "F"), ("特征图 F", "F"), ("特征图F", "F"), ("Logits z", "z"),
        ("the probabilities p", "p"), ("Wahrscheinlichkeiten p", "p"), ("Carte de caractéristiques F", "F"),
        ("pooled m", "m[1,1]"), ("池化 m", "m[1,1]"), ("Max-Pooling m", "m[1,1]"), ("nach ReLU R", "R"),
        ("ReLU R", "R"), ("after ReLU R", "R"), ("ReLU之后 R", "R"), ("ReLU output R", "R"), ("softmax p", "p"),
        ("Verlust L", "L"), ("Conv F", "F"), ("result of convolution F", "F"), ("Convolution output F", "F"),
        ("convolved F", "F"), ("after convolution F", "F"), ("Faltung F", "F"), ("卷积 F", "F"),
    ],
)  # fmt: skip
def test_a_symbol_behind_words_for_what_it_is(names, text, quantity):
    assert names.in_words(text) == (quantity,)


@pytest.mark.parametrize(
    "text",
    [
        "dL/d F", "input X", "input z", "target p", "true p", "error in F", "error F", "Fehler p", "delta z",
        "previous F", "not F", "without F", "gradient R", "Ableitung z", "upstream R", "梯度 F", "误差 z", "目标 p",
        "ReLU F", "nach ReLU F", "pooled R", "max R", "softmax z", "flattened m", "log p", "mean z", "number of F",
        "transposed F", "velocity F", "learning rate m", "bias z", "logits p", "feature maps and F", "loss p",
        "Part F", "Team F", "Student p", "Exercise F", "Anna m", "Version m", "Matrikel m", "Feature map X", "Map f",
        "conv R", "after conv R", "convolved X", "conv of F", "gradient of conv F", "conv error F", "conv input F",
        "flipped conv F", "sum of convolutions F", "see F", "check F", "tolerance F", "hedef p", "오차항 F", "목표 p",
    ],
)  # fmt: skip
def test_a_symbol_behind_words_that_make_something_else_of_it(names, text):
    assert not set(names.in_words(text)) & {"F", "R", "m", "m[1,1]", "z", "p", "L", "X"}


@pytest.mark.parametrize(
    ("text", "quantity"), [("gradient of F", "dL/dF"), ("updated K", "K'"), ("new K", "K'"), ("old F", "F")]
)
def test_words_that_have_a_meaning_of_their_own_keep_it(names, text, quantity):
    assert names.in_words(text) == (quantity,)


LSTM = """
[given]
x = [0.5, -1]
W = 0.4
V = 0.3
h0 = 0
c0 = 0.1
[repeat]
t = "1..2"
[forward]
"i[t]" = "sigmoid(W*x[t] + V*h[t-1])"
"f[t]" = "sigmoid(V*x[t] + W*h[t-1])"
"c[t]" = "f[t]*c[t-1] + i[t]*x[t]"
"h[t]" = "i[t]*tanh(c[t])"
L = "(h2 - 1)^2"
[marks]
i1 = 1
f1 = 1
c1 = 1
h1 = 1
i2 = 1
c2 = 1
h2 = 1
L = 1
"""


@pytest.fixture(scope="module")
def cell(tmp_path_factory):
    path = tmp_path_factory.mktemp("rubric") / "r.toml"
    path.write_text(LSTM)
    return Vocabulary(s for p in load(path).problems for s in symbols(refer(p)))


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("porte d'entrée i1", "i1"), ("porte d’entrée i₁", "i1"), ("porte d'oubli f1", "f1"), ("état caché h2", "h2"),
        ("état de cellule c1", "c1"), ("puerta de entrada i1", "i1"), ("puerta de olvido f_1", "f1"),
        ("estado de celda c2", "c2"), ("estado oculto h1", "h1"), ("porta de entrada i1", "i1"),
        ("stato della cella c1", "c1"), ("Eingangstor i1", "i1"), ("Zellzustand c1", "c1"),
        ("verborgener Zustand h1", "h1"), ("入力ゲート i1", "i1"), ("入力ゲートi1", "i1"), ("忘却ゲート f1", "f1"),
        ("セル状態 c1", "c1"), ("隠れ状態 h2", "h2"), ("输入门 i1", "i1"), ("遗忘门f1", "f1"), ("입력 게이트 i1", "i1"),
        ("входной вентиль i1", "i1"), ("input gate i1", "i1"),
    ],
)  # fmt: skip
def test_a_symbol_behind_words_for_a_part_of_a_gated_cell(cell, text, quantity):
    assert cell.in_words(text) == (quantity,)


@pytest.mark.parametrize(
    "text",
    ["entrée i1", "gradient de la porte d'entrée i1", "poids de la porte d'entrée i1", "peso de la puerta i1",
     "dérivée d'erreur h1", "エラー i1", "入力 i1", "puerta de entrada x1", "input gate weight W", "état précédent h1"],
)  # fmt: skip
def test_words_around_a_part_of_a_gated_cell_that_make_something_else_of_it(cell, text):
    assert cell.in_words(text) == ()
