"""The worked solution as a page, in a real browser and as text."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from grader.grading import prepare
from grader.reports.pages.key import key_page
from tests.reports.colours import contrast

ROOT = Path(__file__).parent.parent.parent
RUBRICS = ["rubrics/cs637-hw1.toml", "rubrics/relu-2-2-1.toml"]

HOSTILE = """
title = "<script>alert('title')</script>"
[given]
x = 1
[forward]
y = "2*x"
[names]
y = ["<img src=x onerror=alert(1)>"]
[marks]
y = 1
[[accept]]
name = "</style><script>alert('name')</script>"
[accept.given]
x = 2
"""


def page_of(path):
    course = prepare(ROOT / path)
    return key_page(course.problems, course.title, path)


@pytest.mark.parametrize("rubric", RUBRICS)
@pytest.mark.parametrize(("width", "dark"), [(1100, False), (390, True)])
def test_the_page_loads_alone_and_fits_its_window(visit, rubric, width, dark):
    page = visit(page_of(rubric), width, dark)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("math").count() > 20
    assert page.locator("svg[role]").count() >= 2


def test_a_step_shows_formula_numbers_and_value(visit):
    page = visit(page_of("rubrics/cs637-hw1.toml"))
    lines = [re.sub(r"[\s\u2061]", "", text) for text in page.locator("#problem-2 .equation").all_text_contents()]
    assert "h1=σ(s1)=σ(1.31)=0.787513" in lines


def test_a_box_of_the_graph_leads_to_its_step(visit):
    page = visit(page_of("rubrics/relu-2-2-1.toml"))
    page.locator("svg a", has_text="MSE = 1.65").first.click()
    assert page.locator(".equation:target").text_content().startswith("MSE")


def test_text_is_legible_in_both_schemes(visit):
    """Contrast of ink on paper at least 7 to 1, of soft text at least 4.5 to 1 (WCAG 2.2, 1.4.3 and 1.4.6)."""
    for dark in (False, True):
        page = visit(page_of("rubrics/relu-2-2-1.toml"), dark=dark)
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert contrast(page.evaluate("getComputedStyle(document.body).color"), paper) >= 7
        assert contrast(page.evaluate("getComputedStyle(document.querySelector('.lead')).color"), paper) >= 4.5


def test_no_text_of_a_rubric_becomes_an_element(visit, tmp_path):
    (tmp_path / "bad.toml").write_text(HOSTILE)
    course = prepare(tmp_path / "bad.toml")
    html = key_page(course.problems, course.title, "bad.toml")
    assert "<script" not in html
    page = visit(html)
    assert page.locator("script, img").count() == 0
    assert page.locator("h1").inner_text() == "<script>alert('title')</script>"


def test_the_page_is_the_same_every_time():
    assert page_of(RUBRICS[1]) == page_of(RUBRICS[1])


@pytest.mark.parametrize("rubric", RUBRICS)
def test_the_document_compiles(rubric, tmp_path):
    if not shutil.which("pdflatex"):
        pytest.skip("no LaTeX engine is installed (pdflatex)")
    from grader.reports import document, solve

    course = prepare(ROOT / rubric)
    (tmp_path / "key.tex").write_text(document([solve(r) for r in course.problems], course.title), encoding="utf-8")
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "key.tex"],
        cwd=tmp_path, capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:]
    assert (tmp_path / "key.pdf").stat().st_size > 10_000
