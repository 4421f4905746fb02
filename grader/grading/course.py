"""A rubric made ready for grading: the reference of every problem, and the names that its quantities may have."""

from collections.abc import Iterator
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


def prepare(path: Path) -> Course:
    """A rubric's references and vocabulary. RubricError with the faults of all its problems at once."""
    rubric = load(path)
    faults: list[Fault] = []
    problems = []
    for problem in rubric.problems:
        try:
            problems.append({name: refer(p) for name, p in _conventions(problem)})
        except RubricError as error:
            faults += error.faults
    if faults:
        raise RubricError(faults)
    vocabulary = Vocabulary(symbol for references in problems for symbol in symbols(references[""]))
    title = rubric.title or (rubric.problems[0].title if len(rubric.problems) == 1 else "")
    return Course(path.stem, tuple(problems), vocabulary, path, rubric.policy, title or path.stem)


def _conventions(problem: Problem) -> Iterator[tuple[str, Problem]]:
    yield "", problem
    yield from ((alternative.name, alternative.problem) for alternative in problem.accept)
