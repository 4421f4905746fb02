"""The gradebooks that learning management systems export, and where in each of them points belong.

A system is a row of `SYSTEMS`: how its heading row is known, which of its columns take points, and what it asks.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

_LOOKED_AT = 4


class Item(NamedTuple):
    """A column that takes points."""

    column: int
    title: str
    points: float | None
    """What it is out of; None where the file does not say."""
    comments: int | None = None
    """The column of what is said to the student, if there is one."""


class System(NamedTuple):
    """A kind of gradebook."""

    name: str
    heads: Callable[[Sequence[str]], bool]
    """Whether a row is its heading row."""
    items: Callable[[Sequence[Sequence[str]], int], list[Item]]
    """The columns that take points, from all rows and the place of the heading row."""
    percent: bool = False
    """Whether it wants percentages."""
    locale: bool = False
    """Whether numbers follow the language of the course: a decimal comma in files with semicolons."""
    participants: bool = False
    """Whether students are told by Moodle's number for one assignment."""
    locked: str = ""
    """The heading of the column that says whether a grade can be changed."""


def _canvas(head: Sequence[str]) -> bool:
    return (head[:1] == ["Student"] or head[:2] == ["LastName", "FirstName"]) and "ID" in head and "Section" in head


_ITEM_ID = re.compile(r"(.*)\s\((\d+)\)")
_COMPUTED = re.compile(r"(?:Current|Final|Unposted).*(?:Score|Points|Grade)|Override (?:Score|Grade)")


def _canvas_items(rows: Sequence[Sequence[str]], head: int) -> list[Item]:
    below = next((row for row in rows[head + 1 : head + 4] if row and "Points Possible" in row[0]), [])
    first = list(rows[head]).index("Section") + 1
    found = []
    for column, title in enumerate(rows[head][first:], first):
        points = below[column] if column < len(below) else ""
        named = _ITEM_ID.fullmatch(title)
        if title and "(read only)" not in points and (named or points) and not _COMPUTED.search(title):
            found.append(Item(column, named[1] if named else title, _number(points)))
    return found


def _worksheet(head: Sequence[str]) -> bool:
    return head[:1] == ["Identifier"] and "Grade" in head


def _worksheet_items(rows: Sequence[Sequence[str]], head: int) -> list[Item]:
    row = list(rows[head])
    most = row.index("Maximum Grade") if "Maximum Grade" in row else -1
    points = {_number(r[most]) for r in rows[head + 1 :] if most >= 0 and len(r) > most and r[most]}
    comments = row.index("Feedback comments") if "Feedback comments" in row else None
    return [Item(row.index("Grade"), "Grade", points.pop() if len(points) == 1 else None, comments)]


_MOODLE_ITEM = re.compile(r"(?:[^:]+: )?(.+) \(Real\)")


def _moodle(head: Sequence[str]) -> bool:
    return any(_MOODLE_ITEM.fullmatch(text) for text in head)


def _moodle_items(rows: Sequence[Sequence[str]], head: int) -> list[Item]:
    found = []
    for column, text in enumerate(rows[head]):
        named = _MOODLE_ITEM.fullmatch(text)
        if named and not text.startswith(("Course total", "Category total")):
            beside = text.removesuffix("(Real)") + "(Feedback)"
            comments = list(rows[head]).index(beside) if beside in rows[head] else None
            found.append(Item(column, named[1], None, comments))
    return found


_POINTS_GRADE = re.compile(r"(.*?)\s*points\s*grade\s*(?:<\s*numeric\s*maxpoints\s*:\s*([\d.,]+).*>)?", re.IGNORECASE)


def _brightspace(head: Sequence[str]) -> bool:
    return head[:1] in (["OrgDefinedId"], ["Username"]) and any(_POINTS_GRADE.fullmatch(text) for text in head)


def _brightspace_items(rows: Sequence[Sequence[str]], head: int) -> list[Item]:
    named = [(column, _POINTS_GRADE.fullmatch(text)) for column, text in enumerate(rows[head])]
    return [Item(column, found[1], _number(found[2] or "")) for column, found in named if found]


_TOTAL_POINTS = re.compile(r"(.*) \[Total Pts: (up to )?([\d.,]+)(?: [^\]]+)?\] \|\d+")


def _blackboard(head: Sequence[str]) -> bool:
    return "Username" in head and any(_TOTAL_POINTS.fullmatch(text) for text in head)


def _blackboard_items(rows: Sequence[Sequence[str]], head: int) -> list[Item]:
    named = [(column, _TOTAL_POINTS.fullmatch(text)) for column, text in enumerate(rows[head])]
    return [Item(column, found[1], _number(found[3])) for column, found in named if found and not found[2]]


_SAKAI_ITEM = re.compile(r"([^*#].*) \[([\d.,]+)\]")


def _sakai(head: Sequence[str]) -> bool:
    return head[:1] == ["Student ID"] and any(_SAKAI_ITEM.fullmatch(text) for text in head)


def _sakai_items(rows: Sequence[Sequence[str]], head: int) -> list[Item]:
    row, found = list(rows[head]), []
    for column, text in enumerate(row):
        named = _SAKAI_ITEM.fullmatch(text)
        if named:
            comments = row.index(f"* {named[1]}") if f"* {named[1]}" in row else None
            found.append(Item(column, named[1], _number(named[2]), comments))
    return found


def _sakai_grades(head: Sequence[str]) -> bool:
    return head[:2] == ["Display ID", "ID"] and "grade" in head


def _sakai_grades_items(rows: Sequence[Sequence[str]], head: int) -> list[Item]:
    title = rows[0][0] if head and rows[0] else "grade"
    return [Item(list(rows[head]).index("grade"), title, None)]


def _prairielearn(head: Sequence[str]) -> bool:
    return "score_perc" in head and "submission_id" in head and ("uid" in head or "group_name" in head)


def _prairielearn_items(rows: Sequence[Sequence[str]], head: int) -> list[Item]:
    row = list(rows[head])
    comments = row.index("feedback") if "feedback" in row else None
    return [Item(row.index("score_perc"), "score_perc", None, comments)]


def _number(text: str) -> float | None:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return None


SYSTEMS = (
    System("Canvas's gradebook", _canvas, _canvas_items),
    System(
        "Moodle's grading worksheet",
        _worksheet,
        _worksheet_items,
        locale=True,
        participants=True,
        locked="Grade can be changed",
    ),
    System("Moodle's gradebook", _moodle, _moodle_items, locale=True),
    System("Brightspace's gradebook", _brightspace, _brightspace_items, locale=True),
    System("Blackboard's gradebook", _blackboard, _blackboard_items, locale=True),
    System("Sakai's gradebook", _sakai, _sakai_items, locale=True),
    System("Sakai's grades of an assignment", _sakai_grades, _sakai_grades_items, locale=True),
    System("PrairieLearn's scores", _prairielearn, _prairielearn_items, percent=True),
)


def system_of(rows: Sequence[Sequence[str]]) -> tuple[System, int] | None:
    """The system whose gradebook this is, and the place of its heading row."""
    for place, row in enumerate(rows[:_LOOKED_AT]):
        for system in SYSTEMS:
            if system.heads(row):
                return system, place
    return None
