"""What many works have alike, such as a line of the answer sheet itself, is told once, and not of each of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from grader.answers import Submission
from grader.errors import Attention, Weight

FEWEST = 5
"""Works that must have it; of fewer, each is told by itself."""
MOST_NAMED = 20


def told_once(rows: Iterable[Attention], classes: Iterable[tuple[str, Sequence[Submission]]]) -> list[Attention]:
    """The rows, but those that say the same of many graded works of a rubric put together, where the first of them was.

    `classes` are by rubric the submissions that count. What could not be read at all is told of each, and so is what a
    rule has settled.
    """
    rows = list(rows)
    for rubric, submissions in classes:
        each = works(submissions)
        whose = _whose(each)
        found: dict[tuple[str, Weight], list[Attention]] = {}
        for row in rows:
            if row.weight is not Weight.SETTLED and whose(row):
                found.setdefault((row.issue, row.weight), []).append(row)
        for (issue, weight), alike in found.items():
            students = list(dict.fromkeys(map(whose, alike)))
            if len(students) >= FEWEST:
                place, count = Counter(row.place for row in alike).most_common(1)[0]
                said = f"in {len(students):,} of {len(each):,} works: {issue}; {_of(students, len(each))}"
                once = Attention(f"{rubric}.toml", place if 2 * count > len(alike) else "", said, weight)
                gone = set(alike)
                first = next(at for at, row in enumerate(rows) if row in gone)
                rows = [*rows[:first], once, *(row for row in rows[first:] if row not in gone)]
    return rows


def _whose(submissions: Iterable[Submission]) -> Callable[[Attention], str]:
    """The student in whose work a row is; "" if in none. In one file, as that of a form, may stand many works."""
    by_row: dict[Attention, str] = {}
    by_file: dict[str, str] = {}
    for submission in submissions:
        by_row |= dict.fromkeys(submission.attention, submission.student)
        files = (*submission.paths, *(row.submission for row in submission.attention))
        by_file |= dict.fromkeys(files, submission.student)
    return lambda row: by_row.get(row) or by_file.get(row.submission, "")


def of_the_sheet(submissions: Iterable[Submission]) -> frozenset[str]:
    """What is told of more than half of some works: it is the answer sheet's, and nobody's own."""
    each = works(submissions)
    told = Counter(issue for s in each for issue in {row.issue for row in s.attention if row.weight is Weight.LOOK})
    return frozenset(issue for issue, count in told.items() if count >= FEWEST and 2 * count > len(each))


def works(submissions: Iterable[Submission]) -> list[Submission]:
    """Those that could be read, what a group handed in once."""
    found: dict[tuple[str, ...], Submission] = {}
    for submission in submissions:
        if submission.readable and submission.paths:
            found.setdefault(submission.paths if submission.members else (submission.student,), submission)
    return list(found.values())


def _of(students: Sequence[str], count: int) -> str:
    """Whose they are; what more than half have may be of the sheet."""
    if 2 * len(students) > count:
        return "the answer sheet itself may have it"
    return f"those of {named(students)}"


def named(students: Sequence[str]) -> str:
    """Some students, as a person is told of them; of very many the first."""
    more = f" and {len(students) - MOST_NAMED:,} more" if len(students) > MOST_NAMED else ""
    return ", ".join(map(repr, students[:MOST_NAMED])) + more
