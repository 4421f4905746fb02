"""The questions on the page of a class: the graph, where errors start, and the table of figures."""

from dataclasses import replace

import numpy as np

from grader.analysis import analyse
from grader.cli.handing_back import assignments
from grader.reports.classroom import class_page
from tests.reports.classes import of, page_of, panel


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


def test_a_question_says_of_which_problem_it_is_and_who_went_wrong_before_who_did_not(visit, outcome):
    called = {"jing": "Ann J.", "emre": "Zoë E."}
    page = visit(class_page(assignments(outcome), analyse(outcome.marks), called).decode())
    page.locator("[data-questions='0'] a", has_text="∂Div/∂s₁").first.click()
    dialog = panel(page, "∂Div/∂s₁")
    assert dialog.locator(".hint").first.inner_text() == "CS 637 Homework 1 · Problem 2. Backpropagation by hand"
    assert dialog.locator("h3").first.inner_text() == "✗ slip"
    names = [names.split("\n") for names in dialog.locator("ul.names").all_inner_texts()]
    assert all(group == sorted(group, key=str.casefold) for group in names)


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


def test_the_questions_have_headings_on_every_page_of_paper(visit, html):
    """A browser prints a button on the first page only."""
    head = visit(html, media="print").locator("[data-questions='0'] thead th", has_text="facility")
    assert head.locator("button").is_hidden()
    assert head.inner_text() == "facility"


def test_a_name_with_an_underscore_stands_in_a_list_as_on_paper(visit, outcome):
    course, [m] = of(outcome, "relu-2-2-1")
    c = int(np.argwhere(m.cause == "reduction")[0][1])
    columns = list(m.columns)
    columns[c] = columns[c]._replace(quantity="v_b1'")
    link = visit(page_of(course, [replace(m, columns=tuple(columns))])).locator(".bars a", has_text="v_b1'")
    assert link.locator("math msub mi").all_text_contents() == ["b"]
    assert link.locator(".hidden").inner_text() == "v_b1'"  # what a screen reader says
    assert link.bounding_box()["height"] < 30


def test_every_figure_of_a_question_is_explained(visit, html):
    page = visit(html)
    heads = page.locator("[data-questions='0'] thead button").all_inner_texts()
    said = page.locator(".hint", has_text="Facility: ").first.inner_text()
    figures = [head for head in heads if head in ("facility", "discrimination", "efficiency", "right step")]
    assert len(figures) == 4
    assert [f"{figure.capitalize()}: " in said for figure in figures] == [True] * 4
