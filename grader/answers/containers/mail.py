"""Answers in a mail: what it quotes is another's, but for the questions that the lines between them answer."""

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile

_QUOTED = re.compile(r"\s{0,3}(?P<marks>(?:>[ \t]?)+)(?P<text>.*)", re.DOTALL)
_ANNOUNCES = re.compile(
    r".*(?:\b(?:wrote|writes|escribi[oó]|escreveu|ha scritto|a [eé]crit|schreef|napisa[lł]\w?|yazdı)\s*:|"
    r"\b(?:schrieb|schreef)\b[^:]{0,120}:|写道\s*[:：])\s*",
    re.IGNORECASE | re.DOTALL,
)
"""`On 2 Nov 2026, Ada wrote:`, above what is quoted."""
_ORIGINAL = re.compile(
    r"\s*-{3,}\s*(?:original message|urspr[uü]ngliche nachricht|message d['’]origine|mensaje original|"
    r"messaggio originale|mensagem original|oorspronkelijk bericht)\s*-{3,}\s*",
    re.IGNORECASE,
)
"""Below it a mail is quoted without marks."""
_HEAD = re.compile(r"\s+\S.*|(?P<name>[^\W\d_][\w-]{1,30})\s?:.*", re.DOTALL)
_FROM = frozenset({"from", "von", "de", "da", "van", "od", "от", "kimden", "发件人"})
_SUBJECT = frozenset(
    {"subject", "betreff", "objet", "asunto", "assunto", "oggetto", "onderwerp", "temat", "konu", "тема", "主题"}
)
_VALUE = r"[-+−]?(?:\d*\.\d+|(?<![\[({])\d+,\d+)(?![.,:/]?\d)"
"""A decimal number, which is no date and no index such as `[1,2]`."""
_VALUED = re.compile(rf"(?<![\w.]){_VALUE}|[=≈]\s*[-+−]?\d|[:|,;\t]\s*[-+−]?\d+\W*$")
_NUMBERS = re.compile(r"(?!\W*\d{1,2}[.)]\W*$)(?=\D*\d)[\s\d.,;|eE+−()\[\]-]+")
"""A row of an array, or a number alone, which is not that of a question."""
_ANSWERS = re.compile(rf"(?:\W*|.*[=≈:,;|]\s*){_VALUE}|.*[=≈]\s*[-+−]?\d", re.DOTALL)
"""A value that is said of something, or stands alone; and not among words or in a date."""


def own(lines: Sequence[str]) -> tuple[list[str], list[int]]:
    """The lines without the marks of quotations, and without the answers in what others wrote; the numbers of these.

    In what stands below `Ada wrote:`, or deeper than something else, every line with a value is another's, where there
    are answers beside it.

    >>> own(["Ada wrote:", "> h1 = 3", "> h2 = ?", "0.95"]), own(["> h1 = 0.79"])
    ((['Ada wrote:', '', 'h2 = ?', '0.95'], [2]), (['h1 = 0.79'], []))
    """
    marks = {at: mark for at, line in enumerate(lines) if ">" in line[:8] and (mark := _QUOTED.fullmatch(line))}
    texts = [marks[at]["text"] if at in marks else line for at, line in enumerate(lines)]
    others = {at for at in _others(lines, marks) if _says_a_value(texts[at])}
    if not any(_ANSWERS.match(text) for at, text in enumerate(texts) if at not in others):
        return texts, []
    return ["" if at in others else text for at, text in enumerate(texts)], [at + 1 for at in sorted(others)]


def without_head(lines: Sequence[str]) -> list[str]:
    """The lines of a text, with the head of a mail left blank: who wrote it, when, and on what.

    >>> without_head(["From: Ada", "Date: 2 Nov 2026", "Subject: HW", "", "h1 = 0.79"])
    ['', '', '', '', 'h1 = 0.79']
    """
    head = list(takewhile(lambda found: found and not found[0].isspace(), map(_HEAD.fullmatch, lines)))
    names = {found["name"].casefold() for found in head if found and found["name"]}
    mailed = not names.isdisjoint(_FROM) and not names.isdisjoint(_SUBJECT)
    return [*([""] * len(head)), *lines[len(head) :]] if mailed else list(lines)


def _says_a_value(text: str) -> bool:
    return bool(_VALUED.search(text) or _NUMBERS.fullmatch(text)) and not text.rstrip().endswith("?")


def _others(lines: Sequence[str], marks: Mapping[int, re.Match[str]]) -> set[int]:
    """The lines that are another's; `marks` has the quotation marks by line."""
    announced = next((at for at in marks if _is_announced(lines, at)), len(lines))
    depths = {at: mark["marks"].count(">") for at, mark in marks.items()}
    least = min(depths.values(), default=0)
    original = next((at for at, line in enumerate(lines) if "-" in line and _ORIGINAL.fullmatch(line)), len(lines))
    quoted = {at for at, depth in depths.items() if at >= announced or depth > least}
    return quoted | set(range(original, len(lines)))


def _is_announced(lines: Sequence[str], at: int) -> bool:
    """Whether the line above a quotation says whose it is."""
    above = next((line for line in reversed(lines[max(0, at - 3) : at]) if line.strip()), "")
    return len(above) < 300 and _ANNOUNCES.fullmatch(above) is not None
