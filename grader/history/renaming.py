"""Who is called otherwise than in a run before, as where a class list has been added: known by their files or names."""

from collections import Counter
from collections.abc import Iterator, Mapping

from grader.history.run import Run

_Keys = Mapping[tuple[str, str], set[str]]


def renamed(before: Run, after: Run) -> dict[str, str]:
    """By what a student was called, what the same one is called now; of those alone for whom it is another name.

    One is the same where a file was theirs and is now the other's, or where something that they may be called is. What
    is of several in either run tells of none of them, and who may be two is neither.
    """
    gone, new = _students(before) - _students(after), _students(after) - _students(before)
    found: dict[str, str] = {}
    for keys in (_by_file, _by_name):
        pairs = {(old, now) for old, now in _shared(keys(before), keys(after)) if old in gone and now in new}
        olds, nows = Counter(old for old, _ in pairs), Counter(now for _, now in pairs)
        sure = {old: now for old, now in pairs if olds[old] == nows[now] == 1}
        found |= sure
        gone, new = gone - sure.keys(), new - set(sure.values())
    return found


def _students(run: Run) -> set[str]:
    return {student for works in run.works.values() for student in works}


def _shared(before: _Keys, after: _Keys) -> Iterator[tuple[str, str]]:
    """Each pair of students, before and after, who have something that nobody else has in either run."""
    for key in before.keys() & after.keys():
        if len(before[key]) == len(after[key]) == 1:
            yield min(before[key]), min(after[key])


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
