"""Sheets to answers: one module a layout; each claims the cells that it reads, so that no cell is read twice."""

from collections.abc import Callable, Iterator, Sequence, Set
from weakref import WeakKeyDictionary

from grader.answers.layouts import unasked
from grader.answers.layouts.borrowed import borrowed, of_arrays
from grader.answers.layouts.bracketed import bracketed
from grader.answers.layouts.cells import Spot
from grader.answers.layouts.definitions import with_definitions
from grader.answers.layouts.familiar import Familiar
from grader.answers.layouts.headings.bands import bands
from grader.answers.layouts.headings.captions import with_captions
from grader.answers.layouts.headings.headed import Headed
from grader.answers.layouts.headings.problems import of_sheets
from grader.answers.layouts.headings.sections import Section, settled
from grader.answers.layouts.headings.stages import stages
from grader.answers.layouts.late import late
from grader.answers.layouts.lines import inline, mentioned, signless
from grader.answers.layouts.matrices import arrays, elements, rows_of_samples, slices, under
from grader.answers.layouts.page import Alike, Heading, Page
from grader.answers.layouts.tables import (
    across,
    crossed,
    footing,
    listing,
    long,
    parameters,
    rounds,
    samples,
    timed,
    wide,
)
from grader.answers.layouts.text.counted import uncounted
from grader.answers.layouts.text.crowded import uncrowded
from grader.answers.layouts.text.drafts import drafts_first
from grader.answers.layouts.text.framed import unframed
from grader.answers.layouts.text.parted import parted
from grader.answers.layouts.text.replies import with_names
from grader.answers.layouts.text.spaced import in_columns
from grader.answers.layouts.text.telling import begun, unreadable
from grader.answers.layouts.text.worth import readable
from grader.answers.layouts.text.zero import counted_from_zero
from grader.answers.record import Answer, Formula, Kind, Remark, Sheet
from grader.answers.rightful import rightful
from grader.errors import Weight
from grader.notation import Target, Vocabulary
from grader.numbers import Number, Unreadable

LAYOUTS: tuple[tuple[str, Callable[[Page], None]], ...] = (
    ("a row a number", long.read),
    ("a row or a column a time step", timed.read),
    ("a row a step of training", rounds.read),
    ("a row a sample, of lists", rows_of_samples.read),
    ("a row a sample", samples.read),
    ("a column a sample", across.read),
    ("elements under an array's name", elements.read),
    ("rows and columns of matrices by themselves", slices.read),
    ("vectors and matrices", arrays.read),
    ("a row a parameter", parameters.read),
    ("a row a unit, a column a thing said of it", crossed.read),
    ("names over values", wide.read),
    ("a name over its value", under.read),
    ("names beside values", listing.read),
    ("name = value", inline.read),
    ("name value", signless.read),
    ("a sum below the losses of a table", footing.read),
    ("what nobody asked for", unasked.read),
    ("what is mentioned only", mentioned.read),
)
"""The layouts, the most particular first."""
_MISSED = 8
"""So many places of lines that were not understood are told."""
_SHOWN = 3
"""So many lines of a file of which nothing was understood are shown."""
FEWEST = 6
"""Numbers or lines that make a file one that is mostly not understood; fewer are told one by one."""


def lay_out_sheets(sheets: Sequence[Sheet], vocabulary: Vocabulary) -> tuple[Sequence[Answer], Sequence[Remark]]:
    """Every answer in the sheets of one file, each quantity once, and what a person should look at."""
    if len(sheets) == 1:
        alike = _familiar(vocabulary).answers(sheets[0])
        if alike is not None:
            return alike, []
    sheets, crowd = uncrowded(sheets, vocabulary.asked)
    sheets = with_captions([unframed(sheet) for sheet in drafts_first(sheets)], vocabulary)
    sheets = [with_names(in_columns(uncounted(sheet), vocabulary), vocabulary) for sheet in sheets]
    if zero := counted_from_zero(sheets, vocabulary):
        vocabulary = vocabulary.from_zero(zero)
    pages = list(_pages(sheets, vocabulary))
    answers = _rightful(pages, vocabulary)
    remarks = crowd + [remark for page in pages for remark in page.remarks]
    if zero and answers:
        of = {
            quantity if vocabulary.symbols[p, quantity].shape else quantity.rstrip("0123456789") for p, quantity in zero
        }
        names = ", ".join(f"'{name}'" for name in sorted(of))
        remarks.append(Remark(answers[0].place, f"the elements of {names} are counted from 0 here"))
    within = [each for page in pages for each in page.within]
    if within:
        answers, of_samples = settled(answers, within, vocabulary.samples)
        remarks += of_samples
    kept = _once(answers, remarks, vocabulary, [each for page in pages for each in page.alike])
    kept = with_definitions(kept, pages, vocabulary)
    remarks += [*late(kept, vocabulary), *bracketed(kept)]
    answered = {each for a in kept if a.target for each in (a.target, a.target._replace(index=None))}
    missed = [(page.sheet.place(*spot), page.cell(*spot).text) for page in pages for spot in _lines(page, answered)]
    remarks = [*_mostly(kept, len(missed), vocabulary), *remarks, *_missed(missed)]
    return kept, remarks if kept or remarks else [*_of_no_line(pages)]


