"""The whole river on one page: rubric, reference, answers, marks. Nothing is printed here."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from grader.answers import Answer, Intake, Submission
from grader.errors import Attention, Weight
from grader.grading.assigning import Assignment, assign
from grader.grading.by_hand import settled, told_of, with_ruled
from grader.grading.by_variant import marks_by_variant, read_by_variant, with_owners, without_row
from grader.grading.classes import Classes, classes_of
from grader.grading.course import Course, prepare
from grader.grading.doubts import doubts
from grader.grading.enrolling import Enrolment, enrol
from grader.grading.lateness import addressed
from grader.grading.outcome import Handed, Outcome
from grader.grading.parts import Part, Progress, check_found, check_intake, read_parts
from grader.grading.rulings import digests, ruled, rulings
from grader.grading.seen import Settling, seen, with_settled
from grader.grading.shared import of_the_sheet, told_once
from grader.grading.single import Known, Single, grade_single
from grader.grading.team_rulings import of_one_member
from grader.grading.variants import owners
from grader.marking import Marks, Receipt, best_of, elsewhere, lay_out, mark
from grader.overrides import ruled_on
from grader.roster import Directory, Roster, callings, read_roster

__all__ = [
    "Course",
    "Handed",
    "Known",
    "Outcome",
    "Progress",
    "Single",
    "grade",
    "grade_alone",
    "of_the_sheet",
    "prepare",
]

NOBODY = "is the system's own test student: graded, but not among the class's figures"


def grade(
    submissions: Sequence[Path],
    rubrics: Sequence[Path] = (),
    progress: Progress = lambda _done, _all: None,
    rosters: Sequence[Path] = (),
    intake: Intake = Intake(),  # noqa: B008 (it cannot change)
    of_class: bool = True,
    variant: str = "",
) -> Outcome:
    """Grades everything at `submissions`, each part by its rubric (see `assign`); `rosters` are class lists.

    What is not `of_class`, such as an instructor's key, is not late, and nobody rules on it by hand; it is graded by
    the givens of a `variant`, else by the rubric's own.
    GradeError when nothing can be done: no such path, no rubric, a rubric with faults, no class list, nothing to grade.
    """
    check_intake(intake)
    roster = read_roster(rosters)
    assignment = assign(submissions, rubrics)
    courses = {path: prepare(path) for path in dict.fromkeys(rubric for rubric, _ in assignment.parts)}
    if not of_class:
        courses = {path: course.called(variant) for path, course in courses.items()}
    by_hand = rulings(courses.values()) if of_class else {}
    variants = [course.variants_in for course in courses.values() if course.variants_in]
    given = (*courses, *variants, *rosters, *intake.gradebooks)
    parts = read_parts(assignment, courses, intake, given, progress)
    check_found(submissions, assignment, parts)
    enrolment = _enrolled(roster, parts, bool(rosters))
    if variants:
        parts = with_owners(parts, enrolment.readings, _directory(classes_of(parts, enrolment.readings), enrolment))
        each = zip(parts, enrolment.readings, assignment.parts, strict=True)
        own = tuple(read_by_variant(part, found, path, intake, given) for part, found, (_, path) in each)
        enrolment = enrolment._replace(readings=own)
    classes = classes_of(parts, enrolment.readings)
    also, absent = _also(classes, enrolment), _of_absent(enrolment)
    directory = _directory(classes, enrolment)
    handed = [(addressed(course, directory), theirs) for course, theirs in classes.handed]
    handed = with_ruled(handed, by_hand, directory, enrolment.absent)
    graded = [(course, list(_marked(course, theirs))) for course, theirs in handed]
    marks, misfits = ruled(graded, by_hand, directory)
    handed, marks, lacking = settled(handed, marks)
    settling = seen(handed, marks)
    handed = with_settled(handed, settling)
    classes = classes._replace(handed=handed)
    of_each = [(course, [m for m in marks if m.rubric == course.name]) for course, _ in handed]
    told = (*doubts(of_each, handed, parts, directory, of_class), *of_one_member(handed, ruled_on(marks)))
    outcome = _outcome(assignment, enrolment, classes, marks, settling, (*told, *misfits, *lacking))
    tests = [Attention(student, "", NOBODY, Weight.SETTLED) for student in sorted(outcome.tests)]
    also |= {student: absent[student] for student in absent.keys() & set(outcome.students)}
    of_rulings, attention = digests(outcome.courses, by_hand), (*outcome.attention, *tests)
    return replace(outcome, also=also, by_hand=of_rulings, attention=attention)


def _directory(classes: Classes, enrolment: Enrolment) -> Directory:
    """Everybody who is known, with what else they may be called."""
    return Directory({**_of_absent(enrolment), **_also(classes, enrolment)})


def _also(classes: Classes, enrolment: Enrolment) -> dict[str, tuple[str, ...]]:
    """By student, what else they may be called."""
    found: dict[str, tuple[str, ...]] = {}
    for submission in (s for _, theirs in classes.handed for s in theirs):
        known = enrolment.known.get(submission.student)
        listed = callings(known.person, known.ids) if known else ()
        names = (*found.get(submission.student, ()), *callings(submission.person), *listed)
        found[submission.student] = tuple(dict.fromkeys(n for n in names if n != submission.student))
    return found


def _of_absent(enrolment: Enrolment) -> dict[str, tuple[str, ...]]:
    """By student who handed in nothing, what else they may be called."""
    known = {student: enrolment.known[student] for student in enrolment.absent}
    return {student: callings(enrolled.person, enrolled.ids) for student, enrolled in known.items()}


def grade_alone(folder: Path, rubric: Path, known: Known = Known()) -> Single:  # noqa: B008 (it cannot change)
    """Grades one student's work by itself (see `grade_single`), with the policies and rulings that are the student's.

    GradeError for a faulty rubric or rulings, or no folder.
    """
    student = next(iter(known.names), "submission")
    directory = Directory({student: known.names})
    course = addressed(prepare(rubric), directory)
    if course.variants:
        number = owners(course.variants, directory).of.get(student)
        if number is None:
            return Single(course, (), (Attention(student, "", without_row(course, student), Weight.LOST),))
        course = course.variant(number)
    by_hand = rulings([course])

    def marked(submission: Submission) -> tuple[Marks, ...]:
        theirs = with_ruled([(course, [submission])], by_hand, directory, ())
        marks, _ = ruled([(course, list(_marked(*theirs[0])))], by_hand, directory)
        return tuple(m for m in settled(theirs, marks).marks if m.students)

    return grade_single(folder, course, known, student, marked)


def _enrolled(roster: Roster, parts: Sequence[Part], given: bool) -> Enrolment:
    readings = tuple(part.found for part in parts)
    return enrol(roster, readings, [part.course.name for part in parts]) if given else Enrolment(readings, {}, (), ())


def _marked(course: Course, submissions: list[Submission]) -> Iterator[Marks]:
    """The marks of a class on every problem of a rubric, each student's under the convention that suits them best."""
    marked = [s for s in submissions if s.marked]
    students, answers = [s.student for s in marked], [s.answers for s in marked]
    receipts = {s.student: Receipt(s.when, s.late) for s in marked}
    of_each = marks_by_variant(course, students, answers, _tables) if course.variants else None
    for marks in of_each or _tables(course, students, answers):
        yield replace(marks, policy=course.policy, receipts=receipts)


