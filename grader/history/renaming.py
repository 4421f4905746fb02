"""What is called otherwise than in a run before: students, as where a class list has been added, and rubrics.

Students are known by their files, by their names or by what is in the files, rubrics by what is in them or by what
they grade.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from grader.history.run import Run

_Keys = Mapping[tuple[str, str], set[str]]


def replaced(before: Run, after: Run) -> dict[str, str]:
    """By the name of a rubric that is no longer used, that of the one in its place: the same, or of the same work."""
    gone, new = before.rubrics.keys() - after.rubrics.keys(), after.rubrics.keys() - before.rubrics.keys()
    return _paired(gone, new, [(keys(before, gone), keys(after, new)) for keys in (_by_content, _by_work)])


def renamed(before: Run, after: Run) -> dict[str, str]:
    """By what a student was called, what the same one is called now; of those alone for whom it is another name.

    One is the same where a file was theirs and is now the other's, or where something that they may be called is, or
    what is in the files, which may be called otherwise themselves. What is of several in either run tells of none of
    them, and who may be two is neither. Equal contents are no sign of it where both are known by more than the name of
    a file, and by nothing in common: somebody has gone, and somebody else has the same work.
    """
    gone, new = _students(before) - _students(after), _students(after) - _students(before)
    found = _paired(gone, new, [(keys(before), keys(after)) for keys in (_by_file, _by_name)])
    left = gone - found.keys(), new - set(found.values())
    alike = _paired(*left, [(_by_contents(before), _by_contents(after))])
    known, known_now = _known(before), _known(after)
    return found | {old: now for old, now in alike.items() if not (old in known and now in known_now)}


def _paired(gone: Collection[str], new: Collection[str], known_by: Iterable[tuple[_Keys, _Keys]]) -> dict[str, str]:
    """Of what is gone, what is new in its place, by the first of some keys that is of them and of nothing else."""
    gone, new = set(gone), set(new)
    found: dict[str, str] = {}
    for before, after in known_by:
        pairs = {(old, now) for old, now in _shared(before, after) if old in gone and now in new}
        olds, nows = Counter(old for old, _ in pairs), Counter(now for _, now in pairs)
        sure = {old: now for old, now in pairs if olds[old] == nows[now] == 1}
        found |= sure
        gone -= sure.keys()
        new -= set(sure.values())
    return found


def _students(run: Run) -> set[str]:
    return {student for works in run.works.values() for student in works}


def _known(run: Run) -> set[str]:
    """Who is known by more than one name."""
    return {student for works in run.works.values() for student, work in works.items() if work.also}


def _shared(before: _Keys, after: _Keys) -> Iterator[tuple[str, str]]:
    """Each pair, before and after, that has something which nothing else has in either run."""
    for key in before.keys() & after.keys():
        if len(before[key]) == len(after[key]) == 1:
            yield min(before[key]), min(after[key])


def _by_content(run: Run, rubrics: Collection[str]) -> _Keys:
    found: dict[tuple[str, str], set[str]] = {}
    for rubric in rubrics:
        found.setdefault(("", run.rubrics[rubric].sha256), set()).add(rubric)
    return found


def _by_work(run: Run, rubrics: Collection[str]) -> _Keys:
    found: dict[tuple[str, str], set[str]] = {}
    for rubric in rubrics:
        for work in run.works.get(rubric, {}).values():
            for path in work.paths:
                found.setdefault((path, work.sha256), set()).add(rubric)
    return found


def _by_file(run: Run) -> _Keys:
    found: dict[tuple[str, str], set[str]] = {}
    for rubric, works in run.works.items():
        for student, work in works.items():
            for path in work.paths:
                found.setdefault((rubric, path), set()).add(student)
    return found


def _by_name(run: Run) -> _Keys:
    found: dict[tuple[str, str], set[str]] = {}
    for works in run.works.values():
        for student, work in works.items():
            for name in (student, *work.also):
                found.setdefault(("", name.casefold()), set()).add(student)
    return found


def _by_contents(run: Run) -> _Keys:
    found: dict[tuple[str, str], set[str]] = {}
    for rubric, works in run.works.items():
        for student, work in works.items():
            found.setdefault((rubric, work.sha256), set()).add(student)
    return found
