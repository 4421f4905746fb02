"""What each student gets back: their own numbers, where it first went wrong, and nothing about anybody else."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt  # what rich is made with

from grader.engine import FUNCTIONS
from grader.errors import GradeError
from grader.grading import grade
from grader.reports.feedback import FORMATS, Assignment, Problem, feedback, letters
from grader.totals import totals
from grader.wording import PHRASES, SIGNS, Wording, read_wording, to_toml
from tests.reports.colours import contrast

ROOT = Path(__file__).parent.parent.parent
SCRIPT = "<script>alert(1)</script>"


def assignments(outcome):
    for course in outcome.courses:
        marks = [table for table in outcome.marks if table.rubric == course.name]
        yield Assignment(course.title, tuple(map(Problem, marks, course.problems)), totals(marks))


def written(folder, rubrics=(), say=None, names=None):
    outcome = grade([folder], rubrics)
    return {letter.student: letter for letter in letters(list(assignments(outcome)), names or {}, say or Wording())}


@pytest.fixture(scope="module")
def all_letters():
    return written(ROOT / "submissions", sorted((ROOT / "rubrics").glob("*.toml")))


@pytest.fixture(scope="module")
def pages(all_letters):
    return {student: page.decode() for student, page in feedback(all_letters.values(), "html", Wording()).items()}


def rows(letter):
    return {row.label: row for sheet in letter.sheets for part in sheet.parts for row in part.rows}


def test_the_first_slip_is_shown_in_the_students_own_numbers(all_letters):
    [sheet] = all_letters["chidi"].sheets
    by_hand = sheet.parts[1].first
    assert (by_hand.row.label, by_hand.row.answer) == ("dDiv/ds3", "0.15738")
    assert by_hand.text == "dDiv/ds3 = ∂Div/∂ŷ · ŷ·(1 − ŷ) = 0.15738 · 0.57869·(1 − 0.57869) = 0.0383705"
    assert "the derivative ŷ·(1 − ŷ) of the activation is left out" in by_hand.row.note


def test_an_element_of_a_matrix_is_worked_out_term_by_term(all_letters):
    [sheet] = all_letters["slides"].sheets
    first = sheet.parts[0].first
    assert first.row.label == "dMSE/dw_{1,2}^1"
    assert first.text.endswith("= 0.02·3 + (−0.012·1) + 0.084·5 + 0.052·3 + 0.236·3 = 1.332")
    assert sheet.parts[0].others


def test_who_made_no_slip_is_shown_none(all_letters):
    assert all(part.first is None for sheet in all_letters["amara"].sheets for part in sheet.parts)
    assert all_letters["amara"].sheets[0].percent == "100"


def test_right_values_are_shown_only_beside_wrong_answers(all_letters):
    for letter in all_letters.values():
        for row in rows(letter).values():
            assert bool(row.right) == (row.verdict in ("slip", "wrong", "imprecise", "unreadable")), row
    assert rows(all_letters["slides"])["dMSE/dw_{2,2}^1"].verdict == "missing"
    assert "3.996" not in FORMATS["md"](all_letters["slides"], Wording())


def test_the_graph_has_the_students_numbers_each_with_a_sign(all_letters):
    [sheet] = all_letters["emre"].sheets
    boxes = {box.key: box for picture in sheet.parts[1].pictures for box in picture.boxes}
    assert [(line.text, line.style, line.sign) for line in boxes["s1"].lines] == [
        ("s₁ = 1.31", "correct", "✓"),
        ("∂Div/∂s₁ = -0.00604337", "slip", "✗"),
    ]
    assert boxes["x1"].lines[0].text == "x₁ = −0.7"
    lines = [line for box in boxes.values() for line in box.lines]
    assert all(line.sign == SIGNS[line.style] for line in lines if line.style)


def test_of_an_array_the_graph_counts_each_verdict(all_letters):
    [sheet] = all_letters["slides"].sheets
    boxes = {box.key: box for box in sheet.parts[0].pictures[0].boxes}
    assert [line.sign for line in boxes["W1"].lines] == ["", "2✓ 1– 1✗", "2✓ 1↪ 1✗"]


def test_nothing_about_anybody_else(all_letters, pages):
    """No other student's name, and no answer that only another student gave."""
    own = {student: {row.answer for row in rows(letter).values()} for student, letter in all_letters.items()}
    for student, page in pages.items():
        shown = set(re.findall(r"[\w.−-]+", re.sub(r"<[^>]*>", " ", page)))
        shown -= {f"{float(a):.6g}" for a in own[student] if re.fullmatch(r"\d+\.\d+", a)}  # as on the graph
        for other, answers in own.items():
            if other == student:
                continue
            assert other not in shown
            lonely = answers.difference(*(theirs for name, theirs in own.items() if name != other))
            assert not {answer for answer in lonely if len(answer) > 5 and answer[0].isdigit()} & shown


