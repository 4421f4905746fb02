"""A rubric made ready for grading: the reference of every problem, and the names that its quantities may have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.errors import Fault, RubricError
from grader.notation import Vocabulary
from grader.reference import Reference, refer, symbols
from grader.rubric import NO_POLICY, Policy, Problem, load


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
        """Whether the two are one assignment, as a backup copy is, or a stricter one: by its title or its numbers."""
        return self.title == other.title or self._computation() == other._computation()

    def _computation(self) -> list[object]:
        problems = [references[""].problem for references in self.problems]
        return [({name: value.tolist() for name, value in p.givens.items()}, p.forward) for p in problems]


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
                one, other = ("×".join(map(str, shape)) or "a number" for shape in (own, quantity.shape))
                what = f"'{quantity.name}' is {other} in the alternative '{name}', and {one} in the problem"
                todo = "keep the shapes; rows and columns that a student exchanges are found without an alternative"
                place = reference.problem.places.get(f"forward.{quantity.name}")
                yield place.fault(what, todo) if place else Fault(reference.problem.name, what, todo)
                break


def _conventions(problem: Problem) -> Iterator[tuple[str, Problem]]:
    yield "", problem
    yield from ((alternative.name, alternative.problem) for alternative in problem.accept)
