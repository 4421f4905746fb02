"""Results held against those that lay there before: whose points differ, by how much, and why."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from grader.history.places import Place
from grader.history.reasons import Differing, due_to
from grader.history.relabelling import relabelled
from grader.history.renaming import renamed, replaced
from grader.history.results import GRADEBOOK, MARKS, Mark, Results
from grader.history.run import Run


class Change(NamedTuple):
    """What has become of one student."""

    student: str
    before: Decimal | None
    """The total; None where the student had none."""
    after: Decimal | None
    answers: tuple[tuple[str, Decimal], ...]
    """The answers whose points differ, and by how much: `problem quantity`, after the rubric where another asks it."""
    why: tuple[str, ...]
    """What it may be due to (see `due_to`)."""

    @property
    def by(self) -> Decimal:
        """How many points more, or less."""
        return (self.after or Decimal(0)) - (self.before or Decimal(0))

    @property
    def moved(self) -> bool:
        """Whether the total is another: 0 is one where there was none."""
        return self.before != self.after


class Changes(NamedTuple):
    """What differs from the results before."""

    students: tuple[Change, ...]
    """Whose total or whose points for an answer differ."""
    of: int
    """How many students there are, now or before."""
    verdicts: int
    """Answers with another verdict for the same points."""
    renamed: Mapping[str, str]
    """What students were called, and are called now, who are held against what they had under the other name."""
    relabelled: int = 0
    """Answers of which that is so."""
    out_of: tuple[Decimal, Decimal] | None = None
    """What totals were out of before, and are now, where that differs."""


def compare(before: Results, after: Results) -> Changes:
    """Who has other points than before, and why. Both are held against each other as they are written, exactly."""
    names: Mapping[str, str] = {}
    if before.run and after.run:
        rubrics = replaced(before.run, after.run)
        names = renamed(before.run.with_rubrics(rubrics), after.run)
        before = before.called(names, rubrics)
    if not (before.told_apart() and after.told_apart()):
        before, after = before.by_order(), after.by_order()
    labels = relabelled(before.places(), after.places()) if _same_rubric(before.run, after.run) else {}
    before = before.labelled(labels)
    students = sorted({*before.totals, *after.totals})
    several = _of_several([*before.places(), *after.places()])
    changes = [_change(student, before, after, several) for student in students]
    verdicts = sum(_reworded(before.answers.get(s, {}), after.answers.get(s, {})) for s in students)
    worths = (before.out_of, after.out_of) if before.out_of and after.out_of else None
    out_of = worths if worths and worths[0] != worths[1] else None
    return Changes(tuple(c for c in changes if c), len(students), verdicts, names, len(labels), out_of)


def _same_rubric(before: Run | None, after: Run | None) -> bool:
    """Whether a rubric was used in both runs, be it a changed one: answers to another have no other names."""
    return before is not None and after is not None and not before.rubrics.keys().isdisjoint(after.rubrics)


def _of_several(places: Sequence[Place]) -> frozenset[str]:
    """The names of answers that more than one rubric asks for."""
    named = {(place.name, place.rubric) for place in places}
    return frozenset(name for name, count in Counter(name for name, _ in named).items() if count > 1)


def _change(student: str, before: Results, after: Results, several: Collection[str]) -> Change | None:
    """What has become of a student; names in `several` are of more than one rubric."""
    old, new = before.answers.get(student, {}), after.answers.get(student, {})
    places = [p for p in dict.fromkeys((*old, *new)) if _points(old.get(p)) != _points(new.get(p))]
    total = [results.totals.get(student) for results in (before, after)]
    if not places and total[0] == total[1]:
        return None
    named = (f"{p.rubric} {p.name}" if p.name in several else p.name for p in places)
    moved = (_points(new.get(p)) - _points(old.get(p)) for p in places)
    change = Change(student, total[0], total[1], tuple(zip(named, moved, strict=True)), ())
    return change._replace(why=due_to(student, before.run, after.run, _differing(change, places, before.edited)))


def _differing(change: Change, places: Sequence[Place], edited: frozenset[str]) -> Differing:
    by_answers = sum((by for _, by in change.answers), Decimal(0))
    beyond = abs(change.by - by_answers) > _ROUNDING * (len(places) + 1)
    tells = {MARKS: bool(places), GRADEBOOK: beyond}
    return Differing(frozenset(places), beyond, [name for name, differs in tells.items() if differs and name in edited])


_ROUNDING = Decimal("0.0001")
"""By so much points may differ twice, written to four decimals, that are the same."""


def _points(mark: Mark | None) -> Decimal:
    return mark.points if mark else Decimal(0)


def _reworded(old: Mapping[Place, Mark], new: Mapping[Place, Mark]) -> int:
    """How many answers have another verdict for the same points."""
    both = old.keys() & new.keys()
    return sum(old[p].points == new[p].points and old[p].verdict != new[p].verdict for p in both)
