"""A class to try the way from the LMS and back on: `python tests/example.py` writes `example/`.

A zip of `submissions/cs637-hw1` as Canvas gives it out, and the gradebook that Canvas exports for that class.
"""

import csv
import io
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
WORK = ROOT / "submissions" / "cs637-hw1"
SURNAMES = ("Abara", "Becker", "Castro", "Dahl", "Eriksen", "Fontaine", "Garcia", "Hoang", "Ito", "Jansen", "Kaya",
            "Lindqvist", "Moreau", "Novak")  # fmt: skip
LATE = "mira"
ABSENT = "Okafor, Obi"
"""Who has handed in nothing."""


def main() -> None:
    """Writes the two files."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("example")
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        f"{surname}, {path.stem.title()}": path for surname, path in zip(SURNAMES, sorted(WORK.iterdir()), strict=True)
    }
    (folder / "submissions.zip").write_bytes(download(files))
    (folder / "gradebook.csv").write_text(gradebook([*files, ABSENT]), encoding="utf-8", newline="")
    print(f"{folder / 'submissions.zip'}, {folder / 'gradebook.csv'}")


def download(files: dict[str, Path]) -> bytes:
    """The submissions as Canvas names them: who, whether late, the number of the student and that of the file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, path) in enumerate(files.items(), 1):
            who = "".join(filter(str.isalpha, name)).lower() + ("_LATE" * (path.stem == LATE))
            archive.write(path, f"{who}_{41_000 + number}_{9_000 + number}_homework{path.suffix}")
    return packed.getvalue()


def gradebook(students: list[str]) -> str:
    """The gradebook, with points for an earlier homework only."""
    table = io.StringIO(newline="")
    write = csv.writer(table, lineterminator="\r\n").writerow
    write(["Student", "ID", "SIS Login ID", "Section", "Homework 0 (500)", "CS 637 Homework 1 (501)", "Final Score"])
    write(["    Points Possible", "", "", "", "10.00", "37.00", "(read only)"])
    for number, name in enumerate(students, 1):
        surname, given = name.split(", ")
        write([name, 41_000 + number, f"{given[0]}{surname}".lower(), "CS 637", "9.00", "", "90.00"])
    write(["Student, Test", 41_999, "", "CS 637", "", "", ""])
    return table.getvalue()


if __name__ == "__main__":
    main()
