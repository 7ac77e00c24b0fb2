"""The plain pages in a real browser: without script on a small phone, and as paper that a camera reads."""

from dataclasses import replace
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page

from survey import access
from survey.context import Context
from survey.records import Event, Side
from tests.survey.conftest import PASSWORD, stored_event
from tests.survey.web.conftest import accept_spanish

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
RATINGS = [f"c{number}" for number in range(1, 10)]


def test_the_pulse_is_answered_without_script(browser: Browser, served: str, context: Context, event: Event) -> None:
    page = browser.new_page(viewport=PHONE, java_script_enabled=False)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{served}/s/{event.code}")
    assert asked == [f"{served}/s/{event.code}"]
    page.get_by_label("Which neighborhood").select_option("river")
    for name in RATINGS:
        page.locator(f"input[name={name}][value='4']").check()
    page.get_by_label("What should police").fill("Please mend the street lights.")
    page.get_by_label("An idea").check()
    assert context.store.responses.count(event.id) == 0
    page.get_by_role("button", name="Send my answers").click()
    assert page.get_by_role("heading", name="Your answers are saved").is_visible()
    assert context.store.responses.count(event.id) == 1
    assert page.context.cookies() == []
    page.close()


@pytest.mark.parametrize("script", [True, False])
def test_the_keyboard_alone_is_enough_and_enter_sends_nothing_early(
    browser: Browser, served: str, context: Context, event: Event, script: bool
) -> None:
    page = browser.new_page(viewport=PHONE, java_script_enabled=script)
    page.goto(f"{served}/s/{event.code}")
    page.keyboard.press("Tab")
    assert page.locator(".skip").evaluate("link => link === document.activeElement")
    page.keyboard.press("Enter")
    page.locator("#c1-first").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator("input[name=c1][value='2']").is_checked()
    assert page.url.startswith(f"{served}/s/{event.code}") and context.store.responses.count(event.id) == 0
    page.get_by_role("button", name="Send my answers").press("Enter")
    page.get_by_role("heading", name="Your answers are saved").wait_for()
    assert context.store.responses.count(event.id) == 1
    page.close()


def test_the_script_shows_what_fits_and_focuses_what_is_wrong(browser: Browser, served: str, event: Event) -> None:
    page = browser.new_page(viewport=PHONE)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if "Policy" in message.text else None)
    page.goto(f"{served}/s/{event.code}")
    kind = page.get_by_label("A concern")
    assert not kind.is_visible()
    page.get_by_label("What should police").fill("a" * 1001)
    assert kind.is_visible() and page.get_by_text("1001 of 1000 characters").is_visible()
    page.get_by_role("button", name="Send my answers").click()
    page.wait_for_selector("#problems")
    assert page.evaluate("document.activeElement.id") == "problems"
    page.locator("#problems a").click()
    assert page.url.endswith("#comment-first")
    assert complaints == []
    page.close()


TARGETS = """() => [...document.querySelectorAll(
    "label:not(.legend), button:not(.stay), select, textarea, summary, .links a")]
  .filter(part => part.offsetParent)
  .map(part => [part.outerHTML.slice(0, 80), part.getBoundingClientRect().height])
  .filter(([text, height]) => height < 43.9)"""


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("instrument", ["pulse", "full", "encounter", "staff", "youth"])
def test_small_screens_never_scroll_sideways_and_targets_are_large(
    browser: Browser, served: str, context: Context, language: str, instrument: str
) -> None:
    accept_spanish(context)
    event = stored_event(context, instrument=instrument, languages=("en", "es"))
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(f"{served}/s/{event.code}?lang={language}")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.evaluate(TARGETS) == []
    page.close()


def signed_in(browser: Browser, served: str, context: Context) -> Page:
    access.sign_up_first(replace(context, setup_code="x"), "x", "boss", PASSWORD, Side.POLICE)
    page = browser.new_page(viewport={"width": 900, "height": 1300})
    page.goto(f"{served}/staff/sign-in")
    page.get_by_label("Your account name").fill("boss")
    page.get_by_label("Your password").fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()
    return page


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("public", [True, False])
def test_a_camera_reads_the_poster_and_it_is_one_page(
    browser: Browser, served: str, context: Context, language: str, paper: str, public: bool
) -> None:
    accept_spanish(context)
    event = stored_event(context, languages=("en", "es"))
    context.store.city.set_profile(replace(context.store.city.profile(), public_url_tested=public))
    page = signed_in(browser, served, context)
    assert page.goto(f"{served}/poster/{event.code}?lang={language}&paper={paper}").ok
    [found] = zxingcpp.read_barcodes(Image.open(BytesIO(page.screenshot(full_page=True))))
    assert found.text == "https://hear.larkton.example/s/CDF479"
    fits = "() => { const sheet = document.querySelector('.sheet'); return sheet.scrollHeight <= sheet.clientHeight }"
    assert page.evaluate(fits)
    printed = page.pdf(prefer_css_page_size=True, print_background=False)
    assert printed.count(b"/Type /Page\n") == 1
    page.context.close()


def test_the_demo_poster_with_both_marks_fits(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport={"width": 900, "height": 1300})
    for language in ("en", "es"):
        page.goto(f"{served}/poster/DEMO?lang={language}&paper=letter")
        assert page.evaluate(
            "document.querySelector('.sheet').scrollHeight <= document.querySelector('.sheet').clientHeight"
        )
        assert page.locator(".stamp").count() == 2
    page.close()
