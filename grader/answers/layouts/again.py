"""Values that are worked out again below an update in a text: they are those after the step, though named as before.

So does a session go on, `W1 = W1 - 0.01*dW1` and then once more `h = max(0, x*W1)`, and so does a note.
"""

from collections.abc import Mapping, Sequence

from grader.answers.layouts.page import Page
from grader.answers.record import Answer, Remark
from grader.notation import Target, Vocabulary
from grader.numbers import Number

Line = tuple[int, int]
"""A sheet of a text, and a row of it."""
_Asked = tuple[str, str]


def again(
    answers: Sequence[Answer], pages: Sequence[Page], vocabulary: Vocabulary
) -> tuple[list[Answer], list[Remark]]:
    """The answers, those worked out again as values after the step, and a remark for each name that was so taken.

    Only where other numbers stand for the same above the update, and nothing is answered as the value after it by name.
    """
    lines = _lines(pages)
    named = {answer.target[:2] for answer in answers if answer.target}
    renewed = [(a.target.problem, lines[a.place]) for a in answers if a.target and _is_update(a, lines, vocabulary)]
    shifted: dict[int, Answer] = {}
    remarks = []
    for asked, found in _by_quantity(answers, lines).items() if renewed else ():
        later = vocabulary.steps_on(Target(*asked, None), 1)
        if later is None or later[:2] in named or "/" in asked[1]:
            continue
        last = max(lines[answers[at].place] for at in found)
        between = max((line for problem, line in renewed if problem == asked[0] and line < last), default=(-1, -1))
        below = [at for at in found if lines[answers[at].place] > between]
        if _differ([answers[at] for at in found if at not in below], [answers[at] for at in below]):
            for at in below:
                shifted[at] = answers[at]._replace(target=later._replace(index=answers[at].target.index))  # type: ignore[union-attr]
            first = answers[below[0]]
            said = f"'{first.name.strip()}' stands here again, below the update: taken for the value after the step"
            remarks.append(Remark(first.place, said))
    return [shifted.get(at, answer) for at, answer in enumerate(answers)], remarks


def _lines(pages: Sequence[Page]) -> dict[str, Line]:
    """Where each line of a text stands, by how its place is said; of a workbook none."""
    sheets = ((at, page.sheet) for at, page in enumerate(pages) if page.sheet.lines is not None)
    return {sheet.place(row): (at, row) for at, sheet in sheets for row in range(len(sheet.rows))}


def _is_update(answer: Answer, lines: Mapping[str, Line], vocabulary: Vocabulary) -> bool:
    """Whether an answer in a text is the value of a parameter after the step."""
    if answer.target is None or answer.place not in lines or not answer.target.quantity.endswith("'"):
        return False
    before = vocabulary.symbols.get((answer.target.problem, answer.target.quantity[:-1]))
    return before is not None and before.given


def _by_quantity(answers: Sequence[Answer], lines: Mapping[str, Line]) -> dict[_Asked, list[int]]:
    """The answers in a text that are numbers, by what they answer, in the order of their lines."""
    found: dict[_Asked, list[int]] = {}
    for at, answer in enumerate(answers):
        if answer.target and answer.place in lines and isinstance(answer.number, Number):
            found.setdefault(answer.target[:2], []).append(at)
    return {asked: sorted(each, key=lambda at: lines[answers[at].place]) for asked, each in found.items()}


def _differ(above: Sequence[Answer], below: Sequence[Answer]) -> bool:
    """Whether a number below is another than the one above it, by more than their last places."""
    known = {answer.target: answer.number for answer in above}
    pairs = ((known.get(answer.target), answer.number) for answer in below)
    return any(
        isinstance(one, Number) and isinstance(other, Number) and abs(one.value - other.value) > one.unit + other.unit
        for one, other in pairs
    )
