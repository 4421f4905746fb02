"""What each student is told, before it is laid out: the score, every answer, where it first went wrong, the graph."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from grader.marking import FROM_WRONG, VERDICTS, Marks, Verdict, of_rows, went_wrong
from grader.numbers import percent_text, points_on_page, rounded
from grader.overrides import ruling_on_all
from grader.reference import Reference
from grader.reports.comment import few
from grader.reports.feedback.entry import Entry, entries
from grader.reports.feedback.graph import Picture, pictures_of
from grader.reports.feedback.own import Own
from grader.reports.feedback.row import Row, row_of
from grader.reports.feedback.step import Slip, slip_of
from grader.totals import Score, Total
from grader.wording import Wording

_BEGINS = ("slip", "wrong")
_MANY = 4
"""So many answers are told once below the table what is to be said of all of them."""


class Part(NamedTuple):
    """One problem."""

    heading: str
    points: str
    out_of: str
    bonus: str
    """How much of the points is a bonus, in words; empty where none is."""
    convention: str
    ruling: str
    """What is said of all of it at once, in place of its rows; mostly empty."""
    rows: tuple[Row, ...]
    entries: tuple[Entry, ...]
    """The same as a table shows them, arrays whole."""
    meanings: tuple[tuple[str, str], ...]
    """What the verdicts mean of answers without a note of their own, or that wait for a person."""
    first: Slip | None
    others: bool
    """Whether there are more places to look at."""
    pictures: tuple[Picture, ...]


class Sheet(NamedTuple):
    """One assignment."""

    title: str
    points: str
    out_of: str
    percent: str
    remarks: tuple[str, ...]
    """What policies give or take."""
    parts: tuple[Part, ...]
    unused: tuple[str, ...]
    """What of the work was of no use, and why: a line each."""


class Unread(NamedTuple):
    """Work for one assignment of which nothing could be read."""

    title: str
    why: tuple[str, ...]
    """A line a file."""


class Letter(NamedTuple):
    """Everything that one student is told, and nothing about anybody else."""

    student: str
    name: str
    sheets: tuple[Sheet, ...]
    """None where nothing was handed in, or nothing of it could be read."""
    titles: tuple[str, ...]
    """What it is about."""
    unread: tuple[Unread, ...] = ()
    """What was handed in, too, and could not be read."""

    @property
    def follows(self) -> bool:
        """Whether there are marks that follow the student's own numbers."""
        return any(not part.ruling for sheet in self.sheets for part in sheet.parts)


class Problem(NamedTuple):
    """One problem of a rubric: the class's marks, and its references by convention."""

    marks: Marks
    references: Mapping[str, Reference]
    by_variant: Mapping[str, Mapping[str, Reference]] = MappingProxyType({})
    """Where students have givens of their own, the references by these."""

    def own(self) -> dict[str, tuple[Own, int]]:
        """By student, the numbers of all who have the same givens, and the student's row among them."""
        variants = self.marks.variants or ("",) * len(self.marks.students)
        found: dict[str, tuple[Own, int]] = {}
        rows: dict[str, list[int]] = {}
        for row, variant in enumerate(variants):
            rows.setdefault(variant, []).append(row)
        for variant, theirs in rows.items():
            marks = of_rows(self.marks, theirs) if len(rows) > 1 else self.marks
            own = Own(marks, self.by_variant.get(variant, self.references))
            found |= {student: (own, n) for n, student in enumerate(marks.students)}
        return found


class Assignment(NamedTuple):
    """One rubric."""

    title: str
    problems: tuple[Problem, ...]
    totals: Mapping[str, Total]
    """By student."""


def letters(
    assignments: Sequence[Assignment],
    names: Mapping[str, str],
    say: Wording,
    absent: Collection[str] = (),
    unread: Mapping[str, Sequence[Unread]] = MappingProxyType({}),
    unused: Mapping[tuple[str, str], Sequence[str]] = MappingProxyType({}),
) -> Iterator[Letter]:
    """A letter for each student who has marks, or is `absent`, or whose work could not be read at all, in order.

    `names` are better names for them, where they are known; `unread` says of each student's work why. `unused` says,
    by rubric and student, what of work that has marks was of no use.
    """
    own = [[problem.own() for problem in a.problems] for a in assignments]
    for student in sorted({*absent, *unread, *(student for a in assignments for student in a.totals)}):
        sheets = [
            _sheet(a, [theirs.get(student) for theirs in of_all], student, say, unused)
            for a, of_all in zip(assignments, own, strict=True)
            if student in a.totals
        ]
        lost = tuple(unread.get(student, ()))
        about = {*(sheet.title for sheet in sheets), *(work.title for work in lost)}
        titles = [a.title for a in assignments if not about or a.title in about]
        yield Letter(student, names.get(student) or student, tuple(sheets), tuple(titles), lost)


