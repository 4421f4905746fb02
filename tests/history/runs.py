"""Runs and their results, as small as can be."""

import csv
import io
from dataclasses import replace
from decimal import Decimal

from grader.history import Results, Run, Used, Work

RUN = Run(
    "1",
    {"hw": Used("rubrics/hw.toml", "r1")},
    {"hw": Used("rubrics/overrides.csv", "")},
    (("hw", "submissions"),),
    {"hw": {"ada": Work(("ada.csv",), "a1"), "ben": Work(("ben.csv",), "b1")}},
    {"layout": "", "attempt": "latest"},
)


ROWS = {
    ("ada", "", "h1"): ("correct", "1", "right"),
    ("ada", "", "h2"): ("slip", "0.5", "a sign"),
    ("ben", "", "h1"): ("wrong", "0", "nowhere"),
    ("ben", "", "h2"): ("carried", "1", "follows"),
}


UNKNOWN = ("nothing that grade knows of",)


def table(header, rows):
    out = io.StringIO(newline="")
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode()


def results(rows=ROWS, run=RUN, out_of="2", **totals):
    marks = table(
        ["student", "problem", "quantity", "verdict", "points", "note"],
        [(*key, verdict, points, note) for key, (verdict, points, note) in rows.items()],
    )
    students = dict.fromkeys(key[0] for key in rows)
    sums = {s: sum(Decimal(v[1]) for key, v in rows.items() if key[0] == s) for s in students} | totals
    return Results.of(marks, table(["student", "total", "out of"], [(*row, out_of) for row in sums.items()]), run)


def changed(**new):
    """The rows with another verdict, points or note for h1 of ada."""
    key = ("ada", "", "h1")
    verdict, points, note = ROWS[key]
    return {**ROWS, key: (new.get("verdict", verdict), new.get("points", points), new.get("note", note))}


def with_(**works):
    return replace(RUN, works={"hw": works})


def under(names, rows=ROWS):
    return {(names.get(key[0], key[0]), *key[1:]): row for key, row in rows.items()}
