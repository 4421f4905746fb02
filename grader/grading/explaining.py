"""A student's marks explained from an existing run: read and marked again from the same files by the same rubrics.

What a student gets does not depend on the class, so this is how the marks came about. Where anything that they were
made from has changed since, that is said instead.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from grader.answers import Person, Submission, joint, read_again
from grader.engine import nearest
from grader.errors import Fault, GradeError
from grader.grading.course import Course, prepare
from grader.grading.lateness import addressed
from grader.grading.rulings import concerning, digests, rulings
from grader.grading.variants import owners
from grader.history import Run, read_results, read_run
from grader.history.run import AGAIN, used
from grader.marking import Account, Marks, Receipt, accounts, best_of, chosen, elsewhere, lay_out, mark
from grader.overrides import Marked, Override, apply, columns_of
from grader.reports import Explained, Explanation
from grader.roster import Directory, Joiner, Roster, callings, read_roster
from grader.totals import Total, totals


def explain(folder: Path, student: str, quantity: str = "", version: str = "") -> list[Explanation]:
    """How the marks of a student in a run's results came about: for all answers, or for those that a name means.

    GradeError where nobody is called so, nothing is, or something has changed since the run.
    """
    run = read_run(folder)
    directory = _directory(run)
    name = _student(student, directory, run)
    if run.version != version:
        what = f"the results are of grade {run.version or 'without a version'}, and this is {version or 'without one'}"
        raise GradeError([Fault(str(folder), what, AGAIN)])
    rubrics = [rubric for rubric, works in run.works.items() if name in works]
    if not any(run.works[rubric][name].paths or run.works[rubric][name].marked for rubric in rubrics):
        raise _of_nothing(student, "the folder is empty")
    _unchanged(run, rubrics, {})
    courses = {rubric: addressed(prepare(Path(run.rubrics[rubric].path)), directory) for rubric in rubrics}
    by_hand = rulings(courses.values())
    _unchanged(run, rubrics, digests(courses.values(), by_hand))
    courses = {rubric: _own(course, name, run, directory) for rubric, course in courses.items()}
    marked = [(c, *_marked(c, name, run, directory, concerning(c, by_hand[c.path.parent]))) for c in courses.values()]
    found = [_explanation(course, name, marks, told) for course, marks, told in marked]
    _check(folder, name, dict(zip(courses, found, strict=True)))
    return _asked(quantity, found, courses, name) if quantity else found


def _own(course: Course, student: str, run: Run, directory: Directory) -> Course:
    """The course by the student's own givens: those of somebody with the same work, who has a row."""
    if not course.variants:
        return course
    works, of = run.works[course.name], owners(course.variants, directory).of
    same = [s for s, w in works.items() if (w.paths, w.sha256) == (works[student].paths, works[student].sha256)]
    numbers = {of[s] for s in ([student] if student in of else same) if s in of}
    return course.variant(*numbers) if len(numbers) == 1 else course.called()


def _directory(run: Run) -> Directory:
    """The students of a run, with what else they may be called."""
    also: dict[str, tuple[str, ...]] = {}
    for works in run.works.values():
        for student, work in works.items():
            also[student] = (*also.get(student, ()), *work.also)
    return Directory(also)


def _student(wanted: str, directory: Directory, run: Run) -> str:
    """What a student is called in the results, by that, by what else is known of them, or by words of it.

    Never guessed between two. Who is on a class list of the run, and not in it, has handed in nothing, unless something
    that is there may be theirs.
    """
    found = directory.meant(wanted) or directory.like(wanted)
    if len(found) == 1:
        return found[0]
    roster = _roster(run)
    absent = () if found else _enrolled(roster).meant(wanted)
    if absent and (theirs := _perhaps(absent, roster, run)):
        what = f"it is not clear what '{wanted}' has handed in: {' or '.join(map(repr, theirs))} may be theirs"
        raise GradeError([Fault("", what, "attention.csv says why; each is explained by that name")])
    if absent:
        raise _of_nothing(wanted, "the class list has them")
    known = sorted(directory.students)
    near = found or nearest(wanted, known) or tuple(name for name in known if wanted.casefold() in name.casefold())[:3]
    todo = f"did you mean {' or '.join(map(repr, near))}?" if near else "the gradebook has the names"
    what = f"'{wanted}' may be several students" if found else f"nobody called '{wanted}' was graded"
    raise GradeError([Fault("", what, todo)])


