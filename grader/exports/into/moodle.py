"""Moodle's grading worksheet and gradebook, whose headings are in the language of whoever exported them.

They are known by their English headings or, in any language, by what stands in their columns, which are the same in the
same order whatever they are called (mod/assign/gradingtable.php, grade/export/txt/grade_export_txt.php).
"""

import re
from collections.abc import Iterator, Sequence, Set

from grader.exports.into.system import Heading, Item, Rows, number, words
from grader.numbers import points_text
from grader.roster.headings import plain
from grader.roster.participants import are_participants

YES = frozenset({
    "yes", "ja", "oui", "sí", "si", "sim", "sì", "tak", "да", "так", "evet", "ano", "áno", "kyllä", "jah", "jā", "taip",
    "da", "igen", "ναι", "bai", "是", "はい", "예", "네", "نعم", "כן", "có", "ya", "1", "true",
})  # fmt: skip
NO = frozenset({
    "no", "nein", "non", "não", "nie", "нет", "ні", "hayır", "ne", "ei", "nē", "nee", "nej", "nei", "nem", "nu", "όχι",
    "ez", "否", "いいえ", "아니오", "아니요", "لا", "לא", "không", "tidak", "0", "false",
})  # fmt: skip
_COMMENTS = frozenset(map(plain, (
    "Feedback comments", "Feedback als Kommentar", "Feedback par commentaires", "Comentarios de retroalimentación",
    "Comentaris de retroalimentació", "Commenti", "Comentários de feedback", "Comentários", "Feedbackcommentaren",
    "Feedback", "Rückmeldung", "Retroalimentación", "Retroalimentació", "Rétroaction",
)))  # fmt: skip
_REAL = frozenset(map(plain, ("Real", "Punkte", "Punteggio", "Brut", "Valeur", "Echt", "Valor", "Wartość", "Оценка")))
_AFTER_MOST = 3
"""Columns at least that follow the greatest grade: whether it can be changed, and when both were."""
_ITEM = re.compile(r"(?:[^:：\d]+[:：] ?)?(.+?) ?[(（]([^()（）]+)[)）]")
"""`Assignment: Homework 1 (Real)`. `Homework 1: graphs (Real)` was entered by hand: no kind of item has a number."""
_EPOCH = re.compile(r"\d{10}")


WORKSHEET = (
    words("Identifier", first=True),
    words("Grade"),
    Heading("'Maximum Grade' or 'Scale'", lambda text: text.casefold() in ("maximum grade", "scale")),
    words("Last modified (grade)"),
)
"""What a grading worksheet has, and Moodle asks for when it takes it back."""


def is_worksheet_by_shape(rows: Rows, head: int) -> bool:
    """Whether a row is the heading row of a grading worksheet in another language."""
    return "Grade" not in rows[head] and _grade_by_shape(rows, head) is not None


def worksheet_items(rows: Rows, head: int) -> list[Item]:
    """The column of grades."""
    row, grade = list(rows[head]), _grade(rows, head)
    most = grade + 1
    points = {number(r[most]) for r in rows[head + 1 :] if len(r) > most and r[most]}
    comments = next((c for c, text in enumerate(row) if c > most and plain(text) in _COMMENTS), None)
    out_of = next(iter(points)) if len(points) == 1 else None
    return [Item(grade, row[grade], out_of, comments, _wrong(points))]


def _wrong(most: Set[float | None]) -> tuple[str, str] | None:
    """What is wrong with a column of grades, by the greatest that its rows may have, and what to do about it."""
    points = [number for number in most if number is not None]
    if len(points) < len(most):
        return "takes words of a scale, not points", "let the assignment be graded in points, and export it again"
    if len(points) > 1:
        said = " and others out of ".join(map(points_text, sorted(points)))
        return f"has rows out of {said} points", "give the worksheet of one assignment, as Moodle exported it"
    return None


def worksheet_locked(rows: Rows, head: int) -> int | None:
    """The column that says whether a grade can be changed: the first after the greatest with only yes and no."""
    for column in range(_grade(rows, head) + 2, len(rows[head])):
        words = {r[column].strip().casefold() for r in rows[head + 1 :] if len(r) > column} - {""}
        if words and words <= YES | NO:
            return column
    return None


def _grade(rows: Rows, head: int) -> int:
    """The column of grades; that of the most that they may be is the next."""
    row = list(rows[head])
    grade = row.index("Grade") if "Grade" in row else _grade_by_shape(rows, head)
    assert grade is not None
    return grade


def _grade_by_shape(rows: Rows, head: int) -> int | None:
    """The column of grades of what looks like a worksheet: left of the one number that all rows have as the most."""
    body = [row for row in rows[head + 1 :] if any(row)]
    if head or not body or not are_participants([row[0] for row in body]):
        return None
    width = min(map(len, (rows[head], *body)))
    found = [c for c in range(1, width - _AFTER_MOST - 1) if _are_grades([(row[c], row[c + 1]) for row in body])]
    return found[0] if len(found) == 1 else None


def _are_grades(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether these are grades and the most that they may be."""
    most = {number(text) for _, text in pairs}
    if len(most) != 1 or not (top := most.pop()) or top <= 0:
        return False
    grades = [number(text) for text, _ in pairs if text.strip() not in ("", "-")]
    return all(grade is not None and 0 <= grade <= top for grade in grades)


def is_gradebook(rows: Rows, head: int) -> bool:
    """Whether a row is the heading row of the gradebook: a column is of grades, or the last says when it was made."""
    row = rows[head]
    if any((named := _ITEM.fullmatch(text)) and named[2] == "Real" for text in row):
        return True
    times = {r[len(row) - 1] if len(r) == len(row) else "" for r in rows[head + 1 :]}
    timed = len(times) == 1 and _EPOCH.fullmatch(times.pop()) is not None
    return not head and timed and any(":" in text or "：" in text for text in row) and bool(gradebook_items(rows, head))


def gradebook_items(rows: Rows, head: int) -> list[Item]:
    """The columns of grades as numbers; not those of percentages, of letters, of feedback, nor the course's total."""
    row = rows[head]
    named = {c: found for c, text in enumerate(row) if (found := _ITEM.fullmatch(text))}
    real = {c: found for c, found in named.items() if plain(found[2]) in _REAL}
    feedback = {found[1]: c for c, found in named.items() if plain(found[2]) in _COMMENTS}
    shaped = real or {c: f for c, f in named.items() if c not in feedback.values() and _numbers(rows[head + 1 :], c)}
    return [
        Item(c, found[1], None, feedback.get(found[1]))
        for c, found in shaped.items()
        if not row[c].startswith(("Course total", "Category total"))
    ]


def _numbers(body: Rows, column: int) -> bool:
    """Whether a column holds numbers, or `-` where there is none yet."""
    texts = list(_below(body, column))
    return any(texts) and all(text in ("", "-") or number(text) is not None for text in texts)


def _below(body: Rows, column: int) -> Iterator[str]:
    return (row[column].strip() for row in body if len(row) > column)
