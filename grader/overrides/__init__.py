"""Rulings by a person, in `overrides.csv` beside the rubrics: read, and laid over the marks after everything else."""

from grader.overrides.applying import SENTENCES, apply, ruled_on, ruling_alone, ruling_on_all
from grader.overrides.meaning import Marked, Others, columns_of, ruled_columns
from grader.overrides.reading import FILE, Override, digest, read_overrides

__all__ = [
    "FILE",
    "SENTENCES",
    "Marked",
    "Others",
    "Override",
    "apply",
    "columns_of",
    "digest",
    "read_overrides",
    "ruled_columns",
    "ruled_on",
    "ruling_alone",
    "ruling_on_all",
]
