"""What students are told, in one place: a course may have its own words, or its own language, by a file of phrases."""

from grader.wording.files import read_wording, to_toml
from grader.wording.phrases import NOTES, PHRASES, SIGNS
from grader.wording.saying import Wording

__all__ = ["NOTES", "PHRASES", "SIGNS", "Wording", "read_wording", "to_toml"]
