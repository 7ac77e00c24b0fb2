"""The Streamlit survey where signal is weak, screens lock and fingers are fast: nothing lost, nothing doubled."""

import re
import urllib.request
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from survey import events
from survey.i18n import language_name
from survey.records import Door, Event, LanguageAcceptance
from tests.browser.conftest import Town, an_event
from tests.browser.line import Line, line_to
from tests.survey.conftest import NOON

pytestmark = pytest.mark.browser

PATIENCE = 30_000
AWAY = ".fh-away span"
EIGHT = ("en", "es", "ar", "ht", "pt", "so", "vi", "zh")


@pytest.fixture
def line(town: Town) -> Iterator[Line]:
    """A line to the town's server that can be cut."""
    with line_to(town.address) as line:
        yield line


@pytest.fixture(scope="module")
def everyone(town: Town) -> Event:
    """An open event in eight languages, each accepted by a named speaker."""
    for language in EIGHT[1:]:
        digest = events.wording_digest(town.context, language)
        town.context.store.city.accept_language(LanguageAcceptance(language, digest, "Ana Test", NOON.date()))
    event = replace(an_event(town.context, "JKM348", Door.STREAMLIT), languages=EIGHT)
    town.context.store.events.change(event)
    return event


def begin(page: Page, address: str, event: Event, language: str = "en") -> None:
    """Opens the survey and goes to its first ratings."""
    page.goto(f"{address}/survey?code={event.code}&lang={language}")
    page.locator(".st-key-start button").click(timeout=PATIENCE)
    step_on(page, 1)
    expect(page.locator("[data-testid=stRadio]").first).to_be_visible(timeout=PATIENCE)


def step_on(page: Page, step: int) -> None:
    """Leaves this step, and waits for what comes after it."""
    page.locator(f".st-key-next-{step} button").click(timeout=PATIENCE)
    expect(page.locator(f".st-key-next-{step}")).to_have_count(0, timeout=PATIENCE)
    expect(page.locator(f".st-key-next-{step + 1}, .st-key-send").first).to_be_visible(timeout=PATIENCE)


def choose(page: Page, number: int) -> None:
    """Chooses the fourth answer of a rating on this step."""
    group = page.locator("[data-testid=stRadio]").nth(number)
    group.locator("[data-testid=stRadioOption]").nth(3).click(timeout=PATIENCE)
    expect(group.locator("input").nth(3)).to_be_checked(timeout=PATIENCE)


def to_the_comment(page: Page) -> int:
    """Goes on from the first ratings to the comment; the step it is on."""
    step = 2
    while not page.locator("[class*=st-key-ask-comment]").count():  # the box itself comes when its script has
        step_on(page, step)
        step += 1
    return step


def to_the_review(page: Page) -> None:
    step = 2
    while not page.locator(".st-key-send").count():
        step_on(page, step)
        step += 1


def test_a_dropped_connection_loses_nothing_and_says_so(town: Town, desk: Page, line: Line) -> None:
    begin(desk, line.address, town.desk)
    choose(desk, 0)
    expect(desk.locator(AWAY)).to_be_hidden()
    line.cut()
    expect(desk.locator(AWAY)).to_be_visible(timeout=PATIENCE)
    expect(desk.locator(".fh-away[role=status]")).to_contain_text("No connection now")
    assert desk.locator("[role=dialog]").count() == 0, "no English dialog over the page"
    line.mend()
    expect(desk.locator(AWAY)).to_be_hidden(timeout=PATIENCE)
    expect(desk.locator("[data-testid=stRadio] input").nth(3)).to_be_checked(timeout=PATIENCE)
    to_the_review(desk)
    expect(desk.locator(".st-key-survey [data-testid=stText]")).to_have_count(1, timeout=PATIENCE)


