"""Sheets to answers: one module a layout; each claims the cells that it reads, so that no cell is read twice."""

from collections.abc import Callable, Iterator, Sequence
from weakref import WeakKeyDictionary

from grader.answers.layouts import unasked
from grader.answers.layouts.again import again
from grader.answers.layouts.bracketed import bracketed
from grader.answers.layouts.definitions import with_definitions
from grader.answers.layouts.familiar import Familiar
from grader.answers.layouts.headings.bands import bands
from grader.answers.layouts.headings.captions import with_captions
from grader.answers.layouts.headings.headed import Headed
from grader.answers.layouts.headings.of_problems import with_problems_behind
from grader.answers.layouts.headings.problems import of_sheets
from grader.answers.layouts.headings.sections import Section, settled
from grader.answers.layouts.headings.stages import stages
from grader.answers.layouts.late import late
from grader.answers.layouts.lines import inline, mentioned, signless
from grader.answers.layouts.matrices import arrays, elements, indexed, rows_of_samples, slices, under
from grader.answers.layouts.missed import with_missed
from grader.answers.layouts.once import once
from grader.answers.layouts.page import Heading, Page
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
from grader.answers.layouts.text.zero import counted_from_zero, told_of_zero
from grader.answers.record import Answer, Remark, Sheet
from grader.answers.rightful import rightful
from grader.notation import Target, Vocabulary
from grader.numbers import Number

LAYOUTS: tuple[tuple[str, Callable[[Page], None]], ...] = (
    ("a row a number", long.read),
    ("a row an element", indexed.read),
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


def lay_out_sheets(sheets: Sequence[Sheet], vocabulary: Vocabulary) -> tuple[Sequence[Answer], Sequence[Remark]]:
    """Every answer in the sheets of one file, each quantity once, and what a person should look at."""
    if len(sheets) == 1:
        alike = _familiar(vocabulary).answers(sheets[0])
        if alike is not None:
            return alike, []
    sheets, crowd = uncrowded(sheets, vocabulary.asked)
    sheets = with_captions([unframed(sheet) for sheet in drafts_first(sheets)], vocabulary)
    sheets = [with_names(in_columns(uncounted(sheet), vocabulary), vocabulary) for sheet in sheets]
    sheets = with_problems_behind(sheets, vocabulary)
    if zero := counted_from_zero(sheets, vocabulary):
        vocabulary = vocabulary.from_zero(zero)
    pages = list(_pages(sheets, vocabulary))
    answers, worked_again = again(_rightful(pages, vocabulary), pages, vocabulary)
    remarks = crowd + [remark for page in pages for remark in page.remarks] + worked_again
    if zero and answers:
        remarks.append(told_of_zero(zero, vocabulary, answers[0].place))
    within = [each for page in pages for each in page.within]
    if within:
        answers, of_samples = settled(answers, within, vocabulary.samples)
        remarks += of_samples
    kept, remarks = once(answers, remarks, vocabulary, pages)
    kept = with_definitions(kept, pages, vocabulary)
    remarks += [*late(kept, vocabulary), *bracketed(kept)]
    return kept, with_missed(remarks, kept, pages, vocabulary)


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


_KNOWN: WeakKeyDictionary[Vocabulary, Familiar] = WeakKeyDictionary()


def _familiar(vocabulary: Vocabulary) -> Familiar:
    """What this process knows of sheets seen before."""
    if vocabulary not in _KNOWN:
        _KNOWN[vocabulary] = Familiar(vocabulary, [read for _, read in LAYOUTS], listing.read)
    return _KNOWN[vocabulary]
