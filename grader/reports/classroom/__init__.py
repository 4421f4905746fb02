"""The class on one page for whoever teaches it: scores, verdicts, the graph, the questions, what many have wrong."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import pandas as pd
from markupsafe import Markup

from grader.analysis import Analysis
from grader.engine.printing.paper import lay_out_label
from grader.reports.classroom.answers import VERDICT_SIGNS, class_data, cut, heading, label, percent, points
from grader.reports.classroom.pictures import pictures
from grader.reports.feedback import Assignment
from grader.reports.pages import as_mathml, named, render
from grader.wording import PHRASES

FILE = "report.html"
__all__ = ["FILE", "Assignment", "class_page"]

_GRADIENT = re.compile(r"d([A-Za-z]\w*'*)/d(\S+)")
"""A gradient's name as a sheet may write it, such as dMSE/dw_{1,2}^1."""
_MOST_BARS, _MOST_VALUES, _MOST_PAIRS, _MOST_NAMED = 8, 40, 40, 20
_RELIABLE = 10
"""Of fewer students, 1 − α is anywhere from less than a third to more than twice what comes out, at 95 % (L. S. Feldt,
The approximate sampling distribution of Kuder-Richardson reliability coefficient twenty, Psychometrika 30, 1965)."""
Unmarked = Mapping[str, Sequence[str]]
"""By the reason, the students without marks."""


def class_page(
    assignments: Sequence[Assignment],
    tables: Analysis,
    called: Mapping[str, str] = MappingProxyType({}),
    unmarked: Mapping[str, Unmarked] = MappingProxyType({}),
) -> bytes:
    """The page: one file that asks nobody for anything. Its only script is its own, by its digest.

    `called` are better names for the students, where they are known; `unmarked` by rubric who has no marks.
    """
    taught = [a for a in assignments if a.problems and a.problems[0].marks.students]
    sheets = [
        _sheet(a, n, tables, called) | {"unmarked": _unmarked(unmarked.get(a.problems[0].marks.rubric, {}), called)}
        for n, a in enumerate(taught)
    ]
    script = _script()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    html = render(
        "class.html",
        language="en",
        title=", ".join(a.title for a in taught) or "Report",
        sheets=sheets,
        signs=VERDICT_SIGNS,
        words=PHRASES,
        label=_label,
        script=Markup(script),
        digest=digest,
        data=Markup(_data(sheets)),
    )
    return html.encode("utf-8", "replace")


def _data(sheets: Sequence[Mapping[str, object]]) -> str:
    """What the script reads."""
    signs = [(PHRASES[verdict], sign) for verdict, sign in VERDICT_SIGNS.items()]
    return _harmless({"signs": signs, "sheets": [sheet["data"] for sheet in sheets]})


def _unmarked(reasons: Unmarked, called: Mapping[str, str]) -> list[tuple[int, str, str]]:
    """How many have no marks, why, and who they are."""
    found = []
    for why, students in reasons.items():
        named = "; ".join(called.get(student, student) for student in students[:_MOST_NAMED])
        found.append((len(students), why, named + (" …" if len(students) > _MOST_NAMED else "")))
    return [each for each in found if each[0]]


@cache
def _script() -> str:
    """The page's script as `render` leaves it, so that its digest is that of what stands there."""
    text = (files("grader.reports.pages") / "templates" / "class.js").read_text(encoding="utf-8")
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip())


