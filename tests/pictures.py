"""The README's pictures, made from `submissions/`: `python tests/pictures.py`. Needs a browser,
LibreOffice (soffice) and poppler (pdftoppm)."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PLACE = ROOT / "tests" / "pictures"
MOST_BYTES = 150_000


def main() -> None:
    """Grades, opens what was written, and keeps what is seen."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        grade = [sys.executable, "-m", "grader", "submissions", "--out", folder, "--feedback", "html"]
        subprocess.run(grade, cwd=ROOT, check=True, capture_output=True)
        with browser() as chromium:
            report = (out / "report.html").as_uri()
            seen(chromium, report, "report.png", 1320, 1150)
            seen(chromium, f"{report}#q-0-11", "question.png", 1120, 620)
            seen(chromium, report, "graph.png", 1120, 410, ".drawing >> nth=1")
            feedback = (out / "feedback" / "chidi.html").as_uri()
            seen(chromium, feedback, "feedback.png", 940, 800, "section:has(> aside.first)")
            printed(out / "gradebook.xlsx", "gradebook", 1060, 371)
    for path in sorted(PLACE.glob("*.png")):
        size = path.stat().st_size
        print(f"{path.relative_to(ROOT)}: {size:,} bytes")
        if size > MOST_BYTES:
            raise SystemExit(f"{path}: more than {MOST_BYTES:,} bytes")


@contextmanager
def browser() -> Iterator[Any]:
    """Debian's chromium, or playwright's own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield opened
        opened.close()


def seen(chromium: Any, address: str, name: str, width: int, height: int, part: str = "") -> None:
    """The top of a page, or of a part of it, as a window of that size shows it."""
    page = chromium.new_page(viewport={"width": width, "height": height}, color_scheme="light")
    page.goto(address)
    page.wait_for_load_state("networkidle")
    PLACE.mkdir(exist_ok=True)
    if part:
        page.locator(part).first.evaluate("(element) => scrollTo(0, element.getBoundingClientRect().top - 40)")
    page.screenshot(path=PLACE / name)
    page.close()


def printed(workbook: Path, name: str, width: int, height: int) -> None:
    """The top of the first page of a workbook, as LibreOffice prints it."""
    profile = f"-env:UserInstallation={(workbook.parent / 'profile').as_uri()}"
    asked = ["soffice", profile, "--headless", "--convert-to", "pdf", workbook.name]
    subprocess.run(asked, cwd=workbook.parent, check=True, capture_output=True)
    part = ["-f", "1", "-l", "1", "-x", "0", "-y", "20", "-W", str(width), "-H", str(height)]
    page = ["pdftoppm", "-png", "-r", "92", "-singlefile", *part, "gradebook.pdf", str(PLACE / name)]
    subprocess.run(page, cwd=workbook.parent, check=True)


if __name__ == "__main__":
    main()
