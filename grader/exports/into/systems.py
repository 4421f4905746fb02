"""The gradebooks that learning management systems export, and where in each of them points belong.

A system is a row of `SYSTEMS`: how its heading row is known, which of its columns take points, and what it asks.
"""

import re
from collections.abc import Sequence

from grader.exports.into import moodle
from grader.exports.into.system import Heading, Item, Rows, System, as_letter, in_markdown, in_words, number, words
from grader.roster.headings import kind_of

_LOOKED_AT = 4


_ITEM_ID = re.compile(r"(.*)\s\((\d+)\)")
_COMPUTED = re.compile(r"(?:Current|Final|Unposted).*(?:Score|Points|Grade)|Override (?:Score|Grade)")


_TOTALS = re.compile(r"(?:Current|Final) (?:Score|Points|Grade)|Override (?:Score|Grade|Status)")
"""In whatever heading these stand, Canvas leaves the column out (`strip_non_assignment_columns` of its importer)."""
_AS_TOTALS = (
    "has in its name what Canvas's own totals are called, '{}', and it takes no points back from there: rename it"
)
_UNNUMBERED = "has no number of Canvas's: unless an assignment is called exactly so, Canvas makes a new one"


def _canvas_items(rows: Rows, head: int) -> list[Item]:
    below = next((row for row in rows[head + 1 :] if row and "Points Possible" in row[0]), [])
    first = list(rows[head]).index("Section") + 1
    found = []
    for column, title in enumerate(rows[head][first:], first):
        points = below[column] if column < len(below) else ""
        named = _ITEM_ID.fullmatch(title)
        computed = _COMPUTED.search(title) and not (named and number(points) is not None)
        if title and "(read only)" not in points and (named or number(points) is not None) and not computed:
            total = _TOTALS.search(title)
            warning = _AS_TOTALS.format(total[0]) if total else "" if named else _UNNUMBERED
            found.append(Item(column, named[1] if named else title, number(points), warning=warning))
    return found


_POINTS_GRADE = re.compile(r"(.*?)\s*points\s*grade\s*(?:<\s*numeric\s*maxpoints\s*:\s*([\d.,]+).*>)?", re.IGNORECASE)


_NOT_ENDED = "has no 'End-of-Line Indicator', a # at the end of each row, behind it, and Brightspace asks for that"


def _brightspace_items(rows: Rows, head: int) -> list[Item]:
    named = [(column, _POINTS_GRADE.fullmatch(text)) for column, text in enumerate(rows[head])]
    ended = all(row[-1] == "#" for row in rows[head + 1 :] if any(row))
    warning = "" if ended else _NOT_ENDED
    return [Item(column, found[1], number(found[2] or ""), warning=warning) for column, found in named if found]


_TOTAL_POINTS = re.compile(r"(.*) \[[^\]\d:]+: ?([^\]\d]+ )?([\d.,]+)(?: [^\]]+)?\] \|\d+")
"""`[Total Pts: 10 Score] |12`, or `up to 10` of what is computed, in any language."""


def _is_login(heading: str) -> bool:
    return kind_of(heading) == "login"


def _blackboard_items(rows: Rows, head: int) -> list[Item]:
    named = [(column, _TOTAL_POINTS.fullmatch(text)) for column, text in enumerate(rows[head])]
    return [Item(column, found[1], number(found[3])) for column, found in named if found and not found[2]]


_SAKAI_ITEM = re.compile(r"([^*#].*) \[([\d.,]+)\]")
_SAKAI_OTHER = re.compile(r"\s*[*#].*", re.DOTALL)
"""Comments, and what is left out when it is taken back, such as points that another tool of the site keeps."""


def _sakai_items(rows: Rows, head: int) -> list[Item]:
    row, found = [text.strip() for text in rows[head]], []
    for column, text in enumerate(row):
        named = _SAKAI_ITEM.fullmatch(text)
        if named:
            comments = row.index(f"* {named[1]}") if f"* {named[1]}" in row else None
            found.append(Item(column, named[1], number(named[2]), comments))
    return found


