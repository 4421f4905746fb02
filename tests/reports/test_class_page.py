"""The class on one page, in a real browser: every control works, and nothing that anybody wrote runs."""

import json
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from grader.analysis import Analysis, analyse
from grader.analysis.agreement import AGREEMENTS
from grader.analysis.wrong import WRONG_VALUES
from grader.cli.handing_back import assignments
from grader.grading import grade
from grader.reports.classroom import class_page
from grader.totals import totals
from tests.reports.colours import contrast

ROOT = Path(__file__).parent.parent.parent
HOSTILE = "</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def outcome():
    return grade([ROOT / "submissions"], sorted((ROOT / "rubrics").glob("*.toml")))


@pytest.fixture(scope="module")
def html(outcome):
    return class_page(assignments(outcome), analyse(outcome.marks)).decode()


def data_of(html):
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', html)[1])


def page_of(course, marks):
    """The page of one rubric with marks that are not from files."""
    from grader.reports.feedback import Assignment, Problem

    told = Assignment(course.title, tuple(map(Problem, marks, course.problems)), totals(marks))
    return class_page([told], analyse(marks)).decode()


def of(outcome, rubric):
    [course] = [course for course in outcome.courses if course.name == rubric]
    return course, [marks for marks in outcome.marks if marks.rubric == rubric]


def repeated(marks, times, name="student {:04d}"):
    """A class as large as one likes."""
    tall = {k: np.tile(getattr(marks, k), (times, 1)) for k in (
        "answer", "value", "expected", "followed", "verdict", "cause", "share", "note", "again")}  # fmt: skip
    students = tuple(name.format(i) for i in range(times * len(marks.students)))
    return replace(marks, **tall, students=students, receipts={}, conventions=(), ruled=None)


def in_sight(page):
    return page.locator("[data-map='0'] tbody .who").all_inner_texts()


def panel(page, title):
    """The panel, once it is about this: a link's hash tells the page of it by an event, some time after the click."""
    page.locator("dialog[open] h2").get_by_text(title, exact=True).wait_for()
    return page.locator("dialog")


def test_what_the_script_gets_is_what_was_marked(html, outcome):
    for sheet, rubric in zip(data_of(html)["sheets"], ("cs637-hw1", "relu-2-2-1"), strict=True):
        marks = of(outcome, rubric)[1]
        shown = Counter("".join(sheet["verdicts"]))
        names = [name for name, _ in data_of(html)["signs"]]
        assert {names[int(k)]: n for k, n in shown.items()} == Counter(v for m in marks for v in m.verdict.ravel())
        emre = sheet["students"].index("emre") if "emre" in sheet["students"] else None
        if emre is not None:
            column = [c["label"] for c in sheet["columns"]].index("∂Div/∂s₁")
            answer, expected, followed, note, points = sheet["told"][emre][5 * column : 5 * column + 5]
            assert (answer, sheet["texts"][expected], points) == ("-0.00604337", "-0.00128413", 1.0)
            assert sheet["texts"][note].startswith("of the derivative h₁·(1 − h₁) the factor 1 − h₁ is missing")
            assert sheet["texts"][followed] == "-0.00128414"


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_the_page_loads_alone_and_fits_its_window(visit, html, width, dark):
    page = visit(html, width, dark)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert len(in_sight(page)) == 14
    assert page.locator("svg[role]").locator("visible=true").count() == 5


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


def test_the_class_is_searched_filtered_and_sorted(visit, html):
    page = visit(html)
    page.keyboard.press("/")
    page.keyboard.type("AD")
    assert in_sight(page) == ["ada"]
    assert page.locator("output").first.inner_text() == "1 of 14 students"
    page.locator("input").first.fill("")
    page.locator("select.verdict").first.select_option(label="? unreadable")
    assert in_sight(page) == ["ivan"]
    page.locator("select.column").first.select_option(label="1  w₀′")
    assert in_sight(page) == ["nobody"]
    page.locator("select.verdict").first.select_option(label="✗ slip")
    assert in_sight(page) == ["dana"]
    page.locator("select.verdict").first.select_option("")
    page.locator("select.column").first.select_option("")
    total = page.locator("[data-map='0'] thead th", has_text="total")
    total.locator("button").click()
    assert total.get_attribute("aria-sort") == "descending"
    assert in_sight(page)[0] == "ada"
    total.locator("button").click()
    assert in_sight(page)[0] in ("emre", "ivan")


