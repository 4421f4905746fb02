"""Why a file could not be read, in a course's own words: every reason that the room of answers gives is among them."""

import ast
import importlib
from pathlib import Path

import grader.answers
from grader.answers.containers.office import STRANGERS
from grader.answers.containers.strangers import SIGNATURES
from grader.wording import Wording
from grader.wording.reasons import REASONS, REMEDIES
from tests.cli.running import run
from tests.conftest import ROOT

ROOM = Path(grader.answers.__file__).parent


def pattern(text):
    """A literal as the pattern that it is; None where it is none."""
    if isinstance(text, ast.Constant):
        return text.value
    if isinstance(text, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.Constant) else None for part in text.values]
        places = iter(range(len(parts)))
        return "".join(f"{{{next(places)}}}" if part is None else part for part in parts)
    return None


def given():
    """What each `ContainerError` of the room says: what is wrong, and what to do."""
    for path in sorted(ROOM.rglob("*.py")):
        module = importlib.import_module(".".join(("grader.answers", *path.relative_to(ROOM).with_suffix("").parts)))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ContainerError":
                texts = [getattr(module, getattr(text, "id", ""), pattern(text)) for text in node.args]
                yield from (text for text in texts if text is not None)


def test_every_reason_can_be_said_in_other_words():
    """Whoever gives a new one adds it to `grader/wording/reasons.py`."""
    found = {*given(), *(what for _, what in (*SIGNATURES, *STRANGERS))}
    assert len(found) > 40
    assert found <= {*REASONS, *REMEDIES}


def test_a_reason_is_said_part_by_part():
    say = Wording(
        reasons={"is called {0} but is no workbook: {1}": "{1} ({0})", "is empty": "leer", "save it again": "!"}
    )
    assert say.reason("is called .xlsx but is no workbook: is empty (save it again)") == "leer (.xlsx) (!)"
    assert say.reason("'see page 2' for 'h2' could not be read") == "'see page 2' for 'h2' could not be read"


GERMAN = '[reasons]\n"is a picture" = "ist ein Bild"\n"hand in the answers as .xlsx or .csv" = "als .xlsx bitte"\n'


def test_a_student_is_told_it_so_on_a_page_in_a_gradebook_and_by_an_autograder(tmp_path):
    for name, file, data in (("Ada L_51", "a.csv", b"l_1^1 (sample 1),1.5"), ("Ben N_52", "me.jpg", b"\xff\xd8\xff")):
        folder = tmp_path / "in" / f"{name}_assignsubmission_file_"
        folder.mkdir(parents=True)
        (folder / file).write_bytes(data)
    (tmp_path / "de.toml").write_text(GERMAN)
    head = (
        "Identifier,Full name,Status,Grade,Maximum Grade,Grade can be changed,Last modified (grade),Feedback comments\n"
    )
    rows = "".join(f"Participant {n},{name},x,,50.00,Yes,-,\n" for n, name in ((51, "Ada L"), (52, "Ben N")))
    (tmp_path / "sheet.csv").write_text(head + rows)
    asked = ("--rubric", ROOT / "rubrics/relu-2-2-1.toml", "--out", tmp_path / "out", "--wording", tmp_path / "de.toml")
    run(tmp_path / "in", *asked, "--feedback", "html", "--into", tmp_path / "sheet.csv")
    said = "me.jpg: ist ein Bild"
    assert f"{said}<" in (tmp_path / "out/feedback/Ben N (52).html").read_text(encoding="utf-8")
    assert f"{said}\n" in (tmp_path / "out/into/sheet.csv").read_text(encoding="utf-8")
    run(tmp_path / "in/Ben N_52_assignsubmission_file_", *asked, "--gradescope")
    assert f"{said} (als .xlsx bitte)" in (tmp_path / "out/results.json").read_text(encoding="utf-8")
