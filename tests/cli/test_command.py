"""The command: exit statuses, messages, what lands, and what is untouched."""

import csv
import re
import shutil
import subprocess
import sys
import threading
from io import StringIO

import pytest

from grader.cli.speaking import progress
from tests.answers.workbook import zipped
from tests.cli.running import run, run_anew
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run") / "grades"
    return run("submissions", "--out", folder), folder


def test_everything_lands(graded):
    done, folder = graded
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(p.name for p in folder.iterdir()) == [
        "attention.csv", "gradebook.csv", "gradebook.xlsx", "marks.csv", "report.html", "run.json",
    ]  # fmt: skip
    assert "28 graded, 0 listed, 0 ignored" in done.stdout


def test_marks_have_the_columns_of_the_design(graded):
    with (graded[1] / "marks.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [
        "student", "problem", "quantity", "answer", "value", "expected", "followed", "verdict", "cause", "points",
        "out_of", "note",
    ]  # fmt: skip
    slides = [row for row in rows if row["student"] == "slides"]
    assert len(slides) == 50
    assert sum(float(row["points"]) for row in slides) == 47.5


def test_the_same_input_gives_the_same_bytes(graded, tmp_path):
    run_anew("submissions", "--out", tmp_path / "again")
    for path in graded[1].iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name


def test_the_shared_report_earns_full_marks(graded):
    with (graded[1] / "gradebook.csv").open(encoding="utf-8", newline="") as file:
        report = next(row for row in csv.DictReader(file) if row["student"] == "report")
    assert (report["cs637-hw1 2"], report["cs637-hw1 3"], report["relu-2-2-1"]) == ("23", "6", "")


def test_a_submission_that_cannot_be_read_is_status_1(tmp_path):
    (tmp_path / "in").mkdir()
    shutil.copy(ROOT / "submissions" / "relu-2-2-1" / "slides.csv", tmp_path / "in")
    (tmp_path / "in" / "broken.xlsx").write_bytes(b"PK\x03\x04 no zip")
    done = run("in", "--rubric", ROOT / "rubrics" / "relu-2-2-1.toml", cwd=tmp_path)
    assert done.returncode == 1
    assert "1 graded, 1 listed, 0 ignored" in done.stdout
    assert "broken.xlsx" in (tmp_path / "grades" / "attention.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments", [["nowhere"], ["submissions", "--rubric", "nowhere.toml"], ["--nonsense"], ["key", "nowhere.toml"]]
)
def test_nothing_could_be_done_is_status_2(arguments, tmp_path):
    done = run(*arguments, "--out", tmp_path / "grades") if arguments[0] != "key" else run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "grades").exists()


SIX_FAULTS = """title = "faults"
tolerance = "0.1 percents"
[given]
x = [1, "two"]
w = 0.5
[forward]
s = "w*q"
h = "sigmoyd(s)"
a = "b + 1"
b = "a + 1"
E = "(h - "
[marks]
s = 1
z = 2
h = -1
"""


@pytest.mark.parametrize(("share", "status"), [(0.6, 1), (0.01, 2)])
def test_a_download_that_was_cut_off_is_told_by_the_status(tmp_path, share, status):
    """1 where some of it could be read, 2 where nothing could."""
    sheet = (ROOT / "submissions" / "cs637-hw1" / "ben.csv").read_bytes()
    whole = zipped({f"s{n}_{n}_7_hw.csv": sheet for n in range(4)})
    path = tmp_path / "cs637-hw1.zip"
    path.write_bytes(whole[: int(share * len(whole))])
    done = run(path, "--out", tmp_path / "grades")
    assert done.returncode == status
    assert "download it again" in (done.stderr if status == 2 else done.stdout)
    assert (tmp_path / "grades").exists() == (status == 1)


def test_what_was_lost_is_told_before_a_dozen_earlier_attempts(tmp_path):
    (tmp_path / "in").mkdir()
    answers = (ROOT / "submissions" / "relu-2-2-1" / "kira.csv").read_bytes()
    for n in range(12):
        for hour in ("10", "11"):
            (tmp_path / "in" / f"HW_s{n:02d}_attempt_2026-03-01-{hour}-00-00_hw.csv").write_bytes(answers)
    (tmp_path / "in" / "HW_zoe_attempt_2026-03-01-10-00-00_hw.xlsx").write_bytes(b"PK\x03\x04 no zip")
    done = run("in", "--rubric", ROOT / "rubrics" / "relu-2-2-1.toml", cwd=tmp_path)
    assert re.search(r"1 to look at, 12 settled, in attention.csv:\n +HW_zoe_attempt", done.stdout), done.stdout


