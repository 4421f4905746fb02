"""What is wrong with a rubric: every fault, with its line, a caret under the word, and what would be accepted."""

from pathlib import Path

import pytest

from grader.errors import RubricError
from grader.rubric import load
from tests.rubric.conftest import Refuses
from tests.rubric.texts import FORWARD, GIVEN, MARKS, RIGHT, TRAINING


def test_where_a_rule_s_velocity_has_another_name_than_v_it_is_told(faults: Refuses) -> None:
    training = '[training]\nloss = "s"\nparameters = ["w"]\nrate = 0.1\nrule = "momentum"\n'
    given = GIVEN + "v = 1.6\n" + FORWARD.replace("x1*w", "x1*w*v")
    assert faults(given + training + '[marks]\n"v\'" = 1\n') == [
        "hw.toml:13:2: 'v' does not change with a step "
        "(what the rule computes by that name is \"v_w'\" here, as 'v' is the rubric's own)"
    ]


def test_many_faults_are_said_at_once_from_the_top_down(faults: Refuses) -> None:
    assert faults(
        """tolerance = "0.1 pct"
figurs = 3
[given]
x = [1, 2]
W = [[1, 2], [3]]
x = [3, 4]
[forward]
s1 = "x1*w1 + x3"
h1 = "sigmod(s1"
a = "b1 + 1"
b1 = "a*2"
z = "x @ [1, 2, 3]"
[marks]
h3 = 1
"dh1/dx" = -1
"h1'" = 1
[credit]
sgn = 0.5
"""
    ) == [
        """hw.toml:1:14: not a tolerance (write "0.1 %", "1e-6" or both in a list)""",
        "hw.toml:2:1: unknown key 'figurs' (did you mean 'figures'?)",
        "hw.toml:5:14: this row has 1 element, the first has 2 elements (rows are alike)",
        "hw.toml:6:1: 'x' is defined twice (first on line 4)",
        "hw.toml:8:10: unknown name 'w1' (did you mean 'x1' or 'W' or 'b1'?)",
        "hw.toml:8:15: unknown name 'x3' (did you mean 'x' or 'x1' or 'x2'?)",
        "hw.toml:9:7: unknown function 'sigmod' (did you mean 'sigmoid'?)",
        "hw.toml:9:16: the formula ends too early (a ')' or ']' is missing)",
        "hw.toml:10:1: 'a' is computed from itself (a → b1 → a)",
        "hw.toml:12:6: shapes do not fit: x (2) @ [1, 2, 3] (3) (the inner sizes must agree)",
        "hw.toml:14:1: unknown quantity 'h3' (did you mean 'h1'?)",
        "hw.toml:15:12: not a number of points (a number, 0 or more)",
        """hw.toml:16:2: "h1'" is a value after a step of training (there is no [training])""",
        "hw.toml:18:1: unknown verdict or cause 'sgn' (did you mean 'sign'?)",
    ]


def test_the_caret_is_under_the_word(tmp_path: Path) -> None:
    path = tmp_path / "hw.toml"
    path.write_text(GIVEN + '[forward]\ns = """\n  x1 *\\\n     foo"""\nt = "\\u0062ar"\n' + MARKS)
    with pytest.raises(RubricError) as caught:
        load(path)
    assert [fault.excerpt for fault in caught.value.faults] == [
        '     foo"""\n     ^^^',
        't = "\\u0062ar"\n     ^^^^^^^^',
    ]


