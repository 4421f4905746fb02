"""Lines that first say what they are about: `s1: data = 1.31, grad = -0.0013`, `Hidden unit 1: s = 1.31, h = 0.79`."""

import re
from collections.abc import Iterable, Iterator

from grader.answers.layouts.moves import says_both
from grader.answers.layouts.page import Page
from grader.answers.layouts.text.introduced import spellings, timeless
from grader.answers.layouts.text.statements import Statement
from grader.answers.layouts.text.words import heads_answers, is_final
from grader.notation import after_update, described, remark_among

_WORDS = re.compile(r"[^\W\d_]+(?:[\s-]+[^\W\d_]+){0,4}")
_VALUE = re.compile(r"data|val|values?|output", re.IGNORECASE)
"""What says nothing of a quantity but that its value follows."""
_UNIT = re.compile(
    r"(?:[^\W\d_]+[\s-]+){0,2}(?:neurons?|nodes?|units?|hidden|layer|cell|perceptron|knoten|einheit|schicht|neurona|unidad|capa|"
    r"neurone|unit[eé]|couche|neur[oô]nio|camada|neurone|unit[aà])[\s#]*(?P<number>\d{1,2})",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]{1,3}")


def with_subjects(page: Page, row: int, found: Iterable[Statement]) -> Iterator[Statement]:
    """The statements of a line, each with the name that it has by what the line is about."""
    subject = before = ""
    for each in found:
        if before and is_final(each.name) and not _known(page, row, each.name):
            each = each._replace(sides=(before, *each.sides[1:]))  # `h1 = 0.87, correction: 0.79`
        before, last = each.name, before
        if each.introduced:
            subject, each = each.name, each._replace(sides=each.sides[1:], introduced=False)
            if not _WORDS.fullmatch(each.name) and not _known(page, row, each.name):
                each = each._replace(sides=(subject, *each.sides))  # `h1: sigmoid(s1) = 0.79` says how
        if timed := _timed(page, row, subject or last, each.name):
            each = each._replace(sides=(timed, *each.sides[1:]))
        elif subject and each.name != subject and after_update(subject) and page.meant(f"new {each.name}", row):
            each = each._replace(sides=(f"new {each.name}", *each.sides[1:]))  # `After the step: w1 = 0.3`
        elif subject and each.name != subject and not _known(page, row, each.name):
            each = each._replace(sides=(_named(page, row, subject, each.name), *each.sides[1:]))
        yield each


def _timed(page: Page, row: int, subject: str, words: str) -> str:
    """What words for a time make of a name among them, or of what the line is about: `w5 old: 0.4, new: 0.36`.

    Empty where there are no such words, or nothing is known of that.
    """
    later = None if _known(page, row, words) or says_both(words) else after_update(words)
    own = timeless(words)  # `yhat after`, though of nothing but letters, is of no `Div before`
    base = own if own and (_known(page, row, own) or not _WORDS.fullmatch(words)) else timeless(subject)
    named = f"new {base}" if later else base
    return named if base and later is not None and _known(page, row, named) else ""


def _named(page: Page, row: int, subject: str, word: str) -> str:
    """What a word names in a line about something: that, that with a remark, or what a unit of its number has."""
    unit = _UNIT.fullmatch(subject.strip())
    if unit and _LETTERS.fullmatch(word):
        numbered = f"{word}_{unit['number']}"
        told = page.told.keys() & set(page.meant(numbered, row))  # another layer may count its units anew
        return word if told else numbered
    if _WORDS.fullmatch(word) and (phrased := page.vocabulary.in_words(f"{word} of {subject}")):
        return phrased[0]
    if not _WORDS.fullmatch(word) or not _known(page, row, subject):
        return word if not _WORDS.fullmatch(word) else f"{subject}: {word}"
    if remark_among(word):
        return f"{subject} ({word})"
    plain = _VALUE.fullmatch(word) or heads_answers(word) or described(f"{subject}: {word}")
    return subject if plain else f"{subject}: {word}"


def _known(page: Page, row: int, name: str) -> bool:
    return any(page.named(each, row) for each in (*spellings(name), *described(name)))
