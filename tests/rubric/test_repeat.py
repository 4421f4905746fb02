"""Entries that stand for many: recurrences over time steps, and what is summed over them."""

import pytest

from grader.engine import show
from grader.errors import RubricError
from grader.reference import refer
from grader.rubric import load

RNN = """
[given]
x = [0.5, -1.1, 0.8]
t = [0.1, 0.2, 0.3]
w = 0.7
u = -0.4
h0 = 0.2
[repeat]
k = "1..3"
[forward]
"a[k]" = "w*x[k] + u*h[k-1]"
"h[k]" = "tanh(a[k])"
"L[k]" = "(h[k] - t[k])^2/k"
L = "sum[k](L[k])"
H = "stack[k](h[k])"
last = "h[3]"
[training]
loss = "L"
parameters = ["w", "u"]
rate = 0.1
"""
MARKS = '[marks]\n"h[k]" = 2\n"dL/da[k]" = 1\n"h[3]\'" = 1\n"dL/dh[2]" = 1\nL = 1\n'


@pytest.fixture
def read(tmp_path):
    def read_(text):
        (tmp_path / "r.toml").write_text(text, encoding="utf-8")
        return load(tmp_path / "r.toml").problems[0]

    return read_


@pytest.fixture
def refused(read):
    def refused_(text):
        with pytest.raises(RubricError) as caught:
            read(text)
        return [str(fault) for fault in caught.value.faults]

    return refused_


def test_a_recurrence_is_what_it_is_written_out(read):
    problem = read(RNN + MARKS)
    assert {name: show(formula, ascii=True) for name, formula in problem.forward.items()} == {
        "a1": "w*x[1] + u*h0",
        "a2": "w*x[2] + u*h1",
        "a3": "w*x[3] + u*h2",
        "h1": "tanh(a1)",
        "h2": "tanh(a2)",
        "h3": "tanh(a3)",
        "L1": "(h1 - t[1])^2/1",
        "L2": "(h2 - t[2])^2/2",
        "L3": "(h3 - t[3])^2/3",
        "L": "L1 + L2 + L3",
        "H": "[h1, h2, h3]",
        "last": "h3",
    }
    assert list(problem.marks) == ["h1", "h2", "h3", "dL/da1", "dL/da2", "dL/da3", "h3'", "dL/dh2", "L"]
    written = RNN.replace('[repeat]\nk = "1..3"\n', "").partition("[forward]")
    forward = "".join(f'{name} = "{show(f, ascii=True)}"\n' for name, f in problem.forward.items())
    marks = '[marks]\n"h3\'" = 1\n'
    plain = refer(read(written[0] + "[forward]\n" + forward + RNN[RNN.index("[training]") :] + marks))
    assert refer(problem).values["h3'"].item() == plain.values["h3'"].item()


def test_two_letters_make_a_grid(read):
    problem = read(
        '[given]\nX = [[1, 2], [3, 4]]\ns = 2\n[repeat]\ni = "1..2"\nj = "1..2"\n'
        '[forward]\n"p[i,j]" = "s*X[i,j]"\ntotal = "sum[i](sum[j](p[i,j]))"\n[marks]\n"p[i,j]" = 1\ntotal = 1\n'
    )
    assert list(problem.forward) == ["p1_1", "p1_2", "p2_1", "p2_2", "total"]
    assert refer(problem).values["total"].item() == 20


def test_elements_of_repeated_vectors(read):
    forward = '[forward]\n"h[k]" = "k*w"\ns = "h[2][1] + h1[2]"\n'
    text = f'[given]\nw = [1, 2]\n[repeat]\nk = "1..2"\n{forward}[marks]\n"h[k][2]" = 1\n'
    problem = read(text)
    assert list(problem.marks) == ["h1[2]", "h2[2]"]
    assert refer(problem).values["s"].item() == 4


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("h[k-1]", "hh[k-1]", "r.toml:11:22: unknown name 'hh' (did you mean"),
        ("x[k]", "x[k+9]", "r.toml:11:11: index 10 is outside 1 … 3"),
        ("h0 = 0.2\n", "", "r.toml:10:22: unknown name 'h0' (did you mean"),
        ("tanh(a[k])", "tnah(a[k])", "r.toml:12:11: unknown function 'tnah' (did you mean 'tanh'?)"),
        ('"1..3"', '"1-3"', "r.toml:9:6: not a range for 'k' (as in t = \"1..50\")"),
        ('"1..3"', '"3..1"', "r.toml:9:6: not a range for 'k' (as in t = \"1..50\")"),
        ('"1..3"', '"1..999999"', "r.toml:11:2: more than 20,000 entries (shorten the ranges of [repeat])"),
        ('k = "1..3"', 'k = "1..3"\nw = "1..2"', "r.toml:10:1: 'w' is a quantity too (choose another letter)"),
        ("sum[k](L[k])", "sum[n](L[n])", "r.toml:14:6: 'n' has no range (as in sum[t](L[t])"),
        ("sum[k](L[k])", "sum[k](L[k]", "r.toml:14:6: a ')' is missing (as in sum[t](L[t])"),
        ('last = "h[3]"', 'h2 = "h[3]"', "'h2' is defined twice"),
        ("u*h[k-1]", "u*h[k+1]", "r.toml:11:22: unknown name 'h4'"),
    ],
)
def test_a_fault_is_told_once_at_its_place(refused, old, new, fault):
    found = refused(RNN.replace(old, new) + MARKS)
    assert len(found) == 1, found
    assert fault in found[0]


def test_a_group_for_each_step_is_written_out(read):
    groups = '[groups]\n"at[k]" = ["h[k]", "dL/da[k]"]\n[credit."at[k]"]\nslip = 0.25\n[credit.at2]\nwrong = 0.1\n'
    with pytest.raises(RubricError, match="'at2' is defined twice"):
        read(RNN + MARKS + groups)
    problem = read(RNN + MARKS + groups.partition("[credit.at2]")[0])
    assert [name for name, _ in problem.credit_of] == ["h1", "dL/da1", "h2", "dL/da2", "h3", "dL/da3"]


def test_the_bonus_and_the_groups_are_written_out(read, refused):
    groups = '[groups]\nbackward = ["dL/da[k]", "dL/dh[2]"]\nvalues = "h[k]"\n'
    shares = "[credit.backward]\nslip = 0.2\n[credit.values]\nslip = 0.3\n"
    problem = read('bonus = ["h[k]", "L"]\n' + RNN + MARKS + groups + shares)
    assert problem.bonus == {"h1", "h2", "h3", "L"}
    assert [name for name, _ in problem.credit_of] == ["dL/da1", "dL/da2", "dL/da3", "dL/dh2", "h1", "h2", "h3"]
    [fault] = refused('bonus = ["q[k]"]\n' + RNN + MARKS)
    assert fault.startswith("r.toml:1:11: 'q[1]' has no points in [marks]")
