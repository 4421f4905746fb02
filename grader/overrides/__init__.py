"""Rulings by a person, in `overrides.csv` beside the rubrics: read, and laid over the marks after everything else."""

from grader.overrides.applying import Marked, apply
from grader.overrides.reading import FILE, Override, read_overrides

__all__ = ["FILE", "Marked", "Override", "apply", "read_overrides"]
