"""What a change of points is due to: all that has changed between two runs that a student's points depend on."""

from collections.abc import Iterator, Sequence

from grader.history.run import Run


def due_to(student: str, before: Run | None, after: Run | None, by_hand: bool) -> tuple[str, ...]:
    """The reasons, in words; `by_hand` where the points that differ were ruled on in either run."""
    if before is None or after is None:
        return ("nobody knows what the results before were made from",)
    known = tuple(dict.fromkeys(_known(student, before, after, by_hand)))
    return known or ("nothing that grade knows of; were the results edited?",)


def _known(student: str, old: Run, new: Run, by_hand: bool) -> Iterator[str]:
    rubrics = [name for name in new.works if student in new.works[name] or student in old.works.get(name, {})]
    works = [(old.works.get(name, {}).get(student), new.works[name].get(student)) for name in rubrics]
    for name, (one, other) in zip(rubrics, works, strict=True):
        if one is None and other is not None:
            had = _had_by(old, name, other.paths)
            yield f"was the work of {had}" if had else "handed in since"
        if other is None and one is not None:
            have = _had_by(new, name, one.paths)
            yield f"is now the work of {have}" if have else "no longer there"
    if not rubrics:
        yield "no longer there"
    if any(one and other and one.sha256 != other.sha256 for one, other in works):
        yield "the submission"
    if any(one and other and (one.when, one.late) != (other.when, other.late) for one, other in works):
        yield "the time of handing in"
    yield from (
        f"the rubric {name}" for name in rubrics if name in old.rubrics and old.rubrics[name][1] != new.rubrics[name][1]
    )
    if by_hand and _rulings(old, rubrics) != _rulings(new, rubrics):
        yield "a ruling by hand"
    if old.version != new.version:
        yield f"grade {new.version} in place of {old.version}"


def _had_by(run: Run, rubric: str, paths: Sequence[str]) -> str:
    """Whose work some files are in a run, by their names: as with a group that a class list takes apart."""
    theirs = [student for student, work in run.works.get(rubric, {}).items() if not set(paths).isdisjoint(work.paths)]
    named = ", ".join(f"'{student}'" for student in sorted(theirs)[:_MOST_NAMED])
    return f"{named} …" if len(theirs) > _MOST_NAMED else named


_MOST_NAMED = 4


def _rulings(run: Run, rubrics: Sequence[str]) -> list[str]:
    return [run.overrides[name].sha256 if name in run.overrides else "" for name in rubrics]
