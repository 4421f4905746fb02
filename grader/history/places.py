"""Of which rubric each row of `marks.csv` is: the table has no column for it, and the run remembers what it asked."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from grader.history.run import Run


class Place(NamedTuple):
    """What an answer is to."""

    rubric: str
    """Empty where that is not known."""
    problem: str
    quantity: str
    nth: int = 0
    """How many of the same stand before it: those of another rubric, where it is not known which."""

    @property
    def name(self) -> str:
        """As a person is told of it who knows the rubric."""
        return " ".join(filter(None, (self.problem, self.quantity)))


class Places:
    """The places of the rows of a run's students; by order alone where it does not say what it asked."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._of_rubrics: dict[tuple[str, ...], Mapping[tuple[str, str], list[Place]]] = {}

    def of(self, student: str, rows: Iterable[tuple[str, str]]) -> Iterator[Place]:
        """Those of a student's rows, (problem, quantity) each: of equal ones the first is of the first rubric."""
        known = self._known(student)
        before: Counter[tuple[str, str]] = Counter()
        for row in rows:
            theirs, count = known.get(row, ()), before[row]
            before[row] += 1
            yield theirs[count] if count < len(theirs) else Place("", *row, count - len(theirs))

    def _known(self, student: str) -> Mapping[tuple[str, str], list[Place]]:
        rubrics = self.run.marked(student)
        if rubrics not in self._of_rubrics:
            self._of_rubrics[rubrics] = self._asked(rubrics)
        return self._of_rubrics[rubrics]

    def _asked(self, rubrics: tuple[str, ...]) -> Mapping[tuple[str, str], list[Place]]:
        found: dict[tuple[str, str], list[Place]] = {}
        for rubric in rubrics:
            for problem, quantity in self.run.asked.get(rubric, ()):
                found.setdefault((problem, quantity), []).append(Place(rubric, problem, quantity))
        return found
