"""How well marking judges classes whose every slip is known.

    python -m tests.accuracy [STUDENTS] [SEED] [published] [cases]

Every step of an assignment is asked and may be written down. An innocent answer is right, or follows from what stands
before it. A slip is located if one of the answers in which it first shows, or of those before them in which it may show
but that could just as well be innocent, is not given full marks (or is told to be the same slip as one charged before);
it counts as nameable if no other known slip gives the same numbers to the digits written. Slips that the numbers cannot
reveal are counted apart. With `cases`, whatever counts against the judge is printed as well, for a person to look at.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import numpy as np

from grader.marking import Marks, mark
from grader.reference import Reference, refer
from grader.rubric import load
from tests.simulation import HARD, USUAL, ClassRoom, Habits, Slip, Truth

ROOT = Path(__file__).parent.parent
ASSIGNMENTS = {
    "sigmoids, by hand": ("rubrics/cs637-hw1.toml", 1),
    "ReLU, five samples": ("rubrics/relu-2-2-1.toml", 0),
    "ReLU, other numbers": ("tests/rubrics/relu-distinct.toml", 0),
    "batch with matrices": ("tests/rubrics/batch.toml", 0),
    "softmax, cross-entropy": ("tests/rubrics/softmax.toml", 0),
    "recurrence": ("tests/rubrics/recurrence.toml", 0),
    "Adam, two steps": ("tests/rubrics/adam.toml", 0),
}
PUBLISHED = {
    path.stem: (f"tests/published/{path.name}", 0) for path in sorted((ROOT / "tests/published").glob("*.toml"))
}
"""Other people's examples, for `published`."""
CLASSES = {"usual": USUAL, "hard": HARD}
FULL = ("correct", "carried", "implied", "imprecise")


def whole(path: str, problem: int) -> Reference:
    """A problem with every step asked, a point each."""
    found = load(ROOT / path).problems[problem]
    names = [quantity.name for quantity in refer(found).graph.computed]
    return refer(replace(found, marks=dict.fromkeys(names, Fraction(1)), labels=()))


def judged(reference: Reference, habits: Habits, students: int, seed: int) -> tuple[Marks, Truth]:
    """A simulated class, marked."""
    sheet, truth = ClassRoom(reference, habits, students, seed).work()
    return mark(reference, sheet, ""), truth


class Failure(NamedTuple):
    """What counts against the judge: an answer judged other than what really happened."""

    kind: str
    """accused, missed (a slip that is not located), unnamed or excused (a guess that is given a cause)."""
    cells: tuple[tuple[int, int], ...]
    """The answers in question, each a student and a column."""
    slip: Slip | None = None


def failures(reference: Reference, marks: Marks, truth: Truth) -> Iterator[Failure]:
    """Every answer judged other than what really happened."""
    at = columns(reference)
    for cell in innocent(reference, marks, truth):
        if marks.verdict[cell] not in FULL:
            yield Failure("accused", (cell,))
    for slip in truth.slips:
        cells = tuple((n, at[quantity, index]) for n, quantity, index in (*slip.shows, *slip.doubtful))
        again = any(marks.again[cell] for cell in cells)
        if not again and all(marks.verdict[cell] in FULL for cell in cells):
            yield Failure("missed", cells, slip)
        if slip.nameable and not again and all(marks.cause[cell] != slip.cause for cell in cells):
            yield Failure("unnamed", cells, slip)
    for n, quantity, index in truth.guesses:
        if marks.cause[n, at[quantity, index]]:
            yield Failure("excused", ((n, at[quantity, index]),))


def columns(reference: Reference) -> dict[tuple[str, tuple[int, ...]], int]:
    """The column of each element asked, by its quantity and its index from 0."""
    return {(a.quantity, tuple(i - 1 for i in a.index)): c for c, a in enumerate(reference.asked)}


def innocent(reference: Reference, marks: Marks, truth: Truth) -> list[tuple[int, int]]:
    """The answers, each a student and a column, that are right or follow from what stands before them."""
    return [
        (n, c)
        for (quantity, index), c in columns(reference).items()
        for n in np.flatnonzero(marks.answer[:, c] != "").tolist()
        if (n, quantity, index) not in truth.touched
    ]


def tally(reference: Reference, marks: Marks, truth: Truth) -> Counter[str]:
    """How many answers were judged how, against what really happened."""
    failed = Counter(failure.kind for failure in failures(reference, marks, truth))
    nameable = sum(slip.nameable for slip in truth.slips)
    return Counter(
        hidden=truth.hidden,
        innocent=len(innocent(reference, marks, truth)),
        accused=failed["accused"],
        slips=len(truth.slips),
        located=len(truth.slips) - failed["missed"],
        nameable=nameable,
        named=nameable - failed["unnamed"],
        guesses=len(truth.guesses),
        excused=failed["excused"],
    )


def said(reference: Reference, marks: Marks, failure: Failure) -> str:
    """A failure in words: whose it is, what really happened, and each answer with its mark and note."""
    happened = f" {failure.slip.cause} in {failure.slip.origin}" if failure.slip else ""
    lines = [f"  {failure.kind}: {marks.students[failure.cells[0][0]]}{happened}"]
    for n, c in failure.cells:
        judged_as = f"{marks.verdict[n, c]} {marks.cause[n, c]}".strip()
        lines.append(
            f"    {reference.asked[c].label} = {marks.answer[n, c]}, right {marks.expected[n, c]}, "
            f"follows {marks.followed[n, c]}: {judged_as}. {marks.note[n, c]}"
        )
    return "\n".join(lines)


def line(name: str, counts: Counter[str]) -> str:
    """One line of the table."""
    shares = [
        f"{1e4 * counts['accused'] / max(1, counts['innocent']):8.1f}",
        f"{100 * counts['located'] / max(1, counts['slips']):8.2f}",
        f"{100 * counts['named'] / max(1, counts['nameable']):8.1f}",
        f"{100 * counts['excused'] / max(1, counts['guesses']):8.1f}",
    ]
    sizes = (counts[k] for k in ("innocent", "slips", "nameable", "hidden", "guesses"))
    return f"{name:32}" + "".join(shares) + "".join(f"{size:9}" for size in sizes)


def main(
    students: int = 300,
    seed: int = 1,
    assignments: Mapping[str, tuple[str, int]] = ASSIGNMENTS,
    cases: bool = False,
) -> None:
    """Prints the table."""
    heads = ("accused", "located", "named", "caused", "innocent", "slips", "nameable", "hidden", "guesses")
    print(f"{students} students an assignment, seed {seed}")
    print(f"{'':32}" + "".join(f"{h:>{8 if k < 4 else 9}}" for k, h in enumerate(heads)))
    print(f"{'':32}" + "".join(f"{unit:>8}" for unit in ("in 1e4", "%", "%", "%")))
    for room, habits in CLASSES.items():
        together: Counter[str] = Counter()
        for name, (path, problem) in assignments.items():
            reference = whole(path, problem)
            marks, truth = judged(reference, habits, students, seed)
            counts = tally(reference, marks, truth)
            print(line(f"{room}: {name}", counts), flush=True)
            for failure in failures(reference, marks, truth) if cases else ():
                print(said(reference, marks, failure))
            together += counts
        print(line(f"{room}: all", together), flush=True)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    chosen = PUBLISHED if "published" in sys.argv else ASSIGNMENTS
    main(*numbers, assignments=chosen, cases="cases" in sys.argv)
