"""Whole runs over the files of a class, beside bare reading of the same files and the obvious script."""

import sys
import tempfile
from pathlib import Path

from tests.benchmark.classes import make_class
from tests.benchmark.timing import rounds, show

OBVIOUS = """
import sys
from pathlib import Path
import numpy as np
import pandas as pd
expected = pd.read_csv(sys.argv[2]).set_index("quantity")["value"]
rows = []
for path in sorted(Path(sys.argv[1]).iterdir()):
    table = pd.read_excel(path) if path.suffix == ".xlsx" else pd.read_csv(path)
    values = table.set_index("quantity")["value"].reindex(expected.index)
    rows.append([path.stem, int(np.isclose(values, expected, rtol=1e-3).sum())])
pd.DataFrame(rows, columns=["student", "points"]).to_csv(sys.argv[3], index=False)
"""
BARE = {
    "xlsx": """
import sys
from pathlib import Path
from python_calamine import load_workbook
for path in sorted(Path(sys.argv[1]).iterdir()):
    load_workbook(str(path)).get_sheet_by_index(0).to_python()
""",
    "csv": """
import csv, sys
from pathlib import Path
for path in sorted(Path(sys.argv[1]).iterdir()):
    with path.open(newline="") as file:
        list(csv.reader(file))
""",
}


def reading(files: int) -> None:
    """Whole runs of classes of so many files against bare reading, and against the obvious script."""
    with tempfile.TemporaryDirectory() as folder:
        for kind, answers in (("xlsx", 13), ("xlsx", 60), ("csv", 13)):
            at = Path(folder) / f"{kind}{answers}"
            submissions, key, rubric = make_class(at, kind, files, answers)
            out = at / "out"
            ours = [sys.executable, "-m", "grader", str(submissions), "--rubric", str(rubric), "--out", str(out)]
            obvious = [sys.executable, "-c", OBVIOUS, str(submissions), str(key), str(at / "obvious.csv")]
            commands = {
                "bare reading": [sys.executable, "-c", BARE[kind], str(submissions)],
                "grade": ours,
                "with feedback": [*ours, "--feedback", "html"],
                "pandas and isclose": obvious,
            }
            show(f"{files:,} files of {answers} answers, {kind}", rounds(commands, 3), "bare reading")
