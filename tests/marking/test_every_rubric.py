"""Whatever a rubric computes, slips, numbers from nowhere and nobody at all are marked, and the rubric is checked."""

import tomllib

import numpy as np
import pytest

from grader.checking import check
from grader.marking import Sheet, mark
from grader.reference import refer
from grader.rubric import load
from tests.conftest import ROOT
from tests.simulation import ClassRoom, Habits, as_written

RUBRICS = sorted(
    path for place in ("rubrics", "tests/rubrics", "tests/published") for path in ROOT.glob(f"{place}/*.toml")
)
A_SLIP_EACH = Habits(figures=(5, 6), blank=0.1, slips=(0.0, 1.0, 0.0), guesses=0.05, miscopies=0.05)

SIDE = "a = [[0, 7.5, 1.5, 1], [1, 0, 1, 2], [0.5, 2, 3.5, 1], [1, 2, 1, 0]]"
PICTURES = {
    "maxpool1d": ('a = [1, 3, 2, 5]\nw = [1, -2]', 'p = "maxpool1d(a)"\nL = "sum(p*w)"', "dL/da"),
    "maxpool2d": (f"{SIDE}\nw = [[1, -2], [0.5, 1]]", 'p = "maxpool2d(a)"\nL = "sum(p*w)"', "dL/da"),
    "of overlapping windows": (SIDE, 'p = "maxpool2d(a, size=2, stride=1)"\nL = "sum(p^2)"', "dL/da"),
    "of samples and channels": (
        f"A = [[[{SIDE[4:]}]]]\nw = [[1, -2], [0.5, 1]]",
        'a = "A*A"\np = "maxpool2d(a)"\nL = "sum(p*w)"',
        "dL/dA",
    ),
    "avgpool2d": (f"{SIDE}\nw = [[1, -2], [0.5, 1]]", 'p = "avgpool2d(a)"\nL = "sum(p*w)"', "dL/da"),
    "avgpool1d alone": ("a = [1, 3, 2, 5]", 'p = "avgpool1d(a)"\nL = "sum(p)"', "dL/da"),
    "a network": (
        f"{SIDE}\nk = [[1, -1], [0.5, 2]]\nb = -1",
        'z = "conv2d(a, k) + b"\nh = "relu(z)"\np = "maxpool2d(h, size=2, stride=1)"\n'
        'f = "flatten(p)"\ny = "softmax(f)"\nL = "-log(y[2])"',
        "dL/dk",
    ),
    "no gradient": (
        f"{SIDE}\nk = [[1, -1], [0.5, 2]]",
        'z = "conv2d(a, k)"\np = "maxpool2d(z, size=2, stride=1)"',
        "p",
    ),
    "a given gradient": ('x = [1, 2]\nw = [3, 4]\n"dL/dout" = [1, 0.5]', 'h = "x*w"\nout = "tanh(h)"', "dL/dw"),
    "two given gradients": (
        'x = [1, 2]\nw = [3, 4]\n"dL/dh" = [0.5, 2]\n"dL/dout" = [1, 0.5]',
        'h = "x*w"\nout = "tanh(h) + w"',
        "dL/dw",
    ),
    "a class": ("t = 2\nz = [1, 4, 2]", 'y = "softmax(z)"\nL = "-sum(onehot(t, classes=3)*log(y))"', "dL/dz"),
    "extremes": ("x = [[1, 3, 2], [4, 0, 5]]", 'm = "max(x, axis=2) - min(x, axis=2)"\nL = "sum(m^2)"', "dL/dx"),
    "normalised": ("x = [[1, 3], [4, 0]]", 'n = "batchnorm(x)"\nL = "sum(n*x)"', "dL/dx"),
}  # fmt: skip


def written(given, forward, asked):
    marks = "".join(f'"{name}" = 1\n' for name in dict.fromkeys([*tomllib.loads(forward), asked]))
    return f"[given]\n{given}\n[forward]\n{forward}\n[marks]\n{marks}"


def problems(path):
    return [refer(problem) for problem in load(path).problems if not problem.symbols]


def sheet_of(texts):
    students = tuple(str(n) for n in range(len(next(iter(texts.values())))))
    unreadable = {name: np.zeros(t.shape, dtype=bool) for name, t in texts.items()}
    return Sheet(students, {name: as_written(t) for name, t in texts.items()}, texts, unreadable)


def nobody(reference):
    return sheet_of({q.name: np.full((0, *q.shape), "", dtype=object) for q in reference.graph.computed})


@pytest.mark.parametrize("path", RUBRICS, ids=lambda path: path.stem)
def test_a_class_with_a_slip_each_and_numbers_from_nowhere_is_marked(path):
    for reference in problems(path):
        sheet, _ = ClassRoom(reference, A_SLIP_EACH, 2, seed=3).work()
        from_nowhere = {name: np.full_like(t[:1], "7.77") for name, t in sheet.texts.items()}
        texts = {name: np.concatenate([t, from_nowhere[name]]) for name, t in sheet.texts.items()}
        marks = mark(reference, sheet_of(texts), "")
        assert marks.verdict.all()
        assert "wrong" in marks.verdict[-1]
        assert mark(reference, nobody(reference), "").verdict.shape[0] == 0


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_and_given_gradients_are_marked_and_checked(name, tmp_path):
    path = tmp_path / "rubric.toml"
    path.write_text(written(*PICTURES[name]), encoding="utf-8")
    for reference in problems(path):
        sheet, _ = ClassRoom(reference, A_SLIP_EACH, 12, seed=0).work()
        assert mark(reference, sheet, "").verdict.all()
        assert mark(reference, nobody(reference), "").verdict.shape[0] == 0
        found = check({"": reference})
        assert not found.wrong
        asked = PICTURES[name][2]
        assert found.verified.gradients > 0 or "/" not in asked
