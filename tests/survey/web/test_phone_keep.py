"""Answers on the phone: kept as they are given, told truly where they are, sent later, and gone afterwards."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from survey.context import Context
from survey.records import Event
from tests.cutting import Cut, Network, cutting
from tests.survey.web.conftest import Client

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
NOON = "2026-06-15T12:00:00Z"


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone of its own, on the day of the tests' clock."""
    context = browser.new_context(viewport=PHONE)
    context.clock.set_fixed_time(NOON)
    yield context
    context.close()


@pytest.fixture
def network(served: str) -> Iterator[Network]:
    """The way to the server, which can be cut."""
    with cutting(served) as way:
        yield way


def fill(page: Page) -> None:
    page.locator("select[name=neighborhood]").select_option("river")
    page.locator("input[name=c1][value='4']").check()
    page.locator("textarea").fill("Please mend the lights.")
    page.get_by_label("An idea").check()


def fill_without_words(page: Page) -> None:
    """The same answers, whatever the language of the page."""
    page.locator("select[name=neighborhood]").select_option("river")
    page.locator("input[name=c1][value='4']").check()
    page.locator("textarea").fill("Please mend the lights.")
    page.locator("input[name=comment_kind][value='3']").check()


def assert_filled(page: Page) -> None:
    expect(page.locator("textarea")).to_have_value("Please mend the lights.")
    expect(page.locator("select[name=neighborhood]")).to_have_value("river")
    for box in ("input[name=c1][value='4']", "input[name=comment_kind][value='3']"):
        expect(page.locator(box)).to_be_checked()


def send(page: Page) -> None:
    page.locator("main button[name=send]").click()


def sheet(page: Page, code: str) -> object:
    return page.evaluate(f"JSON.parse(localStorage['fh:{code}'] || 'null')")


def test_a_reload_brings_everything_back_and_says_where_it_is(phone: BrowserContext, served: str, event: Event) -> None:
    page = phone.new_page()
    page.goto(f"{served}/s/{event.code}")
    expect(page.get_by_role("button", name="Delete them")).to_have_count(0)
    fill(page)
    key = page.locator("input[name=key]").input_value()
    expect(page.locator("#status")).to_have_text("Your answers so far are only on this phone.")
    page.reload()
    expect(page.get_by_text("Welcome back.").first).to_be_visible()
    assert_filled(page)
    assert page.locator("input[name=key]").input_value() == key
    page.get_by_role("button", name="Delete them from this phone").first.click()
    expect(page.locator("#status")).to_have_text("Deleted. Nothing is left on this phone.")
    assert sheet(page, event.code) is None and page.locator("input:checked").count() == 0
    assert page.locator("input[name=key]").input_value() != key


def test_a_page_once_opened_opens_again_without_a_connection(
    phone: BrowserContext, network: Network, context: Context, event: Event
) -> None:
    page = phone.new_page()
    page.goto(f"{network.address}/s/{event.code}?lang=en")
    expect(page.locator("#status")).to_have_text("This page also opens without a connection.")
    network.set(Cut.OFFLINE)
    page.close()
    page = phone.new_page()
    opened = page.goto(f"{network.address}/s/{event.code.lower()}?door=phone")
    assert opened and opened.ok and opened.from_service_worker
    policy = opened.header_value("content-security-policy")
    assert policy and "script-src 'sha256-" in policy and opened.header_value("referrer-policy") == "no-referrer"
    assert page.locator("input[name=key]").input_value()
    fill(page)
    expect(page.get_by_label("An idea")).to_be_visible()
    send(page)
    expect(page.get_by_text("Not sent yet.").first).to_be_visible()
    network.set(Cut.NONE)
    page.get_by_role("button", name="Try to send now").click()
    page.get_by_role("heading", name="Your answers are saved").wait_for()
    assert context.store.responses.count(event.id) == 1


def test_two_people_who_open_the_same_kept_page_have_two_keys(
    phone: BrowserContext, network: Network, event: Event
) -> None:
    page = phone.new_page()
    page.goto(f"{network.address}/s/{event.code}")
    expect(page.locator("#status")).to_have_text("This page also opens without a connection.")
    network.set(Cut.OFFLINE)
    keys = set()
    for _ in range(2):
        page.goto(f"{network.address}/s/{event.code}")
        keys.add(page.locator("input[name=key]").input_value())
    assert len(keys) == 2 and "" not in keys


