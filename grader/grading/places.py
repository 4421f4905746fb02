"""Where the work of a student is: what a person should look at is told of its first file."""

from collections.abc import Callable, Iterable

from grader.answers import Submission


def places(submissions: Iterable[Submission]) -> Callable[[str], str]:
    """By student, the first file of their work; who has handed in none stands there by name."""
    first = {submission.student: submission.paths[0] for submission in submissions if submission.paths}
    return lambda student: first.get(student, student)