def _sheet(
    assignment: Assignment,
    own: Sequence[tuple[Own, int] | None],
    student: str,
    say: Wording,
    unused: Mapping[tuple[str, str], Sequence[str]],
) -> Sheet:
    total = assignment.totals[student]
    several = len(assignment.problems) > 1
    bonus = sum(
        (_bonus(mine[0].marks, mine[1]) for i, mine in enumerate(own) if mine and i not in total.dropped),
        Fraction(0),
    )
    parts = [
        _part(*mine, score, several, say)
        for mine, score in zip(own, total.scores, strict=True)
        if mine is not None and score is not None
    ]
    percent = percent_text(rounded(100 * total.total / total.out_of)).removesuffix(".0") if total.out_of else ""
    return Sheet(
        assignment.title,
        points_on_page(total.total),
        points_on_page(total.out_of),
        percent,
        (*_with(bonus, say), *say.policies(total, [_named(problem.marks) for problem in assignment.problems])),
        tuple(parts),
        tuple(few(unused.get((assignment.problems[0].marks.rubric, student), ()), say)),
    )


def _part(own: Own, n: int, score: Score, several: bool, say: Wording) -> Part:
    marks, reference = own.marks, own.reference(n)
    symbolic, convention = bool(reference.problem.symbols), own.convention(n)
    rows = tuple(row_of(marks, n, c, symbolic, say) for c in range(len(marks.columns)))
    name, ruling = _named(marks), ruling_on_all(marks, n)
    heading = ". ".join(filter(None, (say("problem", name=name) if name else "", marks.title))) if several else ""
    once = _said_once(rows)
    shown = tuple(row._replace(note="") if row.verdict in once else row for row in rows)
    unexplained = {row.verdict for c, row in enumerate(shown) if not row.note or _awaits_a_person(marks, n, c)}
    meanings = {word: "; ".join(filter(None, (once.get(word), say.meaning(word)))) for word in unexplained}
    begins = [c for c in own.order(n) if rows[c].verdict in _BEGINS and not _is_ruled(marks, n, c)]
    return Part(
        heading,
        points_on_page(score.earned),
        points_on_page(score.out_of),
        "".join(_with(_bonus(marks, n), say)),
        convention,
        say.note("", "", ruling) if ruling else "",
        rows,
        tuple(entries(marks, n, reference.asked, shown)),
        tuple((word, meanings[word]) for word in VERDICTS if meanings.get(word)),
        _began(begins[0], rows, own, n, say) if begins else None,
        len(begins) > 1,
        tuple(pictures_of(reference, own, n, rows)) if any(row.answer for row in rows) else (),
    )


def _began(c: int, rows: Sequence[Row], own: Own, n: int, say: Wording) -> Slip:
    """Where it first went wrong: in the answer of column `c`, or in what it follows from and nobody asked for."""
    reference, row = own.reference(n), rows[c]
    explained = row.verdict == "slip" or getattr(went_wrong(own.marks.note[n, c]), "pattern", "") == FROM_WRONG
    return slip_of(reference.asked[c], row, reference, own, n, row.note if explained else say("unexplained"))


def _said_once(rows: Sequence[Row]) -> dict[str, str]:
    """By verdict the note that its answers share, where they are many; where it went wrong, each is told."""
    notes: dict[str, list[str]] = {}
    for row in rows:
        notes.setdefault(row.verdict, []).append(row.note)
    return {
        verdict: said[0]
        for verdict, said in notes.items()
        if verdict not in _BEGINS and len(said) >= _MANY and len(set(said)) == 1 and said[0]
    }


def _bonus(marks: Marks, n: int) -> Fraction:
    """What a student has for answers that count beside what the problem is out of."""
    bonus = (marks.shares[marks.share[n, c]] * column.out_of for c, column in enumerate(marks.columns) if column.bonus)
    return sum(bonus, Fraction(0))


def _with(bonus: Fraction, say: Wording) -> Iterator[str]:
    """That there is a bonus in the points, where there is one."""
    if bonus:
        yield say("with bonus", points=points_on_page(bonus))


def _named(marks: Marks) -> str:
    """What a problem is called; nothing where it is alone."""
    return marks.columns[0].problem if marks.columns else ""


def _awaits_a_person(marks: Marks, n: int, c: int) -> bool:
    """Whether only a person can read an answer, and none has ruled on it."""
    return bool(marks.verdict[n, c] == Verdict.UNREADABLE.word) and not _is_ruled(marks, n, c)


def _is_ruled(marks: Marks, n: int, c: int) -> bool:
    """Whether a person has ruled on an answer: then the note says why, and nobody is told where it went wrong."""
    return marks.ruled is not None and bool(marks.ruled[n, c])