def test_six_faults_at_once_each_with_its_line_and_a_caret(tmp_path):
    (tmp_path / "bad.toml").write_text(SIX_FAULTS)
    done = run("submissions", "--rubric", tmp_path / "bad.toml", "--out", tmp_path / "grades")
    assert done.returncode == 2
    faults = [line for line in done.stderr.splitlines() if line.startswith("grade: ")]
    assert len(faults) >= 6
    lines = {int(line.split("bad.toml:")[1].split(":")[0]) for line in faults}
    assert lines >= {2, 4, 7, 8, 11, 14}
    assert done.stderr.count("^") >= 6


def test_results_that_cannot_be_written_leave_the_old_ones(tmp_path):
    (tmp_path / "grades").write_text("a file, not a folder")
    done = run("submissions", "--out", tmp_path / "grades")
    assert done.returncode == 2
    assert "--out DIR" in done.stderr
    assert (tmp_path / "grades").read_text() == "a file, not a folder"


def test_help_is_quick_to_load():
    code = "import sys; sys.argv = ['grade', '--help']\n"
    code += "try:\n import grader.cli; grader.cli.main()\nexcept SystemExit: pass\n"
    code += (
        "print([m for m in ('numpy', 'pandas', 'rich', 'lark', 'openpyxl', 'json', 'fractions') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.rstrip().endswith("[]")


def test_help_tells_the_options_of_the_verb_that_may_be_left_out():
    text, verb = (run(*arguments).stdout for arguments in (["--help"], ["grade", "--help"]))
    options = set(re.findall(r"^ +(--[\w-]+)", verb, re.MULTILINE))
    assert {"--rubric", "--out", "--into", "--feedback"} <= options
    assert options | {"--version"} == set(re.findall(r"^ +(--[\w-]+)", text, re.MULTILINE))
    assert "explain  how the marks" in text


def test_feedback_in_several_formats(tmp_path):
    (tmp_path / "ada.csv").write_bytes((ROOT / "submissions" / "relu-2-2-1" / "slides.csv").read_bytes())
    rubric = ROOT / "rubrics" / "relu-2-2-1.toml"
    formats = ("--feedback", "html", "--feedback", "md", "--feedback", "html")
    done = run("ada.csv", "--rubric", rubric, *formats, cwd=tmp_path)
    assert "feedback for 1 student in" in done.stderr
    assert sorted(path.name for path in (tmp_path / "grades" / "feedback").iterdir()) == ["ada.html", "ada.md"]


def test_what_is_not_there_is_not_a_matter_of_permissions():
    done = run("key", "rubrics/relu-2-2-1.toml", "--against", "nowhere.csv")
    assert done.stderr == "grade: nowhere.csv: no such file or folder (check the path)\n"


def test_the_key_as_a_page_and_as_a_document(tmp_path):
    page, source = tmp_path / "key.html", tmp_path / "key.tex"
    done = run("key", "rubrics/relu-2-2-1.toml", "--html", page, "--latex", source)
    assert (done.returncode, done.stdout) == (0, "")
    assert "<title>One iteration of backpropagation</title>" in page.read_text(encoding="utf-8")
    assert source.read_text(encoding="utf-8") == run("key", "rubrics/relu-2-2-1.toml", "--latex").stdout


def test_a_page_that_cannot_be_written_is_status_2(tmp_path):
    (tmp_path / "key.html").mkdir()
    done = run("key", "rubrics/relu-2-2-1.toml", "--html", tmp_path / "key.html")
    assert done.returncode == 2
    assert "another FILE" in done.stderr


def test_the_key_reads_like_the_reports_own_solution():
    done = run("key", "rubrics/cs637-hw1.toml")
    assert done.returncode == 0
    assert "∂Div/∂s₁ = ∂Div/∂h₁ · h₁·(1 − h₁) = −0.00767395 · 0.787513·(1 − 0.787513) = −0.00128413" in done.stdout
    assert "w₃′ = w₃ − η · ∂y/∂w₃ = w₃ − η·x₁²" in done.stdout


@pytest.fixture
def neuron(tmp_path):
    """A folder with a rubric and two submissions, graded once."""
    shutil.copytree(ROOT / "rubrics", tmp_path / "rubrics")
    (tmp_path / "submissions" / "cs637-hw1").mkdir(parents=True)
    for name in ("ada.xlsx", "ben.csv"):
        shutil.copy(ROOT / "submissions" / "cs637-hw1" / name, tmp_path / "submissions" / "cs637-hw1")
    first = run("submissions", cwd=tmp_path)
    assert (first.returncode, first.stderr) == (0, "")
    return tmp_path, first.stdout


def bytes_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_grading_the_same_again_says_nothing_of_changes(neuron):
    folder, first = neuron
    before = bytes_of(folder / "grades")
    assert run("submissions", cwd=folder).stdout == first
    assert bytes_of(folder / "grades") == before


def test_grading_again_says_who_changed_by_how_much_and_why(neuron):
    folder, _ = neuron
    (folder / "rubrics" / "overrides.csv").write_text("student,quantity,points,reason\nben,h2,0.25,late\n")
    before = bytes_of(folder / "grades")
    dry = run("submissions", "--dry-run", cwd=folder)
    assert bytes_of(folder / "grades") == before
    assert dry.stdout.endswith("nothing was written\n")
    wet = run("submissions", cwd=folder)
    for done in (dry, wet):
        assert "1 student has other points than in grades/" in done.stdout
        [line] = [line.split() for line in done.stdout.splitlines() if "−0.75" in line]
        assert line == ["ben", "37", "36.25", "−0.75", "2", "h2", "−0.75", "a", "ruling", "by", "hand"]
    assert "ruled by hand: late (it was correct, 1 of 1)" in (folder / "grades" / "marks.csv").read_text()
    assert "other points" not in run("submissions", cwd=folder).stdout


def test_an_answer_with_all_points_by_hand_is_no_slip_of_the_class(tmp_path):
    shutil.copy(ROOT / "rubrics" / "cs637-hw1.toml", tmp_path / "hw1.toml")
    work = next((ROOT / "submissions" / "cs637-hw1").glob("emre*"))
    before = run(work, "--rubric", "hw1.toml", "--dry-run", cwd=tmp_path).stdout
    assert ", 3 slip\nthe commonest slips: wrong-operand (2), half-derivative (1)\n" in before
    rows = "emre,2,dDiv/ds1,2,misprint\nemre,2,dDiv/dw4,0.75,nearly\n"
    (tmp_path / "overrides.csv").write_text(f"student,problem,quantity,points,reason\n{rows}")
    after = run(work, "--rubric", "hw1.toml", "--dry-run", cwd=tmp_path).stdout
    assert ", 2 slip\nthe commonest slips: wrong-operand (2)\n2 answers ruled by hand" in after


def test_a_dry_run_leaves_nothing_behind(tmp_path):
    done = run("submissions", "--dry-run", "--out", tmp_path / "grades")
    assert (done.returncode, (tmp_path / "grades").exists()) == (0, False)


def test_results_that_somebody_has_edited_are_not_compared(neuron):
    folder, _ = neuron
    (folder / "grades" / "marks.csv").write_text("student;points\nada;1\n")
    done = run("submissions", cwd=folder)
    assert done.returncode == 0
    assert "not as grade writes them: nothing is compared" in done.stderr


def test_a_gradebook_is_filled_in_a_copy_and_a_dry_run_writes_nothing(tmp_path):
    gradebook = tmp_path / "export.csv"
    title = "One iteration of backpropagation (99)"
    gradebook.write_text(f"Student,ID,SIS Login ID,Section,{title}\n    Points Possible,,,,50\nX,1,slides,A,40\n")
    asked = ["submissions/relu-2-2-1", "--rubric", "rubrics/relu-2-2-1.toml", "--into", gradebook]
    done = run(*asked, "--out", tmp_path / "grades", "--dry-run")
    assert "slides: 40 → 47.5" in done.stdout
    assert not (tmp_path / "grades").exists()
    run(*asked, "--out", tmp_path / "grades")
    before = gradebook.read_text()
    assert (tmp_path / "grades" / "into" / "export.csv").read_text() == before.replace("A,40", "A,47.5")
    refused = run(*asked, "--out", tmp_path / "other", "--column", "Quiz")
    assert (refused.returncode, (tmp_path / "other").exists()) == (2, False)
    assert "no column has the title 'Quiz'" in refused.stderr


def test_a_comment_says_what_being_late_costs_there_what_is_missing_and_why_work_could_not_be_read(tmp_path):
    late = '[late]\ndue = 2026-03-01T23:59:00Z\npenalty = "10 %"\n'
    rubric = f'title = "HW"\n{late}[given]\nx = 3\n[forward]\ny = "2*x"\nz = "y + 1"\n[marks]\ny = 10\nz = 10\n'
    (tmp_path / "hw.toml").write_text(rubric)
    for name, file, text in (("Ada L_51", "a.csv", "y,6"), ("Ben N_52", "me.jpg", "x")):
        folder = tmp_path / "work" / f"{name}_assignsubmission_file"
        folder.mkdir(parents=True)
        (folder / file).write_text(text)
    head = "Identifier,Full name,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission)"
    row = 'Participant {},{},Submitted,,10.00,Yes,"Tuesday, 3 March 2026, 10:15 AM",-,\n'
    sheet = f"{head},Last modified (grade),Feedback comments\n" + row.format(51, "Ada L") + row.format(52, "Ben N")
    (tmp_path / "sheet.csv").write_text(sheet)
    run("work", "--rubric", "hw.toml", "--into", "sheet.csv", "--scale", cwd=tmp_path)
    ada, ben = (tmp_path / "grades" / "into" / "sheet.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert ada.replace('"', "").endswith(
        "-,4 of 10 points<br>for being late (1 d 10 h 16 min): −1, 2 d at 10 % of 5<br>missing: z"
    )
    assert (
        "-,No answers could be read in what you handed in: a person is going to look at it.<br>me.jpg: "
        in ben.replace('"', "")
    )


def test_a_comment_says_once_what_is_so_of_several_answers(tmp_path):
    names = [f"{letter}{n}" for letter in "abc" for n in (1, 2)]
    formulas = "\n".join(f'{name} = "{n}*x + 0.37"' for n, name in enumerate(names, 3))
    for k in (1, 2):
        marks = "\n".join(f"{name} = 1" for name in names)
        problem = f'[[problem]]\nname = "{k}"\n[problem.given]\nx = 3\n[problem.forward]\n{formulas}\n'
        with (tmp_path / "hw.toml").open("a") as rubric:
            rubric.write(f"{problem}[problem.marks]\n{marks}\n")
    (tmp_path / "work" / "ada").mkdir(parents=True)
    (tmp_path / "work" / "ada" / "a.csv").write_text("Problem 1\na1,7123\na2,6.0917\n")
    head = "uid,submission_id,score_perc,feedback\n"
    (tmp_path / "sheet.csv").write_text(head + "ada,1,,\n")
    run("work", "--rubric", "hw.toml", "--into", "sheet.csv", cwd=tmp_path)
    told = (tmp_path / "grades" / "into" / "sheet.csv").read_text(encoding="utf-8")
    assert "- Problem 1 a1, a2: neither the expected value nor" in told
    assert "- missing: Problem 1 b1, b2, c1, c2, Problem 2 a1, a2, b1, b2, c1, c2" in told
    (tmp_path / "sheet.csv").write_text(told.rstrip('"\n') + '\n\nSee me!"\n', encoding="utf-8")
    (tmp_path / "overrides.csv").write_text("student,problem,quantity,points,reason,who\nada,1,c1,1,on paper,jd\n")
    run("work", "--rubric", "hw.toml", "--into", "sheet.csv", cwd=tmp_path)
    told = (tmp_path / "grades" / "into" / "sheet.csv").read_text(encoding="utf-8")
    assert "- missing: Problem 1 b1, b2, c2, Problem 2 a1, a2, b1, b2, c1, c2" in told
    assert told.endswith('c1, c2\n\nSee me!"\n')


def test_what_is_said_of_a_gradebook_is_not_said_in_vain(tmp_path):
    done = run("submissions", "--column", "HW 1", "--out", tmp_path / "grades")
    assert (done.returncode, (tmp_path / "grades").exists()) == (2, False)
    assert done.stderr.startswith("grade: --column: there is no gradebook to fill (give the gradebook")


def test_a_dry_run_says_every_grade_that_would_be_another(tmp_path):
    students = ["amara", "bruno", "chen", "divya", "elif", "farid", "gita", "hugo", "ines", "jonas"]
    rows = "".join(f"X,{n},{name},A,1\n" for n, name in enumerate(students))
    (tmp_path / "export.csv").write_text(
        f"Student,ID,SIS Login ID,Section,One iteration of backpropagation (9)\n    Points Possible,,,,50\n{rows}"
    )
    asked = ["submissions/relu-2-2-1", "--rubric", "rubrics/relu-2-2-1.toml", "--into", tmp_path / "export.csv"]
    whole = run(*asked, "--out", tmp_path / "grades", "--dry-run").stdout
    assert all(f"  {name}: 1 → " in whole for name in students)
    some = run(*asked, "--out", tmp_path / "grades").stdout
    assert some.count(": 1 → ") == 8
    assert "… and 2 more that are others than before; all with --dry-run" in some


def test_a_bar_is_drawn_without_a_thread_which_forbids_forking(monkeypatch):
    terminal = StringIO()
    terminal.isatty = lambda: True
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    before = threading.active_count()
    with progress() as bar:
        bar(3, 7)
        assert threading.active_count() == before
    assert "3/7" in terminal.getvalue()


def test_what_writes_results_is_not_loaded_before_there_are_any():
    loaded = "import sys, grader.grading; print({'pandas', 'openpyxl', 'jinja2', 'rich'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
