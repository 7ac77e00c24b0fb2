"""One phone that goes from hand to hand: nobody sees what the person before answered."""

import pytest
from playwright.sync_api import Browser, Page

from survey.records import Event

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}


def answer(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("input[name=c1][value='4']").check()
    page.locator("textarea").fill("Only for you to read.")


def test_going_back_after_sending_finds_an_empty_form(browser: Browser, served: str, event: Event) -> None:
    page = browser.new_page(viewport=PHONE)
    answer(page, f"{served}/s/{event.code}")
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_role("heading", name="Your answers are saved").wait_for()
    page.go_back(wait_until="load")
    page.wait_for_function("() => !document.querySelector('textarea').value")
    assert not page.locator("input[name=c1][value='4']").is_checked()
    assert page.evaluate("() => sessionStorage.length") == 0
    page.close()


def test_going_back_before_sending_loses_nothing(browser: Browser, served: str, event: Event) -> None:
    page = browser.new_page(viewport=PHONE)
    answer(page, f"{served}/s/{event.code}")
    page.goto(f"{served}/s")
    page.go_back(wait_until="load")
    assert page.locator("textarea").input_value() == "Only for you to read."
    assert page.locator("input[name=c1][value='4']").is_checked()
    page.close()
