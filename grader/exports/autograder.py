"""What an autograder hands to the system that runs it: results.json of Gradescope and of PrairieLearn.

By Gradescope's "Autograder Specifications" (gradescope-autograders.readthedocs.io/en/latest/specs/) and PrairieLearn's
"External grading" (prairielearn.readthedocs.io/en/latest/externalGrading/).
"""

import json
from collections.abc import Iterator, Sequence
from fractions import Fraction

from grader.errors import Attention
from grader.marking import Marks
from grader.totals import Total

DECIMALS = 5
_NOTHING = "Nothing could be graded."


def to_gradescope(
    marks: Sequence[Marks], total: Total | None, attention: Sequence[Attention], full: Fraction | None = None
) -> bytes:
    """A test for each answer, seen by the student, in plain text; without marks the score is 0 and says why.

    `full` is what a whole share is worth there; None where the points are the score.
    """
    tests = [
        {
            "name": name,
            "number": f"{problem}.{number}",
            "score": points,
            "max_score": out_of,
            "status": "passed" if points >= out_of else "failed",
            "output": said,
            "output_format": "text",
            "visibility": "visible",
        }
        for problem, number, name, points, out_of, said in _answers(marks)
    ]
    return _json(
        {
            "score": round(float(_score(total, full)), DECIMALS) if total else 0,
            "output": _output(total, attention),
            "output_format": "text",
            "visibility": "visible",
            "stdout_visibility": "hidden",
            "tests": tests,
        }
    )


def to_prairielearn(marks: Sequence[Marks], total: Total | None, attention: Sequence[Attention]) -> bytes:
    """A share from 0 to 1, and a test for each answer; work in which nothing can be graded is not gradable."""
    if total is None:
        said = [str(row.issue) for row in attention] or [_NOTHING]
        return _json({"gradable": False, "score": 0, "format_errors": said, "message": _output(None, attention)})
    tests = [
        {"name": name, "points": points, "max_points": out_of, "message": said}
        for _, _, name, points, out_of, said in _answers(marks)
    ]
    share = float(total.total / total.out_of) if total.out_of else 0.0
    score = round(min(1.0, max(0.0, share)), DECIMALS)
    return _json({"gradable": True, "score": score, "message": _output(total, attention), "tests": tests})


def _score(total: Total, full: Fraction | None) -> Fraction:
    return total.total if full is None or not total.out_of else total.total / total.out_of * full


def _answers(marks: Sequence[Marks]) -> Iterator[tuple[int, int, str, float, float, str]]:
    """For each answer: problem, number, name, points, out of, and what is said to the student."""
    for problem, table in enumerate(marks, 1):
        for c, column in enumerate(table.columns):
            points = round(float(column.out_of * table.shares[table.share[0, c]]), DECIMALS)
            wrote = f"you wrote {table.answer[0, c]}: " if table.answer[0, c] else ""
            name = f"{column.problem}: {column.quantity}" if column.problem else column.quantity
            said = f"{table.verdict[0, c]}; {wrote}{table.note[0, c]}"
            yield problem, c + 1, name, points, round(float(column.out_of), DECIMALS), said


def _output(total: Total | None, attention: Sequence[Attention]) -> str:
    said = [f"{float(total.total):g} of {float(total.out_of):g} points", *_policies(total)] if total else [_NOTHING]
    return "\n".join([*said, *(f"{row.submission} {row.place}: {row.issue}".replace(" :", ":") for row in attention)])


def _policies(total: Total) -> Iterator[str]:
    """What policies give or take, so that the score is not other than the sum of its tests without a word."""
    if total.returned:
        yield f"{float(total.returned):g} points are given back: slips cost no more than the limit"
    if total.dropped:
        yield f"not counted: problem {', '.join(str(i + 1) for i in sorted(total.dropped))}"
    if total.penalty:
        yield f"{float(total.penalty):g} points off for being late ({total.lateness})"


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