def test_what_a_person_has_ruled_on_is_not_shown_as_a_slip(tmp_path):
    for name in ("rubrics", "submissions"):
        (tmp_path / name).mkdir()
    shutil.copy(ROOT / "rubrics/relu-2-2-1.toml", tmp_path / "rubrics")
    shutil.copy(ROOT / "submissions/relu-2-2-1/slides.csv", tmp_path / "submissions")
    (tmp_path / "rubrics/overrides.csv").write_text(
        'student,quantity,points,reason,who\nslides,"dMSE/dw_{1,2}^1",1,the sheet was misprinted,Lee\n'
    )
    [letter] = written(tmp_path / "submissions", [tmp_path / "rubrics/relu-2-2-1.toml"]).values()
    row = rows(letter)["dMSE/dw_{1,2}^1"]
    assert (row.points, "the sheet was misprinted" in row.note) == ("1", True)
    assert letter.sheets[0].parts[0].first.row.label == "w_{2,2}^1'"


def test_points_add_up_to_the_gradebook(all_letters):
    for letter in all_letters.values():
        for sheet in letter.sheets:
            points = [float(row.points) for part in sheet.parts for row in part.rows]
            assert sum(points) == pytest.approx(float(sheet.points), abs=1e-3)


RUBRIC = f"""
title = "{SCRIPT}"
[given]
x = 3
[forward]
y = "2*x"
z = "y + 1"
[labels]
z = "<i onclick=alert(2)>"
[marks]
y = 1
z = 1
"""


def test_no_text_of_a_student_becomes_markup(visit, tmp_path):
    (tmp_path / "bad.toml").write_text(RUBRIC)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "evil.csv").write_text(
        'y,"<img src=x onerror=alert(3)>"\nz,"</td></table><script>alert(4)</script> `|` \u202e7"\n', encoding="utf-8"
    )
    name = "<script>alert('name')</script>\u202e"
    [letter] = written(folder, [tmp_path / "bad.toml"], names={"evil": name}).values()
    [page] = feedback([letter], "html", Wording()).values()
    opened = visit(page.decode())
    assert opened.locator("script, img, i, [onclick], [onerror]").count() == 0
    assert opened.locator(".answer bdi").first.inner_text() == "<img src=x onerror=alert(3)>"
    rendered = visit(MarkdownIt("commonmark").enable("table").render(FORMATS["md"](letter, Wording())))
    assert rendered.locator("script, img, i, [onclick], [onerror]").count() == 0
    assert rendered.locator("td code").all_inner_texts()[1] == "<img src=x onerror=alert(3)>"
    assert rendered.locator("tr").count() == 3


@pytest.mark.parametrize("student", ["slides", "emre", "lena"])
@pytest.mark.parametrize(("width", "dark"), [(1100, True), (390, False)])
def test_pages_load_alone_and_fit_their_window(visit, pages, student, width, dark):
    page = visit(pages[student], width, dark)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").count() == 1
    assert page.locator(".score").count() == 1


def test_a_verdict_is_a_word_and_a_sign_for_every_row(visit, pages):
    page = visit(pages["slides"])
    said = {text.strip() for text in page.locator("tbody .verdict").all_inner_texts()}
    assert said == {"✓ right", "✓ implied", "✗ slip", "– missing", "↪ carried on"}
    assert page.locator("tbody tr").count() == 50
    assert page.locator("tbody th[scope=row]").count() == 50
    assert page.locator(".legend dt").count() == 3


def test_verdicts_are_legible_on_their_colours(visit, pages):
    """At least 4.5 to 1 (WCAG 2.2, 1.4.3), in both schemes."""
    for dark in (False, True):
        page = visit(pages["slides"], dark=dark)
        pairs = page.evaluate(
            "[...document.querySelectorAll('.verdict')].map(e => [getComputedStyle(e).color, "
            "getComputedStyle(e).backgroundColor])"
        )
        assert min(contrast(*pair) for pair in map(tuple, {tuple(p) for p in pairs})) >= 4.5


def test_the_same_marks_give_the_same_pages(all_letters, pages):
    assert feedback(all_letters.values(), "html", Wording())["slides"].decode() == pages["slides"]


# ---- a course's own words --------------------------------------------------------------------------------------------

GERMAN = """
language = "de"
score = "{points} von {out_of} Punkten"
correct = "richtig"
began = "Wo es zuerst schiefging"
"cause missing-derivative" = "die Ableitung der Aktivierung fehlt"
"""


def test_a_course_has_its_own_language(tmp_path):
    (tmp_path / "de.toml").write_text(GERMAN, encoding="utf-8-sig")  # as an editor of Windows saves it
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