FAULTS = [
    ("[given]\nx = 'a'\n" + '[forward]\ns = "x"\n' + MARKS, "2:6: 'a' is not a number"),
    (
        "[given]\nx = [1, [2]]\n" + '[forward]\ns = "x"\n' + MARKS,
        "2:9: this row has 1 element, the first has one number",
    ),
    ("[given]\nx = []\n" + '[forward]\ns = "x"\n' + MARKS, "2:5: an empty list"),
    ("[given]\nx = nan\n" + '[forward]\ns = "x"\n' + MARKS, "2:5: not a number"),
    ("[given]\nx = true\n" + '[forward]\ns = "x"\n' + MARKS, "2:5: not a number"),
    ('[given]\n"x\'" = 1\n' + '[forward]\ns = "1"\n' + MARKS, '2:2: the name "x\'" ends in a prime'),
    ('[given]\n"x y" = 1\n' + '[forward]\ns = "1"\n' + MARKS, "2:2: 'x y' is not a name"),
    ('symbols = ["a", "a"]\n[forward]\ns = "a"\n' + MARKS, "1:18: 'a' is defined twice"),
    ('symbols = ["a"]\n[forward]\ns = "a"\na = "1"\n' + MARKS, "4:1: 'a' is defined twice (also on line 1)"),
    (GIVEN + '[forward]\ns = "1"\nw = "2"\n' + MARKS, "6:1: 'w' is defined twice (also on line 3)"),
    (GIVEN + "[forward]\ns = 3\n" + MARKS, "5:5: not a formula"),
    (GIVEN + '[forward]\ns = "x[3]"\n' + MARKS, "5:6: index 3 is outside 1 … 2"),
    (GIVEN + '[forward]\ns = "x[1,1]"\n' + MARKS, "5:6: 2 indices for an array of 1 axis"),
    (GIVEN + '[forward]\ns = "w*t"\nt = "-ds/dw"\n' + MARKS, "5:1: 's' is computed from itself (s → t → s)"),
    (
        "[given]\np = [1, 2]\nt = [[1], [0]]\n" + '[forward]\ns = "mse(p, t)"\n' + MARKS,
        "5:6: p has 2 elements and t has 2×1, which make 2×2 ([1, 0] is a vector, [[1], [0]] a column: write both in",
    ),
    (
        "[given]\np = [[1, 2]]\nt = [[1], [0]]\n" + '[forward]\ns = "sum(p - t)"\n' + MARKS,
        "5:6: p has 1×2 elements and t has 2×1, which make 2×2",
    ),
    (
        "[given]\nx = [1, 2]\nW = [[1, 0, 3], [2, 1, 3]]\n" + '[forward]\ns = "sum(W*x)"\n' + MARKS,
        "5:6: shapes do not fit: W (2×3) and x (2) (the product of matrices is written @, a vector as a column resh",
    ),
    (
        "[given]\np = [[0.5, 0.3, 0.2], [0.1, 0.6, 0.3]]\nt = [1, 2]\n"
        + '[forward]\ns = "cross_entropy(p, t)"\n'
        + MARKS,
        "5:6: the target t has 2 numbers and p 2×3, one for each class (of the numbers of classes, write onehot",
    ),
    (
        RIGHT + TRAINING.replace('"w"', '"x"').replace("rate", 'update = {x = "x - [1, 2, 3]"}\nrate'),
        "11:16: shapes do not fit: x (2) and [1, 2, 3] (3)",
    ),
    (
        RIGHT + TRAINING.replace("rate", 'gradients = {w = "x"}\nrate'),
        "11:19: this is 2, but 'w' is a number",
    ),
    ("figures = '3'\n" + RIGHT, "1:12: not a number of figures (without quotes: 3)"),
    (RIGHT.replace("w = 2", "w = '-2'"), "3:6: '-2' is not a number (without quotes: -2)"),
    (RIGHT.replace("s = 1", "s = '1'"), "7:6: not a number of points (without quotes: 1)"),
    (RIGHT + TRAINING.replace("0.1", "'0.1'"), "11:9: unknown name '0.1' (without quotes: 0.1)"),
    (RIGHT + TRAINING + "steps = '2'\n", "12:10: not a number of steps (without quotes: 2)"),
    (RIGHT + TRAINING.replace('"s"', '["s"]'), '9:8: not a text in quotes (as in "MSE")'),
    (RIGHT.replace("x1*w", "w'*x1"), "5:6: unknown name 'w'' (the transpose of w is written w.T)"),
    (RIGHT.replace("x1*w", "square(w)"), "5:6: unknown function 'square' (write x^2)"),
    (
        GIVEN + '[forward]\n"s[t]" = "x[t]"\n' + MARKS,
        "5:2: 's[t]' is not a name ([repeat] says what t counts, as in t = ",
    ),
    (GIVEN + FORWARD, "1:1: nothing is asked"),
    (GIVEN + FORWARD + "[marks]\n", "6:1: nothing is asked"),
    (GIVEN + MARKS, "1:1: there are no formulas"),
    (RIGHT + "[lables]\n", "8:1: unknown table 'lables' (did you mean 'labels'?)"),
    ("figures = 99\n" + RIGHT, "1:11: not a number of figures"),
    ("tolerance = ['1 %', '2 %']\n" + RIGHT, "1:13: a tolerance has at most one share"),
    ("tolerance = '-1 %'\n" + RIGHT, "1:14: not a tolerance"),
    ("title = 3\n" + RIGHT, "1:9: the title is not a text in quotes"),
    (RIGHT + "[credit]\nslip = 2\n", "9:8: not a share of the points"),
    (RIGHT + "x = 1\n", "8:1: 'x' is given, so there is nothing to mark"),
    (RIGHT + "w = 1\n" + TRAINING, "8:1: 'w' is given, so there is nothing to mark (after one step it is \"w'\""),
    (RIGHT + "'ds/dx' = 2\n'ds/dx1' = 1\n", "9:2: 'ds/dx1' is asked for twice ('ds/dx' asks for it already)"),
    (RIGHT + "'ds/dx2' = 2\n'ds/dx[2]' = 1\n", "9:2: 'ds/dx[2]' is asked for twice ('ds/dx2' asks for it already)"),
    (RIGHT + '"s t" = 1\n', "8:2: 's t' names no quantity"),
    (RIGHT + '"∂s/∂w" = 1\n', "8:2: '∂s/∂w' names no quantity (did you mean 'ds/dw'?)"),
    (RIGHT + '"∂s/∂x_{1}" = 1\n', "8:2: '∂s/∂x_{1}' names no quantity (did you mean 'ds/dx1'?)"),
    (RIGHT + "[names]\nŷ = ['t']\n", '9:1: invalid statement (put the name in quotes: "ŷ" = …)'),
    (RIGHT + '"ds/dq" = 1\n', "8:6: unknown quantity 'q'"),
    (RIGHT + '"dq/dw" = 1\n', "8:3: unknown quantity 'q'"),
    (RIGHT + '"dw/ds" = 1\n', "8:3: 'w' is given, not computed (ask for ds/dw)"),
    (RIGHT + '"ds/ds" = 1\n', "8:6: the derivative of 's' by itself is 1"),
    (RIGHT + '"ds/dx[3]" = 1\n', "8:7: index 3 of 'x' is outside 1 … 2"),
    (RIGHT + '"s[1]" = 1\n', "8:3: 1 index for 's' (it has no indices)"),
    (RIGHT + "\"s''\" = 1\n" + TRAINING, "8:2: \"s''\" is a value after 2 steps ([training] has 1)"),
    (
        GIVEN + FORWARD + 't = "x1"\n' + MARKS + '"t\'" = 1\n' + TRAINING,
        "9:2: 't' does not change with a step (ask for t)",
    ),
    (RIGHT + '"ds/dw\'" = 1\n' + TRAINING, "8:6: 's' is not computed from \"w'\" (ask for ds/dw)"),
    (RIGHT + '"ds\'/dw" = 1\n' + TRAINING, "8:7: \"s'\" is not computed from 'w' (ask for ds'/dw')"),
    (
        GIVEN + '[forward]\np = "softmax(x*w)"\n[marks]\n"dp/dx" = 1\n',
        "7:3: 'dp/dx' is a Jacobian matrix: 'p' has 2 elements (of one element it is a row: row1 = \"p[1]\" in",
    ),
    (
        GIVEN + '[forward]\nh = "tanh(x)*w"\n[marks]\n"dh/dx" = 1\n"dh/dw" = 1\n',
        "8:3: 'dh/dw' is a Jacobian matrix",  # but dh/dx is not
    ),
    (
        GIVEN + '[forward]\nL = "x1^2*x2"\ng = "dL/dx"\nH = "dg/dx"\n[marks]\nH = 1\n',
        "7:6: 'dg/dx' is a Jacobian matrix",
    ),
    (
        GIVEN + '[forward]\np = "softmax(x)"\ns = "w*p2"\n' + MARKS + "p1 = 1\n",
        "6:8: unknown name 'p2' (element 2 of 'p' is written p[2])",
    ),
    (
        GIVEN + '[forward]\np = "softmax(x)"\n[marks]\np1 = 1\n',
        "7:1: unknown quantity 'p1' (element 1 of 'p' is written p[1])",
    ),
    ("[given]\nM = [0, -inf]\n" + FORWARD + MARKS, "2:9: not a number (for −∞ before a softmax write -1e9)"),
    (
        '[given]\nW = [[1, 2]]\nx = [1, 2]\n"dL/dz" = 0.5\n[forward]\nz = "W @ x"\n[marks]\n"dL/dx" = 1\n',
        "4:11: 'z' has another shape (it is a list of one number)",
    ),
    (RIGHT + TRAINING.replace('"s"', '"t"'), "9:9: unknown quantity 't'"),
    (RIGHT + TRAINING.replace('"s"', '"w"'), "9:9: 'w' is given, not computed"),
    (
        GIVEN + '[forward]\ns = "x*w"\n' + MARKS + TRAINING,
        "9:9: the loss 's' is an array of 2 numbers (take the sum or the mean in its formula)",
    ),
    (
        GIVEN + '[forward]\ns = "[w*x[1]]"\n' + MARKS + TRAINING,
        "9:9: the loss 's' is an array of 1 number (take the sum or the mean in its formula)",
    ),
    (
        GIVEN + '[repeat]\nt = "1..3"\n[forward]\n"h[t]" = "x"\n[marks]\nh = 1\n',
        "9:1: unknown quantity 'h' (there are h1 … h3; with [repeat] \"h[t]\" is all of them)",
    ),
    (RIGHT + TRAINING.replace('["w"]', '["v"]'), "10:16: unknown parameter 'v' (known: 'rate', 'w', 'x'"),
    (RIGHT + TRAINING.replace('["w"]', '["s"]'), "10:16: 's' is computed, not given"),
    (RIGHT + TRAINING.replace("0.1", '"eta"'), "11:9: unknown name 'eta'"),
    (RIGHT + TRAINING + 'rule = "sdg"\n', "12:9: unknown rule 'sdg' (did you mean 'sgd'?)"),
    (
        RIGHT + TRAINING + 'rule = "Gradient-descent"\n',
        "12:9: unknown rule 'Gradient-descent' (it is called 'sgd' here)",
    ),
    (RIGHT + TRAINING + "steps = 0\n", "12:9: not a number of steps"),
    (
        RIGHT + TRAINING.replace("rate", "learning_rate"),
        "11:1: unknown key 'learning_rate' in [training] (it is called 'rate' here)",
    ),
    (RIGHT + "w_new = 1\n" + TRAINING, "8:1: unknown quantity 'w_new' (after one step it is \"w'\")"),
    (
        RIGHT + '"m_w\'" = 1\n' + TRAINING + 'rule = "adam"\n',
        "8:2: unknown quantity 'm_w' (of one parameter it is \"m'\" here)",
    ),
    (RIGHT + "dw = 1\n", "8:1: unknown quantity 'dw' (did you mean 'ds/dw'?)"),
    (RIGHT + "grad_w = 1\n", "8:1: unknown quantity 'grad_w' (did you mean 'ds/dw'?)"),
    (RIGHT + "updated_w = 1\n" + TRAINING, "8:1: unknown quantity 'updated_w' (after one step it is \"w'\")"),
    (GIVEN + '[forward]\ns = "wx1 + x2"\n' + MARKS, "5:6: unknown name 'wx1' (a product is written w*x1)"),
    (
        "[given]\nz = [[1], [2]]\n" + '[forward]\ns = "sum(softmax(z))"\n' + MARKS,
        "4:6: softmax goes along rows, and those of z have one number each (give a vector",
    ),
    (RIGHT + TRAINING + "clip_norm = 5\n", "12:1: unknown key 'clip_norm' in [training] (a formula does it, as in"),
    (RIGHT + TRAINING + "stepz = 1\n", "12:1: unknown key 'stepz' in [training] (did you mean 'steps'?)"),
    (
        RIGHT + TRAINING + "momentum = 0.9\n",
        "12:1: unknown key 'momentum' in [training] (the rule 'sgd' has none; momentum, velocity, nesterov,",
    ),
    (RIGHT + "[training]\nloss = 's'\nrate = 1\n", "8:1: [training] names no parameters"),
    (RIGHT + "[training]\nloss = 's'\nparameters = 'w'\n", "8:1: [training] names no learning rate"),
    (GIVEN + "rate = 1\n" + FORWARD + MARKS + TRAINING, "4:1: 'rate' is defined twice (also on line 12)"),
    (RIGHT + "[labels]\n'x[i]' = 'x'\n", "9:11: the label leaves out the index 'i'"),
    (RIGHT + "[labels]\n'x[i]' = 'x_axi'\n", "9:11: the label leaves out the index 'i' (set it apart, as {i})"),
    (RIGHT + "[labels]\n'x[i,j]' = 'x_i^j'\n", "9:2: 'x' has 1 index, not 2"),
    (RIGHT + "[labels]\n'v[i]' = 'v_i'\n", "9:2: unknown quantity 'v'"),
    (RIGHT + "[names]\nv = 'a'\n", "9:1: unknown quantity 'v'"),
    (RIGHT + "[names]\ns = 'a'\nw = ['a']\n", "10:7: 'a' is already another name of 's'"),
    ("[problem]\nname = 'a'\n", "1:1: 'problem' is not a list of blocks (each begins with [[problem]])"),
    ("[[problem]]\nlike = 'b'\n[problem.marks]\ns = 1\n", "2:9: there is no problem 'b'"),
    ("[[problem]]\nname = 'a'\nlike = 'a'\n[problem.marks]\ns = 1\n", "3:9: problem 'a' is like itself"),
    (GIVEN + "[[problem]]\nname = 'a'\n", "1:1: 'given' does not belong above the problems"),
    (RIGHT + "[[accept]]\nforward = {s = 'x1'}\n", "8:1: an alternative without a name"),
    (
        RIGHT + 2 * "[[accept]]\nname = 'a'\nforward = {s = 'x1'}\n",
        "12:9: two alternatives have the name 'a' (each has one of its own)",
    ),
    (RIGHT + "[[accept]]\nname = 'a'\nforward = {s = 'q'}\n", "10:17: unknown name 'q'"),
    (RIGHT + "[[accept]]\nname = 'a'\nmarks = {s = 2}\n", "10:1: unknown table 'marks' in [[accept]]"),
]


