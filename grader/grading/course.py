"""A rubric made ready for grading: the reference of every problem, and the names that its quantities may have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.engine import shape_said, suggestion
from grader.errors import Fault, GradeError, RubricError
from grader.grading.variant_rows import read_variants
from grader.grading.variants import Problems, Variant, variants_of
from grader.notation import Vocabulary
from grader.reference import Reference, refer, symbols
from grader.rubric import NO_POLICY, Policy, Problem, load

_Parts = Mapping[tuple[str, str], object]
"""Parts of a computation, by problem and name."""


@dataclass(frozen=True, slots=True)
class Course:
    """A rubric made ready: for each problem its reference, and those of its declared alternatives by name."""

    name: str
    problems: Problems
    vocabulary: Vocabulary
    path: Path
    policy: Policy = NO_POLICY
    """What it says of all its problems together."""
    title: str = ""
    """The rubric's title, or its only problem's; else the name of its file."""
    variants: tuple[Variant, ...] = ()
    """The givens that students have of their own; none where all have the rubric's."""
    variants_in: Path | None = None
    """The file that tells them."""
    variant_of: Mapping[str, int] = field(default_factory=dict)
    """By student as the marks call them, the number of their variant."""

    def variant(self, number: int) -> "Course":
        """The course of a variant's students, who know of no other givens."""
        return _with_givens(self, self.variants[number].problems)

    def called(self, variant: str = "") -> "Course":
        """The course by the givens of a variant, or of whoever has it; by the rubric's own where none is named.

        GradeError where there is none of that name.
        """
        if not variant:
            return replace(self, variants=(), variant_of={})
        named = [n for n, each in enumerate(self.variants) if variant.casefold() == each.name.casefold()]
        found = named or [n for n, each in enumerate(self.variants) if variant.casefold() in each.called]
        if len(found) == 1:
            return self.variant(found[0])
        known = [each.name for each in self.variants]
        todo = suggestion(variant, known) or f"there are {', '.join(known[:_MOST_NAMED])}"
        raise GradeError([Fault(self.path.name, f"no variant '{variant}'", todo if known else "it has no variants")])

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


_MOST_NAMED = 5


def _with_givens(course: Course, problems: Problems) -> Course:
    vocabulary = course.vocabulary if problems is course.problems else _vocabulary(problems, course.vocabulary.titles)
    return replace(course, problems=problems, vocabulary=vocabulary, variants=(), variant_of={})


def _mostly(one: _Parts, other: _Parts) -> bool:
    """Whether most of two computations is the same."""
    same = sum(name in other and other[name] == part for name, part in one.items())
    return 2 * same > max(len(one), len(other)) or one == other


def prepare(path: Path) -> Course:
    """A rubric's references and vocabulary. GradeError with the faults of all its problems, or variants, at once."""
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
    vocabulary = _vocabulary(tuple(problems), {problem.name: problem.title for problem in rubric.problems})
    title = rubric.title or (rubric.problems[0].title if len(rubric.problems) == 1 else "")
    course = Course(path.stem, tuple(problems), vocabulary, path, rubric.policy, title or path.stem)
    return _with_variants(course, rubric.variants) if rubric.variants else course


def _vocabulary(problems: Problems, titles: Mapping[str, str]) -> Vocabulary:
    return Vocabulary((symbol for references in problems for symbol in symbols(references[""])), titles)


def _with_variants(course: Course, path: Path) -> Course:
    rows = read_variants(path, course.vocabulary, [references[""] for references in course.problems])
    return replace(course, variants=variants_of(course.problems, rows), variants_in=path)


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
