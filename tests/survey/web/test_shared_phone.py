"""One phone that goes from hand to hand: nobody sees what the person before answered."""

import pytest
from playwright.sync_api import Browser, Page

from survey.records import Event

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
OLD = "window.fetch = undefined"
"""A browser that lacks what the keeping script needs: forms go out as they do without script."""


def answer(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("input[name=c1][value='4']").check()
    page.locator("textarea").fill("Only for you to read.")


def send(page: Page) -> None:
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_role("heading", name="Your answers are saved").wait_for()


def nothing_is_left(page: Page) -> None:
    page.wait_for_function("() => document.querySelector('textarea') && !document.querySelector('textarea').value")
    assert page.locator("input[type=radio]:checked").count() == 0
    assert page.evaluate("() => [sessionStorage.length, localStorage.length]") == [0, 0]
    assert not page.get_by_text("Only for you to read.").is_visible()


def test_going_back_after_sending_in_an_old_browser_finds_an_empty_form(
    browser: Browser, served: str, event: Event
) -> None:
    page = browser.new_page(viewport=PHONE)
    page.add_init_script(OLD)
    answer(page, f"{served}/s/{event.code}")
    send(page)
    page.go_back(wait_until="load")
    nothing_is_left(page)
    page.close()


@pytest.mark.parametrize("way", ["reload", "back and forward", "another person", "typed again"])
def test_whichever_way_the_page_is_opened_after_sending_it_is_empty(
    browser: Browser, served: str, event: Event, way: str
) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{served}/s")
    answer(page, f"{served}/s/{event.code}")
    key = page.locator("input[name=key]").input_value()
    send(page)
    assert page.get_by_text("Only for you to read.").count() == 0
    if way == "reload":
        page.reload()
    elif way == "back and forward":
        page.go_back(wait_until="load")
        page.go_forward(wait_until="load")
        if page.get_by_role("heading", name="Your answers are saved").count():
            page.reload()  # the receipt itself may come back, with no answer in it
    elif way == "another person":
        page.get_by_role("link", name="Another person answers").click()
    else:
        page.goto(f"{served}/s/{event.code}")
    nothing_is_left(page)
    assert page.locator("input[name=key]").input_value() != key
    page.close()


@pytest.mark.parametrize("before", ["", OLD])
def test_going_back_before_sending_loses_nothing(browser: Browser, served: str, event: Event, before: str) -> None:
    page = browser.new_page(viewport=PHONE)
    answer(page, f"{served}/s/{event.code}")
    page.goto(f"{served}/s")
    page.go_back(wait_until="load")
    assert page.locator("textarea").input_value() == "Only for you to read."
    assert page.locator("input[name=c1][value='4']").is_checked()
    page.close()


def test_a_sheet_that_another_tab_sent_is_gone_here_too(browser: Browser, served: str, event: Event) -> None:
    phone = browser.new_context(viewport=PHONE)
    first, second = phone.new_page(), phone.new_page()
    answer(first, f"{served}/s/{event.code}")
    second.goto(f"{served}/s/{event.code}")
    assert second.locator("textarea").input_value() == "Only for you to read."
    send(first)
    nothing_is_left(second)
    phone.close()