def test_a_keyboard_is_enough(visit, html):
    page = visit(html)
    page.keyboard.press("/")
    page.keyboard.type("emre")
    page.keyboard.press("Enter")
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "∂Div/∂s₁: slip"
    page.keyboard.press("Enter")
    dialog = panel(page, "emre")
    assert dialog.locator(".marked").inner_text().startswith("∂Div/∂s₁\t-0.00604337")
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "∂Div/∂s₁: slip"


def test_a_box_of_the_graph_leads_to_its_questions_and_on_to_a_student(visit, html):
    page = visit(html)
    page.locator("svg a", has_text="∂Div/∂s₁").first.click()
    panel(page, "2 questions")
    page.keyboard.press("Escape")
    page.locator("[data-questions='0'] a", has_text="∂Div/∂s₁").click()
    page.locator("dialog a", has_text="emre").click()
    panel(page, "emre").get_by_label("next").click()
    panel(page, "fatima").get_by_label("close").click()
    page.locator("dialog").wait_for(state="hidden")


def test_what_a_person_has_ruled_on_is_marked_and_says_why(visit, outcome):
    course, marks = of(outcome, "relu-2-2-1")
    m = repeated(marks[0], 1)
    m.note[0, 0], ruled = "ruled by hand by MM: misprint", np.zeros(m.verdict.shape, dtype=bool)
    m.verdict[0, 0], ruled[0, 0] = "correct", True
    page = visit(page_of(course, [replace(m, ruled=ruled)]))
    assert page.locator("td.ruled").count() == 1
    assert page.locator("td.ruled").get_attribute("aria-label").endswith(": correct, ruled by hand")
    assert page.locator("td.ruled").evaluate("(e) => getComputedStyle(e).backgroundImage").startswith("linear-gradient")
    page.locator("td.ruled").click()
    page.locator("dialog[open] .marked", has_text="ruled by hand by MM: misprint").wait_for()


def test_the_class_is_sorted_by_a_question(visit, html):
    page = visit(html)
    page.locator("[data-map='0'] thead .q button", has_text="h₂").first.click()
    page.locator("dialog button", has_text="Sort the class").click()
    assert in_sight(page)[:2] == ["goran", "ivan"]


def test_questions_are_sorted_by_a_click(visit, html):
    page = visit(html)
    table = page.locator("[data-questions='0']")
    table.locator("button", has_text="errors start").click()
    assert table.locator("tbody tr").first.locator("a").inner_text() == "h₂"


def test_an_array_is_one_question_that_opens_on_its_elements_and_takes_them_along(visit, html):
    page = visit(html)
    table = page.locator("[data-questions='1']")
    seen = "[...document.querySelectorAll('[data-questions=\"1\"] tbody tr')].filter(r => !r.hidden).length"
    assert page.evaluate(seen) < 20
    array = table.locator("tbody button", has_text="∂MSE/∂W₁")
    assert (array.get_attribute("aria-expanded"), "4 elements" in array.locator("xpath=..").inner_text()) == (
        "false",
        True,
    )
    array.focus()
    page.keyboard.press("Enter")
    assert array.get_attribute("aria-expanded") == "true"
    assert table.locator("a", has_text="∂MSE/∂").locator("visible=true").count() > 4
    table.locator("thead button", has_text="errors start").click()
    rows = page.evaluate(
        "[...document.querySelectorAll('[data-questions=\"1\"] tbody tr')].map(r => +r.dataset.elements || r.className)"
    )
    assert rows[(first := rows.index(4)) + 1 : first + 6].count("element") == 4
    array.press("Enter")
    assert page.evaluate(seen) < 20


def test_where_errors_start_is_told_by_what_is_asked_in_one_and_in_which_problem(visit, html):
    starts = visit(html).locator(".bars")
    assert starts.nth(0).locator("li").first.inner_text().split("\n") == ["h₂ in 2", "2"]
    assert [bar.split("\n")[0] for bar in starts.nth(2).locator("li").all_inner_texts()][:1] == ["l₁′"]


