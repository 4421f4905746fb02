"""`grade --feedback` and `--feedback-zip`: a file for each student, and what each system hands out again."""

import zipfile

import pytest

from tests.cli.running import run
from tests.conftest import ROOT


def test_the_command_writes_a_file_for_each_student_and_a_zip(tmp_path):
    folder = tmp_path / "Moodle download"
    for name, number in (("Ada Lovelace", 12), ("Ben O", 34)):
        place = folder / f"{name}_{number}_assignsubmission_file_"
        place.mkdir(parents=True)
        (place / "hw.csv").write_bytes((ROOT / "submissions/relu-2-2-1/kira.csv").read_bytes())
    rubric = ROOT / "rubrics/relu-2-2-1.toml"
    done = run(folder, "--rubric", rubric, "--out", tmp_path / "out", "--feedback", "md", "--feedback-zip", "moodle")
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in (tmp_path / "out/feedback").iterdir()) == ["Ada Lovelace (12).md", "Ben O (34).md"]
    assert zipfile.ZipFile(tmp_path / "out/feedback-moodle.zip").namelist() == [
        "Ada Lovelace_12_assignsubmission_file_/feedback.md",
        "Ben O_34_assignsubmission_file_/feedback.md",
    ]


def test_who_is_on_the_roster_and_handed_in_nothing_is_told_so(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/amara.csv").write_bytes((ROOT / "submissions/relu-2-2-1/kira.csv").read_bytes())
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
    (tmp_path / "in/slides_12_77_hw.csv").write_bytes((ROOT / "submissions/relu-2-2-1/kira.csv").read_bytes())
    (tmp_path / "in/lovelaceada_13_78_hw.pdf").write_bytes(b"%PDF-1.7")
    asked = ("--rubric", ROOT / "rubrics/relu-2-2-1.toml", "--out", tmp_path / "out", "--feedback-zip", "canvas")
    assert run(tmp_path / "in", *asked, "--feedback", "md", "--feedback", "html").returncode == 1
    text = (tmp_path / "out/feedback/lovelaceada (13).md").read_text(encoding="utf-8")
    assert "No answers could be read in what you handed in: a person is going to look at it." in text
    assert "hw.pdf: is a PDF document\n" in text
    assert "is a PDF document" in (tmp_path / "out/feedback/lovelaceada (13).html").read_text(encoding="utf-8")
    assert len(zipfile.ZipFile(tmp_path / "out/feedback-canvas.zip").namelist()) == 2


def test_of_a_teams_work_that_could_not_be_read_each_is_told_why(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/ada.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "in/cy.csv").write_bytes((ROOT / "submissions/relu-2-2-1/kira.csv").read_bytes())
    (tmp_path / "roster.csv").write_text("login,name,handed in with\nada,Ada L,\nben,Ben O,Ada L\ncy,Cy P,\n")
    asked = ("--rubric", ROOT / "rubrics/relu-2-2-1.toml", "--roster", tmp_path / "roster.csv")
    run(tmp_path / "in", *asked, "--out", tmp_path / "out", "--feedback", "md")
    for who in ("ada", "ben"):
        assert "is a PDF document" in (tmp_path / f"out/feedback/{who}.md").read_text(encoding="utf-8")


def test_what_could_not_be_used_of_a_work_is_told_its_student_and_nobody_else(tmp_path):
    (tmp_path / "hw.toml").write_text('[given]\nx = 2\n[forward]\ns = "3*x"\n[marks]\ns = 1\n')
    for name, text in (("ada", "s,6\nq9,0.5\n"), ("ben", "s,6\n")):
        (tmp_path / "in" / name).mkdir(parents=True)
        (tmp_path / "in" / name / "a.csv").write_text(text)
    (tmp_path / "in" / "ada" / "scan.pdf").write_bytes(b"%PDF-1.7")
    run("in", "--rubric", "hw.toml", "--feedback", "md", "--feedback", "html", cwd=tmp_path)
    pages = tmp_path / "grades" / "feedback"
    lines = ["- a.csv line 2: nobody asked for 'q9'", "- scan.pdf: is a PDF document"]
    ada = (pages / "ada.md").read_text(encoding="utf-8")
    assert [line.replace("\\", "").partition(" (")[0] for line in ada.splitlines() if line.startswith("- ")] == lines
    assert "<li><bdi>scan.pdf: is a PDF" in (pages / "ada.html").read_text(encoding="utf-8")
    assert "could not be used" not in (pages / "ben.md").read_text() + (pages / "ben.html").read_text()


def test_what_could_not_be_used_of_one_row_of_a_form_is_not_told_those_of_the_others(tmp_path):
    (tmp_path / "hw.toml").write_text('[given]\nx = 2\n[forward]\ns = "3*x"\nt = "s + 1"\n[marks]\ns = 1\nt = 1\n')
    rows = ("a@u.edu,see me,7", "b@u.edu,6,7")
    (tmp_path / "r.csv").write_text("Timestamp,Email,s,t\n" + "".join(f"3/13/2026 9:00:00,{row}\n" for row in rows))
    run("r.csv", "--rubric", "hw.toml", "--feedback", "md", cwd=tmp_path)
    ada, ben = ((tmp_path / "grades" / "feedback" / f"{name}@u.edu.md").read_text() for name in "ab")
    assert ("could not be used" in ada, "could not be used" in ben) == (True, False)


def test_one_assignment_that_could_not_be_read_is_told_beside_another_that_was(tmp_path):
    for rubric, file, data in (
        ("cs637-hw1", "ada.csv", (ROOT / "submissions/cs637-hw1/ben.csv").read_bytes()),
        ("relu-2-2-1", "ada.pdf", b"%PDF-1.7"),
        ("relu-2-2-1", "ben.csv", (ROOT / "submissions/relu-2-2-1/kira.csv").read_bytes()),
    ):
        (tmp_path / "in" / rubric).mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / rubric / file).write_bytes(data)
    rubrics = [part for path in sorted((ROOT / "rubrics").glob("*.toml")) for part in ("--rubric", path)]
    run(tmp_path / "in", *rubrics, "--out", tmp_path / "out", "--feedback", "md", "--feedback", "html")
    text = (tmp_path / "out/feedback/ada.md").read_text(encoding="utf-8")
    assert text.startswith("# CS 637 Homework 1, One iteration of backpropagation\n")
    told = (
        "No answers could be read in what you handed in: a person is going to look at it.\n\nada.pdf: is a PDF document"
    )
    assert f"\n## One iteration of backpropagation\n\n{told}" in text.replace("\\", "")
    assert "is a PDF document" in (tmp_path / "out/feedback/ada.html").read_text(encoding="utf-8")
    assert "PDF" not in (tmp_path / "out/feedback/ben.md").read_text(encoding="utf-8")


