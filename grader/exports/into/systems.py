"""The gradebooks that learning management systems export, and where in each of them points belong.

A system is a row of `SYSTEMS`: how its heading row is known, which of its columns take points, and what it asks.
"""

import re
from collections.abc import Sequence

from grader.exports.into import moodle
from grader.exports.into.system import Item, Rows, System, as_letter, headed, in_markdown, in_words, number
from grader.roster.headings import kind_of

_LOOKED_AT = 4


def _canvas(head: Sequence[str]) -> bool:
    return (head[:1] == ["Student"] or head[:2] == ["LastName", "FirstName"]) and "ID" in head and "Section" in head


_ITEM_ID = re.compile(r"(.*)\s\((\d+)\)")
_COMPUTED = re.compile(r"(?:Current|Final|Unposted).*(?:Score|Points|Grade)|Override (?:Score|Grade)")


def _canvas_items(rows: Rows, head: int) -> list[Item]:
    below = next((row for row in rows[head + 1 : head + 4] if row and "Points Possible" in row[0]), [])
    first = list(rows[head]).index("Section") + 1
    found = []
    for column, title in enumerate(rows[head][first:], first):
        points = below[column] if column < len(below) else ""
        named = _ITEM_ID.fullmatch(title)
        computed = _COMPUTED.search(title) and not (named and number(points) is not None)
        if title and "(read only)" not in points and (named or points) and not computed:
            found.append(Item(column, named[1] if named else title, number(points)))
    return found


_POINTS_GRADE = re.compile(r"(.*?)\s*points\s*grade\s*(?:<\s*numeric\s*maxpoints\s*:\s*([\d.,]+).*>)?", re.IGNORECASE)


def _brightspace(head: Sequence[str]) -> bool:
    return head[:1] in (["OrgDefinedId"], ["Username"]) and any(_POINTS_GRADE.fullmatch(text) for text in head)


def _brightspace_items(rows: Rows, head: int) -> list[Item]:
    named = [(column, _POINTS_GRADE.fullmatch(text)) for column, text in enumerate(rows[head])]
    return [Item(column, found[1], number(found[2] or "")) for column, found in named if found]


_TOTAL_POINTS = re.compile(r"(.*) \[[^\]\d:]+: ?([^\]\d]+ )?([\d.,]+)(?: [^\]]+)?\] \|\d+")
"""`[Total Pts: 10 Score] |12`, or `up to 10` of what is computed, in any language."""


def _blackboard(head: Sequence[str]) -> bool:
    return "login" in map(kind_of, head) and any(_TOTAL_POINTS.fullmatch(text) for text in head)


def _blackboard_items(rows: Rows, head: int) -> list[Item]:
    named = [(column, _TOTAL_POINTS.fullmatch(text)) for column, text in enumerate(rows[head])]
    return [Item(column, found[1], number(found[3])) for column, found in named if found and not found[2]]


_SAKAI_ITEM = re.compile(r"([^*#].*) \[([\d.,]+)\]")


def _sakai(head: Sequence[str]) -> bool:
    return head[:1] == ["Student ID"] and any(_SAKAI_ITEM.fullmatch(text) for text in head)


def _sakai_items(rows: Rows, head: int) -> list[Item]:
    row, found = list(rows[head]), []
    for column, text in enumerate(row):
        named = _SAKAI_ITEM.fullmatch(text)
        if named:
            comments = row.index(f"* {named[1]}") if f"* {named[1]}" in row else None
            found.append(Item(column, named[1], number(named[2]), comments))
    return found


def _sakai_grades(head: Sequence[str]) -> bool:
    return head[:2] == ["Display ID", "ID"] and "grade" in head


def _sakai_grades_items(rows: Rows, head: int) -> list[Item]:
    title = rows[0][0] if head and rows[0] else "grade"
    return [Item(list(rows[head]).index("grade"), title, None)]


def _prairielearn(head: Sequence[str]) -> bool:
    return "score_perc" in head and "submission_id" in head and ("uid" in head or "group_name" in head)


def _prairielearn_items(rows: Rows, head: int) -> list[Item]:
    row = list(rows[head])
    comments = row.index("feedback") if "feedback" in row else None
    return [Item(row.index("score_perc"), "score_perc", None, comments)]


SYSTEMS = (
    System("Canvas's gradebook", headed(_canvas), _canvas_items, separators=",;", numbered="Canvas"),
    System(
        "Moodle's grading worksheet",
        moodle.is_worksheet,
        moodle.worksheet_items,
        alone=True,
        locale=True,
        bounded=True,
        participants=True,
        locked=moodle.worksheet_locked,
    ),
    System("Moodle's gradebook", moodle.is_gradebook, moodle.gradebook_items, locale=True),
    System("Brightspace's gradebook", headed(_brightspace), _brightspace_items, locale=True),
    System("Blackboard's gradebook", headed(_blackboard), _blackboard_items, locale=True),
    System("Sakai's gradebook", headed(_sakai), _sakai_items, locale=True, remark=in_words, otherwise=as_letter),
    System("Sakai's grades of an assignment", headed(_sakai_grades), _sakai_grades_items, alone=True, locale=True),
    System(
        "PrairieLearn's scores",
        headed(_prairielearn),
        _prairielearn_items,
        alone=True,
        percent=True,
        remark=in_markdown,
    ),
)


def system_of(rows: Rows) -> tuple[System, int] | None:
    """The system whose gradebook this is, and the place of its heading row."""
    for place in range(min(_LOOKED_AT, len(rows))):
        for system in SYSTEMS:
            if system.heads(rows, place):
                return system, place
    return None
