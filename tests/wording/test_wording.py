"""A course's own words: read from a file, and all that students are told is in them."""

import os
import re
import subprocess
import sys

import pytest

from grader.engine import FUNCTIONS
from grader.errors import GradeError
from grader.grading import grade
from grader.reports.feedback import FORMATS, letters
from grader.wording import PHRASES, SIGNS, read_wording, to_toml
from tests.reports.letters import ROOT, assignments, written

GERMAN = """
language = "de"
score = "{points} von {out_of} Punkten"
correct = "richtig"
began = "Wo es zuerst schiefging"
"cause missing-derivative" = "die Ableitung der Aktivierung fehlt"
"""


def test_the_phrases_are_printed_as_they_are_read_whatever_the_terminal(tmp_path):
    printed = subprocess.run(
        [sys.executable, "-m", "grader", "--phrases"],
        cwd=ROOT, capture_output=True, check=True, env={**os.environ, "PYTHONIOENCODING": "cp1252"},
    ).stdout  # fmt: skip
    assert printed == to_toml().encode()
    (tmp_path / "own.toml").write_bytes(printed)
    assert read_wording(tmp_path / "own.toml")("penalty", points=1, late="x", how="y") == "for being late (x): −1, y"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_course_has_its_own_language(tmp_path, encoding):
    (tmp_path / "de.toml").write_text(GERMAN, encoding=encoding)  # as an editor of Windows saves it, or PowerShell
    say = read_wording(tmp_path / "de.toml")
    letter = written(ROOT / "submissions/cs637-hw1", [ROOT / "rubrics/cs637-hw1.toml"], say)["chidi"]
    text = FORMATS["md"](letter, say)
    assert "**36 von 37 Punkten**" in text
    assert "✓ richtig" in text
    assert "### Wo es zuerst schiefging: `dDiv/ds3`" in text
    assert "die Ableitung der Aktivierung fehlt" in text
    assert '<html lang="de">' in FORMATS["html"](letter, say)


WORD = re.compile(r"(?<!\w)[A-Za-z]{3,}(?!\w)")


def spoken(page):
    """The texts of a page, those for the ear too, without the mathematics."""
    page = re.sub(r"<(style|math|head)\b.*?</\1>", " ", page, flags=re.DOTALL)
    page = re.sub(r'<[^>]*?aria-label="([^"]*)"[^>]*>', r" \1 ", page)
    return re.sub(r"<[^>]*>", " ", page)


def test_nothing_of_what_a_student_is_told_is_without_the_course_s_own_words(tmp_path):
    """Every phrase in brackets: what stands outside of them are the assignment's own words, and symbols."""
    marked = re.sub(r'^([^#].*?) = "(.*)"$', r'\1 = "⟦\2⟧"', to_toml(), flags=re.MULTILINE)
    (tmp_path / "own.toml").write_text(marked, encoding="utf-8")
    say = read_wording(tmp_path / "own.toml")
    outcome = grade([ROOT / "submissions"], sorted((ROOT / "rubrics").glob("*.toml")))
    told = list(assignments(outcome))
    marks = [problem.marks for each in told for problem in each.problems]
    theirs = {*(m.title for m in marks), *(each.title for each in told), *outcome.students, *FUNCTIONS, "ReLU"}
    theirs |= {text for m in marks for text in (*(column.quantity for column in m.columns), *m.answer.flat)}
    theirs |= {name for each in told for problem in each.problems for name in problem.references[""].graph}
    known = set(WORD.findall(" ".join(theirs)))
    for letter in letters(told, {}, say):
        page = spoken(FORMATS["html"](letter, say))
        while (bare := re.sub(r"⟦[^⟦⟧]*⟧", " ", page)) != page:
            page = bare
        assert set(WORD.findall(page)) <= known, letter.student


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[notes]\n"the factor {0} is lost" = "x"', "no note reads 'the factor {0} is lost' (did you mean"),
        ('[notes]\n"the factor {0} is left out" = "{1}"', "has no part '1' (there is 0)"),
        ("notes = 3", "'notes' is no table"),
        ('[reasons]\n"is a pictur" = "x"', "no reason reads 'is a pictur' (did you mean 'is a picture'"),
        ('scor = "x"', "unknown phrase 'scor' (did you mean 'score'?)"),
        ("score = 3", "'score' is not a text"),
        ('score = "{points.real}"', "'score' has no part 'points.real' (there is out_of, points)"),
        ('score = "{points!r}"', "has no part 'points!r'"),
        ('began = "{0}"', "'began' has no part '0' (nothing is filled in here)"),
        ('began = "{"', "'began': "),
        ("began = ", "is not TOML"),
    ],
)
def test_faulty_phrases_are_refused(text, said, tmp_path):
    (tmp_path / "own.toml").write_text(text)
    with pytest.raises(GradeError) as error:
        read_wording(tmp_path / "own.toml")
    assert said in str(error.value)


def test_every_verdict_has_a_word_and_a_sign():
    from grader.marking import VERDICTS

    assert set(VERDICTS) == set(SIGNS)
    assert set(VERDICTS) <= set(PHRASES)
