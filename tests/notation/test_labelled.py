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
        ("Verlust L", "L"),
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
    ],
)  # fmt: skip
def test_a_symbol_behind_words_that_make_something_else_of_it(names, text):
    assert not set(names.in_words(text)) & {"F", "R", "m", "m[1,1]", "z", "p", "L", "X"}


@pytest.mark.parametrize(
    ("text", "quantity"), [("gradient of F", "dL/dF"), ("updated K", "K'"), ("new K", "K'"), ("old F", "F")]
)
def test_words_that_have_a_meaning_of_their_own_keep_it(names, text, quantity):
    assert names.in_words(text) == (quantity,)
