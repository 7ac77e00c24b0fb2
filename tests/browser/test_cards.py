"""One-time cards from the printer to the receipt, and nowhere else: not in an address, not in a log, not on disk."""

import re
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from survey import cards, responses
from survey.records import Door, Event
from tests.browser.conftest import DESK, PHONE, Town, an_event
from tests.browser.test_canaries import found
from tests.survey.conftest import PASSWORD

pytestmark = pytest.mark.browser

MADE = 12
CUT_OFF = """[...document.querySelectorAll('.card, .card .words, .card .type, .card .number')]
.filter(part => part.scrollHeight > part.clientHeight + 1 || part.scrollWidth > part.clientWidth + 1).length"""


@pytest.fixture(scope="module")
def event(town: Town) -> Event:
    """An event of these tests alone."""
    return an_event(town.context, "MNP347", Door.PHONE)


@pytest.fixture(scope="module")
def sheets(town: Town, event: Event, browser: Browser) -> Iterator[Page]:
    """A liaison's page with twelve new cards."""
    context = browser.new_context(viewport=DESK, device_scale_factor=2)
    page = context.new_page()
    page.goto(f"{town.address}/staff/sign-in?lang=en")
    page.fill("#name", town.liaison)
    page.fill("#password", PASSWORD)
    page.click("button.send")
    page.goto(f"{town.address}/staff/cards/{event.code}?lang=en")
    page.fill("#count", str(MADE))
    page.fill("#table", "Table 7")
    page.click("form[action*=cards] button.send")
    expect(page.locator(".card")).to_have_count(MADE)
    yield page
    context.close()


@pytest.fixture(scope="module")
def scanned(sheets: Page) -> list[str]:
    """What a camera reads from the sheets as they are printed."""
    sheets.emulate_media(media="print")
    pictures = [sheet.screenshot() for sheet in sheets.locator(".sheet").all()]
    sheets.emulate_media(media="null")
    return [code.text for shot in pictures for code in zxingcpp.read_barcodes(Image.open(BytesIO(shot)))]


def number(address: str) -> str:
    return urlsplit(address).fragment.removeprefix("c=")


def visit(browser: Browser, address: str) -> Page:
    """A stranger's phone that opens what it scanned."""
    page = browser.new_context(viewport=PHONE, device_scale_factor=2, is_mobile=True, has_touch=True).new_page()
    page.goto(address)
    expect(page.locator("#survey")).to_be_visible()
    return page


def answer(page: Page) -> None:
    page.locator("input[name=c1][value='4']").check()
    page.locator("#survey button[name=send]").click()


def test_every_printed_code_is_read_and_is_the_number_beside_it(
    town: Town, event: Event, sheets: Page, scanned: list[str]
) -> None:
    printed = [text.replace(" ", "") for text in sheets.locator(".number").all_inner_texts()]
    assert sorted(scanned) == sorted(f"{town.address}/s/{event.code}#c={one}" for one in printed)
    assert len(set(printed)) == MADE
    assert sheets.evaluate(CUT_OFF) == 0
    expect(sheets.locator(".stamp").first).to_have_text("TEST ONLY")


def test_ten_cards_fill_one_sheet_of_paper(sheets: Page) -> None:
    pages = re.findall(rb"/Type\s*/Page\b", sheets.pdf(prefer_css_page_size=True))
    assert len(pages) == -(-MADE // 10)


def test_the_sheets_can_not_be_opened_again(sheets: Page, browser: Browser, event: Event, town: Town) -> None:
    before = len(town.context.store.cards.of(event.id))
    again = sheets.context.new_page()
    again.goto(sheets.url)
    expect(again.locator(".card")).to_have_count(0)
    expect(again.locator("#count")).to_be_visible()
    again.close()
    assert len(town.context.store.cards.of(event.id)) == before


def test_a_card_gives_one_answer_and_stays_out_of_the_address(
    town: Town, event: Event, browser: Browser, scanned: list[str]
) -> None:
    card, before = scanned[0], responses.received(town.context, event)
    first = visit(browser, card)
    expect(first.locator("#card-ready")).to_be_visible()
    assert number(card) not in first.url
    answer(first)
    expect(first.locator(".receipt b")).to_be_visible()
    assert number(card) not in first.url
    assert number(card) not in first.content()
    first.context.close()

    second = visit(browser, card)
    answer(second)
    problem = second.locator("#card-problem")
    expect(problem).to_contain_text("used already")
    assert second.locator("input[name=c1][value='4']").is_checked()
    second.locator("button[name=without_card]").click()
    expect(second.locator(".receipt b")).to_be_visible()
    second.context.close()
    assert responses.received(town.context, event) == before + 2
    assert town.context.store.cards.spent(event.id) == 1


def test_without_script_the_number_is_typed(town: Town, event: Event, browser: Browser, scanned: list[str]) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{town.address}/s/{event.code}?door=phone")
    page.locator("details:has(#card) summary").click()
    page.locator("#card").fill(cards.grouped(number(scanned[1])).lower())
    page.locator("input[name=c1][value='4']").check()
    page.locator("#survey button[name=send]").last.click()
    expect(page.locator(".receipt b")).to_be_visible()
    assert number(scanned[1]) not in page.url
    context.close()


@pytest.mark.parametrize("typed", ["0" * 29, "not a card", "7" * 29])
def test_a_card_that_is_none_is_told_so_kindly(town: Town, event: Event, browser: Browser, typed: str) -> None:
    page = visit(browser, f"{town.address}/s/{event.code}#c={typed.replace(' ', '-')}")
    answer(page)
    expect(page.locator("#card-problem")).to_contain_text("does not fit this survey")
    page.context.close()


def test_no_number_is_left_in_a_log_or_on_disk(town: Town, scanned: list[str], sheets: Page) -> None:
    """Runs after the others: their cards were printed, sent, refused and typed by then."""
    home, canary = town.context.settings.home, f"canary{uuid4().hex}"
    (home / "canary.txt").write_text(canary)
    assert found(home, canary) == ["canary.txt"], "the search finds nothing: it proves nothing"
    for address in scanned:
        assert found(home, number(address)) == []
        assert found(home, cards.grouped(number(address))) == []