@pytest.mark.parametrize(("text", "fault"), FAULTS)
def test_a_fault(faults: Refuses, text: str, fault: str) -> None:
    assert any(message.startswith(f"hw.toml:{fault}") for message in faults(text)), faults(text)


def test_a_fault_met_by_several_problems_counts_once(faults: Refuses) -> None:
    text = "[[problem]]\nname = 'a'\n[problem.forward]\ns = 'q'\n[problem.marks]\ns = 1\n"
    text += "[[problem]]\nlike = 'a'\n[problem.marks]\ns = 1\n[[problem.accept]]\nname = 'z'\n"
    assert faults(text) == ["hw.toml:4:6: unknown name 'q' (known: 's')"]


def test_what_hangs_on_a_faulty_line_is_not_called_unknown(faults: Refuses) -> None:
    text = (
        "[given]\nx = [1, '2']\n[forward]\ns = 'x1 + x2'\nt = 'h('\nu = 't*s'\n[marks]\nt = 1\nx = 1\n\"dt/dx\" = 1\n"
    )
    assert [message.split(":")[1] for message in faults(text)] == ["2", "5", "5"]


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("[forward]", "[foward]", "4:1: unknown table 'foward' (did you mean 'forward'?)"),
        ("[marks]", "[Marks]", "6:1: unknown table 'Marks' (did you mean 'marks'?)"),
        ("[training]", "[trainig]", "8:1: unknown table 'trainig' (did you mean 'training'?)"),
    ],
)
def test_a_misspelt_table_is_one_fault(faults: Refuses, before: str, after: str, fault: str) -> None:
    assert faults((RIGHT + TRAINING + "[names]\ns = ['t']\n").replace(before, after)) == [f"hw.toml:{fault}"]


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("t'", 'the name "t\'" ends in a prime (a prime means: after the step of training)'),
        ("t[1]", "'t[1]' is not a name (letters, digits and _, beginning with a letter)"),
        ("ds/dw", "'ds/dw' is a gradient, which is derived ([marks] asks for it)"),
    ],
)
def test_what_has_no_name_of_its_own_in_forward_is_one_fault(faults: Refuses, name: str, what: str) -> None:
    text = GIVEN + f'[forward]\n"{name}" = "x1"\ns = "w*t"\n[marks]\ns = 1\nt = 1\n'
    assert faults(text if name[0] == "t" else text.replace("*t", "").replace("t = 1", "")) == [f"hw.toml:5:2: {what}"]


