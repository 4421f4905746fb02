"""How the scores of a class are spread."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from grader.analysis.sheet import Sheet

BINS = 10
DISTRIBUTION = ("rubric", "from", "to", "students")


def distribution(sheets: Sequence[Sheet]) -> pd.DataFrame:
    """How many students have a total from so many percent to so many; a bin holds its lower end, the last both."""
    edges = np.linspace(0, 100, BINS + 1)
    rows = []
    for sheet in sheets:
        scored = sheet.possible > 0
        if not scored.any():
            continue
        percent = np.clip(100 * sheet.totals[scored] / sheet.possible[scored], 0, 100)
        counts = np.histogram(percent.round(9), edges)[0]
        rows += [
            (sheet.rubric, *span, int(n)) for span, n in zip(np.stack([edges[:-1], edges[1:]], 1), counts, strict=True)
        ]
    return pd.DataFrame(rows, columns=list(DISTRIBUTION))