def _tables(course: Course, students: Sequence[str], answers: Sequence[Collection[Answer]]) -> list[Marks]:
    """The marks of some students on every problem, by the same givens."""
    found = []
    for number, references in enumerate(course.problems):
        charged = elsewhere([every[""] for every in course.problems], number)
        marks = {
            name: mark(reference, lay_out(reference, students, answers, charged), course.name)
            for name, reference in references.items()
        }
        found.append(best_of(marks))
    return found


def _outcome(
    assignment: Assignment,
    enrolment: Enrolment,
    classes: Classes,
    marks: list[Marks],
    settling: Settling,
    others: Iterable[Attention],
) -> Outcome:
    read = enrolment.readings
    submissions = [s for found in read for s in found.submissions]
    attention = [*assignment.attention, *(a for found in read for a in found.attention), *enrolment.attention]
    told_first = told_of(submissions, (s for _, theirs in classes.handed for s in theirs))
    attention += [*classes.attention, *(settling.get(row, row) for row in told_first), *others]
    told = sum(len(found.listed) + len(found.unreadable) for found in read)
    each = [submission for _, theirs in classes.handed for submission in theirs]
    handed, nothing = ({s.student for s in each if bool(s.paths or s.by_hand) is some} for some in (True, False))
    absent = tuple(dict.fromkeys(s for s in (*enrolment.absent, *sorted(nothing)) if s not in handed))
    return Outcome(
        marks=tuple(marks),
        courses=tuple(course for course, _ in classes.handed),
        handed=tuple(Handed(course.name, submission) for course, theirs in classes.handed for submission in theirs),
        attention=tuple(
            told_once(dict.fromkeys(attention), [(course.name, theirs) for course, theirs in classes.handed])
        ),
        graded=sum(len(found.graded) for found in read) - classes.listed,
        listed=len(assignment.listed) + classes.listed + told,
        ignored=(*assignment.ignored, *(path for found in read for path in found.ignored)),
        unreadable=sum(not s.readable and bool(s.paths) for s in submissions) + sum(found.damaged for found in read),
        layouts=tuple(found.layout for found in read),
        known=enrolment.known,
        absent=absent,
        parts=tuple((rubric.stem, path) for rubric, path in assignment.parts),
        listed_with=enrolment.listed,
        doubtful=enrolment.doubtful.intersection(absent),
    )
