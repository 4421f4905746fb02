"""Words for the loss, in many languages, and what they do not mean."""

import pytest

from tests.notation.written import vocabulary

TWO_ERRORS = """
given = {w = 0.5, x = 2, a = 1, b = 3}
[forward]
net_h1 = "w*x"
out_h1 = "sigmoid(net_h1)"
E_1 = "(a - out_h1)^2"
E_2 = "(b - out_h1)^2"
E_total = "E_1 + E_2"
[training]
loss = "E_total"
parameters = ["w"]
rate = 0.5
[marks]
E_total = 1
"dE_1/dw" = 1
"dE_total/dw" = 1
"E_total'" = 1
"""


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Verlust", "E_total"), ("pérdida", "E_total"), ("coût", "E_total"), ("потери", "E_total"), ("损失", "E_total"),
        ("Loss (MSE)", "E_total"), ("L", "E_total"), ("updated loss", "E_total'"), ("loss'", "E_total'"),
        ("dL/dw", "dE_total/dw"), ("∂E/∂w", "dE_total/dw"), ("E(total)", "E_total"), ("net(h1)", "net_h1"),
        ("error", None), ("total loss", "E_total"), ("Gesamtverlust", "E_total"), ("loss (1)", None),
        ("Loss(o1)", None), ("dE_3/dw", None),
    ],
)  # fmt: skip
def test_words_for_the_loss(tmp_path, written, meant):
    found = vocabulary(tmp_path, TWO_ERRORS).find(written)
    assert [target.quantity for target in found] == ([meant] if meant else [])


@pytest.mark.parametrize(
    ("loss", "entropy", "squares"),
    [("bce(o, t)", "L", None), ("-t*log(o)", "L", None), ("(o - t)^2/2", None, "L"), ("mse(o, t)", None, "L"),
     ("bce(o, t) + l2(w)", None, None), ("E + 0.1*w^2", None, None), ("E + R", None, None),
     ("mse(o, t) + l2(w)", None, None)],
)  # fmt: skip
def test_a_word_that_says_of_what_sort_a_loss_is_means_one_of_that_sort(tmp_path, loss, entropy, squares):
    forward = 'o = "sigmoid(w*x)"\nE = "(o - t)^2"\nR = "2*w"\n' + f'L = "{loss}"'
    rubric = (
        f"given = {{w = 0.5, x = 2, t = 1}}\n[forward]\n{forward}\n[training]\nloss = 'L'\nparameters = ['w']\nrate = 1"
    )
    names = vocabulary(tmp_path, rubric + '\n[marks]\nL = 1\n"L\'" = 1')
    for sort, words in ((entropy, ("cross-entropy loss", "CE", "BCE loss")), (squares, ("MSE", "mean squared error"))):
        for word in words:
            assert [t.quantity for t in names.find(word)] == ([sort] if sort else [])
            assert [t.quantity for t in names.find(f"{word} after the update")] == ([f"{sort}'"] if sort else [])


@pytest.mark.parametrize(
    ("loss", "total"),
    [("mse(o, t)", False), ("mse(o, t) + l2(w)", True), ("sum((o - t)^2)/2", True), ("sse(o, t)", True)],
)
def test_the_total_of_losses_is_no_mean(tmp_path, loss, total):
    given = "given = {w = 0.5, x = [2, 3], t = [1, 2]}"
    rubric = f'{given}\n[forward]\no = "w*x"\nL = "{loss}"\n[training]\nloss = "L"\nparameters = ["w"]\nrate = 1'
    names = vocabulary(tmp_path, rubric + '\n[marks]\nL = 1\n"L\'" = 1')
    assert [t.quantity for t in names.find("Gesamtverlust")] == (["L"] if total else [])
