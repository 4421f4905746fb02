"""Rulings by a person, in `overrides.csv` beside the rubrics: read, and laid over the marks after everything else."""

from grader.overrides.applying import Marked, apply, columns_of
from grader.overrides.reading import FILE, Override, read_overrides

__all__ = ["FILE", "Marked", "Override", "apply", "columns_of", "read_overrides"]
