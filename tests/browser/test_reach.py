"""Every door of residents by keyboard alone, on 320 px and at 400 %, with large targets, calm, in one's language."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from survey import responses
from survey.i18n import language_name
from survey.records import Event
from tests.browser import reach
from tests.browser.conftest import DESK, PHONE, SPOKEN, Town
from tests.browser.walks import RESIDENTS, settle, sign_in
from tests.survey.conftest import TEXTS

pytestmark = pytest.mark.browser

DIRECTIONS = {"en": "ltr", "es": "ltr", "ar": "rtl"}
TONGUES = {language_name(language) for language in TEXTS.languages}
NAMES = (
    *("Larkton", "Block party", "North Hill", "Old Town", "Riverside"),
    *("Larkwater", "larkwater", "Try it: two minutes about trust"),
    "about the lights",
)
"""What stands in no language of the page's: names given by the city, and what a person wrote."""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on a small screen."""
    opened = browser.new_context(viewport=PHONE)
    page = opened.new_page()
    yield page
    opened.close()


def in_a_wrong_language(page: Page, language: str) -> Iterator[str]:
    """Passages that stand under a language they are not in, told by their script or by being the English text."""
    english = {text for text in TEXTS.languages["en"].values() if len(text) > 12}
    own = set(TEXTS.languages[language].values())
    for under, direction, text in reach.passages(page):
        arabic = re.search("[\\u0600-\\u06ff]{3}", text)
        if under == "ar" and re.search("[a-z]{3}", text) and not arabic and not any(name in text for name in NAMES):
            yield f"not Arabic: {text[:80]}"
        if under != "ar" and arabic:
            yield f"Arabic under {under!r}: {text[:80]}"
        if under == language != "en" and text in english - own:
            yield f"English: {text[:80]}"
        if direction != DIRECTIONS.get(under, "ltr") and re.search("\\w{3}", text) and text not in TONGUES:
            yield f"runs {direction} under {under!r}: {text[:80]}"


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("door", RESIDENTS)
def test_a_door_is_open_to_everyone(spoken: Town, page: Page, door: str, language: str) -> None:
    """In every state: room on 320 px and at 400 %, large targets, no motion unasked for, the right language."""
    wrong = []
    for state in RESIDENTS[door](page, spoken, language):
        page.set_viewport_size(PHONE)
        found = [*reach.too_small(page), *in_a_wrong_language(page, language)]
        if state != "start by staff":
            found += reach.unsaid(page, language, DIRECTIONS[language])
        found += [*reach.moving(page), *reach.too_narrow(page)]
        wrong += [f"{state}: {one}" for one in found]
        page.set_viewport_size(DESK)
    assert "\n".join(wrong) == ""


def event(town: Town, code: str) -> Event:
    found = town.context.store.events.by_code(code)
    assert found is not None
    return found


def pressed(page: Page, wanted: str, key: str = "Tab", most: int = 150) -> None:
    """Presses a key until what is wanted has the focus."""
    for _ in range(most):
        if page.evaluate("wanted => !!document.activeElement?.matches(wanted)", wanted):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} does not lead to {wanted}")