def _of_nothing(wanted: str, known: str) -> GradeError:
    return GradeError([Fault("", f"'{wanted}' has handed in nothing, and so has no marks", known)])


def _roster(run: Run) -> Roster:
    """The class lists of a run, as far as they are still there."""
    try:
        return read_roster([Path(path) for path in run.rosters])
    except GradeError:
        return Roster(())


def _enrolled(roster: Roster) -> Directory:
    return Directory({known.person.label: callings(known.person, known.ids) for known in roster.students})


def _perhaps(absent: Collection[str], roster: Roster, run: Run) -> list[str]:
    """Whose works of a run, of those that are nobody's on the class list, may be of somebody who is on it."""
    joiner, found = Joiner(roster), set[str]()
    for student, work in ((s, w) for works in run.works.values() for s, w in works.items()):
        joined = [joiner.join(Person(name)) for name in (student, *work.also)]
        if any(enrolled.person.label in absent for one in joined for enrolled in one.among):
            found.add(student)
    return sorted(found)


def _unchanged(run: Run, rubrics: Sequence[str], by_hand: Mapping[str, str]) -> None:
    """GradeError where a rubric, or where it is given the digest of the rulings on it, is not as it was in the run."""
    made_from = [files[r] for files in (run.rubrics, run.variants) for r in rubrics if r in files]
    files = [file for file in made_from if used(Path(file.path)) != file]
    files += [run.overrides[r] for r, now in by_hand.items() if r in run.overrides and run.overrides[r].sha256 != now]
    if files:
        what = "has changed since the results were made"
        raise GradeError(Fault(path, what, AGAIN) for path in dict.fromkeys(file.path for file in files))


def _marked(
    course: Course, student: str, run: Run, directory: Directory, by_hand: Sequence[Override]
) -> tuple[list[Marks], list[tuple[Account | None, ...]]]:
    """The marks of one student for each problem, after the rulings, and the accounts of the answers."""
    submission = _again(course, student, run)
    receipt = {student: Receipt(submission.when, submission.late)}
    found: list[Marks] = []
    told: list[tuple[Account | None, ...]] = []
    for number, references in enumerate(course.problems if run.works[course.name][student].marked else ()):
        charged = elsewhere([every[""] for every in course.problems], number)
        sheets = {name: lay_out(r, [student], [submission.answers], charged) for name, r in references.items()}
        tables = {name: mark(r, sheets[name], course.name) for name, r in references.items()}
        name = list(tables)[int(chosen(list(tables.values()))[0])]
        found.append(replace(best_of(tables), policy=course.policy, receipts=receipt))
        told.append(accounts(references[name], sheets[name]))
    tables_of = [Marked(m, r[""], course.vocabulary) for m, r in zip(found, course.problems, strict=False)]
    # Rulings that fitted nothing of the student's, or another rubric too, did not count in the run.
    counted = by_hand if run.works[course.name][student].ruled else ()
    return (apply(counted, tables_of, directory=directory)[0] if counted and found else found), told


