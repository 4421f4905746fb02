"""The class on one page, in a real browser: what is in it as a whole, and nothing that anybody wrote runs."""

import json
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from grader.analysis import Analysis, analyse
from grader.analysis.agreement import AGREEMENTS
from grader.analysis.wrong import WRONG_VALUES
from grader.cli.handing_back import assignments
from grader.marking import without
from grader.reports.classroom import class_page
from grader.wording import PHRASES
from tests.reports.classes import in_sight, of, page_of, panel, repeated
from tests.reports.colours import contrast

HOSTILE = "</script><img src=x onerror=alert(1)>"


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_the_page_loads_alone_and_fits_its_window(visit, html, width, dark):
    page = visit(html, width, dark)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert len(in_sight(page)) == 14
    assert page.locator("svg[role]").locator("visible=true").count() == 5
    assert not page.evaluate("[...document.querySelectorAll('.drawing')].some((e) => e.scrollWidth > e.clientWidth)")


def test_headings_go_down_by_one_and_every_link_and_row_has_a_name_in_words(visit, outcome, html):
    """What a screen reader goes by: a formula alone is no name to most of them."""
    course, marks = of(outcome, "relu-2-2-1")
    for page in (visit(html), visit(page_of(course, marks))):
        levels = page.evaluate(
            "[...document.querySelectorAll('main h2, main h3, h1')].map((e) => Number(e.tagName[1]))"
        )
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        named = (
            "(e) => ![...e.querySelectorAll('math')].some((m) => !m.closest('[aria-hidden]')) && !!e.textContent.trim()"
        )
        assert page.evaluate(f"[...document.querySelectorAll('a, th[scope=row]')].every({named})")


@pytest.mark.parametrize(("students", "told"), [(9, False), (10, True)])
def test_how_reliable_a_test_is_is_not_told_of_so_few_that_it_is_a_guess(outcome, students, told):
    course, marks = of(outcome, "relu-2-2-1")
    html = page_of(course, [without(m, m.students[students:]) for m in marks])
    assert ("standard error</dt>" in html) is told
    assert ("fewer than 10 students tell too little of it" in html) is not told


def data_of(html):
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', html)[1])


def test_what_the_script_gets_is_what_was_marked(html, outcome):
    for sheet, rubric in zip(data_of(html)["sheets"], ("cs637-hw1", "relu-2-2-1"), strict=True):
        marks = of(outcome, rubric)[1]
        shown = Counter("".join(sheet["verdicts"]))
        names = [name for name, _ in data_of(html)["signs"]]
        assert {names[int(k)]: n for k, n in shown.items()} == Counter(
            PHRASES[v] for m in marks for v in m.verdict.ravel()
        )
        emre = sheet["students"].index("emre") if "emre" in sheet["students"] else None
        if emre is not None:
            column = [c["label"] for c in sheet["columns"]].index("∂Div/∂s₁")
            answer, expected, followed, note, points = sheet["told"][emre][5 * column : 5 * column + 5]
            assert (answer, sheet["texts"][expected], points) == ("-0.00604337", "-0.00128413", 1.0)
            assert sheet["texts"][note].startswith("of the derivative h₁·(1 − h₁) the factor 1 − h₁ is missing")
            assert sheet["texts"][followed] == "-0.00128414"


def test_no_text_from_outside_becomes_an_element_or_ends_the_script(visit, outcome):
    course, marks = of(outcome, "relu-2-2-1")
    bad = np.full_like(marks[0].answer, HOSTILE)
    table = repeated(marks[0], 1, HOSTILE + "{}")
    html = page_of(replace(course, title=HOSTILE), [replace(table, answer=bad, note=bad, title=HOSTILE)])
    page = visit(html)
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 2
    page.locator("[data-map] .who a").first.click()
    assert HOSTILE in panel(page, f"{HOSTILE}0").locator("table").first.inner_text()
    assert page.locator("img").count() == 0


