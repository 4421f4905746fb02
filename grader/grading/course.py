"""A rubric made ready for grading: the reference of every problem, and the names that its quantities may have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.engine import shape_said
from grader.errors import Fault, RubricError
from grader.notation import Vocabulary
from grader.reference import Reference, refer, symbols
from grader.rubric import NO_POLICY, Policy, Problem, load

_Parts = Mapping[tuple[str, str], object]
"""Parts of a computation, by problem and name."""


@dataclass(frozen=True, slots=True)
class Course:
    """A rubric made ready: for each problem its reference, and those of its declared alternatives by name."""

    name: str
    problems: tuple[dict[str, Reference], ...]
    vocabulary: Vocabulary
    path: Path
    policy: Policy = NO_POLICY
    """What it says of all its problems together."""
    title: str = ""
    """The rubric's title, or its only problem's; else the name of its file."""

    def is_version_of(self, other: "Course") -> bool:
        """Whether the two are one assignment: its numbers are the same, or most of them are, and its title.

        The first is so of a backup copy or a stricter version, the second of a copy from before a number was mended.
        Two assignments may well have the same title, and last year's the same formulas.
        """
        givens, formulas = self._computation()
        of_givens, of_formulas = other._computation()
        if givens == of_givens and formulas == of_formulas:
            return True
        return self.title == other.title and _mostly(givens, of_givens) and _mostly(formulas, of_formulas)

    def _computation(self) -> tuple[_Parts, _Parts]:
        """What is given and what is computed, by problem and name."""
        problems = [references[""].problem for references in self.problems]
        givens = {(p.name, name): value.tolist() for p in problems for name, value in p.givens.items()}
        return givens, {(p.name, name): formula for p in problems for name, formula in p.forward.items()}


def _mostly(one: _Parts, other: _Parts) -> bool:
    """Whether most of two computations is the same."""
    same = sum(name in other and other[name] == part for name, part in one.items())
    return 2 * same > max(len(one), len(other)) or one == other


def prepare(path: Path) -> Course:
    """A rubric's references and vocabulary. RubricError with the faults of all its problems at once."""
    rubric = load(path)
    faults: list[Fault] = []
    problems = []
    for problem in rubric.problems:
        try:
            references = {name: refer(p) for name, p in _conventions(problem)}
            problems.append(references)
            faults += _other_shapes(references)
        except RubricError as error:
            faults += error.faults
    if faults:
        raise RubricError(faults)
    titles = {problem.name: problem.title for problem in rubric.problems}
    vocabulary = Vocabulary((symbol for references in problems for symbol in symbols(references[""])), titles)
    title = rubric.title or (rubric.problems[0].title if len(rubric.problems) == 1 else "")
    return Course(path.stem, tuple(problems), vocabulary, path, rubric.policy, title or path.stem)


def _other_shapes(references: Mapping[str, Reference]) -> Iterator[Fault]:
    """What an alternative has in another shape: one sheet could not be held against both."""
    first = references[""].graph
    for name, reference in references.items():
        for quantity in reference.graph.values():
            if quantity.name in first and (own := first[quantity.name].shape) != quantity.shape:
                one, other = map(shape_said, (own, quantity.shape))
                what = f"'{quantity.name}' is {other} in the alternative '{name}', and {one} in the problem"
                todo = "keep the shapes; rows and columns that a student exchanges are found without an alternative"
                place = reference.problem.places.get(f"forward.{quantity.name}")
                yield place.fault(what, todo) if place else Fault(reference.problem.name, what, todo)
                break


def _conventions(problem: Problem) -> Iterator[tuple[str, Problem]]:
    yield "", problem
    yield from ((alternative.name, alternative.problem) for alternative in problem.accept)