def test_what_was_queued_is_sent_first_and_the_next_person_finds_a_blank_sheet(
    phone: BrowserContext, network: Network, context: Context, event: Event
) -> None:
    page = phone.new_page()
    page.goto(f"{network.address}/s/{event.code}")
    fill(page)
    network.set(Cut.REPLY)
    send(page)
    expect(page.get_by_text("Not sent yet.").first).to_be_visible()
    assert context.store.responses.count(event.id) == 1, "it was stored, only nobody could say so"
    page.close()
    network.set(Cut.NONE)
    page = phone.new_page()
    page.goto(f"{network.address}/s/{event.code}")
    expect(page.get_by_text("Your answers from before have arrived.").first).to_be_visible()
    expect(page.locator("#found .receipt b")).to_be_visible()
    assert page.locator("textarea").input_value() == "" and page.locator("input:checked").count() == 0
    page.locator("input[name=c1][value='1']").check()
    send(page)
    page.get_by_role("heading", name="Thank you. Your answers are saved.").wait_for()
    assert context.store.responses.count(event.id) == 2


def test_waiting_answers_can_be_changed(
    phone: BrowserContext, network: Network, context: Context, event: Event
) -> None:
    page = phone.new_page()
    page.goto(f"{network.address}/s/{event.code}")
    fill(page)
    network.set(Cut.OFFLINE)
    send(page)
    page.get_by_role("button", name="Change my answers").click()
    assert_filled(page)
    page.locator("input[name=c1][value='2']").check()
    network.set(Cut.NONE)
    send(page)
    page.get_by_role("heading", name="Your answers are saved").wait_for()
    assert [answer.values["c1"] for answer in context.store.responses.answered()] == [2]


def test_a_sheet_sent_while_offline_counts_on_its_day_though_the_event_has_closed(
    phone: BrowserContext, network: Network, context: Context, event: Event
) -> None:
    context.store.events.change(replace(event, ends_on=date(2026, 6, 14)))  # the server's clock says the 15th
    closed = phone.new_page()
    closed.clock.set_fixed_time("2026-06-14T12:00:00Z")
    context.store.events.change(event)
    closed.goto(f"{network.address}/s/{event.code}")
    fill(closed)
    network.set(Cut.OFFLINE)
    send(closed)
    expect(closed.get_by_text("Not sent yet.").first).to_be_visible()
    context.store.events.change(replace(event, ends_on=date(2026, 6, 14)))
    network.set(Cut.NONE)
    closed.goto(f"{network.address}/s/{event.code}")
    closed.get_by_role("heading", name="Your answers are saved").wait_for()
    assert [answer.day for answer in context.store.responses.answered()] == [date(2026, 6, 14)]


def test_a_draft_of_a_closed_event_is_dropped(
    phone: BrowserContext, served: str, context: Context, event: Event
) -> None:
    page = phone.new_page()
    page.goto(f"{served}/s/{event.code}")
    fill(page)
    context.store.events.change(replace(event, ends_on=date(2026, 6, 14)))
    page.goto(f"{served}/s/{event.code}")
    page.get_by_role("heading", name="This survey has closed").wait_for()
    assert page.evaluate("localStorage.length") == 0


def test_a_draft_older_than_two_weeks_is_dropped(phone: BrowserContext, served: str, event: Event) -> None:
    page = phone.new_page()
    page.goto(f"{served}/s/{event.code}")
    fill(page)
    page.clock.set_fixed_time("2026-07-01T12:00:00Z")
    page.reload()
    assert page.locator("textarea").input_value() == "" and page.evaluate("localStorage.length") == 0


def test_another_language_keeps_the_answers_and_the_key(
    phone: BrowserContext, network: Network, context: Context, spanish_event: Event
) -> None:
    page = phone.new_page()
    page.goto(f"{network.address}/s/{spanish_event.code}")
    expect(page.locator("#status")).to_have_text("This page also opens without a connection.")
    fill(page)
    key = page.locator("input[name=key]").input_value()
    network.set(Cut.OFFLINE)
    page.get_by_role("button", name="Español").click()
    expect(page.locator("#status")).to_contain_text("The language can change when you have a connection again.")
    assert_filled(page)
    network.set(Cut.NONE)
    page.get_by_role("button", name="Español").click()
    page.locator("html[lang=es]").wait_for()
    assert_filled(page)
    assert page.locator("input[name=key]").input_value() == key and "lang=es" in page.url
    assert page.evaluate("document.activeElement.lang") == "es"
    network.set(Cut.OFFLINE)
    page.get_by_role("button", name="English").click()
    page.locator("html[lang=en]").wait_for()  # this phone has that page
    assert_filled(page)
    network.set(Cut.NONE)
    send(page)
    page.get_by_role("heading", name="Your answers are saved").wait_for()
    assert context.store.responses.count(spanish_event.id) == 1


