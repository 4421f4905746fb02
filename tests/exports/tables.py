"""Small tables with what may go wrong in them."""

import pandas as pd

HOSTILE = ["=1+1", "+1+cmd|'/c calc'!A1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", " =1", "=HYPERLINK(1)"]
ANSWERS = pd.DataFrame(
    {
        "student": [*HOSTILE, "a\x07b", 'c\nd, "e"', "x" * 40_000],
        "value": [0.1] * 12,
        "verdict": ["slip"] * 12,
        "note": ["n"] * 12,
    }
)
GRADES = pd.DataFrame(
    {
        "student": ["=ada", "ben"],
        "1": [1.5, float("nan")],
        "total": [1.5, 0.0],
        "out of": [2.0, 2.0],
        "percent": [75.0, 0.0],
    }
)
ATTENTION = pd.DataFrame({"submission": ["=x.csv"], "place": ["line 1"], "issue": ["@odd"]})
