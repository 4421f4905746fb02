"""How the scores of a class are spread."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from grader.analysis.sheet import Sheet

BINS = 10
DISTRIBUTION = ("rubric", "from", "to", "students")


def distribution(sheets: Sequence[Sheet]) -> pd.DataFrame:
    """How many students have a total from so many percent to so many; a bin holds its lower end, the last both.

    Where a bonus has made more of some totals than they are out of, one more bin, above 100, is of these alone.
    """
    edges = np.linspace(0, 100, BINS + 1)
    rows = []
    for sheet in sheets:
        scored = sheet.possible > 0
        if not scored.any():
            continue
        percent = np.maximum(100 * sheet.totals[scored] / sheet.possible[scored], 0).round(9)
        counts = np.histogram(percent[percent <= edges[-1]], edges)[0]
        rows += [
            (sheet.rubric, *span, int(n)) for span, n in zip(np.stack([edges[:-1], edges[1:]], 1), counts, strict=True)
        ]
        if above := percent[percent > edges[-1]].tolist():
            rows.append((sheet.rubric, edges[-1], np.ceil(max(above)), len(above)))
    return pd.DataFrame(rows, columns=list(DISTRIBUTION))