@pytest.mark.parametrize("name", ["cost", "lr", "weights"])
def test_a_key_by_a_library_s_name_is_one_fault_and_what_is_missing_another(faults: Refuses, name: str) -> None:
    here = {"cost": "loss", "lr": "rate", "weights": "parameters"}[name]
    line, lines = 8, TRAINING.splitlines(keepends=True)
    at = line + next(i for i, text in enumerate(lines) if text.startswith(here))
    told = f"hw.toml:{at}:1: unknown key '{name}' in [training] (it is called '{here}' here)"
    assert faults(RIGHT + TRAINING.replace(f"{here} =", f"{name} =")) == [told]
    missing = next(text for text in lines[1:] if not text.startswith(here))
    [first, _] = faults(RIGHT + TRAINING.replace(f"{here} =", f"{name} =").replace(missing, ""))
    assert first.startswith("hw.toml:8:1: [training] names no ")


@pytest.mark.parametrize(
    ("parameters", "fault"),
    [
        ('"w, x"', '12:15: unknown parameter \'w, x\' (a list: ["w", "x"])'),
        ('["W"]', "12:16: unknown parameter 'W' (did you mean 'w'?)"),
        ('["ww", "x"]', "12:16: unknown parameter 'ww' (did you mean 'w'?)"),
    ],
)
def test_what_a_misspelt_parameter_would_change_is_not_called_unchanged(
    faults: Refuses, parameters: str, fault: str
) -> None:
    text = RIGHT + '"w\'" = 1\n"ds\'/dw\'" = 1\n' + TRAINING.replace('["w"]', parameters)
    assert faults(text) == [f"hw.toml:{fault}"]