def _again(course: Course, student: str, run: Run) -> Submission:
    """A student's submission, read again. GradeError where it is not as it was."""
    work = run.works[course.name][student]
    if not work.paths:
        return Submission(student, (), readable=False)
    given = [Path(used.path) for files in (run.rubrics, run.variants) for used in files.values()]
    given += [Path(path) for path in run.rosters]
    layout, attempt = run.taken_in.get("layout", ""), run.taken_in.get("attempt", "latest")
    found: dict[str, Submission] = {}
    for rubric, part in run.parts:
        if rubric == course.name and Path(part).exists():
            again = read_again(Path(part), course.vocabulary, work.paths, layout, attempt, given)
            found = {submission.sha256: submission for submission in again} | found
    if whole := _whole([found.get(digest) for digest in work.sha256.split() or [""]]):
        when = datetime.fromisoformat(work.when) if work.when else None
        return replace(whole, student=student, when=when, late=work.late)
    places = ", ".join(work.paths) or student
    raise GradeError([Fault(places, "is not where it was graded, or has changed since", AGAIN)])


def _whole(parts: Sequence[Submission | None]) -> Submission | None:
    """A work of its parts, as far as they are there."""
    whole = parts[0]
    for part in parts[1:]:
        whole = joint(whole, part) if whole and part else None
    return whole


def _explanation(
    course: Course, student: str, marks: Sequence[Marks], told: Sequence[tuple[Account | None, ...]]
) -> Explanation:
    problems = tuple(
        Explained(m, accounts, tuple(range(len(m.columns)))) for m, accounts in zip(marks, told, strict=True)
    )
    total = totals(marks)[student] if marks else Total(())
    return Explanation(course.title, student, problems, total)


def _check(folder: Path, student: str, found: Mapping[str, Explanation]) -> None:
    """The marks that are explained, by rubric, are those that were given."""
    try:
        results = read_results(folder)
    except ValueError:
        results = None
    rows = results.answers.get(student, {}) if results else {}
    given = sorted((p.rubric, p.problem, p.quantity, row.verdict) for p, row in rows.items())
    told = all(rubric for rubric, *_ in given)
    again = sorted(
        (rubric if told else "", c.problem, c.quantity, str(e.marks.verdict[0, i]))
        for rubric, one in found.items() for e in one.problems for i, c in enumerate(e.marks.columns)
    )  # fmt: skip
    if given and given != again:
        raise GradeError([Fault(str(folder / "marks.csv"), f"does not say of '{student}' what grade says now", AGAIN)])


def _asked(quantity: str, found: Sequence[Explanation], courses: dict[str, Course], student: str) -> list[Explanation]:
    """Only the answers that a name means, in every problem that asks for it, or in those that stand before it."""
    for named in (_plain, _after):
        narrowed = [
            one._replace(problems=tuple(_columns(quantity, one, course, named)))
            for one, course in zip(found, courses.values(), strict=True)
        ]
        if any(one.problems for one in narrowed):
            return [one for one in narrowed if one.problems]
    near = {course.vocabulary.nearest(quantity) for course in courses.values()} - {None}
    todo = f"did you mean {' or '.join(sorted(map(repr, near)))}?" if near else "marks.csv has the names"
    raise GradeError([Fault("", f"no answer of '{student}' is called '{quantity}'", todo)])


def _columns(
    quantity: str, one: Explanation, course: Course, named: Callable[[str, str, str], str]
) -> Iterator[Explained]:
    """The answers of a course that are meant, `named` being what a quantity is called in a rubric and a problem."""
    for explained, references in zip(one.problems, course.problems, strict=False):
        name = named(quantity, course.name, references[""].problem.name)
        found = columns_of(name, references[""], course.vocabulary) if name else ()
        if found:
            yield explained._replace(columns=tuple(found))


def _plain(quantity: str, _rubric: str, _problem: str) -> str:
    return quantity


def _after(quantity: str, rubric: str, problem: str) -> str:
    """What follows the names of the rubric and the problem, or one of them; empty where neither stands first.

    >>> _after("hw1 2 h1", "hw1", "2"), _after("2 h1", "hw1", "2"), _after("1 h1", "hw1", "2")
    ('h1', 'h1', '')
    """
    said = [f"{name} " for name in (" ".join(filter(None, (rubric, problem))), rubric, problem) if name]
    return next((quantity.removeprefix(name) for name in said if quantity.startswith(name)), "")
