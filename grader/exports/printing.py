"""Pages as PDF, printed by a browser: their formulas and graphs look as they do on the page."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from grader.errors import Fault, GradeError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

_COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
_CHANNELS = ("chrome", "msedge")
"""Where systems without such commands keep a browser; playwright knows the places."""
_MINUTE = 60_000
_DATE = re.compile(rb"\(D:\d{14}(?=[^)]*\))")
_STAMP = b"(D:19800101000000"
"""As long as a date is: a PDF counts its bytes. The same bytes for the same page."""
_PDF = "--feedback pdf"


def to_pdf(pages: Mapping[str, bytes]) -> dict[str, bytes]:
    """Each page, printed. Nothing in it runs or is fetched. GradeError where there is nothing that prints."""
    with _opened() as page:
        return {name: _printed(page, data.decode()) for name, data in pages.items()}


def check_printing() -> None:
    """GradeError where there is nothing that prints, before any work is done."""
    with _opened():
        pass


def _printed(page: "Page", html: str) -> bytes:
    page.set_content(html)
    printed = page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, format="A4")
    return _DATE.sub(_STAMP, printed)


@contextmanager
def _opened() -> Iterator["Page"]:
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise _missing("playwright is not installed", "pip install 'backprop-grader[pdf]'") from None
    with sync_playwright() as driver:
        browser = _browser(driver)
        context = browser.new_context(java_script_enabled=False, offline=True)
        context.set_default_timeout(_MINUTE)
        try:
            yield context.new_page()
        except Error as error:
            what = str(error).partition("\n")[0]
            raise GradeError([Fault(_PDF, f"the browser stopped: {what}", "--feedback html needs none")]) from None
        finally:
            browser.close()


def _browser(driver: "Playwright") -> "Browser":
    """The first browser that opens: one that is installed, one where its maker puts it, playwright's own."""
    import shutil

    from playwright.sync_api import Error

    found = [path for path in map(shutil.which, _COMMANDS) if path]
    for path, channel in [*((path, None) for path in found), *((None, channel) for channel in _CHANNELS), (None, None)]:
        try:
            return driver.chromium.launch(executable_path=path, channel=channel)
        except Error:
            continue
    raise _missing(
        "no browser that prints could be opened",
        "install Chrome, Chromium or Edge, or run: playwright install chromium",
    )


def _missing(what: str, todo: str) -> GradeError:
    return GradeError([Fault(_PDF, what, f"{todo}; or take --feedback html, and print a page")])
