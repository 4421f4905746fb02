"""The students and their verdicts on the page of a class: found, sorted, walked by keyboard, however many."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import numpy as np
import pytest

from grader.analysis import analyse
from grader.cli.handing_back import assignments
from grader.marking import Receipt
from grader.reports.classroom import class_page
from grader.rubric import Late, Policy
from grader.rubric.record import Amount
from tests.reports.classes import in_sight, of, page_of, panel, repeated


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
    page.locator("select.column").first.focus()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.localName") == "input"
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
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "2 ∂Div/∂s₁: slip"
    page.keyboard.press("Enter")
    dialog = panel(page, "emre")
    assert dialog.locator(".marked").inner_text().startswith("∂Div/∂s₁\t-0.00604337")
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "2 ∂Div/∂s₁: slip"


def test_headings_are_reached_by_arrows_and_are_not_in_the_way(visit, html):
    """However many questions there are, a few steps of the tab key lead past them."""
    page = visit(html)
    about = "[document.activeElement.closest('th, td')?.className, document.activeElement.textContent]"
    page.locator("[data-map='0'] thead .sum button", has_text="%").focus()
    page.keyboard.press("Tab")
    assert page.evaluate(about) == ["who", "ada"]
    for key in ("ArrowRight", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
    assert page.evaluate(about) == ["q", "∂y/∂w₁"]
    for _ in range(27):
        page.keyboard.press("ArrowRight")
    assert page.evaluate(about) == ["q", "∂Div/∂w₂"]
    assert page.evaluate("""() => {
        const [button, map] = [document.activeElement, document.activeElement.closest("[data-map]")];
        return button.getBoundingClientRect().right <= map.getBoundingClientRect().right + 1;
    }""")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "3 ∂Div/∂w₂: right"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    panel(page, "∂Div/∂w₂")


def test_the_class_is_sorted_by_a_question(visit, html):
    page = visit(html)
    page.locator("[data-map='0'] thead .q button", has_text="h₂").first.click()
    page.locator("dialog button", has_text="Sort the class").click()
    assert in_sight(page)[:2] == ["goran", "ivan"]


def test_students_stand_under_their_names_and_are_found_by_their_ids_too(visit, outcome):
    page = visit(class_page(assignments(outcome), analyse(outcome.marks), {"ada": "Zoë Lovelace"}).decode())
    assert in_sight(page)[-1] == "Zoë Lovelace"
    for text in ("zoe", "ada"):
        page.locator("input").first.fill(text)
        assert in_sight(page) == ["Zoë Lovelace"]


def test_problems_and_students_of_long_names_begin_as_they_do(visit, outcome):
    """Several called "Part …" are told apart; what there is no room for is cut at its end, whichever way it runs."""
    [course] = [course for course in assignments(outcome) if len(course.problems) > 1]
    renamed = []
    for letter, problem in zip("ABC", course.problems, strict=True):
        columns = tuple(column._replace(problem=f"Part {letter} by hand") for column in problem.marks.columns)
        renamed.append(problem._replace(marks=replace(problem.marks, columns=columns)))
    called = {"ada": "بديع الزمان بن عبد الرحمن آل سعود بن خالد بن فيصل"}
    told = course._replace(problems=tuple(renamed))
    page = visit(class_page([told], analyse([p.marks for p in renamed]), called).decode())
    heads = page.locator("[data-map='0'] thead .of-problem button")
    assert heads.all_inner_texts() == ["Part A by hand", "Part B by hand", "Part C by hand"]
    for head in (heads.first, page.locator("th.who", has_text="بديع")):
        style = head.evaluate("e => [getComputedStyle(e).textOverflow, e.scrollWidth > e.clientWidth]")
        assert style == ["ellipsis", True]
    name = page.locator("th.who", has_text="بديع")
    assert name.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert name.evaluate("e => getComputedStyle(e).textAlign") == "left"


def test_what_a_person_has_ruled_on_is_marked_and_says_why(visit, outcome):
    course, marks = of(outcome, "relu-2-2-1")
    m = repeated(marks[0], 1)
    m.note[0, 0], ruled = "ruled by hand by MM: misprint", np.zeros(m.verdict.shape, dtype=bool)
    m.verdict[0, 0], ruled[0, 0] = "correct", True
    page = visit(page_of(course, [replace(m, ruled=ruled)]))
    assert page.locator("td.ruled").count() == 1
    assert page.locator("td.ruled").get_attribute("aria-label").endswith(": right, ruled by hand")
    assert page.locator("td.ruled").evaluate("(e) => getComputedStyle(e).backgroundImage").startswith("linear-gradient")
    page.locator("td.ruled").click()
    page.locator("dialog[open] .marked", has_text="ruled by hand by MM: misprint").wait_for()


def test_what_has_all_its_points_by_hand_is_right_on_the_whole_page(visit, outcome):
    """As on the student's own page, whatever was found of it: in the table, the graph and the figures."""
    course, marks = of(outcome, "relu-2-2-1")
    m = repeated(marks[0], 1)
    n, c = np.argwhere(m.cause == "reduction")[0]
    ruled, share = np.zeros(m.verdict.shape, dtype=bool), m.share.copy()
    ruled[n, c], share[n, c] = True, m.shares.index(1)
    before, after = (visit(page_of(course, [each])) for each in (m, replace(m, ruled=ruled, share=share)))
    cell = f"[data-map='0'] tbody tr[data-student='{n}'] [data-column='{c}']"
    assert [page.locator(cell).inner_text() for page in (before, after)] == ["✗", "✓"]
    for page, slips in ((before, 1), (after, 0)):
        assert page.locator(".bars", has_text="wrong-operand").get_by_text("reduction").count() == slips
        said = page.locator(".drawing title", has_text=re.compile("^MSE: ")).first.text_content()
        assert ("1 wrong" in said) == bool(slips)


