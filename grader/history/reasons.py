"""What a change of points may be due to: all that has changed between two runs and can have moved these very points.

Nothing here proves a reason: what cannot have made the difference is left out, and where nothing is left, it is said
that the reason is not known.
"""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from grader.history.places import Place
from grader.history.run import Run, Used, Work

_RULING = "a ruling by hand"
_NO_TIME = ("", None)
"""When something was handed in, and whether late, where neither is known."""
NOT_KNOWN = "nothing that grade knows of"


class Differing(NamedTuple):
    """What of a student's results differs."""

    answers: frozenset[Place] = frozenset()
    """Whose points do."""
    total: bool = False
    """Whether the total does by something else than its answers do: by lateness, a cap, an edit."""
    edited: Collection[str] = ()
    """The files before that tell it and that somebody has changed after they were written."""

    def of(self, rubric: str) -> frozenset[str]:
        """The names of the answers that differ and are to a rubric, or may be."""
        return frozenset(place.name for place in self.answers if place.rubric in ("", rubric))


def due_to(student: str, before: Run | None, after: Run | None, differing: Differing) -> tuple[str, ...]:
    """The reasons, in words: each may be one, and of several it is not known which. Rubrics have their names of now."""
    if before is None or after is None:
        return ("nobody knows what the results before were made from",)
    works = [
        (name, before.works.get(name, {}).get(student), after.works.get(name, {}).get(student))
        for name in dict.fromkeys((*after.works, *before.works))
    ]
    theirs = [(name, one, other) for name, one, other in works if one or other]
    several = len(theirs) > 1
    alone = [_alone(before, after, name, one, other, several) for name, one, other in theirs if not (one and other)]
    both = {name: (one, other) for name, one, other in theirs if one and other}
    known = [*alone, *(_changed(before, after, both, differing, several) if both else ())]
    known += [f"an edit of {name}" for name in differing.edited]
    return tuple(dict.fromkeys(known)) or (NOT_KNOWN,)


def _alone(old: Run, new: Run, rubric: str, one: Work | None, other: Work | None, several: bool) -> str:
    """Why a rubric, of `several` or of one, graded work of a student in one of two runs alone."""
    what = f"submission for {rubric}" if several else "submission"
    if other is not None:
        if other.ruled and not other.paths:
            return _RULING
        if rubric not in old.works:
            return f"the rubric {rubric}, not used before"
        had = _had_by(old, rubric, other)
        return f"was the work of {had}" if had else f"no {what} before"
    if rubric not in new.works:
        return f"the rubric {rubric}, not used now"
    if one is not None and one.ruled and not one.paths:
        return _RULING
    have = _had_by(new, rubric, one) if one else ""
    return f"is now the work of {have}" if have else f"no {what} now"


def _changed(
    old: Run, new: Run, works: Mapping[str, tuple[Work, Work]], differing: Differing, several: bool
) -> Iterator[str]:
    """What is otherwise of work that was graded in both runs, by rubric."""
    moved = [name for name, work in works.items() if differing.of(name) or _marked_by_hand(*work)]
    if moved and not differing.total and all(_ruled_now(*works[name], differing.of(name)) for name in moved):
        yield _RULING  # which decides, whatever else is not as before
        return
    if moved:
        others = [name for name in moved if works[name][0].sha256 != works[name][1].sha256]
        yield from (f"the submission for {name}" if several else "the submission" for name in others)
        options = new.taken_in if others else {}
        yield from (f"--{name} {value}" for name, value in options.items() if old.taken_in.get(name, value) != value)
    if differing.total:
        times = [((one.when, one.late), (other.when, other.late)) for one, other in works.values()]
        if any(now == _NO_TIME != before for before, now in times):
            yield "the time of handing in, which nobody knows now"
        elif any(now != before for before, now in times):
            yield "the time of handing in"
        if old.rosters != new.rosters or any(set(one.also) != set(other.also) for one, other in works.values()):
            yield "the class list"
    concerned = works if differing.total else moved
    yield from (told for name in concerned if (told := _rubric(name, old.rubrics.get(name), new.rubrics.get(name))))
    if any(_variants(old, name) != _variants(new, name) for name in concerned):
        yield "the givens that students have of their own"
    if _ruled_otherwise(old, new, works, differing):
        yield _RULING
    if old.version != new.version:
        yield f"grade {new.version} in place of {old.version}"


def _marked_by_hand(one: Work, other: Work) -> bool:
    """Whether work has marks in one run alone, and by rulings: 0 points are another thing than none."""
    return one.marked != other.marked and bool((one if one.marked else other).ruled)


def _ruled_now(one: Work, other: Work, answers: Collection[str]) -> bool:
    """Whether all of some answers are ruled on now, and were not before."""
    return {*other.ruled}.difference(one.ruled).issuperset(answers)


def _rubric(name: str, old: Used | None, new: Used | None) -> str:
    if old is None or new is None or old.sha256 == new.sha256:
        return ""
    before = Path(old.path).stem
    return f"the rubric {name}" if before == name else f"the rubric {name} in place of {before}"


def _ruled_otherwise(old: Run, new: Run, works: Mapping[str, tuple[Work, Work]], differing: Differing) -> bool:
    """Whether one of the answers that differ was ruled on in one run alone, or in both where the rulings differ."""
    for name, (one, other) in works.items():
        before, now = (differing.of(name).intersection(work.ruled) for work in (one, other))
        if before != now or (now and _rulings(old, name) != _rulings(new, name)):
            return True
    return False


def _rulings(run: Run, rubric: str) -> str:
    return run.overrides[rubric].sha256 if rubric in run.overrides else ""


def _variants(run: Run, rubric: str) -> str:
    return run.variants[rubric].sha256 if rubric in run.variants else ""


def _had_by(run: Run, rubric: str, work: Work) -> str:
    """Whose work the same files were in a run, by names and contents: as with a group that a class list takes apart."""
    theirs = [student for student, had in run.works.get(rubric, {}).items() if _shares(had, work)]
    named = ", ".join(f"'{student}'" for student in sorted(theirs)[:_MOST_NAMED])
    return f"{named} …" if len(theirs) > _MOST_NAMED else named


def _shares(one: Work, other: Work) -> bool:
    return one.sha256 == other.sha256 and not set(one.paths).isdisjoint(other.paths)


_MOST_NAMED = 4