def test_a_large_class_keeps_only_the_rows_in_sight(visit, outcome):
    course, marks = of(outcome, "relu-2-2-1")
    page = visit(page_of(course, [repeated(m, 72) for m in marks]))
    assert page.locator("output").inner_text() == "1008 students"
    assert len(in_sight(page)) < 100
    page.evaluate("document.querySelector('.map').scrollTop = 1e6")
    page.locator("text=student 1007").wait_for()
    page.keyboard.press("/")
    page.keyboard.type("student 0999")
    assert in_sight(page) == ["student 0999"]


def wider(marks, times):
    """The same answers over and over, as questions of their own."""
    wide = {k: np.tile(getattr(marks, k), (1, times)) for k in (
        "answer", "value", "expected", "followed", "verdict", "cause", "share", "note", "again")}  # fmt: skip
    return replace(marks, **wide, columns=marks.columns * times)


def test_of_hundreds_of_questions_only_those_in_sight_are_in_the_page(visit, outcome):
    course, [marks] = of(outcome, "relu-2-2-1")
    wide = wider(repeated(marks, 4), 6)
    last = len(wide.columns) - 1
    page = visit(page_of(course, [wide]))
    assert page.locator("[data-map='0'] tbody td").count() < 4_000
    page.locator("[data-map='0'] tbody .who a").first.focus()
    page.keyboard.press("End")
    focused = page.locator(":focus")
    assert focused.get_attribute("data-column") == str(last)
    assert focused.get_attribute("aria-colindex") == page.locator("[role=grid]").get_attribute("aria-colcount")
    head = page.locator("[data-map='0'] thead th").last.bounding_box()
    assert focused.bounding_box()["x"] == pytest.approx(head["x"], abs=1)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("[data-map='0'] tbody .cell").count() == wide.verdict.size
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("[data-map='0'] tbody td").count() < 4_000


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


def test_nothing_graded_is_said(visit):
    page = visit(class_page([], analyse([])).decode())
    assert "Nothing could be graded" in page.locator("main").inner_text()


def test_signs_are_legible_in_both_schemes(visit, html):
    """Contrast of every sign on its cell at least 4.5 to 1, of of right ones 3 to 1 (WCAG 2.2, 1.4.3, 1.4.11)."""
    for dark in (False, True):
        page = visit(html, dark=dark)
        pairs = page.evaluate(
            "[...document.querySelector('.key').querySelectorAll('i')].map((e) => "
            "[getComputedStyle(e).color, getComputedStyle(e).backgroundColor])"
        )
        assert len(pairs) == 8
        assert all(contrast(*pair) >= 4.5 for pair in pairs)
        cell = page.locator(".cell.v0").first
        assert contrast(*cell.evaluate("(e) => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]")) >= 3


def test_everybody_is_printed(visit, outcome):
    course, marks = of(outcome, "relu-2-2-1")
    page = visit(page_of(course, [repeated(m, 10) for m in marks]))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert len(in_sight(page)) == 140
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert len(in_sight(page)) < 140


def test_the_page_is_the_same_every_time(outcome, html):
    assert class_page(assignments(outcome), analyse(outcome.marks)).decode() == html


def test_on_a_phone_an_answer_is_a_block_whose_numbers_are_whole(visit, html):
    page = visit(html, width=360)
    page.locator("[data-map='0'] .who a", has_text="emre").click()
    dialog = panel(page, "emre")
    assert dialog.locator(".inside").evaluate("(e) => e.scrollWidth - e.clientWidth") == 0
    lines = "(e) => new Set([...e.getClientRects()].map((r) => r.top)).size"
    assert dialog.locator(".answer bdi", has_text="-0.00604337").evaluate(lines) == 1
    assert dialog.get_by_role("columnheader").count() == 7 * dialog.get_by_role("table").count()


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


def test_students_stand_under_their_names_and_are_found_by_their_ids_too(visit, outcome):
    page = visit(class_page(assignments(outcome), analyse(outcome.marks), {"ada": "Zoë Lovelace"}).decode())
    assert in_sight(page)[-1] == "Zoë Lovelace"
    for text in ("zoe", "ada"):
        page.locator("input").first.fill(text)
        assert in_sight(page) == ["Zoë Lovelace"]


def test_the_questions_have_headings_on_every_page_of_paper(visit, html):
    """A browser prints a button on the first page only."""
    head = visit(html, media="print").locator("[data-questions='0'] thead th", has_text="facility")
    assert head.locator("button").is_hidden()
    assert head.inner_text() == "facility"
