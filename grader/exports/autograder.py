"""What an autograder hands to the system that runs it: results.json of Gradescope and of PrairieLearn.

By Gradescope's "Autograder Specifications" (gradescope-autograders.readthedocs.io/en/latest/specs/) and PrairieLearn's
"External grading" (prairielearn.readthedocs.io/en/latest/externalGrading/).
"""

import json
from collections.abc import Iterator, Sequence
from fractions import Fraction

from grader.errors import Attention
from grader.marking import Marks
from grader.numbers import points_text, rounded
from grader.overrides import ruling_on_all
from grader.totals import Total
from grader.wording import Wording

DECIMALS = 5
_MOST_LINES, _LONGEST = 40, 300
"""Remarks, and characters of an answer, that are told: PrairieLearn takes no more than a megabyte in all."""


def to_gradescope(
    marks: Sequence[Marks],
    total: Total | None,
    attention: Sequence[Attention],
    say: Wording,
    full: Fraction | None = None,
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
        for problem, number, name, points, out_of, said in _answers(marks, say)
    ]
    return _json(
        {
            "score": rounded(_score(total, full)) if total else 0,
            "output": _output(marks, total, attention, say),
            "output_format": "text",
            "visibility": "visible",
            "stdout_visibility": "hidden",
            "tests": tests,
        }
    )


def to_prairielearn(marks: Sequence[Marks], total: Total | None, attention: Sequence[Attention], say: Wording) -> bytes:
    """A share from 0 to 1, and a test for each answer; work in which nothing can be graded is not gradable."""
    if total is None:
        said, message = (
            [say.reason(row.issue) for row in attention[:_MOST_LINES]] or [say("nothing")],
            _output(marks, None, attention, say),
        )
        return _json({"gradable": False, "score": 0, "format_errors": said, "message": message})
    tests = [
        {"name": name, "points": points, "max_points": out_of, "message": said}
        for _, _, name, points, out_of, said in _answers(marks, say)
    ]
    share = float(total.total / total.out_of) if total.out_of else 0.0
    score = round(min(1.0, max(0.0, share)), DECIMALS)
    return _json({"gradable": True, "score": score, "message": _output(marks, total, attention, say), "tests": tests})


def _score(total: Total, full: Fraction | None) -> Fraction:
    return total.total if full is None or not total.out_of else total.total / total.out_of * full


def _answers(marks: Sequence[Marks], say: Wording) -> Iterator[tuple[int, int, str, float, float, str]]:
    """For each answer: problem, number, name, points, out of, and what is said to the student."""
    for problem, table in enumerate(marks, 1):
        for c, column in enumerate(table.columns):
            points = rounded(column.out_of * table.shares[table.share[0, c]])
            name = f"{column.problem}: {column.quantity}" if column.problem else column.quantity
            yield problem, c + 1, name, points, rounded(column.out_of), _said(table, c, say)


def _said(table: Marks, c: int, say: Wording) -> str:
    """The verdict in a word, what was written, and why; of what a person ruled on as a whole, the ruling."""
    if ruling := ruling_on_all(table, 0):
        return say.note("", "", ruling)
    verdict, answer = str(table.verdict[0, c]), str(table.answer[0, c])
    shown = answer if len(answer) <= _LONGEST else f"{answer[: _LONGEST - 1]}…"
    head = say("said", verdict=say(verdict), answer=shown) if answer else say(verdict)
    note = say.note(verdict, str(table.cause[0, c]), table.note[0, c]) or say.meaning(verdict)
    return f"{head}: {note}" if note else head


def _output(marks: Sequence[Marks], total: Total | None, attention: Sequence[Attention], say: Wording) -> str:
    lines = [say("nothing")]
    if total:
        names = [table.columns[0].problem or str(i) if table.columns else "" for i, table in enumerate(marks, 1)]
        conventions = dict.fromkeys(name for table in marks for name in table.conventions if name)
        lines = [say("score", points=points_text(total.total), out_of=points_text(total.out_of))]
        lines += [*say.policies(total, names), *(say("convention", name=name) for name in conventions)]
    gravest = sorted(attention, key=lambda row: row.weight)[:_MOST_LINES]
    told = [f"{row.submission} {row.place}: {say.reason(row.issue)}".replace(" :", ":") for row in gravest]
    more = [say("more", count=len(attention) - _MOST_LINES)] if len(attention) > _MOST_LINES else []
    return "\n".join([*lines, *told, *more])


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