def test_a_class_of_one_has_blanks_and_no_nan(visit, outcome):
    course, marks = of(outcome, "relu-2-2-1")
    one = [
        replace(m, students=m.students[:1], **{k: getattr(m, k)[:1] for k in (
            "answer", "value", "expected", "followed", "verdict", "cause", "share", "note", "again")}) for m in marks
    ]  # fmt: skip
    page = visit(page_of(course, one))
    assert "nan" not in page.locator("main").inner_text()
    assert in_sight(page) == [marks[0].students[0]]


def test_where_nothing_was_answered_it_is_not_said_that_nothing_is_wrong(visit, outcome):
    course, marks = of(outcome, "relu-2-2-1")
    blank = {"answer": "", "value": np.nan, "verdict": "missing", "cause": "", "share": 0}
    none = [replace(m, **{k: np.full_like(getattr(m, k), value) for k, value in blank.items()}) for m in marks]
    assert "Nothing was answered." in visit(page_of(course, none)).locator(".glance").inner_text()


def test_who_has_no_marks_is_told_and_why(visit, outcome):
    lost = {"cs637-hw1": {"handed in what could not be read": ["zoe", "yan"], "handed in nothing": []}}
    page = visit(class_page(assignments(outcome), analyse(outcome.marks), {"zoe": "Zoë"}, lost).decode())
    assert page.locator(".unmarked").all_inner_texts() == ["2 more handed in what could not be read: Zoë; yan"]


def test_nothing_graded_is_said(visit):
    page = visit(class_page([], analyse([])).decode())
    assert "Nothing could be graded" in page.locator("main").inner_text()


def test_signs_are_legible_in_both_schemes(visit, html):
    """Contrast of every sign on its cell at least 4.5 to 1 (WCAG 2.2, 1.4.3), of the faint ones, too."""
    for dark in (False, True):
        page = visit(html, dark=dark)
        pairs = page.evaluate(
            "[...document.querySelector('.key').querySelectorAll('i')].map((e) => "
            "[getComputedStyle(e).color, getComputedStyle(e).backgroundColor])"
        )
        assert len(pairs) == 8
        assert all(contrast(*pair) >= 4.5 for pair in pairs)
        cell = page.locator(".cell.v0").first
        assert (
            contrast(*cell.evaluate("(e) => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]")) >= 4.5
        )


def test_the_page_is_the_same_every_time(outcome, html):
    assert class_page(assignments(outcome), analyse(outcome.marks)).decode() == html


def test_students_of_a_pair_and_the_question_of_a_shared_value_are_a_click_away(visit, outcome):
    tables = list(analyse(outcome.marks))
    tables[3] = pd.DataFrame(
        [("relu-2-2-1", "", "MSE", 0.5, 2, ("amara", "chen"), "", "?")], columns=list(WRONG_VALUES)
    )
    tables[4] = pd.DataFrame([("relu-2-2-1", "chen", "amara", 2, 0.01, "f, MSE")], columns=list(AGREEMENTS))
    page = visit(class_page(assignments(outcome), Analysis(*tables), {"chen": "Chen Wei"}).decode())
    page.locator("main > section table").last.get_by_text("Chen Wei").click()
    panel(page, "Chen Wei").get_by_label("close").click()
    page.locator("table", has_text="what it means").first.locator("a").click()
    page.locator("dialog[open] td", has_text="amara, Chen Wei").wait_for()


def test_a_picture_tells_all_in_counts_or_all_in_percent_and_cuts_nothing(outcome):
    """A matrix has many more answers than a number: what is told of both is told alike."""
    course, marks = of(outcome, "relu-2-2-1")
    for times, percent in ((1, False), (60, True)):
        signs = re.findall(r'<text class="sign"[^>]*>([^<]*)<', page_of(course, [repeated(m, times) for m in marks]))
        assert len(signs) > 20
        assert not [text for text in signs if "…" in text or ("%" in text) is not percent]
