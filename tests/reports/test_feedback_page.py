"""The pages for students in a real browser: no text of a student is markup in them, and everybody can read them."""

import pytest
from markdown_it import MarkdownIt  # what rich is made with

from grader.reports.feedback import FORMATS, feedback
from grader.wording import Wording
from tests.reports.colours import contrast
from tests.reports.letters import written

SCRIPT = "<script>alert(1)</script>"
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


def test_on_paper_no_array_covers_what_stands_beside_it(visit, pages):
    page = visit(pages["slides"], 672)
    page.emulate_media(media="print")
    covered = """(row) => {
        const [array, ...others] = [...row.querySelectorAll(':scope > td')].map(
            (td) => (td.querySelector('table') || td).getBoundingClientRect());
        return others.some((o) => o.left < array.right && o.top < array.bottom && o.bottom > array.top);
    }"""
    whole = page.locator("tr.whole").all()
    assert whole
    assert not any(row.evaluate(covered) for row in whole)


def test_on_paper_an_array_s_note_stands_under_it_over_the_width_of_the_page(visit, pages):
    page = visit(pages["slides"], 672)
    page.emulate_media(media="print")
    noted = page.locator("tr.whole", has=page.locator(".note p")).all()
    assert noted
    for row in noted:
        above, below = row.locator(".answer").bounding_box(), row.locator(".note").bounding_box()
        assert below["y"] >= above["y"] + above["height"] - 1
        assert below["width"] > 500


@pytest.mark.parametrize("width", [1100, 390])
def test_all_numbers_of_one_line_are_seen_whole_in_any_window(visit, pages, width):
    """∂Div/∂w has six."""
    page = visit(pages["emre"], width)
    flowing = page.locator(".array.flows")
    assert flowing.last.locator("td").count() == 6
    for array in flowing.all():
        assert array.evaluate("(e) => e.scrollWidth <= e.clientWidth")
    lines = "(e) => [...e.querySelectorAll('bdi')].every((b) => b.getClientRects()[0].height < 30)"
    assert flowing.last.evaluate(lines)


def test_a_verdict_is_a_word_and_a_sign_for_every_row(visit, pages):
    page = visit(pages["slides"])
    said = {text.partition(" ×")[0].strip() for text in page.locator("tbody .verdict").all_inner_texts()}
    assert said == {"✓ right", "✓ implied", "✗ slip", "– missing", "↪ carried on"}
    rows, single = page.locator("tbody[role=rowgroup] > tr"), page.locator("tbody[role=rowgroup] > tr:not(.whole)")
    assert (rows.count(), page.locator("tbody th[scope=row]").count()) == (14, 14)
    assert single.count() + page.locator(".array td").count() == 50
    cells = [" ".join(text.split()) for text in page.locator(".whole").first.locator(".array td").all_text_contents()]
    assert cells[0] == "l_1^1 (sample 1)l11 (sample 1) 1.5 ✓ right"
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