@pytest.mark.parametrize("pause", [0, 10, 40, 150])
def test_an_answer_chosen_as_the_line_breaks_is_kept(town: Town, desk: Page, line: Line, pause: int) -> None:
    begin(desk, line.address, town.desk)
    choose(desk, 0)
    desk.wait_for_timeout(pause)  # the line breaks before, while and after the server shows the page again
    line.cut()
    line.mend()
    expect(desk.locator(".stApp:not([data-test-connection-state=CONNECTED])")).to_have_count(0, timeout=PATIENCE)
    step_on(desk, 2)
    desk.locator(".st-key-back-3 button").click()
    expect(desk.locator("[data-testid=stRadio] input").nth(3)).to_be_checked(timeout=PATIENCE)


def test_a_comment_half_typed_when_the_signal_goes_is_still_there(town: Town, desk: Page, line: Line) -> None:
    begin(desk, line.address, town.desk)
    step = to_the_comment(desk)
    desk.locator("textarea").press_sequentially("More light in the pa")
    line.cut()
    expect(desk.locator(AWAY)).to_be_visible(timeout=PATIENCE)
    line.mend()
    expect(desk.locator(AWAY)).to_be_hidden(timeout=PATIENCE)
    desk.locator("textarea").press_sequentially("rk")
    step_on(desk, step)
    to_the_kind_or_review = desk.locator(".st-key-send, [class*=comment_kind]").first
    expect(to_the_kind_or_review).to_be_visible(timeout=PATIENCE)
    if not desk.locator(".st-key-send").count():
        step_on(desk, step + 1)
    expect(desk.locator(".st-key-survey")).to_contain_text("More light in the park", timeout=PATIENCE)


def test_a_comment_is_kept_when_the_click_on_next_does_not_take_the_focus(town: Town, desk: Page) -> None:
    """A program that presses the button does so, with no wait; Streamlit sends a text only when its box is left."""
    begin(desk, town.address, town.desk)
    step = to_the_comment(desk)
    box = desk.locator("textarea")
    box.press_sequentially("More light in the park")
    desk.locator(f".st-key-next-{step} button").evaluate("button => button.click()")
    expect(box).to_have_count(0, timeout=PATIENCE)
    desk.locator(f"[class*=st-key-back-]:not(.st-key-back-{step}) button").click(timeout=PATIENCE)
    expect(box).to_have_value("More light in the park", timeout=PATIENCE)


def test_a_screen_that_was_locked_goes_on_where_it_was(town: Town, desk: Page, line: Line) -> None:
    begin(desk, line.address, town.desk)
    choose(desk, 1)
    session = desk.context.new_cdp_session(desk)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    line.cut()
    line.mend()
    session.send("Page.setWebLifecycleState", {"state": "active"})
    expect(desk.locator(".stApp[data-test-connection-state=CONNECTED]")).to_be_attached(timeout=PATIENCE)
    step_on(desk, 2)
    desk.locator(".st-key-back-3 button").click()
    expect(desk.locator("[data-testid=stRadio]").nth(1).locator("input").nth(3)).to_be_checked(timeout=PATIENCE)


def test_a_reload_asks_first_while_there_are_answers(town: Town, desk: Page) -> None:
    desk.goto(f"{town.address}/survey?code={town.desk.code}")
    expect(desk.locator(".st-key-start button")).to_be_visible(timeout=PATIENCE)
    assert desk.evaluate("() => onbeforeunload") is None
    begin(desk, town.address, town.desk)
    assert desk.evaluate("() => typeof onbeforeunload") == "function"


@pytest.mark.parametrize("how", ["clicks", "enter"])
def test_five_fast_sends_are_one_answer(town: Town, desk: Page, how: str) -> None:
    before = town.context.store.responses.count(town.desk.id)
    begin(desk, town.address, town.desk)
    choose(desk, 0)
    to_the_review(desk)
    send = desk.locator(".st-key-send button")
    if how == "clicks":
        send.scroll_into_view_if_needed()
        box = send.bounding_box()
        assert box is not None
        desk.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, click_count=5, delay=10)
    else:
        send.focus()
        for _ in range(5):
            desk.keyboard.down("Enter")
        desk.keyboard.up("Enter")
    expect(desk.locator("body")).to_contain_text(re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}"), timeout=PATIENCE)
    expect(desk.locator(".st-key-another button")).to_be_visible(timeout=PATIENCE)
    assert town.context.store.responses.count(town.desk.id) == before + 1
    assert desk.evaluate("() => onbeforeunload") is None


