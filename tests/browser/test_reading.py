"""What those who hear a page, use only keys, or hold it on paper depend on: checked where the browser knows."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Town
from tests.browser.test_walk import sign_in

pytestmark = pytest.mark.browser

UNNAMED = """() => [...document.querySelectorAll('input:not([type=hidden]), select, textarea, img, button, a')]
  .filter(one => one.checkVisibility({ visibilityProperty: true }) && !one.closest('[aria-hidden=true]'))
  .filter(one => !(one.labels?.length || one.ariaLabel || one.getAttribute('aria-labelledby') || one.alt !== undefined
    && one.hasAttribute('alt') || one.innerText?.trim()))
  .map(one => one.outerHTML.slice(0, 120))"""
LEVELS = """() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(one => one.checkVisibility())
  .map(one => Number(one.tagName[1]))"""
ASIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOCUSED = "() => document.activeElement.outerHTML.slice(0, 300)"


def check_structure(page: Page, language: str = "en") -> None:
    """One main part, one main heading, no level left out, a language, and a name for all that can be used."""
    levels = page.evaluate(LEVELS)
    assert levels[0] == 1 and levels.count(1) == 1, levels
    assert all(below <= above + 1 for above, below in zip(levels, levels[1:], strict=False)), levels
    assert page.locator("main, [role=main]").count() == 1
    assert page.evaluate("() => document.documentElement.lang") == language
    assert page.evaluate(UNNAMED) == []


def test_the_plain_pages_can_be_heard_and_fit_four_times_the_size(town: Town, phone: Page) -> None:
    phone.set_viewport_size({"width": 320, "height": 256})
    for path in (f"s/{town.phone.code}?door=phone", "s", "s/ZZZZZZ", "staff/sign-in"):
        phone.goto(f"{town.address}/{path}")
        check_structure(phone)
        assert phone.evaluate(ASIDE) == 0, path


def test_the_pages_of_the_menu_can_be_heard(town: Town, desk: Page) -> None:
    sign_in(desk, town)
    for path in ("", "results", "promises", "storage", "standing", "events", "listen", "promise"):
        desk.goto(f"{town.address}/{path}")
        expect(desk.locator(".st-key-footer")).to_be_visible(timeout=30_000)
        expect(desk.locator("h1")).to_be_visible(timeout=30_000)
        expect(desk.locator("[data-test-script-state=running]")).to_have_count(0, timeout=30_000)
        check_structure(desk)


def test_the_keyboard_goes_on_at_the_first_question_of_a_new_step(town: Town, desk: Page) -> None:
    desk.goto(f"{town.address}/survey?code={town.desk.code}")
    desk.locator(".st-key-start button").focus(timeout=30_000)
    desk.keyboard.press("Enter")
    expect(desk.locator(".st-key-next-1 button")).to_be_visible(timeout=30_000)
    expect(desk.locator("[class*=st-key-ask-] input").first).to_be_visible(timeout=30_000)
    expect(desk.locator(".st-key-start")).to_have_count(0, timeout=30_000)
    expect(desk.locator(".st-key-survey")).to_be_focused()
    desk.keyboard.press("Tab")
    assert desk.evaluate("() => !!document.activeElement.closest('[class*=st-key-ask-]')"), desk.evaluate(FOCUSED)


def test_a_closed_menu_keeps_the_keyboard_out(town: Town, phone: Page) -> None:
    sign_in(phone, town)
    phone.goto(f"{town.address}/events")
    expect(phone.locator("[data-testid=stExpandSidebarButton]")).to_be_visible(timeout=30_000)
    expect(phone.locator("[data-testid=stSidebar] a").first).to_be_hidden(timeout=30_000)


def test_paper_shows_the_page_without_its_chrome(town: Town, desk: Page) -> None:
    desk.goto(f"{town.address}/storage")
    expect(desk.locator(".st-key-footer")).to_be_visible(timeout=30_000)
    desk.emulate_media(media="print")
    expect(desk.locator("h1")).to_be_visible()
    for chrome in ("[data-testid=stHeader]", ".st-key-band", ".st-key-footer"):
        expect(desk.locator(chrome)).to_be_hidden()
