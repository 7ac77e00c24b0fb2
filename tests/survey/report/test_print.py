"""A report as Chromium prints it: whole sheets of the paper's size, every part's words in it, nothing cut off."""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from survey import report
from survey.context import Context
from survey.permissions import operator
from tests.browser.axe import scan
from tests.survey.pages.released import publish
from tests.survey.report.test_report import QUARTER, full

pytestmark = pytest.mark.browser

PAPERS = {"A4": (595.92, 842.88), "Letter": (612.0, 792.0)}
WIDTHS = {"A4": 210 - 30, "Letter": 215.9 - 30}
"""Millimetres between the margins."""


@pytest.fixture
def opened(browser: Browser, context: Context, tmp_path: Path) -> Iterator[Page]:
    """The report in a browser that runs no script and has no network."""
    publish(context, full())
    file = tmp_path / "report.html"
    file.write_text(report.of_quarter(context, operator(), QUARTER, "es"), "utf-8")
    window = browser.new_context(java_script_enabled=False, offline=True)
    page = window.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    yield page
    window.close()


def sheets(pdf: bytes) -> list[bytes]:
    return re.findall(rb"<</Type /Page\n.*?endobj", pdf, re.DOTALL)


def letters(pdf: bytes) -> int:
    """How many glyphs the page streams draw: text, not a picture of it."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    drawn = []
    for stream in streams:
        try:
            drawn.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return sum(len(found) // 4 for one in drawn for found in re.findall(rb"<([0-9A-F]{4,})> ?T[jJ]", one))


@pytest.mark.parametrize("paper", PAPERS)
def test_it_prints_on_both_papers(opened: Page, paper: str) -> None:
    pdf = opened.pdf(format=paper)
    found = sheets(pdf)
    sizes = [re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page) for page in found]
    for one in sizes:
        assert one and (float(one[1]), float(one[2])) == pytest.approx(PAPERS[paper], abs=1)
    assert 8 <= len(found) <= 24
    assert letters(pdf) > 5_000
    opened.emulate_media(media="print")
    opened.set_viewport_size({"width": int(WIDTHS[paper] / 25.4 * 96), "height": 1000})
    for part in ("stand", "moved", "places", "topics", "heard", "promises", "methods"):
        box = opened.locator(f"#{part}").bounding_box()
        assert box and box["width"] > 0 and box["x"] + box["width"] <= int(WIDTHS[paper] / 25.4 * 96) + 1
    assert "Jan" not in opened.locator("h1").inner_text()


def test_ranges_are_seen_without_color(opened: Page) -> None:
    """A range is lighter than its dot, a range without a level is drawn dashed, and what is hidden has its cross."""
    places = opened.locator("#places .drawn").first
    assert places.locator(".range").count() and places.locator(".only").count() and places.locator(".cross").count()


@pytest.mark.parametrize("width", [360, 1280])
def test_everyone_can_read_it_on_a_screen(browser: Browser, context: Context, tmp_path: Path, width: int) -> None:
    publish(context, full())
    file = tmp_path / "report.html"
    file.write_text(report.of_quarter(context, operator(), QUARTER, "en"), "utf-8")
    window = browser.new_context(viewport={"width": width, "height": 800})
    page = window.new_page()
    page.goto(file.as_uri())
    assert "\n".join(map(str, scan(page))) == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    window.close()