def test_symbols_in_one_text_are_one_fault(faults: Refuses) -> None:
    text = 'symbols = "a, b"\n[forward]\ns = "a*b"\n' + MARKS
    assert faults(text) == ["""hw.toml:1:12: 'a, b' is not a name (a list: ["a", "b"])"""]


def test_misspelt_blocks_are_one_fault_each(faults: Refuses) -> None:
    problem = "[[problems]]\nname = 'a'\n[problems.forward]\ns = '1'\n[problems.marks]\ns = 1\n"
    assert faults(problem) == ["hw.toml:1:1: unknown key 'problems' above the problems (did you mean 'problem'?)"]
    assert faults(problem.replace("problems", "problem").replace(".marks", ".mark")) == [
        "hw.toml:5:1: unknown table 'mark' in [[problem]] (did you mean 'marks'?)"
    ]


def test_a_chain_of_many_like_problems_is_refused(faults: Refuses) -> None:
    blocks = (f"[[problem]]\nname = '{i}'\nlike = '{i + 1}'\n[problem.marks]\ns = 1\n" for i in range(1500))
    assert any("too many problems" in message for message in faults("".join(blocks)))


@pytest.mark.parametrize("name", ["bonus", "tolerance", "drop", "most_lost"])
def test_a_setting_among_the_marks_is_told_where_it_belongs(faults: Refuses, name: str) -> None:
    [fault] = faults(f"{GIVEN}{FORWARD}{MARKS}{name} = 1\n")
    assert f"'{name}' is a setting, not a quantity (it " in fault


def test_a_setting_among_the_shares_is_told_where_it_belongs(faults: Refuses) -> None:
    [fault] = faults(f"{GIVEN}{FORWARD}{MARKS}[credit]\nbonus = ['z']\n")
    assert "'bonus' is a setting, not a verdict or cause (it stands above the problem's first [table])" in fault
