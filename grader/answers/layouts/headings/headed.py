"""What the headings above a row say: which problem it is about, whether the step is past, whether of gradients."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from grader.answers.layouts.headings.problems import Problems, first_word
from grader.answers.layouts.headings.slopes import titles_backward, titles_gradients
from grader.answers.layouts.text.introduced import spellings, timeless
from grader.answers.layouts.text.statements import statements
from grader.answers.layouts.text.worth import readable
from grader.answers.record import Cell, Kind
from grader.notation import Target, Vocabulary, after_update, described, problem_heading, sample_heading, without_item

_HEADING = 40
"""Characters of a heading that holds for the sheets after it, too."""
_LETTER = re.compile(r"\s*\([A-Za-z]\)\s*")
"""A letter in brackets on a line of its own is a heading, though a quantity may have the same name."""
_OTHER = re.compile(
    r"\b(?:forward|vorwärts\w*|feed\W?forward|activations?|values?|werte|valores|loss|results?|ergebnisse|"
    r"propagation avant|hacia adelante|descent|\w*abstieg\w*|descente|descenso|descida|discesa)\b",
    re.IGNORECASE,
)
"""What heads something else than gradients."""


class Headed(NamedTuple):
    """What the headings down to a row say."""

    problem: str | None = None
    """None where they name none."""
    updated: bool = False
    """Whether the update is past."""
    slopes: bool = False
    """Whether names stand for the gradients of what they name."""
    back: bool = False
    """Whether they do where what they name was answered before."""


def headings(
    name: str, rows: Sequence[Sequence[Cell]], vocabulary: Vocabulary, problems: Problems, above: Headed
) -> tuple[list[Headed], Headed]:
    """What is said of each row of a sheet of that name, and what holds for a sheet that goes on from it.

    A sentence says that the update is past for its sheet only.
    """
    called = problems.called(name) if name else None
    now = above._replace(problem=called or above.problem, updated=bool(after_update(name)) or above.updated)
    now = _titled(name, now, rows, vocabulary) if name else now
    lasts, found, said_of_all = now.updated, list[Headed](), _of_all(rows, vocabulary)
    counting, in_lines = problems.counting(_with_names(rows)), _in_lines(rows, vocabulary, problems)
    if in_lines and len(_of_headings(rows, counting, vocabulary, problems)) > 1:
        in_lines = {}  # below headings of problems the numbers count what is asked there
    for r, row in enumerate(rows):
        texts = [cell.text for cell in row if cell.kind is not Kind.BLANK]
        if _may_head(texts, counting, vocabulary, problems):
            now, said = _after(texts[0], now, vocabulary, problems)
            now = now._replace(slopes=False) if r == said_of_all else now
            lasts = now.updated and (lasts or len(texts[0]) <= _HEADING) if said else lasts
        now = now._replace(problem=in_lines.get(r, now.problem))
        found.append(now)
    return found, now._replace(updated=lasts)


def _may_head(texts: Sequence[str], counting: Collection[str], vocabulary: Vocabulary, problems: Problems) -> bool:
    """Whether a row with these texts may be a heading."""
    if len(texts) != 1 or (first_word(texts[0]) in counting and problems.headed(texts[0])):
        return False
    return _LETTER.fullmatch(texts[0]) is not None or not vocabulary.find(texts[0])


def _of_headings(
    rows: Sequence[Sequence[Cell]], counting: Collection[str], vocabulary: Vocabulary, problems: Problems
) -> set[str]:
    """The problems that have headings of their own."""
    lines = ([cell.text for cell in row if cell.kind is not Kind.BLANK] for row in rows)
    heads = [texts[0] for texts in lines if _may_head(texts, counting, vocabulary, problems)]
    return {problem for text in heads if (problem := _after(text, Headed(), vocabulary, problems)[0].problem)}


def _titled(name: str, now: Headed, rows: Sequence[Sequence[Cell]], vocabulary: Vocabulary) -> Headed:
    """With what the name of a sheet says of gradients, as a title at its top would."""
    of_all = titles_gradients(name) and _of_all([[Cell(Kind.TEXT, name)], *rows], vocabulary) is not None
    return now._replace(slopes=titles_gradients(name) and not of_all, back=titles_backward(name))


def _with_names(rows: Sequence[Sequence[Cell]]) -> list[tuple[str, list[str]]]:
    """The lines that may be headings of problems, each with the names down to the next of them."""
    found: list[tuple[str, list[str]]] = []
    for row in rows:
        texts = [cell.text for cell in row if cell.kind is not Kind.BLANK]
        if len(texts) == 1 and problem_heading(texts[0]):
            found.append((texts[0], []))
        elif found:
            found[-1][1].extend(name for text in texts for name in _names(text))
    return found


def _names(text: str) -> list[str]:
    said = statements(without_item(text))
    return [spelling for each in said for spelling in spellings(each.name)] if said else [text.strip()]


def _in_lines(rows: Sequence[Sequence[Cell]], vocabulary: Vocabulary, problems: Problems) -> Mapping[int, str]:
    """By row the problem that stands in front of an answer: `a) z = 1.1`, `b) p | 0.6`.

    Nothing where one of them is no answer to that problem: then they count the answers.
    """
    found: dict[int, str] = {}
    for r, row in enumerate(rows) if len(vocabulary.problems) > 1 else ():
        text = next((cell.text for cell in row if cell.kind is not Kind.BLANK), "")
        rest = without_item(text)
        marker = text[: len(text) - len(rest)]
        if re.search(r"\w", marker) and (problem := problems.called(marker)):
            said = [statement.name for statement in statements(rest)] or [rest]
            meant = [t for name in said for each in spellings(name) for t in vocabulary.find(each)]
            if meant and problem not in {target.problem for target in meant}:
                return {}
            found |= {r: problem} if meant else {}
    return found if len(set(found.values())) > 1 else {}


def _of_all(rows: Sequence[Sequence[Cell]], vocabulary: Vocabulary) -> int | None:
    """The row of a title of gradients at the top that is the whole sheet's: the loss is answered just below it, too.

    It is not where all that stands between them is given, and so is more likely the name of its gradient.
    """
    between = list[Target]()
    lines = ((r, [c.text for c in row if c.kind is not Kind.BLANK]) for r, row in enumerate(rows))
    filled = [(r, texts) for r, texts in lines if texts]
    if not filled or len(filled[0][1]) > 1 or not titles_gradients(filled[0][1][0]):
        return None
    for _, texts in filled[1:]:
        names = [text for each in texts for text in (each, *(statement.name for statement in statements(each)))]
        means = [target for name in names for target in vocabulary.find(name)]
        if any(vocabulary.symbol(target).loss for target in means):
            return None if between and all(vocabulary.symbol(t).given for t in between) else filled[0][0]
        between += means
        if len(texts) == 1 and not means:
            return None
    return None


def _after(text: str, now: Headed, vocabulary: Vocabulary, problems: Problems) -> tuple[Headed, bool]:
    """What holds after a line, and whether it says anything of problems or of the update."""
    named, said, valued = problems.headed(text), after_update(text), _has_value(text)
    slopes, back = not valued and titles_gradients(text), not valued and titles_backward(text)
    said = None if slopes else said
    if vocabulary.samples and (sample_heading(text) or (0, ""))[0]:
        said = None
    other = (now.slopes or now.back) and _OTHER.search(text) is not None
    if not (named or said is not None or slopes or back or other) or _answers(text, vocabulary):
        return now, False
    updated = now.updated if said is None else said
    if named:
        return Headed(named, bool(said), slopes, back), True
    back = back or (slopes and now.back)
    return Headed(now.problem, updated, slopes, back), said is not None


def _has_value(text: str) -> bool:
    """Whether a text says that something is a number, whatever that is: `grad = 0.3` is no title."""
    return any(each.equated and readable(Cell(Kind.TEXT, each.value)) for each in statements(text))


def _answers(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text is no heading but says what something is: `3) w5 new = 0.36`, `w5: old value 0.4, new 0.36`."""
    said = (each for line in {text, without_item(text)} for each in statements(line))
    names = (
        name
        for each in said
        for name in (*spellings(each.name), timeless(each.name), *described(each.name), *vocabulary.in_words(each.name))
    )
    meant = (target for name in names for target in vocabulary.find(name))
    return any(not vocabulary.symbol(target).given or vocabulary.steps_on(target, 1) for target in meant)