def test_the_record_is_shown_and_going_back_needs_no_connection(
    phone: BrowserContext, network: Network, context: Context, event: Event
) -> None:
    page = phone.new_page()
    page.goto(f"{network.address}/s/{event.code}")
    fill(page)
    page.get_by_role("button", name="See exactly what would be stored").click()
    page.get_by_role("heading", name="This is what we would store").wait_for()
    network.set(Cut.OFFLINE)
    page.get_by_role("button", name="Change my answers").click()
    assert_filled(page)
    network.set(Cut.NONE)
    page.get_by_role("button", name="See exactly what would be stored").click()
    page.get_by_role("heading", name="This is what we would store").wait_for()
    page.reload()
    assert_filled(page)
    page.get_by_role("button", name="See exactly what would be stored").click()
    page.get_by_role("heading", name="This is what we would store").wait_for()
    send(page)
    page.get_by_role("heading", name="Your answers are saved").wait_for()
    assert context.store.responses.count(event.id) == 1


def test_a_strangers_answer_is_no_receipt(phone: BrowserContext, served: str, context: Context, event: Event) -> None:
    """A hotel's network answers every request with a page of its own, and says that all is well."""
    page = phone.new_page()
    page.goto(f"{served}/s/{event.code}")
    fill(page)

    def stranger(route: Route) -> None:
        route.fulfill(status=200, content_type="text/html", body="<h1>Welcome to our WiFi</h1>")

    page.route("**/s/*", stranger)
    send(page)
    expect(page.get_by_text("Not sent yet.").first).to_be_visible()
    page.unroute("**/s/*", stranger)
    page.get_by_role("button", name="Try to send now").click()
    page.get_by_role("heading", name="Your answers are saved").wait_for()
    assert context.store.responses.count(event.id) == 1


def test_a_browser_that_keeps_nothing_says_so_and_works(
    phone: BrowserContext, network: Network, context: Context, spanish_event: Event
) -> None:
    page = phone.new_page()
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('private') }})")
    page.goto(f"{network.address}/s/{spanish_event.code}?lang=es")
    fill_without_words(page)
    page.get_by_role("button", name="English").click()
    page.locator("html[lang=en]").wait_for()
    assert_filled(page)
    expect(page.locator("#status")).to_contain_text("This browser can't keep your answers")
    network.set(Cut.OFFLINE)
    send(page)
    expect(page.locator("#where")).to_contain_text("Please don't close this page")
    page.get_by_role("button", name="Change my answers").click()
    assert_filled(page)
    network.set(Cut.NONE)
    send(page)
    page.get_by_role("heading", name="Your answers are saved").wait_for()
    assert context.store.responses.count(spanish_event.id) == 1


def test_what_is_answered_while_the_other_language_comes_is_kept(
    phone: BrowserContext, served: str, spanish_event: Event
) -> None:
    page = phone.new_page()
    page.goto(f"{served}/s/{spanish_event.code}?lang=en")

    def slow(route: Route) -> None:
        fill_without_words(page)
        route.continue_()

    page.route("**/s/*lang=es*", slow)
    page.get_by_role("button", name="Español").click()
    page.locator("html[lang=es]").wait_for()
    assert_filled(page)


