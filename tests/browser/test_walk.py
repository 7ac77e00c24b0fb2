"""The main job in a real browser: a poster is scanned, the survey answered through each door, and the count rises."""

import re
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from survey import responses
from survey.records import Event
from tests.browser.conftest import Town
from tests.survey.conftest import PASSWORD

pytestmark = pytest.mark.browser


def sign_in(page: Page, town: Town) -> None:
    page.goto(f"{town.address}/staff/sign-in")
    page.fill("#name", town.liaison)
    page.fill("#password", PASSWORD)
    page.click("button.send")
    page.wait_for_url(f"{town.address}/**")


def scanned(page: Page, town: Town, event: Event) -> str:
    """What a phone's camera reads off the poster."""
    page.goto(f"{town.address}/poster/{event.code}?lang=en&paper=a4")
    picture = Image.open(BytesIO(page.screenshot(full_page=True)))
    (found,) = zxingcpp.read_barcodes(picture)
    return str(found.text)


def phrase_on(page: Page) -> str:
    found = re.search(r"\b(\w+ \w+ 42)\b", page.inner_text("body"))
    assert found, page.inner_text("body")
    return found.group(1)


def shown_count(page: Page, event: Event) -> int:
    """The live count beside an event's code on the page of events."""
    beside = re.compile(rf"{event.code}\s+Answers: (\d+)")
    main = page.locator("[data-testid=stMain]")
    expect(main).to_have_text(beside, timeout=30_000, use_inner_text=True)
    found = beside.search(main.inner_text())
    assert found
    return int(found.group(1))


def test_from_the_poster_to_the_phone_page_to_the_count(town: Town, desk: Page, phone: Page) -> None:
    sign_in(desk, town)
    address = scanned(desk, town, town.phone)
    assert address == f"{town.address}/s/{town.phone.code}"
    promised = phrase_on(desk)
    before = responses.received(town.context, town.phone)
    phone.goto(address)
    assert phrase_on(phone) == promised
    phone.select_option("select[name=neighborhood]", "river")
    for number in range(1, 10):
        phone.check(f"input[name=c{number}][value='4']")
    phone.fill("textarea[name=comment]", "Please walk through the park more often")
    phone.check("input[name=comment_kind][value='3']")
    phone.click("button.send")
    expect(phone.locator("body")).to_contain_text(re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}"))
    assert responses.received(town.context, town.phone) == before + 1
    desk.goto(f"{town.address}/events")
    expect(desk.get_by_text(town.phone.code).first).to_be_visible(timeout=30_000)
    assert shown_count(desk, town.phone) == before + 1
    assert phone.context.cookies() == []


def test_from_the_poster_to_the_streamlit_survey_to_the_count(town: Town, desk: Page, phone: Page) -> None:
    sign_in(desk, town)
    address = scanned(desk, town, town.desk)
    before = responses.received(town.context, town.desk)
    phone.goto(address)
    phone.wait_for_url(re.compile("/survey"))
    phone.locator(".st-key-start button").click(timeout=30_000)
    send, progress = phone.locator(".st-key-send button"), phone.locator(".fh-progress p")
    while not send.is_visible():
        at = progress.inner_text(timeout=30_000)
        phone.locator(f".st-key-next-{at.split()[1]} button").wait_for(timeout=30_000)  # the last piece of its step
        expect(phone.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
        for group in phone.locator("[data-testid=stRadio]").all():
            group.locator("label[data-testid=stRadioOption]").nth(3).click()
        phone.locator("[class*='st-key-next-'] button").click()
        expect(progress.filter(has_text=at)).to_have_count(0, timeout=30_000)
        expect(progress.or_(send)).to_be_visible(timeout=30_000)
    send.click()
    expect(phone.locator("body")).to_contain_text(re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}"), timeout=30_000)
    assert responses.received(town.context, town.desk) == before + 1
    desk.goto(f"{town.address}/events")
    expect(desk.get_by_text(town.desk.code).first).to_be_visible(timeout=30_000)
    assert shown_count(desk, town.desk) == before + 1