def test_what_being_late_costs_stands_beside_the_total_that_it_is_taken_from(visit, outcome):
    course, marks = of(outcome, "relu-2-2-1")
    m = repeated(marks[0], 1)
    policy = Policy(Late(Amount(points=Fraction(5)), timedelta(days=1), datetime(2026, 3, 1, tzinfo=UTC)))
    late = {m.students[0]: Receipt(datetime(2026, 3, 2, 1, tzinfo=UTC))}
    page = visit(page_of(course, [replace(m, policy=policy, receipts=late)]))
    row = page.locator("[data-map='0'] tbody tr").first
    assert row.locator(".sum").all_inner_texts() == ["-10", "40", "80.0"]
    assert page.locator("[data-map='0'] tbody tr").nth(1).locator(".sum").first.inner_text() == ""
    row.locator(".who a").click()
    page.locator("dialog[open] .hint", has_text=re.compile("^for being late .*: −10, 2 d at 5$")).wait_for()


def test_on_a_phone_an_answer_is_a_block_whose_numbers_are_whole(visit, html):
    page = visit(html, width=360)
    page.locator("[data-map='0'] .who a", has_text="emre").click()
    dialog = panel(page, "emre")
    assert dialog.locator(".inside").evaluate("(e) => e.scrollWidth - e.clientWidth") == 0
    lines = "(e) => new Set([...e.getClientRects()].map((r) => r.top)).size"
    assert dialog.locator(".answer bdi", has_text="-0.00604337").evaluate(lines) == 1
    assert dialog.get_by_role("columnheader").count() == 7 * dialog.get_by_role("table").count()


def test_a_large_class_keeps_only_the_rows_in_sight(visit, outcome):
    course, marks = of(outcome, "relu-2-2-1")
    page = visit(page_of(course, [repeated(m, 72) for m in marks]))
    assert page.locator("output").inner_text() == "1,008 students"
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


def test_everybody_is_printed(visit, outcome):
    course, marks = of(outcome, "relu-2-2-1")
    page = visit(page_of(course, [repeated(m, 10) for m in marks]))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert len(in_sight(page)) == 140
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert len(in_sight(page)) < 140


@pytest.mark.parametrize(("times", "whole"), [(2, True), (4, False)])
def test_a_small_class_is_seen_whole_and_a_large_one_scrolls(visit, outcome, times, whole):
    course, marks = of(outcome, "relu-2-2-1")
    page = visit(page_of(course, [repeated(m, times) for m in marks]))
    inside = page.locator(".map").evaluate("map => [map.scrollHeight <= map.clientHeight + 1, map.clientHeight]")
    assert inside[0] is whole
    assert (len(in_sight(page)) == times * len(marks[0].students)) is whole


def test_it_is_seen_that_there_is_more_to_the_right_until_one_has_been_there(visit, html):
    from playwright.sync_api import expect

    place = visit(html, width=700).locator(".map").first
    expect(place).to_have_class(re.compile(r"\bmore\b"))
    place.evaluate("e => { e.scrollLeft = e.scrollWidth; }")
    expect(place).not_to_have_class(re.compile(r"\bmore\b"))
