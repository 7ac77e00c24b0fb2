"""The first screen of leadership answers two questions on a phone and on a desk, and keys open what is behind."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, PHONE, Town
from tests.browser.test_reading import ASIDE
from tests.browser.walks import settle

pytestmark = pytest.mark.browser
ZOOMED = {"width": 640, "height": 400}
"""A desk's screen at twice the size."""
WITHIN = """() => ['.fh-first h1', '.fh-first section:first-child > details:last-child', '.fh-first h2 + *']
  .map(one => document.querySelector(one).getBoundingClientRect())
  .every(box => box.top >= 0 && box.bottom <= innerHeight)"""


@pytest.fixture
def visitor(browser: Browser, spoken: Town) -> Iterator[Page]:
    """A browser in the demo city."""
    opened = browser.new_context(viewport=DESK, reduced_motion="reduce")
    opened.add_cookies([{"name": "fair_hearing_city", "value": "demo", "url": spoken.address}])
    yield opened.new_page()
    opened.close()


@pytest.mark.parametrize("language", ["en", "es"])
def test_both_questions_are_answered_on_the_first_screen(spoken: Town, visitor: Page, language: str) -> None:
    for size in (DESK, PHONE):
        visitor.set_viewport_size(size)
        visitor.goto(f"{spoken.address}/standing?lang={language}")
        settle(visitor)
        assert visitor.locator(".fh-first section:first-child > details").count() == 6
        assert visitor.evaluate(WITHIN), size
        assert visitor.evaluate(ASIDE) == 0


def test_keys_alone_open_what_stands_behind_a_score_at_twice_the_size(spoken: Town, visitor: Page) -> None:
    visitor.set_viewport_size(ZOOMED)
    visitor.goto(f"{spoken.address}/standing")
    settle(visitor)
    first = visitor.locator(".fh-first details").first
    visitor.locator(".st-key-band button").last.focus()
    visitor.keyboard.press("Tab")
    expect(first.locator("summary")).to_be_focused()
    visitor.keyboard.press("Enter")
    expect(first.get_by_text("word for word")).to_be_visible()
    expect(first.locator("table")).to_be_visible()
    assert visitor.evaluate(ASIDE) == 0