def test_what_a_system_shows_to_a_group_bears_the_names_of_all_in_it(tmp_path):
    (tmp_path / "in").mkdir()
    for name in ("teama_12_77", "teamb_14_78"):
        (tmp_path / f"in/{name}_hw.csv").write_bytes((ROOT / "submissions/relu-2-2-1/kira.csv").read_bytes())
    (tmp_path / "roster.csv").write_text("id,name,group\n12,Ada L,Team A\n13,Ben O,Team A\n14,Cy P,Team B\n")
    asked = ("--rubric", ROOT / "rubrics/relu-2-2-1.toml", "--roster", tmp_path / "roster.csv")
    done = run(tmp_path / "in", *asked, "--out", tmp_path / "out", "--feedback", "md", "--feedback-zip", "canvas")
    assert done.returncode == 0, done.stderr
    assert "\nBen O\n" in next((tmp_path / "out/feedback").glob("*13*.md")).read_text(encoding="utf-8")
    zipped = zipfile.ZipFile(tmp_path / "out/feedback-canvas.zip")
    said = [zipped.read(name).decode().splitlines()[2] for name in zipped.namelist()]
    assert said == ["Ada L, Ben O", "Cy P"]


def zipped_for_a_pair(tmp_path, system, file, number=""):
    """The zip for Ada, who handed in for Ben, too, by the class list; and what is said of it."""
    (tmp_path / "in" / file).parent.mkdir(parents=True)
    (tmp_path / "in" / file).write_bytes((ROOT / "submissions/relu-2-2-1/kira.csv").read_bytes())
    rows = ("name,id,Identifier,handed in with", f"Ada L,12,{number and 'Participant 51'},")
    (tmp_path / "roster.csv").write_text("\n".join([*rows, f"Ben O,13,{number},Ada L\n"]))
    asked = ("--rubric", ROOT / "rubrics/relu-2-2-1.toml", "--roster", tmp_path / "roster.csv")
    done = run(tmp_path / "in", *asked, "--out", tmp_path / "out", "--feedback-zip", system)
    zipped = zipfile.ZipFile(tmp_path / f"out/feedback-{system}.zip")
    said = {name: "Ada L, Ben O" in zipped.read(name).decode() for name in zipped.namelist()}
    return said, done.stderr


