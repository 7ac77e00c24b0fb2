"""The kiosk on the real server: from the event's card, through two people, to the count; and whom it shuts out."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from survey import responses
from tests.browser.axe import scan
from tests.browser.conftest import Town
from tests.browser.test_walk import shown_count, sign_in
from tests.survey.web.tablet import PIN, TABLET, answer, begin, done, open_panel, send

pytestmark = pytest.mark.browser


@pytest.fixture
def tablet(browser: Browser) -> Iterator[Page]:
    """A tablet held sideways."""
    context = browser.new_context(viewport=TABLET)
    yield context.new_page()
    context.close()


def test_from_the_events_card_to_the_count(town: Town, tablet: Page, desk: Page) -> None:
    before = responses.received(town.context, town.phone)
    sign_in(tablet, town)
    tablet.goto(f"{town.address}/events")
    link = tablet.locator("a[href^='/staff/kiosk/']")
    expect(link).to_have_count(1, timeout=30_000)
    assert re.fullmatch(r"/staff/kiosk/\w{6}\?lang=en", link.get_attribute("href") or "")
    tablet.goto(f"{town.address}/staff/kiosk/{town.phone.code}?lang=en")
    assert scan(tablet) == []
    tablet.fill("#pin", PIN)
    tablet.fill("#again", PIN)
    tablet.locator("button.send").click()
    expect(tablet.locator("[data-screen=begin]")).to_be_visible()
    assert tablet.context.cookies() == []
    for _ in range(2):
        begin(tablet)
        answer(tablet)
        send(tablet, "received")
        done(tablet)
    assert responses.received(town.context, town.phone) == before + 2
    assert (tablet.goto(f"{town.address}/staff/kiosk/{town.phone.code}") or pytest.fail("no answer")).status == 403
    sign_in(desk, town)
    desk.goto(f"{town.address}/events")
    expect(desk.get_by_text(town.phone.code).first).to_be_visible(timeout=30_000)
    assert shown_count(desk, town.phone) == before + 2


def test_every_screen_is_accessible(town: Town, tablet: Page) -> None:
    sign_in(tablet, town)
    tablet.goto(f"{town.address}/staff/kiosk/{town.phone.code}")
    tablet.fill("#pin", PIN)
    tablet.fill("#again", PIN)
    tablet.locator("button.send").click()
    expect(tablet.locator("[data-screen=begin]")).to_be_visible()
    expect(tablet.locator("[data-screen=begin] [data-if=unable]")).to_be_hidden()
    found = {"begin": scan(tablet)}
    begin(tablet)
    found["ask"] = scan(tablet)
    answer(tablet)
    tablet.evaluate("history.back()")
    expect(tablet.get_by_text("Are you still there?")).to_be_visible()
    found["still"] = scan(tablet)
    tablet.locator("[data-here]").click()
    send(tablet, "received")
    found["thanks"] = scan(tablet)
    done(tablet)
    open_panel(tablet, "1")
    expect(tablet.get_by_text("This is not the PIN.")).to_be_visible()
    found["pin"] = scan(tablet)
    tablet.locator("dialog [data-back]").click()
    open_panel(tablet)
    expect(tablet.locator("[data-screen=staff]")).to_be_visible()
    found["staff"] = scan(tablet)
    tablet.locator("[data-end]").click()
    expect(tablet.locator("[data-screen=ended]")).to_be_visible()
    found["ended"] = scan(tablet)
    assert {screen: problems for screen, problems in found.items() if problems} == {}