# ---- the command -----------------------------------------------------------------------------------------------------


def run(*arguments, cwd=ROOT):
    return subprocess.run(
        [sys.executable, "-m", "grader", *map(str, arguments)],
        cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "PYTHONUTF8": "1"},
    )  # fmt: skip


def test_the_command_writes_a_file_for_each_student_and_a_zip(tmp_path):
    folder = tmp_path / "Moodle download"
    for name, number in (("Ada Lovelace", 12), ("Ben O", 34)):
        place = folder / f"{name}_{number}_assignsubmission_file_"
        place.mkdir(parents=True)
        (place / "hw.csv").write_bytes((ROOT / "submissions/relu-2-2-1/slides.csv").read_bytes())
    rubric = ROOT / "rubrics/relu-2-2-1.toml"
    done = run(folder, "--rubric", rubric, "--out", tmp_path / "out", "--feedback", "md", "--feedback-zip", "moodle")
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in (tmp_path / "out/feedback").iterdir()) == ["Ada Lovelace (12).md", "Ben O (34).md"]
    import zipfile

    assert zipfile.ZipFile(tmp_path / "out/feedback-moodle.zip").namelist() == [
        "Ada Lovelace_12_assignsubmission_file_/feedback.md",
        "Ben O_34_assignsubmission_file_/feedback.md",
    ]


def test_who_is_on_the_roster_and_handed_in_nothing_is_told_so(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/amara.csv").write_bytes((ROOT / "submissions/relu-2-2-1/slides.csv").read_bytes())
    (tmp_path / "roster.csv").write_text("login,name\namara,Amara O\nzoe,Zoe B\n")
    asked = ("--rubric", ROOT / "rubrics/relu-2-2-1.toml", "--roster", tmp_path / "roster.csv")
    done = run(tmp_path / "in", *asked, "--out", tmp_path / "out", "--feedback", "md")
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "out/feedback/zoe.md").read_text(encoding="utf-8")
    assert text == "# One iteration of backpropagation\n\nZoe B\n\nNo work of yours was found.\n"
    assert (tmp_path / "out/feedback/amara.md").exists()
    run(tmp_path / "in", *asked, "--out", tmp_path / "out", "--feedback", "html")
    assert sorted(path.name for path in (tmp_path / "out/feedback").iterdir()) == ["amara.html", "zoe.html"]
    assert "No work of yours was found." in (tmp_path / "out/feedback/zoe.html").read_text(encoding="utf-8")