@pytest.mark.parametrize("language", SPOKEN)
def test_the_phone_page_by_keyboard_alone(spoken: Town, page: Page, language: str) -> None:
    before = responses.received(spoken.context, event(spoken, "JKM347"))
    page.goto(f"{spoken.address}/s/JKM347?door=phone&lang={language}")
    seen, wrong = reach.stops(page)
    assert (len(seen) > 20, wrong) == (True, [])
    page.evaluate("() => document.activeElement.blur()")
    pressed(page, "textarea")
    page.keyboard.insert_text("x" * 3000)
    pressed(page, "button[name=send]")
    page.keyboard.press("Enter")
    expect(page.locator("#problems")).to_be_focused()
    expect(page.locator("#problems")).to_have_attribute("role", "alert")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("textarea").first).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("More lights")
    pressed(page, "input[name=c1]", "Shift+Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert page.locator("input[name=c1]:checked").count() == 1
    pressed(page, "button[name=preview]")
    page.keyboard.press("Enter")
    expect(page.locator(".record h1")).to_be_focused()
    pressed(page, "button[name=send]")
    page.keyboard.press("Enter")
    expect(page.locator("main .receipt")).to_be_visible()
    assert responses.received(spoken.context, event(spoken, "JKM347")) == before + 1


@pytest.mark.parametrize("language", SPOKEN)
def test_the_kiosk_by_keyboard_alone(spoken: Town, page: Page, language: str) -> None:
    before = responses.received(spoken.context, event(spoken, "JKM346"))
    sign_in(page, spoken)
    page.goto(f"{spoken.address}/staff/kiosk/JKM346")
    pressed(page, "#pin")
    page.keyboard.type("2468")
    pressed(page, "#again")
    page.keyboard.type("2468")
    page.keyboard.press("Enter")
    expect(page.locator("[data-screen=begin]")).to_be_visible()
    assert reach.stops(page)[1] == []
    page.evaluate("() => document.activeElement.blur()")
    pressed(page, f"[data-begin={language}]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-screen=ask]")).to_be_visible()
    assert reach.stops(page)[1] == []
    page.evaluate("() => document.activeElement.blur()")
    pressed(page, "input[name=c1]")
    page.keyboard.press("Space")
    pressed(page, "form .send")
    page.keyboard.press("Enter")
    expect(page.locator("[data-screen=thanks]")).to_be_visible()
    assert responses.received(spoken.context, event(spoken, "JKM346")) == before + 1
    pressed(page, "[data-done]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-screen=begin]")).to_be_visible()
    pressed(page, "[data-screen=begin] [data-staff]")
    page.keyboard.press("Enter")
    expect(page.locator("#pin")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#pin")).to_be_hidden()


@pytest.mark.parametrize("language", SPOKEN)
def test_the_streamlit_survey_by_keyboard_alone(spoken: Town, page: Page, language: str) -> None:
    page.set_viewport_size(DESK)
    page.goto(f"{spoken.address}/survey?lang={language}")
    settle(page)
    pressed(page, ".st-key-survey input")
    page.keyboard.type("ZZZZZZ")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-survey [role=alert]")).to_be_visible(timeout=30_000)
    page.goto(f"{spoken.address}/survey?code=JKM34G&lang={language}")
    settle(page)
    before = responses.received(spoken.context, event(spoken, "JKM34G"))
    assert reach.stops(page)[1] == []
    pressed(page, ".st-key-start button")
    page.keyboard.press("Enter")
    expect(page.locator(".fh-progress")).to_be_visible(timeout=30_000)
    first = True
    while not page.locator(".st-key-send").is_visible():
        settle(page)
        at = page.locator(".fh-progress p").inner_text()
        expect(page.locator(".st-key-survey")).to_be_focused()
        if page.locator("[data-testid=stRadio]").count() and first:
            first = False
            assert reach.stops(page)[1] == []
            pressed(page, "[data-testid=stRadio] input")
            page.keyboard.press("Space")
            settle(page)
            page.keyboard.press("ArrowDown")
            settle(page)
            assert page.locator("[data-testid=stRadio] input:checked").count() == 1
        pressed(page, "[class*='st-key-next-'] button")
        page.keyboard.press("Enter")
        expect(page.locator(".fh-progress p").filter(has_text=at)).to_have_count(0, timeout=30_000)
        expect(page.locator(".fh-progress").or_(page.locator(".st-key-send"))).to_be_visible(timeout=30_000)
    settle(page)
    assert reach.stops(page)[1] == []
    pressed(page, ".st-key-send button")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-another")).to_be_visible(timeout=30_000)
    assert responses.received(spoken.context, event(spoken, "JKM34G")) == before + 1


@pytest.mark.parametrize("path", ["s/JKM347?door=phone", "survey?code=JKM34G"])
def test_a_choice_shows_in_colors_of_ones_own(spoken: Town, page: Page, path: str) -> None:
    """Forced colors take every ground away: what is chosen needs an outline."""
    page.emulate_media(forced_colors="active")
    page.goto(f"{spoken.address}/{path}")
    if page.locator("#survey").count() == 0:
        settle(page)
        page.locator(".st-key-start button").click()
        page.locator(".st-key-next-1 button").click(timeout=30_000)
    option = page.locator("label:has([type=radio])")
    option.nth(1).click(timeout=30_000)
    expect(option.nth(1)).to_have_css("outline-style", "solid")
    expect(option.nth(2)).to_have_css("outline-style", "none")


@pytest.mark.parametrize("path", ["s/JKM347?door=phone", "s", "staff/sign-in"])
def test_plain_pages_are_dark_for_those_who_ask(spoken: Town, page: Page, path: str) -> None:
    """That their words stay legible in the dark is axe's to say."""
    for scheme, light in (("light", True), ("dark", False)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two
        page.goto(f"{spoken.address}/{path}")
        ground = page.evaluate("() => getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
        assert (min(ground) > 200, max(ground) < 60) == (light, not light)