@pytest.mark.parametrize(
    ("system", "file"), [("canvas", "adal_12_77_hw.csv"), ("moodle", "Ada L_51_assignsubmission_file_/hw.csv")]
)
def test_for_whom_somebody_handed_in_by_the_class_list_is_said_to_get_no_page_there(tmp_path, system, file):
    said, told = zipped_for_a_pair(tmp_path, system, file)
    assert [*said.values()] == [True]
    assert f"somebody else handed in for them, by the class list, and {system.title()} hands out a page to that" in told
    assert told.partition("alone: ")[2].splitlines()[0] == "Ben O (13)"


def test_for_whom_somebody_handed_in_has_a_page_in_moodle_by_their_own_number(tmp_path):
    said, told = zipped_for_a_pair(tmp_path, "moodle", "Ada L_51_assignsubmission_file_/hw.csv", "Participant 52")
    assert said == {
        "Ada L_51_assignsubmission_file_/feedback.html": True,
        "Ada L_52_assignsubmission_file_/feedback.html": True,
    }
    assert "not in" not in told


def test_a_number_of_another_assignment_is_nobodys_there(tmp_path):
    said, told = zipped_for_a_pair(tmp_path, "moodle", "Ada L_951_assignsubmission_file_/hw.csv", "Participant 52")
    assert (len(said), "Ben O" in told) == (1, True)


def test_a_group_that_the_roster_tells_is_not_in_moodles_zip(tmp_path):
    """Its number is the group's, which as a student's is that of somebody else."""
    for folder in ("Team A_51_assignsubmission_file_", "Dee Q_53_assignsubmission_file_"):
        (tmp_path / "in" / folder).mkdir(parents=True)
        (tmp_path / "in" / folder / "hw.csv").write_bytes((ROOT / "submissions/relu-2-2-1/kira.csv").read_bytes())
    (tmp_path / "roster.csv").write_text("id,name,group\n12,Ada L,Team A\n13,Ben O,Team A\n15,Dee Q,\n")
    asked = ("--rubric", ROOT / "rubrics/relu-2-2-1.toml", "--roster", tmp_path / "roster.csv")
    done = run(tmp_path / "in", *asked, "--out", tmp_path / "out", "--feedback-zip", "moodle")
    assert done.returncode == 0, done.stderr
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


def test_who_comes_from_no_such_download_is_said_as_they_are_called(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/Zoë.csv").write_bytes((ROOT / "submissions/relu-2-2-1/kira.csv").read_bytes())
    done = run(
        tmp_path / "in",
        "--rubric",
        ROOT / "rubrics/relu-2-2-1.toml",
        "--out",
        tmp_path / "out",
        "--feedback-zip",
        "canvas",
    )
    assert "have none of Canvas's numbers: Zoë\n" in done.stderr


def test_who_comes_from_no_such_download_is_said(tmp_path):
    done = run("submissions/relu-2-2-1", "--out", tmp_path / "out", "--feedback-zip", "canvas")
    assert done.returncode == 0
    assert (
        "feedback-canvas.zip is not written, because their files have none of Canvas's numbers (14 students): amara"
        in done.stderr
    )
    assert not (tmp_path / "out" / "feedback-canvas.zip").exists()


def test_it_is_said_of_how_many_no_zip_is_written(tmp_path):
    (tmp_path / "in").mkdir()
    for n in range(7):
        (tmp_path / "in" / f"s{n}.csv").write_text("s,6\n")
    (tmp_path / "hw.toml").write_text('[given]\nx = 2\n[forward]\ns = "3*x"\n[marks]\ns = 1\n')
    said = run("in", "--rubric", "hw.toml", "--feedback-zip", "canvas", cwd=tmp_path).stderr
    what = "feedback-canvas.zip is not written, because their files have none of Canvas's numbers (7 students)"
    assert f"{what}: s0, s1, s2, s3, s4 …\n" in said
    assert not (tmp_path / "grades" / "feedback-canvas.zip").exists()
