"""The letters of the repository's own submissions, and a real browser for pages.

It is Debian's chromium or playwright's own; without one its tests are skipped.
"""

import shutil

import pytest

from grader.analysis import analyse
from grader.cli.handing_back import assignments
from grader.grading import grade
from grader.reports.classroom import class_page
from grader.reports.feedback import feedback
from grader.wording import Wording
from tests.reports.letters import ROOT, written


@pytest.fixture(scope="session")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        try:
            opened = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        except playwright.Error as error:
            pytest.skip(f"no browser is installed: {str(error).splitlines()[0]}")
        yield opened
        opened.close()


_TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""After the second, whatever the page does of itself once it is loaded has begun."""


@pytest.fixture
def visit(browser, tmp_path):
    """Opens a page's text as a file, and fails where it logs an error, asks for anything or runs a script."""
    contexts = []

    def opened(html, width=1100, dark=False, media="screen"):
        path = tmp_path / "page.html"
        path.write_text(html, encoding="utf-8")
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
        )
        contexts.append(context)
        page = context.new_page()
        page.emulate_media(media=media)
        asked, said = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.goto(path.as_uri())
        page.evaluate(_TWO_FRAMES)
        assert said == []
        assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="package")
def all_letters():
    return written(ROOT / "submissions", sorted((ROOT / "rubrics").glob("*.toml")))


@pytest.fixture(scope="package")
def pages(all_letters):
    return {student: page.decode() for student, page in feedback(all_letters.values(), "html", Wording()).items()}


@pytest.fixture(scope="package")
def outcome():
    return grade([ROOT / "submissions"], sorted((ROOT / "rubrics").glob("*.toml")))


@pytest.fixture(scope="package")
def html(outcome):
    return class_page(assignments(outcome), analyse(outcome.marks)).decode()
