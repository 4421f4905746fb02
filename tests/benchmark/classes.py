"""A class that has handed in files: workbooks or CSV, of as many answers as are wanted."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
from openpyxl import Workbook


def make_class(place: Path, kind: str, files: int, answers: int) -> tuple[Path, Path, Path]:
    """A class, a third of whom have one answer wrong; the key as a CSV; and the rubric."""
    folder = place / "class"
    folder.mkdir(parents=True)
    rubric = make_rubric(place / "homework.toml", answers)
    expected = expected_values(rubric)
    rng = np.random.default_rng(1)
    for n in range(files):
        figures, wrong = int(rng.integers(4, 7)), int(rng.integers(3 * answers))
        values = [float(f"{value * (-1 if k == wrong else 1):.{figures}g}") for k, (_, value) in enumerate(expected)]
        rows = [(name, value) for (name, _), value in zip(expected, values, strict=True)]
        WRITERS[kind](folder / f"student{n:05d}.{kind}", rows)
    write_csv(place / "key.csv", expected)
    return folder, place / "key.csv", rubric


def make_rubric(path: Path, answers: int) -> Path:
    """A network of sigmoids with the hidden units that so many answers take; the first of its quantities are asked."""
    hidden = next(k for k in range(1, answers) if 7 * k + 5 >= answers)
    units = range(1, hidden + 1)
    rng = np.random.default_rng(2)
    given = {
        name: rng.uniform(-1, 1, size).round(2).tolist() for name, size in (("x", 2), ("w", 2 * hidden), ("v", hidden))
    }
    lines = [
        'title = "Sigmoids"',
        "[given]",
        *(f"{name} = {numbers}" for name, numbers in given.items()),
        "t = 0.4",
        "[forward]",
    ]
    names = []
    for k in units:
        lines += [f's{k} = "x1*w{2 * k - 1} + x2*w{2 * k}"', f'h{k} = "sigmoid(s{k})"']
        names += [f"s{k}", f"h{k}"]
    lines += [f'z = "{" + ".join(f"h{k}*v{k}" for k in units)}"', 'y = "sigmoid(z)"', 'L = "(y - t)^2"', "[marks]"]
    names += ["z", "y", "L", "dL/dy", "dL/dz", *(f"dL/dv{k}" for k in units)]
    names += (
        [f"dL/dh{k}" for k in units] + [f"dL/ds{k}" for k in units] + [f"dL/dw{k}" for k in range(1, 2 * hidden + 1)]
    )
    path.write_text("\n".join([*lines, *(f'"{name}" = 1' for name in names[:answers])]) + "\n", encoding="utf-8")
    return path


def expected_values(rubric: Path) -> list[tuple[str, float]]:
    """What is asked, in its order, with the reference's values."""
    from grader.reference import refer
    from grader.rubric import load

    reference = refer(load(rubric).problems[0])
    return [(a.label, float(reference.values[a.quantity][(0, 0, *(i - 1 for i in a.index))])) for a in reference.asked]


def write_csv(path: Path, rows: list[tuple[str, float]]) -> None:
    """Names and values as CSV, under a header."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("quantity", "value"), *rows])


def write_xlsx(path: Path, rows: list[tuple[str, float]]) -> None:
    """The same as a workbook."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sheet1")
    for row in [("quantity", "value"), *rows]:
        sheet.append(row)
    book.save(path)


WRITERS: dict[str, Callable[[Path, list[tuple[str, float]]], None]] = {"csv": write_csv, "xlsx": write_xlsx}