def _harmless(data: object) -> str:
    r"""JSON that cannot end the element it stands in.

    >>> _harmless("</script><!--")
    '"\\u003c/script>\\u003c!--"'
    """
    return json.dumps(data, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")


def _label(text: str) -> Markup:
    """A quantity's name on one line of a list: a gradient with a stroke, where a fraction would be two lines high."""
    parts = _GRADIENT.fullmatch(text)
    if parts:
        return Markup("<span>∂{}/∂{}</span>").format(*map(_label, parts.groups()))
    if any(c in label(text) for c in "^{_"):
        return named(text, as_mathml(lay_out_label(text)))
    return Markup("<span>{}</span>").format(label(text))


def _sheet(assignment: Assignment, n: int, tables: Analysis, called: Mapping[str, str]) -> dict[str, Any]:
    """What the template and the script need of one rubric."""
    rubric = assignment.problems[0].marks.rubric
    of_questions, of_tests, spread, values, pairs, arrays = (t[t["rubric"] == rubric] for t in tables)
    questions = [_question(row) for row in _rows(of_questions)]
    columns = {(q["problem"], q["quantity"]): c for c, q in enumerate(questions)}
    in_one = {row["first"]: {**_question(row), "elements": row["elements"]} for row in _rows(arrays)}
    shared = [_shared(row, columns, called) for row in _rows(values)]
    data = class_data(assignment, called)
    firsts = _firsts(assignment)
    return {
        "title": assignment.title,
        "facts": [fact for row in _rows(of_tests) for fact in _facts(row)],
        "spread": _spread(spread),
        "starts": _starts(questions, in_one),
        "causes": _causes(data["causes"]),
        "questions": questions,
        "arrays": in_one,
        "shared": shared[:_MOST_VALUES],
        "more_shared": max(0, len(shared) - _MOST_VALUES),
        "pairs": [_pair(row, data["ids"] or data["students"], called) for row in _rows(pairs.head(_MOST_PAIRS))],
        "problems": [
            {"heading": heading(problem, len(assignment.problems) > 1), "pictures": list(pictures(problem, n, first))}
            for problem, first in zip(assignment.problems, firsts, strict=True)
        ],
        "data": {**data, "questions": questions, "shared": shared},
    }


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def _firsts(assignment: Assignment) -> list[int]:
    """For each problem the number of its first column among those of all."""
    widths = [len(problem.marks.columns) for problem in assignment.problems]
    return [sum(widths[:i]) for i in range(len(widths))]


def _facts(row: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(what, how much, what it means) of a whole test; what is not known of it is left out."""
    yield "students" if row["students"] != 1 else "student", f"{row['students']:,}", ""
    yield "mean", points(row["mean"]), f"of {points(row['out of'])}"
    if pd.notna(row["standard deviation"]):
        yield "standard deviation", points(row["standard deviation"]), "points"
    if pd.notna(row["alpha"]) and row["students"] < _RELIABLE:
        yield "Cronbach’s α", "–", f"fewer than {_RELIABLE} students tell too little of it"
    elif pd.notna(row["alpha"]):
        yield "Cronbach’s α", f"{row['alpha']:.2f}", "how far the questions measure the same"
        yield "standard error", points(row["standard error"]), "points, of one student’s total"


def _spread(table: pd.DataFrame) -> list[dict[str, Any]]:
    most = max(table["students"], default=0)
    return [
        {"from": f"{row['from']:.0f}", "to": f"{row['to']:.0f}", "over": row["from"] >= 100,
         "students": row["students"], "height": round(100 * row["students"] / most, 1) if most else 0}
        for row in _rows(table)
    ]  # fmt: skip


def _question(row: dict[str, Any]) -> dict[str, Any]:
    """One question in words; empty where a class is too small, or too alike, for a figure."""
    return {
        "quantity": row["quantity"],
        "problem": row["problem"],
        "out_of": points(row["out of"]),
        "answered": row["answered"],
        "facility": percent(row["facility"]),
        "discrimination": percent(row["discrimination"]),
        "efficiency": percent(row["efficiency"]),
        "net": percent(row["net facility"]),
        "net_discrimination": percent(row["net discrimination"]),
        "starts": row["errors start"],
        "cause": row["commonest cause"],
        "often": row["with that cause"],
    }


def _starts(questions: Sequence[dict[str, Any]], arrays: Mapping[int, dict[str, Any]]) -> list[dict[str, Any]]:
    """The quantities where most students make their first error; of an array, `column` is the element where most do."""
    within = {first + i: first for first, array in arrays.items() for i in range(array["elements"])}
    columns: dict[int, list[int]] = {}
    for column in range(len(questions)):
        columns.setdefault(within.get(column, column), []).append(column)
    asked = {first: arrays.get(first, questions[first]) for first in columns}
    ranked = sorted((first for first in asked if asked[first]["starts"]), key=lambda first: -asked[first]["starts"])
    most = asked[ranked[0]]["starts"] if ranked else 1
    return [
        {
            "column": max(columns[first], key=lambda column: questions[column]["starts"]),
            "quantity": asked[first]["quantity"],
            "problem": asked[first]["problem"],
            "count": asked[first]["starts"],
            "width": round(100 * asked[first]["starts"] / most, 1),
        }
        for first in ranked[:_MOST_BARS]
    ]


def _causes(counts: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
    most = counts[0][1] if counts else 1
    return [{"cause": c, "count": n, "width": round(100 * n / most, 1)} for c, n in counts[:_MOST_BARS]]


def _shared(row: dict[str, Any], columns: Mapping[tuple[str, str], int], called: Mapping[str, str]) -> dict[str, Any]:
    kept = ("quantity", "problem", "students", "cause", "note")
    column = columns[row["problem"], row["quantity"]]
    who = ", ".join(called.get(student, student) for student in row["who"])
    return {**{name: row[name] for name in kept}, "who": who, "value": _value(row["value"]), "column": column}


def _value(value: float | str) -> str:
    """A wrong value, to six figures; of a formula, what was written."""
    return cut(value) if isinstance(value, str) else f"{value:.6g}"


def _pair(row: dict[str, Any], students: Sequence[str], called: Mapping[str, str]) -> dict[str, Any]:
    expected, places = row["expected pairs"], [students.index(row["one"]), students.index(row["other"])]
    names = {who: called.get(row[who], row[who]) for who in ("one", "other")}
    return {
        **row,
        **names,
        "places": places,
        "expected": f"{expected:.2g}" if expected >= 0.0001 else "less than 0.0001",
    }