def test_the_page_has_the_right_language_before_its_first_script(town: Town, everyone: Event) -> None:
    for language, said in (("ar", 'lang="ar" dir="rtl"'), ("zh", 'lang="zh-Hans" dir="ltr"'), ("fr", 'lang="en"')):
        address = f"{town.address}/survey?code={everyone.code}"
        request = urllib.request.Request(address, headers={"Accept-Language": f"{language}, en;q=0.5"})
        with urllib.request.urlopen(request) as answer:
            page = answer.read().decode()
        assert f"<html {said}" in page
        assert f'href="/s/{everyone.code}?door=phone' in page, "the light page is offered until this one is there"


def test_eight_languages_fit_a_phone_and_can_be_changed_by_keyboard(town: Town, phone: Page, everyone: Event) -> None:
    begin(phone, town.address, everyone)
    choose(phone, 0)
    phone.locator(".st-key-languages button").focus()
    phone.keyboard.press("Enter")
    arabic = phone.locator(".st-key-speak-ar")
    expect(arabic).to_be_visible(timeout=PATIENCE)
    expect(arabic).to_have_attribute("lang", "ar")
    expect(phone.locator(".st-key-speak-zh-Hans")).to_have_text(language_name("zh"))
    for button in phone.locator("[data-testid=stPopoverBody] button").all():
        box = button.bounding_box()
        assert box is not None and box["height"] >= 44 and box["x"] >= 0 and box["x"] + box["width"] <= 360
    arabic.locator("button").focus()
    phone.keyboard.press("Enter")
    expect(phone.locator("html[lang=ar][dir=rtl]")).to_be_attached(timeout=PATIENCE)
    expect(phone.locator(".fh-progress p")).to_contain_text("الخطوة", timeout=PATIENCE)
    expect(phone.locator("[data-testid=stRadio] input").nth(3)).to_be_checked(timeout=PATIENCE)
    assert phone.evaluate("() => document.documentElement.scrollWidth <= 360")
    row, circle = (phone.locator(f"[data-testid=stRadioOption] {part}").first.bounding_box() for part in ("p", "> div"))
    assert row is not None and circle is not None and row["x"] + row["width"] > 180, "texts stand on the right"
    first = phone.locator(".fh-progress i").bounding_box()
    assert first is not None and first["x"] > 180, "the bar grows from the right"


def test_the_frame_speaks_with_the_survey_and_other_pages_speak_what_they_can(
    town: Town, desk: Page, everyone: Event
) -> None:
    desk.goto(f"{town.address}/survey?code={everyone.code}&lang=ar")
    footer = desk.locator(".st-key-footer")
    expect(footer).to_contain_text("بإدارة", timeout=PATIENCE)
    footer.locator("a").last.click()
    expect(desk.locator("html[lang=en][dir=ltr]")).to_be_attached(timeout=PATIENCE)
    expect(desk.locator("h1")).to_have_text("You said, we did", timeout=PATIENCE)
    skip = desk.locator("[data-testid=stSkipToContent]")
    expect(skip).to_have_attribute("lang", "en")
    expect(skip).to_have_text("Skip to main content")


def test_the_survey_fetches_little_and_no_font(town: Town, desk: Page, everyone: Event) -> None:
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    sizes: list[int] = []
    desk.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    begin(desk, town.address, everyone, "ar")
    desk.wait_for_load_state("networkidle")
    assert not [address for address in asked if ".woff2" in address]
    assert sum(sizes) < 1_000_000  # as Streamlit comes: 2.7 MB
    assert desk.evaluate("() => document.documentElement.lang") == "ar"
