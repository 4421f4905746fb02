"""What is told of a file that was not understood, or not all of it."""

from collections.abc import Iterator, Sequence, Set

from grader.answers.layouts.cells import Spot
from grader.answers.layouts.page import Page
from grader.answers.layouts.text.telling import begun
from grader.answers.layouts.text.worth import readable
from grader.answers.record import Answer, Formula, Kind, Remark
from grader.errors import Weight
from grader.notation import Target, Vocabulary
from grader.numbers import Number, Unreadable

_MISSED = 8
"""So many places of lines that were not understood are told."""
_SHOWN = 3
"""So many lines of a file of which nothing was understood are shown."""
_FEWEST = 6
"""Numbers or lines that make a file one that is mostly not understood; fewer are told one by one."""


def with_missed(
    remarks: Sequence[Remark], answers: Sequence[Answer], pages: Sequence[Page], vocabulary: Vocabulary
) -> Sequence[Remark]:
    """The remarks on a file, and what of it was not understood: mostly, which lines; or, if nothing was, the first."""
    answered = {each for a in answers if a.target for each in (a.target, a.target._replace(index=None))}
    lines = [(page.sheet.place(*spot), page.cell(*spot).text) for page in pages for spot in _lines(page, answered)]
    told = [*_mostly(answers, len(lines), vocabulary), *remarks, *_missed(lines)]
    return told if answers or told else [*_of_no_line(pages)]


def _lines(page: Page, answered: Set[Target]) -> list[Spot]:
    """The lines that were not understood, and those that speak of nothing that is answered."""
    return sorted({*page.missed, *(spot for spot, meant in page.mentioned.items() if meant.isdisjoint(answered))})


def _missed(lines: list[tuple[str, str]]) -> Iterator[Remark]:
    """One remark for the lines of a file of which it could not be made out what they say: place and text of each."""
    if lines:
        first, *others = lines
        more = f", and at {', '.join(place for place, _ in others[:_MISSED])}" if others else ""
        more += " …" if len(others) > _MISSED else ""
        count = "1 line was" if not others else f"{len(lines)} lines were"
        yield Remark(first[0], f"{count} not understood: '{begun(first[1])}' here{more}")


def _of_no_line(pages: Sequence[Page]) -> Iterator[Remark]:
    """One remark on a file of which nothing was understood, that names the first lines with words beside a number."""
    lines = [
        (page, spot, cell.text.strip())
        for page in pages
        for spot, cell in page.cells()
        if cell.kind is Kind.TEXT and not readable(cell) and not page.named(cell.text.strip(), spot[0])
        if readable(page.cell(spot[0], spot[1] + 1))
    ]
    if lines:
        page, spot, _ = lines[0]
        names = ", ".join(f"'{begun(text)}'" for _, _, text in lines[:_SHOWN])
        more = " …" if len(lines) > _SHOWN else ""
        yield Remark(page.sheet.place(*spot), f"nobody asked for {names}{more} (no name asked for is near)")


def _mostly(answers: Sequence[Answer], missed: int, vocabulary: Vocabulary) -> Iterator[Remark]:
    """What to say of a file of which less was understood than not, and less than half of what is asked."""
    read = {answer.target[1:] for answer in answers if answer.target and isinstance(answer.number, Number | Formula)}
    others = {a.place for a in answers if a.target is None or isinstance(a.number, Unreadable)}
    count = missed + len(others)
    if count >= _FEWEST and count > len(read) and 2 * len(read) < vocabulary.asked:
        said = f"{count:,} numbers or lines were not, and {len(read):,} of {vocabulary.asked:,} answers were read"
        yield Remark("", f"mostly not understood: {said} (look at the work itself)", Weight.LOST)