def _pages(sheets: Sequence[Sheet], vocabulary: Vocabulary) -> Iterator[Page]:
    """The sheets of a file, read; of one that is several beside each other, each of these."""
    seen: set[Heading] = set()
    told: dict[Target, Number] = {}
    banded = [bands(parted(sheet, vocabulary), vocabulary) for sheet in sheets]
    every = [part for parts in banded for part in parts]
    numbers = of_sheets(every, vocabulary)
    staged = iter(stages(every, vocabulary, numbers))
    page = None
    for sheet, parts in zip(sheets, banded, strict=True):
        before = page if sheet.follows else None
        spoken = page.last_section._replace(sample=0) if page else Section()
        for part in parts:
            above = before.headed if before else Headed()
            of_above = before.last_section if before else spoken
            page = Page(part, vocabulary, seen=seen, told=told, above=above, of_above=of_above, numbers=numbers)
            page.staged = next(staged)
            for _, read in LAYOUTS:
                read(page)
            before = page if part is parts[0] else before
            yield page


def _rightful(pages: Sequence[Page], vocabulary: Vocabulary) -> list[Answer]:
    """The answers of all pages, of a name of several problems to that which is spoken of where it stands."""
    answers = [answer for page in pages for answer in page.answers]
    if len(vocabulary.problems) < 2 or len({a.target for a in answers if a.target}) == len(answers):
        return answers
    spoken = [of for page in pages for of in page.spoken_of()]
    return [answer for answer, counts in zip(answers, rightful(answers, spoken), strict=True) if counts]


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
    if count >= FEWEST and count > len(read) and 2 * len(read) < vocabulary.asked:
        said = f"{count:,} numbers or lines were not, and {len(read):,} of {vocabulary.asked:,} answers were read"
        yield Remark("", f"mostly not understood: {said} (look at the work itself)", Weight.LOST)


_KNOWN: WeakKeyDictionary[Vocabulary, Familiar] = WeakKeyDictionary()


def _familiar(vocabulary: Vocabulary) -> Familiar:
    """What this process knows of sheets seen before."""
    if vocabulary not in _KNOWN:
        _KNOWN[vocabulary] = Familiar(vocabulary, [read for _, read in LAYOUTS], listing.read)
    return _KNOWN[vocabulary]


def _once(answers: list[Answer], remarks: list[Remark], vocabulary: Vocabulary, named: Sequence[Alike]) -> list[Answer]:
    """Each target's answer: the last one that can be read; a remark where two differ, and where none can be read.

    A letter beside a number, `L 2.5`, may mean something else: it does not count against a longer name.
    """
    kept: dict[Target, Answer] = {}
    others = []
    twice: dict[tuple[str, str, str], dict[tuple[int, ...] | None, tuple[str, str]]] = {}
    told = dict.fromkeys(remarks)
    for answer in answers:
        if answer.target is None:
            others.append(answer)
            continue
        before = kept.get(answer.target)
        if before is None or _weight(answer) > _weight(before):
            kept[answer.target] = answer
        elif _weight(answer) == _weight(before) > 0:
            less = len(answer.name.strip()) == 1 < len(before.name.strip()) and answer.name != answer.target.quantity
            if not _same(before, answer):
                said = f"'{before.text}' ({before.place}) and '{answer.text}'"
                _, quantity, index = answer.target
                alike = twice.setdefault((answer.name, quantity, "first" if less else "last"), {})
                alike.setdefault(index, (answer.place, said))
            kept[answer.target] = before if less else answer
    for (name, _, which), each in twice.items():
        more = f" ({len(each):,} of its elements differ)" if len(each) > 1 else ""
        place, said = next(iter(each.values()))
        told[Remark(place, f"'{name}' is answered twice: {said}{more}; the {which} counts")] = None
    _borrow(kept, told, vocabulary, named)
    places = {remark.place for remark in told}
    for answer in kept.values():
        if isinstance(answer.number, Unreadable) and answer.place not in places:
            told[unreadable(answer.name, answer.text, answer.number, answer.place)] = None
    remarks[:] = told
    return [*kept.values(), *others]


def _borrow(
    kept: dict[Target, Answer], told: dict[Remark, None], vocabulary: Vocabulary, named: Sequence[Alike]
) -> None:
    """Enters what answers are worth that name another quantity, of which a person is then not told."""
    for target, answer in borrowed(kept, vocabulary).items():
        if isinstance(was := kept[target].number, Unreadable):
            told.pop(unreadable(answer.name, answer.text, was, answer.place), None)
        kept[target] = answer
    of_arrays(named, kept, vocabulary, told)


def _weight(answer: Answer) -> int:
    """What an answer counts beside others to the same: what can be read before what cannot, a blank last."""
    return 0 if answer.number is None else 1 if isinstance(answer.number, Unreadable) else 2


def _same(one: Answer, other: Answer) -> bool:
    if isinstance(one.number, Number) and isinstance(other.number, Number):
        return one.number.value == other.number.value
    return one.text.strip() == other.text.strip()
