"""Questions are read aloud only by a voice that the phone has itself.

Headless Chromium has no voices, so the page is given speech that takes down what it is asked to say; all else is real.
"""

import json

import pytest
from playwright.sync_api import Browser, Page, expect

from survey.records import Event

pytestmark = pytest.mark.browser
SPEECH = """(() => {
  const heard = [], voices = VOICES, told = [];
  window.heard = heard;
  window.appear = voice => { voices.push(voice); told.forEach(tell => tell()); };
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => voices, addEventListener: (name, tell) => told.push(tell),
    speak: said => heard.push([said.text, said.voice.name]), cancel: () => heard.push("quiet") } });
})()"""
LOCAL = {"name": "mine", "lang": "en_US", "localService": True}
REMOTE = {"name": "theirs", "lang": "en-US", "localService": False}
SPANISH = {"name": "mía", "lang": "es-MX", "localService": True}


def opened(browser: Browser, address: str, *voices: dict[str, object]) -> Page:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.add_init_script(SPEECH.replace("VOICES", json.dumps(voices)))
    page.goto(address)
    page.wait_for_load_state("load")
    return page


@pytest.mark.parametrize("voices", [(), (REMOTE,), (SPANISH,), (REMOTE, SPANISH)])
def test_no_button_without_a_voice_of_the_phones_own(
    browser: Browser, served: str, event: Event, voices: tuple
) -> None:  # type: ignore[type-arg]
    page = opened(browser, f"{served}/s/{event.code}", *voices)
    assert page.locator(".listen").count() == 0
    page.close()


def test_question_help_and_options_are_read_and_can_be_stopped(browser: Browser, served: str, event: Event) -> None:
    page = opened(browser, f"{served}/s/{event.code}", REMOTE, LOCAL)
    questions = page.locator(".question")
    expect(page.locator(".listen")).to_have_count(questions.count())
    first = page.locator("fieldset").first.get_by_role("button", name="Read aloud")
    first.click()
    said, voice = page.evaluate("heard.filter(Array.isArray)[0]")
    assert voice == "mine" and said.startswith("How much do you trust the police who work in your neighborhood? ")
    assert "A lot." in said and "Don't know." in said and "2 of 12" not in said
    stop = page.get_by_role("button", name="Stop reading")
    assert stop.get_attribute("aria-pressed") == "true"
    stop.click()
    assert page.evaluate("heard[heard.length - 1]") == "quiet"
    expect(page.get_by_role("button", name="Stop reading")).to_have_count(0)
    page.close()


def test_a_voice_that_loads_late_brings_the_buttons(browser: Browser, served: str, event: Event) -> None:
    page = opened(browser, f"{served}/s/{event.code}")
    page.evaluate(f"appear({json.dumps(LOCAL)})")
    assert page.locator(".listen").count() == page.locator(".question").count()
    page.close()


def test_another_language_is_read_by_its_own_voice(browser: Browser, served: str, spanish_event: Event) -> None:
    page = opened(browser, f"{served}/s/{spanish_event.code}", LOCAL, SPANISH)
    page.get_by_role("button", name="Español").click()
    page.locator("html[lang=es]").wait_for()
    page.locator("fieldset .listen").first.click()
    assert page.evaluate("heard.filter(Array.isArray)[0][1]") == "mía"
    page.close()
