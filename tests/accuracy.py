"""How well marking judges classes whose every slip is known: `python -m tests.accuracy [STUDENTS] [SEED] [published]`.

Every step of an assignment is asked and may be written down. An innocent answer is right, or follows from what stands
before it. A slip is located if one of the answers in which it first shows, or of those before them in which it may show
but that could just as well be innocent, is not given full marks (or is told to be the same slip as one charged before);
it counts as nameable if no other known slip gives the same numbers to the digits written. Slips that the numbers cannot
reveal are counted apart.
"""

import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from grader.marking import Marks, mark
from grader.reference import Reference, refer
from grader.rubric import load
from tests.simulation import HARD, USUAL, ClassRoom, Habits, Truth

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


def tally(reference: Reference, marks: Marks, truth: Truth) -> Counter[str]:
    """How many answers were judged how, against what really happened."""
    at = {(a.quantity, tuple(i - 1 for i in a.index)): c for c, a in enumerate(reference.asked)}
    counts: Counter[str] = Counter(hidden=truth.hidden)
    for (quantity, index), c in at.items():
        for n in range(len(marks.students)):
            if marks.answer[n, c] and (n, quantity, index) not in truth.touched:
                counts["innocent"] += 1
                counts["accused"] += marks.verdict[n, c] not in FULL
    for slip in truth.slips:
        cells = [(n, at[quantity, index]) for n, quantity, index in (*slip.shows, *slip.doubtful)]
        told = [cell for cell in cells if marks.verdict[cell] not in FULL or marks.again[cell]]
        counts["slips"] += 1
        counts["located"] += bool(told)
        counts["nameable"] += slip.nameable
        again = any(marks.again[cell] for cell in cells)
        counts["named"] += slip.nameable and (again or any(marks.cause[cell] == slip.cause for cell in cells))
    for n, quantity, index in truth.guesses:
        counts["guesses"] += 1
        counts["excused"] += bool(marks.cause[n, at[quantity, index]])
    return counts


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


def main(students: int = 300, seed: int = 1, assignments: Mapping[str, tuple[str, int]] = ASSIGNMENTS) -> None:
    """Prints the table."""
    heads = ("accused", "located", "named", "caused", "innocent", "slips", "nameable", "hidden", "guesses")
    print(f"{students} students an assignment, seed {seed}")
    print(f"{'':32}" + "".join(f"{h:>{8 if k < 4 else 9}}" for k, h in enumerate(heads)))
    print(f"{'':32}" + "".join(f"{unit:>8}" for unit in ("in 1e4", "%", "%", "%")))
    for room, habits in CLASSES.items():
        together: Counter[str] = Counter()
        for name, (path, problem) in assignments.items():
            reference = whole(path, problem)
            counts = tally(reference, *judged(reference, habits, students, seed))
            print(line(f"{room}: {name}", counts), flush=True)
            together += counts
        print(line(f"{room}: all", together), flush=True)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word != "published"]
    main(*numbers, **({"assignments": PUBLISHED} if "published" in sys.argv else {}))
