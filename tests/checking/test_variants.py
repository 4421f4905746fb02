"""What is weak with the givens of some students, and not with the rubric's own."""

from grader.checking import check, with_variants
from grader.grading import prepare
from grader.reports.check import show_check
from tests.grading.test_variants import GIVENS, rubric


def checked(folder, text):
    (folder / "hw.toml").write_text(rubric(GIVENS["A"], "variants.csv"))
    (folder / "variants.csv").write_text(text)
    course = prepare(folder / "hw.toml")
    [references] = course.problems
    return with_variants(check(references), {v.name: v.problems[0] for v in course.variants})


def test_what_the_numbers_of_a_version_hide_is_told_with_its_name(tmp_path):
    found = checked(tmp_path, "version,id,x1,y\nB,,0,\nC,,,0.55\nB,ada,,\nC,ben,,\n")
    said = show_check([found])
    assert "With the givens of variants\n" in said
    assert "• x₁ is 0\n    B: s₁" in said
    assert "fewest slips show with the givens of 'B'" in said


def test_of_many_variants_some_are_looked_at_and_what_is_no_worse_is_not_told(tmp_path):
    rows = "".join(f"s{n},{0.5 + n / 1000}\n" for n in range(30))
    titles = [section.title for section in checked(tmp_path, "id,y\n" + rows).sections]
    assert not [title for title in titles if title == "With the givens of variants"]
    same = checked(tmp_path, "id,y\nada,0.5\n")
    assert same.sections == check(prepare(tmp_path / "hw.toml").problems[0]).sections