def _is_sakais(rows: Rows, head: int) -> bool:
    """Whether a row heads Sakai's gradebook in another language: behind number and name all is of items, or marked."""
    number_, *others = rows[head]
    items = [_SAKAI_ITEM.fullmatch(text.strip()) for text in others]
    known = [bool(item or _SAKAI_OTHER.fullmatch(text)) for item, text in zip(items, others, strict=True)]
    marked = any(map(_SAKAI_OTHER.fullmatch, others))
    return not head and bool(number_) and any(items) and marked and all(known[1:])


def _sakai_grades_items(rows: Rows, head: int) -> list[Item]:
    title = rows[0][0] if head and rows[0] else "grade"
    return [Item(list(rows[head]).index("grade"), title, None)]


def _prairielearn_items(rows: Rows, head: int) -> list[Item]:
    row = list(rows[head])
    comments = row.index("feedback") if "feedback" in row else None
    scores = row.index("score_perc")
    if "qid" not in row:
        return [Item(scores, "score_perc", None, comments)]
    questions: dict[str, set[int]] = {}
    for place in range(head + 1, len(rows)):
        if len(rows[place]) > row.index("qid"):
            questions.setdefault(rows[place][row.index("qid")], set()).add(place)
    return [Item(scores, qid, None, comments, rows=frozenset(of)) for qid, of in questions.items()]


SYSTEMS = (
    System(
        "Canvas's gradebook",
        (words("Student", "LastName", first=True), words("ID"), words("Section")),
        _canvas_items,
        separators=",;",
        numbered="Canvas",
    ),
    System(
        "Moodle's grading worksheet",
        moodle.WORKSHEET,
        moodle.worksheet_items,
        moodle.is_worksheet_by_shape,
        alone=True,
        even=True,
        locale=True,
        bounded=True,
        first="Identifier",
        participants="Moodle",
        locked=moodle.worksheet_locked,
    ),
    System("Moodle's gradebook", (), moodle.gradebook_items, moodle.is_gradebook, even=True, locale=True),
    System(
        "Brightspace's gradebook",
        (
            words("OrgDefinedId", "Username", first=True),
            Heading("'… Points Grade'", _POINTS_GRADE.fullmatch, alone=True),
        ),
        _brightspace_items,
        locale=True,
    ),
    System(
        "Blackboard's gradebook",
        (Heading("'Username'", _is_login), Heading("'… [Total Pts: …] |…'", _TOTAL_POINTS.fullmatch, alone=True)),
        _blackboard_items,
        locale=True,
    ),
    System(
        "Sakai's gradebook",
        (words("Student ID", first=True), Heading("'… [points]'", _SAKAI_ITEM.fullmatch, alone=True)),
        _sakai_items,
        _is_sakais,
        first="Student ID",
        locale=True,
        remark=in_words,
        otherwise=as_letter,
    ),
    System(
        "Sakai's grades of an assignment",
        (words("Display ID", first=True), words("ID"), words("grade")),
        _sakai_grades_items,
        alone=True,
        locale=True,
    ),
    System(
        "Sakai's grades of groups",
        (words("Group", first=True), words("ID"), words("Users"), words("grade")),
        _sakai_grades_items,
        alone=True,
        locale=True,
        members="Users",
    ),
    System(
        "PrairieLearn's scores",
        (words("uid", "group_name"), words("submission_id", "instance"), words("score_perc")),
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


def nearly(rows: Rows) -> tuple[System, Sequence[str], list[Heading]] | None:
    """The system whose gradebook this would be if its heading row, which is given, did not lack what it lacks."""
    found = [
        (len(lacking), system, row, lacking)
        for row in rows[:_LOOKED_AT]
        for system in SYSTEMS
        if (lacking := system.lacking(row)) and system.is_told_by(row)
    ]
    return min(found, key=lambda near: near[0])[1:] if found else None