def test_whose_work_could_not_be_read_is_told_why(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/slides_12_77_hw.csv").write_bytes((ROOT / "submissions/relu-2-2-1/slides.csv").read_bytes())
    (tmp_path / "in/lovelaceada_13_78_hw.pdf").write_bytes(b"%PDF-1.7")
    asked = ("--rubric", ROOT / "rubrics/relu-2-2-1.toml", "--out", tmp_path / "out", "--feedback-zip", "canvas")
    assert run(tmp_path / "in", *asked, "--feedback", "md", "--feedback", "html").returncode == 1
    text = (tmp_path / "out/feedback/lovelaceada (13).md").read_text(encoding="utf-8")
    assert "No answers could be read in what you handed in." in text
    assert "hw.pdf: is a PDF document \\(hand in the answers as .xlsx or .csv\\)" in text
    assert "is a PDF document" in (tmp_path / "out/feedback/lovelaceada (13).html").read_text(encoding="utf-8")
    import zipfile

    assert len(zipfile.ZipFile(tmp_path / "out/feedback-canvas.zip").namelist()) == 2


def test_what_a_system_shows_to_a_group_bears_the_names_of_all_in_it(tmp_path):
    (tmp_path / "in").mkdir()
    for name in ("teama_12_77", "teamb_14_78"):
        (tmp_path / f"in/{name}_hw.csv").write_bytes((ROOT / "submissions/relu-2-2-1/slides.csv").read_bytes())
    (tmp_path / "roster.csv").write_text("id,name,group\n12,Ada L,Team A\n13,Ben O,Team A\n14,Cy P,Team B\n")
    asked = ("--rubric", ROOT / "rubrics/relu-2-2-1.toml", "--roster", tmp_path / "roster.csv")
    done = run(tmp_path / "in", *asked, "--out", tmp_path / "out", "--feedback", "md", "--feedback-zip", "canvas")
    assert done.returncode == 0, done.stderr
    assert "\nBen O\n" in next((tmp_path / "out/feedback").glob("*13*.md")).read_text(encoding="utf-8")
    import zipfile

    zipped = zipfile.ZipFile(tmp_path / "out/feedback-canvas.zip")
    said = [zipped.read(name).decode().splitlines()[2] for name in zipped.namelist()]
    assert said == ["Ada L, Ben O", "Cy P"]


def test_a_group_that_the_roster_tells_is_not_in_moodles_zip(tmp_path):
    """Its number is the group's, which as a student's is that of somebody else."""
    for folder in ("Team A_51_assignsubmission_file_", "Dee Q_53_assignsubmission_file_"):
        (tmp_path / "in" / folder).mkdir(parents=True)
        (tmp_path / "in" / folder / "hw.csv").write_bytes((ROOT / "submissions/relu-2-2-1/slides.csv").read_bytes())
    (tmp_path / "roster.csv").write_text("id,name,group\n12,Ada L,Team A\n13,Ben O,Team A\n15,Dee Q,\n")
    asked = ("--rubric", ROOT / "rubrics/relu-2-2-1.toml", "--roster", tmp_path / "roster.csv")
    done = run(tmp_path / "in", *asked, "--out", tmp_path / "out", "--feedback-zip", "moodle")
    assert done.returncode == 0, done.stderr
    import zipfile

    zipped = zipfile.ZipFile(tmp_path / "out/feedback-moodle.zip").namelist()
    assert zipped == ["Dee Q_53_assignsubmission_file_/feedback.html"]


def test_each_of_several_assignments_has_a_zip_of_its_own_with_nothing_of_the_others(tmp_path):
    for rubric, file, number in (("cs637-hw1", "ben.csv", 71), ("relu-2-2-1", "slides.csv", 72)):
        (tmp_path / "in" / rubric).mkdir(parents=True)
        data = (ROOT / "submissions" / rubric / file).read_bytes()
        (tmp_path / "in" / rubric / f"lovelaceada_41_{number}_hw.csv").write_bytes(data)
    rubrics = [part for path in sorted((ROOT / "rubrics").glob("*.toml")) for part in ("--rubric", path)]
    done = run(tmp_path / "in", *rubrics, "--out", tmp_path / "out", "--feedback-zip", "canvas")
    assert done.returncode == 0, done.stderr
    import zipfile

    for rubric, number, own, other in (
        ("cs637-hw1", 71, "CS 637 Homework 1", "One iteration"),
        ("relu-2-2-1", 72, "One iteration", "CS 637 Homework 1"),
    ):
        packed = zipfile.ZipFile(tmp_path / f"out/feedback-canvas-{rubric}.zip")
        assert packed.namelist() == [f"lovelaceada_41_{number}_feedback.html"]
        page = packed.read(packed.namelist()[0]).decode()
        assert own in page
        assert other not in page


def test_a_class_of_which_nothing_could_be_read_gets_no_feedback(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/ada.xlsx").write_bytes(b"PK\x03\x04 no zip")
    rubric = ROOT / "rubrics/relu-2-2-1.toml"
    done = run(tmp_path / "in", "--rubric", rubric, "--out", tmp_path / "out", "--feedback", "html")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not list((tmp_path / "out" / "feedback").glob("*"))


def test_faulty_phrases_stop_the_run_before_anything_is_written(tmp_path):
    (tmp_path / "own.toml").write_text('scor = "x"\n')
    done = run("submissions", "--out", tmp_path / "out", "--feedback", "html", "--wording", tmp_path / "own.toml")
    assert done.returncode == 2
    assert "did you mean 'score'?" in done.stderr
    assert not (tmp_path / "out").exists()


def test_who_comes_from_no_such_download_is_said(tmp_path):
    done = run("submissions/relu-2-2-1", "--out", tmp_path / "out", "--feedback-zip", "canvas")
    assert done.returncode == 0
    assert "not in feedback-canvas.zip, because their files do not come from Canvas: amara, bruno" in done.stderr
    assert not (tmp_path / "out" / "feedback-canvas.zip").exists()


def test_work_marked_by_a_declared_alternative_says_so_and_follows_it(tmp_path):
    (tmp_path / "two.toml").write_text(
        '[given]\nx = 3\n[forward]\nE = "x^2"\nF = "E + 1"\n[marks]\nE = 1\nF = 1\n'
        '[[accept]]\nname = "half"\n[accept.forward]\nE = "x^2/2"\n'
    )
    (tmp_path / "in").mkdir()
    (tmp_path / "in/ada.csv").write_text("E,4.5\nF,7\n")
    (tmp_path / "in/ben.csv").write_text("E,9\nF,10\n")
    found = written(tmp_path / "in", [tmp_path / "two.toml"])
    ada, ben = (found[name].sheets[0].parts[0] for name in ("ada", "ben"))
    assert (ada.convention, ben.convention) == ("half", "")
    assert ada.first.text == "F = E + 1 = 4.5 + 1 = 5.5"
    assert "half" not in FORMATS["md"](found["ben"], Wording())
