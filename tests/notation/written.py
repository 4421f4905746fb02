"""Vocabularies of rubrics that are written in a test."""

from grader.notation import Vocabulary
from grader.reference import refer, symbols
from grader.rubric import load


def vocabulary(tmp_path, text):
    path = tmp_path / "r.toml"
    path.write_text(text, encoding="utf-8")
    return Vocabulary(symbols(refer(load(path).problems[0])))
