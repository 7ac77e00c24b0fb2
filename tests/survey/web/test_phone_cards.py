"""One-time cards on the phone page: scanned or typed, never in an address that travels, spent once."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from survey import cards
from survey.context import Context
from survey.records import Account, Event, Role
from tests.survey.web.conftest import Client

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def numbers(context: Context, account_for: Callable[[Role], Account], event: Event) -> tuple[str, ...]:
    """Three cards."""
    return cards.print_batch(context, account_for(Role.LIAISON), event, uuid4(), "Table 1", 3)


def posted(client: Client, event: Event, **fields: object) -> tuple[int, str]:
    answer = client.post(f"/s/{event.code}", {"key": str(uuid4()), "language": "en", "c1": "4", **fields})
    return answer.status_code, answer.text


def channels(context: Context) -> list[str]:
    return [answer.channel for answer in context.store.responses.answered()]


def test_no_card_is_asked_for_where_none_was_printed(client: Client, event: Event) -> None:
    assert 'name="card"' not in client.get(f"/s/{event.code}").text


def test_a_typed_card_counts_apart_and_is_spent(
    client: Client, context: Context, event: Event, numbers: tuple[str, ...]
) -> None:
    assert 'name="card"' in client.get(f"/s/{event.code}").text
    key = str(uuid4())
    typed = cards.grouped(numbers[0]).lower()
    status, page = posted(client, event, key=key, card=typed)
    assert status == 200 and "Your answers are saved" in page and channels(context) == ["card"]
    status, page = posted(client, event, card=numbers[0])
    assert status == 422 and "This card was used already." in page and 'href="#card"' in page
    assert re.search(r'<input class="code" name="card"[^>]*aria-invalid="true"', page) and "<details open>" in page
    assert "already saved" in posted(client, event, key=key, card=typed)[1], "the first to use it asks again"


def test_a_wrong_card_loses_nothing_and_can_be_left_out(
    client: Client, context: Context, event: Event, numbers: tuple[str, ...]
) -> None:
    status, page = posted(client, event, card="ABC", comment="Mend the lights.")
    assert status == 422 and "does not fit this survey" in page and "Mend the lights." in page
    assert 'name="without_card"' in page and channels(context) == []
    assert posted(client, event, card="ABC", without_card="1")[0] == 200 and channels(context) == ["phone"]


def test_the_record_shown_says_that_a_card_was_used(client: Client, event: Event, numbers: tuple[str, ...]) -> None:
    page = posted(client, event, card=numbers[1], preview="1")[1]
    assert 'data-columns="receipt.card_hash"' in page and "Phone page with a one-time card" in page
    assert f'name="card" value="{numbers[1]}"' in page


@pytest.mark.browser
def test_a_scanned_card_leaves_the_address_at_once_and_survives_a_reload(
    browser: Browser, served: str, context: Context, event: Event, numbers: tuple[str, ...]
) -> None:
    page = browser.new_page(viewport=PHONE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{served}/s/{event.code}#c={numbers[0]}")
    expect(page.get_by_text("Your one-time card is ready.")).to_be_visible()
    assert page.url == f"{served}/s/{event.code}"
    assert "#" not in page.evaluate("() => performance.getEntriesByType('navigation')[0].name.replace(/#c=.*/, '')")
    page.reload()
    expect(page.get_by_text("Your one-time card is ready.")).to_be_visible()
    page.locator("input[name=c1][value='4']").check()
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_role("heading", name="Your answers are saved").wait_for()
    assert channels(context) == ["card"] and [url for url in asked if numbers[0] in url] == []
    page.goto(f"{served}/s/{event.code}#c={numbers[0]}")
    page.locator("input[name=c1][value='4']").check()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.locator("#card-problem")).to_be_visible()
    page.get_by_role("button", name="Answer without the card").click()
    page.get_by_role("heading", name="Your answers are saved").wait_for()
    assert sorted(channels(context)) == ["card", "phone"]
    page.close()