def test_answers_that_our_server_could_not_save_wait_and_go_again_by_themselves(
    phone: BrowserContext, served: str, context: Context, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = phone.new_page()
    page.goto(f"{served}/s/{event.code}")
    fill(page)
    with monkeypatch.context() as broken:
        broken.setattr("survey.responses.submit", None)
        send(page)
        expect(page.get_by_text("Not sent yet.").first).to_be_visible()
        assert page.evaluate("Object.keys(localStorage).some(at => at.includes('/'))")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.get_by_role("heading", name="Your answers are saved").wait_for()
    assert context.store.responses.count(event.id) == 1


def test_a_waiting_sheet_that_has_to_be_mended_leaves_the_next_persons_draft_alone(
    phone: BrowserContext, network: Network, context: Context, event: Event
) -> None:
    first, second = phone.new_page(), phone.new_page()
    first.goto(f"{network.address}/s/{event.code}")
    second.goto(f"{network.address}/s/{event.code}")
    first.locator("input[name=c1][value='4']").check()
    second.locator("textarea").fill("The next person's words.")
    refused = first.locator("input[name=c1][value='4']")
    refused.evaluate("box => { box.value = '77'; }")  # as a form of an older version would send it
    send(first)
    first.locator("#problems").wait_for()
    first.locator("input[name=c1][value='2']").check()
    assert "next person" in str(sheet(first, event.code))
    send(first)
    first.get_by_role("heading", name="Your answers are saved").wait_for()
    assert "next person" in str(sheet(second, event.code))
    assert [answer.values["c1"] for answer in context.store.responses.answered()] == [2]


def test_deleting_leaves_nothing_of_any_survey(phone: BrowserContext, served: str, event: Event) -> None:
    page = phone.new_page()
    page.goto(f"{served}/s/{event.code}")
    fill(page)
    other = "{key: 'k', language: 'en', day: '2026-06-15', fields: []}"
    page.evaluate(f"for (const at of ['fh:ABCD23', 'fh:ABCD23/k']) localStorage[at] = JSON.stringify({other})")
    page.get_by_role("button", name="Delete them from this phone").last.click()
    expect(page.locator("#status")).to_have_text("Deleted. Nothing is left on this phone.")
    assert page.evaluate("localStorage.length") == 0


def test_a_rehearsals_page_is_not_kept_for_the_day_itself(
    phone: BrowserContext, served: str, context: Context, event: Event
) -> None:
    page = phone.new_page()
    page.goto(f"{served}/s/{event.code}")
    expect(page.locator("#status")).to_have_text("This page also opens without a connection.")
    page.evaluate("caches.keys().then(names => Promise.all(names.map(name => caches.delete(name))))")
    context.store.events.change(replace(event, starts_on=date(2026, 6, 16), ends_on=date(2026, 6, 20)))
    page.reload()
    expect(page.get_by_text("Practice").first).to_be_visible()
    # Timers run in their order: what keeps the page is set to go 300 ms after the load.
    page.evaluate("new Promise(done => setTimeout(done, 500)).then(() => navigator.serviceWorker.ready)")
    assert not page.evaluate(f"caches.match('/s/{event.code}').then(Boolean)")
    expect(page.locator("#status")).to_have_text("")


def test_a_kept_page_carries_no_button_that_a_script_put_in(phone: BrowserContext, served: str, event: Event) -> None:
    page = phone.new_page()
    page.add_init_script(
        "window.SpeechSynthesisUtterance = Object; Object.defineProperty(window, 'speechSynthesis', {value: {"
        "getVoices: () => [{lang: 'en-US', localService: true}], addEventListener() {}, cancel() {}}})"
    )
    page.goto(f"{served}/s/{event.code}")
    page.locator(".listen").first.wait_for()
    expect(page.locator("#status")).to_have_text("This page also opens without a connection.")
    kept = page.evaluate(f"caches.match('/s/{event.code}').then(answer => answer.text())")
    assert 'class="listen"' not in kept and 'name="key" value=""' in kept


def test_the_day_does_not_depend_on_how_a_browser_writes_dates(
    phone: BrowserContext, served: str, event: Event
) -> None:
    page = phone.new_page()
    page.add_init_script("Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', {get: () => () => '6/15/26'})")
    page.goto(f"{served}/s/{event.code}")
    fill(page)
    kept = sheet(page, event.code)
    assert isinstance(kept, dict) and kept["day"] == "2026-06-15"


def test_an_address_that_is_none_goes_to_the_server(phone: BrowserContext, served: str, event: Event) -> None:
    page = phone.new_page()
    page.goto(f"{served}/s/{event.code}")
    expect(page.locator("#status")).to_have_text("This page also opens without a connection.")
    page.wait_for_function("navigator.serviceWorker.controller")
    answer = page.goto(f"{served}/s/%zz")
    assert answer and answer.status == 404 and not answer.from_service_worker


def test_a_change_after_the_reply_was_lost_says_that_the_first_answers_stand(
    phone: BrowserContext, network: Network, context: Context, event: Event
) -> None:
    page = phone.new_page()
    page.goto(f"{network.address}/s/{event.code}")
    fill(page)
    network.set(Cut.REPLY)
    send(page)
    page.get_by_role("button", name="Change my answers").click()
    page.locator("input[name=c1][value='2']").check()
    network.set(Cut.NONE)
    send(page)
    page.get_by_role("heading", name=context.texts.get("en", "phone.thanks.again")).wait_for()
    assert [answer.values["c1"] for answer in context.store.responses.answered()] == [4]


def test_an_answer_within_the_page_carries_no_second_copy_of_its_scripts(client: Client, event: Event) -> None:
    fields = {"key": "8d5f4a64-6a0e-4ad4-9a5f-0d2f6f0c1a55", "language": "en", "c1": "4", "within": "1"}
    answer = client.post(f"/s/{event.code}", fields)
    assert "<script" not in answer.text and "<style" not in answer.text and 'data-state="received"' in answer.text


def test_a_whole_visit_is_at_most_five_requests(phone: BrowserContext, served: str, event: Event) -> None:
    page = phone.new_page()
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(f"{request.method} {request.url.removeprefix(served)}"))
    page.goto(f"{served}/s/{event.code}")
    page.locator(".question").first.wait_for()
    fill(page)
    expect(page.get_by_text("only on this phone.").first).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready")
    send(page)
    page.get_by_role("heading", name="Your answers are saved").wait_for()
    assert asked == [f"GET /s/{event.code}", "GET /s/worker.js", f"POST /s/{event.code}"]
